"""The head hands over all files of a worker, or some of them, in one act; looked at first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.team_hand_over import How, hand_over
from saikne.cases.forms.team import HandOverAllForm
from saikne.cases.models import Case, HandOver
from saikne.cases.queries.team import files_kept_from, files_led_by, possible_leads, workers_of
from saikne.cases.queries.team_obstacles import Passing, people_of_files
from saikne.cases.queries.team_preview import preview_of
from saikne.ui.pages import Page, form_page


@dataclass(frozen=True, slots=True)
class Leaving:
    """A worker whose files are handed over: those within the head's reach, and numbers of those kept from her."""

    worker: User
    files: list[Case]
    kept: list[str]


@needs(Perm.HEAD)
def hand_over_all(request: StaffRequest) -> HttpResponse:
    """First whose files, then to whom, then what would happen, then the act."""
    number = request.GET.get("worker", "")
    workers = workers_of(request.user)
    if not (number.isascii() and number.isdigit()):
        return render(request, "cases/team/choose_worker.html", {"workers": workers})
    worker = get_object_or_404(User.objects.filter(pk__in=[row.pk for row in workers]), pk=int(number))
    leaving = Leaving(worker, list(files_led_by(worker, request.user)), files_kept_from(request.user, worker))
    _note_shown(request, leaving.files)
    if request.method == "POST" and request.POST.get("do") != "hand_over":
        return _looked_at_first(request, leaving)
    return _form(request, leaving)


def _note_shown(request: StaffRequest, files: list[Case]) -> None:
    request.shown(*(number for found in people_of_files(files).values() for number in found))


def _colleagues(request: StaffRequest, leaving: Leaving) -> QuerySet[User]:
    return possible_leads(request.user).exclude(pk=leaving.worker.pk)


def _context(leaving: Leaving) -> dict[str, object]:
    here = {"worker": leaving.worker, "files": leaving.files, "kept": ", ".join(leaving.kept)}
    return {**here, "back": reverse("cases:hand_over_all")}


def _looked_at_first(request: StaffRequest, leaving: Leaving) -> HttpResponse:
    """What would happen, file by file, with every obstacle; nothing is written yet."""
    form = HandOverAllForm(request.POST, colleagues=_colleagues(request, leaving), files=leaving.files)
    if not form.is_valid() or request.POST.get("do") == "edit":
        context = {**_context(leaving), "form": form, "page": Page(form)}
        return render(request, "cases/team/hand_over_all.html", context, status=422 if form.errors else 200)
    preview = preview_of(form.cleaned_data["passings"], leaving.worker, leaving.files)
    context = {**_context(leaving), "form": form, "preview": preview, "typed": form.cleaned_data}
    return render(request, "cases/team/preview.html", context)


def _form(request: StaffRequest, leaving: Leaving) -> HttpResponse:
    asked: list[Passing] = []

    def deed(typed: dict[str, Any]) -> list[HandOver]:
        asked.extend(typed["passings"])
        return hand_over(
            passings=asked,
            giver=leaving.worker,
            how=How(typed["reason"], main_worker=typed["main_worker"], at_once=typed["at_once"]),
            by=request.user,
        )

    return form_page(
        request,
        template="cases/team/hand_over_all.html",
        form_class=HandOverAllForm,
        form_kwargs={"colleagues": _colleagues(request, leaving), "files": leaving.files},
        deed=deed,
        done=lambda rows: reverse("cases:hand_over_all"),
        context=_context(leaving),
        message=lambda rows: _told(rows, asked),
    )


def _told(rows: list[HandOver], asked: list[Passing]) -> str:
    """How many went, and which restricted ones did not."""
    gone = {row.case_id for row in rows}
    stays = ", ".join(passing.case.label for passing in asked if passing.case.pk not in gone)
    told = _("Files handed over: %(n)d") % {"n": len(rows)}
    if not stays:
        return told
    why = _("Not handed over, because the colleague is not named in the restriction: %(files)s") % {"files": stays}
    return f"{told}. {why}"
