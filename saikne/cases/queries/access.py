"""Who looked at a file's people, who may, and why; which file an emergency or a restriction means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, LeadPeriod, TeamMember
from saikne.cases.models.files import CaseQuerySet
from saikne.cases.queries.access_pages import page_label
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.organisation.queries import municipality_of
from saikne.people.models import HouseholdMember
from saikne.people.rules import person_sort_key
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import AccessRow, Grant, Restriction
from saikne.privacy.queries import (
    Look,
    barred_from,
    grants_on,
    headed_units,
    looks,
    members_of,
    my_grants_on,
    restrictions_of,
    rows_about,
)
from saikne.privacy.registry import Span, spans_of

NUMBER = re.compile(r"^\s*([^\W\d_]+)\s*-?\s*(\d{4})\s*/\s*(\d{1,9})\s*$")


@dataclass(frozen=True, slots=True)
class LookLine:
    """A look as the page shows it."""

    at: datetime
    who: str
    title: str
    page: str
    purpose: str
    emergency: bool
    whose: list[str]


def lines(found: Iterable[Look], names: dict[int, str]) -> list[LookLine]:
    """Looks with the names of those shown, in the order of `names`."""
    return [
        LookLine(
            at=look.at,
            who=str(look.user),
            title=look.user.title,
            page=page_label(look.page),
            purpose=look.purpose_label,
            emergency=look.emergency,
            whose=[name for number, name in names.items() if number in look.records],
        )
        for look in found
    ]


def looked_rows(records: Iterable[int]) -> tuple[QuerySet[AccessRow], list[Span]]:
    """Rows of the access log about these records; with whose they were, for `lines`."""
    spans = spans_of(records)
    return rows_about(spans), spans


def latest_looks(names: dict[int, str], *, limit: int = 4) -> list[LookLine]:
    """The latest looks at these people, for a panel: two queries."""
    rows, spans = looked_rows(names)
    page = list(rows.order_by("-at", "-pk")[: limit * max(6, len(names))])
    return lines(looks(page, spans)[:limit], names)


@dataclass(frozen=True, slots=True)
class GroundLine:
    """One ground of reach in words."""

    ground: str
    opens: str
    holder: str
    since: datetime
    until: datetime | None
    emergency: bool
    stopped: bool


def my_grounds(user: User, case: Case, restriction: Restriction | None) -> list[GroundLine]:
    """Why this user sees the file: every ground that stands, and those that a restriction stops."""
    return [_ground_line(grant, restriction) for grant in my_grants_on(user, "case", case.pk)]


def _ground_line(grant: Grant, restriction: Restriction | None) -> GroundLine:
    return GroundLine(
        ground=str(Ground(grant.ground).label),
        opens=str(Opens(grant.opens).label),
        holder=str(grant.holder.unit or grant.holder.institution or ""),
        since=grant.since,
        until=grant.until,
        emergency=grant.ground == Ground.EMERGENCY,
        stopped=restriction is not None and grant.ground != Ground.NAMED,
    )


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who can see the file now, and on which grounds."""

    name: str
    title: str
    lines: list[GroundLine]


def who_sees(case: Case, restriction: Restriction | None) -> list[Watcher]:
    """Everybody who may open the file now, by surname; three queries."""
    grants = list(grants_on("case", case.pk))
    members = members_of(grant.holder_id for grant in grants)
    shut, found = barred_from("case", case.pk), dict[User, list[GroundLine]]()
    for grant in grants:
        line = _ground_line(grant, restriction)
        for user in members.get(grant.holder_id, []):
            if not line.stopped and user.pk not in shut:
                found.setdefault(user, []).append(line)
    people = sorted(found, key=lambda user: (person_sort_key(user.last_name, user.first_name), user.pk))
    return [Watcher(str(user), user.title, found[user]) for user in people]


@dataclass(frozen=True, slots=True)
class Target:
    """What an emergency opens: a file of one's own municipality, or a person who has none there or elsewhere."""

    case: Case | None = None
    record_no: int | None = None
    elsewhere: bool = False


def target_by_number(user: User, text: str) -> Target | None:
    """The file with this number in the user's municipality."""
    read, here = NUMBER.match(text), municipality_of(user)
    if read is None or here is None:
        return None
    prefix, year, number = read.groups()
    found = Case.objects.filter(
        Q(kind__prefix=prefix) | Q(kind__prefix=prefix.upper()),
        municipality=here,
        number__series__year=int(year),
        number__number=int(number),
    ).select_related("kind", "number__series")
    return Target(case=case) if (case := found.first()) else None


def target_by_record(user: User, record_no: int) -> Target | None:
    """The open file in the user's municipality about this person, case management first; else the person alone.

    Where another municipality alone works with her, its own people answer.
    """
    here, links = municipality_of(user), spans_of([record_no])
    if here is None or not links:
        return None
    found = files_about([record_no]).open().select_related("kind", "number__series")
    mine = found.filter(municipality=here).order_by("-kind__managed", "-opened_at", "pk").first()
    if mine is None and found.exists():
        return Target(record_no=record_no, elsewhere=True)
    return Target(case=mine, record_no=record_no)


def files_about(records: Sequence[int]) -> CaseQuerySet:
    """Files about any of these records, alone or in a household, in any municipality."""
    homes = HouseholdMember.objects.filter(standing(clock.today()), record__in=list(records))
    return Case.objects.filter(Q(record__in=list(records)) | Q(household__in=homes.values("household")))


@dataclass(frozen=True, slots=True)
class RestrictedFile:
    """A file with one restriction of it; `until` when another one keeps it closed, if there is one."""

    case: Case
    restriction: Restriction
    until: datetime | None


def restricted_file(user: User, pk: int, which: int | None) -> RestrictedFile | None:
    """A restricted file of the service that this user heads, whether or not she may open it: for its number only.

    `which` of its restrictions; the one that lasts longest if nothing is said.
    """
    found = Case.objects.filter(pk=pk, municipality__units__in=headed_units(user))
    case = found.select_related("kind", "number__series").first()
    rows = list(restrictions_of("case", pk)) if case else []
    one = next((row for row in rows if which in (None, row.pk)), None)
    others = [row.until for row in rows if one and row.pk != one.pk]
    return RestrictedFile(case, one, others[0] if others else None) if case and one else None


def not_named(user: User) -> str:
    """Why somebody cannot work with people who are kept to named persons, and what to do."""
    return _(
        "The data of these people are open to named persons only, and %(name)s is not among them. "
        "Ask the head of service to name this colleague first."
    ) % {"name": user}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who may be named, and what she has to do with the file now."""

    user: User
    role: str


def may_be_named(case: Case, colleagues: Iterable[User]) -> list[Candidate]:
    """Colleagues with those who work with the file first: the lead, her team, then all others by surname."""
    lead = LeadPeriod.objects.filter(live(), case=case).values_list("worker", flat=True).first()
    rows = TeamMember.objects.filter(standing(clock.now()), case=case)
    team = {row.user_id: str(TeamRole(row.role).label) for row in rows}
    found = [Candidate(user, "lead" if user.pk == lead else team.get(user.pk, "")) for user in colleagues]
    return sorted(found, key=_place)


def _place(candidate: Candidate) -> tuple[bool, bool, str]:
    user = candidate.user
    return candidate.role != "lead", not candidate.role, person_sort_key(user.last_name, user.first_name)
