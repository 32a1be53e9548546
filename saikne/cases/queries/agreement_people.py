"""The client's people on the pages of her agreement: named as the one who looks may know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from saikne.accounts.models import User
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan import Person, plan_people_of
from saikne.cases.queries.talk_names import names_with


@dataclass(frozen=True, slots=True)
class ClientPeople:
    """The client's people by record, names of all whom a page speaks of, and who of them is outside the file."""

    people: Mapping[int, Person]
    names: Mapping[int, str]
    others: tuple[int, ...]


def client_people(frame: FileFrame, user: User, *, also: Iterable[int] = (), on: date) -> ClientPeople:
    """The client's people, with those of the file; `also` are records that the page names besides."""
    found = plan_people_of(frame, on=on)
    names, others = names_with(frame, {*found, *also}, user)
    people = {
        number: one if number in frame.names() else replace(one, name=names[number], given=names[number])
        for number, one in found.items()
    }
    return ClientPeople(people, names, others)
