"""What was told, on the first page of a file: strengths, difficulties, facts, the latest of the journal."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import EntryKind, Notebook, ProblemKind, Severity, StatementKind, Topic
from saikne.cases.models import JournalEntry, Problem, Statement
from saikne.cases.queries.frame import FileFrame
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.ui.words import short_name

SHOWN_ENTRIES = 2
SHOWN_LINES = 5
SHOWN_FACTS = 20
SHOWN_SIGNS = 170
LONG_MONTHS = 12
STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class Line:
    """A strength or a difficulty in one line."""

    text: str
    about: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Strengths before difficulties."""

    strengths: list[Line]
    difficulties: list[Line]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with whom it is about, its source and its day."""

    text: str
    about: str
    source: str
    said_on: date


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A journal entry in short."""

    pk: int
    on: date
    at_time: time | None
    minutes: int
    kind: str
    by: str
    text: str


def told(frame: FileFrame, *, on: date) -> Told:
    """What gives strength and what is hard now, in one query; nothing for whoever may not read the case work.

    An ended problem has left this page; what is about a person kept from this user is not told.
    """
    if not frame.reads:
        return Told([], [])
    rows = _told(user_id=frame.reader.pk, case=frame.case.pk, on=on, at=clock.now())
    return _sorted_out(list(rows), frame)


@prepared
def _told(*, user_id: int, case: int, on: date, at: datetime) -> QuerySet[Statement, Any]:
    columns = ("what_kind", "text_", "about_no", "severity_", "on_")
    strengths = (
        Statement.objects.standing()
        .not_kept_at(user_id, at, about="record", by="about")
        .filter(case=case, topic=Topic.STRENGTH, withdraws=False)
        .annotate(
            what_kind=Value(STRENGTH, output_field=CharField()),
            text_=Cast("text", CharField()),
            about_no=F("about_id"),
            severity_=Value("", output_field=CharField()),
            on_=Cast("said_on", DateField()),
        )
        .values_list(*columns)
    )
    problems = (
        Problem.objects.not_kept_at(user_id, at, about="record", by="record")
        .filter(standing(on), case=case)
        .annotate(
            what_kind=F("kind"),
            text_=Cast("what", CharField()),
            about_no=F("record_id"),
            severity_=F("severity"),
            on_=Cast("since", DateField()),
        )
        .values_list(*columns)
    )
    return strengths.union(problems, all=True)


def _sorted_out(rows: list[Any], frame: FileFrame) -> Told:
    names = {member.record_no: member.face.given_name or member.name for member in frame.people}
    whole = _("the whole family") if frame.case.household_id else next(iter(names.values()), "")
    latest = sorted((row for row in rows if row[0] == STRENGTH), key=lambda row: row[4], reverse=True)
    heavy = {Severity.HEAVY: 0, Severity.MEDIUM: 1, Severity.LIGHT: 2}
    hard = sorted((row for row in rows if row[0] != STRENGTH), key=lambda row: (heavy[Severity(row[3])], row[4]))
    return Told(
        [_strength(row, names) for row in latest[:SHOWN_LINES]],
        [_difficulty(row, names, whole) for row in hard[:SHOWN_LINES]],
    )


def _strength(row: Any, names: dict[int, str]) -> Line:
    """A text that names its person already needs no name before it."""
    name = names.get(row[2] or 0, "")
    return Line(row[1], "" if name in row[1] else name)


def _difficulty(row: Any, names: dict[int, str], whole: str) -> Line:
    kind, text, about, severity, since = row
    label = str(ProblemKind(kind).label)
    detail = _("since %(month)s") % {"month": f"{since:%m.%Y.}"}
    return Line(text or label, names.get(about or 0, whole), f"{detail}, {Severity(severity).label}")


def facts_of(user: User, frame: FileFrame) -> list[Fact]:
    """Facts about the situation, for those who see facts only; latest first."""
    names = frame.names()
    rows = Statement.objects.visible_to(user, case=frame.case.pk).standing()
    found = rows.filter(
        Q(about__isnull=True) | Q(about__in=list(names)),
        case=frame.case.pk,
        kind=StatementKind.FACT,
        topic=Topic.SITUATION,
        withdraws=False,
    ).order_by("-said_on", "-pk")[:SHOWN_FACTS]
    return [Fact(row.text, names.get(row.about_id or 0, ""), row.source, row.said_on) for row in found]


def latest_entries(frame: FileFrame) -> list[EntryLine]:
    """The last entries of the work journal; one query. Nothing for whoever may not read the case work."""
    return [_entry(row) for row in _entries(case=frame.case.pk)] if frame.reads else []


@prepared
def _entries(*, case: int) -> QuerySet[JournalEntry, Any]:
    rows = JournalEntry.objects.standing()
    return (
        rows.filter(case=case, notebook=Notebook.WORK)
        .order_by("-on", "-id")
        .values("pk", "on", "at_time", "minutes", "kind", "text", "by__first_name", "by__last_name")[:SHOWN_ENTRIES]
    )


def _entry(row: Any) -> EntryLine:
    return EntryLine(
        pk=row["pk"],
        on=row["on"],
        at_time=row["at_time"],
        minutes=row["minutes"],
        kind=str(EntryKind(row["kind"]).label),
        by=short_name(f"{row['by__first_name']} {row['by__last_name']}"),
        text=Truncator(" ".join(row["text"].split())).chars(SHOWN_SIGNS),
    )
