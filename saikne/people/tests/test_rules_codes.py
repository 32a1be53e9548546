"""Facts about personal codes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saikne.people.rules import (
    CodeKind,
    CodeProblem,
    CodeReading,
    CodeWarning,
    check_digit_fits,
    code_neighbours,
    code_warnings,
    format_code,
    mask_code,
    read_code,
)

ELEVEN = st.text("0123456789", min_size=11, max_size=11)


def reading_of(text: str) -> CodeReading:
    reading = read_code(text)
    assert isinstance(reading, CodeReading)
    return reading


def with_check_digit(ten: str) -> str:
    fitting = [ten + last for last in "0123456789" if check_digit_fits(ten + last)]
    assert len(fitting) == 1
    return fitting[0]


@pytest.mark.parametrize(
    "typed",
    ["140388-12345", "14038812345", " 140388 12345 ", "140388–12345", "140388\u00a0-\u00a012345", "1 4 0 3 88-12345"],
)
def test_dash_and_spaces_do_not_matter(typed: str) -> None:
    assert reading_of(typed).digits == "14038812345"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", CodeProblem.EMPTY),
        (" - ", CodeProblem.EMPTY),
        ("140388-1234", CodeProblem.TOO_SHORT),
        ("140388-123456", CodeProblem.TOO_LONG),
        ("140388-1234O", CodeProblem.LETTERS),
        ("140388/12345", CodeProblem.LETTERS),
    ],
)
def test_only_a_text_without_eleven_digits_is_refused_and_says_why(typed: str, problem: CodeProblem) -> None:
    assert read_code(typed) is problem


@pytest.mark.parametrize(
    ("code", "born_on"),
    [
        ("140388-12345", date(1988, 3, 14)),
        ("290200-21234", date(2000, 2, 29)),
        ("311299-01234", date(1899, 12, 31)),
        ("300119-20000", date(2019, 1, 30)),
    ],
)
def test_an_old_code_holds_the_birth_date(code: str, born_on: date) -> None:
    assert reading_of(code).born_on == born_on


@pytest.mark.parametrize("start", ["32", "33", "34", "35", "36", "37", "38", "39"])
def test_a_new_code_holds_no_date_and_promises_no_check_digit(start: str) -> None:
    for last in "0123456789":
        reading = reading_of(f"{start}00000000{last}")
        assert (reading.kind, reading.born_on, reading.warnings) == (CodeKind.NEW, None, ())


@pytest.mark.parametrize("start", ["30", "31"])
def test_the_thirtieth_and_the_thirty_first_are_days_of_old_codes(start: str) -> None:
    assert reading_of(f"{start}0188-12345").kind is CodeKind.OLD


def test_a_failed_check_digit_warns_and_does_not_refuse() -> None:
    right = with_check_digit("1403881234")
    wrong = right[:10] + str((int(right[10]) + 1) % 10)
    assert reading_of(right).warnings == ()
    assert reading_of(wrong).warnings == (CodeWarning.CHECK_DIGIT,)


def test_an_impossible_date_and_an_unknown_century_warn() -> None:
    assert CodeWarning.IMPOSSIBLE_DATE in reading_of("310288-12345").warnings
    assert CodeWarning.UNKNOWN_CENTURY in reading_of("140388-72345").warnings
    assert reading_of("310288-12345").born_on is None


def test_a_birth_date_told_separately_may_contradict_the_code() -> None:
    reading = reading_of(with_check_digit("1403881234"))
    assert code_warnings(reading, born_on=date(1988, 3, 14), on=date(2026, 1, 1)) == ()
    assert code_warnings(reading, born_on=date(1988, 3, 15)) == (CodeWarning.BORN_DIFFERS,)
    assert code_warnings(reading, on=date(1988, 3, 13)) == (CodeWarning.BORN_LATER,)


def test_a_new_code_contradicts_no_birth_date() -> None:
    assert code_warnings(reading_of("32123456789"), born_on=date(1988, 3, 14)) == ()


def test_codes_are_shown_with_a_dash() -> None:
    assert format_code("14038812345") == "140388-12345"
    assert format_code(" unreadable ") == "unreadable"


def test_the_mask_shows_the_birth_date_of_an_old_code_and_two_digits_of_a_new_one() -> None:
    assert mask_code("140388-12345") == "140388-•••••"
    assert mask_code("32123456789") == "32••••-•••••"
    assert mask_code("1403") == "••••••-•••••"


@given(ELEVEN)
def test_reading_what_was_shown_gives_the_same_code(code: str) -> None:
    assert reading_of(format_code(code)).digits == code


@given(ELEVEN)
def test_the_mask_never_shows_the_last_five_digits(code: str) -> None:
    assert mask_code(code).endswith("-•••••")
    assert len(mask_code(code)) == 12


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = read_code(text)
    assert isinstance(reading, CodeProblem) or len(reading.digits) == 11


@given(st.dates(date(1800, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_every_birth_date_survives_an_old_code(born_on: date, serial: int) -> None:
    code = with_check_digit(f"{born_on:%d%m}{born_on.year % 100:02}{born_on.year // 100 - 18}{serial:03}")
    assert reading_of(code).born_on == born_on


@given(ELEVEN, st.integers(0, 10), st.sampled_from("0123456789"))
def test_a_code_with_one_wrong_digit_leads_back_to_the_right_one(code: str, at: int, digit: str) -> None:
    right = with_check_digit(code[:10])
    wrong = right[:at] + digit + right[at + 1 :]
    assert wrong == right or right in code_neighbours(wrong)
    assert all(check_digit_fits(near) for near in code_neighbours(wrong))
