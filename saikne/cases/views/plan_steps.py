"""Pages and buttons of steps and obstacles."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.plan_steps import (
    add_obstacle,
    add_step,
    drop_step,
    edit_step,
    finish_step,
    lift_obstacle,
    reopen_step,
)
from saikne.cases.enums import StepState
from saikne.cases.forms.plan_steps import ObstacleForm, StepForm, new_step, step_fields, step_text
from saikne.cases.models import Goal, Obstacle, Step
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan_doers import Doers, doers_of
from saikne.cases.views.frame import file_context, open_to_write
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import came_from, deed_button, form_page


def _step(request: StaffRequest, pk: int) -> Step:
    return get_object_or_404(Step.objects.visible_to(request.user).select_related("goal"), pk=pk)


def _choices(request: StaffRequest, frame: FileFrame, step: Step | None = None) -> dict[str, Any]:
    doers: Doers = doers_of(frame, request.user, step, on=clock.today())
    request.shown(*doers.numbers)
    return {"people": doers.people, "workers": doers.workers, "partners": doers.partners}


@needs(Perm.WORK)
def step_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new step of a goal."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), pk=pk)
    frame = open_to_write(request, goal.case_id)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=StepForm,
        deed=lambda cleaned: add_step(goal=goal, text=step_text(cleaned), by=request.user),
        done=lambda _made: reverse("cases:goal", args=[pk]),
        initial=new_step(),
        form_kwargs=_choices(request, frame),
        draft=DraftKey(f"step_add_{pk}", "case", goal.case_id),
        context=_context(frame, goal, pgettext("title", "Add a step"), goal.title, intro=_seen()),
    )


@needs(Perm.WORK)
def step_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a step."""
    step = _step(request, pk)
    frame = open_to_write(request, step.goal.case_id)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=StepForm,
        deed=lambda cleaned: edit_step(
            step=step, text=step_text(cleaned), base=cleaned["base_version"], by=request.user
        ),
        done=lambda _version: reverse("cases:goal", args=[step.goal_id]),
        initial=step_fields(step),
        form_kwargs=_choices(request, frame, step),
        base_version=step.version,
        draft=DraftKey(f"step_edit_{pk}", "case", step.goal.case_id),
        context=_context(frame, step.goal, _("Edit the step"), step.goal.title, intro=_seen()),
    )


@needs(Perm.WORK)
def step_done(request: StaffRequest, pk: int) -> HttpResponse:
    """One click: the step is done; a click on the other button: it is not. Two who say the same say it once."""
    step = _step(request, pk)
    open_to_write(request, step.goal.case_id)
    deed = reopen_step if request.POST.get("to") == StepState.TODO else finish_step
    return deed_button(request, lambda: deed(step=step, by=request.user), done=_back(request, step))


@needs(Perm.WORK)
def step_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """The step is not needed any more."""
    step = _step(request, pk)
    open_to_write(request, step.goal.case_id)
    return deed_button(request, lambda: drop_step(step=step, by=request.user), done=_back(request, step))


def _back(request: StaffRequest, step: Step) -> str:
    return came_from(request, reverse("cases:goal", args=[step.goal_id]))


@needs(Perm.WORK)
def obstacle_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Something hinders a step."""
    step = _step(request, pk)
    frame = open_to_write(request, step.goal.case_id)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ObstacleForm,
        deed=lambda cleaned: add_obstacle(
            step=step, kind=cleaned["kind"], what=cleaned["what"], on=cleaned["on"], by=request.user
        ),
        done=lambda _made: reverse("cases:goal", args=[step.goal_id]),
        initial={"on": clock.today()},
        context=_context(frame, step.goal, _("What hinders the step"), step.text),
    )


@needs(Perm.WORK)
def obstacle_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """It hinders no longer."""
    steps = Step.objects.visible_to(request.user)
    obstacle = get_object_or_404(Obstacle.objects.select_related("step__goal"), pk=pk, step__in=steps)
    open_to_write(request, obstacle.step.goal.case_id)
    return deed_button(
        request, lambda: lift_obstacle(obstacle=obstacle, by=request.user), done=_back(request, obstacle.step)
    )


def _seen() -> str:
    """What the writer of a step must know of its reader."""
    return _("A colleague to whom the plan is not open sees only this step.")


def _context(frame: FileFrame, goal: Goal, title: str, subtitle: str, **more: Any) -> dict[str, Any]:
    back = reverse("cases:goal", args=[goal.pk])
    return file_context(frame, tab="plan", title=title, subtitle=subtitle, back=back, **more)
