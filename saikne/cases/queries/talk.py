"""What has been told once: statements by topic with what they superseded, problems, needs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from saikne.accounts.models import User
from saikne.cases.enums import AssessmentState, StatementKind, Topic
from saikne.cases.models import Assessment, Case, Problem, Statement
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk_assessment import latest_signed
from saikne.cases.queries.talk_names import names_with
from saikne.cases.rules.plan import needs_told

WHOLE_FAMILY = 0
LINES: Mapping[str, str] = {
    StatementKind.FACT: "fact",
    StatementKind.OPINION: "opinion",
    StatementKind.OWN_WORDS: "own",
}


@dataclass(slots=True)
class Line:
    """A statement with the name of whom it is about, the line it is drawn with, and what it superseded."""

    statement: Statement
    about: str
    line: str
    before: list["Line"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TopicLines:
    """What holds today on one topic."""

    topic: str
    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Told:
    """All that was told of a file: what holds by topic, what no longer holds, how much is about whom."""

    topics: list[TopicLines]
    ended: list[Line]
    counts: Mapping[int, int]
    others: tuple[int, ...]

    @property
    def holds(self) -> int:
        """How many statements hold today."""
        return sum(len(topic.lines) for topic in self.topics)


def told(user: User, frame: FileFrame, *, about: int | None = None) -> Told:
    """What this user may read of what was told; `about` keeps one person, or the whole family (0)."""
    rows = list(
        Statement.objects.visible_to(user, case=frame.case.pk)
        .filter(case=frame.case.pk)
        .select_related("noted_by")
        .order_by("-said_on", "-pk")
    )
    names, others = names_with(frame, {row.about_id for row in rows if row.about_id}, user)
    by_number = {row.pk: row for row in rows}
    superseded = {row.supersedes_id for row in rows}
    heads = [_chain(row, by_number, names) for row in rows if row.pk not in superseded]
    kept = [line for line in heads if about is None or (line.statement.about_id or WHOLE_FAMILY) == about]
    standing = [line for line in kept if not line.statement.withdraws]
    return Told(
        topics=[
            TopicLines(topic.value, str(topic.label), [line for line in standing if line.statement.topic == topic])
            for topic in Topic
        ],
        ended=[line for line in kept if line.statement.withdraws],
        counts=_counts(line.statement for line in heads if not line.statement.withdraws),
        others=others,
    )


def _chain(row: Statement, by_number: Mapping[int, Statement], names: Mapping[int, str]) -> Line:
    line = _line(row, names)
    earlier = by_number.get(row.supersedes_id or 0)
    while earlier is not None:
        line.before.append(_line(earlier, names))
        earlier = by_number.get(earlier.supersedes_id or 0)
    return line


def _line(row: Statement, names: Mapping[int, str]) -> Line:
    return Line(row, names.get(row.about_id or 0, ""), LINES[row.kind])


def _counts(rows: Iterable[Statement]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for row in rows:
        number = row.about_id or WHOLE_FAMILY
        counts[number] = counts.get(number, 0) + 1
    return counts


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem with the name of its holder; `other` is her record if she is named though outside the file."""

    problem: Problem
    holder: str
    other: int | None = None


def problems_of(user: User, frame: FileFrame) -> tuple[list[ProblemLine], list[ProblemLine]]:
    """Problems of today, the heaviest and longest first, and those that have ended."""
    rows = list(Problem.objects.visible_to(user, case=frame.case.pk).filter(case=frame.case.pk))
    names, others = names_with(frame, {row.record_id for row in rows if row.record_id}, user)
    weight = {"heavy": 0, "medium": 1, "light": 2}
    lines = [
        ProblemLine(row, names.get(row.record_id or 0, ""), row.record_id if row.record_id in others else None)
        for row in rows
    ]
    today = [line for line in lines if line.problem.until is None]
    ended = [line for line in lines if line.problem.until is not None]
    today.sort(key=lambda line: (weight[line.problem.severity], line.problem.since, line.problem.pk))
    ended.sort(key=lambda line: (line.problem.until or date.max, line.problem.pk), reverse=True)
    return today, ended


def standing_statements(case: Case) -> list[Statement]:
    """What holds today, strengths first; for choosing what an assessment rests on."""
    order = {topic: place for place, topic in enumerate(Topic.values)}
    rows = Statement.objects.standing().filter(case=case)
    return sorted(rows, key=lambda row: (order[row.topic], row.said_on, row.pk))


def needs_of(case: Case, *, children: Collection[int]) -> dict[str, str]:
    """Needs of the latest assessment, and of standing statements where it says nothing: by column, in three queries."""
    drafts = Assessment.objects.filter(case=case, state=AssessmentState.DRAFT)
    assessed = latest_signed(case) or drafts.first()
    told = Statement.objects.standing().filter(case=case, topic=Topic.NEED).order_by("said_on", "pk")
    return needs_told(assessed.needs if assessed else {}, told.values_list("about_id", "text"), children=children)
