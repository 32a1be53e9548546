"""The journal of a case: reading it, writing an entry."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.journal import confirm_receipt, write_entry
from saikne.cases.enums import Notebook
from saikne.cases.forms.journal import EntryForm
from saikne.cases.models import JournalEntry, Receipt
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import (
    entries_of,
    entry_counts,
    lines,
    may_change,
    notebook_entries,
)
from saikne.cases.queries.journal_filters import chosen, filtered, journal_filters
from saikne.cases.queries.journal_form import entry_choices, known_of
from saikne.cases.rules.journal_rows import Wanted, rearranged, row_numbers, wanted
from saikne.cases.views.frame import file_context, open_file, open_to_write, open_whole_file
from saikne.core import clock, drafts
from saikne.core.drafts import DraftKey
from saikne.ui.keyset import Keyset
from saikne.ui.pages import deed_button, form_page
from saikne.ui.posted import typed_fields

NEWEST = Keyset("-on", "-id")
BUTTONS = ("arrange", "then")


@staff
def journal(request: StaffRequest, pk: int) -> HttpResponse:
    """All entries of the journal, newest first."""
    frame = open_whole_file(request, pk)
    asked = chosen(request.GET, frame)
    entries = filtered(notebook_entries(request.user, pk, Notebook.WORK), asked, request.user)
    page = NEWEST.page(entries, request)
    found = lines(request.user, page.rows, frame.names())
    request.shown(*(number for line in found for number in line.record_nos))
    counts = entry_counts(request.user, pk, Notebook.WORK)
    context = file_context(
        frame,
        tab="journal",
        lines=found,
        pages=page,
        counts=counts,
        asked=asked,
        filters=journal_filters(request.path, asked, counts, frame),
    )
    return render(request, "cases/journal/list.html", context)


@needs(Perm.WORK)
def entry_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write an entry: what happened, what of it stays in the summary, what is done next, who is to read it."""
    frame = open_to_write(request, pk)
    key = DraftKey("journal_entry", "case", pk)
    want = wanted(request.POST.get("arrange", ""))
    choices = entry_choices(frame, request.user)
    return form_page(
        request,
        template="cases/journal/entry_add.html",
        form_class=EntryForm,
        form_kwargs={"choices": choices, "rows": _rows(request, key), "want": want},
        deed=lambda typed: _gather(request, key, want) if want else _write(request.user, frame, typed),
        done=lambda entry: _next_page(request, pk, entry),
        context=file_context(
            frame,
            tab="journal",
            title=_("New journal entry"),
            save=_("Save the entry"),
            back=reverse("cases:journal", args=[pk]),
            known=known_of(frame, request.user),
            choices=choices,
        ),
        initial={"on": clock.today(), "travel_minutes": 0, "step_who": f"user-{request.user.pk}"},
        draft=key,
        message=lambda entry: _("The entry is saved.") if entry else "",
    )


def _rows(request: StaffRequest, key: DraftKey) -> list[int]:
    """Numbers of the statements gathered so far: in what was sent, or in the draft."""
    if request.method == "POST":
        return row_numbers(request.POST)
    draft = drafts.load(key, author=request.user)
    return row_numbers(draft.payload) if draft else []


def _gather(request: StaffRequest, key: DraftKey, want: Wanted) -> None:
    """Keep all that was typed with the statements as the button asks; the form is opened again on it."""
    typed = {name: values for name, values in typed_fields(request.POST).items() if name not in BUTTONS}
    drafts.save(key, author=request.user, payload=rearranged(typed, want))


def _write(user: User, frame: FileFrame, typed: dict[str, Any]) -> JournalEntry:
    colleague = User.objects.get(pk=typed["colleague"]) if typed["colleague"] else None
    return write_entry(
        case=frame.case,
        what=typed["what"],
        statements=typed["said"],
        step=typed["step"],
        colleague=colleague,
        by=user,
    )


def _next_page(request: StaffRequest, pk: int, entry: JournalEntry | None) -> str:
    here = reverse("cases:entry_add", args=[pk])
    if entry is None:
        return f"{here}#said"
    return here if request.POST.get("then") == "next" else reverse("cases:journal", args=[pk])


@staff
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry of either notebook, with what became of it."""
    found = get_object_or_404(entries_of(request.user, pk=pk))
    work = found.notebook == Notebook.WORK
    frame = (open_whole_file if work else open_file)(request, found.case_id)
    line = lines(request.user, [found], frame.names())[0]
    request.shown(*line.record_nos)
    tab = "journal" if work else "psychosocial"
    context = file_context(
        frame,
        tab=tab,
        line=line,
        entry=found,
        mine=next((row for row in line.waiting if row.user_id == request.user.pk), None),
        may_change=may_change(found, frame, request.user),
        back=reverse(f"cases:{tab}", args=[frame.case.pk]),
    )
    return render(request, "cases/journal/entry.html", context)


@staff
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """One click: I have read it."""
    entries = JournalEntry.objects.visible_to(request.user)
    found = get_object_or_404(Receipt.objects.filter(user=request.user, entry__in=entries), pk=pk)
    return deed_button(
        request,
        lambda: confirm_receipt(receipt=found, by=request.user),
        reverse("cases:entry", args=[found.entry_id]),
        _("You have confirmed that you read it."),
    )
