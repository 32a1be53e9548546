"""The people of a file by date: who lives together since when, and every tie, ended ones too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from saikne.accounts.models import User
from saikne.cases.models import ClientMember
from saikne.cases.queries.frame import FileFrame
from saikne.core.periods import live, standing
from saikne.people.enums import MemberRole, TieKind
from saikne.people.models import Household, HouseholdMember, Tie
from saikne.people.queries.naming import Named, name_people


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A membership: who, as what, since, until."""

    person: Named
    role: str
    since: date
    until: date | None
    signs: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A household with those who live in it now and those who lived in it."""

    household_no: int
    name: str
    now: list[MemberLine]
    before: list[MemberLine]


@dataclass(frozen=True, slots=True)
class TieLine:
    """What one is to another, by date."""

    a: Named
    kind: str
    b: Named
    since: date | None
    until: date | None
    how_ended: str


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody round a file, by date."""

    homes: list[Home]
    ties: list[TieLine]

    @property
    def within(self) -> set[int]:
        """Records shown by name."""
        lines = [line.person for home in self.homes for line in (*home.now, *home.before)]
        lines += [person for tie in self.ties for person in (tie.a, tie.b)]
        return {person.record_no for person in lines if person.within}


def family_of(user: User, frame: FileFrame, *, on: date) -> Family:
    """Households and ties of a file's people; six queries."""
    inside = [member.record_no for member in frame.people]
    members = list(_memberships(frame, inside, on))
    ties = list(_ties(inside))
    known = {row.record_id for row in members} | {number for tie in ties for number in (tie.a_id, tie.b_id)}
    people = name_people(known, user)
    signing = set(
        ClientMember.objects.filter(live(), client=frame.case.client_id, signs=True).values_list("record_id", flat=True)
    )
    return Family(_homes(members, people, signing, on), [_tie(row, people) for row in ties])


def _memberships(frame: FileFrame, inside: list[int], on: date) -> QuerySet[HouseholdMember]:
    """Of the file's household, or of those in which its one person lives."""
    rows = HouseholdMember.objects.select_related("household")
    if frame.case.household_id:
        return rows.filter(household=frame.case.household_id)
    living = HouseholdMember.objects.filter(standing(on), record__in=inside).values("household")
    return rows.filter(household__in=Household.objects.filter(pk__in=living, municipality=frame.case.municipality_id))


def _ties(inside: list[int]) -> QuerySet[Tie]:
    return Tie.objects.filter(Q(a__in=inside) | Q(b__in=inside)).order_by(
        F("until").asc(nulls_first=True), F("since").asc(nulls_first=True), "pk"
    )


def _homes(members: Iterable[HouseholdMember], people: Mapping[int, Named], signing: set[int], on: date) -> list[Home]:
    homes: dict[int, Home] = {}
    for row in sorted(members, key=lambda row: _elders_first(row, people)):
        home = homes.setdefault(row.household_id, Home(row.household_id, row.household.name, [], []))
        line = MemberLine(
            people[row.record_id], str(MemberRole(row.role).label), row.since, row.until, row.record_id in signing
        )
        (home.before if row.until and row.until <= on else home.now).append(line)
    return list(homes.values())


def _elders_first(row: HouseholdMember, people: Mapping[int, Named]) -> Any:
    born = people[row.record_id].born_on
    return (row.role == MemberRole.CHILD, born or date.min, row.pk)


def _tie(row: Tie, people: Mapping[int, Named]) -> TieLine:
    return TieLine(
        people[row.a_id], str(TieKind(row.kind).label), people[row.b_id], row.since, row.until, row.how_ended
    )
