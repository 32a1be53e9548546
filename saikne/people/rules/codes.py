"""Latvian personal codes: reading, showing and doubting them, never refusing one for its check digit.

Old form DDMMYY-CNNNX holds a birth date (C: 0 = 1800s, 1 = 1900s, 2 = 2000s). Codes given since
1 July 2017 begin with 3 and a second digit 2–9, hold no date and promise no check digit
(Law on the Register of Natural Persons; sources in docs/adr).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CODE_LENGTH = 11
HIDDEN = "•"

_SEPARATORS = re.compile(r"[\s\u00ad\u200b\ufeff\-\u2010-\u2015\u2212]")
_WEIGHTS = (10, 5, 8, 4, 2, 1, 6, 3, 7, 9)
_CENTURIES = {"0": 1800, "1": 1900, "2": 2000}


class CodeKind(StrEnum):
    """The two forms a personal code may have."""

    OLD = "old"
    NEW = "new"


class CodeProblem(StrEnum):
    """Why a text cannot be a personal code at all."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class CodeWarning(StrEnum):
    """What looks odd about a code that may still be right."""

    CHECK_DIGIT = "check_digit"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_CENTURY = "unknown_century"
    BORN_DIFFERS = "born_differs"
    BORN_LATER = "born_later"


@dataclass(frozen=True)
class CodeReading:
    """A personal code as read: eleven digits, its form, the birth date it holds, and doubts."""

    digits: str
    kind: CodeKind
    born_on: date | None
    warnings: tuple[CodeWarning, ...]


def read_code(text: str) -> CodeReading | CodeProblem:
    """Read a code typed with or without dash and spaces; the only refusal is "not eleven digits"."""
    digits = _stripped(text)
    problem = _problem(digits)
    if problem is not None:
        return problem
    kind = code_kind(digits)
    if kind is CodeKind.NEW:
        return CodeReading(digits, kind, None, ())
    born_on, doubt = _birth_in(digits)
    warnings: tuple[CodeWarning, ...] = () if doubt is None else (doubt,)
    if not check_digit_fits(digits):
        warnings += (CodeWarning.CHECK_DIGIT,)
    return CodeReading(digits, kind, born_on, warnings)


def code_kind(digits: str) -> CodeKind:
    """Tell the new form (3, then 2–9) from the old, where a day can begin with 30 or 31 only."""
    return CodeKind.NEW if digits[:1] == "3" and digits[1:2] in set("23456789") else CodeKind.OLD


def code_warnings(
    reading: CodeReading, *, born_on: date | None = None, on: date | None = None
) -> tuple[CodeWarning, ...]:
    """All doubts: the reading's own, and against a birth date told separately and the day of asking."""
    warnings = reading.warnings
    if reading.born_on and born_on and reading.born_on != born_on:
        warnings += (CodeWarning.BORN_DIFFERS,)
    if reading.born_on and on and reading.born_on > on:
        warnings += (CodeWarning.BORN_LATER,)
    return warnings


def check_digit_fits(digits: str) -> bool:
    """Whether the last digit is the weighted sum of the first ten, modulo 11, ten counted as nought."""
    return (1 + sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:10], strict=True))) % 11 % 10 == int(digits[10])


def format_code(digits: str) -> str:
    """Show a code as people write it: six digits, dash, five; any other text unchanged."""
    code = _stripped(digits)
    return f"{code[:6]}-{code[6:]}" if _problem(code) is None else digits.strip()


def mask_code(digits: str) -> str:
    """Show what tells two people apart: the birth date of an old code, the first two digits of a new one."""
    code = _stripped(digits)
    if _problem(code) is not None:
        return f"{HIDDEN * 6}-{HIDDEN * 5}"
    shown = 6 if code_kind(code) is CodeKind.OLD else 2
    return f"{code[:shown]}{HIDDEN * (6 - shown)}-{HIDDEN * 5}"


def code_neighbours(digits: str) -> tuple[str, ...]:
    """Codes one wrong digit or one swap away whose check digit fits: what a slip of the hand may have meant."""
    near = {digits[:at] + d + digits[at + 1 :] for at in range(CODE_LENGTH) for d in "0123456789"}
    near |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(CODE_LENGTH - 1)}
    near.discard(digits)
    return tuple(sorted(code for code in near if check_digit_fits(code)))


def _stripped(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def _problem(digits: str) -> CodeProblem | None:
    if not digits:
        return CodeProblem.EMPTY
    if re.fullmatch("[0-9]+", digits) is None:
        return CodeProblem.LETTERS
    if len(digits) < CODE_LENGTH:
        return CodeProblem.TOO_SHORT
    return CodeProblem.TOO_LONG if len(digits) > CODE_LENGTH else None


def _birth_in(digits: str) -> tuple[date | None, CodeWarning | None]:
    """The birth date an old code holds, or why it holds none."""
    century = _CENTURIES.get(digits[6])
    if century is None:
        return None, CodeWarning.UNKNOWN_CENTURY
    try:
        return date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2])), None
    except ValueError:
        return None, CodeWarning.IMPOSSIBLE_DATE
