"""The evaluation, the close, and the family asked afterwards how it fares."""

from datetime import timedelta
from functools import partial

from saikne.cases.actions.results import ChildLine, Judged, add_evaluation
from saikne.cases.actions.results_closing import close_case, note_follow_up
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import ClosingReason, Level, Outcome, Satisfaction, Stage
from saikne.cases.models import FollowUp
from saikne.cases.queries.talk_stages import pursued_goals
from saikne.core import clock
from saikne.web.demo.agreeing import end_agreement
from saikne.web.demo.family import Family

LINES = {
    Outcome.BETTER: ("Bērnam klājas labāk nekā pirms gada", "Mājās mierīgāk, skolā mazāk grūtību"),
    Outcome.SAME: ("Bez lielām pārmaiņām, atbalsts skolā turpinās",),
    Outcome.UNKNOWN: ("Vēl pāragri spriest, jautāsim pēc sešiem mēnešiem",),
}
SUMMARY = "Sasniegti mērķi: {reached} no {count}. Ģimene zina, kam zvanīt, ja atkal kļūst grūti."
ENDED = "Mērķi sasniegti, lieta tiek slēgta"


def plan_ending(family: Family) -> None:
    """Evaluation and close of those files that have come so far."""
    course, diary = family.course, family.diary
    if course.evaluating is None or course.evaluated is None:
        return
    diary.on(course.evaluating, lambda: move_stage(case=family.case, to=Stage.EVALUATION, by=family.lead))
    diary.on(course.evaluated, partial(_evaluate, family))
    if course.closed:
        diary.on(course.closed, partial(_close, family))


def _evaluate(family: Family) -> None:
    today, says = clock.today(), family.told.texts["evaluations"]["client_says"]
    mood = family.random.choices(tuple(Satisfaction.values), (38, 40, 10, 4, 8))[0]
    goals = {goal.pk: _level(family, goal.level) for goal in pursued_goals(family.case)}
    judged = Judged(
        on=today,
        summary=_summary(goals),
        client_view=family.pick(says[mood]),
        client_not_asked_because="",
        satisfaction=mood,
        levels=goals,
        children={number: _line(family) for _place, number in family.children(today)},
    )
    add_evaluation(case=family.case, judged=judged, voices=family.voices(today), by=family.lead)


def _summary(goals: dict[int, int]) -> str:
    reached = sum(level >= Level.EXPECTED for level in goals.values())
    return SUMMARY.format(reached=reached, count=len(goals))


def _level(family: Family, level: int) -> int:
    """Where work has come to its end most goals are attained."""
    least = Level.EXPECTED if family.chance(0.85) else Level.LESS
    return min(max(level, least) + family.random.choice((0, 0, 1)), 2)


def _line(family: Family) -> ChildLine:
    outcome = family.random.choices((Outcome.BETTER, Outcome.SAME, Outcome.UNKNOWN), (75, 20, 5))[0]
    return ChildLine(str(outcome), family.pick(LINES[outcome]))


def _close(family: Family) -> None:
    reason = family.random.choices(
        (ClosingReason.GOALS_REACHED, ClosingReason.CLIENT_WISH, ClosingReason.MOVED), (80, 13, 7)
    )[0]
    end_agreement(family, ENDED)
    words = family.told.texts["evaluations"]["closing_reason_notes"][str(reason)]
    close_case(case=family.case, reason=reason, words=words, by=family.lead)
    for row in FollowUp.objects.filter(case=family.case).order_by("months"):
        lately = row.due > family.diary.today - timedelta(days=40)
        if not (lately and family.chance(0.4)):
            day = row.due + timedelta(days=family.random.randrange(8))
            family.diary.on(day, partial(_follow_up, family, row))


def _follow_up(family: Family, row: FollowUp) -> None:
    found = dict(zip((6, 12, 24), family.told.texts["follow_ups"], strict=False))[row.months]
    outcome = Outcome.BETTER if family.chance(0.75) else Outcome.SAME
    note_follow_up(follow_up=row, found=found, outcome=outcome, done_on=clock.today(), by=family.lead)
