"""What results ask of people: reviews, follow-ups and birthdays due, assessments that wait for the head."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import AssessmentState
from saikne.cases.models import Assessment, Case, FollowUp, LeadPeriod
from saikne.cases.queries.results_milestones import milestones_for
from saikne.cases.queries.results_words import milestone_task
from saikne.cases.queries.tasks import TASKS, WHOLE, Task, Tasks
from saikne.core import clock
from saikne.core.periods import live
from saikne.core.prepared import prepared
from saikne.core.work import WorkItem, work_items
from saikne.privacy.models import Grant

AHEAD = timedelta(days=14)
BIRTHDAYS_AHEAD = timedelta(days=60)
BIRTHDAYS_BACK = timedelta(days=60)
SHOWN = 100


@Tasks
def reviews_due(user: User, on: date) -> list[Task]:
    """Plans of my files to be looked at again: late ones and those of the next two weeks."""
    return [
        Task(row, row.review_due, _("Review the plan"), reverse("cases:review_add", args=[row.pk]), _("Review"))
        for row in _to_review(user_id=user.pk, until=on + AHEAD)
    ]


@prepared
def _to_review(*, user_id: int, until: date) -> QuerySet[Case]:
    mine = LeadPeriod.objects.filter(live(), worker=user_id).values("case")
    cases = Case.objects.open().filter(pk__in=mine, review_due__lte=until)
    return cases.select_related("household").order_by("review_due", "pk")[:SHOWN]


@Tasks
def follow_ups_due(user: User, on: date) -> list[Task]:
    """Closed families to be asked how they fare."""
    return [
        Task(
            row.case,
            row.due,
            _("Ask how the client fares, %(months)s months after closing") % {"months": row.months},
            reverse("cases:follow_up", args=[row.pk]),
            _("Follow-up"),
        )
        for row in _to_follow(user_id=user.pk, until=on + AHEAD)
    ]


@prepared
def _to_follow(*, user_id: int, until: date) -> QuerySet[FollowUp]:
    mine = FollowUp.objects.filter(owner=user_id, done_on__isnull=True, due__lte=until)
    found = mine.filter(case__closed_at__isnull=False).select_related("case__household")
    return found.order_by("due", "pk")[:SHOWN]


def birthdays_due(user: User, on: date) -> list[WorkItem]:
    """School start, 15, 18 and 24 of the children for whose clients I answer."""
    tasks = milestones_for(user, on - BIRTHDAYS_BACK, on + BIRTHDAYS_AHEAD)
    return [
        WorkItem(
            due=task.due,
            label=milestone_task(task.kind),
            about=task.name,
            url=reverse("cases:milestone_done", args=[task.record_no, str(task.kind)]),
            kind=_("Birthday"),
            record_nos=(task.record_no,),
        )
        for task in tasks[:SHOWN]
    ]


@Tasks
def assessments_waiting(user: User, on: date) -> list[Task]:
    """Signed assessments that wait for this head's approval; her own are for another."""
    if not user.has_perm(Perm.APPROVE):
        return []
    return [
        Task(
            row.case,
            None,
            _("Approve the assessment"),
            reverse("cases:assessment_approve", args=[row.pk]),
            _("Assessment"),
            WHOLE,
        )
        for row in _to_approve(user_id=user.pk, at=clock.now())
    ]


@prepared
def _to_approve(*, user_id: int, at: datetime) -> QuerySet[Assessment]:
    later = Assessment.objects.filter(case=OuterRef("case"), signed_at__gt=OuterRef("signed_at"))
    reach = Grant.objects.opening(user_id, about="case", opens=WHOLE, at=at)
    found = Assessment.objects.filter(
        ~Exists(later),
        ~Q(signed_by=user_id),
        case__in=reach,
        state=AssessmentState.SIGNED,
        case__closed_at__isnull=True,
        case__municipality__approves_assessments=True,
    )
    return found.select_related("case__household").order_by("signed_at")[:SHOWN]


@Tasks
def assessments_returned(user: User, on: date) -> list[Task]:
    """Assessments that the head returned to me and that I have not begun anew."""
    return [
        Task(
            row.case,
            None,
            _("Correct the assessment: the head has returned it"),
            reverse("cases:assessment", args=[row.case_id]),
            _("Assessment"),
            WHOLE,
        )
        for row in _returned_to(user_id=user.pk)
    ]


@prepared
def _returned_to(*, user_id: int) -> QuerySet[Assessment]:
    later = Assessment.objects.filter(case=OuterRef("case"), begun_at__gt=OuterRef("begun_at"))
    found = Assessment.objects.filter(
        ~Exists(later), state=AssessmentState.RETURNED, signed_by=user_id, case__closed_at__isnull=True
    )
    return found.select_related("case__household").order_by("signed_at", "pk")[:SHOWN]


def register() -> None:
    """Let *Mans darbs* ask for these."""
    TASKS.register("cases.reviews", reviews_due, rank=20)
    TASKS.register("cases.follow_ups", follow_ups_due, rank=30)
    TASKS.register("cases.assessments", assessments_waiting, rank=50)
    TASKS.register("cases.returned", assessments_returned, rank=52)
    work_items.register("cases.birthdays", birthdays_due, rank=40)
