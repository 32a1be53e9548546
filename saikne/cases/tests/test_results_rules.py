"""Pure rules of dates after a review and after closing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.rules.results_dates import add_months, follow_up_days


def test_follow_ups_are_six_twelve_and_twenty_four_months_after_closing() -> None:
    assert follow_up_days(date(2026, 8, 31)) == [
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
        (24, date(2028, 8, 31)),
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_later_is_later_and_never_in_another_month(day: date, months: int) -> None:
    later = add_months(day, months)

    assert later > day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
