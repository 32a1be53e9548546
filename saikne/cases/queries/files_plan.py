"""The plan on the first page of a file: goals with their open steps in one query, the answers in another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from saikne.cases.enums import Answer, AskedBy, GoalState, ObstacleKind, StepState
from saikne.cases.models import Case, Goal, GoalAnswer, Obstacle, Plan
from saikne.cases.queries.files_page import own_order
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan import asker
from saikne.core.prepared import prepared
from saikne.ui.words import day, short_name

STATE_COLOURS = {
    GoalState.PROPOSED: "yellow",
    GoalState.IN_PROGRESS: "blue",
    GoalState.REACHED: "green",
    GoalState.SET_ASIDE: "grey",
}
SHOWN_GOALS = 4
SHOWN_STEPS = 2
OPEN_FIRST = [GoalState.IN_PROGRESS.value, GoalState.PROPOSED.value, GoalState.REACHED.value]
FAMILY, SERVICE, PARTNERS = "family", "service", "partners"


@dataclass(slots=True)
class GoalLine:
    """A goal in one row: title, whose wish, what each says of it, level, state, term."""

    pk: int
    title: str
    wish: str
    state: str
    level: int
    start: int
    due: date
    about: str = ""
    answers: str = ""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(GoalState(self.state).label)

    @property
    def colour(self) -> str:
        """Colour means state."""
        return STATE_COLOURS[GoalState(self.state)]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in one row: what, who, until when, what hinders it."""

    pk: int
    text: str
    doer: str
    due: date
    obstacle: str


@dataclass(frozen=True, slots=True)
class StepColumn:
    """Steps of one side: the family, the service, the partners."""

    title: str
    steps: list[StepLine]
    more: int


@dataclass(slots=True)
class PlanBrief:
    """What the first page shows of the plan; `family`: the file is about a household."""

    family: bool = True
    goals: list[GoalLine] = field(default_factory=list)
    steps: dict[str, list[StepLine]] = field(default_factory=lambda: {FAMILY: [], SERVICE: [], PARTNERS: []})

    @property
    def shown(self) -> list[GoalLine]:
        """The goals for which there is room."""
        return self.goals[:SHOWN_GOALS]

    @property
    def more_goals(self) -> int:
        """How many goals stand only in the plan."""
        return max(len(self.goals) - SHOWN_GOALS, 0)

    @property
    def open_steps(self) -> int:
        """How many steps are still to be done."""
        return sum(len(steps) for steps in self.steps.values())

    @property
    def columns(self) -> list[StepColumn]:
        """Three columns, each with what is due first."""
        titles = {
            FAMILY: _("What the family does") if self.family else _("What the client does"),
            SERVICE: _("What the service does"),
            PARTNERS: _("What partners do"),
        }
        return [
            StepColumn(titles[side], steps[:SHOWN_STEPS], max(len(steps) - SHOWN_STEPS, 0))
            for side, steps in self.steps.items()
        ]


def plan_brief(frame: FileFrame) -> PlanBrief:
    """Goals and open steps of a file; two queries. Whoever may not read the case work gets nothing."""
    brief, goals = PlanBrief(family=frame.case.household_id is not None), dict[int, GoalLine]()
    if not frame.reads:
        return brief
    names = {member.record_no: member.face.given_name or member.name for member in frame.people}
    speaking = {number: names[number] for number in frame.open_names()}
    for row in _goal_rows(frame.case):
        goals.setdefault(row["pk"], _goal(row, names))
        if row["step"]:
            side, step = _step(row, names)
            brief.steps[side].append(step)
    for number, said in _answers(frame.case.pk, speaking).items():
        if number in goals:
            goals[number].answers = said
    brief.goals = list(goals.values())
    for steps in brief.steps.values():
        steps.sort(key=lambda step: (step.due, step.pk))
    return brief


def _goal_rows(case: Case) -> QuerySet[Goal, dict[str, Any]]:
    """One row for each goal of the plan and open step of it; the goal alone where it has none."""
    return _goals(case=case.pk, client=case.client_id, closed=case.closed_at is not None)


