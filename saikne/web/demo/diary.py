"""Deeds of all files in the order of time: what lies ahead of this moment has not happened and is left out."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from saikne.core import clock

Deed = Callable[[], object]
SATURDAY = 5


class Diary:
    """A year of work of a whole service, deed by deed."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.now = clock.now()
        self.today = clock.local_date(self.now)
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._planned = 0

    def __len__(self) -> int:
        return self._planned

    def on(self, day: date, deed: Deed, *, at: time | None = None) -> date:
        """Plan a deed for this day, or the working day after it; tells the day."""
        day = working_day(day)
        self.at(moment(day, at or self._office_hour()), deed)
        return day

    def at(self, when: datetime, deed: Deed) -> None:
        """Plan a deed for a moment; what has not come yet is left out."""
        if when <= self.now:
            self._planned += 1
            heapq.heappush(self._deeds, (when, self._planned, deed))

    def run(self) -> Iterator[int]:
        """Do everything, each with the clock at its moment; deeds may plan later ones. Tells how many are done."""
        done = 0
        while self._deeds:
            when, _order, deed = heapq.heappop(self._deeds)
            with clock.at(when):
                deed()
            done += 1
            yield done

    def _office_hour(self) -> time:
        minutes = 5 * self.random.randrange(8 * 12 + 6, 16 * 12 + 6)
        return time(minutes // 60, minutes % 60)


def moment(day: date, at: time) -> datetime:
    """An aware moment of a day in the municipality's time zone."""
    return timezone.make_aware(datetime.combine(day, at))


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def last_working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=day.weekday() - SATURDAY + 1) if day.weekday() >= SATURDAY else day


def time_of_day() -> time:
    """The time that the clock shows, to the minute."""
    return timezone.localtime(clock.now()).time().replace(second=0, microsecond=0)
