"""What the team gives to *Mans darbs*: files to accept, what changed, where I stand in."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.actions import mark_seen
from saikne.accounts.http import StaffRequest, staff
from saikne.accounts.models import User
from saikne.cases.actions.team_address import tell_teams_of_address
from saikne.cases.queries.about import about_files
from saikne.cases.queries.notices import unseen
from saikne.cases.queries.team import deputyships_of, last_day, waiting_for
from saikne.core.work import HomePanel, home_panels
from saikne.people.registry import address_changed
from saikne.ui.pages import deed_button

FEW = 3


def to_accept(user: User, on: date) -> HomePanel | None:
    """Files that wait for my receipt, with the buttons."""
    rows = waiting_for(user, most=FEW)
    if not rows:
        return None
    known = about_files([row.case for row in rows], on=on)
    found = [(row, known[row.case_id].title) for row in rows]
    records = tuple(number for row in rows for number in known[row.case_id].records)
    return HomePanel("cases/team/panel_accept.html", {"rows": found}, records)


def changes(user: User, on: date) -> HomePanel | None:
    """What others changed in my files since I last looked."""
    found = unseen(user)
    if not found.total:
        return None
    records = tuple(number for line in found.lines for number in line.record_nos)
    return HomePanel("cases/team/panel_changes.html", {"unseen": found}, records)


def standing_in(user: User, on: date) -> HomePanel | None:
    """Files in which I stand in, and until when."""
    rows = deputyships_of(user, most=10)
    if not rows:
        return None
    known = about_files([row.case for row in rows], on=on)
    found = [(row, known[row.case_id].title, last_day(row)) for row in rows]
    records = tuple(number for row in rows for number in known[row.case_id].records)
    return HomePanel("cases/team/panel_deputy.html", {"rows": found}, records)


@staff
def notices(request: StaffRequest) -> HttpResponse:
    """All that changed since I last looked."""
    found = unseen(request.user, most=200)
    request.shown(*(number for line in found.lines for number in line.record_nos))
    return render(request, "cases/team/notices.html", {"unseen": found})


@staff
def notices_seen(request: StaffRequest) -> HttpResponse:
    """I have looked: what changed until now is no longer new."""
    return deed_button(
        request,
        lambda: mark_seen(user=request.user),
        reverse("web:home"),
        _("Nothing new is left in the list of changes."),
    )


def register() -> None:
    """Fill the registries of the rooms below with what the team adds to them."""
    home_panels.register("cases.to_accept", to_accept, rank=10)
    home_panels.register("cases.changes", changes, rank=20)
    home_panels.register("cases.standing_in", standing_in, rank=30)
    address_changed.register("cases", tell_teams_of_address)
