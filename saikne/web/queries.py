"""What *Mans darbs* shows: work by term, files by stage, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import Stage
from saikne.cases.models import Case, LeadPeriod, StagePeriod
from saikne.core.periods import live
from saikne.core.prepared import prepared
from saikne.core.work import WorkItem
from saikne.ui.filters import Filter

Label = str | Promise
BANDS = ("overdue", "today", "week", "next", "later", "open")
SATURDAY = 5  # from here on little of the week is left: what is next stands by itself, not among all that is later


@dataclass(frozen=True, slots=True)
class Band:
    """Work that is due in one stretch of time."""

    name: str
    label: str
    items: list[WorkItem]


def bands(items: Iterable[WorkItem], *, on: date) -> list[Band]:
    """Overdue, today, this week, at its end also the next one, later, without a term; empty ones are left out."""
    found: dict[str, list[WorkItem]] = {name: [] for name in BANDS}
    for item in items:
        found[_band(item.due, on)].append(item)
    labels = {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "week": _("This week"),
        "next": _("Next week"),
        "later": _("Later"),
        "open": _("Without a due date"),
    }
    return [Band(name, labels[name], rows) for name, rows in found.items() if rows]


def _band(due: date | None, on: date) -> str:
    if due is None:
        return "open"
    if due < on:
        return "overdue"
    if due == on:
        return "today"
    monday = on + timedelta(days=7 - on.weekday())
    if due < monday:
        return "week"
    return "next" if on.weekday() >= SATURDAY and due < monday + timedelta(days=7) else "later"


def filters(items: list[WorkItem], chosen: str) -> list[Filter]:
    """One filter for each kind of work at hand, with all of it first."""
    kinds = sorted({item.kind for item in items})
    rows = [Filter(_("All"), "?", not chosen, len(items))]
    return rows + [
        Filter(kind, f"?kind={kind}", kind == chosen, sum(item.kind == kind for item in items)) for kind in kinds
    ]


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many of my open files stand in a stage."""

    stage: str
    label: Label
    count: int


def my_stages(user: User) -> list[StageCount]:
    """My open files by stage, in the order of the work; one query."""
    counts = dict(_led_by_stage(user_id=user.pk))
    return [StageCount(word, Stage(word).label, counts[word]) for word in Stage.values if word in counts]


@prepared
def _led_by_stage(*, user_id: int) -> QuerySet[Case, tuple[str, int]]:
    mine = LeadPeriod.objects.filter(live(), worker=user_id)
    now = StagePeriod.objects.filter(live(), case=OuterRef("pk")).values("stage")[:1]
    rows = Case.objects.open().filter(pk__in=mine.values("case_id")).annotate(stage=Subquery(now))
    return rows.values("stage").annotate(count=Count("pk")).values_list("stage", "count")
