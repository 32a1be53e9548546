"""What the page of a person shows: identity with its history, addresses, households, ties in both directions."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.errors import Sentence
from saikne.people.enums import (
    OTHER_END,
    AddressKind,
    CodeStanding,
    Language,
    MemberRole,
    Reading,
    Sex,
    TieKind,
    UnknownReason,
)
from saikne.people.models import Address, CodeFact, Household, HouseholdMember, PersonRecord, Tie
from saikne.people.queries.naming import Named, name_people
from saikne.people.queries.represent_page import RepresentPage, represent_page, said_rows
from saikne.people.rules import IdentityField, age_on, identity_gaps, mask_code
from saikne.people.rules import UnknownReason as Reason
from saikne.privacy.enums import Opens
from saikne.ui.words import day

FIELD_LABELS: dict[str, Sentence] = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Surname"),
    "born_on": gettext_lazy("Date of birth"),
    "code": gettext_lazy("Personal code"),
    "sex": gettext_lazy("Sex"),
    "died_on": gettext_lazy("Date of death"),
}
CHOICES: dict[str, type[TextChoices]] = {"sex": Sex, "language": Language, "reading": Reading}
CHANGE_LABELS = FIELD_LABELS | {
    "language": gettext_lazy("Language to talk in"),
    "reading": gettext_lazy("Reading"),
    "interpreter": gettext_lazy("An interpreter is needed"),
}


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code, masked, and how it stands."""

    code: str
    former: bool
    contested: bool
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A household of the person, now or once, with those who live in it now."""

    household_no: int
    name: str
    role: str
    since: date
    until: date | None
    people: list[Named]
    opens: bool


@dataclass(frozen=True, slots=True)
class TieLine:
    """What another is to this person."""

    tie_no: int
    label: str
    person: Named
    since: date | None
    until: date | None
    how_ended: str


@dataclass(frozen=True, slots=True)
class Change:
    """One correction: when, by whom, why, and what stood there before."""

    at: datetime
    by: str
    why: str
    before: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that the page of a person shows."""

    record_no: int
    face: PersonRecord
    age: int | None
    codes: list[CodeLine]
    addresses: list[Address]
    past_addresses: list[Address]
    homes: list[HomeLine]
    past_homes: list[HomeLine]
    ties: list[TieLine]
    past_ties: list[TieLine]
    changes: list[Change]
    gaps: list[tuple[str, str]]
    goes_there: bool
    acting: RepresentPage

    @property
    def code(self) -> CodeLine | None:
        """The code she uses now."""
        return next((line for line in self.codes if not line.former), None)

    @property
    def shown(self) -> set[int]:
        """Records whose data the page shows."""
        acting = (*self.acting.rights, *self.acting.bars, *self.acting.past)
        others = [line.person for line in (*self.ties, *self.past_ties)]
        others += [line.person for line in acting if line.person]
        lived = [person for line in self.homes for person in line.people]
        return {self.record_no, *(person.record_no for person in (*others, *lived))}


def faces_within(user: User) -> "QuerySet[PersonRecord]":
    """What is said now of everybody within this user's reach, with `first_no`."""
    reach = PersonRecord.objects.all().reachable(user, about="record", opens=Opens.values)
    return PersonRecord.objects.faces_of(reach)


def person_facts(record: PersonRecord, user: User) -> PersonFacts:
    """The person of this first record as this user may see her; a constant number of queries."""
    today = clock.today()
    wordings = list(
        PersonRecord.objects.filter(Q(pk=record.pk) | Q(root=record.pk)).select_related("entered_by").order_by("pk")
    )
    face = wordings[-1]
    memberships, living = _memberships(record.pk, user)
    ties = list(Tie.objects.filter(Q(a=record.pk) | Q(b=record.pk)).order_by("-since", "pk"))
    noted = said_rows(record.pk)
    living_nos = {row.record_id for row in living}
    named = name_people({record.pk, *_ends(ties, record.pk), *living_nos, *noted.people}, user)
    homes = [_home(row, living, named) for row in memberships]
    lines = sorted((_tie(row, record.pk, named) for row in ties), key=_oldest_first)
    addresses = list(Address.objects.filter(record=record.pk).select_related("territory").order_by("kind", "-since"))
    return PersonFacts(
        record_no=record.pk,
        face=face,
        age=age_on(face.born_on, face.died_on or today) if face.born_on else None,
        codes=_codes(record.pk),
        addresses=[row for row in addresses if row.until is None],
        past_addresses=[row for row in addresses if row.until is not None],
        homes=[line for line in homes if line.until is None or line.until > today],
        past_homes=[line for line in homes if line.until is not None and line.until <= today],
        ties=[line for line in lines if line.until is None or line.until > today],
        past_ties=[line for line in lines if line.until is not None and line.until <= today],
        changes=_changes(wordings),
        gaps=_gaps(face),
        goes_there=_goes_there(record.pk, user),
        acting=represent_page(record.pk, noted, ties, named, on=today),
    )


