"""What waits for somebody's hand: *Mans darbs* asks every room, each answers in a constant number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from saikne.core.registry import Registry


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: until when, what, for whom, where it is done, and what kind of thing it is in one word."""

    due: date | None
    label: str
    about: str
    url: str
    kind: str
    record_nos: tuple[int, ...] = ()


# The first argument is the user of `accounts`, which this room may not import.
Provider = Callable[[Any, date], list[WorkItem]]
work_items: Registry[Provider] = Registry("things to do")


def work_of(user: Any, *, on: date) -> list[WorkItem]:
    """All that waits for this user, what is due first at the top; things without a day come last."""
    found = [item for provider in work_items for item in provider(user, on)]
    return sorted(found, key=lambda item: (item.due is None, item.due or on, item.about, item.label))


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A panel in the side column of *Mans darbs*: its template, what the template reads, and whom it shows."""

    template: str
    context: dict[str, Any]
    record_nos: tuple[int, ...] = ()


home_panels: Registry[Callable[[Any, date], HomePanel | None]] = Registry("panels of Mans darbs")
