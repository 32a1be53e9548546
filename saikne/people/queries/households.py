"""A household by date: who lives in it, who has lived in it, and where else its children live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.people.enums import MemberRole
from saikne.people.models import Household, HouseholdMember
from saikne.people.queries.naming import Named, name_people
from saikne.people.rules import HouseholdSummary, MemberFacts, family_title, household_summary


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership as it is drawn."""

    member_no: int
    person: Named
    role: str
    since: date
    until: date | None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What the page of a household shows."""

    household: Household
    adults: list[MemberRow]
    children: list[MemberRow]
    closed: list[MemberRow]
    past: list[MemberRow]
    summary: HouseholdSummary

    @property
    def rows(self) -> list[MemberRow]:
        """All who live here now: adults, then children by age, then those who are kept to named persons."""
        return [*self.adults, *self.children, *self.closed]

    @property
    def shown(self) -> list[int]:
        """Records whose data the page shows."""
        return [row.person.record_no for row in (*self.rows, *self.past)]


def household_facts(household: Household, user: User) -> HouseholdFacts:
    """The household as this user may see it; five queries."""
    today = clock.today()
    rows = list(household.members.order_by("since", "pk"))
    people = name_people((row.record_id for row in rows), user)
    homes = _other_homes(household, rows, user)
    drawn = [_row(row, people[row.record_id], homes.get(row.record_id, "")) for row in rows]
    now = [row for row in drawn if row.until is None or row.until > today]
    past = [row for row in drawn if row.until is not None and row.until <= today]
    births = (MemberFacts(row.person.born_on) for row in now)
    return HouseholdFacts(
        household=household,
        adults=sorted((row for row in now if not (row.person.child or row.person.closed)), key=_adult_order),
        children=sorted((row for row in now if row.person.child), key=_child_order),
        closed=sorted((row for row in now if row.person.closed), key=lambda row: row.person.record_no),
        past=sorted(past, key=lambda row: row.until or today, reverse=True),
        summary=household_summary(births, on=today),
    )


def _row(row: HouseholdMember, person: Named, elsewhere: str) -> MemberRow:
    role = str(MemberRole(row.role).label) if row.role in MemberRole.values else row.role
    return MemberRow(row.pk, person, role, row.since, row.until, elsewhere)


def _adult_order(row: MemberRow) -> tuple[date, str]:
    return row.person.born_on or date.max, row.person.sort_key


def _child_order(row: MemberRow) -> tuple[int, date]:
    return row.person.born_year or 9999, row.person.born_on or date.max


def _other_homes(household: Household, rows: Iterable[HouseholdMember], user: User) -> dict[int, str]:
    """The other household of those who live in two, if this user may see it."""
    living = [row.record_id for row in rows if row.until is None]
    others = HouseholdMember.objects.filter(standing(clock.today()), record__in=living).exclude(household=household)
    seen = others.filter(household__in=Household.objects.visible_to(user)).select_related("household")
    return {row.record_id: row.household.name for row in seen}


def housemates(record_no: int, user: User) -> list[Named]:
    """Those within reach who live with her today, adults first; four queries."""
    today = clock.today()
    homes = HouseholdMember.objects.filter(standing(today), record=record_no).values("household")
    rows = HouseholdMember.objects.filter(standing(today), household__in=homes).exclude(record=record_no)
    people = name_people(rows.values_list("record_id", flat=True), user).values()
    living = [one for one in people if one.face and not one.face.died_on]
    return sorted(living, key=lambda one: (one.child, one.born_year or 9999, one.sort_key))


def proposed_name(faces_surnames: Iterable[str]) -> str:
    """The family's title in the genitive plural where grammar is certain: Ozoliņu."""
    return family_title([surname for surname in faces_surnames if surname]) or ""
