"""Everything that changes what we know of people. Lock order of the house: persons, clients, cases, series."""

from saikne.people.actions.identity import (
    Identity,
    amend_person,
    enter_person,
    hold_persons,
    mark_seen,
    place_person,
)

__all__ = ["Identity", "amend_person", "enter_person", "hold_persons", "mark_seen", "place_person"]