def _codes(record_no: int) -> list[CodeLine]:
    rows = CodeFact.objects.filter(record=record_no).exclude(standing=CodeStanding.WITHDRAWN).order_by("former", "-pk")
    return [
        CodeLine(mask_code(row.code), row.former, row.standing == CodeStanding.CONTESTED, row.noted_at) for row in rows
    ]


def _memberships(record_no: int, user: User) -> tuple[list[HouseholdMember], list[HouseholdMember]]:
    """Her memberships with their households, and everybody who lives now where she lives now."""
    today = clock.today()
    seen = Household.objects.visible_to(user)
    mine = list(HouseholdMember.objects.filter(record=record_no).select_related("household").order_by("-since", "-pk"))
    now = [row.household_id for row in mine if row.until is None or row.until > today]
    living = HouseholdMember.objects.filter(Q(until__isnull=True) | Q(until__gt=today), household__in=now)
    return mine, list(living.filter(household__in=seen).order_by("since", "pk"))


def _home(row: HouseholdMember, living: list[HouseholdMember], named: dict[int, Named]) -> HomeLine:
    together = [named[one.record_id] for one in living if one.household_id == row.household_id]
    return HomeLine(
        household_no=row.household_id,
        name=row.household.name,
        role=str(MemberRole(row.role).label),
        since=row.since,
        until=row.until,
        people=sorted(together, key=lambda person: (person.child, person.born_year or 9999, person.sort_key)),
        opens=bool(together),
    )


def _ends(ties: list[Tie], record_no: int) -> set[int]:
    return {row.b_id if row.a_id == record_no else row.a_id for row in ties}


def _oldest_first(line: TieLine) -> tuple[int, str]:
    return line.person.born_year or 9999, line.person.sort_key


def _tie(row: Tie, record_no: int, named: dict[int, Named]) -> TieLine:
    """Seen from this person: what the other is to her."""
    kind = TieKind(row.kind)
    mine = row.a_id == record_no
    label = OTHER_END.get(kind, kind.label) if mine else kind.label
    return TieLine(row.pk, str(label), named[row.b_id if mine else row.a_id], row.since, row.until, row.how_ended)


def _changes(wordings: list[PersonRecord]) -> list[Change]:
    """Each correction with what stood before, latest first."""
    pairs = list(itertools.pairwise(wordings))
    return [Change(new.entered_at, str(new.entered_by), new.why, _before(old, new)) for old, new in reversed(pairs)]


def _before(old: PersonRecord, new: PersonRecord) -> list[tuple[str, str]]:
    named = [(name, label) for name, label in CHANGE_LABELS.items() if name != "code"]
    return [
        (str(label), said(old, name) or _("not known"))
        for name, label in named
        if getattr(old, name) != getattr(new, name)
    ]


def said(face: PersonRecord, name: str) -> str:
    """A field of a wording in words."""
    value = getattr(face, name)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(CHOICES[name](value).label) if value and name in CHOICES else str(value or "")


def _gaps(face: PersonRecord) -> list[tuple[str, str]]:
    """What is to be completed later: the field, and why it is not known."""
    known = {IdentityField(name): Reason(why) for name, why in face.unknown.items() if name in FIELD_LABELS}
    return [(str(FIELD_LABELS[one.field]), str(UnknownReason(one.reason).label)) for one in identity_gaps(known)]


def _goes_there(record_no: int, user: User) -> bool:
    """She works with this person's file, so a hidden address is told her."""
    reach = PersonRecord.objects.all().reachable(user, about="record", opens=(Opens.CASE_WORK,), only=record_no)
    return reach.exists()


def standing_homes(records: list[int]) -> dict[int, tuple[str, bool]]:
    """Where each of these lives today: the address and whether it is hidden; one query."""
    today = clock.today()
    rows = Address.objects.filter(Q(until__isnull=True) | Q(until__gt=today), record__in=records, since__lte=today)
    found: dict[int, tuple[str, bool]] = {}
    for row in rows.order_by("-kind", "pk"):
        hide = row.hidden or found.get(row.record_id, ("", False))[1]
        text = row.text if row.kind == AddressKind.ACTUAL or row.record_id not in found else found[row.record_id][0]
        found[row.record_id] = ("" if hide else text, hide)
    return found
