"""Withdrawing an entry and moving it to another file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.actions.journal_changes import move_entry, withdraw_entry
from saikne.cases.enums import Notebook
from saikne.cases.forms.journal import MoveForm, WithdrawForm
from saikne.cases.models import JournalEntry
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import entries_of, lines, may_change, my_files
from saikne.cases.views.frame import file_context, open_file, open_whole_file
from saikne.privacy.enums import Opens
from saikne.ui.pages import form_page


def _changeable(request: StaffRequest, pk: int) -> tuple[JournalEntry, FileFrame]:
    """An entry within reach that this user may change, with the frame of its file; else 404."""
    found = get_object_or_404(entries_of(request.user, pk=pk))
    work = found.notebook == Notebook.WORK
    frame = (open_whole_file if work else open_file)(request, found.case_id)
    if not may_change(found, frame, request.user):
        raise Http404
    return found, frame


def _tab(entry: JournalEntry) -> str:
    return "journal" if entry.notebook == Notebook.WORK else "psychosocial"


@staff
def entry_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why an entry no longer stands; it stays readable, struck."""
    found, frame = _changeable(request, pk)
    return form_page(
        request,
        template="cases/journal/change.html",
        form_class=WithdrawForm,
        deed=lambda typed: withdraw_entry(entry=found, because=typed["because"], by=request.user),
        done=lambda entry: reverse("cases:entry", args=[entry.pk]),
        context=file_context(
            frame,
            tab=_tab(found),
            title=pgettext("title", "Withdraw the entry"),
            intro=_("The entry stays in the journal, struck, with your reason. Its statements leave the summary."),
            save=_("Withdraw the entry"),
            back=reverse("cases:entry", args=[pk]),
            line=lines(request.user, [found], frame.names())[0],
        ),
        message=_("The entry is withdrawn."),
    )


@staff
def entry_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move an entry from the wrong file to the right one; both show what happened."""
    found, frame = _changeable(request, pk)
    opens = Opens.CASE_WORK if found.notebook == Notebook.WORK else Opens.PSYCHOSOCIAL
    files = {case.pk: case for case in my_files(request.user, opens=opens) if case.pk != found.case_id}
    return form_page(
        request,
        template="cases/journal/change.html",
        form_class=MoveForm,
        form_kwargs={"files": [(pk, f"{case.label} {case.household or ''}") for pk, case in files.items()]},
        deed=lambda typed: move_entry(entry=found, to=files[typed["to"]], because=typed["because"], by=request.user),
        done=lambda entry: reverse("cases:entry", args=[entry.pk]),
        context=file_context(
            frame,
            tab=_tab(found),
            title=_("Move the entry to another file"),
            intro=_("Both files show that the entry was moved and why. People who belong only to this file stay here."),
            save=_("Move the entry"),
            back=reverse("cases:entry", args=[pk]),
            line=lines(request.user, [found], frame.names())[0],
        ),
        message=_("The entry is moved."),
    )
