"""Addresses and ties of a person."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, staff
from saikne.core.periods import live
from saikne.organisation.models import Territory
from saikne.organisation.queries import seat_of
from saikne.people.actions import add_tie, end_tie, set_address
from saikne.people.forms.life import AddressForm, TieEndForm, TieForm
from saikne.people.models import Address, PersonRecord, Tie
from saikne.people.queries.households import housemates
from saikne.people.queries.naming import name_people
from saikne.people.queries.ties import tie_doubts
from saikne.people.views.frame import chosen_person, name_of, number_in, person_or_404
from saikne.privacy.enums import Opens
from saikne.ui.pages import form_page


@staff
def address_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new address ends the one of its kind before it."""
    record = person_or_404(request, pk)
    mates = housemates(pk, request.user)
    request.shown(record, *(one.record_no for one in mates))
    kind = request.GET.get("kind", "")
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=AddressForm,
        form_kwargs={
            "territories": _territories(request),
            "mates": [(str(one.record_no), one.name) for one in mates],
        },
        deed=lambda cleaned: set_address(record=record, by=request.user, **_said(cleaned)),
        done=lambda address: reverse("people:person", args=[pk]),
        context={
            "title": _("New address"),
            "subtitle": name_of(record),
            "back": reverse("people:person", args=[pk]),
        },
        initial={"kind": kind} if kind else {},
        message=_written_down,
    )


def _written_down(address: Address) -> str:
    """Of a secret one that nobody of the household who lives there is told by it."""
    if address.hidden:
        return _("The address is written down. It is kept secret for everybody of the household who lives there.")
    return _("The address is written down.")


def _said(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the form says of an address, with the numbers of those for whom it holds too."""
    return {**cleaned, "also": [int(number) for number in cleaned.get("also", ())]}


def _territories(request: StaffRequest) -> "QuerySet[Territory]":
    seat = seat_of(request.user)
    return Territory.objects.filter(live(), municipality=seat.municipality_id if seat else None).order_by("name")


@staff
def tie_add(request: StaffRequest, pk: int) -> HttpResponse:
    """What a person found by search is to this one."""
    record, other = person_or_404(request, pk), chosen_person(request)
    request.shown(record)
    back = reverse("people:person", args=[pk])
    return form_page(
        request,
        template="people/with_person.html",
        form_class=TieForm,
        deed=lambda cleaned: _tie(record, other, cleaned["kind"], cleaned["since"], request),
        done=lambda tie: back,
        context={
            "title": _("Tie between two people"),
            "subtitle": _("This person: %(name)s. The other: %(other)s.")
            % {"name": name_of(record), "other": name_of(other)},
            "back": back,
            "person": other.pk,
        },
        message=lambda tie: " ".join([_("The tie is written down."), *tie_doubts(tie)]),
    )


def _tie(record: PersonRecord, other: PersonRecord, choice: str, since: date | None, request: StaffRequest) -> Tie:
    """The other stands at the end of the tie that the choice names."""
    kind, _sign, end = choice.partition(":")
    a, b = (other, record) if end == "a" else (record, other)
    return add_tie(a=a, b=b, kind=kind, since=since, by=request.user)


@staff
def tie_end(request: StaffRequest, pk: int) -> HttpResponse:
    """A tie is no more; it stays readable."""
    reach = PersonRecord.objects.all().reachable(request.user, about="record", opens=Opens.values)
    tie = get_object_or_404(Tie.objects.filter(Q(a__in=reach) | Q(b__in=reach)), pk=pk)
    people = name_people({tie.a_id, tie.b_id}, request.user)
    if any(one.closed for one in people.values()):
        raise Http404
    request.shown(*people)
    came = number_in(request.GET.get("from", ""))
    here = came if came in people and people[came].within else next(no for no, one in people.items() if one.within)
    back = reverse("people:person", args=[here])
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=TieEndForm,
        deed=lambda cleaned: end_tie(tie=tie, until=cleaned["until"], how=cleaned["how"], by=request.user),
        done=lambda nothing: back,
        context={
            "title": _("End a tie"),
            "subtitle": " · ".join(one.name for one in people.values()) + f" · {tie.get_kind_display()}",
            "back": back,
        },
        message=_("The tie has ended. It stays readable among earlier ones."),
    )
