"""Who may sign, receive and be told: by kind of right, by age, by day; a bar beats a right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from saikne.people.rules.representation import (
    Bar,
    BarRow,
    Denial,
    Doer,
    Kind,
    Life,
    ParentTie,
    RepresentFacts,
    RightRow,
    What,
    acts_herself,
    may,
    why_not,
)

OF, MOTHER, FATHER, AUNT = 1, 2, 3, 4
BIRTH = date(2010, 6, 1)
ADULT = date(2028, 6, 1)
FROM, UNTIL = date(2024, 3, 1), date(2025, 3, 1)
LAST = UNTIL - timedelta(days=1)
BEFORE = FROM - timedelta(days=1)
ALL = frozenset(What)
SIGN, RECEIVE, TOLD = What.SIGN, What.RECEIVE, What.TOLD
BOTH = (ParentTie(MOTHER), ParentTie(FATHER))
CHILD = RepresentFacts(OF, Life(BIRTH), BOTH)
GROWN = RepresentFacts(OF, Life(date(1950, 1, 1)))


def row(kind: Kind, who: int = AUNT, gives: frozenset[What] = ALL, until: date | None = UNTIL) -> RightRow:
    nothing = kind in (Kind.SUSPENDED, Kind.REMOVED)
    return RightRow(Doer(who), kind, frozenset() if nothing else gives, FROM, until)


def who(facts: RepresentFacts, what: What, on: date) -> set[int]:
    return {right.doer.record for right in may(facts, what, on=on)}


# kind of right, whose, of whom, what it gives → who may sign, receive, be told before, during and after it.
TABLE = [
    # a child: both parents by the tie; the row adds or takes away
    (CHILD, row(Kind.CUSTODY, AUNT), SIGN, {MOTHER, FATHER}, {MOTHER, FATHER, AUNT}),
    (CHILD, row(Kind.SUSPENDED, FATHER), SIGN, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.SUSPENDED, FATHER), RECEIVE, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.SUSPENDED, FATHER), TOLD, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.REMOVED, FATHER), SIGN, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.REMOVED, FATHER), RECEIVE, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.REMOVED, FATHER), TOLD, {MOTHER, FATHER}, {MOTHER}),
    (CHILD, row(Kind.GUARDIAN), SIGN, {MOTHER, FATHER}, {MOTHER, FATHER, AUNT}),
    (CHILD, row(Kind.FOSTER, gives=frozenset({TOLD})), SIGN, {MOTHER, FATHER}, {MOTHER, FATHER}),
    (CHILD, row(Kind.FOSTER, gives=frozenset({TOLD})), TOLD, {MOTHER, FATHER}, {MOTHER, FATHER, AUNT}),
    (CHILD, row(Kind.TRUSTEE), SIGN, {MOTHER, FATHER}, {MOTHER, FATHER}),
    (CHILD, row(Kind.ATTORNEY, gives=frozenset({RECEIVE})), RECEIVE, {MOTHER, FATHER}, {MOTHER, FATHER, AUNT}),
    (CHILD, row(Kind.ATTORNEY, gives=frozenset({RECEIVE})), SIGN, {MOTHER, FATHER}, {MOTHER, FATHER}),
    # an adult: herself; a trustee who signs does so instead of her
    (GROWN, row(Kind.CUSTODY), SIGN, {OF}, {OF}),
    (GROWN, row(Kind.GUARDIAN), SIGN, {OF}, {OF}),
    (GROWN, row(Kind.FOSTER), TOLD, {OF}, {OF}),
    (GROWN, row(Kind.TRUSTEE), SIGN, {OF}, {AUNT}),
    (GROWN, row(Kind.TRUSTEE), RECEIVE, {OF}, {OF, AUNT}),
    (GROWN, row(Kind.TRUSTEE), TOLD, {OF}, {OF, AUNT}),
    (GROWN, row(Kind.TRUSTEE, gives=frozenset({RECEIVE})), SIGN, {OF}, {OF}),
    (GROWN, row(Kind.ATTORNEY), SIGN, {OF}, {OF, AUNT}),
    (GROWN, row(Kind.ATTORNEY, gives=frozenset({RECEIVE})), RECEIVE, {OF}, {OF, AUNT}),
    (GROWN, row(Kind.ATTORNEY, gives=frozenset({RECEIVE})), TOLD, {OF}, {OF}),
]


@pytest.mark.parametrize(("facts", "right", "what", "without", "within"), TABLE)
def test_a_right_holds_from_its_first_day_to_the_day_before_its_end(
    facts: RepresentFacts, right: RightRow, what: What, without: set[int], within: set[int]
) -> None:
    known = replace(facts, rows=(right,))

    found = {day: who(known, what, day) for day in (BEFORE, FROM, LAST, UNTIL)}

    assert found == {BEFORE: without, FROM: within, LAST: within, UNTIL: without}


# What beats a right: which bar takes away which of the three.
@pytest.mark.parametrize(
    ("bar", "left"),
    [(Bar.CONTACT, {TOLD}), (Bar.TOLD, {RECEIVE}), (Bar.RECEIVING, {TOLD})],
)
@pytest.mark.parametrize("kind", [Kind.CUSTODY, Kind.GUARDIAN, Kind.FOSTER, Kind.ATTORNEY])
def test_a_bar_beats_every_right_of_a_child_while_it_stands(bar: Bar, left: set[What], kind: Kind) -> None:
    known = replace(CHILD, rows=(row(kind, until=None),), bars=(BarRow(AUNT, frozenset({bar}), FROM, UNTIL),))

    found = {day: {what for what in What if AUNT in who(known, what, day)} for day in (FROM, LAST, UNTIL)}

    assert found == {FROM: left, LAST: left, UNTIL: set(What)}
    assert why_not(known, Doer(AUNT), SIGN, on=FROM) is Denial.BARRED


@pytest.mark.parametrize("kind", [Kind.TRUSTEE, Kind.ATTORNEY])
def test_a_bar_beats_a_trustee_and_a_power_of_attorney(kind: Kind) -> None:
    bars = (BarRow(AUNT, frozenset(Bar), FROM, UNTIL),)
    known = replace(GROWN, rows=(row(kind, until=None),), bars=bars)

    assert all(AUNT not in who(known, what, LAST) for what in What)
    assert all(AUNT in who(known, what, UNTIL) for what in What)


def test_a_bar_beats_custody_by_the_tie_and_leaves_the_other_parent() -> None:
    known = replace(CHILD, bars=(BarRow(FATHER, frozenset({Bar.TOLD}), FROM),))

    assert who(known, TOLD, BEFORE) == {MOTHER, FATHER}
    assert who(known, TOLD, FROM) == {MOTHER}


def test_nobody_is_barred_from_what_is_her_own() -> None:
    known = replace(GROWN, bars=(BarRow(OF, frozenset(Bar), FROM),))

    assert all(who(known, what, FROM) == {OF} for what in What)


def test_with_a_barred_trustee_nobody_signs() -> None:
    known = replace(GROWN, rows=(row(Kind.TRUSTEE),), bars=(BarRow(AUNT, frozenset({Bar.CONTACT}), FROM),))

    assert may(known, SIGN, on=FROM) == ()
    assert why_not(known, Doer(OF), SIGN, on=FROM) is Denial.TRUSTEE


@pytest.mark.parametrize("what", list(What))
def test_coming_of_age_ends_the_rights_of_parents_guardians_and_foster_parents(what: What) -> None:
    rows = tuple(row(kind, until=None) for kind in (Kind.CUSTODY, Kind.GUARDIAN, Kind.FOSTER, Kind.ATTORNEY))
    known = replace(CHILD, rows=rows)

    assert who(known, what, ADULT - timedelta(days=1)) == {MOTHER, FATHER, AUNT}
    assert who(known, what, ADULT) == {OF}


def test_a_power_of_attorney_given_after_coming_of_age_holds() -> None:
    given = replace(row(Kind.ATTORNEY, until=None), since=ADULT)

    assert who(replace(CHILD, rows=(given,)), SIGN, ADULT) == {OF, AUNT}


def test_of_suspended_and_removed_custody_the_harder_one_is_the_reason() -> None:
    known = replace(CHILD, rows=(row(Kind.SUSPENDED, FATHER, until=None), row(Kind.REMOVED, FATHER)))

    assert why_not(known, Doer(FATHER), SIGN, on=LAST) is Denial.REMOVED
    assert why_not(known, Doer(FATHER), SIGN, on=UNTIL) is Denial.SUSPENDED
    assert why_not(known, Doer(FATHER), SIGN, on=BEFORE) is None


@pytest.mark.parametrize("kind", [Kind.CUSTODY, Kind.FOSTER, Kind.ATTORNEY])
def test_no_other_row_gives_back_what_was_removed(kind: Kind) -> None:
    known = replace(CHILD, rows=(row(Kind.REMOVED, FATHER), row(kind, FATHER)))

    assert all(FATHER not in who(known, what, FROM) for what in What)


def test_of_an_adopted_child_the_adoptive_parents_have_custody() -> None:
    adopted = replace(CHILD, parents=(*BOTH, ParentTie(AUNT, adoptive=True, since=FROM)))

    assert who(adopted, SIGN, BEFORE) == {MOTHER, FATHER}
    assert who(adopted, SIGN, FROM) == {AUNT}
    assert who(replace(adopted, rows=(row(Kind.CUSTODY, MOTHER),)), SIGN, FROM) == {AUNT, MOTHER}


def test_a_parent_who_is_a_child_or_has_died_represents_nobody() -> None:
    lives = {MOTHER: Life(date(2007, 1, 1)), FATHER: Life(date(1980, 1, 1), died_on=FROM)}
    known = replace(CHILD, lives=lives)

    assert who(known, SIGN, BEFORE) == {FATHER}
    assert who(known, SIGN, FROM) == set()
    assert who(known, SIGN, date(2025, 1, 1)) == {MOTHER}
    assert why_not(known, Doer(FATHER), SIGN, on=FROM) is Denial.DIED
    assert why_not(known, Doer(MOTHER), SIGN, on=FROM) is Denial.CHILD


def test_whoever_has_no_row_and_no_tie_may_nothing() -> None:
    for what in What:
        assert why_not(CHILD, Doer(AUNT), what, on=FROM) is Denial.NO_RIGHT
    assert why_not(CHILD, Doer(OF), SIGN, on=FROM) is Denial.CHILD
    assert why_not(GROWN, Doer(institution=7), SIGN, on=FROM) is Denial.NO_RIGHT


def test_an_institution_may_be_a_guardian() -> None:
    right = RightRow(Doer(institution=7), Kind.GUARDIAN, ALL, FROM)
    known = RepresentFacts(OF, Life(BIRTH), rows=(right,))

    assert [one.doer for one in may(known, SIGN, on=FROM)] == [Doer(institution=7)]


def test_of_unknown_age_somebody_acts_herself_and_after_death_nobody() -> None:
    assert acts_herself(RepresentFacts(OF), SIGN, on=FROM)
    assert not acts_herself(RepresentFacts(OF, Life(died_on=FROM)), SIGN, on=FROM)


def test_each_doer_stands_once_by_the_strongest_ground() -> None:
    known = replace(CHILD, rows=(row(Kind.ATTORNEY, MOTHER),))

    assert [(one.doer.record, one.kind) for one in may(known, SIGN, on=FROM)] == [
        (MOTHER, Kind.CUSTODY),
        (FATHER, Kind.CUSTODY),
    ]
