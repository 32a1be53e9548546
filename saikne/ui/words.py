"""How days, times, deadlines and names are said on a page."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saikne.core import clock


def _as_date(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """24.11.2026. — always in digits and with its final dot."""
    return f"{_as_date(value):%d.%m.%Y.}" if value else ""


def long_day(value: date | datetime | None) -> str:
    """2026. gada 24. novembris: alone only, since inside a sentence it would have to decline."""
    return date_format(_as_date(value), "DATE_FORMAT") if value else ""


def weekday(value: date | datetime | None) -> str:
    """The name of the day of the week."""
    return date_format(_as_date(value), "l") if value else ""


def clock_time(value: datetime | time | None) -> str:
    """9:05, 14:30: in the municipality's time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).time()
    return f"{value.hour}:{value.minute:02}" if value is not None else ""


def moment(value: datetime | None) -> str:
    """24.11.2026. plkst. 14:05."""
    if not value:
        return ""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock_time(value)}


def dayword(value: date | datetime | None) -> str:
    """A deadline in words: today, tomorrow, days left, days overdue."""
    if not value:
        return ""
    left = (_as_date(value) - clock.today()).days
    if left < 0:
        return ngettext("overdue by %(n)d day", "overdue by %(n)d days", -left) % {"n": -left}
    if left > 1:
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return _("tomorrow") if left else _("today")


def is_late(value: date | datetime | None) -> bool:
    """Whether this deadline has passed."""
    return value is not None and _as_date(value) < clock.today()


def ago(value: date | datetime | None) -> str:
    """A day of the past in words."""
    if not value:
        return ""
    gone = (clock.today() - _as_date(value)).days
    if gone < 1:
        return _("today") if gone == 0 else day(value)
    if gone == 1:
        return _("yesterday")
    return ngettext("%(n)d day ago", "%(n)d days ago", gone) % {"n": gone}


def minutes_text(value: int | None) -> str:
    """45 min; 1 h 30 min."""
    if value is None:
        return ""
    hours, rest = divmod(value, 60)
    parts = [f"{hours}\xa0h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}\xa0min")
    return " ".join(parts)


def short_name(name: object) -> str:
    """M. Liepa: for a colleague named in a dense list."""
    first, *others = str(name).split()
    return f"{first[0]}. {others[-1]}" if others else first


def initials(name: object) -> str:
    """S… O…: all that is told of a person out of reach."""
    return " ".join(f"{part[0]}…" for part in str(name).split())
