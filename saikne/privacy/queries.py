"""Questions to the ledger of reach and to the access log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.organisation.enums import UnitRole
from saikne.privacy.enums import EmergencyAnswer, Ground, Opens, Purpose
from saikne.privacy.models import AccessRow, Bar, BreakGlass, Grant, HolderMember, Restriction
from saikne.privacy.registry import Span

OPEN_ANSWERS = (EmergencyAnswer.WAITING, EmergencyAnswer.EXPLAIN)


def opened(user: User, *, about: str, numbers: Iterable[int]) -> dict[int, frozenset[str]]:
    """For which kinds of work each of these records is open to this user; what is not open is left out. One query."""
    found: dict[int, set[str]] = {}
    for number, word in _opened(user_id=user.pk, about=about, numbers=sorted(set(numbers)), at=clock.now()):
        found.setdefault(number, set()).add(word)
    return {number: frozenset(words) for number, words in found.items()}


@prepared
def _opened(*, user_id: int, about: str, numbers: list[int], at: datetime) -> QuerySet[Grant, tuple[int, str]]:
    ledger = Grant.objects.opening(user_id, about=about, opens=Opens.values, at=at)
    return ledger.filter(about_no__in=numbers).values_list("about_no", "opens")


@dataclass(slots=True)
class Look:
    """One page, shown once to one user, with those of the people whom it showed."""

    at: datetime
    user: User
    page: str
    purpose: str
    records: list[int] = field(default_factory=list)

    @property
    def purpose_label(self) -> str:
        """Why, in words."""
        return str(Purpose(self.purpose).label)

    @property
    def emergency(self) -> bool:
        """Whether nothing but an emergency explains it."""
        return self.purpose == Purpose.EMERGENCY


def rows_about(spans: Sequence[Span]) -> QuerySet[AccessRow]:
    """Rows of the access log in which these records' persons were shown, each while it was the record's person."""
    found = Q(pk__in=[])
    for person_no, since, until in sorted({(s.person_no, s.since, s.until) for s in spans}, key=str):
        time = Q(at__gte=since, at__lt=until) if until else Q(at__gte=since)
        found |= Q(person_no=person_no) & time
    return AccessRow.objects.filter(found).select_related("user")


def looks(rows: Iterable[AccessRow], spans: Sequence[Span]) -> list[Look]:
    """Neighbouring rows of one page put together; whose they are, by record."""
    found: list[Look] = []
    for row in rows:
        last = found[-1] if found else None
        if last is None or (last.at, last.user.pk, last.page, last.purpose) != (
            row.at, row.user_id, row.page, row.purpose,
        ):  # fmt: skip
            last = Look(row.at, row.user, row.page, row.purpose)
            found.append(last)
        last.records += [number for number in _records_at(spans, row) if number not in last.records]
    return found


def _records_at(spans: Sequence[Span], row: AccessRow) -> list[int]:
    return [
        span.record_no
        for span in spans
        if span.person_no == row.person_no and span.since <= row.at and (span.until is None or row.at < span.until)
    ]


def grants_on(about: str, about_no: int) -> QuerySet[Grant]:
    """All that opens this record now, to whomever."""
    return (
        Grant.objects.filter(standing(clock.now()), about=about, about_no=about_no)
        .select_related("holder__user", "holder__unit", "holder__institution")
        .order_by("since", "pk")
    )


def my_grants_on(user: User, about: str, about_no: int) -> QuerySet[Grant]:
    """All that opens this record to this user now, herself or as a member of a holder."""
    return (
        Grant.objects.standing_for(user.pk, clock.now())
        .filter(about=about, about_no=about_no)
        .select_related("holder__unit", "holder__institution")
        .order_by("since", "pk")
    )


def members_of(holders: Iterable[int]) -> dict[int, list[User]]:
    """Who acts as these holders now: holder number → users, by surname."""
    rows = HolderMember.objects.filter(standing(clock.now()), holder__in=set(holders), user__is_active=True)
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("user__last_name", "user__first_name", "pk"):
        if row.user not in found.setdefault(row.holder_id, []):
            found[row.holder_id].append(row.user)
    return found


def restriction_on(about: str, about_no: int) -> Restriction | None:
    """The restriction that stands on this record now; of several the one that lasts longest."""
    return restrictions_of(about, about_no).first()


def restrictions_of(about: str, about_no: int) -> QuerySet[Restriction]:
    """All restrictions that stand on this record now, the last to end first."""
    return Restriction.objects.filter(standing(clock.now()), about=about, about_no=about_no).order_by("-until", "-pk")


def together_with(row: Restriction, at: datetime) -> QuerySet[Restriction]:
    """What was restricted in one act with this, this too, as far as it stands."""
    return Restriction.objects.filter(standing(at), since=row.since, by=row.by_id).order_by("pk")


def named_in(row: Restriction) -> set[int]:
    """Users who are named in this restriction now."""
    grants = Grant.objects.filter(standing(clock.now()), ground=Ground.NAMED, ground_no=row.pk)
    return {number for number in grants.values_list("holder__user", flat=True) if number}


def shut_out(users: Iterable[int], numbers: Mapping[str, Iterable[int]]) -> set[int]:
    """Those of these users who are not named in some restriction on these records: `about` word → numbers."""
    wanted, moment, people = Q(pk__in=[]), clock.now(), set(users)
    for about, found in numbers.items():
        wanted |= Q(about=about, about_no__in=list(found))
    closed = set(Restriction.objects.filter(wanted, standing(moment)).values_list("about", "about_no"))
    if not closed:
        return set()
    named = Grant.objects.filter(wanted, standing(moment), ground=Ground.NAMED, holder__user__in=people)
    known = set(named.values_list("holder__user", "about", "about_no"))
    return {user for user in people if any((user, *pair) not in known for pair in closed)}


def barred_from(about: str, about_no: int) -> set[int]:
    """Users who have declared that they do not work with this record."""
    rows = Bar.objects.filter(standing(clock.now()), about=about, about_no=about_no)
    return set(rows.values_list("user_id", flat=True))


def heads_of(about: str, about_no: int, *, municipality_id: int) -> list[User]:
    """Who heads the units that answer for this record; else every head of the municipality."""
    moment = clock.now()
    acting = HolderMember.objects.filter(
        standing(moment), holder__role=UnitRole.HEAD, holder__unit__municipality=municipality_id, user__is_active=True
    ).select_related("user")
    answering = Grant.objects.filter(standing(moment), about=about, about_no=about_no, ground=Ground.UNIT)
    over = acting.filter(holder__in=answering.values("holder"))
    return list({row.user_id: row.user for row in (list(over) or list(acting))}.values())


def headed_units(user: User) -> list[int]:
    """The units that this user heads now."""
    rows = HolderMember.objects.filter(standing(clock.now()), user=user, holder__role=UnitRole.HEAD)
    return sorted({unit for unit in rows.values_list("holder__unit", flat=True) if unit})


def waiting_emergencies(municipalities: Iterable[int]) -> QuerySet[BreakGlass]:
    """Emergency accesses that the head has not judged yet, the oldest first."""
    return (
        BreakGlass.objects.filter(municipality__in=list(municipalities), answer__in=OPEN_ANSWERS)
        .select_related("user")
        .order_by("since", "pk")
    )


def unexplained(user: User) -> QuerySet[BreakGlass]:
    """Own emergency accesses for which the head asked an explanation that has not been given."""
    return _unexplained(user_id=user.pk)


@prepared
def _unexplained(*, user_id: int) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(user=user_id, answer=EmergencyAnswer.EXPLAIN, explained_at__isnull=True)
