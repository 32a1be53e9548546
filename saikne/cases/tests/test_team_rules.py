"""Rules of the team: how long a deputy stands in; what stands in the way of a hand-over."""

from dataclasses import fields, replace
from datetime import date

import pytest

from saikne.cases.rules.team import (
    DeputyFacts,
    DeputyProblem,
    HandOverFacts,
    HandOverObstacle,
    deputy_problems,
    hand_over_obstacles,
)

TODAY = date(2026, 11, 24)
FREE = HandOverFacts(
    closed=False,
    giver_leads=True,
    receiver_leads=False,
    waits=False,
    staff=True,
    posted_here=True,
    may_lead=True,
    decides=False,
    barred=False,
    restricted=False,
    main_kept=False,
)


def test_a_deputy_stands_in_until_a_day_within_a_year() -> None:
    assert deputy_problems(DeputyFacts(date(2026, 12, 1), is_lead=False, is_deputy=False), today=TODAY) == []
    assert deputy_problems(DeputyFacts(date(2027, 11, 25), is_lead=False, is_deputy=False), today=TODAY) == []
    assert deputy_problems(DeputyFacts(date(2027, 11, 26), is_lead=False, is_deputy=False), today=TODAY) == [
        DeputyProblem.TOO_LONG
    ]


def test_all_that_is_wrong_with_a_deputyship_is_told_at_once() -> None:
    assert deputy_problems(DeputyFacts(TODAY, is_lead=True, is_deputy=True), today=TODAY) == [
        DeputyProblem.NOT_AFTER_TODAY,
        DeputyProblem.IS_LEAD,
        DeputyProblem.IS_DEPUTY,
    ]


def test_nothing_stands_in_the_way_of_an_ordinary_hand_over() -> None:
    assert hand_over_obstacles(FREE) == []


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"closed": True}, HandOverObstacle.CLOSED),
        ({"giver_leads": False}, HandOverObstacle.NOT_THE_LEAD),
        ({"giver_leads": False, "receiver_leads": True}, HandOverObstacle.RECEIVER_LEADS),
        ({"waits": True}, HandOverObstacle.WAITS_ALREADY),
        ({"staff": False}, HandOverObstacle.NOT_STAFF),
        ({"posted_here": False}, HandOverObstacle.NO_POSTING),
        ({"may_lead": False}, HandOverObstacle.MAY_NOT_LEAD),
        ({"decides": True}, HandOverObstacle.DECIDES_BENEFIT),
        ({"barred": True}, HandOverObstacle.BARRED),
        ({"restricted": True}, HandOverObstacle.RESTRICTED),
        ({"main_kept": True}, HandOverObstacle.MAIN_KEPT),
    ],
)
def test_each_fact_has_its_own_obstacle(changed: dict[str, bool], obstacle: HandOverObstacle) -> None:
    assert hand_over_obstacles(replace(FREE, **changed)) == [obstacle]


def test_all_obstacles_are_told_at_once() -> None:
    turned = HandOverFacts(**{field.name: not getattr(FREE, field.name) for field in fields(FREE)})

    assert set(hand_over_obstacles(turned)) == set(HandOverObstacle) - {
        HandOverObstacle.NOT_THE_LEAD,
        HandOverObstacle.NO_POSTING,
        HandOverObstacle.MAY_NOT_LEAD,
    }
