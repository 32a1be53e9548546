"""A whole register: families, couples, people living alone; some entered twice, with the errors people make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from saikne.people.engines.synthetic.makers import PersonMaker

COLUMNS = ("id", "code", "first", "last", "sex", "birth", "street", "place", "postcode", "same_as")
PLACES = (
    ("Tukums", "LV-3101"),
    ("Sēmes pagasts", "LV-3139"),
    ("Pūres pagasts", "LV-3124"),
    ("Tumes pagasts", "LV-3139"),
    ("Slampes pagasts", "LV-3119"),
    ("Džūkstes pagasts", "LV-3147"),
    ("Irlavas pagasts", "LV-3137"),
    ("Rīga", "LV-1010"),
    ("Cēsis", "LV-4101"),
)
TWICE = 0.01
WITHOUT_CODE = 0.03
BARE = str.maketrans("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuzACEGIKLNSUZ")


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """One row of a register; `same_as` names the row it copies, with errors."""

    id: int
    code: str
    first: str
    last: str
    sex: str
    birth: date
    street: str
    place: str
    postcode: str
    same_as: int | None = None


def register(count: int, *, seed: int, today: date) -> Iterator[SyntheticPerson]:
    """`count` rows, the same ones for the same seed."""
    return islice(_rows(PersonMaker(seed, today=today)), count)


def _rows(make: PersonMaker) -> Iterator[SyntheticPerson]:
    number = 0
    while True:
        for person in _home(make):
            number += 1
            original = replace(person, id=number)
            yield original
            if make.random.random() < TWICE:
                number += 1
                yield _entered_again(make, original, number)


def _home(make: PersonMaker) -> Iterator[SyntheticPerson]:
    """The people of one address."""
    origin, street = make.origin(), make.street()
    surname, (place, postcode) = make.surname(origin), make.random.choice(PLACES)

    def person(sex: str, born: date) -> SyntheticPerson:
        code = "" if make.random.random() < WITHOUT_CODE else make.code(born)
        first = make.given(origin, sex, born.year)
        return SyntheticPerson(0, code, first, surname.of(sex), sex, born, street, place, postcode)

    shape = make.random.random()
    if shape < 0.35:
        yield person(make.sex(), make.born(19, 92))
    elif shape < 0.55:
        yield person("F", make.born(45, 88))
        yield person("M", make.born(45, 88))
    else:
        yield person("F", make.born(22, 48))
        if make.random.random() < 0.7:
            yield person("M", make.born(22, 55))
        for _child in range(make.random.choice((1, 1, 2, 2, 3, 4))):
            yield person(make.sex(), make.born(0, 17))


def _entered_again(make: PersonMaker, person: SyntheticPerson, number: int) -> SyntheticPerson:
    """The same person as somebody else wrote her down."""
    slip = make.random.choice(("bare", "swapped", "no_code", "day", "moved"))
    again = replace(person, id=number, same_as=person.id, code=person.code if slip in ("bare", "moved") else "")
    if slip == "bare":
        return replace(again, first=person.first.translate(BARE), last=person.last.translate(BARE))
    if slip == "swapped":
        return replace(again, first=person.last, last=person.first)
    if slip == "day" and person.birth.day != 1:
        return replace(again, birth=person.birth.replace(day=person.birth.day - 1))
    if slip == "moved":
        return replace(again, street=make.street())
    return again
