"""The head hands over all files of a worker, or some of them, in one act; looked at first."""

from dataclasses import dataclass

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
from saikne.cases.models import Case
from saikne.cases.queries.team import files_led_by, possible_leads, workers_of
from saikne.cases.queries.team_obstacles import people_of_files
from saikne.cases.queries.team_preview import preview_of
from saikne.ui.pages import Page, form_page


@dataclass(frozen=True, slots=True)
class Leaving:
    """A worker whose files are handed over, with those within the head's reach."""

    worker: User
    files: list[Case]


@needs(Perm.HEAD)
def hand_over_all(request: StaffRequest) -> HttpResponse:
    """First whose files, then to whom, then what would happen, then the act."""
    number = request.GET.get("worker", "")
    workers = workers_of(request.user)
    if not (number.isascii() and number.isdigit()):
        return render(request, "cases/team/choose_worker.html", {"workers": workers})
    worker = get_object_or_404(User.objects.filter(pk__in=[row.pk for row in workers]), pk=int(number))
    leaving = Leaving(worker, list(files_led_by(worker, request.user)))
    _note_shown(request, leaving.files)
    if request.method == "POST" and request.POST.get("do") != "hand_over":
        return _looked_at_first(request, leaving)
    return _form(request, leaving)


def _note_shown(request: StaffRequest, files: list[Case]) -> None:
    request.shown(*(number for found in people_of_files(files).values() for number in found))


def _colleagues(request: StaffRequest, leaving: Leaving) -> QuerySet[User]:
    return possible_leads(request.user).exclude(pk=leaving.worker.pk)


def _context(leaving: Leaving) -> dict[str, object]:
    return {"worker": leaving.worker, "files": leaving.files, "back": reverse("cases:hand_over_all")}


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
    return form_page(
        request,
        template="cases/team/hand_over_all.html",
        form_class=HandOverAllForm,
        form_kwargs={"colleagues": _colleagues(request, leaving), "files": leaving.files},
        deed=lambda typed: hand_over(
            passings=typed["passings"],
            giver=leaving.worker,
            how=How(typed["reason"], main_worker=typed["main_worker"], at_once=typed["at_once"]),
            by=request.user,
        ),
        done=lambda rows: reverse("cases:hand_over_all"),
        context=_context(leaving),
        message=lambda rows: _("Files handed over: %(n)d") % {"n": len(rows)},
    )
