"""Pages of results: reviews, evaluations, follow-ups."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.results import add_evaluation, add_review
from saikne.cases.actions.results_closing import note_follow_up
from saikne.cases.forms.results import EvaluationForm, FollowUpForm, ReviewForm, judged_of
from saikne.cases.forms.talk_voices import voices_of_form
from saikne.cases.models import Case, FollowUp
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.results import aims_of, results_of
from saikne.cases.queries.results_settings import review_interval
from saikne.cases.queries.talk_stages import pursued_goals
from saikne.cases.rules.results_dates import add_months
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import form_page


@staff
def results(request: StaffRequest, pk: int) -> HttpResponse:
    """What came of the work, the latest first."""
    frame = open_whole_file(request, pk)
    page = results_of(frame)
    request.shown(*page.people)
    return render(request, "cases/results/results.html", file_context(frame, tab="results", results=page))


@needs(Perm.WORK)
def review_add(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan was looked at together."""
    frame, today = open_to_write(request, pk), clock.today()
    interval = review_interval(frame.case.municipality_id, on=today)
    return form_page(
        request,
        template="cases/results/review_form.html",
        form_class=ReviewForm,
        deed=lambda cleaned: add_review(
            case=frame.case,
            on=cleaned["on"],
            found=cleaned["found"],
            next_due=cleaned["next_due"],
            voices=voices_of_form(frame.people, cleaned),
            by=request.user,
        ),
        done=lambda _review: _page(pk),
        initial={"on": today, "next_due": add_months(today, interval.months)},
        form_kwargs={"people": frame.people},
        draft=DraftKey("review", "case", pk),
        context=_context(frame, title=pgettext("title", "Note a review"), interval=interval),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def evaluation_add(request: StaffRequest, pk: int) -> HttpResponse:
    """What the work led to."""
    frame = open_to_write(request, pk)
    goals = list(pursued_goals(frame.case))
    return form_page(
        request,
        template="cases/results/evaluation_form.html",
        form_class=EvaluationForm,
        deed=lambda cleaned: add_evaluation(
            case=frame.case,
            judged=judged_of(frame.people, goals, cleaned),
            voices=voices_of_form(frame.people, cleaned),
            by=request.user,
        ),
        done=lambda _evaluation: _page(pk),
        initial={"on": clock.today()},
        form_kwargs={"people": frame.people, "goals": goals, "aims": aims_of(frame.case)},
        draft=DraftKey("evaluation", "case", pk),
        context=_context(frame, title=pgettext("title", "Make the evaluation")),
        message=_("The evaluation is saved."),
    )


@needs(Perm.WORK)
def follow_up(request: StaffRequest, pk: int) -> HttpResponse:
    """A closed family is asked how it fares."""
    worked = Case.objects.worked_by(request.user)
    found = get_object_or_404(FollowUp.objects.filter(case__in=worked), pk=pk)
    frame = open_whole_file(request, found.case_id)
    if found.done_on or frame.case.closed_at is None:
        raise Http404
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=FollowUpForm,
        deed=lambda cleaned: note_follow_up(follow_up=found, by=request.user, **cleaned),
        done=lambda _done: _page(found.case_id),
        initial={"done_on": clock.today()},
        draft=DraftKey(f"follow_up_{pk}", "case", found.case_id),
        context=_context(
            frame,
            title=_("How the client fares"),
            subtitle=_("%(months)s months after closing") % {"months": found.months},
        ),
        message=_("Saved."),
    )


def _page(case_no: int) -> str:
    return reverse("cases:results", args=[case_no])


def _context(frame: FileFrame, **more: object) -> dict[str, object]:
    return file_context(frame, tab="results", back=_page(frame.case.pk), **more)
