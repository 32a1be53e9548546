"""Clashes, what a chapter lacks, ends that are near, and the fingerprint of a wording."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.rules.agreement import (
    ChapterFacts,
    Lack,
    PartyFacts,
    PartyKind,
    chapter_lacks,
    chapter_numbers,
    ends_soon,
    force_obstacles,
)
from saikne.cases.rules.agreement_clash import Term, end_clashes, point_clashes
from saikne.cases.rules.agreement_difference import Change, Difference, differences
from saikne.cases.rules.agreement_wording import Point, canonical, chapter_wording, fingerprint, point_data, read_point

RAIVIS, SANITA = 2, 1
THURSDAY, WEDNESDAY = 4, 3
DAY = date(2026, 11, 24)
GROUP = Point("Ceturtdienās atbalsta grupa", (THURSDAY,), time(10), time(12), (RAIVIS,))
WORK = Point("Trešdienās un ceturtdienās pagasta darbi", (WEDNESDAY, THURSDAY), time(9), time(13), (RAIVIS,))
COOPERATION = Term(11, 1, "cooperation", date(2026, 10, 12), date(2027, 4, 30), (Point("Tiekas"), GROUP))
PARTICIPATION = Term(12, 2, "participation", date(2026, 12, 1), date(2027, 2, 28), (Point("Meklē darbu"), WORK))

TIMES = st.times().map(lambda value: value.replace(microsecond=0, second=0, tzinfo=None))
POINTS = st.builds(
    Point,
    text=st.text(min_size=1, max_size=8),
    weekdays=st.sets(st.integers(1, 7), max_size=3).map(lambda days: tuple(sorted(days))),
    start=st.none() | TIMES,
    end=st.none() | TIMES,
    who=st.sets(st.integers(1, 3), max_size=2).map(lambda who: tuple(sorted(who))),
    kept=st.sampled_from(["", "vajag abus"]),
)
TERMS = st.lists(
    st.builds(
        Term,
        chapter=st.integers(1, 1000),
        number=st.integers(1, 9),
        kind=st.sampled_from(["cooperation", "participation", "service", "work_skills"]),
        since=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        until=st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        points=st.lists(POINTS, max_size=3).map(tuple),
    ),
    max_size=4,
    unique_by=(lambda term: term.number, lambda term: term.chapter),
)


def test_the_same_person_at_the_same_time_on_the_same_weekday_clashes() -> None:
    (clash,) = point_clashes([PARTICIPATION, COOPERATION])

    assert (clash.first.label, clash.second.label) == ("1.2", "2.2")
    assert [(one.who, one.weekday, one.start, one.end) for one in clash.overlaps] == [
        (RAIVIS, THURSDAY, time(10), time(12))
    ]


def test_another_person_another_day_or_another_hour_do_not_clash() -> None:
    for other in (
        Point("x", (THURSDAY,), time(10), time(12), (SANITA,)),
        Point("x", (WEDNESDAY,), time(10), time(12), (RAIVIS,)),
        Point("x", (THURSDAY,), time(12), time(13), (RAIVIS,)),
        Point("x", (THURSDAY,), time(8), time(10), (RAIVIS,)),
        Point("x"),
    ):
        assert point_clashes([COOPERATION, Term(12, 2, "participation", DAY, None, (other,))]) == []


def test_chapters_that_never_hold_on_the_same_day_do_not_clash() -> None:
    later = Term(12, 2, "participation", date(2027, 5, 1), None, (WORK,))

    assert point_clashes([COOPERATION, later]) == []
    assert point_clashes([COOPERATION, Term(12, 2, "participation", date(2027, 4, 30), None, (WORK,))]) != []


def test_two_points_of_one_chapter_clash_too() -> None:
    (clash,) = point_clashes([Term(11, 1, "cooperation", DAY, None, (GROUP, WORK))])

    assert (clash.first.label, clash.second.label) == ("1.1", "1.2")


def test_a_chapter_does_not_clash_with_the_one_that_will_replace_it() -> None:
    change = Term(13, 3, "cooperation", date(2026, 12, 1), None, (GROUP,), replaces=11)

    assert point_clashes([COOPERATION, change]) == []
    assert end_clashes([COOPERATION, change]) == []


def test_two_chapters_of_one_kind_over_the_same_days_have_contradictory_ends() -> None:
    twin = Term(13, 3, "cooperation", date(2027, 4, 30), date(2027, 9, 1))

    (clash,) = end_clashes([twin, COOPERATION])

    assert (clash.first.number, clash.second.number) == (1, 3)
    assert end_clashes([COOPERATION, Term(13, 3, "cooperation", date(2027, 5, 1), None)]) == []


def test_two_service_contracts_may_stand_side_by_side() -> None:
    one, other = (Term(number, number, "service", DAY, None) for number in (1, 2))

    assert end_clashes([one, other]) == []


@given(TERMS)
def test_the_order_of_chapters_changes_nothing(terms: list[Term]) -> None:
    assert point_clashes(terms) == point_clashes(terms[::-1])
    assert end_clashes(terms) == end_clashes(terms[::-1])


@given(TERMS)
def test_each_overlap_really_lies_in_both_points(terms: list[Term]) -> None:
    points = {(term.number, n): point for term in terms for n, point in enumerate(term.points, start=1)}

    for clash in point_clashes(terms):
        first = points[clash.first.chapter_number, clash.first.number]
        second = points[clash.second.chapter_number, clash.second.number]
        for overlap in clash.overlaps:
            for point in (first, second):
                assert overlap.who in point.who
                assert overlap.weekday in point.weekdays
                assert point.start is not None
                assert point.end is not None
                assert point.start <= overlap.start < overlap.end <= point.end


PERSON = PartyFacts(1, PartyKind.PERSON, signed=True)
SERVICE = PartyFacts(2, PartyKind.SERVICE, signed=True)
READY = ChapterFacts(11, 1, "cooperation", date(2027, 4, 30), 3, (PERSON, SERVICE))


def lacks(*chapters: ChapterFacts, terms: tuple[Term, ...] = (), cooperation: bool = True) -> list[tuple[Lack, int]]:
    found = force_obstacles(chapters, point_clashes(terms), end_clashes(terms), cooperation_needed=cooperation, on=DAY)
    return [(one.kind, one.chapter) for one in found]


def test_a_signed_chapter_with_points_and_parties_lacks_nothing() -> None:
    assert lacks(READY) == []


def test_every_reason_is_told_at_once() -> None:
    bare = ChapterFacts(11, 1, "service", DAY - timedelta(days=1), 0, (PartyFacts(5, PartyKind.PERSON, child=True),))

    assert lacks(bare) == [
        (Lack.NO_COOPERATION, 0),
        (Lack.NO_POINTS, 1),
        (Lack.NO_SERVICE, 1),
        (Lack.NO_THIRD, 1),
        (Lack.TERM_PASSED, 1),
        (Lack.CHILD, 1),
        (Lack.UNSIGNED, 1),
    ]


def test_a_child_never_signs_whatever_the_chapter() -> None:
    for kind in ("cooperation", "participation", "service", "work_skills"):
        child = PartyFacts(3, PartyKind.PERSON, signed=True, child=True)
        chapter = ChapterFacts(11, 1, kind, None, 1, (PERSON, SERVICE, PartyFacts(4, PartyKind.INSTITUTION), child))

        assert Lack.CHILD in {one.kind for one in chapter_lacks(chapter, on=DAY)}


def test_without_a_chapter_nothing_comes_into_force() -> None:
    assert lacks() == [(Lack.NO_CHAPTER, 0)]


def test_cooperation_is_asked_for_only_where_there_is_case_management() -> None:
    participation = ChapterFacts(11, 1, "participation", None, 1, (PERSON, SERVICE))

    assert lacks(participation) == [(Lack.NO_COOPERATION, 0)]
    assert lacks(participation, cooperation=False) == []


def test_an_unresolved_clash_holds_the_new_chapter_up_and_a_kept_one_does_not() -> None:
    old = ChapterFacts(11, 1, "cooperation", None, 2, (PERSON, SERVICE), in_force=True)
    new = ChapterFacts(12, 2, "participation", None, 2, (PERSON, SERVICE))
    kept = Point(WORK.text, WORK.weekdays, WORK.start, WORK.end, WORK.who, kept="Grupu ceturtdienās apmeklēs vakarā")
    chosen = Term(12, 2, "participation", PARTICIPATION.since, PARTICIPATION.until, (Point("Meklē darbu"), kept))

    assert lacks(old, new, terms=(COOPERATION, PARTICIPATION)) == [(Lack.POINTS_CLASH, 2)]
    assert lacks(old, new, terms=(COOPERATION, chosen)) == []


def test_what_replaces_a_chapter_takes_over_its_number() -> None:
    assert chapter_numbers([(5, None), (6, None), (7, 5), (8, 7), (9, 3)]) == {5: 1, 6: 2, 7: 1, 8: 1, 9: 3}


def test_a_number_given_when_a_chapter_came_into_force_stays_its_own() -> None:
    assert chapter_numbers([(5, None), (7, None), (8, None)], given={5: 1, 7: 3}) == {5: 1, 7: 3, 8: 2}
    assert chapter_numbers([(7, None), (9, 7)], given={7: 3}) == {7: 3, 9: 3}


def test_a_point_is_the_same_changed_gone_or_new() -> None:
    then = [Point("Tiekas reizi nedēļā"), Point("Piezvana, ja nevar ierasties"), GROUP]
    now = [GROUP, Point("Tiekas divas reizes nedēļā"), Point("Elza iet uz skolu")]

    assert differences(then, now) == [
        Difference(Change.CHANGED, 1, 2),
        Difference(Change.GONE, 2),
        Difference(Change.SAME, 3, 1),
        Difference(Change.NEW, now=3),
    ]


@given(st.lists(POINTS, max_size=5), st.lists(POINTS, max_size=5))
def test_every_point_of_then_and_of_now_is_told_once(then: list[Point], now: list[Point]) -> None:
    found = differences(then, now)

    assert [one.then for one in found if one.then] == list(range(1, len(then) + 1))
    assert sorted(one.now for one in found if one.now) == list(range(1, len(now) + 1))


def test_an_end_shows_thirty_days_before_and_on_its_day() -> None:
    near = {days: ends_soon(DAY + timedelta(days=days), on=DAY) for days in (-1, 0, 30, 31)}

    assert near == {-1: False, 0: True, 30: True, 31: False}
    assert not ends_soon(None, on=DAY)


@given(POINTS)
def test_a_point_reads_back_as_it_was_kept(point: Point) -> None:
    assert read_point(point_data(point)) == point


@given(st.lists(POINTS, max_size=3), st.permutations(["record:1", "record:2", "user:3"]))
def test_one_wording_has_one_fingerprint(points: list[Point], parties: list[str]) -> None:
    def made(order: list[str], day: date = DAY) -> str:
        wording = chapter_wording(kind="cooperation", ground="", since=day, until=None, parties=order, points=points)
        return fingerprint(wording)

    assert made(parties) == made(sorted(parties))
    assert made(parties) != made(parties, DAY + timedelta(days=1))
    assert made(parties) != made(parties[:2])


def test_the_canonical_spelling_keeps_latvian_letters_and_sorts_keys() -> None:
    assert canonical({"b": "āčē", "a": [1]}) == '{"a":[1],"b":"āčē"}'
