"""An action is one transaction with one audit row; refusals speak; what moved is tried again."""

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from saikne.core import acts, clock
from saikne.core.acts import TRIES, act, constraint_sentences, finishing_with, next_number, note
from saikne.core.errors import Moved, Refusal
from saikne.core.models import AuditRow, NumberSeries, RunningNumber, Setting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maija() -> Any:
    return get_user_model().objects.create(username="maija", first_name="Maija", last_name="Liepa")


def _setting(code: str) -> Setting:
    return Setting.objects.create(
        code=code, scope_no=0, value=1, valid_from="2026-01-01", known_since="2026-01-01T00:00Z", source="tests"
    )


def test_an_action_and_its_audit_row_are_written_together(maija: Any) -> None:
    @act
    def deed() -> None:
        row = _setting("one")
        note(act="tests.deed", about="core.setting", about_no=row.pk, by=maija, fields=["value"])

    deed()

    row = AuditRow.objects.get()
    assert (row.act, row.about, row.details, row.by) == ("tests.deed", "core.setting", {"fields": ["value"]}, maija)
    assert Setting.objects.count() == 1


def test_when_the_audit_row_cannot_be_written_nothing_has_changed(maija: Any, monkeypatch: Any) -> None:
    @act
    def deed() -> None:
        row = _setting("one")
        note(act="tests.deed", about="core.setting", about_no=row.pk, by=maija)

    def fail(**_columns: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AuditRow.objects, "create", fail)
    with pytest.raises(DatabaseError):
        deed()

    assert Setting.objects.count() == 0


def test_a_refusal_leaves_nothing_behind(maija: Any) -> None:
    @act
    def deed() -> None:
        _setting("one")
        raise Refusal("Nē.")

    with pytest.raises(Refusal):
        deed()

    assert Setting.objects.count() == 0


def test_what_moved_is_tried_again_from_the_start() -> None:
    tries: list[Setting] = []

    @act
    def deed() -> str:
        tries.append(_setting(f"try {len(tries)}"))
        if len(tries) < 3:
            raise Moved
        return "done"

    assert deed() == "done"
    assert list(Setting.objects.values_list("code", flat=True)) == ["try 2"]


def test_what_keeps_moving_is_refused_after_five_tries() -> None:
    tries = []

    @act
    def deed() -> None:
        tries.append(1)
        raise Moved

    with pytest.raises(Refusal) as refused:
        deed()

    assert len(tries) == TRIES == 5
    assert refused.value.reasons


def test_an_action_called_by_an_action_joins_its_transaction_and_leaves_retrying_to_it() -> None:
    tries = {"outer": 0, "inner": 0}

    @act
    def inner() -> None:
        tries["inner"] += 1
        _setting(f"inner {tries['inner']}")
        if tries["inner"] == 1:
            raise Moved

    @act
    def outer() -> None:
        tries["outer"] += 1
        _setting(f"outer {tries['outer']}")
        inner()

    outer()

    assert tries == {"outer": 2, "inner": 2}
    assert sorted(Setting.objects.values_list("code", flat=True)) == ["inner 2", "outer 2"]


def test_a_nested_action_is_undone_with_the_one_round_it() -> None:
    @act
    def inner() -> None:
        _setting("inner")

    @act
    def outer() -> None:
        inner()
        raise Refusal("Nē.")

    with pytest.raises(Refusal):
        outer()

    assert Setting.objects.count() == 0


