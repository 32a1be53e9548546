"""Search before create: how well a person found agrees with what was typed, and why.

Scores only put candidates in order and every score comes with its reasons; a human decides who is who.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from saikne.people.rules.likeness import Slip, jaro_winkler, slip_between
from saikne.people.rules.names import fold, name_key
from saikne.people.rules.query import NamePart, NameWord, ParsedQuery, days_asked

NAME_WEIGHT = 1.0
ONE_NAME_WEIGHT = 0.6
DATE_WEIGHT = 0.8
YEAR_WEIGHT = 0.4
CODE_WEIGHT = 1.5
PLACE_WEIGHT = 0.15
FULL_EVIDENCE = 1.6
UNKNOWN_VALUE = 0.4
NO_NAME_ALIKE = 0.4
SAME_CODE_FLOOR = 0.9
ALIKE = 0.85
MOST_NAME_WORDS = 12
# Half a name and nothing else (Anna of another surname) lies below, one whole name alone above.
LIKELY = 0.3


class Sign(StrEnum):
    """Whether a reason speaks for the candidate, nearly so, or against."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"


class ReasonKind(StrEnum):
    """What was compared and how it came out."""

    SAME_CODE = "same_code"
    SIMILAR_CODE = "similar_code"
    DIFFERENT_CODE = "different_code"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_BIRTH_YEAR = "same_birth_year"
    SIMILAR_BIRTH_DATE = "similar_birth_date"
    SWAPPED_DAY_MONTH = "swapped_day_month"
    DIFFERENT_BIRTH_DAY = "different_birth_day"
    DIFFERENT_BIRTH_YEAR = "different_birth_year"
    DIFFERENT_BIRTH_DATE = "different_birth_date"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    SAME_NAME = "same_name"
    SAME_NAME_FOLDED = "same_name_folded"
    SAME_NAME_VARIANT = "same_name_variant"
    NAME_BEGINS = "name_begins"
    SIMILAR_NAME = "similar_name"
    FORMER_NAME = "former_name"
    SWAPPED_NAMES = "swapped_names"
    DIFFERENT_NAME = "different_name"
    NAME_NOT_FOUND = "name_not_found"
    SAME_PLACE = "same_place"


@dataclass(frozen=True)
class Reason:
    """One comparison for the page to put into words; dates are ISO text, codes bare digits (to be masked)."""

    kind: ReasonKind
    sign: Sign
    typed: str
    found: str
    part: NamePart | None = None
    slip: Slip | None = None


@dataclass(frozen=True)
class Candidate:
    """A person's record as the database handed it in."""

    record_no: int
    given: str
    family: str
    former_families: tuple[str, ...] = ()
    born_on: date | None = None
    codes: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Match:
    """A candidate, how well it agrees (0 to 1), and why."""

    candidate: Candidate
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _Part:
    """One kind of evidence: its value from 0 to 1, its weight, its reasons."""

    value: float
    weight: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Word:
    text: str
    part: NamePart
    former: str = ""


@dataclass(frozen=True)
class _Pairing:
    typed: NameWord
    found: _Word
    value: float
    kind: ReasonKind
    slip: Slip | None = None

    @property
    def crossed(self) -> bool:
        """Typed into the field of the other part of the name."""
        return self.typed.part not in (None, self.found.part)


_NOTHING = _Part(0.0, 0.0)
_VOWEL_ENDS = ("a", "e")


def score(query: ParsedQuery, candidate: Candidate) -> Match:
    """Weigh code, birth date, name and place; 0.9 and more needs an equal code, little evidence scores low."""
    pairings = _paired(query.words, _words_of(candidate))
    loose, placed = _placed(query, candidate, pairings)
    code = _code_part(query, candidate)
    name = _name_part(pairings, loose, candidate)
    parts = (code, _birth_part(query, candidate), name, placed)
    weight = sum(part.weight for part in parts)
    agreed = sum(part.value * part.weight for part in parts) / weight if weight else 0.0
    agreed *= min(1.0, weight / FULL_EVIDENCE)
    if code.value == 1.0:
        agreed = SAME_CODE_FLOOR + (1 - SAME_CODE_FLOOR) * agreed
    else:
        agreed *= SAME_CODE_FLOOR * (NO_NAME_ALIKE if name.weight and not pairings else 1.0)
    return Match(candidate, round(agreed, 4), tuple(reason for part in parts for reason in part.reasons))