@prepared
def _goals(*, case: int, client: int, closed: bool) -> QuerySet[Goal, dict[str, Any]]:
    plans = Plan.objects.of_file(case=case, client=client, closed=closed)
    hindered = Obstacle.objects.filter(step=OuterRef("todo__pk"), lifted_on__isnull=True).order_by("-on", "-pk")
    rows = (
        Goal.objects.filter(case=case, plan__in=plans)
        .exclude(state=GoalState.SET_ASIDE)
        .annotate(
            todo=FilteredRelation("steps", condition=Q(steps__state=StepState.TODO)),
            rank=own_order("state", OPEN_FIRST),
        )
        .annotate(
            step=F("todo__pk"),
            step_text=F("todo__text"),
            step_due=F("todo__due"),
            step_record=F("todo__record_id"),
            step_first=F("todo__user__first_name"),
            step_last=F("todo__user__last_name"),
            step_user=F("todo__user_id"),
            step_institution=F("todo__institution__name"),
            obstacle=Subquery(hindered.values("kind")[:1]),
            obstacle_what=Subquery(hindered.values("what")[:1]),
        )
        .order_by("rank", "due", "pk")
    )
    return _plain(rows)


def _plain(rows: QuerySet[Goal]) -> QuerySet[Goal, dict[str, Any]]:
    columns = ("pk", "title", "asked_by", "asked_words", "state", "level", "start_level", "due", "record_id")
    steps = ("step", "step_text", "step_due", "step_record", "step_first", "step_last", "step_user")
    found: QuerySet[Goal, dict[str, Any]] = rows.values(
        *columns, *steps, "step_institution", "obstacle", "obstacle_what"
    )
    return found


def _goal(row: dict[str, Any], names: Mapping[int, str]) -> GoalLine:
    proposed = row["asked_by"] in (AskedBy.WORKER, AskedBy.PARTNER)
    who = asker(row["asked_by"], row["asked_words"])
    return GoalLine(
        pk=row["pk"],
        title=row["title"],
        wish=(_("Proposed by: %(who)s") if proposed else _("Wished by: %(who)s")) % {"who": who},
        state=row["state"],
        level=row["level"],
        start=row["start_level"],
        due=row["due"],
        about=names.get(row["record_id"] or 0, ""),
    )


def _step(row: dict[str, Any], names: Mapping[int, str]) -> tuple[str, StepLine]:
    side, doer = PARTNERS, row["step_institution"] or ""
    if row["step_record"]:
        side, doer = FAMILY, names.get(row["step_record"], "")
    elif row["step_user"]:
        side, doer = SERVICE, short_name(f"{row['step_first']} {row['step_last']}")
    return side, StepLine(row["step"], row["step_text"], doer, row["step_due"], _obstacle(row))


def _obstacle(row: dict[str, Any]) -> str:
    if not row["obstacle"]:
        return ""
    return str(row["obstacle_what"] or ObstacleKind(row["obstacle"]).label)


def _answers(case_no: int, names: Mapping[int, str]) -> dict[int, str]:
    """The latest word of each person on each goal, put together by answer; one query."""
    latest: dict[int, dict[int, tuple[str, date]]] = {}
    for goal, record, answer, on in _answered(case=case_no):
        latest.setdefault(goal, {})[record] = (answer, on)
    return {goal: _said(by_person, names) for goal, by_person in latest.items()}


@prepared
def _answered(*, case: int) -> QuerySet[GoalAnswer, Any]:
    rows = GoalAnswer.objects.filter(goal__case=case).order_by("goal_id", "on", "noted_at", "pk")
    return rows.values_list("goal_id", "record_id", "answer", "on")


def _said(by_person: Mapping[int, tuple[str, date]], names: Mapping[int, str]) -> str:
    groups: dict[str, list[str]] = {}
    for record, (answer, _on) in by_person.items():
        if record in names:
            groups.setdefault(answer, []).append(names[record])
    parts = [f"{word.label}: {', '.join(groups[word])}" for word in Answer if word in groups]
    if not parts:
        return ""
    return f"{'; '.join(parts)} ({day(max(on for _word, on in by_person.values()))})"
