"""My step: whoever is to do a step sees what it says and says how it goes, also when the plan is not open to her."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.actions.plan_steps import add_obstacle, finish_step, lift_obstacle, reopen_step
from saikne.cases.enums import StepState
from saikne.cases.forms.plan_steps import ObstacleForm
from saikne.cases.models import Obstacle, Step
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan import step_line
from saikne.cases.views.frame import file_context, open_file
from saikne.core import clock
from saikne.ui.pages import deed_button, form_page


def _mine(request: StaffRequest, pk: int) -> tuple[Step, FileFrame]:
    """A step of mine with the frame of its file, or 404."""
    step = get_object_or_404(Step.objects.given_to(request.user).select_related("goal"), pk=pk)
    return step, open_file(request, step.goal.case_id)


@staff
def my_step(request: StaffRequest, pk: int) -> HttpResponse:
    """What I have to do, until when, what hinders it; nothing of the goal."""
    step, frame = _mine(request, pk)
    line = step_line(step, {}, on=clock.today())
    return render(request, "cases/plan/my_step.html", file_context(frame, tab="plan", line=line, step=step))


@staff
def my_step_done(request: StaffRequest, pk: int) -> HttpResponse:
    """One click: I have done it; a click on the other button: I have not."""
    step, _frame = _mine(request, pk)
    deed = reopen_step if request.POST.get("to") == StepState.TODO else finish_step
    return deed_button(request, lambda: deed(step=step, by=request.user), done=_page(pk))


@staff
def my_obstacle_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Why I cannot do it yet."""
    step, frame = _mine(request, pk)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ObstacleForm,
        deed=lambda cleaned: add_obstacle(
            step=step, kind=cleaned["kind"], what=cleaned["what"], on=cleaned["on"], by=request.user
        ),
        done=lambda _made: _page(pk),
        initial={"on": clock.today()},
        context=file_context(frame, tab="plan", title=_("What hinders the step"), subtitle=step.text, back=_page(pk)),
    )


@staff
def my_obstacle_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """It hinders me no longer."""
    obstacle = get_object_or_404(Obstacle, pk=pk, step__in=Step.objects.given_to(request.user))
    _mine(request, obstacle.step_id)
    return deed_button(request, lambda: lift_obstacle(obstacle=obstacle, by=request.user), done=_page(obstacle.step_id))


def _page(pk: int) -> str:
    return reverse("cases:my_step", args=[pk])
