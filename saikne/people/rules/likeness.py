"""How alike two words are: the Jaro–Winkler measure, and the one slip of the hand between them."""

from enum import StrEnum
from functools import lru_cache

LONGEST = 60
_PREFIX = 4
_PREFIX_WEIGHT = 0.1


class Slip(StrEnum):
    """The single slip that turns the word found into the word typed."""

    ONE_EXTRA = "one_extra"
    ONE_MISSING = "one_missing"
    ONE_OTHER = "one_other"
    TWO_SWAPPED = "two_swapped"


@lru_cache(maxsize=65_536)
def jaro_winkler(one: str, other: str) -> float:
    """Return likeness from 0 to 1, a common beginning counting more (Winkler 1990); only 60 letters are read."""
    one, other = one[:LONGEST], other[:LONGEST]
    jaro = _jaro(one, other)
    common = 0
    while common < min(_PREFIX, len(one), len(other)) and one[common] == other[common]:
        common += 1
    return jaro + common * _PREFIX_WEIGHT * (1 - jaro)


def slip_between(typed: str, found: str) -> Slip | None:
    """Return the one slip between two words, or None when they are equal or further apart."""
    if typed == found or abs(len(typed) - len(found)) > 1:
        return None
    at = next((i for i, (a, b) in enumerate(zip(typed, found, strict=False)) if a != b), min(len(typed), len(found)))
    if len(typed) > len(found):
        return Slip.ONE_EXTRA if typed[at + 1 :] == found[at:] else None
    if len(typed) < len(found):
        return Slip.ONE_MISSING if typed[at:] == found[at + 1 :] else None
    if typed[at + 1 :] == found[at + 1 :]:
        return Slip.ONE_OTHER
    swapped = typed[at : at + 2] == found[at : at + 2][::-1] and typed[at + 2 :] == found[at + 2 :]
    return Slip.TWO_SWAPPED if swapped else None


def _jaro(one: str, other: str) -> float:
    if one == other:
        return 1.0 if one else 0.0
    matched_one, matched_other = _matched(one, other)
    matches = len(matched_one)
    if not matches:
        return 0.0
    moved = sum(a != b for a, b in zip(matched_one, matched_other, strict=True)) / 2
    return (matches / len(one) + matches / len(other) + (matches - moved) / matches) / 3


def _matched(one: str, other: str) -> tuple[list[str], list[str]]:
    """Letters of each word, in order, that the other has within half its length."""
    window = max(max(len(one), len(other)) // 2 - 1, 0)
    taken: set[int] = set()
    matched: list[str] = []
    for at, letter in enumerate(one):
        near = range(max(0, at - window), min(len(other), at + window + 1))
        found = next((i for i in near if i not in taken and other[i] == letter), None)
        if found is not None:
            taken.add(found)
            matched.append(letter)
    return matched, [other[i] for i in sorted(taken)]
