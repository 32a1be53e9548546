"""Days, deadlines and numbers in good Latvian."""

from datetime import UTC, date, datetime

import pytest
from django.core.validators import MaxLengthValidator
from django.utils import translation
from django.utils.formats import date_format, number_format

from saikne.core import clock
from saikne.ui import words
from saikne.ui.templatetags.saikne import attainment, due, signed

NOW = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "nokavēts par 1 dienu"),
        (date(2026, 11, 20), "nokavēts par 4 dienām"),
        (date(2026, 11, 13), "nokavēts par 11 dienām"),
        (date(2026, 11, 3), "nokavēts par 21 dienu"),
        (date(2026, 11, 24), "šodien"),
        (date(2026, 11, 25), "rīt"),
        (date(2026, 11, 26), "atlikušas 2 dienas"),
        (date(2026, 12, 15), "atlikusi 21 diena"),
        (date(2026, 12, 5), "atlikušas 11 dienas"),
    ],
)
def test_a_deadline_is_said_in_the_right_plural(day: date, said: str) -> None:
    with clock.at(NOW):
        assert words.dayword(day) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "šodien"),
        (date(2026, 11, 23), "vakar"),
        (date(2026, 11, 22), "pirms 2 dienām"),
        (date(2026, 11, 3), "pirms 21 dienas"),
    ],
)
def test_a_day_of_the_past_is_said_in_the_right_case(day: date, said: str) -> None:
    with clock.at(NOW):
        assert words.ago(day) == said


def test_a_moment_has_the_final_dot_the_local_time_and_no_leading_zero() -> None:
    assert words.moment(datetime(2026, 11, 24, 7, 5, tzinfo=UTC)) == "24.11.2026. plkst. 9:05"


def test_dates_and_numbers_follow_the_language() -> None:
    assert date_format(date(2026, 11, 4), "SHORT_DATE_FORMAT") == "04.11.2026."
    assert date_format(date(2026, 11, 21), "DATE_FORMAT") == "2026. gada 21. novembris"
    assert number_format(1234.5, 2, use_l10n=True, force_grouping=True) == "1\xa0234,50"
    with translation.override("en"):
        assert date_format(date(2026, 11, 4), "SHORT_DATE_FORMAT") == "04.11.2026."
        assert number_format(1234.5, 2, use_l10n=True, force_grouping=True) == "1\xa0234.50"


def test_only_a_passed_deadline_is_red() -> None:
    with clock.at(NOW):
        assert "app-late" in due(date(2026, 11, 23))
        assert "app-late" not in due(date(2026, 11, 24))


def test_nothing_is_said_of_no_day() -> None:
    assert [words.day(None), words.moment(None), words.dayword(None), words.ago(None)] == [""] * 4


def test_minutes_names_and_levels_have_one_way_of_being_said() -> None:
    assert [words.minutes_text(value) for value in (0, 45, 60, 95)] == [
        "0\xa0min",
        "45\xa0min",
        "1\xa0h",
        "1\xa0h 35\xa0min",
    ]
    assert words.short_name("Maija Liepa") == "M. Liepa"
    assert words.initials("Sanita Ozoliņa") == "S… O…"
    assert [signed(level) for level in (-2, 0, 1, None)] == ["−2", "0", "+1", ""]
    assert attainment(None) == "vēl nav mērīts"
    assert attainment(-1) == "mazāk, nekā gaidīts"


@pytest.mark.parametrize(("limit", "said"), [(1, "1 rakstzīme."), (21, "21 rakstzīme."), (40, "40 rakstzīmes.")])
def test_django_says_its_own_limits_in_our_plurals(limit: int, said: str) -> None:
    with pytest.raises(Exception, match=said):
        MaxLengthValidator(limit)("x" * 99)
