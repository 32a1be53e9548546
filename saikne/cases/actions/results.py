"""Reviews on time and the evaluation: goal by goal, child by child, in the client's own view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.plan import answered_state
from saikne.cases.actions.talk_stages import hold_whole
from saikne.cases.actions.talk_voices import of_everyone, voice_problems, write_voices
from saikne.cases.enums import GoalState, Stage
from saikne.cases.models import Case, ChildOutcome, Client, Evaluation, Goal, GoalAttainment, Review, StagePeriod
from saikne.cases.queries.frame import people_of
from saikne.cases.queries.talk_stages import pursued_goals
from saikne.cases.rules.plan import may_be_reached
from saikne.cases.rules.talk_voices import Voice
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal
from saikne.core.periods import live

REVIEW, EVALUATION = "review", "evaluation"


@act
def add_review(*, case: Case, on: date, found: str, next_due: date, voices: Iterable[Voice], by: User) -> Review:
    """The plan was looked at together: what was found, who took part, when the next review is due."""
    _client, held, _records = hold_whole(case)
    _refuse_if_closed(held)
    heard = of_everyone(voices, people_of(held, on=clock.today()))
    problems = _day_problem(held, on) | voice_problems(heard)
    if not found.strip():
        problems["found"] = _("Write what was found.")
    if next_due <= on:
        problems["next_due"] = _("The next review is after this one.")
    if problems:
        raise Refusal(**problems)
    moment = clock.now()
    review = Review.objects.create(
        case=held, on=on, was_due=held.review_due, found=found.strip(), next_due=next_due, by=by, noted_at=moment
    )
    if not Review.objects.filter(case=held, on__gt=on).exists():  # a review noted late moves no later one's date
        Case.objects.filter(pk=held.pk).update(review_due=next_due)
    write_voices(held, decision=REVIEW, decision_no=review.pk, voices=heard, on=on, by=by)
    note(act="cases.review", about="cases.review", about_no=review.pk, by=by, at=moment, case=held.pk)
    return review


def _refuse_if_closed(held: Case) -> None:
    if held.closed_at:
        raise Refusal(_("The file is closed. Reopen it before you change anything in it."))


def _day_problem(case: Case, on: date) -> dict[str, str]:
    if on > clock.today():
        return {"on": _("The date cannot be in the future.")}
    if on < clock.local_date(case.opened_at):
        return {"on": _("The date is before the file was opened.")}
    return {}


@dataclass(frozen=True, slots=True)
class ChildLine:
    """How a child fares, in a word and in a line."""

    outcome: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An evaluation in words: attainment by goal number, outcome by record number, the client's own view."""

    on: date
    summary: str
    client_view: str
    client_not_asked_because: str
    satisfaction: str
    levels: Mapping[int, int]
    children: Mapping[int, ChildLine]


@act
def add_evaluation(*, case: Case, judged: Judged, voices: Iterable[Voice], by: User) -> Evaluation:
    """What the work led to; each goal gets its level, each child a line of its own."""
    client, held, _records = hold_whole(case)
    _refuse_if_closed(held)
    heard = of_everyone(voices, people_of(held, on=clock.today()))
    goals = list(pursued_goals(held).select_for_update(no_key=True, of=("self",)))
    children = [voice for voice in heard if voice.child]
    problems = _evaluation_problems(held, judged, goals, children) | voice_problems(heard)
    reasons = _stage_reasons(held)
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    moment = clock.now()
    evaluation = _write(held, judged, goals, children, by, moment)
    write_voices(held, decision=EVALUATION, decision_no=evaluation.pk, voices=heard, on=judged.on, by=by)
    _bring_goals_up(goals, judged.levels, client, by)
    note(act="cases.evaluate", about="cases.evaluation", about_no=evaluation.pk, by=by, at=moment, case=held.pk)
    return evaluation


def _stage_reasons(case: Case) -> list[str]:
    if not case.kind.staged or StagePeriod.objects.filter(live(), case=case, stage=Stage.EVALUATION).exists():
        return []
    return [_("The file is not in the evaluation stage. Move it there first.")]


def _evaluation_problems(case: Case, judged: Judged, goals: list[Goal], children: list[Voice]) -> dict[str, str]:
    problems = _day_problem(case, judged.on)
    if not judged.summary.strip():
        problems["summary"] = _("Write in short what the work led to.")
    if not judged.client_view.strip() and not judged.client_not_asked_because.strip():
        problems["client_view"] = _("Write how the client sees it, or why she was not asked.")
    if judged.client_view.strip() and not judged.satisfaction:
        problems["satisfaction"] = _("Mark how satisfied the client is; “hard to say” is an answer too.")
    return problems | _line_problems(judged, goals, children)


def _line_problems(judged: Judged, goals: list[Goal], children: list[Voice]) -> dict[str, str]:
    """What is missing goal by goal and child by child."""
    problems = {}
    for goal in goals:
        if goal.pk not in judged.levels:
            problems[f"level_{goal.pk}"] = _("Choose how far this goal was attained.")
    for child in children:
        line = judged.children.get(child.record_no, ChildLine())
        if not line.outcome:
            problems[f"outcome_{child.record_no}"] = _("Choose the outcome for this child.")
        if not line.line.strip():
            problems[f"line_{child.record_no}"] = _("Write one line about this child.")
    return problems


def _write(case: Case, judged: Judged, goals: list[Goal], children: list[Voice], by: User, at: datetime) -> Evaluation:
    view = judged.client_view.strip()
    evaluation = Evaluation.objects.create(
        case=case,
        on=judged.on,
        summary=judged.summary.strip(),
        client_view=view,
        client_not_asked_because="" if view else judged.client_not_asked_because.strip(),
        satisfaction=judged.satisfaction if view else "",
        by=by,
        noted_at=at,
    )
    GoalAttainment.objects.bulk_create(
        GoalAttainment(evaluation=evaluation, goal=goal, level=judged.levels[goal.pk]) for goal in goals
    )
    ChildOutcome.objects.bulk_create(
        _outcome(evaluation, child, judged.children[child.record_no]) for child in children
    )
    return evaluation


def _outcome(evaluation: Evaluation, child: Voice, line: ChildLine) -> ChildOutcome:
    return ChildOutcome(
        evaluation=evaluation,
        record_id=child.record_no,
        outcome=line.outcome,
        line=line.line.strip(),
        said=child.said.strip() if child.took_part else "",
        why_not_asked="" if child.took_part else child.why_not_asked.strip(),
    )


def _bring_goals_up(goals: list[Goal], levels: Mapping[int, int], client: Client, by: User) -> None:
    """The plan shows the levels of the evaluation: what was worked on and attained is reached, what slid back waits."""
    for goal in goals:
        level, state = levels[goal.pk], goal.state
        if may_be_reached(level) and state == GoalState.IN_PROGRESS:
            state = GoalState.REACHED
        elif state == GoalState.REACHED and not may_be_reached(level):
            state = answered_state(goal, client, GoalState.PROPOSED)
        save_fields(goal, base=goal.version, fields={"level": level, "state": state}, by=by, act="cases.goal_level")
