"""The client's plan as a page needs it, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Prefetch

from saikne.accounts.models import User
from saikne.cases.enums import AskedBy, GoalState, PlanPart, StepState
from saikne.cases.models import (
    ChildAim,
    ClientMember,
    Goal,
    GoalAnswer,
    Obstacle,
    Plan,
    Step,
)
from saikne.cases.queries.files_words import small
from saikne.cases.queries.frame import FileFrame, faces_outside
from saikne.cases.queries.talk import needs_of
from saikne.cases.queries.talk_assessment import column_names
from saikne.cases.rules.plan import GoalFact, deciders, level_changes, needs_without_goal
from saikne.cases.rules.talk_assessment import PARENTS
from saikne.core.models import Revision
from saikne.core.periods import live
from saikne.people.models import PersonRecord
from saikne.people.rules import is_child

PURSUED = (GoalState.PROPOSED, GoalState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Person:
    """One of those whom the plan may name: as she is called, and whether she signs."""

    number: int
    name: str
    given: str
    signs: bool
    child: bool
    age: int | None = None
    member: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Somebody's latest answer; none yet if `answer` is None."""

    person: Person
    answer: GoalAnswer | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with its doer's name and what hinders it."""

    step: Step
    doer: str
    whose: str
    obstacles: list[Obstacle]
    late: bool

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.step.state == StepState.TODO


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with all that hangs on it."""

    goal: Goal
    about: str
    asked_by: str
    answers: list[AnswerLine]
    waits_for: list[Person]
    unheard: list[Person]
    steps: list[StepLine]
    here: bool
    late: bool = False
    ended: bool = False

    @property
    def level_text(self) -> str:
        """What the level of today means for this goal."""
        return str(self.goal.levels.get(str(self.goal.level), ""))

    @property
    def aside(self) -> bool:
        """Whether it is not pursued now."""
        return self.goal.state == GoalState.SET_ASIDE

    @property
    def closed(self) -> bool:
        """Whether its steps stand as they are: it is not pursued now, or its plan has ended."""
        return self.aside or self.ended


@dataclass(frozen=True, slots=True)
class PartLines:
    """The goals of one part of the plan."""

    code: str
    label: str
    goals: list[GoalLine]


@dataclass(frozen=True, slots=True)
class AimLine:
    """The outcome line of one child; none yet if `aim` is None."""

    person: Person
    aim: ChildAim | None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need that no goal serves; `person` is None for the adults together, named where there are no children."""

    person: Person | None
    adults: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that the plan's page shows."""

    parts: list[PartLines]
    aside: list[GoalLine]
    aims: list[AimLine]
    needs: list[NeedLine]
    people: dict[int, Person]
    others: list[int] = field(default_factory=list)
    earlier: list[GoalLine] = field(default_factory=list)
    ended: datetime | None = None

    @property
    def goals(self) -> list[GoalLine]:
        """Goals that are pursued or reached, in the order of the page."""
        return [line for part in self.parts for line in part.goals]

    @property
    def waiting(self) -> list[tuple[GoalLine, Person]]:
        """Whose answer to which goal is waited for."""
        return [(line, person) for line in self.goals for person in line.waits_for]

    @property
    def hindered(self) -> list[StepLine]:
        """Open steps that something hinders."""
        return [step for line in self.goals for step in line.steps if step.open and step.obstacles]


def plan_people_of(frame: FileFrame, *, on: date) -> dict[int, Person]:
    """The client's people, with those of the file: signing adults first; at most two queries."""
    signing = dict(ClientMember.objects.filter(live(), client=frame.case.client_id).values_list("record_id", "signs"))
    found = {
        member.record_no: Person(
            member.record_no,
            member.name,
            member.face.given_name or member.name,
            signing.get(member.record_no, False),
            member.child,
            member.age,
            member.record_no in signing,
            member.kept,
        )
        for member in frame.people
    }
    elsewhere = {
        number: replace(_face(number, face, signing.get(number, False), on=on), member=True)
        for number, face in faces_outside(frame, set(signing) - set(found)).items()
    }
    return dict(sorted({**found, **elsewhere}.items(), key=lambda item: (item[1].child, not item[1].signs)))


