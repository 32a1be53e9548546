"""How a person is called on somebody's page: by name within reach, by initials and year out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.people.models import PersonRecord
from saikne.people.queries.records import faces
from saikne.people.queries.search import restricted, within_reach
from saikne.people.rules import age_on, initials, is_child


@dataclass(frozen=True, slots=True)
class Named:
    """A person as far as the one who looks may know her; `face` only within reach, of a `closed` one the number."""

    record_no: int
    name: str
    face: PersonRecord | None
    born_on: date | None
    born_year: int | None
    age: int | None
    child: bool
    sort_key: str
    closed: bool = False

    @property
    def within(self) -> bool:
        """Her page may be opened."""
        return self.face is not None


def name_people(records: Iterable[int], user: User) -> dict[int, Named]:
    """Each of these records as this user may see it; three queries."""
    numbers = set(records)
    if not numbers:
        return {}
    people, reach = faces(numbers), within_reach(numbers, user)
    closed = restricted(numbers) - reach
    today = clock.today()
    return {number: _named(number, face, number in reach, number in closed, today) for number, face in people.items()}


def full_name(face: PersonRecord) -> str:
    """Given name and surname, or a word for somebody of whom neither is known."""
    return face.name or _("Name not known")


def _named(number: int, face: PersonRecord, within: bool, closed: bool, today: date) -> Named:
    if closed:
        name = _("Restricted record no. %(number)s") % {"number": number}
        return Named(number, name, None, None, None, None, child=False, sort_key="", closed=True)
    born = face.born_on
    child = bool(born and is_child(born, today))
    if not within:
        name = initials(face.given_name, face.family_name) or _("Name not known")
        return Named(number, name, None, None, born.year if born else None, None, child, face.sort_key)
    age = age_on(born, today) if born and not face.died_on else None
    return Named(number, full_name(face), face, born, born.year if born else None, age, child, face.sort_key)
