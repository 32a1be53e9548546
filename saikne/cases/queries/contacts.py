"""First contacts: the month's list with counts by reason, and one contact with its person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import ContactReason
from saikne.cases.models import FirstContact
from saikne.core import clock
from saikne.ui.filters import Filter

ORDER = ("-on", "-pk")


@dataclass(frozen=True, slots=True)
class Month:
    """The month that the list shows."""

    first: date

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def label(self) -> str:
        """The month's name and year."""
        return _("%(month)s %(year)s") % {"month": MONTHS[self.first.month], "year": self.first.year}


def month_of(text: str) -> Month:
    """The month that an address asks for, else this one."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return Month(date(year, month, 1)) if 1990 <= year <= 2100 else Month(clock.today().replace(day=1))
    except ValueError:
        return Month(clock.today().replace(day=1))


def contacts_of(user: User, month: Month) -> "QuerySet[FirstContact]":
    """Contacts of a month within reach."""
    found = FirstContact.objects.visible_to(user).filter(on__gte=month.first, on__lt=month.after)
    return found.select_related("number__series", "by", "case__kind", "case__number__series")


def reason_filters(user: User, month: Month, reason: str, path: str) -> list[Filter]:
    """All, then each reason that occurs in the month, with counts; one query."""
    rows = contacts_of(user, month).order_by().values_list("reason").annotate(n=Count("pk"))
    counts: Mapping[str, int] = dict(rows)
    asked = {"month": f"{month.first:%Y-%m}"}
    found = [Filter(pgettext("first contacts", "All"), f"{path}?{urlencode(asked)}", not reason, sum(counts.values()))]
    return found + [
        Filter(str(word.label), f"{path}?{urlencode({**asked, 'reason': word.value})}", reason == word, counts[word])
        for word in ContactReason
        if counts.get(word)
    ]


def number_label(contact: FirstContact) -> str:
    """PK-2026/014; needs `number__series` fetched."""
    return f"PK-{contact.number}"


def contacts_about(record_no: int, user: User) -> list[FirstContact]:
    """Contacts about one person within reach, latest first."""
    found = FirstContact.objects.visible_to(user).filter(record=record_no)
    return list(found.select_related("number__series").order_by(*ORDER)[:5])
