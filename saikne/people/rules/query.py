"""One search box, read into what it may mean: names, personal codes, birth dates, years and a place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from saikne.people.rules.codes import CodeReading, code_neighbours, code_warnings, read_code
from saikne.people.rules.names import fold, name_key

T = TypeVar("T")

KEY_VERSION = 1
LONGEST_QUERY = 300
MOST_WORDS = 6
LONGEST_WORD = 40
FIRST_YEAR = 1850
LAST_YEAR = 2100

_CODE = re.compile(r"(?<!\d)(\d{6})[ \t\u00a0]?[-\u2010-\u2015\u2212]?[ \t\u00a0]?(\d{5})(?!\d)")
_NEARLY_CODE = re.compile(
    r"(?<![\w-])(?:(\d{6})[ ]?[-\u2010-\u2015\u2212][ ]?(?:\d{1,4}|\d{6,})|\d{9,10}|\d{12,})(?![\w-])"
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./]\s?(\d{1,2})[./]\s?(\d{4}|\d{2})\.?(?!\d)")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DIGITS = re.compile(r"(?<![\w-])(\d{8}|\d{6})(?:-(?=\s|$))?(?![\w-])")
_YEAR = re.compile(r"(?<![\w-])((?:18[5-9]|19\d|20\d)\d)(?:\.?\s?g(?:ads|adā)?)?\b\.?(?![-–]?\d)", re.IGNORECASE)
_QUOTED = re.compile(r"[„“”\"«»]([^„“”\"«»]+)[„“”\"«»]")
_STREET_WORDS = (
    r"iela|ielā|gatve|gatvē|prospekts|prospektā|bulvāris|bulvārī|laukums|laukumā|ceļš|šoseja|šosejā|līnija|dambis"
    r"|pagasts|pagastā|novads|novadā|ciems|ciemā|pilsēta|mājas"
)
_STREET = re.compile(_STREET_WORDS, re.IGNORECASE)
_AFTER_STREET = re.compile(rf"(?:^|\s)(?:{_STREET_WORDS})\s*$", re.IGNORECASE)


_BESIDE_THE_POINT = frozenset(("dz", "dzim", "dzimis", "dzimusi", "pk"))


class NamePart(StrEnum):
    """Which part of a name a word is, or is alike to."""

    GIVEN = "given"
    FAMILY = "family"
    FULL = "full"


@dataclass(frozen=True)
class NameWord:
    """A word of a name; `part` is known only when it was typed into a field of its own."""

    text: str
    part: NamePart | None = None


@dataclass(frozen=True)
class ParsedQuery:
    """What a search may mean: every way to read it that is kept, and what could not be read."""

    text: str
    words: tuple[NameWord, ...] = ()
    codes: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    place: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can find a person (a place alone finds none)."""
        return not (self.words or self.codes or self.days or self.years)


@dataclass(frozen=True)
class BlockingKeys:
    """Stored keys to look up: `strong` all, `wide` and `prefixes` with a limit."""

    strong: tuple[str, ...]
    wide: tuple[str, ...]
    prefixes: tuple[str, ...]


