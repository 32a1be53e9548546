"""What every page of the service stands in: which municipality, which tab, what may be changed."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest
from saikne.accounts.models import User
from saikne.core.errors import Sentence
from saikne.organisation.models import Unit
from saikne.organisation.queries.office import (
    Office,
    may_change_worker,
    office_of,
    office_of_worker,
    units_managed,
    workers_managed,
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the service."""

    label: Sentence
    url: str
    current: bool


def office_or_404(request: StaffRequest, pk: int) -> Office:
    """The municipality of this number, if it is hers to manage."""
    found = office_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def unit_or_404(request: StaffRequest, pk: int, *, change: bool = False) -> tuple[Unit, Office]:
    """A unit with its municipality; `change`: hers to change."""
    unit = units_managed(request.user).filter(pk=pk).first()
    if unit is None:
        raise Http404
    office = office_or_404(request, unit.municipality_id)
    if change and not office.may_change(unit.pk):
        raise Http404
    return unit, office


def worker_or_404(request: StaffRequest, pk: int, *, change: bool = False) -> tuple[User, Office | None]:
    """A worker with the municipality of her post, if she has one; `change`: hers to change."""
    worker = workers_managed(request.user).filter(pk=pk).first()
    if worker is None or (change and not may_change_worker(request.user, worker)):
        raise Http404
    return worker, office_of_worker(request.user, worker)


def page_context(office: Office | None, tab: str, **more: Any) -> dict[str, Any]:
    """What the frame of a page reads, with what is its own; someone who never had a post stands in no municipality."""
    if office is None:
        return {"tabs": [], **more}
    here = office.municipality
    parts = {
        "units": (pgettext("navigation", "Units and posts"), "organisation:units"),
        "workers": (pgettext("navigation", "Workers"), "organisation:workers"),
        "qualifications": (pgettext("navigation", "Qualifications"), "organisation:qualifications"),
        "service": (_("Data of the service"), "organisation:service"),
    }
    tabs = [Tab(label, reverse(name, args=[here.pk]), word == tab) for word, (label, name) in parts.items()]
    return {"office": office, "municipality": here, "tabs": tabs, **more}
