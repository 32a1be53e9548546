"""What results ask of people: reviews, follow-ups and birthdays due, assessments that wait for the head."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import AssessmentState
from saikne.cases.models import Assessment, Case, FollowUp, LeadPeriod
from saikne.cases.queries.results_milestones import milestones_for
from saikne.cases.queries.results_words import milestone_task
from saikne.core.periods import live, standing
from saikne.core.work import WorkItem, work_items
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.queries import faces

AHEAD = timedelta(days=14)
BIRTHDAYS_AHEAD = timedelta(days=60)
BIRTHDAYS_BACK = timedelta(days=60)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class About:
    """What a file is called in a list, and whose data that shows."""

    title: str
    records: tuple[int, ...]


def reviews_due(user: User, on: date) -> list[WorkItem]:
    """Plans of my files to be looked at again: late ones and those of the next two weeks."""
    mine = LeadPeriod.objects.filter(live(), worker=user, case=OuterRef("pk"))
    cases = Case.objects.visible_to(user).open().filter(Exists(mine), review_due__lte=on + AHEAD)
    rows = list(cases.select_related("household").order_by("review_due", "pk")[:SHOWN])
    known = about_files(rows, on=on)
    return [
        _item(row.review_due, _("Review the plan"), known[row.pk], "cases:review_add", row.pk, _("Review"))
        for row in rows
    ]


def follow_ups_due(user: User, on: date) -> list[WorkItem]:
    """Closed families to be asked how they fare."""
    closed = Case.objects.visible_to(user).filter(closed_at__isnull=False)
    found = FollowUp.objects.filter(owner=user, done_on__isnull=True, due__lte=on + AHEAD, case__in=closed)
    rows = list(found.select_related("case__household").order_by("due", "pk")[:SHOWN])
    known = about_files([row.case for row in rows], on=on)
    return [
        _item(
            row.due,
            _("Ask how the client fares, %(months)s months after closing") % {"months": row.months},
            known[row.case_id],
            "cases:follow_up",
            row.pk,
            _("Follow-up"),
        )
        for row in rows
    ]


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


def assessments_waiting(user: User, on: date) -> list[WorkItem]:
    """Signed assessments that wait for this head's approval; her own are for another."""
    if not user.has_perm(Perm.APPROVE):
        return []
    later = Assessment.objects.filter(case=OuterRef("case"), signed_at__gt=OuterRef("signed_at"))
    found = Assessment.objects.visible_to(user).filter(
        ~Exists(later),
        state=AssessmentState.SIGNED,
        case__closed_at__isnull=True,
        case__municipality__approves_assessments=True,
    )
    rows = list(found.exclude(signed_by=user).select_related("case__household").order_by("signed_at")[:SHOWN])
    known = about_files([row.case for row in rows], on=on)
    return [
        _item(
            None, _("Approve the assessment"), known[row.case_id], "cases:assessment_approve", row.pk, _("Assessment")
        )
        for row in rows
    ]


def about_files(cases: Iterable[Case], *, on: date) -> dict[int, About]:
    """Titles of these files and their people; two queries."""
    rows = list(cases)
    people: dict[int, list[int]] = {}
    homes = [row.household_id for row in rows if row.household_id]
    living = HouseholdMember.objects.filter(standing(on), household__in=homes)
    for home, record in living.order_by("record_id").values_list("household_id", "record_id"):
        people.setdefault(home, []).append(record)
    names = faces(row.record_id for row in rows if row.record_id)
    return {row.pk: _about(row, people, names) for row in rows}


def _about(case: Case, people: Mapping[int, list[int]], names: Mapping[int, PersonRecord]) -> About:
    if case.household:
        return About(case.household.name, tuple(people.get(case.household.pk, ())))
    face = names.get(case.record_id or 0)
    return About(face.name if face else "", (case.record_id,) if case.record_id else ())


def _item(due: date | None, label: str, about: About, url_name: str, number: int, kind: str) -> WorkItem:
    return WorkItem(due, label, about.title, reverse(url_name, args=[number]), kind, about.records)


def register() -> None:
    """Let *Mans darbs* ask for these."""
    work_items.register("cases.reviews", reviews_due, rank=20)
    work_items.register("cases.follow_ups", follow_ups_due, rank=30)
    work_items.register("cases.birthdays", birthdays_due, rank=40)
    work_items.register("cases.assessments", assessments_waiting, rank=50)
