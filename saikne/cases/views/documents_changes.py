"""Adding documents to a file, tying acts to them, withdrawing and moving them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.actions.documents import (
    Use,
    add_documents,
    filed_in,
    may_change,
    move_to_file,
    tie_document,
    untie_document,
    withdraw_from_file,
)
from saikne.cases.forms.documents import (
    Desk,
    DocumentForm,
    MoveDocumentForm,
    WithdrawDocumentForm,
    use_of,
)
from saikne.cases.models import DocumentUse
from saikne.cases.queries.documents import audiences_of, file_line, my_uploads, page_of, size_words
from saikne.cases.queries.documents_uses import use_choices
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import my_files
from saikne.cases.views.documents import open_documents, reached
from saikne.cases.views.frame import file_context
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.once import is_done
from saikne.core.periods import live
from saikne.privacy.actions.documents import refused, take_in
from saikne.privacy.engines.uploads.kinds import Fault
from saikne.privacy.enums import DocumentMedium, DocumentWay, Opens
from saikne.privacy.models import Document, Upload
from saikne.ui.pages import deed_button, form_page
from saikne.ui.posted import ONCE
from saikne.ui.uploads import takes_files

MOST_AT_ONCE = 20


def _open_to_add(request: StaffRequest, pk: int) -> tuple[FileFrame, list[str]]:
    """The frame of a file to which this user may add documents, and for which audiences; else 404."""
    frame = open_documents(request, pk)
    audiences = audiences_of(frame, request.user)
    if not audiences:
        raise Http404
    return frame, audiences


@takes_files
@staff
def document_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a document; what was sent before a refusal need not be sent again."""
    frame, audiences = _open_to_add(request, pk)
    desk = _desk(request, frame)
    here = reverse("cases:documents", args=[pk])
    return form_page(
        request,
        template="cases/documents/add.html",
        form_class=DocumentForm,
        form_kwargs={
            "people": [(member.record_no, member.name) for member in frame.people if not member.kept],
            "uses": use_choices(frame.case, request.user, audience=audiences[0]),
            "audiences": audiences,
            "desk": desk,
        },
        deed=lambda typed: add_documents(
            case=frame.case,
            what=typed["what"],
            uploads=[row.pk for row in desk.kept],
            audience=typed["audience"],
            use=typed["uses"],
            apart=typed["apart"] == "apart",
            by=request.user,
        ),
        done=lambda made: reverse("cases:document", args=[made[0].pk]) if len(made) == 1 else here,
        initial=_usual(),
        context=file_context(
            frame,
            tab="documents",
            title=_("New document"),
            save=_("Add the document"),
            back=here,
            kept=[file_line(row) for row in desk.kept],
            most=settings.DOCUMENT_MAX_BYTES,
            most_words=size_words(settings.DOCUMENT_MAX_BYTES),
        ),
        message=_added,
    )


def _usual() -> dict[str, Any]:
    return {
        "on": clock.today(),
        "medium": DocumentMedium.FILE,
        "way": DocumentWay.RECEIVED,
        "apart": "",
        "audience": Opens.CASE_WORK,
    }


def _added(made: list[Document]) -> str:
    if len(made) == 1:
        return _("The document is added. Its number: %(number)s") % {"number": made[0].label}
    numbers = ", ".join(document.label for document in made)
    counted = ngettext("%(n)d document is added.", "%(n)d documents are added.", len(made)) % {"n": len(made)}
    return f"{counted} {_('Their numbers: %(numbers)s') % {'numbers': numbers}}"


def _desk(request: StaffRequest, frame: FileFrame) -> Desk:
    """Files that came with the form and before it: those kept, in their order, and why others are not."""
    desk = Desk()
    if request.method != "POST" or is_done(request.POST.get(ONCE, "")):
        return desk
    numbers = [int(told) for told in request.POST.getlist("upload") if told.isdigit() and len(told) < 19]
    desk.kept = my_uploads(request.user, frame.case.pk, numbers)
    sent = [*request.FILES.getlist("sent"), *request.FILES.getlist("photo")]
    if len(sent) > MOST_AT_ONCE:
        desk.refused.append(_("Send at most %(n)s files at once. None of these was kept.") % {"n": MOST_AT_ONCE})
        return desk
    for file in sent:
        try:
            desk.kept.append(_take(request, frame, file))
        except Refusal as refusal:
            desk.refused += [str(sentence) for sentence in (*refusal.reasons, *refusal.by_field.values())]
    return desk


