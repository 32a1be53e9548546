"""Pages: the client's one agreement, its signatures, its coming into force, its paper."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.agreement import draft_replacement, drop_agreement, put_in_force, sign
from saikne.cases.forms.agreement import ForceForm, ReplaceForm, SignForm
from saikne.cases.forms.represent import signing_for
from saikne.cases.queries.agreement import AgreementLines
from saikne.cases.queries.agreement_page import AgreementPage, agreement_page
from saikne.cases.queries.agreement_paper import agreement_paper, in_paper_language
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.represent_signing import paper_signers, people_in, signers_of
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import deed_button, form_page
from saikne.ui.paper import pdf_response


def _page(request: StaffRequest, frame: FileFrame) -> AgreementPage:
    page = agreement_page(frame, request.user, want_draft=request.GET.get("which") == "draft", on=clock.today())
    request.shown(*page.others)
    return page


def _url(name: str, pk: int, *, draft: bool = False) -> str:
    return reverse(f"cases:{name}", args=[pk]) + ("?which=draft" if draft else "")


@staff
def agreement(request: StaffRequest, pk: int) -> HttpResponse:
    """The agreement in force, or the draft."""
    frame = open_whole_file(request, pk)
    page = _page(request, frame)
    return render(request, "cases/agreement/agreement.html", file_context(frame, tab="agreement", page=page))


@staff
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper that is signed, on A4."""
    frame = open_whole_file(request, pk)
    with in_paper_language():
        page = _page(request, frame)
        if page.shown is None:
            raise Http404
        signers = paper_signers(page.shown, by=request.user, on=clock.today())
        return pdf_response(agreement_paper(frame, page, signers), name=f"agreement-{frame.case.label}")


@needs(Perm.WORK)
def agreement_draft(request: StaffRequest, pk: int) -> HttpResponse:
    """A second agreement clashes with the one in force: a chapter is offered instead, replacing is possible."""
    frame = open_to_write(request, pk)
    page = _page(request, frame)
    if page.in_force is None or page.draft is not None:
        target = "agreement" if page.draft else "chapter_add"
        return HttpResponseRedirect(_url(target, pk, draft=bool(page.draft)))
    lines = _shown(page)
    return form_page(
        request,
        template="cases/agreement/draft.html",
        form_class=ReplaceForm,
        deed=lambda cleaned: draft_replacement(
            case=frame.case, carry=[int(number) for number in cleaned["carry"]], by=request.user
        ),
        done=lambda _made: _url("agreement", pk, draft=True),
        initial={"carry": [str(line.chapter.pk) for line in lines.in_force]},
        form_kwargs={"lines": lines},
        context=_context(frame, _("A second agreement"), agreed=page.in_force, save=_("Draft a new agreement")),
    )


@needs(Perm.WORK)
def agreement_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the draft up."""
    frame = open_to_write(request, pk)
    return deed_button(request, lambda: drop_agreement(case=frame.case, by=request.user), done=_url("agreement", pk))


@needs(Perm.WORK)
def agreement_sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Note who signed which chapter."""
    frame = open_to_write(request, pk)
    page = _page(request, frame)
    lines = _shown(page)
    waiting = [line for line in lines.drafts if not line.signed]
    signers = signers_of({one.party.record_id or 0 for one in people_in(waiting)}, by=request.user)
    request.shown(*(doer.record for doer in signers.names if doer.record))
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=SignForm,
        deed=lambda cleaned: sign(
            case=frame.case,
            wordings=SignForm.wordings_in(cleaned),
            parties=SignForm.signed_in(cleaned),
            on=cleaned["on"],
            way=cleaned["way"],
            by=request.user,
            acting=SignForm.acting_in(cleaned),
        ),
        done=lambda _rows: _url("agreement", pk, draft=page.is_draft),
        initial={"on": clock.today(), "way": "paper"},
        form_kwargs={"chapters": waiting, "instead": signing_for(waiting, signers, on=clock.today())},
        context=_context(
            frame,
            _("Signatures"),
            intro=_("Mark those who have signed the wording that is on the page now.") if waiting else "",
        ),
        message=_("The signatures are noted."),
    )


@needs(Perm.WORK)
def agreement_in_force(request: StaffRequest, pk: int) -> HttpResponse:
    """The signed draft comes into force, with what the children said of it."""
    frame = open_to_write(request, pk)
    page = agreement_page(frame, request.user, want_draft=True, on=clock.today())
    request.shown(*page.others)
    if not page.is_draft and request.method != "POST":
        raise Http404
    children = [one for one in page.people.values() if not one.signs and one.member]
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ForceForm,
        deed=lambda cleaned: put_in_force(
            case=frame.case,
            heard=ForceForm.heard_in(cleaned, children),
            because=cleaned.get("because", ""),
            by=request.user,
        ),
        done=lambda _made: _url("agreement", pk),
        form_kwargs={"children": children, "replaces": page.in_force is not None},
        draft=DraftKey("agreement_in_force", "case", pk),
        context=_context(
            frame,
            _("The agreement comes into force"),
            intro=_("The agreement gets its number. The one in force before, if there was one, ends at once."),
            save=_("Bring into force"),
        ),
        message=_("The agreement is in force."),
    )


def _shown(page: AgreementPage) -> AgreementLines:
    if page.shown is None:
        raise Http404
    return page.shown


def _context(frame: FileFrame, title: str, **more: Any) -> dict[str, Any]:
    back = reverse("cases:agreement", args=[frame.case.pk])
    return file_context(frame, tab="agreement", title=title, subtitle=frame.title, back=back, **more)
