"""What plans and agreements ask of people: my steps, late steps of others in my files, chapters that end."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterState, GoalState, StepState
from saikne.cases.models import Case, Chapter, LeadPeriod, Step
from saikne.cases.queries.tasks import ANY, TASKS, WHOLE, Task, Tasks
from saikne.cases.rules.agreement import DAYS_BEFORE_END
from saikne.core.periods import live
from saikne.core.prepared import prepared

AHEAD = timedelta(days=14)
SHOWN = 100


@Tasks
def my_steps(user: User, on: date) -> list[Task]:
    """What I have promised to do: late, or due in the next two weeks; also where the plan itself is not open to me."""
    rows = _mine(user_id=user.pk, until=on + AHEAD)
    return [_task(row, reverse("cases:my_step", args=[row.pk]), _("Step"), ANY) for row in rows]


@Tasks
def steps_of_others(user: User, on: date) -> list[Task]:
    """Steps of the client, a partner or a colleague that are late in the files that I lead."""
    rows = _late(user_id=user.pk, on=on)
    return [_task(row, reverse("cases:goal", args=[row.goal_id]), _whose(row), WHOLE) for row in rows]


@prepared
def _mine(*, user_id: int, until: date) -> QuerySet[Step]:
    return _first(_open_steps().filter(user=user_id, due__lte=until))


@prepared
def _late(*, user_id: int, on: date) -> QuerySet[Step]:
    mine = LeadPeriod.objects.filter(live(), worker=user_id).values("case")
    others = Q(user__isnull=True) | ~Q(user=user_id)
    return _first(_open_steps().filter(others, goal__case__in=mine, due__lt=on))


def _open_steps() -> QuerySet[Step]:
    today = Q(goal__case__closed_at__isnull=True, goal__plan__until__isnull=True)
    steps = Step.objects.filter(today, state=StepState.TODO)
    return steps.exclude(goal__state=GoalState.SET_ASIDE)


def _first(steps: QuerySet[Step]) -> QuerySet[Step]:
    told = ("text", "due", "user", "goal__case__record", "goal__case__household__name")
    return steps.select_related("goal__case__household").only(*told).order_by("due", "pk")[:SHOWN]


def _task(step: Step, url: str, kind: str, opens: tuple[str, ...]) -> Task:
    return Task(step.goal.case, step.due, step.text, url, kind, opens)


def _whose(step: Step) -> str:
    if step.user_id:
        return pgettext("kind of work", "Step of a colleague")
    return pgettext("kind of work", "Step of the client or a partner")


@Tasks
def chapters_ending(user: User, on: date) -> list[Task]:
    """Chapters in force that end within thirty days, or whose last day has passed, where I answer or lead."""
    rows = list(_ending(user_id=user.pk, until=on + timedelta(days=DAYS_BEFORE_END)))
    clients = {row.agreement.client_id for row in rows}
    files = Case.objects.worked_by(user).open().filter(client__in=clients) if clients else Case.objects.none()
    cases = {case.client_id: case for case in files.select_related("household").order_by("-pk")}
    return [
        Task(
            case,
            row.until,
            _("Chapter ends: %(chapter)s") % {"chapter": row.get_kind_display()},
            reverse("cases:agreement", args=[case.pk]),
            _("Agreement"),
            WHOLE,
        )
        for row in rows
        if (case := cases.get(row.agreement.client_id))
    ]


@prepared
def _ending(*, user_id: int, until: date) -> QuerySet[Chapter]:
    led = LeadPeriod.objects.filter(live(), worker=user_id, case__closed_at__isnull=True).values("case__client")
    rows = Chapter.objects.filter(
        Q(owner=user_id) | Q(agreement__client__in=led),
        agreement__state=AgreementState.IN_FORCE,
        state=ChapterState.IN_FORCE,
        until__lte=until,
    )
    return rows.select_related("agreement").order_by("until", "pk")[:SHOWN]


def register() -> None:
    """Let *Mans darbs* ask for these."""
    TASKS.register("cases.steps", my_steps, rank=24)
    TASKS.register("cases.steps_of_others", steps_of_others, rank=26)
    TASKS.register("cases.chapters_ending", chapters_ending, rank=28)
