"""What templates say in one word: days, times, names, fields of forms. Built in: needs no `{% load %}`."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.ui import words
from saikne.ui.forms import Problem, anchor, problems

register = template.Library()
register.filter("day", words.day)
register.filter("longday", words.long_day)
register.filter("weekday", words.weekday)
register.filter("moment", words.moment)
register.filter("clock", words.clock_time)
register.filter("dayword", words.dayword)
register.filter("ago", words.ago)
register.filter("minutes", words.minutes_text)
register.filter("shortname", words.short_name)
register.filter("initials", words.initials)

LEVELS = (-2, -1, 0, 1, 2)
LONG_CHOICE = 36
CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}
MINUS = "−"


@register.filter
def number(value: Any) -> str:
    """1 234,5: a number as the language of the page writes it."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def due(value: date | datetime | None) -> SafeString | str:
    """A deadline in words, red and bold when it has passed."""
    said = words.dayword(value)
    return format_html('<strong class="app-late">{}</strong>', said) if words.is_late(value) else said


@register.simple_tag
def htmx() -> SafeString:
    """The script for parts of a page that change by themselves; for the `scripts` block."""
    return format_html('<script src="{}" defer></script>', static("django_htmx/htmx-2.min.js"))


# ---------------------------------------------------------------- fields of forms


@register.filter("problems")
def problems_of(form: Any) -> list[Problem]:
    """All errors of a form for the summary; none where there is no form."""
    return problems(form) if isinstance(form, forms.BaseForm) and form.is_bound else []


@register.inclusion_tag("ui/form/field.html")
def field(field: BoundField, *, grow: bool = False) -> dict[str, Any]:
    """One field: label, hint, error, control; `grow` lets it take the rest of its row."""
    return {"field": field, "grow": grow}


@register.inclusion_tag("ui/form/rows.html")
def form_rows(form: Any) -> dict[str, Any]:
    """All visible fields of a form, row by row."""
    rows = form.rows() if hasattr(form, "rows") else [[field] for field in form.visible_fields()]
    return {"form": form, "rows": rows}


@register.filter
def shape(field: BoundField) -> str:
    """Which kind of control a field is: checkbox, choices, select, textarea, file, hidden or input."""
    widget = field.field.widget
    kinds: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
        (forms.HiddenInput, "hidden"),
        (forms.CheckboxInput, "checkbox"),
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choices"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    ]
    return next((name for kind, name in kinds if isinstance(widget, kind)), "input")


@register.filter
def grows(field: BoundField) -> bool:
    """Whether a field takes the rest of its row."""
    return _width(field) == "full"


@register.filter
def focus_id(field: BoundField) -> str:
    """The id that an error leads to."""
    return anchor(field)


@register.filter
def optional(field: BoundField) -> bool:
    """Whether the field may stay empty and should say so; an only tick-box never must be ticked."""
    marked = not getattr(field.field, "unmarked", False)
    return marked and not field.field.required and not isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control itself, in the classes of its kind."""
    return mark_safe(field.as_widget(attrs=_attributes(field)))  # noqa: S308  Django's own rendering


def _attributes(field: BoundField) -> dict[str, Any]:
    kind = shape(field)
    attributes: dict[str, Any] = {"class": _classes(field, kind)}
    if "placeholder" in field.field.widget.attrs:
        attributes["placeholder"] = False
    if kind == "textarea" and int(field.field.widget.attrs.get("rows", 10)) == 10:
        attributes["rows"] = 4
    if kind == "choices":
        attributes["data-stacked"] = any(len(str(option.choice_label)) > LONG_CHOICE for option in field)
    return attributes


def _classes(field: BoundField, kind: str) -> str:
    widget = field.field.widget
    if kind in {"checkbox", "choices"}:
        return "govuk-radios__input" if getattr(widget, "input_type", "") == "radio" else "govuk-checkboxes__input"
    base = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}.get(
        kind, "govuk-input"
    )
    wrong = f"{base}--error" if field.errors else ""
    return " ".join(part for part in (base, wrong, f"w-{_width(field)}", widget.attrs.get("class", "")) if part)


def _width(field: BoundField) -> str:
    """How long an answer is expected: said by the form, known by the kind of field, or guessed from the widget."""
    told = getattr(field.field, "width", "")
    if told:
        return str(told)
    widget = field.field.widget
    if isinstance(widget, forms.Textarea | forms.PasswordInput):
        return "full"
    if isinstance(widget, forms.NumberInput):
        return "min"
    if isinstance(widget, forms.DateInput):
        return "date"
    return "m" if isinstance(widget, forms.Select) or _is_short(field) else "full"


def _is_short(field: BoundField) -> bool:
    longest = getattr(field.field, "max_length", None)
    return longest is not None and longest <= 40


# ---------------------------------------------------------------- goal attainment


@register.simple_tag
def gas_cells(now: Any, start: Any, expected: Any = 0) -> list[dict[str, str]]:
    """The five cells of the attainment strip: dark is now, underlined the start, framed the expected."""
    marks = (("start", start), ("zero", expected), ("now", now))
    return [
        {"label": signed(level), "marks": " ".join(name for name, at in marks if _is_level(at, level))}
        for level in LEVELS
    ]


def _is_level(at: Any, level: int) -> bool:
    return at not in {None, ""} and int(at) == level


@register.filter
def signed(level: Any) -> str:
    """−2, 0, +1: a level with its sign."""
    if level in {None, ""}:
        return ""
    value = int(level)
    return f"{MINUS}{-value}" if value < 0 else f"+{value}" if value else "0"


@register.filter
def attainment(level: Any) -> str:
    """What a level means."""
    said = {
        -2: _("much less than expected"),
        -1: _("less than expected"),
        0: _("as expected"),
        1: _("more than expected"),
        2: _("much more than expected"),
    }
    return pgettext("attainment", "not measured yet") if level in {None, ""} else said[int(level)]


@register.filter
def attr(attributes: dict[str, Any], name: str) -> Any:
    """An attribute whose name has a dash in it."""
    return attributes.get(name)
