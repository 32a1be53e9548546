"""Everything that changes what we know of people. Lock order of the house: persons, clients, cases, series."""

from saikne.people.actions.addresses import set_address
from saikne.people.actions.gate import enter_person, mark_seen, note_search
from saikne.people.actions.households import (
    Joining,
    add_member,
    begin_household,
    end_membership,
    move_household,
    rename_household,
)
from saikne.people.actions.identity import Identity, amend_person, hold_persons, place_person
from saikne.people.actions.ties import add_tie, end_tie

__all__ = [
    "Identity",
    "Joining",
    "add_member",
    "add_tie",
    "amend_person",
    "begin_household",
    "end_membership",
    "end_tie",
    "enter_person",
    "hold_persons",
    "mark_seen",
    "move_household",
    "note_search",
    "place_person",
    "rename_household",
    "set_address",
]
