"""What safe contact gives to the first page of a file: a warning on top, where something is forbidden."""

from saikne.accounts.http import StaffRequest
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.represent import cautions_of
from saikne.cases.registry import Panel, case_panels
from saikne.core import clock


def file_panel(frame: FileFrame, request: StaffRequest) -> Panel | None:
    """Whom not to ring, where not to leave letters, who is barred; nothing where nothing is forbidden."""
    cautions = cautions_of(frame, on=clock.today())
    return Panel("cases/represent/caution.html", {"cautions": cautions}, alert=True) if cautions else None


def register() -> None:
    """Fill the registries of this room."""
    case_panels.register("safe_contact", file_panel, rank=5)
