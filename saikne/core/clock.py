"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("saikne_clock", default=None)
TICK = timedelta(microseconds=1)


def now() -> datetime:
    """Return the moment; inside `at`, that moment, a microsecond later at each question."""
    moment = _frozen.get()
    if moment is None:
        return timezone.now()
    _frozen.set(moment + TICK)
    return moment


def today() -> date:
    """Return today's date in the municipality's time zone."""
    return timezone.localdate(now())


def local_date(moment: datetime) -> date:
    """Return the day on which this moment falls in the municipality's time zone."""
    return timezone.localdate(moment)


def midnight(day: date) -> datetime:
    """Return the moment at which this day begins in the municipality's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at this moment: for demo data that tell of a past year, and for tests."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
