"""Lists of files, and their place in the navigation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.access import Perm
from saikne.cases.queries.files_list import ORDER, asked_of, file_lines, files_of, filters_of
from saikne.ui.exports import export_buttons
from saikne.ui.keyset import Keyset
from saikne.ui.registry import NAVIGATION, NavItem

BY_DUE = Keyset(*ORDER)
WORKS = (Perm.WORK, Perm.PSYCHOSOCIAL, Perm.HEAD)


@staff
def files(request: StaffRequest) -> HttpResponse:
    """Files within reach: what is due first stands first."""
    asked = asked_of({name: str(value) for name, value in request.GET.items()}, request.user)
    page = BY_DUE.page(files_of(request.user, asked), request)
    lines = file_lines(request.user, page.rows)
    request.shown(*(number for line in lines for number in line.records))
    filters = filters_of(request.user, asked, request.path)
    context = {
        "lines": lines,
        "page": page,
        "asked": asked,
        "scopes": filters.scopes,
        "kinds": filters.kinds,
        "stages": filters.stages,
        "opens": request.user.has_perm(Perm.OPEN_CASE),
        "buttons": export_buttons(request, reverse("cases:list_export")),
    }
    return render(request, "cases/files/list.html", context)


def register() -> None:
    """The list of files stands in the navigation of whoever works with files."""
    item = NavItem(label=_("Cases"), url_name="cases:list", test=_works, sections=("cases",))
    NAVIGATION.register("cases", item, rank=20)


def _works(user: Any) -> bool:
    return any(user.has_perm(perm) for perm in WORKS)
