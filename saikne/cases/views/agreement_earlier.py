"""Pages of what is not in force: former agreements, earlier wordings, and how a chapter came about."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.models import AgreementVersion
from saikne.cases.queries.agreement import agreements_of
from saikne.cases.queries.agreement_earlier import EarlierPage, earlier_page
from saikne.cases.queries.agreement_history import chapter_history
from saikne.cases.queries.agreement_paper import earlier_paper, in_paper_language
from saikne.cases.queries.frame import FileFrame
from saikne.cases.views.agreement_chapters import line_of
from saikne.cases.views.frame import file_context, open_whole_file
from saikne.core import clock
from saikne.ui.paper import pdf_response


def _page(request: StaffRequest, frame: FileFrame, wording: int) -> EarlierPage:
    mine = AgreementVersion.objects.filter(agreement__in=agreements_of(frame.case.client_id))
    version = get_object_or_404(mine.select_related("agreement__number__series"), pk=wording)
    page = earlier_page(frame, version, request.user, on=clock.today())
    request.shown(*page.others)
    return page


@staff
def agreement_wording(request: StaffRequest, pk: int, wording: int) -> HttpResponse:
    """One wording of the agreement in force or of a former one, beside what is in force."""
    frame = open_whole_file(request, pk)
    page = _page(request, frame, wording)
    return render(request, "cases/agreement/earlier.html", file_context(frame, tab="agreement", page=page))


@staff
def agreement_wording_pdf(request: StaffRequest, pk: int, wording: int) -> HttpResponse:
    """The same on A4, with its place in time on every sheet."""
    frame = open_whole_file(request, pk)
    with in_paper_language():
        made = earlier_paper(frame, _page(request, frame, wording))
    return pdf_response(made, name=f"agreement-{frame.case.label}-{wording}")


@staff
def chapter_wordings(request: StaffRequest, pk: int, chapter: int) -> HttpResponse:
    """Every wording of one chapter: who signed it and when, and what has changed since."""
    frame = open_whole_file(request, pk)
    page = chapter_history(frame, line_of(request, frame, chapter), request.user, on=clock.today())
    request.shown(*page.others)
    return render(request, "cases/agreement/history.html", file_context(frame, tab="agreement", page=page))
