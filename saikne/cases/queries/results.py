"""What came of the work: reviews, evaluations goal by goal and child by child, follow-ups. Constant queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saikne.cases.models import (
    Case,
    ChildAim,
    ChildOutcome,
    Evaluation,
    FollowUp,
    GoalAttainment,
    Participation,
    Review,
)
from saikne.cases.queries.frame import FileFrame, faces_outside
from saikne.cases.queries.talk_assessment import voices_of
from saikne.cases.queries.talk_stages import live_plan


@dataclass(frozen=True, slots=True)
class Heard:
    """Who took part in a decision, by name."""

    name: str
    row: Participation


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review with whoever took part in it."""

    review: Review
    heard: list[Heard]


@dataclass(frozen=True, slots=True)
class ChildResult:
    """The outcome for one child, by name."""

    name: str
    outcome: ChildOutcome


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """An evaluation with its goals and children."""

    evaluation: Evaluation
    goals: list[GoalAttainment]
    children: list[ChildResult]
    heard: list[Heard]


@dataclass(frozen=True, slots=True)
class Results:
    """All results of a file, the latest first; follow-ups by their day."""

    reviews: list[ReviewLine]
    evaluations: list[EvaluationLine]
    follow_ups: list[FollowUp]
    people: frozenset[int]


def results_of(frame: FileFrame) -> Results:
    """Everything on the results page; the caller has checked that the whole file is open to the user."""
    case = frame.case
    reviews = list(Review.objects.filter(case=case).select_related("by").order_by("-on", "-pk"))
    evaluations = list(
        Evaluation.objects.filter(case=case)
        .select_related("by")
        .prefetch_related("attainments__goal", "child_outcomes")
        .order_by("-on", "-pk")
    )
    reviewed = voices_of("review", [row.pk for row in reviews])
    evaluated = voices_of("evaluation", [row.pk for row in evaluations])
    children = [line.record_id for row in evaluations for line in row.child_outcomes.all()]
    people = frozenset({*_records(reviewed), *_records(evaluated), *children})
    names = names_of(frame, people)
    return Results(
        reviews=[ReviewLine(row, named(reviewed.get(row.pk, []), names)) for row in reviews],
        evaluations=[_evaluation(row, evaluated.get(row.pk, []), names) for row in evaluations],
        follow_ups=list(FollowUp.objects.filter(case=case).select_related("owner").order_by("due", "pk")),
        people=people.intersection(names),
    )


def aims_of(case: Case) -> dict[int, str]:
    """What the plan of today aims at for each child; one query."""
    return dict(ChildAim.objects.filter(live_plan(case)).values_list("record_id", "aim"))


def _evaluation(row: Evaluation, voices: list[Participation], names: Mapping[int, str]) -> EvaluationLine:
    lines = sorted(row.child_outcomes.all(), key=lambda line: line.pk)
    return EvaluationLine(
        evaluation=row,
        goals=sorted(row.attainments.all(), key=lambda one: one.pk),
        children=[ChildResult(names[line.record_id], line) for line in lines if line.record_id in names],
        heard=named(voices, names),
    )


def _records(found: Mapping[int, list[Participation]]) -> list[int]:
    return [row.record_id for rows in found.values() for row in rows]


def names_of(frame: FileFrame, records: Iterable[int]) -> dict[int, str]:
    """Names of the people of a file, and of those who have left it, which asks one more query.

    Whoever is kept to named persons is left out: what she said and what became of her are not told either.
    """
    here = {member.record_no: member.name for member in frame.people if not member.kept}
    gone = faces_outside(frame, set(records) - set(frame.names()))
    return here | {number: face.name for number, face in gone.items() if not getattr(face, "kept", False)}


def named(rows: list[Participation], names: Mapping[int, str]) -> list[Heard]:
    """Rows of participation with the names of the people, as far as they are told."""
    return [Heard(names[row.record_id], row) for row in rows if row.record_id in names]
