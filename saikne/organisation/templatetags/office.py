"""What pages of the service say in one word: last days, shares of a post."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.formats import number_format

from saikne.core import clock
from saikne.organisation.rules.days import last_day
from saikne.ui import words

register = template.Library()


@register.filter
def lastday(until: date | datetime | None) -> str:
    """The last day of a period that ends before `until`."""
    if isinstance(until, datetime):
        return words.day(clock.local_date(until - clock.TICK))
    return words.day(last_day(until))


@register.filter
def share(value: Decimal | None) -> str:
    """1; 0,5: a part of a post without idle zeros."""
    return "" if value is None else number_format(value.normalize() if value else 0, use_l10n=True)
