"""The person's own page, and the list of people within reach."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.people.access import Perm
from saikne.people.models import PersonRecord
from saikne.people.queries.persons import faces_within, person_facts, standing_homes
from saikne.people.queries.search import lives_in
from saikne.people.registry import person_panels
from saikne.people.views.frame import drawn, person_or_404, search_for
from saikne.ui.exports import export_buttons
from saikne.ui.keyset import Keyset

SEARCHED = ("tie", "represent", "bar")
BY_SURNAME = Keyset("sort_key", "pk", size=25)


@needs(Perm.FIND)
@require_GET
def people_list(request: StaffRequest) -> HttpResponse:
    """People within my reach, by surname."""
    page = BY_SURNAME.page(faces_within(request.user), request)
    numbers = [face.root_no for face in page.rows]
    request.shown(*numbers)
    homes, addresses = lives_in(numbers), standing_homes(numbers)
    rows = [(face, homes.get(face.root_no), addresses.get(face.root_no, ("", False))) for face in page.rows]
    buttons = export_buttons(request, reverse("people:list_export"))
    return render(request, "people/list.html", {"page": page, "rows": rows, "buttons": buttons})


@staff
@require_GET
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Who she is, where and with whom she lives, and what rooms above know of her."""
    record = person_or_404(request, pk)
    facts = person_facts(record, request.user)
    request.shown(*facts.shown)
    context = {"facts": facts, "face": facts.face, "pk": pk, "panels": _panels(request, facts.face)}
    searches = {f"{word}_search": search_for(reverse(f"people:{word}_add", args=[pk]), word) for word in SEARCHED}
    return render(request, "people/person.html", {**context, **searches})


def _panels(request: StaffRequest, face: PersonRecord) -> list[SafeString]:
    """Panels of the rooms above that have something to say."""
    return drawn(request, (provider(request, face) for provider in person_panels))
