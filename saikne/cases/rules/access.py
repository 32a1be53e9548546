"""Rules of the head's page: which columns belong to a post, how long an answer may take, how a chart is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

OTHER = ""  # kinds of file that belong to no column: care, foster families, a psychologist …
AREAS: tuple[str, ...] = ("SP", "ĢA", "SG", "N", "VR", OTHER)
APPLIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "family": ("ĢA", "N"),
        "adults": ("SG", "VR"),
        "assistance": ("SP",),
        "generalist": AREAS[:-1],
    }
)
ANSWER_WORKING_DAYS = 2
SATURDAY = 5


def answer_due(asked: date) -> date:
    """Until when the head answers an emergency access: two working days, weekends left out."""
    day, left = asked, ANSWER_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@dataclass(frozen=True, slots=True)
class Cell:
    """Files of one area; None where the area does not belong to the post."""

    area: str
    files: int | None


def cells(specialisation: str, counts: Mapping[str, int]) -> list[Cell]:
    """A worker's row: files by area; None where her post has nothing to do with it and she has none."""
    mine = APPLIES.get(specialisation, ())
    return [Cell(area, counts.get(area, 0) if area in mine or counts.get(area) else None) for area in AREAS]


def total(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Sums by column; None where the column applies to nobody."""
    known = {area: [cell.files for row in rows for cell in row if cell.area == area and cell.files is not None]
             for area in AREAS}  # fmt: skip
    return [Cell(area, sum(found) if found else None) for area, found in known.items()]


@dataclass(frozen=True, slots=True)
class Month:
    """How many files began and ended in a month."""

    first: date
    new: int
    closed: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart, in the units of its drawing."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A month of the chart: its filled and its outlined bar, and what stands under them."""

    middle: int
    label: str
    new: Bar
    closed: Bar


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the drawing needs."""

    columns: list[Column]
    ticks: list[Tick]
    new: int
    closed: int


BASE, TOP, LEFT, STEP, WIDE = 142, 32, 44, 70, 22


def chart(months: Sequence[Month]) -> Chart:
    """Bars of twelve months at most on a scale of whole numbers."""
    highest = max([1, *(month.new for month in months), *(month.closed for month in months)])
    step = scale_step(highest)
    top = -(-highest // step) * step
    scale = (BASE - TOP) / top
    return Chart(
        columns=[_column(place, month, scale) for place, month in enumerate(months)],
        ticks=[Tick(round(BASE - value * scale, 1), value) for value in range(0, top + 1, step)],
        new=sum(month.new for month in months),
        closed=sum(month.closed for month in months),
    )


def scale_step(highest: int) -> int:
    """A round step that gives two to five lines."""
    power = 1
    while highest > 5 * 5 * power:
        power *= 10
    return next(lead * power for lead in (1, 2, 5) if highest <= 5 * lead * power)


def _column(place: int, month: Month, scale: float) -> Column:
    left = LEFT + STEP * place
    label = f"{month.first:%m.%Y.}" if place == 0 or month.first.month == 1 else f"{month.first:%m.}"
    return Column(
        middle=left + WIDE + 2,
        label=label,
        new=_bar(left, month.new, scale),
        closed=_bar(left + WIDE + 4.75, month.closed, scale),
    )


def _bar(x: float, value: int, scale: float) -> Bar:
    height = round(value * scale, 1)
    return Bar(x, round(BASE - height, 1), height)


def months_before(today: date, count: int = 12) -> list[date]:
    """First days of the last months, the current one included, oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - count + 1, number + 1)]
