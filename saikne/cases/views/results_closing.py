"""Pages: closing a file, reopening it, and a birthday's work done."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.results_closing import close_case, closing_reasons, reopen_case
from saikne.cases.actions.results_milestones import do_milestone
from saikne.cases.forms.results import CloseForm, MilestoneForm, ReopenForm
from saikne.cases.queries.results_milestones import milestone_within
from saikne.cases.queries.results_words import milestone_hint, milestone_title
from saikne.cases.queries.talk_stages import standing_of
from saikne.cases.views.frame import file_context, open_file, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import form_page


@needs(Perm.WORK)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an evaluated file; what stands in the way is told before anything is typed."""
    frame = open_to_write(request, pk)
    stands = standing_of(frame.case, on=clock.today(), people=frame.people)
    return form_page(
        request,
        template="cases/results/close.html",
        form_class=CloseForm,
        deed=lambda cleaned: close_case(case=frame.case, by=request.user, **cleaned),
        done=lambda _closed: reverse("cases:results", args=[pk]),
        draft=DraftKey("close", "case", pk),
        context=file_context(
            frame,
            tab="results",
            title=pgettext("title", "Close the case"),
            save=_("Close the case"),
            back=reverse("cases:file", args=[pk]),
            in_the_way=closing_reasons(frame.case, stands),
        ),
        message=_("The file is closed."),
    )


@needs(Perm.WORK)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """The work goes on in a closed file."""
    frame = open_whole_file(request, pk)
    if frame.case.closed_at is None:
        raise Http404
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ReopenForm,
        deed=lambda cleaned: reopen_case(case=frame.case, by=request.user, **cleaned),
        done=lambda _opened: reverse("cases:file", args=[pk]),
        draft=DraftKey("reopen", "case", pk),
        context=file_context(
            frame,
            tab="results",
            title=pgettext("title", "Reopen the case"),
            intro=_("The lead and the main worker go on; the situation is assessed anew, and a new plan begins.")
            if frame.case.kind.staged
            else "",
            save=_("Reopen the case"),
            back=reverse("cases:results", args=[pk]),
        ),
        message=_("The file is open again."),
    )


@needs(Perm.WORK)
def milestone_done(request: StaffRequest, record: int, kind: str) -> HttpResponse:
    """A birthday's work: what to look at, and what was done."""
    task = milestone_within(request.user, record, kind)
    if task is None:
        raise Http404
    frame = open_file(request, task.case_no)
    request.shown(task.record_no)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=MilestoneForm,
        deed=lambda cleaned: do_milestone(task=task, by=request.user, **cleaned),
        done=lambda _done: reverse("cases:file", args=[task.case_no]),
        initial={"done_on": clock.today()},
        context=file_context(
            frame,
            tab="people",
            title=f"{task.name}: {milestone_title(task.kind)}",
            subtitle=_("Due date: %(day)s") % {"day": f"{task.due:%d.%m.%Y.}"},
            intro=milestone_hint(task.kind),
            save=_("Mark as done"),
            back=reverse("cases:file", args=[task.case_no]),
        ),
        message=_("Saved."),
    )
