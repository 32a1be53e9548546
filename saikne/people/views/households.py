"""Households: who lives in them, by date."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, staff
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.organisation.models import Municipality
from saikne.organisation.queries import municipality_of
from saikne.people.actions import (
    Joining,
    add_member,
    begin_household,
    end_membership,
    move_household,
    rename_household,
)
from saikne.people.enums import MemberRole
from saikne.people.forms.life import HouseholdForm, JoiningForm, LeavingForm, MoveForm, RenameForm
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.queries.households import household_facts, proposed_name
from saikne.people.queries.naming import name_people
from saikne.people.registry import household_panels
from saikne.people.rules import is_child
from saikne.people.views.frame import (
    chosen_person,
    drawn,
    face_of,
    household_or_404,
    name_of,
    person_or_404,
    search_for,
)
from saikne.ui.pages import form_page


def _place(household: Household) -> str:
    return reverse("people:household", args=[household.pk])


@staff
@require_GET
def household(request: StaffRequest, pk: int) -> HttpResponse:
    """Adults, children, those who lived here before."""
    home = household_or_404(request, pk)
    facts = household_facts(home, request.user)
    request.shown(*facts.shown)
    add = search_for(reverse("people:member_add", args=[pk]), "household")
    panels = drawn(request, (provider(request, home) for provider in household_panels))
    return render(request, "people/household.html", {"facts": facts, "household": home, "add": add, "panels": panels})


@staff
def household_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new household that begins with this person."""
    record = person_or_404(request, pk)
    face = face_of(record)
    request.shown(record)
    title = proposed_name([face.family_name])
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=HouseholdForm,
        deed=lambda cleaned: begin_household(
            name=cleaned["name"], municipality=_here(request), members=[_joining(record, cleaned)], by=request.user
        ),
        done=_place,
        context={
            "title": _("New household"),
            "subtitle": _("First person: %(name)s") % {"name": name_of(record)},
            "back": reverse("people:person", args=[pk]),
        },
        initial={"name": _family_name(title, face.family_name), "role": _role(face)},
        message=_("The household is written down. Now add the others who live in it."),
    )


def _here(request: StaffRequest) -> Municipality:
    here = municipality_of(request.user)
    if here is None:
        raise Refusal(_("You have no post in a municipality. Ask the administrator."))
    return here


def _family_name(title: str, surname: str) -> str:
    """Ozoliņu ģimene; where grammar is not certain, a colon keeps the surname as it is."""
    if title:
        return _("%(genitive)s family") % {"genitive": title}
    return _("Family: %(surname)s") % {"surname": surname} if surname else ""


def _role(face: PersonRecord) -> str:
    child = bool(face.born_on and is_child(face.born_on, clock.today()))
    return MemberRole.CHILD if child else MemberRole.PARENT


def _joining(record: PersonRecord, cleaned: dict[str, Any]) -> Joining:
    return Joining(record.pk, cleaned["role"], cleaned["since"], leaves=cleaned["leaves"])


@staff
def member_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A person found by search comes to live in the household."""
    home, record = household_or_404(request, pk), chosen_person(request)
    name = name_of(record)
    return form_page(
        request,
        template="people/with_person.html",
        form_class=JoiningForm,
        deed=lambda cleaned: add_member(household=home, joining=_joining(record, cleaned), by=request.user),
        done=lambda member: _place(home),
        context={
            "title": _("New member of a household"),
            "subtitle": f"{name} · {home.name}",
            "back": _place(home),
            "person": record.pk,
        },
        initial={"role": _role(face_of(record))},
        message=_("%(name)s: now a member of the household.") % {"name": name},
    )


@staff
def member_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody has left the household."""
    rows = HouseholdMember.objects.filter(household__in=Household.objects.visible_to(request.user))
    member = get_object_or_404(rows.select_related("household"), pk=pk)
    named = name_people([member.record_id], request.user)[member.record_id]
    if named.closed:
        raise Http404
    request.shown(member.record_id)
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=LeavingForm,
        deed=lambda cleaned: end_membership(member=member, until=cleaned["until"], by=request.user),
        done=lambda nothing: _after_leaving(request, member),
        context={
            "title": _("No longer lives in the household"),
            "subtitle": f"{named.name} · {member.household.name}",
            "back": _place(member.household),
        },
        message=_("The membership has ended. What was written about it stays."),
    )


def _after_leaving(request: StaffRequest, member: HouseholdMember) -> str:
    """The household, unless nobody is left in it whom this user may see."""
    if Household.objects.visible_to(request.user, only=member.household_id).exists():
        return _place(member.household)
    return reverse("people:list")


@staff
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name; the family's title is proposed from its surnames."""
    home = household_or_404(request, pk)
    facts = household_facts(home, request.user)
    request.shown(*facts.shown)
    title = proposed_name(row.person.face.family_name for row in facts.rows if row.person.face)
    proposal = _family_name(title, "")
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=RenameForm,
        deed=lambda cleaned: rename_household(household=home, name=cleaned["name"], by=request.user),
        done=lambda nothing: _place(home),
        context={
            "title": pgettext("title", "Rename the household"),
            "subtitle": _("By their surnames: %(name)s") % {"name": proposal} if proposal else home.name,
            "back": _place(home),
        },
        initial={"name": home.name},
        message=_("Saved."),
    )


@staff
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole household moves to another municipality."""
    home = household_or_404(request, pk)
    request.shown(*household_facts(home, request.user).shown)
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=MoveForm,
        deed=lambda cleaned: move_household(
            household=home, municipality=cleaned["municipality"], on=cleaned["on"], by=request.user
        ),
        done=_place,
        context={
            "title": _("The household moves to another municipality"),
            "subtitle": home.name,
            "intro": _("Memberships here end, and a new household with the same people begins there."),
            "back": _place(home),
        },
        message=_("The household has moved."),
    )
