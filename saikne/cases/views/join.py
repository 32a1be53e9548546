"""Page: two clients become one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.join import join_clients
from saikne.cases.forms.agreement import JoinForm
from saikne.cases.models import Client
from saikne.cases.queries.join import ClientShown, asked_records, joining
from saikne.organisation.queries import seat_of
from saikne.ui.pages import form_page


@needs(Perm.OPEN_CASE)
def join(request: StaffRequest) -> HttpResponse:
    """Join the clients of these people: `?household=7`, or `?record=1&record=2`."""
    seat = seat_of(request.user)
    records = asked_records(request.user, household=_number(request.GET.get("household")), records=_records(request))
    if seat is None or not records:
        raise Http404
    found = joining(request.user, records, seat.municipality_id)
    request.shown(*records, *(number for one in found.clients for number in one.numbers))
    context: dict[str, Any] = {"title": pgettext("title", "Join clients"), "joining": found, "save": _("Join clients")}
    if len(found.clients) < 2:
        return render(request, "cases/agreement/join_not.html", context)
    return _join_page(request, found.clients[:2], context)


def _join_page(request: StaffRequest, pair: list[ClientShown], context: dict[str, Any]) -> HttpResponse:
    def deed(cleaned: dict[str, Any]) -> Client:
        stays, other = sorted(pair, key=lambda one: str(one.client.pk) != cleaned["stays"])
        worker = User.objects.get(pk=int(cleaned["main_worker"]))
        return join_clients(
            stays=stays.client, joining=other.client, main_worker=worker, reason=cleaned["reason"], by=request.user
        )

    return form_page(
        request,
        template="cases/agreement/join.html",
        form_class=JoinForm,
        deed=deed,
        done=lambda _client: reverse("cases:list"),
        form_kwargs={
            "clients": [(str(one.client.pk), one.label) for one in pair],
            "workers": sorted({str(one.worker_no): one.worker for one in pair}.items(), key=lambda one: one[1]),
        },
        context={**context, "pair": pair, "back": reverse("cases:list")},
        message=_("The clients are joined."),
    )


def _records(request: StaffRequest) -> list[int]:
    return [number for one in request.GET.getlist("record") if (number := _number(one)) is not None]


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() and len(value) < 19 else None
