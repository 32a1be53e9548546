"""Statements that are being gathered in a form: rows of hidden fields, and one row still being typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Typed = Mapping[str, list[str]]
PARTS = ("kind", "text", "about", "source")
_ROW = re.compile(r"^said-(\d{1,3})-(kind|text|about|source)$")
_WANTED = re.compile(r"^(add|edit|remove)(?:-(\d{1,3}))?$")
MOST = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a button of the gathered statements asks: add the typed one, take one back for editing, remove one."""

    what: str
    row: int = 0


def wanted(value: str) -> Wanted | None:
    """Read the value of a pressed button."""
    match = _WANTED.match(value)
    if match is None or (match.group(1) == "add") != (match.group(2) is None):
        return None
    return Wanted(match.group(1), int(match.group(2) or 0))


def row_numbers(names: Mapping[str, object]) -> list[int]:
    """Numbers of the gathered rows among the names of what was sent."""
    return sorted({int(match.group(1)) for name in names if (match := _ROW.match(name))})[:MOST]


def field_of(row: int, part: str) -> str:
    """Name of the hidden field that carries a part of a gathered statement."""
    return f"said-{row}-{part}"


def typing_field(part: str) -> str:
    """Name of the field in which a part of the next statement is typed."""
    return f"new_{part}"


def rearranged(typed: Typed, want: Wanted) -> dict[str, list[str]]:
    """All that was typed, with the gathered statements as the button asks; rows are numbered anew from nought."""
    rows = [_row(typed, number) for number in row_numbers(typed)]
    block = {part: _first(typed, typing_field(part)) for part in PARTS}
    if want.what in {"add", "edit"} and (block["text"] or block["source"]):
        rows.append(block)
        block = {}
    if want.what in {"edit", "remove"} and want.row < len(rows):
        taken = rows.pop(want.row)
        block = taken if want.what == "edit" else block
    kept = {name: values for name, values in typed.items() if not _ROW.match(name) and not name.startswith("new_")}
    for number, row in enumerate(rows):
        kept |= {field_of(number, part): [row[part]] for part in PARTS}
    return kept | {typing_field(part): [value] for part, value in block.items()}


def _row(typed: Typed, number: int) -> dict[str, str]:
    return {part: _first(typed, field_of(number, part)) for part in PARTS}


def _first(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[0]
