"""When a plan is to be looked at again, and when a closed family is asked how it fares."""

import calendar
from dataclasses import dataclass
from datetime import date

FOLLOW_UP_MONTHS: tuple[int, ...] = (6, 12, 24)


@dataclass(frozen=True, slots=True)
class ReviewInterval:
    """How many months lie between reviews, since when, by whose word, and whether a source was checked."""

    months: int
    valid_from: date
    source: str
    verified: bool


# No statute was found that sets it; a service may set its own (`cases.review_months` in the dated settings).
DEFAULT_INTERVAL = ReviewInterval(6, date(2026, 1, 1), "methodology; the law was not found", verified=False)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def follow_up_days(closed_on: date) -> list[tuple[int, date]]:
    """Months after closing with the day on which the family is asked."""
    return [(months, add_months(closed_on, months)) for months in FOLLOW_UP_MONTHS]
