"""What this room asks of those above: panels on the first page of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from saikne.accounts.http import StaffRequest
from saikne.cases.queries.frame import FileFrame
from saikne.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Panel:
    """Part of a file's page drawn by another part: its template reads `panel`, `frame` and `case`.

    It stands in the side column, with `main` below what the page itself says, with `alert` above everything.
    """

    template: str
    panel: Mapping[str, Any] = field(default_factory=dict)
    main: bool = False
    alert: bool = False


CasePanel = Callable[[FileFrame, StaffRequest], Panel | None]
case_panels: Registry[CasePanel] = Registry("panels of a file")
