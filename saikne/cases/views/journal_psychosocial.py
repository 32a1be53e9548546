"""The psychosocial notebook: its own author, its own readers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.journal import write_psychosocial
from saikne.cases.enums import Notebook
from saikne.cases.forms.journal import PsychosocialForm
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import file_readers, lines, notebook_entries
from saikne.cases.queries.journal_form import given_names
from saikne.cases.views.frame import file_context, open_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.privacy.enums import Opens
from saikne.ui.keyset import Keyset
from saikne.ui.pages import form_page

NEWEST = Keyset("-on", "-id")


def _open_notebook(request: StaffRequest, pk: int) -> FileFrame:
    """The frame of a file whose psychosocial notebook this user may read, or 404."""
    frame = open_file(request, pk)
    if not frame.psychosocial:
        raise Http404
    return frame


@staff
def psychosocial(request: StaffRequest, pk: int) -> HttpResponse:
    """All entries of the notebook, newest first."""
    frame = _open_notebook(request, pk)
    page = NEWEST.page(notebook_entries(request.user, pk, Notebook.PSYCHOSOCIAL), request)
    found = lines(request.user, page.rows, frame.names())
    request.shown(*(number for line in found for number in line.record_nos))
    readers = file_readers(pk, opens=(Opens.PSYCHOSOCIAL,))
    context = file_context(frame, tab="psychosocial", lines=found, pages=page, readers=list(readers))
    return render(request, "cases/journal/psychosocial.html", context)


@needs(Perm.PSYCHOSOCIAL)
def psychosocial_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write in the notebook; one agreed sentence may be shared with the case team on purpose."""
    frame = _open_notebook(request, pk)
    if frame.case.closed_at is not None:
        raise Http404
    here = reverse("cases:psychosocial", args=[pk])
    return form_page(
        request,
        template="cases/journal/psychosocial_add.html",
        form_class=PsychosocialForm,
        form_kwargs={"present": given_names(frame)},
        deed=lambda typed: write_psychosocial(
            case=frame.case, what=typed["what"], shared=typed["shared"], by=request.user
        ),
        done=lambda entry: here,
        context=file_context(
            frame,
            tab="psychosocial",
            title=_("New entry in the psychosocial notebook"),
            save=_("Save the entry"),
            back=here,
        ),
        initial={"on": clock.today(), "travel_minutes": 0},
        draft=DraftKey("psychosocial_entry", "case", pk),
        message=_("The entry is saved."),
    )
