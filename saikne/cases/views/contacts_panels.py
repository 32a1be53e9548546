"""What files and contacts put on a person's page, into the search, and into changes of household."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saikne.accounts.http import StaffRequest
from saikne.cases.access import Perm
from saikne.cases.actions.membership import household_changed
from saikne.cases.queries.contacts import contacts_about, number_label
from saikne.cases.queries.contacts_people import files_seen, household_files, responsible_for
from saikne.people import registry
from saikne.people.models import Household, PersonRecord
from saikne.ui.registry import NAVIGATION, NavItem

CONTACT_PAGES = ("cases:contact", "cases:contact_add", "cases:contact_edit", "cases:contact_to_case")


def person_panel(request: StaffRequest, face: PersonRecord) -> registry.Panel | None:
    """Files and contacts of a person within reach, and the way to a new one."""
    number = face.root_no
    contacts = [(row, number_label(row)) for row in contacts_about(number, request.user)]
    add = f"{reverse('cases:contact_add')}?person={number}"
    facts = {
        "files": files_seen(number, request.user),
        "homes": True,
        "contacts": contacts,
        "add": add if request.user.has_perm(Perm.CONTACT) else "",
        "open": _opening(request, "record", number),
    }
    return registry.Panel("cases/contacts/person_panel.html", facts)


def household_panel(request: StaffRequest, household: Household) -> registry.Panel | None:
    """Files of a household within reach, and the way to opening one."""
    facts = {
        "files": household_files(household.pk, request.user),
        "open": _opening(request, "household", household.pk),
    }
    return registry.Panel("cases/contacts/person_panel.html", facts)


def _opening(request: StaffRequest, word: str, number: int) -> str:
    """Where a file about this person or household is opened, for whoever may."""
    return f"{reverse('cases:open')}?{word}={number}" if request.user.has_perm(Perm.OPEN_CASE) else ""


def register() -> None:
    """Fill the registries of `people` and the navigation."""
    registry.responsible.register("cases", responsible_for)
    registry.membership.register("cases", household_changed)
    registry.person_panels.register("files", person_panel, rank=10)
    registry.household_panels.register("files", household_panel, rank=10)
    contacts = NavItem(label=_("First contacts"), url_name="cases:contacts", test=_receives, pages=CONTACT_PAGES)
    NAVIGATION.register("contacts", contacts, rank=25)


def _receives(user: Any) -> bool:
    return bool(user.has_perm(Perm.CONTACT))
