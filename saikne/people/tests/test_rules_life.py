"""Facts about ages, birthdays that make work, ties and what is not known."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saikne.people.rules import (
    ExistingTie,
    HouseholdSummary,
    IdentityField,
    IdentityGap,
    MemberFacts,
    Milestone,
    MilestoneDue,
    TieFacts,
    TieProblem,
    TieWarning,
    UnknownProblem,
    UnknownProblemKind,
    UnknownReason,
    age_on,
    birthday,
    births_with_milestones,
    household_summary,
    identity_gaps,
    is_child,
    milestones_due,
    tie_problems,
    tie_warnings,
    unknown_problems,
)

BIRTHS = st.dates(date(1900, 1, 1), date(2030, 12, 31))
LEAP = date(2008, 2, 29)
TODAY = date(2026, 11, 22)
PARENT = TieFacts(1, 2, "parent", a_born=date(1988, 3, 14), b_born=date(2015, 5, 1), parental=True)


def problems(facts: TieFacts) -> list[TieProblem]:
    return tie_problems(facts, on=TODAY)


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2006, 3, 13), 17), (date(2006, 3, 14), 18), (date(1988, 3, 14), 0), (date(1987, 1, 1), 0)],
)
def test_a_year_is_full_on_the_birthday(on: date, age: int) -> None:
    assert age_on(date(1988, 3, 14), on) == age


def test_a_birthday_of_29_february_falls_on_1_march_of_a_common_year() -> None:
    assert birthday(LEAP, 18) == date(2026, 3, 1)
    assert is_child(LEAP, date(2026, 2, 28))
    assert not is_child(LEAP, date(2026, 3, 1))
    assert birthday(LEAP, 4) == date(2012, 2, 29)


@given(BIRTHS, st.integers(0, 90))
def test_age_turns_exactly_on_the_birthday(born_on: date, age: int) -> None:
    day = birthday(born_on, age)
    assert age_on(born_on, day) == age
    assert age == 0 or age_on(born_on, day - timedelta(days=1)) == age - 1


def test_milestones_of_a_child_come_in_order() -> None:
    assert milestones_due(date(2019, 11, 24), since=date(2019, 1, 1), until=date(2050, 1, 1)) == [
        MilestoneDue(Milestone.SCHOOL_START, date(2026, 9, 1)),
        MilestoneDue(Milestone.AGE_15, date(2034, 11, 24)),
        MilestoneDue(Milestone.AGE_18, date(2037, 11, 24)),
        MilestoneDue(Milestone.AGE_24, date(2043, 11, 24)),
    ]


def test_a_period_takes_its_first_day_and_leaves_its_last() -> None:
    born_on = date(2008, 11, 24)
    day = date(2026, 11, 24)
    assert milestones_due(born_on, since=day, until=day + timedelta(days=1)) == [MilestoneDue(Milestone.AGE_18, day)]
    assert milestones_due(born_on, since=day - timedelta(days=9), until=day) == []


@given(BIRTHS, st.lists(st.dates(date(1900, 1, 1), date(2060, 1, 1)), min_size=1, max_size=5))
def test_periods_that_follow_each_other_miss_no_milestone_and_repeat_none(born_on: date, cuts: list[date]) -> None:
    days = sorted([date(1899, 1, 1), *cuts, date(2061, 1, 1)])
    pieces = [due for since, until in pairwise(days) for due in milestones_due(born_on, since=since, until=until)]
    assert pieces == milestones_due(born_on, since=days[0], until=days[-1])
    assert len(pieces) == 4


def test_a_possible_tie_has_no_problem_and_no_warning() -> None:
    assert problems(PARENT) == []
    assert tie_warnings(PARENT) == []


def test_every_problem_of_a_tie_is_told_at_once() -> None:
    facts = TieFacts(
        1, 1, "parent", date(2020, 1, 1), date(2020, 1, 1), date(2015, 1, 1), date(2015, 1, 1), parental=True
    )
    assert problems(facts) == [TieProblem.SELF_TIE, TieProblem.ENDS_BEFORE_START, TieProblem.PARENT_NOT_OLDER]


def test_a_parent_younger_than_the_child_is_refused_only_when_both_dates_are_known() -> None:
    assert problems(replace(PARENT, a_born=date(2016, 1, 1))) == [TieProblem.PARENT_NOT_OLDER]
    assert problems(replace(PARENT, a_born=None)) == []
    assert problems(replace(PARENT, a_born=date(2016, 1, 1), parental=False)) == []


def test_a_parent_hardly_older_is_asked_about_and_not_refused() -> None:
    facts = replace(PARENT, a_born=date(2005, 1, 1))
    assert problems(facts) == []
    assert tie_warnings(facts) == [TieWarning.PARENT_HARDLY_OLDER]


@pytest.mark.parametrize(
    ("since", "until", "overlaps"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), False),
        (date(2020, 1, 1), date(2021, 1, 2), True),
        (date(2023, 1, 1), None, False),
        (None, None, True),
    ],
)
def test_the_same_tie_may_begin_again_but_not_overlap(since: date | None, until: date | None, overlaps: bool) -> None:
    before = ExistingTie(2, 1, "partner", date(2021, 1, 1), date(2023, 1, 1))
    facts = TieFacts(1, 2, "partner", since, until, symmetric=True, others=(before,))
    assert (TieProblem.OVERLAPS_SAME in problems(facts)) is overlaps
    assert problems(replace(facts, kind="sibling")) == []


def test_a_tie_is_told_of_the_past_and_begins_after_both_births() -> None:
    assert problems(replace(PARENT, since=TODAY)) == []
    assert problems(replace(PARENT, since=TODAY + timedelta(days=1))) == [TieProblem.IN_THE_FUTURE]
    assert problems(replace(PARENT, since=date(2015, 5, 1))) == []
    assert problems(replace(PARENT, since=date(2015, 4, 30))) == [TieProblem.BEFORE_BIRTH]
    assert problems(replace(PARENT, a_born=None, b_born=None, since=date(1900, 1, 1))) == []


def test_two_people_cannot_be_each_others_parent() -> None:
    facts = replace(PARENT, a_born=None, others=(ExistingTie(2, 1, "parent"),))
    assert problems(facts) == [TieProblem.REVERSED]


def test_a_household_is_counted_by_age_on_the_day() -> None:
    births = [date(1988, 3, 14), date(2015, 5, 1), None, date(2020, 1, 1), date(2008, 11, 22)]
    members = [MemberFacts(born_on) for born_on in births]
    assert household_summary(members, on=date(2026, 11, 21)) == HouseholdSummary(1, (17, 11, 6), 1)
    assert household_summary(members, on=date(2026, 11, 22)) == HouseholdSummary(2, (11, 6), 1)
    assert household_summary(members, on=date(2026, 11, 22)).size == 5


def test_every_field_is_given_or_marked_unknown_with_a_reason_and_all_problems_come_at_once() -> None:
    given_fields = {IdentityField.GIVEN_NAME, IdentityField.SEX}
    unknown = {IdentityField.SEX: UnknownReason.OTHER, IdentityField.BORN_ON: None}
    assert unknown_problems(given_fields, unknown) == [
        UnknownProblem(IdentityField.FAMILY_NAME, UnknownProblemKind.NEITHER),
        UnknownProblem(IdentityField.BORN_ON, UnknownProblemKind.NO_REASON),
        UnknownProblem(IdentityField.CODE, UnknownProblemKind.NEITHER),
        UnknownProblem(IdentityField.SEX, UnknownProblemKind.BOTH),
    ]


def test_a_person_of_whom_nothing_is_known_may_be_written_down() -> None:
    unknown = dict.fromkeys(IdentityField, UnknownReason.FOUNDLING)
    assert unknown_problems((), unknown) == []


def test_gaps_come_in_the_order_of_the_form_and_close_when_the_field_is_given() -> None:
    unknown = {IdentityField.CODE: UnknownReason.BORN_ABROAD, IdentityField.BORN_ON: UnknownReason.CHECKING}
    assert identity_gaps(unknown) == [
        IdentityGap(IdentityField.BORN_ON, UnknownReason.CHECKING),
        IdentityGap(IdentityField.CODE, UnknownReason.BORN_ABROAD),
    ]
    assert identity_gaps(unknown, given={IdentityField.BORN_ON}) == [
        IdentityGap(IdentityField.CODE, UnknownReason.BORN_ABROAD)
    ]


@given(
    st.sets(st.sampled_from(IdentityField)),
    st.dictionaries(st.sampled_from(IdentityField), st.none() | st.sampled_from(UnknownReason)),
)
def test_a_field_has_a_problem_unless_it_is_given_or_explained(
    given_fields: set[IdentityField], unknown: dict[IdentityField, UnknownReason | None]
) -> None:
    troubled = {problem.field for problem in unknown_problems(given_fields, unknown)}
    for field in IdentityField:
        explained = unknown.get(field) is not None
        fine = (field in given_fields and field not in unknown) or (field not in given_fields and explained)
        assert (field in troubled) is not fine


@given(BIRTHS, st.dates(date(1930, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
@example(date(2008, 2, 29), date(2026, 2, 28), 1)
@example(date(2008, 2, 29), date(2026, 3, 1), 1)
@example(date(2019, 12, 31), date(2026, 9, 1), 1)
def test_whoever_has_a_milestone_was_born_in_one_of_the_spans(born_on: date, since: date, days: int) -> None:
    until = since + timedelta(days=days)
    due = milestones_due(born_on, since=since, until=until)
    spans = births_with_milestones(since, until)
    assert not due or any(first <= born_on <= last for first, last in spans)


def test_spans_of_birth_leave_most_people_out() -> None:
    spans = births_with_milestones(date(2026, 9, 22), date(2027, 1, 21))
    assert sum((last - first).days for first, last in spans) < 5 * 366
