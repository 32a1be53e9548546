"""Where chapters of one agreement contradict each other: one person at two places, one thing with two ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations

from saikne.cases.enums import ChapterKind
from saikne.cases.rules.agreement_wording import Point


@dataclass(frozen=True, slots=True)
class Term:
    """A chapter in force or in draft: its number, kind, term and points, and which one it will replace."""

    chapter: int
    number: int
    kind: str
    since: date
    until: date | None
    points: tuple[Point, ...] = ()
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Who should be at two places on this weekday, from when until when."""

    who: int
    weekday: int
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class PointRef:
    """A point by its chapter and its two numbers: 2.2."""

    chapter: int
    chapter_number: int
    number: int
    text: str

    @property
    def label(self) -> str:
        """2.2"""
        return f"{self.chapter_number}.{self.number}"


@dataclass(frozen=True, slots=True)
class PointClash:
    """Two points that ask somebody to be at two places at once; kept on purpose if one of them says why."""

    first: PointRef
    second: PointRef
    overlaps: tuple[Overlap, ...]
    kept: str = ""


@dataclass(frozen=True, slots=True)
class EndClash:
    """Two chapters of one kind whose terms overlap: one thing would have two ends."""

    first: Term
    second: Term


def terms_overlap(one: Term, other: Term) -> bool:
    """Whether there is a day on which both hold; the last day counts."""
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def end_clashes(terms: Iterable[Term]) -> list[EndClash]:
    """Chapters of one kind over the same days; service contracts may stand side by side."""
    return [
        EndClash(one, other)
        for one, other in _pairs(terms)
        if one.kind == other.kind != ChapterKind.SERVICE and terms_overlap(one, other)
    ]


def point_clashes(terms: Iterable[Term]) -> list[PointClash]:
    """Every two points that want the same person on the same weekday at overlapping times."""
    given = sorted(terms, key=lambda term: term.number)
    found = [_clash(one, first, one, second) for one in given for first, second in combinations(_timed(one), 2)]
    found += [
        _clash(one, first, other, second)
        for one, other in _pairs(given)
        if terms_overlap(one, other)
        for first in _timed(one)
        for second in _timed(other)
    ]
    return [clash for clash in found if clash.overlaps]


def _pairs(terms: Iterable[Term]) -> list[tuple[Term, Term]]:
    """Chapters two by two, but for one and the one that will replace it: they never hold together."""
    ordered = sorted(terms, key=lambda term: term.number)
    return [
        (one, other)
        for one, other in combinations(ordered, 2)
        if one.chapter != other.replaces and other.chapter != one.replaces
    ]


def _timed(term: Term) -> list[tuple[int, Point]]:
    return [(number, point) for number, point in enumerate(term.points, start=1) if point.timed]


def _clash(one: Term, first: tuple[int, Point], other: Term, second: tuple[int, Point]) -> PointClash:
    return PointClash(
        PointRef(one.chapter, one.number, first[0], first[1].text),
        PointRef(other.chapter, other.number, second[0], second[1].text),
        _overlaps(first[1], second[1]),
        kept=first[1].kept or second[1].kept,
    )


def _overlaps(one: Point, other: Point) -> tuple[Overlap, ...]:
    if not (one.start and one.end and other.start and other.end):
        return ()
    start, end = max(one.start, other.start), min(one.end, other.end)
    if start >= end:
        return ()
    return tuple(
        Overlap(who, weekday, start, end)
        for who in sorted(set(one.who) & set(other.who))
        for weekday in sorted(set(one.weekdays) & set(other.weekdays))
    )
