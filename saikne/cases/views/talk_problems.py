"""Pages of problems: whose, since when, how heavy, and when one is no more."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.talk_problems import add_problem, edit_problem, end_problem
from saikne.cases.forms.talk import EndProblemForm, ProblemForm, problem_fields, trouble_of
from saikne.cases.models import Problem
from saikne.cases.queries.frame import FileFrame
from saikne.cases.views.frame import file_context, open_to_write
from saikne.cases.views.talk import named_now
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import form_page

FORM = "cases/file_form.html"


@needs(Perm.WORK)
def problem_add(request: StaffRequest, pk: int) -> HttpResponse:
    """One more problem."""
    frame = open_to_write(request, pk)
    return form_page(
        request,
        template=FORM,
        form_class=ProblemForm,
        deed=lambda cleaned: add_problem(case=frame.case, trouble=trouble_of(cleaned), by=request.user),
        done=lambda _made: _page(pk),
        form_kwargs={"people": frame.people},
        draft=DraftKey("problem_add", "case", pk),
        context=_context(frame, title=pgettext("title", "Add a problem")),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def problem_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct or complete a problem."""
    problem, frame = _problem(request, pk)
    now = named_now(request, frame, problem.record_id)
    return form_page(
        request,
        template=FORM,
        form_class=ProblemForm,
        deed=lambda cleaned: edit_problem(
            problem=problem, trouble=trouble_of(cleaned), base_version=cleaned["base_version"], by=request.user
        ),
        done=lambda _version: _page(frame.case.pk),
        initial=problem_fields(problem),
        form_kwargs={"people": frame.people, "now": now},
        draft=DraftKey(f"problem_edit_{pk}", "case", frame.case.pk),
        base_version=problem.version,
        context=_context(frame, title=_("Edit the problem")),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def problem_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The problem is no more; it leaves the first page."""
    problem, frame = _problem(request, pk)
    return form_page(
        request,
        template=FORM,
        form_class=EndProblemForm,
        deed=lambda cleaned: end_problem(problem=problem, by=request.user, **cleaned),
        done=lambda _ended: _page(frame.case.pk),
        initial={"until": clock.today()},
        draft=DraftKey(f"problem_end_{pk}", "case", frame.case.pk),
        context=_context(
            frame,
            title=_("The problem is no more"),
            subtitle=problem.what,
            intro=_("It leaves the first page of the file and stays readable among the ended ones."),
        ),
        message=_("Saved."),
    )


def _problem(request: StaffRequest, pk: int) -> tuple[Problem, FileFrame]:
    problem = get_object_or_404(Problem.objects.visible_to(request.user), pk=pk)
    return problem, open_to_write(request, problem.case_id)


def _page(case_no: int) -> str:
    return reverse("cases:statements", args=[case_no]) + "#problems"


def _context(frame: FileFrame, **more: object) -> dict[str, object]:
    return file_context(frame, tab="statements", back=_page(frame.case.pk), **more)