class _Reader:
    """Takes from the text what it recognises, leaving a space in its place."""

    def __init__(self, text: str) -> None:
        self.rest = text
        self.codes: list[str] = []
        self.days: list[date] = []
        self.years: list[int] = []
        self.problems: list[str] = []
        self.place: list[str] = []

    def take(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], bool]) -> None:
        """Cut out each match that `use` accepts."""
        self.rest = pattern.sub(lambda match: " " if use(match) else match.group(), self.rest)

    def code(self, match: re.Match[str]) -> bool:
        """Eleven digits are a code, whatever its check digit."""
        reading = read_code(match.group())
        if isinstance(reading, CodeReading):
            self.codes.append(reading.digits)
        else:
            self.problems.append(match.group().strip())
        return True

    def nearly_code(self, match: re.Match[str]) -> bool:
        """A digit too few or too many: no code, and no place either; its first half still tells a birth date."""
        first = match.group(1) or ""
        self.days.extend(_days(first[:2], first[2:4], first[4:]) if first else ())
        self.problems.append(match.group().strip())
        return True

    def numbers(self, match: re.Match[str], day: str, month: str, year: str) -> bool:
        """A date written in any order, two digits of the year meaning either century."""
        days = _days(day, month, year)
        self.days.extend(days)
        if not days:
            self.problems.append(match.group().strip())
        return True

    def day(self, match: re.Match[str]) -> bool:
        """14.03.1988., 14/3/88."""
        return self.numbers(match, *match.groups())

    def iso_day(self, match: re.Match[str]) -> bool:
        """1988-03-14."""
        year, month, day = match.groups()
        return self.numbers(match, day, month, year)

    def run_of_digits(self, match: re.Match[str]) -> bool:
        """14031988, 19880314, or 140388 as a code begins; anything else is left for the place."""
        digits = match.group(1)
        days = _days(digits[:2], digits[2:4], digits[4:])
        if not days and len(digits) == 8:
            days = _days(digits[6:], digits[4:6], digits[:4])
        self.days.extend(days)
        return bool(days)

    def year(self, match: re.Match[str]) -> bool:
        """1988, 1988. g.; after a street it is the number of a house."""
        if _AFTER_STREET.search(match.string[: match.start()]):
            return False
        self.years.append(int(match.group(1)))
        return True

    def quoted(self, match: re.Match[str]) -> bool:
        """A farm's name in quotes is a place."""
        self.place.append(match.group(1).strip())
        return True


def parse_query(text: str) -> ParsedQuery:
    """Read one search box: names in any order, code, birth date or year, and the rest as a place."""
    text = text.strip()[:LONGEST_QUERY]
    reader = _Reader(text)
    reader.take(_CODE, reader.code)
    reader.take(_NEARLY_CODE, reader.nearly_code)
    reader.take(_DATE, reader.day)
    reader.take(_ISO_DATE, reader.iso_day)
    reader.take(_DIGITS, reader.run_of_digits)
    reader.take(_YEAR, reader.year)
    reader.take(_QUOTED, reader.quoted)
    names, places = _names_and_places(reader.rest)
    words = tuple(NameWord(word[:LONGEST_WORD]) for word in names if _says_something(word))[:MOST_WORDS]
    return ParsedQuery(
        text=text,
        words=words,
        codes=_once(reader.codes),
        days=_once(reader.days),
        years=_once(reader.years),
        place=", ".join([*places, *reader.place]),
        problems=_once(reader.problems),
    )


def query_from_fields(
    *, given: str = "", family: str = "", born_on: date | None = None, code: str = "", place: str = ""
) -> ParsedQuery:
    """Make a query of the fields of a form or an imported row, where each name's part is known."""
    reading = read_code(code)
    unread = not isinstance(reading, CodeReading)
    words = [NameWord(word, NamePart.GIVEN) for word in _split(given)]
    words += [NameWord(word, NamePart.FAMILY) for word in _split(family)]
    return ParsedQuery(
        text=" ".join(part for part in (given.strip(), family.strip()) if part),
        words=tuple(replace(word, text=word.text[:LONGEST_WORD]) for word in words if fold(word.text))[:MOST_WORDS],
        codes=(reading.digits,) if isinstance(reading, CodeReading) else (),
        days=(born_on,) if born_on else (),
        place=place.strip(),
        problems=(code.strip(),) if unread and code.strip() else (),
    )


def days_asked(query: ParsedQuery) -> tuple[date, ...]:
    """Birth dates told, else those that the codes hold."""
    if query.days:
        return query.days
    readings = [read_code(code) for code in query.codes]
    return _once([one.born_on for one in readings if isinstance(one, CodeReading) and one.born_on])


