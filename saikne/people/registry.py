"""What this room asks of those above: who answers for a record, who follows a change, panels of a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from saikne.accounts.http import StaffRequest
from saikne.accounts.models import User
from saikne.core.registry import Registry
from saikne.people.models import Household, PersonRecord


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a record: the unit and its phone for everybody, the worker for those within reach."""

    unit: str = ""
    phone: str = ""
    worker: str = ""
    worker_title: str = ""
    files: int = 0
    emergency: str = ""


class AsksResponsible(Protocol):
    """Who answers for these records; a record for which nobody does is left out."""

    def __call__(self, records: Iterable[int], *, by: User) -> Mapping[int, Responsible]:
        """Record number → who answers, as far as this user may know."""


class HouseholdChanged(Protocol):
    """What else must be so in the act in which somebody joins or leaves a household; the persons are held."""

    def __call__(
        self, *, household_no: int, joined: Iterable[int], left: Iterable[int], at: datetime, by: User
    ) -> None:
        """These records live in the household from now, or no longer."""


class AddressChanged(Protocol):
    """Who else must be told of another address, in the same act."""

    def __call__(self, *, record_nos: Iterable[int], by: User) -> None:
        """The address of these records is another now."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Part of a person's or household's page drawn by a room above: its template reads `panel`; who is shown in it."""

    template: str
    panel: Mapping[str, Any] = field(default_factory=dict)
    record_nos: tuple[int, ...] = ()


PersonPanel = Callable[[StaffRequest, PersonRecord], Panel | None]
HouseholdPanel = Callable[[StaffRequest, Household], Panel | None]

responsible: Registry[AsksResponsible] = Registry("who answers for a record")
membership: Registry[HouseholdChanged] = Registry("what a change of household means")
address_changed: Registry[AddressChanged] = Registry("who is told of another address")
person_panels: Registry[PersonPanel] = Registry("panels of a person")
household_panels: Registry[HouseholdPanel] = Registry("panels of a household")


def responsible_for(records: Iterable[int], *, by: User) -> dict[int, Responsible]:
    """Who answers for each of these records; the first room that knows is believed."""
    found: dict[int, Responsible] = {}
    numbers = sorted(set(records))
    for ask in responsible:
        found = {**ask(numbers, by=by), **found}
    return found


def household_changed(
    *, household_no: int, at: datetime, by: User, joined: Iterable[int] = (), left: Iterable[int] = ()
) -> None:
    """Tell the rooms above, inside the act that holds the persons."""
    came, went = list(joined), list(left)
    for tell in membership:
        tell(household_no=household_no, joined=came, left=went, at=at, by=by)


def tell_address_changed(*, record_nos: Iterable[int], by: User) -> None:
    """Tell the rooms above that the address of these people is another now."""
    numbers = list(record_nos)
    for tell in address_changed:
        tell(record_nos=numbers, by=by)
