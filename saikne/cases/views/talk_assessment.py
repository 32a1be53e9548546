"""Pages of the assessment: the one that counts, the earlier ones, writing, signing, approving, returning."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.talk_assessment import (
    approve_assessment,
    begin_assessment,
    edit_assessment,
    return_assessment,
    sign_assessment,
)
from saikne.cases.enums import AssessmentState
from saikne.cases.forms.talk_assessment import (
    AssessmentForm,
    ReturnForm,
    SignForm,
    assessment_fields,
    wording_of,
)
from saikne.cases.forms.talk_voices import voices_of_form
from saikne.cases.models import Assessment
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk import standing_statements
from saikne.cases.queries.talk_assessment import assessments_of
from saikne.cases.queries.talk_pages import AssessmentPage, assessment_page, prefilled
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core.drafts import DraftKey
from saikne.ui.pages import confirm_page, form_page


@staff
def assessment(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft or the latest assessment; `no` opens an earlier one."""
    frame = open_whole_file(request, pk)
    rows = assessments_of(request.user, pk)
    asked = request.GET.get("no", "")
    chosen = next((row for row in rows if str(row.pk) == asked), None) if asked else next(iter(rows), None)
    if asked and chosen is None:
        raise Http404
    page = assessment_page(frame, chosen, request.user) if chosen else None
    if page:
        request.shown(*page.others)
    return render(request, "cases/talk/assessment.html", _context(frame, page=page, history=rows, chosen=chosen))


@needs(Perm.WORK)
def assessment_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin an assessment, or write on in the draft."""
    frame = open_to_write(request, pk)
    rows = assessments_of(request.user, pk)
    draft = next((row for row in rows if row.state == AssessmentState.DRAFT), None)
    statements = standing_statements(frame.case)
    initial = assessment_fields(draft) if draft else prefilled(frame, statements)
    return form_page(
        request,
        template="cases/talk/assessment_form.html",
        form_class=AssessmentForm,
        deed=lambda cleaned: _write(frame, draft, cleaned, request),
        done=lambda _done: _page(pk),
        initial=initial,
        form_kwargs={"people": frame.people, "statements": statements},
        draft=DraftKey("assessment", "case", pk),
        base_version=draft.version if draft else None,
        context=_context(
            frame,
            title=_("Draft of the assessment") if draft else _("New assessment"),
            intro=""
            if draft
            else _("Filled in from what has been told and from the last assessment: read and correct it."),
            back=_page(pk),
            returned=_returned(rows),
        ),
        message=_("Saved. The assessment is a draft until it is signed."),
    )


def _returned(rows: Iterable[Assessment]) -> Assessment | None:
    """What the head has returned, as long as nothing was signed in its place."""
    signed = sorted((row for row in rows if row.signed_at), key=lambda row: row.signed_at or row.begun_at)
    return signed[-1] if signed and signed[-1].state == AssessmentState.RETURNED else None


def _write(frame: FileFrame, draft: Assessment | None, cleaned: dict[str, Any], request: StaffRequest) -> object:
    before: Mapping[str, str] = draft.needs if draft else {}
    wording = wording_of(cleaned, before=before)
    if draft is None:
        return begin_assessment(case=frame.case, wording=wording, by=request.user)
    return edit_assessment(assessment=draft, wording=wording, base_version=cleaned["base_version"], by=request.user)


@needs(Perm.WORK)
def assessment_sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Read once more, say who was heard, sign."""
    found, frame, page = _found(request, pk)
    back = _page(frame.case.pk)
    return form_page(
        request,
        template="cases/talk/assessment_sign.html",
        form_class=SignForm,
        deed=lambda cleaned: sign_assessment(
            assessment=found, voices=voices_of_form(frame.people, cleaned), by=request.user
        ),
        done=lambda _signed: back,
        form_kwargs={"people": frame.people},
        draft=DraftKey(f"assessment_sign_{pk}", "case", frame.case.pk),
        context=_context(
            frame, title=_("Signing of the assessment"), save=_("Sign the assessment"), back=back, page_of=page
        ),
        message=_("The assessment is signed. It can no longer be changed."),
    )


@needs(Perm.APPROVE)
def assessment_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """The head reads the assessment and approves it."""
    found, frame, page = _found(request, pk)
    back = _page(frame.case.pk)
    return confirm_page(
        request,
        template="cases/talk/assessment_approve.html",
        title=_("Approval of the assessment"),
        question=_("Approve this assessment?"),
        verb=_("Approve"),
        consequence=_("An approved assessment is not changed any more."),
        deed=lambda: approve_assessment(assessment=found, by=request.user),
        done=lambda _approved: back,
        back=back,
        context=_context(frame, page_of=page),
        message=_("The assessment is approved."),
    )


@needs(Perm.APPROVE)
def assessment_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The head reads the assessment and sends it back with reasons."""
    found, frame, page = _found(request, pk)
    back = _page(frame.case.pk)
    return form_page(
        request,
        template="cases/talk/assessment_return.html",
        form_class=ReturnForm,
        deed=lambda cleaned: return_assessment(assessment=found, because=cleaned["because"], by=request.user),
        done=lambda _returned: back,
        draft=DraftKey(f"assessment_return_{pk}", "case", frame.case.pk),
        context=_context(frame, title=_("Return of the assessment"), save=_("Return"), back=back, page_of=page),
        message=_("The assessment is returned. The author sees it in “My work”."),
    )


def _found(request: StaffRequest, pk: int) -> tuple[Assessment, FileFrame, AssessmentPage]:
    people = ("begun_by", "signed_by", "approved_by", "returned_by")
    found = get_object_or_404(Assessment.objects.visible_to(request.user).select_related(*people), pk=pk)
    frame = open_to_write(request, found.case_id)
    page = assessment_page(frame, found, request.user)
    request.shown(*page.others)
    return found, frame, page


def _page(case_no: int) -> str:
    return reverse("cases:assessment", args=[case_no])


def _context(frame: FileFrame, **more: object) -> dict[str, object]:
    return file_context(frame, tab="assessment", **more)
