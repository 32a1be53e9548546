"""When a chapter may come into force, what it still lacks, and when its end is near."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from types import MappingProxyType

from saikne.cases.enums import ChapterKind
from saikne.cases.rules.agreement_clash import EndClash, PointClash

DAYS_BEFORE_END = 30


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    SERVICE = "service"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party of a chapter: what it is, whether it is a child, whether it has signed this wording."""

    party: int
    kind: PartyKind
    signed: bool = False
    child: bool = False


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """What decides whether a chapter may come into force."""

    chapter: int
    number: int
    kind: str
    until: date | None
    points: int
    parties: tuple[PartyFacts, ...]
    in_force: bool = False


class Lack(StrEnum):
    """What stands in the way."""

    NO_CHAPTER = "no_chapter"
    NO_COOPERATION = "no_cooperation"
    NO_POINTS = "no_points"
    NO_PERSON = "no_person"
    NO_SERVICE = "no_service"
    NO_THIRD = "no_third"
    CHILD = "child"
    TERM_PASSED = "term_passed"
    UNSIGNED = "unsigned"
    POINTS_CLASH = "points_clash"
    ENDS_CLASH = "ends_clash"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason, with the chapter, party or clash that it speaks of."""

    kind: Lack
    chapter: int = 0
    party: int = 0
    other: int = 0
    points: tuple[str, str] = ("", "")


def chapter_lacks(chapter: ChapterFacts, *, on: date) -> list[Obstacle]:
    """All that this chapter lacks on a day, before anybody signs it."""
    kinds = {party.kind for party in chapter.parties}
    tests = (
        (Lack.NO_POINTS, chapter.points == 0),
        (Lack.NO_PERSON, PartyKind.PERSON not in kinds),
        (Lack.NO_SERVICE, PartyKind.SERVICE not in kinds),
        (Lack.NO_THIRD, chapter.kind == ChapterKind.SERVICE and PartyKind.INSTITUTION not in kinds),
        (Lack.TERM_PASSED, chapter.until is not None and chapter.until < on),
    )
    found = [Obstacle(kind, chapter.number) for kind, wrong in tests if wrong]
    return found + [Obstacle(Lack.CHILD, chapter.number, party.party) for party in chapter.parties if party.child]


def unsigned(chapter: ChapterFacts) -> list[Obstacle]:
    """Parties whose signature under this wording is not there yet."""
    return [Obstacle(Lack.UNSIGNED, chapter.number, party.party) for party in chapter.parties if not party.signed]


def clash_obstacles(points: Iterable[PointClash], ends: Iterable[EndClash], chapters: set[int]) -> list[Obstacle]:
    """Contradictions of these chapters that nobody has resolved or chosen to keep."""
    found = [
        Obstacle(
            Lack.POINTS_CLASH,
            max(clash.first.chapter_number, clash.second.chapter_number),
            points=(clash.second.label, clash.first.label),
        )
        for clash in points
        if not clash.kept and {clash.first.chapter, clash.second.chapter} & chapters
    ]
    return found + [
        Obstacle(Lack.ENDS_CLASH, clash.second.number, other=clash.first.number)
        for clash in ends
        if {clash.first.chapter, clash.second.chapter} & chapters
    ]


def force_obstacles(
    chapters: Sequence[ChapterFacts],
    points: Sequence[PointClash],
    ends: Sequence[EndClash],
    *,
    cooperation_needed: bool,
    on: date,
) -> list[Obstacle]:
    """Every reason why these chapters cannot come into force on a day; those in force already are only compared."""
    coming = [chapter for chapter in chapters if not chapter.in_force]
    found = [] if coming else [Obstacle(Lack.NO_CHAPTER)]
    if coming and cooperation_needed and all(chapter.kind != ChapterKind.COOPERATION for chapter in chapters):
        found.append(Obstacle(Lack.NO_COOPERATION))
    for chapter in coming:
        found += chapter_lacks(chapter, on=on) + unsigned(chapter)
    return found + clash_obstacles(points, ends, {chapter.chapter for chapter in coming})


def chapter_numbers(
    chapters: Iterable[tuple[int, int | None]], *, given: Mapping[int, int] = MappingProxyType({})
) -> dict[int, int]:
    """Numbers 1, 2, 3 … in the order of creation; what replaces a chapter takes over its number.

    A number `given` when a chapter came into force stays its own: the signed paper says it.
    """
    numbers = dict(given)
    for chapter, replaces in sorted(chapters):
        if chapter not in numbers:
            taken = set(numbers.values())
            free = next(number for number in count(1) if number not in taken)
            numbers[chapter] = numbers.get(replaces or 0) or free
    return numbers


def ends_soon(until: date | None, *, on: date) -> bool:
    """Whether a term ends within thirty days; what has ended already is another matter."""
    return until is not None and 0 <= (until - on).days <= DAYS_BEFORE_END


def has_passed(until: date | None, *, on: date) -> bool:
    """Whether the last day of a term lies behind."""
    return until is not None and until < on
