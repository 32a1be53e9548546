"""Periods in days: when two meet, whether one lies within another, what is about to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=60)  # how long before its end a qualification is shown as expiring


@dataclass(frozen=True, slots=True)
class Span:
    """From a day up to, not including, another; open while `until` is None."""

    since: date
    until: date | None = None

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)

    def within(self, other: "Span") -> bool:
        """Whether every day of this one is a day of the other."""
        ends = other.until is None or (self.until is not None and self.until <= other.until)
        return other.since <= self.since and ends


class Validity(StrEnum):
    """How a qualification stands on a day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


def validity(span: Span, *, on: date) -> Validity:
    """What to say of a qualification on this day."""
    if span.since > on:
        return Validity.NOT_YET
    if span.until is None or span.until > on + SOON:
        return Validity.VALID
    return Validity.EXPIRING if span.until > on else Validity.EXPIRED


def after(last_day: date | None) -> date | None:
    """The first day that no longer belongs to a period whose last day people name."""
    return last_day + timedelta(days=1) if last_day else None


def last_day(until: date | None) -> date | None:
    """The last day of a period, as people name it."""
    return until - timedelta(days=1) if until else None