def _take(request: StaffRequest, frame: FileFrame, file: Any) -> Upload:
    if file.too_large:
        raise refused(Fault.TOO_LARGE, file.name)
    return take_in(content=file.content(), name=file.name, filed=filed_in(frame.case), by=request.user)


@takes_files
@staff
def document_receive(request: StaffRequest, pk: int) -> HttpResponse:
    """One file, sent ahead of its form while the rest is typed; the answer is its row for the form, or why not."""
    frame, _audiences = _open_to_add(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    file = request.FILES.get("sent")
    if file is None:
        return HttpResponse(_("No file came. Choose it again."), status=422, content_type="text/plain; charset=utf-8")
    try:
        upload = _take(request, frame, file)
    except Refusal as refusal:
        sentences = " ".join(str(sentence) for sentence in (*refusal.reasons, *refusal.by_field.values()))
        return HttpResponse(sentences, status=422, content_type="text/plain; charset=utf-8")
    return render(request, "cases/documents/_kept.html", {"one": file_line(upload)})


# ---------------------------------------------------------------- changes


def _changeable(request: StaffRequest, pk: int) -> tuple[Document, FileFrame]:
    """A document within reach that this user may withdraw or move, with the frame of its file; else 404."""
    found = reached(request, pk)
    frame = open_documents(request, found.filed_no)
    if found.withdrawn_at is not None or not may_change(found, lead_no=frame.lead_no, user=request.user):
        raise Http404
    return found, frame


def _context(request: StaffRequest, frame: FileFrame, found: Document, **more: Any) -> dict[str, Any]:
    page = page_of(frame, request.user, [found])
    request.shown(*page.outside)
    back = reverse("cases:document", args=[found.pk])
    return file_context(frame, tab="documents", subtitle=found.label, back=back, line=page.lines[0], **more)


@staff
def document_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why a document no longer counts; it stays in the contents, struck."""
    found, frame = _changeable(request, pk)
    return form_page(
        request,
        template="cases/documents/change.html",
        form_class=WithdrawDocumentForm,
        deed=lambda typed: withdraw_from_file(document=found, because=typed["because"], by=request.user),
        done=lambda document: reverse("cases:document", args=[document.pk]),
        context=_context(
            request,
            frame,
            found,
            title=pgettext("title", "Withdraw the document"),
            intro=_("The document stays in the contents of the file, struck, with your reason. Nothing is deleted."),
            save=_("Withdraw the document"),
        ),
        message=_("The document is withdrawn."),
    )


@staff
def document_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a document from the wrong file to the right one; both show that it was moved."""
    found, frame = _changeable(request, pk)
    files = {case.pk: case for case in my_files(request.user, opens=found.audience) if case.pk != found.filed_no}
    return form_page(
        request,
        template="cases/documents/change.html",
        form_class=MoveDocumentForm,
        form_kwargs={"files": [(pk, f"{case.label} {case.household or ''}") for pk, case in files.items()]},
        deed=lambda typed: move_to_file(
            document=found, to=files[typed["to"]], because=typed["because"], by=request.user
        ),
        done=lambda document: reverse("cases:document", args=[document.pk]),
        context=_context(
            request,
            frame,
            found,
            title=_("Move the document to another file"),
            intro=_(
                "The document goes along with its number and its files. In this file only the number, the reason and "
                "your name stay; nobody opens it from here any more. What rested on it here no longer does."
            ),
            save=_("Move the document"),
        ),
        message=_("The document is moved."),
    )


@staff
def document_tie(request: StaffRequest, pk: int) -> HttpResponse:
    """Say by one choice what rests on the document."""
    found = reached(request, pk)
    frame = open_documents(request, found.filed_no)
    if found.audience not in audiences_of(frame, request.user):
        raise Http404
    use = use_of(request.POST.get("use", "")) or Use("", 0)
    here = reverse("cases:document", args=[pk])
    return deed_button(
        request, lambda: tie_document(document=found, use=use, by=request.user), here, _("It is tied to the document.")
    )


@staff
def document_untie(request: StaffRequest, pk: int) -> HttpResponse:
    """What was tied by mistake rests on the document no longer."""
    within = Document.objects.visible_to(request.user)
    use = get_object_or_404(DocumentUse.objects.filter(live(), document__in=within).select_related("document"), pk=pk)
    frame = open_documents(request, use.document.filed_no)
    if use.document.audience not in audiences_of(frame, request.user):
        raise Http404
    return deed_button(
        request,
        lambda: untie_document(use=use, by=request.user),
        reverse("cases:document", args=[use.document_id]),
        _("It is not tied to the document any more."),
    )
