"""Kinds of field that people here type in their own way: days, times of day, minutes."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saikne.core import clock
from saikne.ui import words

_DAY = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\s*\.?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_CLOCK = re.compile(r"^(\d{1,2})(?:\s*[:.]\s*(\d{2}))?$")
_MINUTES = re.compile(r"^(?:(\d{1,2})\s*:\s*([0-5]\d)|(\d{1,4}))$")


class DayField(forms.Field):
    """A day, typed as 24.11.2026. with or without its last dot, or as 2026-11-24."""

    width = "date"
    default_error_messages = {
        "invalid": _("Enter the date like this: 21.11.2026."),
        "future": _("The date cannot be in the future."),
        "past": _("The date cannot be in the past."),
    }

    def __init__(self, *, future: bool = True, past: bool = True, **kwargs: Any) -> None:
        """`future` and `past` say on which side of today the day may stand."""
        self.future, self.past = future, past
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read what was typed."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        typed = str(value).strip()
        found = read_day(typed)
        if found is None and typed:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def validate(self, value: Any) -> None:
        """Required, and on the right side of today."""
        super().validate(value)
        if value and not self.future and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        if value and not self.past and value < clock.today():
            raise ValidationError(self.error_messages["past"], code="past")

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it is written; what was typed stays as typed."""
        return words.day(value) if isinstance(value, date) else value


def read_day(typed: str) -> date | None:
    """The day that these characters mean, if they mean one."""
    if match := _ISO.match(typed.strip()):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY.match(typed.strip()):
        day, month, year = (int(part) for part in match.groups())
        year += _century(year) if len(match.group(3)) == 2 else 0
    else:
        return None
    try:
        return date(year, month, day) if year >= 1850 else None
    except ValueError:
        return None


def _century(year: int) -> int:
    """Two digits mean the nearest year that is not far ahead: plans reach a few years on, births lie behind."""
    this_year = clock.today().year
    century = this_year - this_year % 100
    return century if century + year <= this_year + 20 else century - 100


class ClockField(forms.Field):
    """A time of day, typed as 14:05, 14.05 or 14."""

    width = "time"
    default_error_messages = {"invalid": _("Enter the time like this: 14:30.")}

    def __init__(self, **kwargs: Any) -> None:
        """A short text field."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        """Read what was typed."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        match = _CLOCK.match(str(value).strip())
        hours, minutes = (int(part or 0) for part in match.groups()) if match else (24, 0)
        if hours > 23 or minutes > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hours, minutes)

    def prepare_value(self, value: Any) -> Any:
        """Show a time as it is written."""
        return words.clock_time(value) if isinstance(value, time) else value


class MinutesField(forms.Field):
    """A length of time, typed in minutes (45) or in hours and minutes (0:45)."""

    width = "min"
    default_error_messages = {
        "invalid": _("Enter minutes as a number, for example 45 or 0:45."),
        "longest": _("This is longer than a day. Check the number of minutes."),
    }

    def __init__(self, *, max_minutes: int = 24 * 60, **kwargs: Any) -> None:
        """`max_minutes` is the longest that makes sense."""
        self.max_minutes = max_minutes
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Read what was typed."""
        if value in self.empty_values:
            return None
        match = _MINUTES.match(str(value).strip())
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes, plain = match.groups()
        total = int(plain) if plain else int(hours) * 60 + int(minutes)
        if total > self.max_minutes:
            raise ValidationError(self.error_messages["longest"], code="longest")
        return total
