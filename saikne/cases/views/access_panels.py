"""Who looked, in short: on the first page of a file and on a person's page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saikne.accounts.http import StaffRequest
from saikne.cases.access import Perm
from saikne.cases.queries.access import latest_looks
from saikne.cases.queries.access_work import emergencies_to_answer, explanations_asked
from saikne.cases.queries.frame import FileFrame
from saikne.cases.registry import Panel, case_panels
from saikne.core.work import work_items
from saikne.people.models import PersonRecord
from saikne.people.registry import Panel as PersonPanel
from saikne.people.registry import person_panels
from saikne.ui.registry import NAVIGATION, NavItem


def file_panel(frame: FileFrame, request: StaffRequest) -> Panel | None:
    """The latest looks at the people of a file, for whoever reads the whole of it."""
    if not frame.reads:
        return None
    return Panel("cases/access/panel.html", {"looks": latest_looks(frame.open_names()), "more": frame.case.pk})


def person_panel(request: StaffRequest, face: PersonRecord) -> PersonPanel | None:
    """The latest looks at one person's data."""
    return PersonPanel("cases/access/panel.html", {"looks": latest_looks({face.root_no: face.name})})


def register() -> None:
    """Fill the registries of the rooms below with what access adds to them."""
    case_panels.register("looked", file_panel, rank=90)
    person_panels.register("looked", person_panel, rank=90)
    work_items.register("cases.emergencies", emergencies_to_answer, rank=5)
    work_items.register("cases.explanations", explanations_asked, rank=6)
    overview = NavItem(label=_("Service overview"), url_name="cases:head", test=_heads)
    NAVIGATION.register("service", overview, rank=80)


def _heads(user: Any) -> bool:
    return bool(user.has_perm(Perm.HEAD))
