"""The head's page in numbers: columns of a post, working days, bars."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.rules.access import BASE, TOP, Month, answer_due, cells, chart, months_before, scale_step, total


def _files(row: list[object]) -> list[int | None]:
    return [getattr(cell, "files") for cell in row]  # noqa: B009


def test_an_answer_is_due_in_two_working_days() -> None:
    assert answer_due(date(2026, 11, 18)) == date(2026, 11, 20)
    assert answer_due(date(2026, 11, 20)) == date(2026, 11, 24)
    assert answer_due(date(2026, 11, 21)) == date(2026, 11, 24)


def test_a_dash_stands_where_the_post_has_no_such_files() -> None:
    assert _files([*cells("family", {"ĢA": 26})]) == [None, 26, None, 0, None, None]
    assert _files([*cells("generalist", {})]) == [0, 0, 0, 0, 0, None]


def test_files_outside_the_post_are_counted_all_the_same() -> None:
    assert _files([*cells("assistance", {"SP": 3, "ĢA": 1})]) == [3, 1, None, None, None, None]


def test_files_of_kinds_without_a_column_stand_in_the_last_one() -> None:
    assert _files([*cells("adults", {"SG": 4, "": 9})]) == [None, None, 4, None, 0, 9]


def test_sums_leave_out_what_applies_to_nobody() -> None:
    rows = [cells("family", {"ĢA": 2, "N": 1}), cells("assistance", {"SP": 5})]

    assert _files([*total(rows)]) == [5, 2, None, 1, None, None]


def test_the_last_twelve_months_end_with_this_one() -> None:
    assert months_before(date(2026, 1, 31), 3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert len(months_before(date(2026, 11, 24))) == 12


@given(st.integers(1, 100_000))
def test_the_scale_has_at_most_six_lines_and_reaches_the_highest_bar(highest: int) -> None:
    step = scale_step(highest)

    assert highest <= 5 * step
    assert step == 1 or highest > step


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=12))
def test_every_bar_stands_on_the_base_and_inside_the_drawing(pairs: list[tuple[int, int]]) -> None:
    drawn = chart([Month(date(2026, 1, 1), new, closed) for new, closed in pairs])

    for column, (new, _closed) in zip(drawn.columns, pairs, strict=True):
        assert TOP - 0.2 <= column.new.y <= BASE
        assert abs(column.new.y + column.new.height - BASE) < 0.2
        assert (column.new.height == 0) == (new == 0) or column.new.height < 0.1
    assert drawn.new == sum(new for new, _closed in pairs)
