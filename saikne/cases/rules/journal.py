"""What must hold of a journal entry, of moving it, and how time adds up by kind of work."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryProblem(StrEnum):
    """Why an entry cannot be written as it is."""

    NO_TEXT = "no_text"
    IN_FUTURE = "in_future"
    BEFORE_LIFE = "before_life"
    TOO_LONG_A_DAY = "too_long_a_day"
    STRANGERS = "strangers"


DAY_MINUTES = 24 * 60
FARTHEST_BACK_DAYS = 366 * 20


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is known of an entry before it is written."""

    text: str
    on: date
    minutes: int
    travel_minutes: int
    present: frozenset[int]
    people: frozenset[int]


def entry_problems(facts: EntryFacts, *, today: date) -> list[EntryProblem]:
    """Everything that is wrong with an entry, at once."""
    found = {
        EntryProblem.NO_TEXT: not facts.text.strip(),
        EntryProblem.IN_FUTURE: facts.on > today,
        EntryProblem.BEFORE_LIFE: (today - facts.on).days > FARTHEST_BACK_DAYS,
        EntryProblem.TOO_LONG_A_DAY: facts.minutes + facts.travel_minutes > DAY_MINUTES,
        EntryProblem.STRANGERS: not facts.present <= facts.people,
    }
    return [problem for problem, holds in found.items() if holds]


class ChangeProblem(StrEnum):
    """Why an entry cannot be withdrawn or moved."""

    NO_REASON = "no_reason"
    GONE_ALREADY = "gone_already"
    NOT_YOURS = "not_yours"
    SAME_FILE = "same_file"
    TARGET_CLOSED = "target_closed"
    TARGET_ELSEWHERE = "target_elsewhere"


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What is known before an entry is withdrawn or moved; `target` is nothing when it is only withdrawn."""

    reason: str
    gone: bool
    own: bool
    answers: bool
    source: int
    source_municipality: int
    target: int | None = None
    target_closed: bool = False
    target_municipality: int | None = None


def change_problems(facts: ChangeFacts) -> list[ChangeProblem]:
    """Why not; the author and whoever answers for the file may change what stands in it."""
    found = {
        ChangeProblem.NO_REASON: not facts.reason.strip(),
        ChangeProblem.GONE_ALREADY: facts.gone,
        ChangeProblem.NOT_YOURS: not (facts.own or facts.answers),
        ChangeProblem.SAME_FILE: facts.target == facts.source,
        ChangeProblem.TARGET_CLOSED: facts.target_closed,
        ChangeProblem.TARGET_ELSEWHERE: facts.target is not None
        and facts.target_municipality != facts.source_municipality,
    }
    return [problem for problem, holds in found.items() if holds]


def people_who_belong(present: Iterable[int], people: Collection[int]) -> list[int]:
    """Of those named in an entry, the ones who belong to the file it is moved to."""
    return sorted(set(present) & set(people))


@dataclass(frozen=True, slots=True)
class WorkSum:
    """Time spent on one kind of work: how many entries, minutes of work, minutes on the way."""

    kind: str
    entries: int = 0
    minutes: int = 0
    travel_minutes: int = 0

    @property
    def together(self) -> int:
        """Work and way in one number."""
        return self.minutes + self.travel_minutes

    def plus(self, other: "WorkSum") -> "WorkSum":
        """Both together, under the first one's name."""
        return WorkSum(
            self.kind,
            self.entries + other.entries,
            self.minutes + other.minutes,
            self.travel_minutes + other.travel_minutes,
        )


@dataclass(frozen=True, slots=True)
class TimeTable:
    """A month by kind of work: social work, and the duties that are not social work, counted apart."""

    social: tuple[WorkSum, ...]
    social_sum: WorkSum
    other: tuple[WorkSum, ...]
    other_sum: WorkSum
    total: WorkSum


def time_table(found: Iterable[WorkSum], *, kinds: Sequence[str], not_social: Collection[str]) -> TimeTable:
    """Every kind has its row, also the one on which no time was spent."""
    sums = {row.kind: row for row in found}
    rows = [sums.get(kind, WorkSum(kind)) for kind in kinds]
    social = tuple(row for row in rows if row.kind not in not_social)
    other = tuple(row for row in rows if row.kind in not_social)
    return TimeTable(social, added(social), other, added(other), added(rows))


def added(rows: Iterable[WorkSum]) -> WorkSum:
    """All rows in one."""
    total = WorkSum("")
    for row in rows:
        total = total.plus(row)
    return total
