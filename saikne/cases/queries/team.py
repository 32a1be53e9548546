"""The people round a file: lead, main worker, team, deputies, and how it came about; hand-overs on their way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, HandOver, LeadPeriod, MainWorkerPeriod, TeamMember
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.team_obstacles import open_hand_overs, who_may_lead
from saikne.core import clock
from saikne.core.periods import Period, live, standing
from saikne.core.prepared import prepared
from saikne.organisation.queries import colleagues
from saikne.privacy.enums import Opens
from saikne.privacy.models import Restriction
from saikne.privacy.queries import headed_units, opened


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody who once led the file, was the main worker, or stood in its team."""

    name: str
    role: str
    since: datetime
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in, and up to which day."""

    member: TeamMember
    last_day: date


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everybody round a file, now and before."""

    lead: LeadPeriod | None
    main: MainWorkerPeriod | None
    members: list[TeamMember]
    deputies: list[Deputy]
    past: list[Past]
    waiting: HandOver | None


def team_page(frame: FileFrame) -> TeamPage:
    """Four queries; reasons of the past are for whoever reads the whole file."""
    case, moment = frame.case, clock.now()
    leads = list(LeadPeriod.objects.filter(case=case).select_related("worker").order_by("-since"))
    mains = list(MainWorkerPeriod.objects.filter(client=case.client_id).select_related("worker").order_by("-since"))
    team = list(TeamMember.objects.filter(case=case).select_related("user").order_by("role", "user__last_name", "pk"))
    now = [member for member in team if _holds(member, moment)]
    return TeamPage(
        lead=next((row for row in leads if row.until is None), None),
        main=next((row for row in mains if row.until is None), None),
        members=[member for member in now if member.role != "deputy"],
        deputies=[Deputy(member, last_day(member)) for member in now if member.role == "deputy"],
        past=_past(leads, mains, [member for member in team if not _holds(member, moment)], frame),
        waiting=open_hand_overs().filter(case=case).select_related("giver", "receiver").first(),
    )


def last_day(member: TeamMember) -> date:
    """The day before the midnight at which a deputyship ends."""
    return clock.local_date((member.until or clock.now()) - clock.TICK)


def _holds(period: Period, moment: datetime) -> bool:
    return period.until is None or period.until > moment


def _past(
    leads: list[LeadPeriod], mains: list[MainWorkerPeriod], team: list[TeamMember], frame: FileFrame
) -> list[Past]:
    """What has ended, latest first; why, is told by what came after it."""
    lead_word = _("Case manager") if frame.case.kind.managed else _("Responsible social worker")
    found = [
        *(_was(row, str(row.worker), lead_word, after.reason) for after, row in pairwise(leads)),
        *(_was(row, str(row.worker), _("The client's main worker"), after.reason) for after, row in pairwise(mains)),
        *(_was(row, str(row.user), str(row.get_role_display()), "") for row in team),
    ]
    return sorted(found, key=lambda row: row.until, reverse=True)


def _was(row: Period, name: str, role: str, why: str) -> Past:
    return Past(name, role, row.since, row.until or row.since, why)


def possible_leads(user: User) -> QuerySet[User]:
    """Colleagues of the same municipality whose role allows leading files; oneself too."""
    mine = Q(pk__in=colleagues(user).values("pk")) | Q(pk=user.pk)
    return who_may_lead().filter(mine).order_by("last_name", "first_name", "pk")


def hand_overs_of(user: User) -> QuerySet[HandOver]:
    """Hand-overs of files within this user's reach."""
    reached = Case.objects.worked_by(user)
    return HandOver.objects.filter(case__in=reached).select_related("giver", "receiver", "asked_by", "case")


def asked_hand_overs(user: User) -> QuerySet[HandOver]:
    """Hand-overs addressed to this user and not yet answered, whether or not the file is still within her reach."""
    return _asked(user_id=user.pk)


@prepared
def _asked(*, user_id: int) -> QuerySet[HandOver]:
    waiting = open_hand_overs().filter(receiver=user_id)
    return waiting.select_related("giver", "case__household").order_by("asked_at", "pk")


def waiting_for(user: User, *, most: int) -> list[HandOver]:
    """The first hand-overs that this user has yet to accept."""
    rows = asked_hand_overs(user).select_related("giver", "case__kind", "case__number__series", "case__household")
    return _within_reach(user, rows[:most])


def own_deputyships(user: User) -> QuerySet[TeamMember]:
    """Where this user is named to stand in now, what ends first at the top, whether or not it is within her reach."""
    return _deputyships(user_id=user.pk, at=clock.now())


@prepared
def _deputyships(*, user_id: int, at: datetime) -> QuerySet[TeamMember]:
    named = TeamMember.objects.filter(standing(at), user=user_id, role=TeamRole.DEPUTY)
    return named.select_related("case__household").order_by("until", "pk")


def deputyships_of(user: User, *, most: int) -> list[TeamMember]:
    """The first files in which this user stands in now."""
    return _within_reach(user, own_deputyships(user)[:most])


Row = TypeVar("Row", HandOver, TeamMember)


def _within_reach(user: User, rows: Iterable[Row]) -> list[Row]:
    """Rows of files whose whole case work is open to this user; nothing is asked where there is no row."""
    found = list(rows)
    reach = opened(user, about="case", numbers=(row.case_id for row in found)) if found else {}
    return [row for row in found if Opens.CASE_WORK in reach.get(row.case_id, ())]


def files_led_by(worker: User, head: User) -> QuerySet[Case]:
    """Open files that a worker leads, as far as the head reaches them, by number."""
    led = LeadPeriod.objects.filter(live(), worker=worker)
    return (
        Case.objects.worked_by(head)
        .open()
        .filter(pk__in=led.values("case"))
        .select_related("kind", "number__series", "household")
        .order_by("kind__prefix", "number__series__year", "number__number")
    )


def files_kept_from(head: User, worker: User) -> list[str]:
    """Numbers of restricted open files that a worker leads in the service, and that this head does not see."""
    led = LeadPeriod.objects.filter(live(), worker=worker)
    kept = Restriction.objects.filter(standing(clock.now()), about="case")
    found = (
        Case.objects.open()
        .filter(pk__in=led.values("case"), municipality__units__in=headed_units(head))
        .filter(pk__in=kept.values("about_no"))
        .exclude(pk__in=Case.objects.worked_by(head).values("pk"))
    )
    rows = found.select_related("kind", "number__series").distinct()
    return [case.label for case in rows.order_by("kind__prefix", "number__series__year", "number__number")]


@dataclass(frozen=True, slots=True)
class WorkerFiles:
    """A worker with how many open files she leads within the head's reach."""

    pk: int
    name: str
    title: str
    files: int


def workers_of(head: User) -> list[WorkerFiles]:
    """Everybody who leads an open file within this head's reach, by surname; one query."""
    reached = Case.objects.worked_by(head).open()
    rows = (
        LeadPeriod.objects.filter(live(), case__in=reached)
        .values("worker", "worker__first_name", "worker__last_name", "worker__title")
        .annotate(files=Count("pk"))
        .order_by("worker__last_name", "worker__first_name", "worker")
    )
    return [
        WorkerFiles(
            row["worker"],
            f"{row['worker__first_name']} {row['worker__last_name']}".strip(),
            row["worker__title"],
            row["files"],
        )
        for row in rows
    ]
