"""Pure rules of stages, assessments, participation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.enums import Stage
from saikne.cases.rules.talk_assessment import (
    AssessmentFacts,
    Missing,
    canonical,
    fingerprint,
    merged_columns,
    missing,
)
from saikne.cases.rules.talk_stages import (
    CLOSED,
    IN_THE_WAY,
    TRANSITIONS,
    Obstacle,
    StageFacts,
    aside,
    may_move,
    obstacles,
    onward,
)
from saikne.cases.rules.talk_voices import Voice, VoiceProblem, voice_problem

READY = StageFacts(
    has_lead=True,
    has_main_worker=True,
    people=4,
    told=True,
    assessed=True,
    approved=True,
    goals=2,
    goals_answered=1,
    reviewed=True,
    evaluated=True,
)
columns = st.dictionaries(st.sampled_from(["parents", "3", "4"]), st.sampled_from(["", "a", "b"]), max_size=3)


def test_every_obstacle_of_a_move_is_named_at_once() -> None:
    nothing = StageFacts(
        goals=0, children_without_aim=(3, 4), goals_without_level=(1,), children_without_outcome=(3,),
        agreement_left_alone=True, on_its_way=True,
    )  # fmt: skip

    assert obstacles("intake", "assessment", nothing) == list(TRANSITIONS["intake", "assessment"])
    assert obstacles("assessment", "intervention", nothing) == [
        Obstacle.NOT_ASSESSED,
        Obstacle.NO_GOAL,
        Obstacle.CHILD_WITHOUT_AIM,
    ]
    assert obstacles("evaluation", "closed", nothing) == list(TRANSITIONS["evaluation", "closed"])


@pytest.mark.parametrize("move", list(TRANSITIONS))
def test_nothing_stands_in_the_way_of_a_file_that_is_ready(move: tuple[str, str]) -> None:
    assert obstacles(*move, READY) == []


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"assessed": True, "approval_asked": True, "approved": False}, Obstacle.NOT_APPROVED),
        ({"approval_asked": True, "approved": False, "returned": True}, Obstacle.RETURNED),
        ({"goals": 2, "goals_answered": 0}, Obstacle.NO_ANSWER),
        ({"children_without_aim": (7,)}, Obstacle.CHILD_WITHOUT_AIM),
    ],
)
def test_one_thing_missing_is_the_one_obstacle_to_intervention(changed: dict[str, object], obstacle: Obstacle) -> None:
    assert obstacles("assessment", "intervention", replace(READY, **changed)) == [obstacle]  # type: ignore[arg-type]


def test_every_obstacle_has_its_check_and_every_stage_is_a_word_of_the_room() -> None:
    assert set(IN_THE_WAY) == set(Obstacle)
    assert {word for move in TRANSITIONS for word in move} == set(Stage.values)


@given(st.sampled_from(Stage.values))
def test_a_staged_file_is_closed_from_evaluation_alone(stage: str) -> None:
    assert may_move(stage, CLOSED, staged=True) == (stage == "evaluation")


def test_the_walk_leads_through_all_stages_and_back_steps_are_no_part_of_it() -> None:
    assert [onward(stage) for stage in ("intake", "assessment", "intervention", "evaluation", "closed", "open")] == [
        "assessment", "intervention", "evaluation", "closed", None, "closed",
    ]  # fmt: skip
    assert aside("assessment", staged=True) == ["evaluation", "intake"]
    assert aside("closed", staged=True) == []


def test_all_that_an_assessment_lacks_is_told_at_once_with_the_column() -> None:
    facts = AssessmentFacts(" ", {"parents": "atbalsts"}, "", "", columns=("parents", "3"))

    assert missing(facts) == [
        (Missing.STRENGTHS, ""),
        (Missing.NEEDS, "3"),
        (Missing.CONCLUSION, ""),
        (Missing.RISK, ""),
    ]


def test_the_fingerprint_depends_neither_on_the_order_of_keys_nor_on_the_time_zone() -> None:
    moment = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=2)))

    assert fingerprint({"a": 1, "at": moment}) == fingerprint({"at": elsewhere, "a": 1})
    assert canonical({"b": "ā", "a": [1]}) == '{"a":[1],"b":"ā"}'


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), st.text(max_size=5))
def test_any_change_changes_the_fingerprint(content: dict[str, str], text: str) -> None:
    changed = {**content, "conclusion": text}

    assert (fingerprint(content) == fingerprint(changed)) == (content == changed)


@given(columns, columns, columns)
def test_columns_merge_unless_both_wrote_in_the_same_one(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    merged, clashing = merged_columns(base, theirs, mine)

    for column in ("parents", "3", "4"):
        was, their, own = (one.get(column, "") for one in (base, theirs, mine))
        if column not in clashing:
            assert merged.get(column, "") == (own if own != was else their)
        else:
            assert their not in {was, own}


@pytest.mark.parametrize(
    ("voice", "problem"),
    [
        (Voice(1, child=False, took_part=None), VoiceProblem.NOT_TOLD),
        (Voice(1, child=False, took_part=True), None),
        (Voice(1, child=True, took_part=True, said=" "), VoiceProblem.CHILD_SAID),
        (Voice(1, child=True, took_part=True, said="Ja Marta iet, tad eju arī es."), None),
        (Voice(1, child=True, took_part=False), VoiceProblem.NO_REASON),
        (Voice(1, child=False, took_part=False, why_not_asked="slims"), None),
    ],
)
def test_a_child_is_heard_or_the_reason_is_told(voice: Voice, problem: VoiceProblem | None) -> None:
    assert voice_problem(voice) == problem
