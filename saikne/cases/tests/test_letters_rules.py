"""Which way a letter may go, until when it is answered, and what may stand in a template."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.enums import LetterKind, LetterState, LetterWay
from saikne.cases.queries.letters_templates import first_wordings
from saikne.cases.rules.letters import (
    TRANSITIONS,
    LetterFacts,
    LetterObstacle,
    awaited_until,
    obstacles,
    presumed_notification,
    reply_due,
    term_of,
)
from saikne.cases.rules.letters_places import Place, fill, unfilled_places, unknown_places

TODAY = date(2026, 11, 20)


def test_every_state_has_its_row_of_transitions() -> None:
    assert set(TRANSITIONS) == set(LetterState)


@pytest.mark.parametrize(
    ("state", "to"),
    [(a, b) for a in LetterState for b in LetterState if b not in TRANSITIONS[a]],
)
def test_a_step_that_is_not_in_the_table_is_refused(state: str, to: str) -> None:
    assert LetterObstacle.OTHER_STATE in obstacles(LetterFacts(state=state), to, today=TODAY)


def test_all_that_hinders_a_signature_is_told_at_once() -> None:
    facts = LetterFacts(
        state=LetterState.PREPARED, file_closed=True, text=" ", unknown=("{x}",), unfilled=("{due}",), has_signer=True
    )

    assert set(obstacles(facts, LetterState.SIGNED, today=TODAY)) == {
        LetterObstacle.OTHER_STATE,
        LetterObstacle.FILE_CLOSED,
        LetterObstacle.NO_TEXT,
        LetterObstacle.UNKNOWN_PLACES,
        LetterObstacle.UNFILLED_PLACES,
        LetterObstacle.NOT_SIGNER,
    }


def test_who_prepared_a_letter_does_not_check_it_unless_she_signs() -> None:
    facts = LetterFacts(state=LetterState.PREPARED, text="Labdien!", prepared_by_me=True)
    signer = LetterFacts(state=LetterState.PREPARED, text="Labdien!", prepared_by_me=True, may_sign=True)

    assert obstacles(facts, LetterState.CHECKED, today=TODAY) == [LetterObstacle.OWN_WORK]
    assert obstacles(signer, LetterState.CHECKED, today=TODAY) == []


def test_nothing_is_sent_before_it_is_signed_or_without_an_address() -> None:
    facts = LetterFacts(
        state=LetterState.SIGNED, way=LetterWay.POST, signed_on=date(2026, 11, 19), sent_on=date(2026, 11, 18)
    )

    assert obstacles(facts, LetterState.SENT, today=TODAY) == [
        LetterObstacle.NO_ADDRESS,
        LetterObstacle.SENT_BEFORE_SIGNED,
    ]


def test_a_submission_is_answered_within_a_month_moved_to_a_working_day() -> None:
    assert reply_due(LetterKind.SUBMISSION, received_on=date(2026, 11, 20)) == date(2026, 12, 21)  # 20.12. is a Sunday
    assert reply_due(LetterKind.SUBMISSION, received_on=date(2026, 11, 24)) == date(2026, 12, 28)  # Christmas, weekend
    assert reply_due(LetterKind.SUBMISSION, received_on=date(2026, 1, 31)) == date(2026, 3, 2)
    assert reply_due(LetterKind.NOTICE, received_on=TODAY) is None


def test_the_term_says_that_nobody_read_it_in_the_law() -> None:
    term = term_of(LetterKind.SUBMISSION)

    assert term is not None
    assert not term.verified
    assert "Iesniegumu likums" in term.source


def test_a_term_for_their_answer_runs_from_the_day_of_notification() -> None:
    assert awaited_until(14, notified_on=date(2026, 12, 10)) == date(2026, 12, 28)
    assert awaited_until(None, notified_on=TODAY) is None


def test_a_letter_by_post_counts_as_notified_on_the_seventh_day() -> None:
    assert presumed_notification(LetterWay.POST, sent_on=TODAY) == date(2026, 11, 27)
    assert presumed_notification(LetterWay.E_MAIL, sent_on=TODAY) == date(2026, 11, 24)
    assert presumed_notification(LetterWay.IN_PERSON, sent_on=TODAY) == TODAY


def test_a_place_that_is_on_no_list_is_named() -> None:
    text = "Labdien, {adresāts}! {klients} {} { adresāts} {amats"

    assert unknown_places(text) == ("{klients}", "{}", "{ adresāts}", "{")


def test_a_place_without_a_value_stays_and_is_told() -> None:
    filled = fill("{adresāts}: {saņemts}, {numurs}", {"adresāts": "Anna"})

    assert filled == "Anna: {saņemts}, {numurs}"
    assert unfilled_places(filled) == ("{saņemts}",)


@given(st.text(max_size=40))
def test_what_is_put_in_is_never_read_as_a_place_itself(name: str) -> None:
    filled = fill("{adresāts}", {"adresāts": name + "{numurs}"})

    assert fill(filled, {"numurs": "N-1"}) == filled
    assert "{" not in filled


@pytest.mark.parametrize("one", first_wordings(), ids=lambda one: str(one.code))
def test_our_templates_use_places_of_the_list_only(one: object) -> None:
    assert unknown_places(f"{one.subject}\n{one.text}") == ()  # type: ignore[attr-defined]


def test_every_place_is_explained_to_whoever_writes_a_template() -> None:
    from saikne.cases.queries.letters_templates import place_words

    assert set(place_words()) == {place.value for place in Place}
