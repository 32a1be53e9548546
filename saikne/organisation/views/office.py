"""The service as a whole: which municipality, its units, its data and territories, qualifications about to expire."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, needs
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.access import Perm
from saikne.organisation.actions.units import begin_territory, edit_service, end_territory
from saikne.organisation.forms.units import LastDayForm, ServiceForm, TerritoryForm
from saikne.organisation.models import Territory
from saikne.organisation.queries.chart import chart_of
from saikne.organisation.queries.office import managed, territories_managed, with_a_service
from saikne.organisation.queries.workers import expiring
from saikne.organisation.views.frame import office_or_404, page_context
from saikne.ui.pages import form_page


@needs(Perm.MANAGE)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Straight to the one service; where there are several, or none yet, a list to choose from."""
    every = managed(request.user)
    begun = list(with_a_service(every).order_by("name"))
    if len(begun) == 1 and not request.GET.get("all"):
        return redirect("organisation:units", begun[0].pk)
    others = every.exclude(pk__in=[one.pk for one in begun]).order_by("name")
    return render(request, "organisation/home.html", {"begun": begun, "others": others})


@needs(Perm.MANAGE)
@require_GET
def units(request: StaffRequest, pk: int) -> HttpResponse:
    """Units one under another, with heads, posts and what is vacant."""
    office = office_or_404(request, pk)
    context = page_context(office, "units", rows=chart_of(office.municipality))
    return render(request, "organisation/units.html", context)


@needs(Perm.MANAGE)
@require_GET
def service(request: StaffRequest, pk: int) -> HttpResponse:
    """What papers say of the service, and its territories."""
    office = office_or_404(request, pk)
    rows = Territory.objects.filter(municipality=office.municipality).order_by("name", "-since")
    now = rows.filter(standing(clock.today()))
    past = [row for row in rows if row.until is not None and row.until <= clock.today()]
    return render(request, "organisation/service.html", page_context(office, "service", territories=now, past=past))


@needs(Perm.MANAGE)
def service_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Name, phone, address of the service."""
    office = office_or_404(request, pk)
    if not (office.whole or office.units):
        raise Http404
    here = office.municipality
    names = ("service_name", "service_phone", "service_address", "approves_assessments")
    return form_page(
        request,
        template="organisation/form.html",
        form_class=ServiceForm,
        initial={name: getattr(here, name) for name in names},
        deed=lambda typed: edit_service(municipality=here, fields=typed, by=request.user),
        done=lambda _made: reverse("organisation:service", args=[pk]),
        context=page_context(
            office, "service", title=_("Data of the service"), back=reverse("organisation:service", args=[pk])
        ),
        message=_("The data of the service are saved."),
    )


@needs(Perm.MANAGE)
def territory_add(request: StaffRequest, pk: int) -> HttpResponse:
    """One more parish or town."""
    office = office_or_404(request, pk)
    if not (office.whole or office.units):
        raise Http404
    return form_page(
        request,
        template="organisation/form.html",
        form_class=TerritoryForm,
        deed=lambda typed: begin_territory(municipality=office.municipality, by=request.user, **typed),
        done=lambda _made: reverse("organisation:service", args=[pk]),
        context=page_context(
            office,
            "service",
            title=pgettext("title", "Add a territory"),
            save=pgettext("title", "Add a territory"),
            back=reverse("organisation:service", args=[pk]),
        ),
        message=_("The territory is added."),
    )


@needs(Perm.MANAGE)
def territory_end(request: StaffRequest, pk: int) -> HttpResponse:
    """It is no territory of its own any more."""
    row = get_object_or_404(territories_managed(request.user), pk=pk)
    office = office_or_404(request, row.municipality_id)
    if not (office.whole or office.units):
        raise Http404
    back = reverse("organisation:service", args=[row.municipality_id])
    return ending_page(
        request,
        title=pgettext("title", "End the territory"),
        subtitle=str(row),
        deed=lambda typed: end_territory(territory=row, last_day=typed["last_day"], by=request.user),
        back=back,
        context=page_context(office, "service"),
        message=_("The territory has a last day now."),
    )


def ending_page(
    request: StaffRequest,
    *,
    title: str,
    subtitle: str,
    deed: Any,
    back: str,
    context: dict[str, Any],
    message: str,
    intro: str = "",
) -> HttpResponse:
    """Something ends with a day; it stays in the history."""
    return form_page(
        request,
        template="organisation/form.html",
        form_class=LastDayForm,
        deed=deed,
        done=lambda _made: back,
        context={**context, "title": title, "subtitle": subtitle, "save": title, "back": back, "intro": intro},
        message=message,
    )


@needs(Perm.MANAGE)
@require_GET
def qualifications(request: StaffRequest, pk: int) -> HttpResponse:
    """What is about to expire, or has expired lately and was not renewed."""
    office = office_or_404(request, pk)
    context = page_context(office, "qualifications", papers=expiring(office.municipality))
    return render(request, "organisation/qualifications.html", context)
