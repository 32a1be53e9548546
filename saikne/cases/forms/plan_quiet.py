"""Fields of a form in which everything may stay empty: none of them says so."""

from typing import Any

from django import forms

from saikne.ui.fields import ClockField


class _MayBeEmpty(forms.Field):
    """Counts as required on the page, so that no mark stands beside it, and takes an empty answer."""

    def validate(self, value: Any) -> None:
        """Nothing is an answer too."""
        if value not in self.empty_values:
            super().validate(value)


class QuietChoice(_MayBeEmpty, forms.ChoiceField):
    """One of several, or none."""


class QuietChoices(_MayBeEmpty, forms.MultipleChoiceField):
    """Some of several, or none."""


class QuietText(_MayBeEmpty, forms.CharField):
    """A line, or nothing."""

    width = "full"


class QuietNumber(_MayBeEmpty, forms.IntegerField):
    """A small number, or nothing."""

    width = "min"


class QuietClock(_MayBeEmpty, ClockField):
    """A time of day, or nothing."""