def rank(query: ParsedQuery, candidates: Iterable[Candidate], *, limit: int = 20, floor: float = LIKELY) -> list[Match]:
    """Return the likeliest people, best first; equal scores stand by record number."""
    if query.is_empty:
        return []
    matches = (score(query, candidate) for candidate in candidates)
    likely = (match for match in matches if match.score >= floor)
    return sorted(likely, key=lambda match: (-match.score, match.candidate.record_no))[:limit]


def _code_part(query: ParsedQuery, candidate: Candidate) -> _Part:
    """An equal code decides; a code one slip away is near; people without a code are not held against it."""
    pairs = [(typed, found) for typed in query.codes for found in candidate.codes]
    if not pairs:
        return _NOTHING
    for typed, found in pairs:
        if typed == found:
            return _Part(1.0, CODE_WEIGHT, (Reason(ReasonKind.SAME_CODE, Sign.SAME, typed, found),))
    for typed, found in pairs:
        if slip := slip_between(typed, found):
            reason = Reason(ReasonKind.SIMILAR_CODE, Sign.NEAR, typed, found, slip=slip)
            return _Part(0.85, CODE_WEIGHT, (reason,))
    return _Part(0.0, CODE_WEIGHT, (Reason(ReasonKind.DIFFERENT_CODE, Sign.DIFFERS, *pairs[0]),))


def _birth_part(query: ParsedQuery, candidate: Candidate) -> _Part:
    """The best reading of the date typed, or of the year where no day was typed."""
    days, born_on = days_asked(query), candidate.born_on
    if not days and not query.years:
        return _NOTHING
    if born_on is None:
        typed = days[0].isoformat() if days else str(query.years[0])
        reason = Reason(ReasonKind.BIRTH_DATE_UNKNOWN, Sign.NEAR, typed, "")
        return _Part(UNKNOWN_VALUE, DATE_WEIGHT if days else YEAR_WEIGHT, (reason,))
    if days:
        return max((_compare_days(day, born_on) for day in days), key=lambda part: part.value)
    return max((_compare_years(year, born_on) for year in query.years), key=lambda part: part.value)


def _compare_years(year: int, born_on: date) -> _Part:
    same = year == born_on.year
    kind = ReasonKind.SAME_BIRTH_YEAR if same else ReasonKind.DIFFERENT_BIRTH_YEAR
    sign = Sign.SAME if same else Sign.DIFFERS
    near = 0.5 if abs(year - born_on.year) == 1 else 0.0
    return _Part(1.0 if same else near, YEAR_WEIGHT, (Reason(kind, sign, str(year), str(born_on.year)),))


def _compare_days(day: date, born_on: date) -> _Part:
    typed, found = day.isoformat(), born_on.isoformat()
    value, *kinds = _day_verdict(day, born_on)
    reasons = tuple(Reason(kind, sign, typed, found) for kind, sign in kinds)
    return _Part(value, DATE_WEIGHT, reasons)


def _day_verdict(day: date, born_on: date) -> tuple[float, *tuple[tuple[ReasonKind, Sign], ...]]:
    """How much two birth dates agree, and what to say of it."""
    if day == born_on:
        return 1.0, (ReasonKind.SAME_BIRTH_DATE, Sign.SAME)
    if (day.year, day.month, day.day) == (born_on.year, born_on.day, born_on.month):
        return 0.9, (ReasonKind.SWAPPED_DAY_MONTH, Sign.NEAR)
    if slip_between(day.isoformat(), born_on.isoformat()):
        return 0.8, (ReasonKind.SIMILAR_BIRTH_DATE, Sign.NEAR)
    if day.year == born_on.year:
        if day.month == born_on.month:
            return 0.6, (ReasonKind.SIMILAR_BIRTH_DATE, Sign.NEAR)
        return 0.5, (ReasonKind.SAME_BIRTH_YEAR, Sign.SAME), (ReasonKind.DIFFERENT_BIRTH_DAY, Sign.DIFFERS)
    if (day.month, day.day) == (born_on.month, born_on.day):
        return 0.4, (ReasonKind.DIFFERENT_BIRTH_YEAR, Sign.DIFFERS)
    return 0.0, (ReasonKind.DIFFERENT_BIRTH_DATE, Sign.DIFFERS)