def record_keys(
    *,
    given: str,
    family: str,
    former_families: tuple[str, ...] = (),
    born_on: date | None = None,
    codes: tuple[str, ...] = (),
) -> frozenset[str]:
    """Return the keys to store for a record; `blocking_keys` asks for the same, so the two change together.

    c code · d birth date · n pair of names · s the pair without vowels · y name and birth year · w single name.
    """
    givens, families = _keys(given), _keys(" ".join((family, *former_families)))
    singles = {*givens, *families}
    keys = {f"c:{code}" for code in codes} | {f"w:{single}" for single in singles}
    for one in givens:
        for other in families:
            keys |= {_pair(one, other), _bare_pair(one, other)}
    if born_on:
        keys |= {f"d:{born_on.isoformat()}", *(f"y:{born_on.year} {single}" for single in singles)}
    return frozenset(keys)


def blocking_keys(query: ParsedQuery) -> BlockingKeys:
    """Return what the database should look up for a query, the narrow keys first."""
    keys = _keys(" ".join(word.text for word in query.words))
    days = days_asked(query)
    strong = [f"c:{code}" for asked in query.codes for code in _codes_meant(asked)]
    strong += [f"d:{day.isoformat()}" for day in days]
    pairs = [(one, other) for at, one in enumerate(keys) for other in keys[at + 1 :]]
    strong += [_pair(one, other) for one, other in pairs]
    strong += [f"y:{year} {key}" for year in (*query.years, *(day.year for day in days)) for key in keys]
    wide = [_bare_pair(one, other) for one, other in pairs] + [f"w:{key}" for key in keys]
    return BlockingKeys(_once(strong), _once(wide), _once([f"w:{key}" for key in keys if len(key) > 2]))


def _codes_meant(digits: str) -> tuple[str, ...]:
    """The code as typed, and its neighbours when the check digit says that a finger slipped."""
    reading = read_code(digits)
    doubtful = isinstance(reading, CodeReading) and bool(code_warnings(reading))
    return (digits, *code_neighbours(digits)) if doubtful else (digits,)


def _keys(text: str) -> list[str]:
    return list(dict.fromkeys(key[:LONGEST_WORD] for key in name_key(text).split()))[: MOST_WORDS + 2]


def _pair(one: str, other: str) -> str:
    return "n:" + " ".join(sorted((one, other)))


def _bare_pair(one: str, other: str) -> str:
    bare = (re.sub("[aeiou]", "", key) or key for key in (one, other))
    return "s:" + " ".join(sorted(bare))


def _days(day: str, month: str, year: str) -> list[date]:
    """The dates these digits can mean; two digits of a year mean both centuries."""
    years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
    return [found for one in years if (found := _day(one, int(month), int(day)))]


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _names_and_places(text: str) -> tuple[list[str], list[str]]:
    """Part names from the place: by street word or house number; after two names a comma is enough."""
    names: list[str] = []
    places: list[str] = []
    for segment in text.split(","):
        words = segment.split()
        begins = _place_begins(words)
        if begins is None:
            begins = 0 if places or len(names) > 1 else len(words)
        names += _split(" ".join(words[:begins]))
        if words[begins:]:
            places.append(" ".join(words[begins:]))
    return names, places


def _place_begins(words: list[str]) -> int | None:
    """Index of the first word of a place: the word before "iela", or one with a digit in it."""
    for at, word in enumerate(words):
        if _STREET.fullmatch(word):
            return max(at - 1, 0)
        if any(sign.isdigit() for sign in word):
            return at
    return None


def _split(text: str) -> list[str]:
    """Words between spaces; a hyphen parts a double name into its words."""
    return [word for word in re.split(r"[\s\-\u2010-\u2015.;:()]+", text) if word]


def _says_something(word: str) -> bool:
    return fold(word) not in _BESIDE_THE_POINT | {""}


def _once(items: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
