"""What hinders plans, by month and kind, in the files within somebody's reach."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from saikne.accounts.models import User
from saikne.cases.enums import ObstacleKind, StepState
from saikne.cases.models import Case, Obstacle

MONTHS = 6
FREE_LINES = 25


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of obstacle: how often it was met in each month, and how many hinder now."""

    label: str
    counts: list[int]
    open: int

    @property
    def total(self) -> int:
        """All months together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class FreeLine:
    """What somebody wrote beside a kind, and in which file."""

    what: str
    label: str
    on: date
    case_no: int
    file: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The table of obstacles: months as columns, kinds as rows, the most frequent of this month first."""

    months: list[date]
    rows: list[KindRow]
    lines: list[FreeLine]
    families: int

    @property
    def totals(self) -> list[int]:
        """All kinds together, month by month."""
        return [sum(row.counts[number] for row in self.rows) for number in range(len(self.months))]

    @property
    def this_month(self) -> int:
        """How many were met in the month that runs."""
        return self.totals[-1] if self.rows else 0

    @property
    def open(self) -> int:
        """How many hinder now."""
        return sum(row.open for row in self.rows)

    @property
    def most(self) -> KindRow | None:
        """The kind met most often in the month that runs."""
        return max(self.rows, key=lambda row: row.counts[-1]) if self.this_month else None


def obstacle_tally(user: User, *, on: date) -> Tally:
    """The last six months, in files whose case work this user may see: four queries, whatever the number of files."""
    months = _months(on)
    files = Case.objects.worked_by(user)
    within = Obstacle.objects.filter(step__goal__case__in=files)
    recent = within.filter(on__gte=months[0])
    by_month = {
        (row["kind"], row["month"]): row["n"]
        for row in recent.annotate(month=TruncMonth("on")).values("kind", "month").annotate(n=Count("pk"))
    }
    hindering = Q(lifted_on__isnull=True, step__state=StepState.TODO)
    still = dict(within.filter(hindering).values_list("kind").annotate(n=Count("pk")))
    rows = [
        KindRow(str(label), [by_month.get((kind, month), 0) for month in months], still.get(kind, 0))
        for kind, label in ObstacleKind.choices
    ]
    found = [row for row in rows if row.total or row.open]
    touched = recent.filter(on__gte=months[-1]).aggregate(n=Count("step__goal__case", distinct=True))
    return Tally(
        months=months,
        rows=sorted(found, key=lambda row: (-row.counts[-1], -row.total, row.label)),
        lines=_lines(user, months[-1]),
        families=int(touched["n"]),
    )


def _months(on: date) -> list[date]:
    """First days of the last six months, this one last."""
    first = on.year * 12 + on.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first - MONTHS + 1, first + 1)]


def _lines(user: User, since: date) -> list[FreeLine]:
    rows = (
        Obstacle.objects.filter(step__goal__case__in=Case.objects.worked_by(user), on__gte=since)
        .exclude(what="")
        .select_related("step__goal__case__kind", "step__goal__case__number__series")
        .order_by("-on", "-pk")[:FREE_LINES]
    )
    return [
        FreeLine(row.what, row.get_kind_display(), row.on, row.step.goal.case_id, row.step.goal.case.label)
        for row in rows
    ]
