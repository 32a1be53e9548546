"""What became of the points of an earlier wording: the same, changed, gone, or new since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from saikne.cases.rules.agreement_wording import Point

ALIKE = 0.6


class Change(StrEnum):
    """What became of a point."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """A point of then, of now, or both; numbers begin with 1, and 0 means that there is none."""

    change: Change
    then: int = 0
    now: int = 0


def differences(then: Sequence[Point], now: Sequence[Point]) -> list[Difference]:
    """Every point of then in its order, after them what is new; a point that only moved is the same."""
    left = dict(enumerate((_agreed(point) for point in now), start=1))
    wanted = dict(enumerate((_agreed(point) for point in then), start=1))
    found: dict[int, Difference] = {}
    for number, point in wanted.items():
        if same := next((other for other, one in left.items() if one == point), 0):
            found[number] = Difference(Change.SAME, number, same)
            del left[same]
    for number, point in wanted.items():
        if number not in found:
            nearest = _nearest(point, left)
            left.pop(nearest, None)
            found[number] = Difference(Change.CHANGED if nearest else Change.GONE, number, nearest)
    return [found[number] for number in wanted] + [Difference(Change.NEW, now=number) for number in left]


def _agreed(point: Point) -> Point:
    """What was agreed, without the reason for which a contradiction was left standing."""
    return replace(point, kept="")


def _nearest(point: Point, others: dict[int, Point]) -> int:
    """The number of the point that reads most like this one; 0 if none does."""
    likeness = {number: SequenceMatcher(None, point.text, one.text).ratio() for number, one in others.items()}
    best = max(likeness, key=lambda number: likeness[number], default=0)
    return best if likeness.get(best, 0) >= ALIKE else 0
