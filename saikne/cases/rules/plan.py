"""The plan's rules: whose answer counts, what an answer does to a goal, whose needs have no goal."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from saikne.cases.enums import Answer, GoalState
from saikne.cases.rules.talk_assessment import PARENTS

EXPECTED = 0
OPEN_STATES = frozenset({GoalState.PROPOSED, GoalState.IN_PROGRESS})


def deciders(about: int | None, *, signing: Collection[int], members: Collection[int]) -> tuple[int, ...]:
    """Whose answer a goal waits for: the adult whom it is about, else all signing adults, else whoever there is."""
    if about in signing:
        return (about,) if about is not None else ()
    return tuple(sorted(signing or members))


def state_after_answers(state: str, latest: Mapping[int, str], asked: Collection[int]) -> GoalState:
    """A goal is worked on while everybody asked agrees; a refusal lets it wait and does nothing else.

    Who was not asked, with a reason, does not hold it up, but somebody must have agreed. A goal reached or set aside
    stays so.
    """
    if state not in OPEN_STATES:
        return GoalState(state)
    answers = [latest.get(number) for number in asked]
    agreed = Answer.AGREES in answers and all(answer in {Answer.AGREES, Answer.NOT_ASKED} for answer in answers)
    return GoalState.IN_PROGRESS if agreed else GoalState.PROPOSED


def may_be_reached(level: int) -> bool:
    """Reached means: as expected, or more."""
    return level >= EXPECTED


@dataclass(frozen=True, slots=True)
class GoalFact:
    """Whom a goal is about, and where it stands."""

    record: int | None
    state: str


def needs_told(
    assessed: Mapping[str, str], statements: Iterable[tuple[int | None, str]], *, children: Collection[int]
) -> dict[str, str]:
    """Column → need: what the assessment says of somebody comes before single statements (about whom, what)."""
    found: dict[str, list[str]] = {}
    for about, text in statements:
        found.setdefault(str(about) if about in children else PARENTS, []).append(text)
    told = {column: "\n".join(texts) for column, texts in found.items()}
    return told | {column: text.strip() for column, text in assessed.items() if text.strip()}


def needs_without_goal(
    needs: Mapping[str, str], goals: Iterable[GoalFact], *, children: Collection[int]
) -> dict[str, str]:
    """Columns that name a need which no goal serves.

    A goal for the whole household serves everybody, the children too; one about a person serves that person, and one
    about any adult the adults together. A goal set aside serves nobody.
    """
    about = {goal.record for goal in goals if goal.state != GoalState.SET_ASIDE}
    if None in about:
        return {}
    adults_served = any(record not in children for record in about)
    return {
        column: need
        for column, need in needs.items()
        if need.strip() and not (int(column) in about if column.isdigit() else adults_served)
    }


def changed_by_both(base: Mapping[str, str], now: Mapping[str, str], mine: Mapping[str, str]) -> list[str]:
    """Level texts that others changed since `base` and that I would change too."""
    return sorted(key for key in mine if mine[key] != now.get(key, "") and now.get(key, "") != base.get(key, ""))


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A goal stood at one level and then at another."""

    before: int
    after: int
    version: int


def level_changes(now: int, revisions: Iterable[tuple[int, Mapping[str, object]]]) -> list[LevelChange]:
    """How the level moved, latest first, from revisions (version, what stood before) and the level of today."""
    found, after = [], now
    for version, before in sorted(revisions, key=lambda one: -one[0]):
        if "level" in before:
            was = int(str(before["level"]))
            found.append(LevelChange(was, after, version))
            after = was
    return found
