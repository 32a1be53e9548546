"""Time by kind of work in a month: one's own, or a unit's sums, never person by person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from saikne.accounts.models import User
from saikne.cases.enums import NOT_SOCIAL_WORK, WorkKind
from saikne.cases.models import JournalEntry
from saikne.cases.models.journal import EntryQuerySet
from saikne.cases.rules.journal import WorkSum, time_table
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.enums import UnitRole
from saikne.organisation.models import Posting
from saikne.organisation.queries import units_under
from saikne.privacy.models import HolderMember

FEWEST = 3
_MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    first: date

    @property
    def following(self) -> "Month":
        """The month after it."""
        year, month = divmod(self.first.year * 12 + self.first.month, 12)
        return Month(date(year, month + 1, 1))

    @property
    def before(self) -> "Month":
        """The month before it."""
        year, month = divmod(self.first.year * 12 + self.first.month - 2, 12)
        return Month(date(year, month + 1, 1))

    @property
    def word(self) -> str:
        """As it stands in an address: 2026-11."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of work in words with the time spent on it."""

    label: str
    time: WorkSum


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month as a page shows it: social work, then the duties that are not, each with its sum."""

    social: list[Line]
    social_sum: WorkSum
    other: list[Line]
    other_sum: WorkSum
    total: WorkSum


def month_of(word: str, *, today: date) -> Month:
    """The month that an address asks for; this month if it asks for none or for one to come."""
    this_month = Month(today.replace(day=1))
    match = _MONTH.match(word)
    if match is None:
        return this_month
    asked = Month(date(int(match.group(1)), int(match.group(2)), 1))
    return asked if asked.first <= today else this_month


def my_time(user: User, month: Month) -> MonthTable:
    """What this user noted of her own time."""
    return _table(JournalEntry.objects.filter(by=user), month)


@dataclass(frozen=True, slots=True)
class UnitTime:
    """The sums of the units that somebody heads; nothing is summed where too few work for a sum to hide anybody."""

    workers: int
    table: MonthTable | None


def unit_time(head: User, month: Month) -> UnitTime | None:
    """The sums of all who work in the units that this user heads, by kind only; nothing if she heads none."""
    posts = HolderMember.objects.filter(standing(clock.now()), user=head, holder__role=UnitRole.HEAD)
    units = units_under(posts.values_list("holder__unit", flat=True))
    if not units:
        return None
    workers = set(Posting.objects.filter(standing(clock.today()), post__unit__in=units).values_list("user", flat=True))
    if len(workers) < FEWEST:
        return UnitTime(len(workers), None)
    return UnitTime(len(workers), _table(JournalEntry.objects.filter(by__in=workers), month))


def _table(entries: EntryQuerySet, month: Month) -> MonthTable:
    rows = (
        entries.standing()
        .filter(on__gte=month.first, on__lt=month.following.first)
        .order_by()
        .values("work")
        .annotate(entries=Count("pk"), spent=Sum("minutes"), travelled=Sum("travel_minutes"))
    )
    sums = [WorkSum(row["work"], row["entries"], row["spent"] or 0, row["travelled"] or 0) for row in rows]
    table = time_table(sums, kinds=WorkKind.values, not_social=set(NOT_SOCIAL_WORK))
    return MonthTable(_lines(table.social), table.social_sum, _lines(table.other), table.other_sum, table.total)


def _lines(rows: Iterable[WorkSum]) -> list[Line]:
    return [Line(str(WorkKind(row.kind).label), row) for row in rows]
