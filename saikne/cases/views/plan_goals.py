"""Pages of one goal: what it says, what people answer, how far it has come."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.plan import add_goal, answer_goal, edit_goal, set_aside, set_level, take_up
from saikne.cases.enums import GoalState
from saikne.cases.forms.plan import (
    AnswersForm,
    AsideForm,
    GoalForm,
    LevelForm,
    goal_fields,
    goal_text,
    new_goal,
)
from saikne.cases.models import Goal
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan import goal_page, plan_people_of
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import deed_button, form_page


def _goal(request: StaffRequest, pk: int) -> Goal:
    return get_object_or_404(Goal.objects.visible_to(request.user), pk=pk)


def _to_write(request: StaffRequest, pk: int) -> tuple[Goal, FileFrame]:
    goal = _goal(request, pk)
    return goal, open_to_write(request, goal.case_id)


@staff
def goal(request: StaffRequest, pk: int) -> HttpResponse:
    """One goal: levels, answers, steps, and how the level moved."""
    found = _goal(request, pk)
    frame = open_whole_file(request, found.case_id)
    page = goal_page(found, frame, on=clock.today())
    request.shown(*page.others)
    return render(request, "cases/plan/goal.html", file_context(frame, tab="plan", page=page, goal=page.line.goal))


@needs(Perm.WORK)
def goal_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new goal in the client's plan."""
    frame = open_to_write(request, pk)
    people = list(plan_people_of(frame, on=clock.today()).values())
    request.shown(*(one.number for one in people))
    about = request.GET.get("record", "")
    return form_page(
        request,
        template="cases/plan/goal_form.html",
        form_class=GoalForm,
        deed=lambda cleaned: add_goal(
            case=frame.case, text=goal_text(cleaned), start_level=cleaned["start_level"], by=request.user
        ),
        done=lambda made: reverse("cases:goal_answer", args=[made.pk]),
        initial={**new_goal(), "record": about},
        form_kwargs={"people": people},
        draft=DraftKey("goal_add", "case", pk),
        context=file_context(
            frame,
            tab="plan",
            title=pgettext("title", "Add a goal"),
            intro=_("After saving, note what each person says of the goal. Until then it waits for an answer."),
            back=reverse("cases:plan", args=[pk]),
        ),
        message=_("The goal is added. Now note the answers."),
    )


@needs(Perm.WORK)
def goal_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a goal says."""
    found, frame = _to_write(request, pk)
    people = list(plan_people_of(frame, on=clock.today()).values())
    request.shown(*(one.number for one in people))
    return form_page(
        request,
        template="cases/plan/goal_form.html",
        form_class=GoalForm,
        deed=lambda cleaned: edit_goal(
            goal=found, text=goal_text(cleaned), base=cleaned["base_version"], by=request.user
        ),
        done=lambda _version: reverse("cases:goal", args=[pk]),
        initial=goal_fields(found),
        form_kwargs={"people": people, "edited": True},
        base_version=found.version,
        draft=DraftKey(f"goal_edit_{pk}", "case", found.case_id),
        context=_context(frame, found, _("Edit the goal")),
    )


@needs(Perm.WORK)
def goal_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """What each person says of the goal; a refusal is noted and has no other consequence."""
    found, frame = _to_write(request, pk)
    page = goal_page(found, frame, on=clock.today())
    people = list(plan_people_of(frame, on=clock.today()).values())
    request.shown(*(one.number for one in people), *page.others)
    return form_page(
        request,
        template="cases/plan/answers_form.html",
        form_class=AnswersForm,
        deed=lambda cleaned: answer_goal(
            goal=found, answers=AnswersForm.said_in(cleaned, people), on=cleaned["on"], by=request.user
        ),
        done=lambda _rows: reverse("cases:goal", args=[pk]),
        initial={"on": clock.today()},
        form_kwargs={"people": people},
        draft=DraftKey(f"goal_answer_{pk}", "case", found.case_id),
        context=_context(
            frame,
            found,
            _("Answers to the goal"),
            wish=found.wish,
            said=page.line.answers,
            intro=_(
                "The client decides. A refusal is noted with its date; it has no other consequence. "
                "Lines where nothing new was said stay empty."
            ),
        ),
        message=_("The answers are noted."),
    )


@needs(Perm.WORK)
def goal_level(request: StaffRequest, pk: int) -> HttpResponse:
    """How far the goal has come."""
    found, frame = _to_write(request, pk)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=LevelForm,
        deed=lambda cleaned: set_level(
            goal=found,
            level=cleaned["level"],
            reached=cleaned["reached"],
            base=cleaned["base_version"],
            by=request.user,
        ),
        done=lambda _version: reverse("cases:goal", args=[pk]),
        initial={"level": found.level, "reached": found.state == GoalState.REACHED},
        form_kwargs={"goal": found},
        base_version=found.version,
        context=_context(frame, found, pgettext("title", "Mark the level")),
    )


@needs(Perm.WORK)
def goal_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Set a goal aside, with the reason."""
    found, frame = _to_write(request, pk)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=AsideForm,
        deed=lambda cleaned: set_aside(goal=found, because=cleaned["because"], by=request.user),
        done=lambda _none: reverse("cases:goal", args=[pk]),
        context=_context(
            frame,
            found,
            _("Set the goal aside"),
            intro=_("The goal, its answers and its steps stay readable. You can take it up again."),
            save=_("Set aside"),
        ),
    )


@needs(Perm.WORK)
def goal_resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a goal up again."""
    found, _frame = _to_write(request, pk)
    return deed_button(request, lambda: take_up(goal=found, by=request.user), done=reverse("cases:goal", args=[pk]))


def _context(frame: FileFrame, goal: Goal, title: str, **more: Any) -> dict[str, Any]:
    back = reverse("cases:goal", args=[goal.pk])
    return file_context(frame, tab="plan", title=title, subtitle=goal.title, back=back, **more)
