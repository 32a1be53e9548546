"""What the pages of assessments and stages draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from saikne.accounts.models import User
from saikne.cases.enums import AssessmentState, Stage, Topic
from saikne.cases.models import Assessment, Statement
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.results import Heard, named
from saikne.cases.queries.talk import LINES
from saikne.cases.queries.talk_assessment import (
    DECISION,
    column_names,
    columns_of,
    is_intact,
    latest_signed,
    rests_on,
    voices_of,
)
from saikne.cases.queries.talk_names import names_with
from saikne.cases.queries.talk_stages import stage_history
from saikne.cases.rules.talk_assessment import PARENTS
from saikne.cases.rules.talk_stages import WALK
from saikne.core import clock
from saikne.ui import words


@dataclass(frozen=True, slots=True)
class NeedColumn:
    """What one child, or the parents together, need; `who` is empty for the parents."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A statement under an assessment, as it was worded, with the line it is drawn with."""

    statement: Statement
    about: str
    line: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment, ready to be drawn."""

    row: Assessment
    needs: list[NeedColumn]
    rests_on: list[RestsOn]
    heard: list[Heard]
    intact: bool
    waits: bool
    others: tuple[int, ...]


def assessment_page(frame: FileFrame, row: Assessment, user: User) -> AssessmentPage:
    """Everything that stands in an assessment, with names; a constant number of queries."""
    statements = rests_on(row)
    voices = voices_of(DECISION, [row.pk]).get(row.pk, [])
    columns = _columns(frame, row)
    children = [int(column) for column in columns if column != PARENTS]
    people = {*children, *(one.record_id for one in voices), *(one.about_id for one in statements if one.about_id)}
    names, others = names_with(frame, people, user)
    over = {str(number): name for number, name in names.items()} | column_names(frame.people)
    signed = row.state != AssessmentState.DRAFT
    waits = row.state == AssessmentState.SIGNED and frame.case.municipality.approves_assessments
    return AssessmentPage(
        row=row,
        needs=[NeedColumn(over.get(column, ""), row.needs.get(column, "")) for column in columns],
        rests_on=[RestsOn(one, names.get(one.about_id or 0, ""), LINES[one.kind]) for one in statements],
        heard=named(voices, names),
        intact=not signed or is_intact(row),
        waits=waits and latest_signed(frame.case) == row,
        others=others,
    )


def _columns(frame: FileFrame, row: Assessment) -> list[str]:
    """In a draft a column for everybody of today; in what is signed, those that were signed."""
    today = columns_of(frame.people)
    if row.state == AssessmentState.DRAFT:
        return list(dict.fromkeys([*today, *row.needs]))
    return sorted(row.needs, key=lambda column: (column != PARENTS, today.index(column) if column in today else 99))


def prefilled(frame: FileFrame, statements: Iterable[Statement]) -> dict[str, Any]:
    """A new assessment opens with the last one's text, else with the strengths and needs that have been told.

    After one that the head has returned, its whole text is there to be corrected.
    """
    rows, last = list(statements), latest_signed(frame.case)
    told = {"strengths": _lines(row for row in rows if row.topic == Topic.STRENGTH)}
    children = {str(member.record_no) for member in frame.people if member.child}
    for column in columns_of(frame.people):
        told[f"needs_{column}"] = _lines(
            row for row in rows if row.topic == Topic.NEED and _column(row, children) == column
        )
    if last:
        earlier = {"strengths": last.strengths, **{f"needs_{column}": text for column, text in last.needs.items()}}
        told |= {name: text for name, text in earlier.items() if text}
    if last and last.state == AssessmentState.RETURNED:
        rested = [row.pk for row in rows if row.pk in last.statements]
        return {**told, "conclusion": last.conclusion, "risk": last.risk, "statements": rested}
    return {**told, "statements": [row.pk for row in rows]}


def _column(row: Statement, children: set[str]) -> str:
    return str(row.about_id) if str(row.about_id) in children else PARENTS


def _lines(rows: Iterable[Statement]) -> str:
    return "\n".join(row.text for row in rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the stage strip."""

    label: str
    detail: str
    state: str


def stage_cells(frame: FileFrame) -> list[Cell]:
    """The stages of the ordinary walk, those passed with the day on which they began."""
    if not frame.case.kind.staged:
        return []
    began = {row.stage: row.since for row in stage_history(frame.case)}
    place = WALK.index(frame.stage) if frame.stage in WALK else 0
    cells = []
    for number, stage in enumerate(WALK):
        passed = number <= place and stage in began
        day = words.day(clock.local_date(began[stage])) if passed else ""
        cells.append(Cell(str(Stage(stage).label), day, "now" if number == place else "done" if passed else ""))
    return cells
