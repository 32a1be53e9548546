"""What of a file can rest on a document, what it is called, and where it stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AssessmentState, Notebook, RestsOn
from saikne.cases.models import Assessment, Case, Chapter, DocumentUse, Goal, JournalEntry
from saikne.cases.queries.talk_names import kept_from
from saikne.core.periods import live
from saikne.privacy.enums import Opens
from saikne.privacy.models import Document
from saikne.ui.words import day

LATEST_ENTRIES = 20
NOTEBOOK = {Opens.CASE_WORK.value: Notebook.WORK, Opens.PSYCHOSOCIAL.value: Notebook.PSYCHOSOCIAL}


@dataclass(frozen=True, slots=True)
class UseLine:
    """One thing that rests on a document, as a page names it."""

    pk: int
    word: str
    label: str
    url: str


def _chapters(case: Case) -> QuerySet[Any]:
    return Chapter.objects.filter(agreement__client=case.client_id).select_related("agreement__number__series")


def _goals(case: Case) -> QuerySet[Any]:
    return Goal.objects.filter(case=case)


def _assessments(case: Case) -> QuerySet[Any]:
    return Assessment.objects.filter(case=case)


def _entries(case: Case) -> QuerySet[Any]:
    return JournalEntry.objects.filter(case=case).standing()


ROWS: Mapping[str, Callable[[Case], QuerySet[Any]]] = {
    RestsOn.CHAPTER: _chapters,
    RestsOn.GOAL: _goals,
    RestsOn.ASSESSMENT: _assessments,
    RestsOn.ENTRY: _entries,
}


def can_rest(case: Case, *, audience: str, about: str, number: int) -> bool:
    """Whether this act belongs to the file and to the same audience as the document."""
    if about not in ROWS:
        return False
    rows = ROWS[about](case).filter(pk=number)
    if about == RestsOn.ENTRY:
        return bool(rows.filter(notebook=NOTEBOOK[audience]).exists())
    return audience == Opens.CASE_WORK and bool(rows.exists())


def use_choices(case: Case, user: User, *, audience: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen, by kind: the latest first; four queries."""
    entries = _entries(case).filter(notebook=NOTEBOOK[audience]).order_by("-on", "-pk")[:LATEST_ENTRIES]
    found: list[tuple[RestsOn, Iterable[Any]]] = [(RestsOn.ENTRY, entries)]
    if audience == Opens.CASE_WORK:
        goals = list(_goals(case).order_by("-pk"))
        kept = kept_from({goal.record_id for goal in goals if goal.record_id}, user)
        found = [
            (RestsOn.CHAPTER, _chapters(case).filter(state__in=["draft", "in_force"]).order_by("-pk")),
            (RestsOn.GOAL, [goal for goal in goals if goal.record_id not in kept]),
            (RestsOn.ASSESSMENT, _assessments(case).order_by("-pk")),
            *found,
        ]
    groups = [(str(word.label), [(f"{word}-{row.pk}", _label(word, row)) for row in rows]) for word, rows in found]
    return [(label, rows) for label, rows in groups if rows]


def uses_of(document: Document, case: Case, user: User) -> list[UseLine]:
    """What rests on a document now; one query for each kind that does."""
    rows = list(DocumentUse.objects.filter(live(), document=document).order_by("about", "about_no"))
    known: dict[tuple[str, int], Any] = {}
    for word in {row.about for row in rows}:
        wanted = [row.about_no for row in rows if row.about == word]
        known |= {(word, one.pk): one for one in ROWS[word](case).filter(pk__in=wanted)}
    kept = kept_from({one.record_id for (word, _no), one in known.items() if word == "goal" and one.record_id}, user)
    return [
        _line(row, known[row.about, row.about_no], case)
        for row in rows
        if (row.about, row.about_no) in known
        and not (row.about == RestsOn.GOAL and known[row.about, row.about_no].record_id in kept)
    ]


def _line(row: DocumentUse, act: Any, case: Case) -> UseLine:
    return UseLine(row.pk, str(RestsOn(row.about).label), _label(row.about, act), _url(row.about, act, case))


def _label(word: str, row: Any) -> str:
    """What the act is called."""
    if word == RestsOn.GOAL:
        return str(row.title)
    if word == RestsOn.ENTRY:
        return f"{row.get_kind_display()}, {day(row.on)}"
    if word == RestsOn.ASSESSMENT:
        signed = day(row.signed_at) if row.state != AssessmentState.DRAFT else ""
        return f"{row.get_state_display()}{', ' + signed if signed else ''}"
    number = row.agreement.number
    agreed = _("Agreement %(number)s") % {"number": number} if number else _("Draft of the agreement")
    return f"{agreed}: {row.get_kind_display()}"


def _url(word: str, row: Any, case: Case) -> str:
    if word == RestsOn.CHAPTER:
        return reverse("cases:agreement", args=[case.pk])
    names = {RestsOn.GOAL: "cases:goal", RestsOn.ENTRY: "cases:entry", RestsOn.ASSESSMENT: "cases:assessment"}
    return reverse(names[RestsOn(word)], args=[case.pk if word == RestsOn.ASSESSMENT else row.pk])
