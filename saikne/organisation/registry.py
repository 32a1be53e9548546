"""What this room asks of those above: who heads units, and what ends or begins with a worker's work."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.http import HttpRequest

from saikne.accounts.models import User
from saikne.core.registry import Registry
from saikne.organisation.rules.absence import Membership


@dataclass(frozen=True, slots=True)
class HeadRow:
    """Somebody heads a unit for a time, by her post or as a deputy."""

    pk: int
    unit_id: int
    user: User
    since: datetime
    until: datetime | None
    deputy: bool


class Headship(Protocol):
    """Who heads which units; the ledger of reach knows, because the files of the unit open with it."""

    def rows(self, units: Iterable[int]) -> list[HeadRow]:
        """Everybody who heads, headed or will head these units, the latest first."""

    def headed(self, user: User) -> list[int]:
        """The units that this user heads now."""

    def appoint(self, *, user: User, unit_id: int, since: date, by: User) -> None:
        """From a day this user heads the unit."""

    def end(self, *, row: HeadRow, last_day: date, by: User) -> None:
        """She heads the unit up to and including a day."""


headship: Registry[Headship] = Registry("who heads units")

WorkHook = Callable[[User, datetime, User], None]  # who, when, by whom; inside the action
leaving: Registry[WorkHook] = Registry("what ends when somebody leaves")
coming_back: Registry[WorkHook] = Registry("what begins when somebody who had left comes back")
moving: Registry[WorkHook] = Registry("what follows when somebody's unit changes")

reach_of_deputies: Registry[Callable[[Iterable[Membership], datetime], None]] = Registry("reach of deputies")


@dataclass(frozen=True, slots=True)
class WorkerPanel:
    """A panel in the side column of a worker's page: its template and what it reads."""

    template: str
    panel: Mapping[str, Any]


worker_panels: Registry[Callable[[HttpRequest, User], WorkerPanel | None]] = Registry("panels of a worker")


def heads() -> Headship:
    """The one that knows."""
    return headship.get("privacy")
