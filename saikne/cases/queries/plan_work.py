"""What plans and agreements ask of people: my steps, late steps of others in my files, chapters that end."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterState, GoalState, StepState
from saikne.cases.models import Case, Chapter, LeadPeriod, Step
from saikne.cases.queries.results_work import About, about_files
from saikne.cases.rules.agreement import DAYS_BEFORE_END
from saikne.core.periods import live
from saikne.core.work import WorkItem, work_items

AHEAD = timedelta(days=14)
SHOWN = 100


def my_steps(user: User, on: date) -> list[WorkItem]:
    """What I have promised to do: late, or due in the next two weeks; also where the plan itself is not open to me."""
    mine = Step.objects.given_to(user).filter(state=StepState.TODO, due__lte=on + AHEAD)
    rows = _first(mine)
    known = about_files([row.goal.case for row in rows], on=on)
    return [_item(row, known[row.goal.case_id], reverse("cases:my_step", args=[row.pk]), _("Step")) for row in rows]


def steps_of_others(user: User, on: date) -> list[WorkItem]:
    """Steps of the client, a partner or a colleague that are late in the files that I lead."""
    mine = LeadPeriod.objects.filter(live(), worker=user, case=OuterRef("goal__case"))
    late = Step.objects.visible_to(user).filter(
        Exists(mine), state=StepState.TODO, due__lt=on, goal__case__closed_at__isnull=True, goal__plan__until=None
    )
    rows = _first(late.exclude(goal__state=GoalState.SET_ASIDE).exclude(user=user))
    known = about_files([row.goal.case for row in rows], on=on)
    return [_item(row, known[row.goal.case_id], reverse("cases:goal", args=[row.goal_id]), _whose(row)) for row in rows]


def _first(steps: QuerySet[Step]) -> list[Step]:
    return list(steps.select_related("goal__case__household").order_by("due", "pk")[:SHOWN])


def _item(step: Step, about: About, url: str, kind: str) -> WorkItem:
    return WorkItem(step.due, step.text, about.title, url, kind, about.records)


def _whose(step: Step) -> str:
    if step.user_id:
        return pgettext("kind of work", "Step of a colleague")
    return pgettext("kind of work", "Step of the client or a partner")


def chapters_ending(user: User, on: date) -> list[WorkItem]:
    """Chapters in force that end within thirty days, or whose last day has passed, where I answer or lead."""
    led = LeadPeriod.objects.filter(
        live(), worker=user, case__client=OuterRef("agreement__client"), case__closed_at__isnull=True
    )
    found = Chapter.objects.filter(
        Q(owner=user) | Exists(led),
        agreement__state=AgreementState.IN_FORCE,
        state=ChapterState.IN_FORCE,
        until__lte=on + timedelta(days=DAYS_BEFORE_END),
    )
    rows = list(found.select_related("agreement").order_by("until", "pk")[:SHOWN])
    clients = {row.agreement.client_id for row in rows}
    files = Case.objects.worked_by(user).open().filter(client__in=clients).select_related("household")
    cases = {case.client_id: case for case in files.order_by("-pk")}
    known = about_files(cases.values(), on=on)
    return [
        WorkItem(
            row.until,
            _("Chapter ends: %(chapter)s") % {"chapter": row.get_kind_display()},
            known[case.pk].title,
            reverse("cases:agreement", args=[case.pk]),
            _("Agreement"),
            known[case.pk].records,
        )
        for row in rows
        if (case := cases.get(row.agreement.client_id))
    ]


def register() -> None:
    """Let *Mans darbs* ask for these."""
    work_items.register("cases.steps", my_steps, rank=24)
    work_items.register("cases.steps_of_others", steps_of_others, rank=26)
    work_items.register("cases.chapters_ending", chapters_ending, rank=28)