def others_shown(people: Mapping[int, Person], frame: FileFrame) -> list[int]:
    """Those who do not belong to the file and are really named."""
    return sorted(number for number, one in people.items() if number not in frame.names() and not one.kept)


def _outside(frame: FileFrame, numbers: set[int], *, on: date) -> dict[int, Person]:
    """People named in goals who belong neither to the client nor to the file."""
    found = faces_outside(frame, numbers)
    return {number: _face(number, face, signs=False, on=on) for number, face in found.items()}


def _face(number: int, face: PersonRecord, signs: bool, *, on: date) -> Person:
    child = bool(face.born_on and is_child(face.born_on, on))
    kept = getattr(face, "kept", False)
    return Person(number, face.name, face.given_name or face.name, signs, child, kept=kept)


def goal_parts() -> "list[Prefetch[str]]":
    """Answers, steps and obstacles of goals, in the order in which they are read."""
    return [
        Prefetch("answers", GoalAnswer.objects.order_by("on", "noted_at", "pk")),
        Prefetch("steps", Step.objects.select_related("user", "institution").order_by("-state", "due", "pk")),
        Prefetch("steps__obstacles", Obstacle.objects.order_by("on", "pk")),
    ]


def plan_page(frame: FileFrame, *, user: User, on: date) -> PlanPage:
    """The client's plan as far as this user may see it; of a closed file the plan as it ended."""
    shown = Plan.objects.of_file(
        case=frame.case.pk, client=frame.case.client_id, closed=frame.case.closed_at is not None
    ).first()
    goals = list(
        Goal.objects.of_client(user, frame.case.client_id)
        .select_related("plan", "case__kind", "case__number__series")
        .prefetch_related(*goal_parts())
        .order_by("due", "pk")
    )
    people = plan_people_of(frame, on=on)
    unknown = {number for goal in goals for number in _numbers(goal)} - set(people)
    people |= {
        number: _face(number, face, signs=False, on=on) for number, face in faces_outside(frame, unknown).items()
    }
    number = shown.pk if shown else 0
    everything = [goal_line(goal, people, frame, on=on) for goal in goals]
    lines = [line for line in everything if line.goal.plan_id == number]
    return PlanPage(
        parts=_parts(line for line in lines if not line.aside),
        aside=[line for line in lines if line.aside],
        aims=_aims(number, people),
        needs=_needs(frame, people, [line.goal for line in lines]) if frame.case.closed_at is None else [],
        people=people,
        others=others_shown(people, frame),
        earlier=[line for line in everything if line.here and line.ended and line.goal.plan_id != number],
        ended=shown.until if shown else None,
    )


def _numbers(goal: Goal) -> set[int]:
    found = {answer.record_id for answer in goal.answers.all()} | {step.record_id for step in goal.steps.all()}
    return {number for number in found | {goal.record_id} if number}


def asker(asked_by: str, words: str) -> str:
    """Who asked for a goal: the word, and in the writer's own words who exactly."""
    if asked_by == AskedBy.OTHER:
        return words
    label = small(str(AskedBy(asked_by).label))
    return f"{label} ({words})" if words else label


def goal_line(goal: Goal, people: Mapping[int, Person], frame: FileFrame, *, on: date) -> GoalLine:
    """One goal; its answers, steps and obstacles have been fetched."""
    latest = {answer.record_id: answer for answer in goal.answers.all()}  # what a kept person said stays out of lines
    signing = [number for number, person in people.items() if person.signs]
    members = [number for number, person in people.items() if person.member]
    asked = deciders(goal.record_id, signing=signing, members=members)
    open_now = goal.state in PURSUED and goal.plan.until is None
    return GoalLine(
        goal=goal,
        about=people[goal.record_id].name if goal.record_id else "",
        asked_by=asker(goal.asked_by, goal.asked_words),
        answers=[
            AnswerLine(one, latest[number]) for number, one in people.items() if number in latest and not one.kept
        ],
        waits_for=[people[number] for number in asked if number not in latest] if open_now else [],
        unheard=_unheard(goal, people, latest) if open_now else [],
        steps=[step_line(step, people, on=on) for step in goal.steps.all()],
        here=goal.case_id == frame.case.pk,
        late=open_now and goal.due < on,
        ended=goal.plan.until is not None,
    )


