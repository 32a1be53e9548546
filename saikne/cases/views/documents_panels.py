"""What documents give to other pages: the latest on the first page of a file."""

from saikne.accounts.http import StaffRequest
from saikne.cases.queries.documents import audiences_of, latest_of, reads_documents
from saikne.cases.queries.frame import FileFrame
from saikne.cases.registry import Panel, case_panels


def file_panel(frame: FileFrame, request: StaffRequest) -> Panel | None:
    """The documents added last, for whoever may read some."""
    if not reads_documents(frame):
        return None
    told = {
        "documents": latest_of(request.user, frame.case.pk),
        "adds": bool(audiences_of(frame, request.user)),
    }
    return Panel("cases/documents/panel.html", told)


def register() -> None:
    """Fill the registries of this room."""
    case_panels.register("documents", file_panel, rank=40)
