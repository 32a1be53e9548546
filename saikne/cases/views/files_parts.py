"""Smaller pages of a file: its people by date, where it is, the client's card, the boundaries of practice."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.files_place import Boundaries, move_file, set_boundaries
from saikne.cases.forms.files_place import BoundariesForm, PlaceForm
from saikne.cases.models import FilePlace, PracticeBoundary
from saikne.cases.queries.files_card import TEMPLATE, Practice, card_data, practice_of
from saikne.cases.queries.files_household import family_of
from saikne.cases.queries.represent import acting_lines
from saikne.cases.views.frame import file_context, open_file, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.organisation.models import Municipality
from saikne.organisation.queries import colleagues, municipality_of
from saikne.ui.pages import form_page
from saikne.ui.paper import make_pdf, pdf_response


@staff
def people(request: StaffRequest, pk: int) -> HttpResponse:
    """Who lives together since when, and every tie by date."""
    frame = open_whole_file(request, pk)
    family = family_of(request.user, frame, on=clock.today())
    request.shown(*family.within)
    acting = acting_lines(frame, on=clock.today())
    writes = request.user.has_perm(Perm.WORK)
    context = file_context(frame, tab="people", family=family, acting=acting, writes=writes)
    return render(request, "cases/files/people.html", context)


@staff
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the file is now and where it was; whoever works with it says when it moves."""
    frame = open_whole_file(request, pk)
    places = list(FilePlace.objects.filter(case=pk).select_related("borrower", "by").order_by("-since", "-pk"))
    now = next((row for row in places if row.until is None), None)
    context = file_context(
        frame,
        tab="place",
        title=_("Where the file is"),
        subtitle=frame.case.label,
        save=_("Save the place"),
        back=reverse("cases:file", args=[pk]),
        places=places,
        now=now,
    )
    if not request.user.has_perm(Perm.WORK):
        return render(request, "cases/files/place.html", context)
    return form_page(
        request,
        template="cases/files/place.html",
        form_class=PlaceForm,
        form_kwargs={"colleagues": [request.user, *colleagues(request.user)]},
        initial={"medium": now.medium, "shelf": now.shelf, "borrower": str(now.borrower_id or "")} if now else {},
        deed=lambda told: move_file(case=frame.case, **told, by=request.user),
        done=lambda row: reverse("cases:place", args=[pk]),
        context=context,
        message=gettext_lazy("The place of the file is saved."),
    )


@staff
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """The client's card as PDF: my social worker first, then what the others do."""
    frame = open_file(request, pk)
    return pdf_response(make_pdf(TEMPLATE, card_data(request.user, frame)), name=frame.case.label)


@staff
def boundaries(request: StaffRequest) -> HttpResponse:
    """When the service can be reached, what it does and does not do; to read and to print."""
    municipality = _municipality(request)
    context = {
        "practice": practice_of(municipality),
        "office": municipality.service_name or str(municipality),
        "edits": request.user.has_perm(Perm.HEAD),
    }
    return render(request, "cases/files/boundaries.html", context)


@needs(Perm.HEAD)
def boundaries_edit(request: StaffRequest) -> HttpResponse:
    """The head says from today what the service does and does not do."""
    municipality = _municipality(request)
    practice = practice_of(municipality)

    def deed(told: dict[str, Any]) -> PracticeBoundary:
        base = told.pop("base_version")
        return set_boundaries(municipality=municipality, says=Boundaries(**told), base=base, by=request.user)

    return form_page(
        request,
        template="ui/form_page.html",
        form_class=BoundariesForm,
        initial=_as_typed(practice),
        base_version=practice.version,
        draft=DraftKey("boundaries", "municipality", municipality.pk),
        deed=deed,
        done=lambda row: reverse("cases:boundaries"),
        context={
            "title": _("Boundaries of our practice"),
            "subtitle": municipality.service_name,
            "intro": _("Clients get this on their card. Use short sentences and everyday words."),
            "back": reverse("cases:boundaries"),
        },
        message=gettext_lazy("The boundaries of practice are saved."),
    )


def _as_typed(practice: Practice) -> dict[str, str]:
    return {
        "contact_hours": practice.contact_hours,
        "in_an_emergency": practice.in_an_emergency,
        "we_do": "\n".join(practice.we_do),
        "we_do_not": "\n".join(practice.we_do_not),
    }


def _municipality(request: StaffRequest) -> Municipality:
    found = municipality_of(request.user)
    if found is None:
        raise Http404
    return found