def test_after_a_failure_the_next_action_is_an_outermost_one_again() -> None:
    @act
    def fails() -> None:
        raise LookupError

    @act
    def moves_once(tries: list[int]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Moved

    with pytest.raises(LookupError):
        fails()
    tries: list[int] = []
    moves_once(tries)

    assert len(tries) == 2


def test_a_broken_constraint_is_a_refusal_in_the_words_given_for_it(monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "_sentences", {})
    constraint_sentences({"core_setting_once": "Šāds iestatījums jau ir."})

    @act
    def deed() -> None:
        _setting("one")
        _setting("one")

    with pytest.raises(Refusal) as refused:
        deed()

    assert refused.value.reasons == ("Šāds iestatījums jau ir.",)
    assert Setting.objects.count() == 0


def test_a_check_of_the_database_is_a_refusal_in_the_words_given_for_it(monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "_sentences", {})
    constraint_sentences({"core_number_from_one": "Numuri sākas ar vienu."})

    @act
    def deed() -> None:
        series = NumberSeries.objects.create(register="tests", scope_no=1, year=2026)
        RunningNumber.objects.create(series=series, number=0)

    with pytest.raises(Refusal) as refused:
        deed()

    assert refused.value.reasons == ("Numuri sākas ar vienu.",)


def test_a_constraint_without_words_still_refuses_in_a_sentence_and_tells_no_value(monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "_sentences", {})

    @act
    def deed() -> None:
        _setting("noslēpums")
        _setting("noslēpums")

    with pytest.raises(Refusal) as refused:
        deed()

    assert len(refused.value.reasons) == 1
    assert "noslēpums" not in str(refused.value.reasons[0])


def test_a_constraint_is_known_by_its_whole_name(monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "_sentences", {})
    constraint_sentences({"core_number_from": "Cita teikums.", "core_number_from_one": "Numuri sākas ar vienu."})

    @act
    def deed() -> None:
        series = NumberSeries.objects.create(register="tests", scope_no=1, year=2026)
        RunningNumber.objects.create(series=series, number=0)

    with pytest.raises(Refusal) as refused:
        deed()

    assert refused.value.reasons == ("Numuri sākas ar vienu.",)


def test_of_two_rules_over_the_same_columns_neither_is_guessed(monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "_sentences", {"one": "Viena vienošanās spēkā.", "other": "Viens melnraksts."})
    monkeypatch.setattr(acts, "_unique_over", lambda model, columns: ["one", "other"])

    assert acts._sentence_by_columns("UNIQUE constraint failed: core_setting.code") is None


def _fails(times: int, cause: Exception) -> tuple[list[int], Any]:
    tries: list[int] = []

    @act
    def deed() -> str:
        tries.append(1)
        if len(tries) <= times:
            raise OperationalError from cause
        return "done"

    return tries, deed


def test_whoever_was_stopped_to_end_a_deadlock_tries_again() -> None:
    tries, deed = _fails(2, psycopg.errors.DeadlockDetected())

    assert deed() == "done"
    assert len(tries) == 3


def test_who_waited_in_vain_for_the_one_writer_is_told_so_at_once() -> None:
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    tries, deed = _fails(9, cause)

    with pytest.raises(Refusal):
        deed()

    assert len(tries) == 1


def test_a_database_that_is_not_there_is_no_refusal() -> None:
    _tries, deed = _fails(1, psycopg.OperationalError("connection refused"))

    with pytest.raises(OperationalError):
        deed()


@pytest.mark.parametrize(("seconds", "kept"), [(30, 1), (541, 0)])
def test_no_act_commits_a_row_that_the_sealer_no_longer_waits_for(monkeypatch: Any, seconds: int, kept: int) -> None:
    moments = iter([0.0, float(seconds)])
    monkeypatch.setattr(acts, "monotonic", lambda: next(moments))
    monkeypatch.setattr(acts, "connection", SimpleNamespace(vendor="postgresql"))

    @act
    def deed() -> None:
        _setting("one")

    with nullcontext() if kept else pytest.raises(Refusal):
        deed()

    assert Setting.objects.count() == kept


def test_what_is_to_end_with_the_action_is_done_in_its_transaction_and_undone_with_it() -> None:
    seen: list[int] = []

    def _two() -> None:
        _setting("two")

    @act
    def deed(*, fail: bool) -> None:
        _setting("one")
        if fail:
            raise Refusal("Nē.")

    with finishing_with(lambda: seen.append(Setting.objects.count()), _two):
        with pytest.raises(Refusal):
            deed(fail=True)
        assert (seen, Setting.objects.count()) == ([], 0)
        deed(fail=False)
    deed_alone = Setting.objects.exclude(code="one").count()

    assert (seen, deed_alone) == ([1], 1)


def test_what_ends_an_action_undoes_it_when_it_fails() -> None:
    def fail() -> None:
        raise LookupError

    @act
    def deed() -> None:
        _setting("one")

    with pytest.raises(LookupError), finishing_with(fail):
        deed()
    assert Setting.objects.count() == 0

    deed()
    assert Setting.objects.count() == 1


# ---------------------------------------------------------------- running numbers


def test_numbers_follow_without_a_gap_though_acts_are_rolled_back() -> None:
    @act
    def deed(*, fail: bool) -> int:
        given = next_number(register="tests", scope_no=7, year=2026).number
        if fail:
            raise Refusal("Nē.")
        return given

    given = []
    for attempt in range(12):
        try:
            given.append(deed(fail=attempt % 3 == 1))
        except Refusal:
            continue

    assert given == list(range(1, len(given) + 1)) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_each_register_year_and_municipality_counts_for_itself() -> None:
    @act
    def deed(register: str, scope_no: int, year: int) -> int:
        return next_number(register=register, scope_no=scope_no, year=year).number

    assert [deed("a", 1, 2026), deed("b", 1, 2026), deed("a", 2, 2026), deed("a", 1, 2027), deed("a", 1, 2026)] == [
        1, 1, 1, 1, 2,
    ]  # fmt: skip


def test_a_number_is_given_once_in_a_series() -> None:
    with transaction.atomic():
        number = next_number(register="tests", scope_no=1, year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        RunningNumber.objects.create(series=number.series, number=number.number)


# ---------------------------------------------------------------- the clock


def test_the_clock_can_stand_and_ticks_at_each_question() -> None:
    moment = clock.now()
    with clock.at(moment):
        first, second = clock.now(), clock.now()
    assert first == moment
    assert second - first == clock.TICK
    assert clock.now() >= moment


def test_today_is_the_day_in_riga() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with clock.at(late):
        assert clock.today().isoformat() == "2026-11-23"
