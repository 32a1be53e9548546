"""What an entry can be about: who may be present, whose step it can be, for which goal, who can be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.cases.enums import GoalState, StepState
from saikne.cases.models import Goal, Statement, Step
from saikne.cases.queries.frame import FileFrame, faces_outside
from saikne.cases.queries.journal import file_readers
from saikne.cases.queries.plan_doers import Choice, partners_of, workers_of

OPEN_GOALS = (GoalState.PROPOSED, GoalState.IN_PROGRESS)
LATEST = 3
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class EntryChoices:
    """Everything that the form of an entry lets one choose, by number and name."""

    people: tuple[tuple[int, str], ...]
    present: tuple[tuple[int, str], ...]
    workers: tuple[Choice, ...]
    institutions: tuple[Choice, ...]
    goals: tuple[tuple[int, str], ...]
    readers: tuple[tuple[int, str], ...]

    @property
    def audience(self) -> int:
        """How many colleagues read the journal, the writer too."""
        return len(self.readers) + 1


def entry_choices(frame: FileFrame, user: User) -> EntryChoices:
    """Four queries: readers, workers, institutions, open goals."""
    readers = list(file_readers(frame.case.pk).exclude(pk=user.pk))
    return EntryChoices(
        people=tuple((member.record_no, member.name) for member in frame.people),
        present=given_names(frame),
        workers=tuple(workers_of(frame, user)),
        institutions=tuple(partners_of(frame)),
        goals=tuple(
            Goal.objects.visible_to(user, case=frame.case.pk)
            .filter(case=frame.case.pk, state__in=OPEN_GOALS)
            .order_by("due", "pk")
            .values_list("pk", "title")
        ),
        readers=tuple((reader.pk, str(reader)) for reader in readers),
    )


def given_names(frame: FileFrame) -> tuple[tuple[int, str], ...]:
    """At home one is called by one's given name; two of one name are told apart by surname."""
    given = [member.face.given_name for member in frame.people]
    return tuple(
        (member.record_no, member.name if not name or given.count(name) > 1 else name)
        for member, name in zip(frame.people, given, strict=True)
    )


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step still to be done: what, who, until when, and its goal."""

    goal: int
    text: str
    who: str
    due: date


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside the form, so that nobody is asked twice."""

    statements: list[Statement]
    more: int
    steps: list[OpenStep]


def known_of(frame: FileFrame, user: User) -> Known:
    """The latest statements and the open steps of a file; three queries."""
    statements = Statement.objects.visible_to(user, case=frame.case.pk).filter(case=frame.case.pk, withdraws=False)
    standing_now = statements.standing()
    return Known(
        statements=list(standing_now.select_related("noted_by").order_by("-said_on", "-pk")[:LATEST]),
        more=standing_now.count(),
        steps=open_steps(frame, user)[:MOST_STEPS],
    )


def open_steps(frame: FileFrame, user: User) -> list[OpenStep]:
    """Steps of the file that are still to be done, what is due first at the top; one query, one more for who left."""
    steps = (
        Step.objects.visible_to(user, case=frame.case.pk)
        .filter(goal__case=frame.case.pk, state=StepState.TODO)
        .select_related("user", "institution")
        .order_by("due", "pk")
    )
    rows = list(steps)
    names = frame.names()
    outside = faces_outside(frame, {step.record_id for step in rows if step.record_id} - set(names))
    names |= {number: face.name for number, face in outside.items()}
    return [OpenStep(step.goal_id, step.text, _who(step, names), step.due) for step in rows]


def _who(step: Step, names: Mapping[int, str]) -> str:
    if step.user:
        return step.user.short_name
    if step.record_id:
        return names.get(step.record_id, "")
    return str(step.institution or "")
