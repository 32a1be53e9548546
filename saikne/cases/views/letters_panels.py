"""What letters give to other pages: the latest on the first page of a file, and their place in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saikne.accounts.http import StaffRequest
from saikne.cases.access import Perm
from saikne.cases.queries import letters_work
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.letters import latest_of
from saikne.cases.registry import Panel, case_panels
from saikne.ui.registry import NAVIGATION, NavItem

PAGES = (
    "cases:letters", "cases:letter", "cases:letter_in", "cases:letter_out", "cases:letter_edit", "cases:letter_send",
    "cases:letter_notified", "cases:letter_give", "cases:letter_case", "cases:letter_document", "cases:letter_file",
    "cases:letter_withdraw", "cases:letter_templates", "cases:letter_template",
)  # fmt: skip


def file_panel(frame: FileFrame, request: StaffRequest) -> Panel | None:
    """The letters of the file written down last, for whoever reads the whole file."""
    if not frame.reads or not _keeps(request.user):
        return None
    lines = latest_of(frame.case.pk, request.user)
    return Panel("cases/letters/panel.html", {"lines": lines, "adds": frame.case.closed_at is None})


def _keeps(user: Any) -> bool:
    return bool(user.has_perm(Perm.CONTACT))


def register() -> None:
    """Fill the registries."""
    case_panels.register("letters", file_panel, rank=42)
    NAVIGATION.register(
        "letters", NavItem(label=_("Letters"), url_name="cases:letters", test=_keeps, pages=PAGES), rank=27
    )
    letters_work.register()
