"""Which fields somebody really changed: the form carries along what stood in each when it was opened."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from saikne.ui.forms import SaikneForm

SEEN = "seen-"


class Seen(NamedTuple):
    """What a field held when the form was opened, under the name by which it is sent along."""

    name: str
    values: list[str]


def as_sent(field: forms.Field, value: Any) -> list[str]:
    """What a browser would send for this value of this field."""
    prepared = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if field.widget.check_test(prepared) else []
    formatted = field.widget.format_value(prepared)
    many: Iterable[Any] = formatted if isinstance(formatted, list | tuple) else [formatted]
    return [_plain(str(one)) for one in many if one not in {None, ""}]


def seen_fields(form: SaikneForm, values: Mapping[str, Any]) -> list[Seen]:
    """What is sent along with a form that shows these values."""
    return [
        Seen(f"{SEEN}{form.add_prefix(name)}", as_sent(field, values.get(name, field.initial)) or [""])
        for name, field in form.fields.items()
    ]


def seen_before(kept: Mapping[str, list[str]]) -> list[Seen]:
    """What had been sent along with what was typed."""
    return [Seen(name, list(values)) for name, values in kept.items() if name.startswith(SEEN)]


def untouched(form: SaikneForm, posted: QueryDict) -> set[str]:
    """Fields that came back as they were opened; a form that carries nothing along touched all of them."""
    names = {name: form.add_prefix(name) for name in form.fields}
    return {
        name
        for name, html_name in names.items()
        if f"{SEEN}{html_name}" in posted and _sent(posted, html_name) == _sent(posted, f"{SEEN}{html_name}")
    }


def with_current(
    form: SaikneForm, cleaned: dict[str, Any], untouched_names: set[str], current: Mapping[str, Any]
) -> dict[str, Any]:
    """What to write: for fields left alone, what stands in the record now, so that others' changes stay."""
    return {
        name: _cleaned(form.fields[name], current[name], value)
        if name in untouched_names and name in current
        else value
        for name, value in cleaned.items()
    }


def refreshed(form: SaikneForm, posted: QueryDict, untouched_names: set[str], current: Mapping[str, Any]) -> QueryDict:
    """What was sent, with what stands in the record now in the fields that were left alone."""
    fresh = posted.copy()
    for name in untouched_names & set(current):
        fresh.setlist(form.add_prefix(name), as_sent(form.fields[name], current[name]))
    return fresh


def _cleaned(field: forms.Field, current: Any, otherwise: Any) -> Any:
    """The record's value in the type in which the form gives it."""
    try:
        return field.clean(field.prepare_value(current))
    except ValidationError:
        return otherwise if current in field.empty_values else current


def _sent(posted: QueryDict, name: str) -> list[str]:
    return [plain for value in posted.getlist(name) if (plain := _plain(value))]


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").strip()
