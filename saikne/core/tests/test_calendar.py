"""Working days and holidays: days that everybody in Latvia remembers."""

from datetime import date, timedelta

import pytest

from saikne.core.calendar import (
    add_months,
    add_working_days,
    easter,
    holidays,
    next_working_day,
    working_day,
)


@pytest.mark.parametrize(
    "sunday", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2000, 4, 23)]
)
def test_easter_falls_on_the_known_sunday(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@pytest.mark.parametrize(
    ("year", "free"),
    [
        (2024, {(3, 29), (4, 1), (5, 1), (5, 6), (6, 24), (11, 18), (12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}),
        (2025, {(1, 1), (4, 18), (4, 21), (5, 1), (5, 5), (6, 23), (6, 24), (11, 18), (12, 24), (12, 25), (12, 26),
                (12, 31)}),
        (2026, {(1, 1), (4, 3), (4, 6), (5, 1), (5, 4), (6, 23), (6, 24), (11, 18), (12, 24), (12, 25), (12, 31)}),
        (2027, {(1, 1), (3, 26), (3, 29), (5, 4), (6, 23), (6, 24), (11, 18), (12, 24), (12, 31)}),
    ],
)  # fmt: skip
def test_the_holidays_that_fall_on_weekdays_are_these_and_no_others(year: int, free: set[tuple[int, int]]) -> None:
    assert {(day.month, day.day) for day in holidays(year) if day.weekday() < 5} == free


def test_a_holiday_of_the_state_on_a_weekend_frees_the_next_working_day() -> None:
    assert not working_day(date(2024, 5, 6))
    assert not working_day(date(2025, 5, 5))
    assert not working_day(date(2023, 11, 20))
    assert working_day(date(2026, 5, 5))


def test_christmas_on_a_weekend_is_not_moved() -> None:
    assert date(2027, 12, 25).weekday() == 5
    assert working_day(date(2027, 12, 27))


def test_mothers_day_and_whit_sunday_are_holidays() -> None:
    assert date(2026, 5, 10) in holidays(2026)
    assert date(2026, 5, 24) in holidays(2026)


def test_a_term_that_ends_on_a_free_day_goes_on_to_the_next_working_day() -> None:
    assert next_working_day(date(2025, 4, 18)) == date(2025, 4, 22)
    assert next_working_day(date(2025, 4, 17)) == date(2025, 4, 17)
    assert next_working_day(date(2024, 12, 31)) == date(2025, 1, 2)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert add_working_days(date(2026, 4, 2), 0) == date(2026, 4, 2)


def test_a_month_after_the_thirty_first_is_the_last_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 22), 1) == date(2026, 12, 22)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_every_year_has_a_working_day_within_five_days_of_any_day() -> None:
    day = date(2024, 1, 1)
    while day < date(2028, 1, 1):
        assert next_working_day(day) - day <= timedelta(days=5)
        day += timedelta(days=1)
