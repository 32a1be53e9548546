"""The target-group check as its methodology words it: all four signs together, and it only routes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.enums import ProblemKind
from saikne.cases.enums import Route as RouteWord
from saikne.cases.rules.files_target import (
    UNSET,
    ProblemFact,
    Route,
    Sign,
    TargetFacts,
    TargetResult,
    check_target_group,
    is_caregiver,
    months_between,
)

TODAY = date(2026, 11, 24)
LONG_AGO = date(2024, 1, 1)


def problem(
    kind: str = "addiction", since: date = LONG_AGO, *, hinders: bool = True, of_caregiver: bool = True
) -> ProblemFact:
    return ProblemFact(kind=kind, since=since, hinders=hinders, of_caregiver=of_caregiver)


def result(*problems: ProblemFact, child: bool = True, expected: bool = False) -> TargetResult:
    return check_target_group(TargetFacts(problems, child=child, expected=expected), UNSET, on=TODAY)


def test_two_long_problems_of_parents_that_hinder_and_a_child_make_a_family_case() -> None:
    found = result(problem("addiction"), problem("poverty"))

    assert found.route == Route.FAMILY_CASE
    assert found.missing == ()


def test_a_child_that_is_expected_counts_as_a_child() -> None:
    assert result(problem("addiction"), problem("violence"), child=False, expected=True).route == Route.FAMILY_CASE


def test_one_short_need_is_preventive_work() -> None:
    found = result(problem("poverty", TODAY - timedelta(days=40)))

    assert found.route == Route.PREVENTIVE
    assert set(found.missing) == {Sign.MULTIPLE, Sign.LONG_LASTING}


def test_the_same_problem_twice_is_not_two_problems() -> None:
    assert Sign.MULTIPLE in result(problem("addiction"), problem("addiction")).missing


def test_problems_of_the_child_itself_are_not_problems_of_its_parents() -> None:
    found = result(problem("addiction", of_caregiver=False), problem("violence", of_caregiver=False))

    assert found.route == Route.PREVENTIVE
    assert found.found == (Sign.CHILD,)


def test_debts_and_housing_alone_do_not_make_the_target_group() -> None:
    assert Sign.MULTIPLE in result(problem("debt"), problem("housing"), problem("unemployment")).missing


def test_without_a_child_the_work_is_with_the_adult() -> None:
    found = result(problem("addiction"), problem("mental"), child=False)

    assert found.route == Route.ADULT_WORK
    assert found.missing == (Sign.CHILD,)


def test_a_problem_lasts_long_from_the_day_on_which_six_months_are_full() -> None:
    day_before = result(problem("addiction", date(2026, 5, 25)), problem("mental", date(2026, 5, 25)))
    on_the_day = result(problem("addiction", date(2026, 5, 24)), problem("mental", date(2026, 5, 24)))

    assert Sign.LONG_LASTING in day_before.missing
    assert on_the_day.route == Route.FAMILY_CASE


def test_a_parent_of_seventeen_is_a_caregiver_and_a_grown_up_child_is_not() -> None:
    assert is_caregiver("parent", 17)
    assert is_caregiver("grandparent", 70)
    assert is_caregiver("partner", None)
    assert not is_caregiver("child", 20)
    assert not is_caregiver("relative", 12)


def test_routes_of_the_rule_are_the_words_that_are_stored() -> None:
    assert {str(route) for route in Route} == set(RouteWord.values)


facts = st.builds(
    TargetFacts,
    problems=st.lists(
        st.builds(
            ProblemFact,
            kind=st.sampled_from(ProblemKind.values),
            since=st.dates(date(2000, 1, 1), date(2027, 12, 31)),
            hinders=st.booleans(),
            of_caregiver=st.booleans(),
        ),
        max_size=6,
    ).map(tuple),
    child=st.booleans(),
    expected=st.booleans(),
)


@given(facts)
def test_it_always_leads_somewhere_and_every_sign_is_either_found_or_missing(told: TargetFacts) -> None:
    found = check_target_group(told, UNSET, on=TODAY)

    assert found.route in Route
    assert set(found.found) | set(found.missing) == set(Sign)
    assert not set(found.found) & set(found.missing)
    assert (found.route == Route.FAMILY_CASE) == (not found.missing)


@given(facts, st.sampled_from(["addiction", "violence", "mental", "poverty"]))
def test_one_more_problem_never_takes_a_family_out_of_the_target_group(told: TargetFacts, kind: str) -> None:
    more = TargetFacts((*told.problems, problem(kind)), child=told.child, expected=told.expected)
    before, after = (check_target_group(each, UNSET, on=TODAY) for each in (told, more))

    assert set(before.found) <= set(after.found)


@given(st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.dates(date(2000, 1, 1), date(2026, 12, 31)))
def test_months_never_run_backward(since: date, on: date) -> None:
    months = months_between(since, on)

    assert months >= 0
    assert months <= max((on - since).days, 0) / 28
