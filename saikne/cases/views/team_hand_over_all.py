"""The head hands over all files of a worker, or some of them, in one act; looked at first."""

from dataclasses import dataclass
from typing import Any

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
from saikne.cases.queries.about import About, about_files
from saikne.cases.queries.team import files_kept_from, files_led_by, possible_leads, workers_of
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.queries.team_preview import preview_of
from saikne.core import clock
from saikne.ui.pages import Page, form_page


@dataclass(frozen=True, slots=True)
class Leaving:
    """A worker whose files are handed over: those within the head's reach, and numbers of those kept from her."""

    worker: User
    files: list[Case]
    kept: list[str]
    about: dict[int, About]

    @property
    def titles(self) -> dict[int, str]:
        """Whose each file is."""
        return {number: about.title for number, about in self.about.items()}


@needs(Perm.HEAD)
def hand_over_all(request: StaffRequest) -> HttpResponse:
    """First whose files, then to whom, then what would happen, then the act."""
    number = request.GET.get("worker", "")
    workers = workers_of(request.user)
    if not (number.isascii() and number.isdigit()):
        return render(request, "cases/team/choose_worker.html", {"workers": workers})
    worker = get_object_or_404(User.objects.filter(pk__in=[row.pk for row in workers]), pk=int(number))
    files = list(files_led_by(worker, request.user))
    leaving = Leaving(worker, files, files_kept_from(request.user, worker), about_files(files, on=clock.today()))
    request.shown(*(number for one in leaving.about.values() for number in one.records))
    if request.method == "POST" and request.POST.get("do") != "hand_over":
        return _looked_at_first(request, leaving)
    return _form(request, leaving)


def _asks(request: StaffRequest, leaving: Leaving) -> dict[str, Any]:
    """What the form is made of."""
    others = possible_leads(request.user).exclude(pk=leaving.worker.pk)
    return {"colleagues": others, "files": leaving.files, "titles": leaving.titles}


def _context(leaving: Leaving) -> dict[str, object]:
    here = {"worker": leaving.worker, "files": leaving.files, "kept": ", ".join(leaving.kept)}
    return {**here, "back": reverse("cases:hand_over_all")}


def _looked_at_first(request: StaffRequest, leaving: Leaving) -> HttpResponse:
    """What would happen, file by file, with every obstacle; nothing is written yet."""
    form = HandOverAllForm(request.POST, **_asks(request, leaving))
    if not form.is_valid() or request.POST.get("do") == "edit":
        context = {**_context(leaving), "form": form, "page": Page(form)}
        return render(request, "cases/team/hand_over_all.html", context, status=422 if form.errors else 200)
    typed = form.cleaned_data
    preview = preview_of(
        typed["passings"],
        leaving.worker,
        leaving.files,
        leaving.titles,
        by=request.user,
        main_worker=typed["main_worker"],
    )
    context = {**_context(leaving), "form": form, "preview": preview, "typed": typed}
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
        form_kwargs=_asks(request, leaving),
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
