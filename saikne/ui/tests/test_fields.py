"""What people type, and what it means."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from saikne.core import clock
from saikne.ui.fields import ClockField, DayField, MinutesField

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["24.11.2026.", "24.11.2026", " 24. 11. 2026. ", "24/11/2026", "24.11.26.", "2026-11-24", "24-11-2026"]
)
def test_a_day_is_read_in_each_way_people_write_it(typed: str) -> None:
    with clock.at(NOW):
        assert DayField().clean(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["31.02.2026.", "24.13.2026.", "rīt", "24.11", "0.0.0000", "11/24/2026", "1.1.12345"])
def test_what_is_no_day_is_told_how_to_write_one(typed: str) -> None:
    with clock.at(NOW), pytest.raises(ValidationError) as told:
        DayField().clean(typed)
    assert told.value.messages == ["Ievadiet datumu šādi: 21.11.2026."]


def test_two_digits_of_a_year_mean_a_birth_in_the_last_century_and_a_plan_in_the_next_years() -> None:
    with clock.at(NOW):
        assert DayField().clean("14.03.88.") == date(1988, 3, 14)
        assert DayField().clean("30.04.27.") == date(2027, 4, 30)


def test_a_day_may_be_held_to_one_side_of_today() -> None:
    with clock.at(NOW):
        assert DayField(future=False).clean("24.11.2026.") == date(2026, 11, 24)
        with pytest.raises(ValidationError, match="nākotnē"):
            DayField(future=False).clean("25.11.2026.")
        with pytest.raises(ValidationError, match="pagātnē"):
            DayField(past=False).clean("23.11.2026.")


def test_a_day_is_shown_with_its_final_dot_and_what_was_typed_stays_as_typed() -> None:
    assert DayField().prepare_value(date(2026, 11, 4)) == "04.11.2026."
    assert DayField().prepare_value("4.11") == "4.11"


def test_another_way_of_writing_the_same_day_is_no_change() -> None:
    assert not DayField().has_changed(date(2026, 11, 4), "4.11.2026")
    assert DayField().has_changed(date(2026, 11, 4), "5.11.2026")


@pytest.mark.parametrize(("typed", "minutes"), [("45", 45), ("0:45", 45), ("1:05", 65), (" 90 ", 90), ("24:00", 1440)])
def test_minutes_are_read_with_and_without_hours(typed: str, minutes: int) -> None:
    assert MinutesField().clean(typed) == minutes


@pytest.mark.parametrize("typed", ["1:75", "-5", "4,5", "pusstunda", "1441", "9999"])
def test_what_is_no_length_of_a_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MinutesField().clean(typed)


def test_no_minutes_are_none_and_not_zero() -> None:
    assert MinutesField(required=False).clean("") is None
    assert MinutesField().clean("0") == 0


@pytest.mark.parametrize(("typed", "read"), [("14:05", time(14, 5)), ("9.30", time(9, 30)), ("9", time(9, 0))])
def test_a_time_of_day_is_read_with_colon_dot_or_alone(typed: str, read: time) -> None:
    assert ClockField().clean(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "12:60", "12:5", "agri"])
def test_what_is_no_time_is_told_how_to_write_one(typed: str) -> None:
    with pytest.raises(ValidationError, match="14:30"):
        ClockField().clean(typed)
