"""When an assessment may be signed, what exactly was signed, and how two who write in it are merged."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

PARENTS = "parents"
DRAFT, SIGNED, APPROVED, RETURNED = "draft", "signed", "approved", "returned"


class Deed(StrEnum):
    """What is done with an assessment."""

    EDIT = "edit"
    SIGN = "sign"
    APPROVE = "approve"
    RETURN = "return"


# From a state by a deed → to a state; whatever is not named here cannot be done. What is signed is never edited.
MOVES: Mapping[tuple[str, Deed], str] = MappingProxyType(
    {
        (DRAFT, Deed.EDIT): DRAFT,
        (DRAFT, Deed.SIGN): SIGNED,
        (SIGNED, Deed.APPROVE): APPROVED,
        (SIGNED, Deed.RETURN): RETURNED,
    }
)


class Missing(StrEnum):
    """What an assessment still lacks before it can be signed."""

    STRENGTHS = "strengths"
    NEEDS = "needs"
    CONCLUSION = "conclusion"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What an assessment says now; `columns` are those in which needs are to be told."""

    strengths: str
    needs: Mapping[str, str]
    conclusion: str
    risk: str
    columns: tuple[str, ...]


def missing(facts: AssessmentFacts) -> list[tuple[Missing, str]]:
    """Everything that is missing, at once; for needs, with the column."""
    found = [
        (Missing.STRENGTHS, "", facts.strengths),
        *((Missing.NEEDS, column, facts.needs.get(column, "")) for column in facts.columns),
        (Missing.CONCLUSION, "", facts.conclusion),
        (Missing.RISK, "", facts.risk),
    ]
    return [(what, column) for what, column, text in found if not text.strip()]


def canonical(content: Mapping[str, Any]) -> str:
    """The same text on every database: sorted keys, times in UTC."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical text, as hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def merged_columns(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What both wrote column by column since `base`, and the columns in which they wrote different things."""
    columns = sorted({*base, *theirs, *mine})
    changed = [column for column in columns if mine.get(column, "") != base.get(column, "")]
    clashing = [
        column for column in changed if theirs.get(column, "") not in {base.get(column, ""), mine.get(column, "")}
    ]
    merged = {**theirs, **{column: mine.get(column, "") for column in changed}}
    return {column: text for column, text in merged.items() if text}, clashing