def _words_of(candidate: Candidate) -> list[_Word]:
    words = [_Word(word, NamePart.GIVEN) for word in _split(candidate.given)]
    words += [_Word(word, NamePart.FAMILY) for word in _split(candidate.family)]
    for former in candidate.former_families:
        words += [_Word(word, NamePart.FAMILY, former) for word in _split(former)]
    return words[:MOST_NAME_WORDS]


def _split(text: str) -> list[str]:
    return re.split(r"[\s\-\u2010-\u2015.,]+", text.strip()) if text.strip() else []


def _paired(typed: tuple[NameWord, ...], found: list[_Word]) -> list[_Pairing]:
    """Pair each word typed with at most one word of the name, the likest first."""
    possible = [pairing for one in typed for other in found if (pairing := _pairing(one, other))]
    possible.sort(key=lambda pairing: -pairing.value)
    left_typed, left_found = list(range(len(typed))), list(range(len(found)))
    chosen: list[_Pairing] = []
    for pairing in possible:
        at = next((i for i in left_typed if typed[i] is pairing.typed), None)
        to = next((i for i in left_found if found[i] is pairing.found), None)
        if at is not None and to is not None:
            left_typed.remove(at)
            left_found.remove(to)
            chosen.append(pairing)
    return chosen


def _pairing(typed: NameWord, found: _Word) -> _Pairing | None:
    """Compare one word with one word; a former name or the wrong field costs a little."""
    value, kind, slip = _likeness(typed.text, found.text, found.part)
    if not value:
        return None
    pairing = _Pairing(typed, found, value, kind, slip)
    cost = (0.97 if found.former else 1.0) * (0.97 if pairing.crossed else 1.0)
    return _Pairing(typed, found, value * cost, kind, slip)


def _likeness(typed: str, found: str, part: NamePart) -> tuple[float, ReasonKind, Slip | None]:
    """Value, kind and slip for two words; value 0 when they are not alike."""
    plain, other = fold(typed), fold(found)
    if typed.casefold() == found.casefold():
        return 1.0, ReasonKind.SAME_NAME, None
    if plain == other:
        kind = ReasonKind.SAME_NAME_VARIANT if _cyrillic(typed + found) else ReasonKind.SAME_NAME_FOLDED
        return 0.99, kind, None
    if name_key(typed) == name_key(found):
        return _same_key(plain, other, part)
    if len(plain) > 2 and other.startswith(plain):
        return 0.93, ReasonKind.NAME_BEGINS, None
    alike = jaro_winkler(plain, other)
    return (alike**2 if alike >= ALIKE else 0.0), ReasonKind.SIMILAR_NAME, slip_between(plain, other)


def _same_key(plain: str, other: str, part: NamePart) -> tuple[float, ReasonKind, Slip | None]:
    """Equal keys: a doubled letter is a slip, Valdis and Valda are two people, the rest are spellings of one."""
    if _undoubled(plain) == _undoubled(other):
        return 0.95, ReasonKind.SIMILAR_NAME, slip_between(plain, other)
    if part is NamePart.GIVEN and _other_gender(plain, other):
        return 0.8, ReasonKind.SIMILAR_NAME, slip_between(plain, other)
    return 0.97, ReasonKind.SAME_NAME_VARIANT, None


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _other_gender(one: str, other: str) -> bool:
    """A Latvian masculine in -s beside a feminine in -a or -e."""
    return (one.endswith(_VOWEL_ENDS) and other.endswith("s")) or (one.endswith("s") and other.endswith(_VOWEL_ENDS))


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= sign <= "\u04ff" for sign in text)


