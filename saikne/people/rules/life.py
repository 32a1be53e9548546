"""Dates of a life: ages, birthdays that make work, who is a child, and ties that cannot be.

Verified against no statute yet, to be checked by a lawyer: the year school starts, and that a person born on
29 February reaches an age on 1 March of a common year.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ADULT_AGE = 18
SCHOOL_AGE = 7
HARDLY_OLDER = 12


class Milestone(StrEnum):
    """Days in a young life on which someone has something to do."""

    SCHOOL_START = "school_start"
    AGE_15 = "age_15"
    AGE_18 = "age_18"
    AGE_24 = "age_24"


_MILESTONE_AGES = {Milestone.AGE_15: 15, Milestone.AGE_18: ADULT_AGE, Milestone.AGE_24: 24}


class TieProblem(StrEnum):
    """Why a tie between two people cannot be written down as told."""

    SELF_TIE = "self_tie"
    ENDS_BEFORE_START = "ends_before_start"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_BIRTH = "before_birth"
    PARENT_NOT_OLDER = "parent_not_older"
    OVERLAPS_SAME = "overlaps_same"
    REVERSED = "reversed"


class TieWarning(StrEnum):
    """What looks odd about a tie that may still be right."""

    PARENT_HARDLY_OLDER = "parent_hardly_older"


@dataclass(frozen=True)
class MilestoneDue:
    """A milestone and its day."""

    kind: Milestone
    on: date


@dataclass(frozen=True)
class ExistingTie:
    """A tie already written down between any two people, `since` and `until` half-open, None unlimited."""

    a: int
    b: int
    kind: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class TieFacts:
    """A tie about to be written: a is the `kind` of b; `parental` when that makes a the elder of the two."""

    a: int
    b: int
    kind: str
    since: date | None = None
    until: date | None = None
    a_born: date | None = None
    b_born: date | None = None
    parental: bool = False
    symmetric: bool = False
    others: tuple[ExistingTie, ...] = ()


@dataclass(frozen=True)
class MemberFacts:
    """One member of a household."""

    born_on: date | None


@dataclass(frozen=True)
class HouseholdSummary:
    """Who lives together on a day: adults, ages of children (oldest first), people of unknown age."""

    adults: int
    children: tuple[int, ...]
    age_unknown: int

    @property
    def size(self) -> int:
        """Everyone in the household."""
        return self.adults + len(self.children) + self.age_unknown


def birthday(born_on: date, age: int) -> date:
    """Return the day a person reaches an age; for 29 February the 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def age_on(born_on: date, on: date) -> int:
    """Return whole years lived on a day; 0 before birth."""
    years = on.year - born_on.year
    if years <= 0:
        return 0
    return years if birthday(born_on, years) <= on else years - 1


def is_child(born_on: date, on: date) -> bool:
    """Whether a person is under 18 on a day (the day of turning 18 is the first of adult life)."""
    return age_on(born_on, on) < ADULT_AGE


def milestone_date(born_on: date, kind: Milestone) -> date:
    """Return the day of a milestone; school starts on 1 September of the year the child turns seven."""
    if kind is Milestone.SCHOOL_START:
        return date(born_on.year + SCHOOL_AGE, 9, 1)
    return birthday(born_on, _MILESTONE_AGES[kind])


def births_with_milestones(since: date, until: date) -> tuple[tuple[date, date], ...]:
    """Return spans of days of birth outside which nobody has a milestone from `since` up to `until`; first and last."""
    spans = []
    for kind in Milestone:
        age = SCHOOL_AGE if kind is Milestone.SCHOOL_START else _MILESTONE_AGES[kind]
        # School starts in the year of a birthday, whichever day that is; a leap day moves a birthday by one.
        day_before = _years_before(since, age) - timedelta(days=1)
        first = date(max(since.year - age, 1), 1, 1) if kind is Milestone.SCHOOL_START else day_before
        last = date(max(until.year - age, 1), 12, 31) if kind is Milestone.SCHOOL_START else _years_before(until, age)
        spans.append((first, last))
    return tuple(spans)


def _years_before(day: date, years: int) -> date:
    """So many years earlier; 28 February for a leap day; the second day there is for what lies before all days."""
    if day.year <= years:
        return date(1, 1, 2)
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def milestones_due(born_on: date, *, since: date, until: date) -> list[MilestoneDue]:
    """Return the milestones from `since` up to, not including, `until`, by date."""
    due = (MilestoneDue(kind, milestone_date(born_on, kind)) for kind in Milestone)
    return sorted((one for one in due if since <= one.on < until), key=lambda one: one.on)


def tie_problems(facts: TieFacts, *, on: date) -> list[TieProblem]:
    """Return every reason why this tie cannot be, at once; ties are told of the past and of today."""
    found = (
        (TieProblem.SELF_TIE, facts.a == facts.b),
        (TieProblem.ENDS_BEFORE_START, _backward(facts)),
        (TieProblem.IN_THE_FUTURE, facts.since is not None and facts.since > on),
        (TieProblem.BEFORE_BIRTH, _before_birth(facts)),
        (TieProblem.PARENT_NOT_OLDER, _parent_not_older(facts)),
        (TieProblem.OVERLAPS_SAME, _overlapping(facts, _same_ends)),
        (TieProblem.REVERSED, facts.a != facts.b and _overlapping(facts, _reversed_ends)),
    )
    return [problem for problem, holds in found if holds]


def tie_warnings(facts: TieFacts) -> list[TieWarning]:
    """Return what to ask about once more: a parent fewer than twelve years older (a step-parent may be)."""
    if not (facts.parental and facts.a_born and facts.b_born) or _parent_not_older(facts):
        return []
    return [TieWarning.PARENT_HARDLY_OLDER] if age_on(facts.a_born, facts.b_born) < HARDLY_OLDER else []


def household_summary(members: Iterable[MemberFacts], *, on: date) -> HouseholdSummary:
    """Count adults and list the children's ages on a day."""
    births = [member.born_on for member in members]
    known = [born_on for born_on in births if born_on]
    children = sorted((age_on(born_on, on) for born_on in known if is_child(born_on, on)), reverse=True)
    return HouseholdSummary(len(known) - len(children), tuple(children), len(births) - len(known))


def _backward(facts: TieFacts) -> bool:
    return facts.since is not None and facts.until is not None and facts.until <= facts.since


def _before_birth(facts: TieFacts) -> bool:
    """Whether the tie would begin before one of the two was born."""
    since = facts.since
    return since is not None and any(born is not None and since < born for born in (facts.a_born, facts.b_born))


def _parent_not_older(facts: TieFacts) -> bool:
    if not (facts.parental and facts.a_born and facts.b_born):
        return False
    return facts.a_born >= facts.b_born


def _same_ends(facts: TieFacts, other: ExistingTie) -> bool:
    ends = {(facts.a, facts.b), (facts.b, facts.a)} if facts.symmetric else {(facts.a, facts.b)}
    return (other.a, other.b) in ends


def _reversed_ends(facts: TieFacts, other: ExistingTie) -> bool:
    return not facts.symmetric and (other.a, other.b) == (facts.b, facts.a)


def _overlapping(facts: TieFacts, ends_match: Callable[[TieFacts, ExistingTie], bool]) -> bool:
    """Whether a tie of the same kind between these ends shares a day with this one."""
    return any(
        other.kind == facts.kind and ends_match(facts, other) and _share_a_day(facts, other) for other in facts.others
    )


def _share_a_day(facts: TieFacts, other: ExistingTie) -> bool:
    begins = max(facts.since or date.min, other.since or date.min)
    ends = min(facts.until or date.max, other.until or date.max)
    return begins < ends
