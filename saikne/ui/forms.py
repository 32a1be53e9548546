"""The base of every form: its rows, its errors, and how a refusal finds its field."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saikne.core.errors import Refusal

Layout = Sequence[str | Sequence[str]]


class Problem(NamedTuple):
    """One sentence of the error summary and the field it leads to."""

    anchor: str
    sentence: str


class SaikneForm(forms.Form):
    """A form in rows; `layout` puts short related fields side by side, `widths` says how long an answer is expected.

    Fields that may stay empty say so, but for those in `unmarked`: parts of a whole that is begun or left.
    A form that asks the same of several persons tells in `whose` whom each such field means: away from the field, a
    name says more than its label.
    """

    use_required_attribute = False
    layout: ClassVar[Layout] = ()
    widths: ClassVar[Mapping[str, str]] = {}
    unmarked: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay the fields out."""
        super().__init__(*args, **kwargs)
        self.whose: dict[str, str] = {}
        for field in self.fields.values():
            _ask_in_its_own_words(field)
        for name, width in self.widths.items():
            if name in self.fields:
                self.fields[name].width = width  # type: ignore[attr-defined]
        for name in self.unmarked & set(self.fields):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]

    def rows(self) -> list[list[BoundField]]:
        """Visible fields, row by row; what the layout leaves out follows it."""
        laid_out = [[row] if isinstance(row, str) else list(row) for row in self.layout]
        named = {name for row in laid_out for name in row}
        rest = [[name] for name in self.fields if name not in named]
        rows = [[self[name] for name in row if name in self.fields] for row in (*laid_out, *rest)]
        return [visible for row in rows if (visible := [field for field in row if not field.is_hidden])]

    def refuse(self, refusal: Refusal) -> None:
        """Put every reason of a refusal where it is read: beside its field, or above the form."""
        for reason in refusal.reasons:
            self.add_error(None, str(reason))
        for name, sentence in refusal.by_field.items():
            known = name if name in self.fields else None
            if known or str(sentence) not in self.non_field_errors():
                self.add_error(known, str(sentence))

    def problems(self) -> list[Problem]:
        """All errors at once, for the summary above the title."""
        return problems(self)


def _ask_in_its_own_words(field: forms.Field) -> None:
    """A box is ticked and an answer chosen, not filled in; what the form itself says of a field stays."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = _("Tick this box.")
    elif isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        field.error_messages["required"] = _("Choose at least one answer.")
    elif isinstance(field, forms.ChoiceField):
        field.error_messages["required"] = _("Choose one answer.")


def problems(form: forms.BaseForm) -> list[Problem]:
    """Every error of a form with the field it leads to, in the order of the fields."""
    found = [Problem(_first_anchor(form), str(error)) for error in form.errors.get(NON_FIELD_ERRORS, [])]
    for name in form.fields:
        field = form[name]
        called = getattr(form, "whose", {}).get(name) or str(field.label)
        found += [Problem(anchor(field), _said_of(called, str(error))) for error in form.errors.get(name, [])]
    return found


def _said_of(label: str, sentence: str) -> str:
    """Away from its field, a sentence says which field it means."""
    return f"{label} {sentence}" if label.endswith(("?", ".", ":")) else f"{label}: {sentence}"


def anchor(field: BoundField) -> str:
    """The id of the control that takes the focus: of a group of choices, the first."""
    first = getattr(field.field.widget, "add_id_index", None)
    return f"{field.auto_id}_0" if first and field.field.widget.input_type in {"radio", "checkbox"} else field.auto_id


def _first_anchor(form: forms.BaseForm) -> str:
    visible = form.visible_fields()
    return anchor(visible[0]) if visible else ""


def overlay(form: SaikneForm, typed: Mapping[str, list[str]]) -> None:
    """Let what somebody had typed stand in an unbound form, before what the record holds."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(data, form.files, html_name):
            form.initial[name] = field.widget.value_from_datadict(data, form.files, html_name)