def _placed(query: ParsedQuery, candidate: Candidate, pairings: list[_Pairing]) -> tuple[list[NameWord], _Part]:
    """Words that are no part of the name but of the place, and how far the place agrees."""
    here = set(fold(candidate.place).split())
    paired = [pairing.typed for pairing in pairings]
    left = [word for word in query.words if not any(word is one for one in paired)]
    in_place = [word for word in left if word.part is None and fold(word.text) in here]
    loose = [word for word in left if word not in in_place]
    typed = " ".join([*(word.text for word in in_place), *([query.place] if query.place else [])])
    asked = set(fold(typed).split())
    if not asked or not here:
        return loose, _NOTHING
    share = len(asked & here) / len(asked)
    sign = Sign.SAME if share == 1 else Sign.NEAR
    reasons = (Reason(ReasonKind.SAME_PLACE, sign, typed, candidate.place),) if share >= 0.5 else ()
    return loose, _Part(share, PLACE_WEIGHT, reasons)


def _name_part(pairings: list[_Pairing], loose: list[NameWord], candidate: Candidate) -> _Part:
    """How far the words typed are this person's names; words left over count against, but for a part not known."""
    typed = len(pairings) + len(loose)
    if not typed:
        return _NOTHING
    own = len(_split(candidate.given)) + len(_split(candidate.family))
    expected = max(typed, min(2, own)) if typed > 1 else 1
    unknown = min(len(loose), (not candidate.given) + (not candidate.family))
    value = (sum(pairing.value for pairing in pairings) + UNKNOWN_VALUE * unknown) / expected
    reasons = (*_agreeing(pairings), *_crossing(pairings), *_differing(pairings, loose, candidate))
    return _Part(value, NAME_WEIGHT if typed > 1 else ONE_NAME_WEIGHT, reasons)


def _agreeing(pairings: list[_Pairing]) -> list[Reason]:
    """A reason for each way of agreeing; given and family names that agree alike share one."""
    groups: dict[tuple[object, ...], list[_Pairing]] = {}
    order = sorted(pairings, key=lambda pairing: (pairing.found.part is NamePart.FAMILY, -pairing.value))
    for pairing in order:
        alone = pairing.kind in (ReasonKind.SIMILAR_NAME, ReasonKind.NAME_BEGINS)
        groups.setdefault((pairing.kind, pairing.found.former, id(pairing) if alone else 0), []).append(pairing)
    return [_reason_of(group) for group in groups.values()]


def _reason_of(group: list[_Pairing]) -> Reason:
    first = group[0]
    parts = {pairing.found.part for pairing in group}
    near = first.kind in (ReasonKind.SIMILAR_NAME, ReasonKind.NAME_BEGINS)
    return Reason(
        ReasonKind.FORMER_NAME if first.found.former else first.kind,
        Sign.NEAR if near else Sign.SAME,
        " ".join(pairing.typed.text for pairing in group),
        first.found.former or " ".join(pairing.found.text for pairing in group),
        NamePart.FULL if len(parts) > 1 else first.found.part,
        first.slip,
    )


def _crossing(pairings: list[_Pairing]) -> list[Reason]:
    """Given and family name typed into each other's fields."""
    crossed = sorted(
        (pairing for pairing in pairings if pairing.crossed), key=lambda one: one.typed.part is NamePart.FAMILY
    )
    if {pairing.found.part for pairing in crossed} != {NamePart.GIVEN, NamePart.FAMILY}:
        return []
    typed = " ".join(pairing.typed.text for pairing in crossed)
    found = " ".join(pairing.found.text for pairing in reversed(crossed))
    return [Reason(ReasonKind.SWAPPED_NAMES, Sign.NEAR, typed, found, NamePart.FULL)]


def _differing(pairings: list[_Pairing], loose: list[NameWord], candidate: Candidate) -> list[Reason]:
    """Words left over, set against the parts of the name that nothing typed is like, if there are any."""
    if not loose:
        return []
    met = {pairing.found.part for pairing in pairings}
    own = {NamePart.GIVEN: candidate.given, NamePart.FAMILY: candidate.family}
    missed = [part for part, text in own.items() if text and part not in met]
    typed = " ".join(word.text for word in loose)
    if not missed:
        return [Reason(ReasonKind.NAME_NOT_FOUND, Sign.NEAR, typed, "")]
    found = " ".join(own[part] for part in missed)
    part = NamePart.FULL if len(missed) > 1 else missed[0]
    return [Reason(ReasonKind.DIFFERENT_NAME, Sign.DIFFERS, typed, found, part)]
