"""The letter itself as a document of its file: a scan, or a copy with the receiver's signature."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.letters import tie_paper
from saikne.cases.enums import LetterState
from saikne.cases.forms.letters import PaperForm
from saikne.cases.queries.letters import papers_for
from saikne.cases.views.letters import reached
from saikne.ui.pages import form_page
from saikne.ui.words import day


@needs(Perm.CONTACT)
def letter_document(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose which document of the file is this letter."""
    found = reached(request, pk)
    if found.case is None or found.case.closed_at is not None or found.state == LetterState.WITHDRAWN:
        raise Http404
    documents = {row.pk: row for row in papers_for(found.case.pk, request.user)}
    here = reverse("cases:letter", args=[pk])
    return form_page(
        request,
        template="cases/letters/document.html",
        form_class=PaperForm,
        form_kwargs={
            "documents": [
                (row.pk, ", ".join(filter(None, (row.label, row.get_kind_display(), row.title, day(row.on)))))
                for row in documents.values()
            ]
        },
        deed=lambda typed: tie_paper(letter=found, document=documents[typed["document"]], by=request.user),
        done=lambda tied: here,
        initial={"document": found.document_id},
        context={
            "title": _("The letter as a document"),
            "subtitle": found.label,
            "case": found.case,
            "back": here,
        },
        message=_("Saved."),
    )
