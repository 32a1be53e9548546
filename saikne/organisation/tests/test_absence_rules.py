"""Who acts for whom: exactly one on every day, whatever was marked and named."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saikne.organisation.rules.absence import (
    Away,
    Duty,
    Membership,
    StandIn,
    acting_for,
    in_her_place,
    line_of,
    memberships,
)
from saikne.organisation.rules.days import Span, Validity, validity

D = date(2026, 12, 1)
A, B, C, HEAD, TOP = 1, 2, 3, 8, 9
ALWAYS = {user: [Span(date(2020, 1, 1))] for user in (A, B, C, HEAD, TOP)}
OVER = {A: [HEAD, TOP], B: [HEAD, TOP], C: [HEAD, TOP], HEAD: [HEAD, TOP], TOP: [TOP]}


def _day(number: int) -> date:
    return D + timedelta(days=number)


def _span(first: int, last: int | None) -> Span:
    return Span(_day(first), None if last is None else _day(last))


def _duty(away: list[Away], named: list[tuple[int, int, int, int]] = [], **more: object) -> Duty:  # noqa: B006
    deputies = [StandIn(number, who, by, _span(first, last)) for number, (who, by, first, last) in enumerate(named)]
    told = {"working": ALWAYS, "heads": OVER, "may_head": frozenset({HEAD, TOP}), **more}
    return Duty(away=away, deputies=deputies, **told)  # type: ignore[arg-type]


def test_a_colleague_who_is_here_acts_for_herself() -> None:
    duty = _duty([Away(A, _span(1, 5))], [(A, B, 0, 9)])
    assert [acting_for(A, duty, on=_day(n)) for n in (0, 1, 4, 5)] == [A, B, B, A]


def test_the_deputy_named_last_holds() -> None:
    duty = _duty([Away(A, _span(0, 9))], [(A, B, 0, 9), (A, C, 3, 6)])
    assert [acting_for(A, duty, on=_day(n)) for n in (0, 3, 6)] == [B, C, B]


def test_a_deputy_who_is_away_is_replaced_by_hers() -> None:
    duty = _duty([Away(A, _span(0, 9)), Away(B, _span(2, 4))], [(A, B, 0, 9), (B, C, 2, 4)])
    assert [acting_for(A, duty, on=_day(n)) for n in (1, 2, 3, 4)] == [B, C, C, B]


def test_on_a_circle_and_where_nobody_is_named_the_head_of_the_unit_acts() -> None:
    both = [Away(A, _span(0, 9)), Away(B, _span(0, 9))]
    assert acting_for(A, _duty(both, [(A, B, 0, 9), (B, A, 0, 9)]), on=D) == HEAD
    assert acting_for(A, _duty(both), on=D) == HEAD
    assert acting_for(A, _duty([*both, Away(HEAD, _span(0, 9))]), on=D) == TOP


def test_the_deputy_of_a_head_heads_only_if_she_may() -> None:
    away = [Away(A, _span(0, 9)), Away(HEAD, _span(0, 9))]
    assert acting_for(A, _duty(away, [(HEAD, B, 0, 9)]), on=D) == TOP
    assert acting_for(A, _duty(away, [(HEAD, B, 0, 9)], may_head=frozenset({B})), on=D) == B


def test_where_everybody_is_away_the_nearest_head_still_answers() -> None:
    away = [Away(user, _span(0, None)) for user in (A, B, C, HEAD, TOP)]
    assert acting_for(A, _duty(away), on=D) == HEAD
    assert acting_for(A, _duty(away, heads={}), on=D) == A


def test_whoever_left_has_no_deputy() -> None:
    duty = _duty([], [(A, B, 0, 9)], working={**ALWAYS, A: [Span(date(2020, 1, 1), D)]})
    assert acting_for(A, duty, on=_day(-1)) == A
    assert acting_for(A, duty, on=D) == HEAD


def test_back_from_the_day_of_return_and_never_away_if_she_did_not_go() -> None:
    duty = _duty([Away(A, _span(0, 9), back=_day(3)), Away(B, _span(5, 9), back=_day(2))], [(A, C, 0, 9)])
    assert [acting_for(A, duty, on=_day(n)) for n in (2, 3)] == [C, A]
    assert acting_for(B, duty, on=_day(6)) == B
    assert memberships(duty, on=D) == {Membership(A, C, D, _day(3))}


def test_reach_is_that_of_the_days_on_which_both_hold() -> None:
    duty = _duty([Away(A, _span(2, None)), Away(B, _span(4, 6))], [(A, B, 0, 9), (B, C, 3, 20)])
    assert memberships(duty, on=_day(1)) == {
        Membership(A, B, _day(2), _day(9)),
        Membership(B, C, _day(4), _day(6)),
        Membership(A, C, _day(4), _day(6)),
    }
    assert {one.since for one in memberships(duty, on=_day(5))} == {_day(5)}
    assert memberships(duty, on=_day(9)) == set()


def test_a_circle_gives_nobody_reach_to_herself() -> None:
    duty = _duty([Away(A, _span(0, 9)), Away(B, _span(0, 9))], [(A, B, 0, 9), (B, A, 0, 9)])
    assert all(one.absent != one.user for one in memberships(duty, on=D))


def test_a_paper_is_valid_expiring_expired() -> None:
    found = [validity(Span(_day(0), _day(until)), on=_day(0)) for until in (1, 60, 61)]
    assert found == [Validity.EXPIRING, Validity.EXPIRING, Validity.VALID]
    assert validity(_span(0, None), on=_day(0)) == Validity.VALID
    assert validity(_span(0, 1), on=_day(1)) == Validity.EXPIRED
    assert validity(_span(1, 9), on=_day(0)) == Validity.NOT_YET


USERS = st.sampled_from([A, B, C, HEAD, TOP])
DAYS = st.integers(0, 12)
AWAY = st.builds(
    lambda user, first, length, back: Away(user, _span(first, length and first + length), back and _day(first + back)),
    USERS, DAYS, st.one_of(st.none(), st.integers(1, 8)), st.one_of(st.none(), st.integers(1, 8)),
)  # fmt: skip
NAMED = st.builds(
    lambda pair, first, length: (*pair, first, first + length),
    st.tuples(USERS, USERS).filter(lambda pair: pair[0] != pair[1]), DAYS, st.integers(1, 8),
)  # fmt: skip


@given(st.lists(AWAY, max_size=6), st.lists(NAMED, max_size=6), st.sets(USERS))
def test_on_every_day_exactly_one_acts_and_a_deputy_who_acts_has_reach(
    away: list[Away], named: list[tuple[int, int, int, int]], may_head: set[int]
) -> None:
    duty = _duty(away, named, may_head=frozenset(may_head))
    reach = memberships(duty, on=_day(0))
    for number in range(22):
        on = _day(number)
        for user in (A, B, C, HEAD, TOP):
            line = list(line_of(user, duty, on=on))
            assert line[0] == acting_for(user, duty, on=on)
            assert len(line) == len(set(line))
            acting = in_her_place(user, duty, on=on)
            if duty.here(user, on):
                assert acting == user
            elif acting is not None:
                assert duty.here(acting, on)
                assert any(one.absent == user and one.user == acting and one.since <= on < one.until for one in reach)
