"""Drawing names, birth dates, personal codes and addresses from one seed."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from saikne.people.rules import check_digit_fits

DATA = Path(__file__).resolve().parents[2] / "data" / "names.csv"
NEW_CODES_SINCE = date(2017, 7, 1)
ORIGIN_SHARES = (("lv", 66), ("ru", 28), ("pl", 6))


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname as a man and as a woman bears it."""

    man: str
    woman: str

    def of(self, sex: str) -> str:
        """The form for this sex."""
        return self.woman if sex == "F" else self.man


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name, and in which years of birth it is ordinary."""

    text: str
    born_from: int
    born_until: int


@dataclass
class Names:
    """Names by origin and sex, streets and house names."""

    given: dict[tuple[str, str], list[GivenName]] = field(default_factory=lambda: defaultdict(list))
    surnames: dict[str, list[Surname]] = field(default_factory=lambda: defaultdict(list))
    streets: list[str] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path = DATA) -> "Names":
        """Read the table of names."""
        names = cls()
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names._take(row)
        return names

    def _take(self, row: dict[str, str]) -> None:
        if row["kind"] == "given":
            name = GivenName(row["text"], int(row["born_from"]), int(row["born_until"]))
            self.given[row["origin"], row["sex"]].append(name)
        elif row["kind"] == "surname":
            self.surnames[row["origin"]].append(Surname(row["text"], row["feminine"] or row["text"]))
        elif row["kind"] == "street":
            self.streets.append(row["text"])
        else:
            self.houses.append(row["text"])


class PersonMaker:
    """Draws one thing after another; the same seed draws the same people."""

    def __init__(self, seed: int, *, today: date, names: Names | None = None) -> None:
        self.random = Random(seed)
        self.names = names or Names.load()
        self.today = today
        self._codes: set[str] = set()

    def origin(self) -> str:
        """From which language a family's names come."""
        words = [word for word, _share in ORIGIN_SHARES]
        return self.random.choices(words, [share for _word, share in ORIGIN_SHARES])[0]

    def surname(self, origin: str) -> Surname:
        """A surname of this origin."""
        return self.random.choice(self.names.surnames[origin] or self.names.surnames["lv"])

    def given(self, origin: str, sex: str, year: int) -> str:
        """A given name that was ordinary for the year of birth."""
        known = self.names.given[origin, sex] or self.names.given["lv", sex]
        fitting = [name for name in known if name.born_from <= year <= name.born_until] or known
        return self.random.choice(fitting).text

    def sex(self) -> str:
        """F or M."""
        return self.random.choice("FM")

    def born(self, age_from: int, age_until: int) -> date:
        """A day of birth that gives an age from … up to and including … today."""
        latest = _years_before(self.today, age_from)
        earliest = _years_before(self.today, age_until + 1) + timedelta(days=1)
        return earliest + timedelta(days=self.random.randrange((latest - earliest).days + 1))

    def code(self, born: date) -> str:
        """A personal code nobody else has: the old form before July 2017, the new one after."""
        while True:
            digits = self._old_code(born) if born < NEW_CODES_SINCE else f"32{self.random.randrange(10**8):08d}"
            code = digits + _check_digit(digits)
            if code not in self._codes:
                self._codes.add(code)
                return code

    def _old_code(self, born: date) -> str:
        century = born.year // 100 - 18
        return f"{born:%d%m%y}{century}{self.random.randrange(1000):03d}"

    def street(self) -> str:
        """A street with a number and perhaps a flat, or a farmstead by its name."""
        if self.random.random() < 0.35:
            return f"„{self.random.choice(self.names.houses)}”"
        flat = f"–{self.random.randrange(1, 46)}" if self.random.random() < 0.6 else ""
        return f"{self.random.choice(self.names.streets)} {self.random.randrange(1, 60)}{flat}"


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _check_digit(digits: str) -> str:
    """The eleventh digit that fits these ten."""
    return next(digit for digit in "0123456789" if check_digit_fits(digits + digit))
