"""Two people changed the same field: both versions, side by side, and a choice."""

import difflib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saikne.core.errors import Clash
from saikne.ui import words
from saikne.ui.forms import SaikneForm

THEIRS = "theirs-"
_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which both wrote: what stands in the form, what stands in the record, and that as form values."""

    label: str
    mine: SafeString
    theirs: SafeString
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """All the fields that differ, who wrote there, and upon which version the next try would stand."""

    by: str
    version: int
    differences: tuple[Difference, ...]


def conflict_of(clash: Clash, form: SaikneForm) -> Conflict:
    """Set what was typed beside what stands there now; fields that say the same are left out."""
    found = [_difference(form, name, clash.theirs[name]) for name in form.fields if name in clash.theirs]
    return Conflict(clash.by, clash.version, tuple(one for one in found if one.mine != one.theirs))


def taking_theirs(data: QueryDict) -> QueryDict:
    """What was sent, with the other's version in the fields where both wrote."""
    chosen = data.copy()
    for name, values in data.lists():
        if name.startswith(THEIRS):
            chosen.setlist(name.removeprefix(THEIRS), [value for value in values if value])
    return chosen


def _difference(form: SaikneForm, name: str, value: object) -> Difference:
    field = form.fields[name]
    mine, theirs = _shown(field, form.cleaned_data.get(name)), _shown(field, value)
    prepared = field.prepare_value(value)
    many = prepared if isinstance(prepared, list | tuple) else [prepared]
    return Difference(
        label=str(form[name].label),
        mine=marked(mine, theirs),
        theirs=marked(theirs, mine),
        name=f"{THEIRS}{form.add_prefix(name)}",
        values=tuple("" if one is None or one is False else str(one) for one in many),
    )


def _shown(field: forms.Field, value: Any) -> str:
    """A value as a reader knows it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    prepared = field.prepare_value(value)
    labels = _labels(field)
    many = prepared if isinstance(prepared, list | tuple) else [prepared]
    return ", ".join(labels.get(str(one), _plain(one)) for one in many if one not in {None, ""})


def _plain(value: Any) -> str:
    return words.day(value) if hasattr(value, "isoformat") and not hasattr(value, "hour") else str(value)


def _labels(field: forms.Field) -> Mapping[str, str]:
    choices = getattr(field, "choices", ())
    return dict(_flat(choices))


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def marked(text: str, other: str) -> SafeString:
    """The text with those words marked that the other text has not."""
    ours, others = _WORD.findall(text), _WORD.findall(other)
    matcher = difflib.SequenceMatcher(a=ours, b=others, autojunk=False)
    parts = []
    for tag, start, end, _start, _end in matcher.get_opcodes():
        piece = html.escape("".join(ours[start:end]))
        parts.append(f"<mark>{piece}</mark>" if tag in {"replace", "delete"} and piece.strip() else piece)
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308  every piece is escaped above
