"""Working days and holidays of Latvia, in one place.

Source: the law „Par svētku, atceres un atzīmējamām dienām”, section 1, as it is known to us; not verified against the
text in force (`VERIFIED`). Days that the Cabinet of Ministers moves for public institutions in single years (a working
Saturday for a free Monday) are not known here: such a Saturday counts as free, such a Monday as a working day.
"""

from datetime import date, timedelta
from functools import cache

SOURCE = "Likums „Par svētku, atceres un atzīmējamām dienām”, 1. pants"
VERIFIED = False

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
FIXED = ((1, 1), (5, 1), (5, 4), (6, 23), (6, 24), (11, 18), (12, 24), (12, 25), (12, 26), (12, 31))
MOVED = ((5, 4), (11, 18))  # on a Saturday or Sunday, the next working day is free instead
FROM_EASTER = (-2, 0, 1, 49)  # Good Friday, Easter Sunday and Monday, Whit Sunday
# Made free by a law for one year: the Pope's visit, ends of the Song and Dance Festivals, the ice hockey medal.
ONCE = frozenset({date(2018, 7, 9), date(2018, 9, 24), date(2023, 5, 29), date(2023, 7, 10)})


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, odd = divmod(rest, 4)
    week = (32 + 2 * left + 2 * quarter - moon - odd) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The holidays of a year, those moved from a weekend included."""
    sunday = easter(year)
    found = {date(year, month, day) for month, day in FIXED}
    found |= {sunday + days * DAY for days in FROM_EASTER}
    found.add(_second_sunday_of_may(year))
    found |= {day for day in ONCE if day.year == year}
    return frozenset(found | {_moved(date(year, month, day), found) for month, day in MOVED})


def _second_sunday_of_may(year: int) -> date:
    """Mother's Day."""
    first = date(year, 5, 1)
    return first + ((SUNDAY - first.weekday()) % 7 + 7) * DAY


def _moved(day: date, others: set[date]) -> date:
    """The day itself, or the next working day if it falls on a weekend."""
    if day.weekday() < SATURDAY:
        return day
    while day.weekday() >= SATURDAY or day in others:
        day += DAY
    return day


def working_day(on: date) -> bool:
    """Whether offices work on this day: no weekend, no holiday."""
    return on.weekday() < SATURDAY and on not in holidays(on.year)


def next_working_day(on: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not working_day(on):
        on += DAY
    return on


def add_working_days(on: date, days: int) -> date:
    """The working day that comes this many working days after a day; the day itself does not count."""
    for _step in range(days):
        on = next_working_day(on + DAY)
    return on


def add_months(on: date, months: int) -> date:
    """The same day of a later month; the last one where the month is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(on.day, (following - DAY).day))
