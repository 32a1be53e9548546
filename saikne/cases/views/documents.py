"""Documents of a file: the list, one document, its files, its first pages, the printed contents."""

import hashlib
from typing import cast

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.actions.documents import may_change
from saikne.cases.forms.documents import TieForm
from saikne.cases.queries.documents import (
    audiences_of,
    documents_by,
    documents_of,
    kind_counts,
    kinds_of,
    page_of,
    reads_documents,
)
from saikne.cases.queries.documents_contents import contents_paper
from saikne.cases.queries.documents_uses import use_choices, uses_of
from saikne.cases.queries.frame import FileFrame
from saikne.cases.views.frame import file_context, open_file
from saikne.privacy import store
from saikne.privacy.engines.uploads.sealing import DamagedError
from saikne.privacy.models import Document, DocumentFile, KeptFile, Upload
from saikne.ui.filters import Filter
from saikne.ui.keyset import Keyset
from saikne.ui.paper import pdf_response

NEWEST = Keyset("-on", "-id")
CONTENT_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
NOTHING_RUNS = "sandbox; default-src 'none'"
log = structlog.get_logger(__name__)


def open_documents(request: StaffRequest, pk: int) -> FileFrame:
    """The frame of a file whose documents may be open to this user, or 404."""
    frame = open_file(request, pk)
    if not reads_documents(frame):
        raise Http404
    return frame


@staff
def documents(request: StaffRequest, pk: int) -> HttpResponse:
    """All documents of the file, the latest first; those of a kind by a link."""
    frame = open_documents(request, pk)
    counts = kind_counts(request.user, pk)
    asked = request.GET.get("kind", "")
    found = documents_of(request.user, pk)
    pages = NEWEST.page(found.filter(kind=asked) if asked in counts else found, request)
    page = page_of(frame, request.user, pages.rows)
    request.shown(*page.outside)
    context = file_context(
        frame,
        tab="documents",
        lines=page.lines,
        pages=pages,
        total=sum(counts.values()),
        filters=_filters(request.path, counts, asked),
        adds=audiences_of(frame, request.user),
    )
    return render(request, "cases/documents/list.html", context)


def _filters(path: str, counts: dict[str, int], asked: str) -> list[Filter]:
    everything = Filter(pgettext("documents", "All"), path, asked not in counts, sum(counts.values()))
    return [
        everything,
        *(Filter(str(kind.label), f"{path}?kind={kind}", asked == kind, n) for kind, n in kinds_of(counts)),
    ]


@staff
def documents_contents(request: StaffRequest, pk: int) -> HttpResponse:
    """The contents of the file on paper."""
    frame = open_documents(request, pk)
    page = page_of(frame, request.user, list(documents_of(request.user, pk).order_by("on", "pk")))
    request.shown(*page.outside)
    return pdf_response(contents_paper(frame, page.lines, request.user), name=f"contents-{frame.case.label}")


def reached(request: StaffRequest, pk: int) -> Document:
    """The document within this user's reach, or 404."""
    return get_object_or_404(documents_by(request.user, pk=pk))


@staff
def document(request: StaffRequest, pk: int) -> HttpResponse:
    """One document: what it is, its files, what rests on it."""
    found = reached(request, pk)
    frame = open_documents(request, found.filed_no)
    page = page_of(frame, request.user, [found])
    request.shown(*page.outside)
    line = page.lines[0]
    ties = line.stands and found.audience in audiences_of(frame, request.user)
    choices = use_choices(frame.case, request.user, audience=found.audience) if ties else []
    context = file_context(
        frame,
        tab="documents",
        document=found,
        line=line,
        uses=uses_of(found, frame.case, request.user),
        tie=TieForm(uses=choices) if choices else None,
        ties=ties,
        may_change=line.stands and may_change(found, lead_no=frame.lead_no, user=request.user),
    )
    return render(request, "cases/documents/document.html", context)


# ---------------------------------------------------------------- what is in the files


def _file(request: StaffRequest, pk: int, number: int) -> tuple[Document, DocumentFile]:
    """A file of a document within reach; of one that was moved away nothing is open here any more."""
    found = reached(request, pk)
    file = next((row for row in found.files.all() if row.pk == number), None)
    if file is None or getattr(found, "moved_to", None) is not None:
        raise Http404
    return found, file


def _show_whom(request: StaffRequest, document: Document) -> None:
    """Those whom it concerns; else everybody in the file."""
    people = [row.record_no for row in document.people.all()]
    if people:
        request.shown(*people)
    else:
        open_file(request, document.filed_no)


@staff
def document_file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """The file itself, to be saved: it is never opened inside our pages."""
    found, file = _file(request, pk, number)
    if not _is_whole(file):
        messages.error(
            request,
            _("The file on the disk is not the one that was kept, or its key is missing. Tell the administrator."),
        )
        return HttpResponseRedirect(reverse("cases:document", args=[pk]))
    _show_whom(request, found)
    answer = StreamingHttpResponse(store.pieces(file.blob), content_type=CONTENT_TYPES[file.kind])
    answer.headers["Content-Length"] = str(file.size)
    return _guarded(answer, file.name, attached=True)


def _is_whole(file: KeptFile) -> bool:
    """Whether the disk still holds what was kept; read through once before anything is sent."""
    found = hashlib.sha256()
    try:
        for piece in store.pieces(file.blob):
            found.update(piece)
    except DamagedError:
        log.error("document damaged", file=file.pk)
        return False
    if found.hexdigest() != file.sha256:
        log.error("document differs", file=file.pk)
        return False
    return True


@staff
def document_preview(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """The first page in small, as a picture that we drew."""
    found, file = _file(request, pk, number)
    answer = _preview(file)
    _show_whom(request, found)
    return answer


@staff
def upload_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The first page of what I have just sent and not filed yet; nobody else's."""
    mine = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    open_documents(request, mine.filed_no)
    return _preview(mine)


def _preview(file: KeptFile) -> HttpResponse:
    if not file.preview:
        raise Http404
    try:
        drawn = b"".join(store.pieces(file.preview))
    except DamagedError as error:
        log.error("preview damaged", file=file.pk)
        raise Http404 from error
    return _guarded(HttpResponse(drawn, content_type="image/jpeg"), "preview.jpg", attached=False)


def _guarded(answer: HttpResponseBase, name: str, *, attached: bool) -> HttpResponse:
    """Whatever it is, a browser neither guesses at it nor runs it."""
    shown = content_disposition_header(as_attachment=attached, filename=name)
    answer.headers["Content-Disposition"] = shown or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return cast(HttpResponse, answer)  # a stream answers like any other
