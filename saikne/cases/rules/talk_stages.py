"""Where a file may go next, and every obstacle that stands in the way: one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

INTAKE, ASSESSMENT, INTERVENTION, EVALUATION = "intake", "assessment", "intervention", "evaluation"
OPEN, CLOSED = "open", "closed"
WALK: tuple[str, ...] = (INTAKE, ASSESSMENT, INTERVENTION, EVALUATION, CLOSED)


class Obstacle(StrEnum):
    """What stands in the way of a move."""

    NO_LEAD = "no_lead"
    NO_MAIN_WORKER = "no_main_worker"
    NOBODY = "nobody"
    NOTHING_TOLD = "nothing_told"
    NOT_ASSESSED = "not_assessed"
    RETURNED = "returned"
    NOT_APPROVED = "not_approved"
    NO_GOAL = "no_goal"
    NO_ANSWER = "no_answer"
    CHILD_WITHOUT_AIM = "child_without_aim"
    NOT_REVIEWED = "not_reviewed"
    NOT_EVALUATED = "not_evaluated"
    GOAL_WITHOUT_LEVEL = "goal_without_level"
    CHILD_WITHOUT_OUTCOME = "child_without_outcome"
    AGREEMENT_IN_FORCE = "agreement_in_force"
    ON_ITS_WAY = "on_its_way"


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the moves depend on; numbers are of records and goals."""

    has_lead: bool = False
    has_main_worker: bool = False
    people: int = 0
    told: bool = False
    assessed: bool = False
    approval_asked: bool = False
    approved: bool = False
    returned: bool = False
    goals: int = 0
    goals_answered: int = 0
    children_without_aim: tuple[int, ...] = ()
    reviewed: bool = False
    levels_noted: bool = False
    evaluated: bool = False
    goals_without_level: tuple[int, ...] = ()
    children_without_outcome: tuple[int, ...] = ()
    agreement_left_alone: bool = False
    on_its_way: bool = False


Holds = Callable[[StageFacts], bool]

IN_THE_WAY: Mapping[Obstacle, Holds] = MappingProxyType(
    {
        Obstacle.NO_LEAD: lambda facts: not facts.has_lead,
        Obstacle.NO_MAIN_WORKER: lambda facts: not facts.has_main_worker,
        Obstacle.NOBODY: lambda facts: facts.people == 0,
        Obstacle.NOTHING_TOLD: lambda facts: not facts.told,
        Obstacle.NOT_ASSESSED: lambda facts: not facts.assessed,
        Obstacle.RETURNED: lambda facts: facts.returned,
        Obstacle.NOT_APPROVED: lambda facts: (
            facts.assessed and facts.approval_asked and not (facts.approved or facts.returned)
        ),
        Obstacle.NO_GOAL: lambda facts: facts.goals == 0,
        Obstacle.NO_ANSWER: lambda facts: facts.goals > 0 and facts.goals_answered == 0,
        Obstacle.CHILD_WITHOUT_AIM: lambda facts: bool(facts.children_without_aim),
        Obstacle.NOT_REVIEWED: lambda facts: not (facts.reviewed or facts.levels_noted),
        Obstacle.NOT_EVALUATED: lambda facts: not facts.evaluated,
        Obstacle.GOAL_WITHOUT_LEVEL: lambda facts: bool(facts.goals_without_level),
        Obstacle.CHILD_WITHOUT_OUTCOME: lambda facts: bool(facts.children_without_outcome),
        Obstacle.AGREEMENT_IN_FORCE: lambda facts: facts.agreement_left_alone,
        Obstacle.ON_ITS_WAY: lambda facts: facts.on_its_way,
    }
)

# From → to: what must not stand in the way. Back steps and an early end ask nothing;
# whatever was skipped, a staged file is closed only after its evaluation.
TRANSITIONS: Mapping[tuple[str, str], tuple[Obstacle, ...]] = MappingProxyType(
    {
        (INTAKE, ASSESSMENT): (Obstacle.NO_LEAD, Obstacle.NO_MAIN_WORKER, Obstacle.NOBODY, Obstacle.NOTHING_TOLD),
        (INTAKE, EVALUATION): (),
        (ASSESSMENT, INTERVENTION): (
            Obstacle.NOT_ASSESSED,
            Obstacle.RETURNED,
            Obstacle.NOT_APPROVED,
            Obstacle.NO_GOAL,
            Obstacle.NO_ANSWER,
            Obstacle.CHILD_WITHOUT_AIM,
        ),
        (ASSESSMENT, EVALUATION): (),
        (ASSESSMENT, INTAKE): (),
        (INTERVENTION, EVALUATION): (Obstacle.NOT_REVIEWED,),
        (INTERVENTION, ASSESSMENT): (),
        (EVALUATION, CLOSED): (
            Obstacle.NOT_EVALUATED,
            Obstacle.GOAL_WITHOUT_LEVEL,
            Obstacle.CHILD_WITHOUT_OUTCOME,
            Obstacle.AGREEMENT_IN_FORCE,
            Obstacle.ON_ITS_WAY,
        ),
        (EVALUATION, INTERVENTION): (),
        (CLOSED, ASSESSMENT): (),
        (OPEN, CLOSED): (Obstacle.AGREEMENT_IN_FORCE, Obstacle.ON_ITS_WAY),
        (CLOSED, OPEN): (),
    }
)


def obstacles(stage: str, to: str, facts: StageFacts) -> list[Obstacle]:
    """Everything that stands in the way of this move, at once; `KeyError` if there is no such move."""
    return [obstacle for obstacle in TRANSITIONS[stage, to] if IN_THE_WAY[obstacle](facts)]


def may_move(stage: str, to: str, *, staged: bool) -> bool:
    """Whether the table knows this move for a file of such a kind."""
    return (stage, to) in TRANSITIONS and (OPEN in {stage, to}) != staged


def onward(stage: str) -> str | None:
    """The stage that follows in the ordinary walk; none after the last."""
    if stage == OPEN:
        return CLOSED
    place = WALK.index(stage) + 1
    return WALK[place] if place < len(WALK) else None


def aside(stage: str, *, staged: bool) -> list[str]:
    """The other moves from here: back, or to an early end; closing and reopening have pages of their own."""
    if stage == CLOSED:
        return []
    return [
        to for came, to in TRANSITIONS if came == stage and to != onward(stage) and may_move(stage, to, staged=staged)
    ]
