"""The registers of the service: by year, one of them, and its way out."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.access import Perm
from saikne.cases.queries import registers_documents, registers_letters, registers_own
from saikne.cases.queries.registers import (
    Asked,
    Choices,
    Register,
    purposes_of,
    registers_for,
    series_lines,
    units_and_workers,
    years_of,
)
from saikne.cases.queries.registers_lists import office_of
from saikne.core import clock
from saikne.organisation.queries import seat_of
from saikne.ui.exports import Export, export_buttons, export_page, table_of
from saikne.ui.filters import Filter
from saikne.ui.keyset import Keyset
from saikne.ui.posted import number
from saikne.ui.registry import NAVIGATION, NavItem

YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the filter: its options, the chosen one."""

    name: str
    label: str
    options: Choices
    chosen: str
    every: str = ""


@staff
@require_GET
def registers(request: StaffRequest) -> HttpResponse:
    """The registers year by year: how far their numbers have come; for the head, whether any is missing."""
    mine = registers_for(request.user)
    if not mine:
        raise Http404
    seat = seat_of(request.user)
    lines = series_lines(seat.municipality_id, mine.values()) if seat else []
    heads = request.user.has_perm(Perm.HEAD)
    filters = [
        Filter(str(one.listing.title), reverse("cases:register", args=[name]), current=False)
        for name, one in mine.items()
    ]
    context = {"lines": lines, "filters": filters, "heads": heads, "holes": any(line.missing for line in lines)}
    return render(request, "cases/registers/list.html", context)


def _link(name: str, one: Register[Any]) -> Filter:
    return Filter(str(one.listing.title), reverse("cases:register", args=[name]), current=False)


@staff
@require_GET
def register_page(request: StaffRequest, name: str) -> HttpResponse:
    """One register of one year, as far as this user may see it."""
    one, here = _register(request, name)
    asked = _asked(request, here)
    page = Keyset(*one.order).page(one.rows(request.user, asked), request)
    lines = one.lines(request.user, page.rows)
    request.shown(*(record for line in lines for record in one.listing.records(line)))
    header, rows = table_of(one.listing, lines)
    context = {
        "register": one,
        "asked": asked,
        "filters": _choices(one, asked),
        "header": header,
        "rows": [(one.link(line), list(zip(header, row, strict=True))) for line, row in zip(lines, rows, strict=True)],
        "page": page,
        "buttons": export_buttons(request, reverse("cases:register_export", args=[name])),
        "whole": request.user.has_perm(Perm.HEAD),
    }
    return render(request, "cases/registers/register.html", context)


@staff
def register_export(request: StaffRequest, name: str) -> HttpResponse:
    """The register on paper or in a file."""
    one, here = _register(request, name)
    asked = _asked(request, here)
    chosen = [dict(field.options)[field.chosen] for field in _choices(one, asked) if field.chosen]
    export = Export(
        listing=one.listing,
        rows=lambda most: one.lines(request.user, list(one.rows(request.user, asked).order_by(*one.order)[:most])),
        back=f"{reverse('cases:register', args=[name])}?{_query(request)}",
        purposes=purposes_of(request.user, *one.purposes),
        filters=asked.told,
        told=" · ".join(chosen),
        office=office_of(request.user),
    )
    return export_page(request, export)


def _query(request: StaffRequest) -> str:
    told = request.GET.copy()
    for name in ("as", "after"):
        told.pop(name, None)
    return told.urlencode()


def _register(request: StaffRequest, name: str) -> tuple[Register[Any], int]:
    """A register that this user may open, in the municipality where she works; else there is none."""
    one, seat = registers_for(request.user).get(name), seat_of(request.user)
    if one is None or seat is None:
        raise Http404
    return one, seat.municipality_id


def _asked(request: StaffRequest, here: int) -> Asked:
    """What the address asks; what means nothing counts as not said."""
    told, this = request.GET, clock.today().year
    year = number(told, "year", this)
    return Asked(
        municipality=here,
        year=year if year in YEARS else this,
        kind=told.get("kind", "")[:40],
        unit=number(told, "unit", 0),
        worker=number(told, "worker", 0),
        state=told.get("state", "")[:10],
    )


def _choices(one: Register[Any], asked: Asked) -> list[Choice]:
    """The fields of the filter that this register knows; a choice that is not offered is not chosen."""
    units, workers = units_and_workers(asked.municipality)
    years = [(str(year), str(year)) for year in years_of(asked.municipality, asked.year)]
    every = _("Without this filter")
    fields = [
        Choice("year", _("Year"), years, str(asked.year)),
        Choice("kind", str(one.kind_label), one.kinds(), asked.kind, every),
        Choice("unit", _("Unit"), units if one.by_unit else [], str(asked.unit or ""), every),
        Choice(
            "worker", _("Worker"), workers if one.by_worker else [], str(asked.worker or ""), _("Without this filter")
        ),
        Choice("state", _("State"), one.states(), asked.state, every),
    ]
    return [_offered(field) for field in fields if field.options]


def _offered(field: Choice) -> Choice:
    chosen = field.chosen if field.chosen in dict(field.options) else ""
    return Choice(field.name, field.label, field.options, chosen, field.every)


def register() -> None:
    """The registers of the room, and their place in the navigation of whoever may open one."""
    for part in (registers_own, registers_letters, registers_documents):
        part.register()
    pages = ("cases:register", "cases:register_export")
    item = NavItem(gettext_lazy("Registers"), "cases:registers", lambda user: bool(registers_for(user)), pages=pages)
    NAVIGATION.register("registers", item, rank=60)
