"""The plan's rules, by example and by property."""

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.enums import Answer, GoalState
from saikne.cases.rules.plan import (
    GoalFact,
    changed_by_both,
    deciders,
    level_changes,
    may_be_reached,
    needs_told,
    needs_without_goal,
    state_after_answers,
)

ANSWERS = st.sampled_from(list(Answer))
SAID = st.dictionaries(st.integers(1, 4), ANSWERS)
ASKED = st.sets(st.integers(1, 4), min_size=1)


def test_a_goal_about_one_adult_waits_for_that_adult_alone() -> None:
    assert deciders(1, signing={1, 2}, members={1, 2, 3}) == (1,)


def test_a_goal_about_a_child_or_the_household_waits_for_every_signing_adult() -> None:
    assert deciders(3, signing={1, 2}, members={1, 2, 3}) == (1, 2)
    assert deciders(None, signing={2, 1}, members={1, 2, 3}) == (1, 2)


def test_where_nobody_signs_the_goal_waits_for_the_child() -> None:
    assert deciders(None, signing=set(), members={7}) == (7,)


def test_work_begins_when_everybody_has_agreed() -> None:
    assert state_after_answers("proposed", {1: "agrees"}, (1, 2)) == GoalState.PROPOSED
    assert state_after_answers("proposed", {1: "agrees", 2: "agrees"}, (1, 2)) == GoalState.IN_PROGRESS


def test_who_was_not_asked_for_a_reason_does_not_hold_a_goal_up() -> None:
    assert state_after_answers("proposed", {1: "agrees", 2: "not_asked"}, (1, 2)) == GoalState.IN_PROGRESS
    assert state_after_answers("proposed", {1: "not_asked", 2: "not_asked"}, (1, 2)) == GoalState.PROPOSED


@given(SAID, ASKED)
def test_a_refusal_always_lets_the_goal_wait(latest: dict[int, Answer], asked: set[int]) -> None:
    refused = latest | {min(asked): Answer.REFUSES}

    for state in (GoalState.PROPOSED, GoalState.IN_PROGRESS):
        assert state_after_answers(state, refused, asked) == GoalState.PROPOSED


@given(SAID, ASKED, st.sampled_from([GoalState.REACHED, GoalState.SET_ASIDE]))
def test_no_answer_moves_a_goal_that_is_reached_or_set_aside(
    latest: dict[int, Answer], asked: set[int], state: GoalState
) -> None:
    assert state_after_answers(state, latest, asked) == state


@given(SAID, ASKED)
def test_the_answers_alone_decide_and_not_the_way_to_them(latest: dict[int, Answer], asked: set[int]) -> None:
    first = state_after_answers(GoalState.PROPOSED, latest, asked)

    assert state_after_answers(GoalState.IN_PROGRESS, latest, asked) == first
    assert state_after_answers(first, latest, asked) == first


def test_reached_means_as_expected_or_more() -> None:
    assert [may_be_reached(level) for level in (-2, -1, 0, 1, 2)] == [False, False, True, True, True]


def test_a_need_without_a_goal_is_told_by_column() -> None:
    needs = {"parents": "Atpūta", "3": "Droša istaba", "4": "Draugi", "5": " "}
    goals = [GoalFact(1, "in_progress"), GoalFact(3, "proposed"), GoalFact(4, "set_aside")]

    assert needs_without_goal(needs, goals, children={3, 4, 5}) == {"4": "Draugi"}


def test_a_goal_of_the_whole_household_serves_the_children_too() -> None:
    needs = {"parents": "Siltums", "3": "Siltums", "4": "Miegs"}

    assert needs_without_goal(needs, [GoalFact(None, "proposed")], children={3, 4}) == {}


def test_a_goal_set_aside_serves_nobody() -> None:
    needs = {"parents": "Siltums", "3": "Siltums"}
    goals = [GoalFact(None, "set_aside"), GoalFact(1, "set_aside"), GoalFact(3, "set_aside")]

    assert needs_without_goal(needs, goals, children={3}) == needs


