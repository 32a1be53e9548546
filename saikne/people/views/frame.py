"""What pages of people share: fetching within reach, and where a chosen person leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest
from saikne.people.models import Household, PersonRecord
from saikne.people.queries import faces
from saikne.people.queries.naming import full_name
from saikne.people.registry import Panel

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Flow:
    """On the way from another page to a person and back: where to go on, and what for."""

    next: str = ""
    word: str = ""

    @classmethod
    def of(cls, request: StaffRequest) -> "Flow":
        """The flow that an address or a form carries along; only addresses of ours count."""
        sent = request.POST if request.method == "POST" else request.GET
        leads = sent.get("next", "")
        ours = leads.startswith("/") and url_has_allowed_host_and_scheme(leads, allowed_hosts=None)
        return cls(leads, sent.get("for", "")[:20]) if ours else cls()

    @property
    def fields(self) -> dict[str, str]:
        """What the next step must carry along."""
        return {"next": self.next, "for": self.word} if self.next else {}

    @property
    def what_for(self) -> str:
        """For what a person is looked for, in words."""
        said = {
            "contact": _("First contact"),
            "household": _("New member of a household"),
            "tie": _("Tie between two people"),
            "case": _("Opening a file"),
            "represent": _("Who may act for this person"),
            "bar": _("Who is barred"),
        }
        return said.get(self.word, "")

    def address(self, record_no: int) -> str:
        """Where the chosen person leads."""
        if not self.next:
            return reverse("people:person", args=[record_no])
        joint = "&" if "?" in self.next else "?"
        return f"{self.next}{joint}{urlencode({'person': record_no})}"


def number_in(text: str) -> int:
    """A number from an address or a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and int(text) <= LARGEST else 0


def person_or_404(request: StaffRequest, pk: int) -> PersonRecord:
    """The first record within this user's reach."""
    return get_object_or_404(PersonRecord.objects.visible_to(request.user, only=pk).roots(), pk=pk)


def household_or_404(request: StaffRequest, pk: int) -> Household:
    """The household within this user's reach."""
    found = Household.objects.visible_to(request.user, only=pk).select_related("municipality")
    return get_object_or_404(found, pk=pk)


def chosen_person(request: StaffRequest) -> PersonRecord:
    """The person whom the search before this page has chosen; noted as shown."""
    sent = request.POST if request.method == "POST" else request.GET
    number = number_in(sent.get("person", ""))
    if not number:
        raise Http404
    record = person_or_404(request, number)
    request.shown(record)
    return record


def drawn(request: StaffRequest, panels: Iterable[Panel | None]) -> list[SafeString]:
    """The panels that have something to say, as they stand on the page; whom they show is noted."""
    found = [panel for panel in panels if panel]
    request.shown(*(number for panel in found for number in panel.record_nos))
    return [render_to_string(one.template, {"panel": one.panel}, request) for one in found]


def face_of(record: PersonRecord) -> PersonRecord:
    """What is said of her now."""
    return faces([record.pk])[record.pk]


def name_of(record: PersonRecord) -> str:
    """How she is called now."""
    return full_name(face_of(record))


def search_for(leads: str, word: str) -> str:
    """The search that comes back to an address with a person."""
    return f"{reverse('people:search')}?{urlencode({'next': leads, 'for': word})}"
