"""People of the demo: homes drawn from one seed, placed through the gate in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from saikne.accounts.models import User
from saikne.core import clock
from saikne.people.actions import Identity
from saikne.people.actions.bulk import Newcomer, place_many
from saikne.people.engines.synthetic import PersonMaker
from saikne.people.enums import MemberRole, RecordSource
from saikne.people.models import PersonRecord
from saikne.people.rules import ADULT_AGE, birthday, family_title

BATCH = 1000
OLDEST_MOTHER = 42
RESERVED = ("Ozoliņš", "Krastiņš")  # one family by which the demo is recognised


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody drawn, not placed yet."""

    first: str
    last: str
    born: date
    sex: str
    code: str
    role: str


@dataclass
class Home:
    """People of one address; `records` stand in the order of `people` once they are placed."""

    people: list[Draft]
    address: str
    parish: str
    since: date
    records: list[PersonRecord] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As the household is called: Ozoliņu ģimene."""
        surnames = [person.last for person in self.people]
        title = family_title(surnames)
        return f"{title} ģimene" if title else f"Ģimene: {surnames[0]}"

    def of(self, *roles: str) -> list[int]:
        """Places of the people with these roles."""
        return [place for place, person in enumerate(self.people) if person.role in roles]

    @property
    def children(self) -> list[int]:
        """Places of the children, oldest first."""
        return sorted(self.of(MemberRole.CHILD), key=lambda place: self.people[place].born)

    @property
    def complete_on(self) -> date:
        """The day from which all of them live there, and the adults are adults."""
        grown = [birthday(self.people[place].born, ADULT_AGE) for place in self.adults]
        return max([self.since, *(person.born for person in self.people), *grown]) + timedelta(days=1)

    @property
    def adults(self) -> list[int]:
        """Places of those who are no children."""
        return [place for place in range(len(self.people)) if self.people[place].role != MemberRole.CHILD]


class HomeMaker:
    """Draws homes of a kind for a parish."""

    def __init__(self, seed: int) -> None:
        self.make = PersonMaker(seed, today=clock.today())
        self.random = self.make.random
        for names in self.make.names.surnames.values():
            names[:] = [name for name in names if name.man not in RESERVED]

    def _person(self, origin: str, surname: object, sex: str, born: date, role: str) -> Draft:
        last = surname.of(sex) if hasattr(surname, "of") else str(surname)
        return Draft(self.make.given(origin, sex, born.year), last, born, sex, self.make.code(born), role)

    def _home(self, people: list[Draft], parish: str) -> Home:
        since = clock.today() - timedelta(days=self.random.randrange(800, 4000))
        return Home(people, f"{self.make.street()}, {parish}", parish, since)

    def family(self, parish: str, *, household: str, children: int, ages: tuple[int, int] = (0, 17)) -> Home:
        """A family: who the adults are (both, mother, father, mother_partner, grandmother), and how many children."""
        return self.family_of(parish, household=household, births=[self.make.born(*ages) for _child in range(children)])

    def family_of(self, parish: str, *, household: str, births: Sequence[date]) -> Home:
        """A family whose children were born on these days; no two bear the same name."""
        origin = self.make.origin()
        surname = self.make.surname(origin)
        people = list(self._adults(origin, surname, household, births))
        for born in sorted(births):
            people.append(self._child(origin, surname, born, {person.first for person in people}))
        return self._home(people, parish)

    def _child(self, origin: str, surname: object, born: date, taken: set[str]) -> Draft:
        sex = self.make.sex()
        while True:
            draft = self._person(origin, surname, sex, born, MemberRole.CHILD)
            if draft.first not in taken:
                return draft

    def elsewhere(self, near: Home, role: str, parish: str) -> Home:
        """A parent of these children, or a grandmother, who lives at another address."""
        child = near.people[near.children[0]]
        years = (clock.today() - child.born).days // 365
        grown = {"grandmother": (40, 52), "mother": (18, 21)}.get(role, (19, 34))
        sex = "M" if role == "father" else "F"
        person = self._person(
            self.make.origin(),
            self._borne(child, sex),
            sex,
            self.make.born(years + grown[0], years + grown[1]),
            MemberRole.OTHER,
        )
        return self._home([person], parish)

    def _borne(self, child: Draft, sex: str) -> str:
        """The child's surname as a woman or a man bears it."""
        known = [name for names in self.make.names.surnames.values() for name in names]
        return next((name.of(sex) for name in known if child.last in (name.man, name.woman)), child.last)

    def _adults(self, origin: str, surname: object, household: str, births: Sequence[date]) -> Iterable[Draft]:
        years, youngest = ((clock.today() - born).days // 365 for born in (min(births), max(births)))
        latest = max(20, min(33, OLDEST_MOTHER - (years - youngest)))
        if household == "grandmother":
            yield self._person(origin, surname, "F", self.make.born(years + 38, years + 55), MemberRole.GRANDPARENT)
            return
        if household in ("both", "mother", "mother_partner"):
            yield self._person(origin, surname, "F", self.make.born(years + 18, years + latest), MemberRole.PARENT)
        if household in ("both", "father"):
            yield self._person(origin, surname, "M", self.make.born(years + 19, years + 38), MemberRole.PARENT)
        if household == "mother_partner":
            other = self.make.surname(origin)
            yield self._person(origin, other, "M", self.make.born(years + 19, years + 36), MemberRole.PARTNER)

    def alone(self, parish: str, ages: tuple[int, ...]) -> Home:
        """Somebody who lives alone."""
        origin, sex = self.make.origin(), self.make.sex()
        born = self.make.born(*ages)
        return self._home([self._person(origin, self.make.surname(origin), sex, born, MemberRole.OTHER)], parish)

    def couple(self, parish: str, ages: tuple[int, int]) -> Home:
        """Two people who live together."""
        origin = self.make.origin()
        surname = self.make.surname(origin)
        people = [
            self._person(origin, surname, "F", self.make.born(*ages), MemberRole.OTHER),
            self._person(origin, surname, "M", self.make.born(*ages), MemberRole.PARTNER),
        ]
        return self._home(people, parish)


def place(homes: Sequence[Home], *, by: User) -> None:
    """Place the people of these homes, a batch at a time."""
    everybody = [(home, person) for home in homes for person in home.people]
    rows = iter(everybody)
    while batch := list(islice(rows, BATCH)):
        newcomers = [
            Newcomer(
                Identity(
                    given_name=person.first,
                    family_name=person.last,
                    born_on=person.born,
                    sex=person.sex,
                    code=person.code,
                ),
                home.address,
                max(home.since, person.born),
            )
            for home, person in batch
        ]
        records = place_many(people=newcomers, source=RecordSource.SYNTHETIC, by=by)
        for (home, _person), record in zip(batch, records, strict=True):
            home.records.append(record)
