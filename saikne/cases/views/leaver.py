"""The head's list of work left behind by those who no longer work here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.leaver_work import follow_unit, leave_files, open_files_again
from saikne.cases.queries import leaver_work
from saikne.cases.queries.leaver_work import left_work as find_left_work
from saikne.organisation.registry import WorkerPanel, coming_back, leaving, moving, worker_panels


@needs(Perm.HEAD)
@require_GET
def left_work(request: StaffRequest) -> HttpResponse:
    """Whose work is to be handed over, thing by thing."""
    found = find_left_work(request.user)
    request.shown(*found.records)
    return render(request, "cases/leaver/left.html", {"rows": found.rows})


def worker_panel(request: HttpRequest, worker: User) -> WorkerPanel | None:
    """On the page of somebody who left: where the head finds what is still open."""
    user: Any = request.user
    if worker.is_active or not user.has_perm(Perm.HEAD):
        return None
    return WorkerPanel("cases/leaver/panel.html", {"url": reverse("cases:left_work")})


def register() -> None:
    """Fill the registries of the rooms below with what leaving means for files."""
    leaving.register("cases", leave_files, rank=10)
    coming_back.register("cases", open_files_again, rank=50)
    moving.register("cases", follow_unit, rank=50)
    worker_panels.register("cases.left", worker_panel, rank=50)
    leaver_work.register()