def _unheard(goal: Goal, people: Mapping[int, Person], latest: Mapping[int, GoalAnswer]) -> list[Person]:
    """Children whom the goal concerns and of whom it is noted neither what they say nor why they were not asked."""
    concerned = [person for person in people.values() if person.child and goal.record_id in {None, person.number}]
    return [person for person in concerned if person.number not in latest]


def step_line(step: Step, people: Mapping[int, Person], *, on: date) -> StepLine:
    """One step; its doer and obstacles have been fetched."""
    doers = (
        ("family", people[step.record_id].name if step.record_id else ""),
        ("service", str(step.user) if step.user else ""),
        ("partner", str(step.institution) if step.institution else ""),
    )
    whose, doer = next(((word, name) for word, name in doers if name), ("family", ""))
    live_obstacles = [obstacle for obstacle in step.obstacles.all() if obstacle.lifted_on is None]
    return StepLine(step, doer, whose, live_obstacles, late=step.state == StepState.TODO and step.due < on)


def _parts(lines: Iterable[GoalLine]) -> list[PartLines]:
    found = list(lines)
    parts = [
        PartLines(code, str(label), [line for line in found if line.goal.part == code])
        for code, label in PlanPart.choices
    ]
    return [part for part in parts if part.goals]


def _aims(plan: int, people: Mapping[int, Person]) -> list[AimLine]:
    known = {aim.record_id: aim for aim in ChildAim.objects.filter(plan=plan)}
    children = sorted((person for person in people.values() if person.child), key=lambda person: -(person.age or 0))
    return [AimLine(person, known.get(person.number)) for person in children if not person.kept]


def _needs(frame: FileFrame, people: Mapping[int, Person], goals: Iterable[Goal]) -> list[NeedLine]:
    """Needs of people who are still there, and that no goal of the client's plan serves."""
    children = {number for number, person in people.items() if person.child}
    facts = [GoalFact(goal.record_id, goal.state) for goal in goals]
    left = needs_without_goal(needs_of(frame.case, children=children), facts, children=children)
    names = column_names(frame.people)
    return [
        NeedLine(people.get(int(column)) if column.isdigit() else None, names.get(column, ""), text)
        for column, text in left.items()
        if column == PARENTS or (column.isdigit() and int(column) in people)
    ]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """The level moved on a day, by somebody."""

    before: int
    after: int
    on: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One of the five levels in the words of the goal."""

    level: int
    text: str
    now: bool
    start: bool


@dataclass(frozen=True, slots=True)
class GoalPage:
    """All that the page of one goal shows."""

    line: GoalLine
    levels: list[LevelLine]
    said: list[AnswerLine]
    history: list[HistoryLine]
    others: list[int]


def goal_page(goal: Goal, frame: FileFrame, *, on: date) -> GoalPage:
    """One goal with every answer ever given and every move of its level."""
    full = Goal.objects.select_related("plan").prefetch_related(*goal_parts()).get(pk=goal.pk)
    people = plan_people_of(frame, on=on)
    unknown = _numbers(full) - set(people)
    people |= {
        number: _face(number, face, signs=False, on=on) for number, face in faces_outside(frame, unknown).items()
    }
    return GoalPage(
        line=goal_line(full, people, frame, on=on),
        levels=[
            LevelLine(level, str(full.levels.get(str(level), "")), level == full.level, level == full.start_level)
            for level in (-2, -1, 0, 1, 2)
        ],
        said=[
            AnswerLine(person, answer)
            for answer in reversed(full.answers.all())
            if not (person := people[answer.record_id]).kept
        ],
        history=_history(full),
        others=others_shown(people, frame),
    )


def _history(goal: Goal) -> list[HistoryLine]:
    revisions = Revision.objects.filter(about=Goal._meta.label_lower, about_no=goal.pk).select_related("by")
    rows = {row.version: row for row in revisions}
    changes = level_changes(goal.level, ((row.version, row.before) for row in rows.values()))
    return [
        HistoryLine(change.before, change.after, rows[change.version].at, str(rows[change.version].by))
        for change in changes
    ]