def test_a_goal_of_a_child_does_not_serve_the_parents() -> None:
    assert needs_without_goal({"parents": "Miegs"}, [GoalFact(3, "proposed")], children={3}) == {"parents": "Miegs"}


def test_a_goal_of_one_adult_serves_the_adults_and_no_child() -> None:
    needs = {"parents": "Miegs", "3": "Miegs"}

    assert needs_without_goal(needs, [GoalFact(2, "reached")], children={3}) == {"3": "Miegs"}


NEEDS = st.dictionaries(st.sampled_from(["parents", "3", "4"]), st.text(max_size=5))
GOALS = st.lists(
    st.builds(GoalFact, st.sampled_from([None, 1, 2, 3, 4]), st.sampled_from([str(state) for state in GoalState])),
    max_size=4,
)


@given(NEEDS, GOALS)
def test_with_a_goal_for_everyone_nobody_is_left(needs: dict[str, str], goals: list[GoalFact]) -> None:
    each = [GoalFact(1, "proposed"), GoalFact(3, "reached"), GoalFact(4, "in_progress")]

    assert needs_without_goal(needs, [*goals, *each], children={3, 4}) == {}
    assert needs_without_goal(needs, [*goals, GoalFact(None, "reached")], children={3, 4}) == {}


@given(NEEDS, GOALS)
def test_goals_set_aside_change_nothing(needs: dict[str, str], goals: list[GoalFact]) -> None:
    pursued = [goal for goal in goals if goal.state != GoalState.SET_ASIDE]

    assert needs_without_goal(needs, goals, children={3, 4}) == needs_without_goal(needs, pursued, children={3, 4})


@given(NEEDS, GOALS, GOALS)
def test_more_goals_leave_no_more_needs(needs: dict[str, str], goals: list[GoalFact], more: list[GoalFact]) -> None:
    fewer = needs_without_goal(needs, [*goals, *more], children={3, 4})

    assert fewer.items() <= needs_without_goal(needs, goals, children={3, 4}).items()
    assert fewer.items() <= needs.items()


def test_what_the_assessment_says_comes_before_single_statements() -> None:
    said = [(3, "Miegs"), (1, "Darbs"), (None, "Malka"), (4, "Draugi"), (4, "Zobārsts")]

    found = needs_told({"3": " Droša istaba ", "parents": "  "}, said, children={3, 4})

    assert found == {"3": "Droša istaba", "parents": "Darbs\nMalka", "4": "Draugi\nZobārsts"}


LEVELS = st.fixed_dictionaries({key: st.sampled_from("ab") for key in ("-2", "-1", "0", "1", "2")})


@given(LEVELS, LEVELS)
def test_levels_that_only_one_has_changed_do_not_clash(base: dict[str, str], mine: dict[str, str]) -> None:
    assert changed_by_both(base, base, mine) == []


def test_levels_that_both_have_changed_clash() -> None:
    base = {"0": "reizi nedēļā", "1": "divreiz"}

    assert changed_by_both(base, base | {"0": "katru dienu"}, base | {"0": "nekad", "1": "trīsreiz"}) == ["0"]


def test_the_way_of_a_level_is_read_from_the_revisions() -> None:
    revisions: list[tuple[int, dict[str, object]]] = [
        (2, {"level": -2}),
        (3, {"title": "Cits"}),
        (4, {"level": -1, "state": "in_progress"}),
    ]

    found = level_changes(0, revisions)

    assert [(one.before, one.after, one.version) for one in found] == [(-1, 0, 4), (-2, -1, 2)]


@given(st.lists(st.integers(-2, 2), min_size=1))
def test_every_step_of_a_level_begins_where_the_one_before_ended(walk: list[int]) -> None:
    revisions = [(number, {"level": was}) for number, was in enumerate(walk[:-1], start=2)]

    found = level_changes(walk[-1], revisions)[::-1]

    assert [one.before for one in found] + [walk[-1]] == walk
