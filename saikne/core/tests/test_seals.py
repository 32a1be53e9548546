"""The chain of audit rows: whatever is done to it afterwards is found."""

import json
from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError

from saikne.core import clock, seals
from saikne.core.acts import LONGEST_TRANSACTION, note
from saikne.core.models import AuditRow, AuditSeal
from saikne.core.seals import next_seal, seal_all, seal_hash, seal_once, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "heads.txt"


def _rows(count: int, *, by: Any = None) -> list[int]:
    user = by or get_user_model().objects.get_or_create(username="maija")[0]
    for number in range(count):
        note(act="tests.deed", about="core.setting", about_no=number, by=user, fields=["value"])
    return list(AuditRow.objects.order_by("pk").values_list("pk", flat=True))


def _lines(heads: Path) -> Iterable[str]:
    return heads.read_text(encoding="utf-8").splitlines()


def _sealed(heads: Path, *, batches: int = 3, each: int = 4) -> list[int]:
    for _batch in range(batches):
        _rows(each)
        seal_once(heads=heads)
    return list(AuditRow.objects.order_by("pk").values_list("pk", flat=True))


def test_a_chain_that_nobody_touched_is_whole(heads: Path) -> None:
    _sealed(heads)
    _rows(2)

    verdict = verify(heads=_lines(heads))

    assert (verdict.ok, verdict.rows, verdict.seals, verdict.unsealed) == (True, 12, 3, 2)


def test_an_edited_row_is_found(heads: Path) -> None:
    rows = _sealed(heads)
    AuditRow.objects.filter(pk=rows[5]).update(about_no=99)

    assert verify(heads=_lines(heads)).bad == [f"row {rows[5]} edited (seal 2)"]


@pytest.mark.parametrize("field", ["at", "by", "act", "about", "details"])
def test_every_column_of_a_row_is_under_the_seal(heads: Path, field: str) -> None:
    rows = _sealed(heads)
    stranger = get_user_model().objects.create(username="cits")
    other: dict[str, Any] = {
        "at": clock.now() - timedelta(days=1), "by": stranger,
        "act": "tests.other", "about": "core.other", "details": {"fields": ["other"]},
    }  # fmt: skip
    AuditRow.objects.filter(pk=rows[0]).update(**{field: other[field]})

    assert not verify(heads=_lines(heads)).ok


def test_a_removed_row_is_found(heads: Path) -> None:
    rows = _sealed(heads)
    AuditRow.objects.filter(pk=rows[6]).delete()

    assert f"row {rows[6]} removed (seal 2)" in verify(heads=_lines(heads)).bad


def test_a_tail_that_was_cut_off_is_found_by_the_head_kept_outside(heads: Path) -> None:
    rows = _sealed(heads)
    AuditSeal.objects.filter(no=3).delete()
    AuditRow.objects.filter(pk__in=rows[8:]).delete()

    assert verify().ok, "without the head outside, a chain cut off at its end still looks whole"
    assert not verify(heads=_lines(heads)).ok


def test_a_tail_cut_off_and_sealed_anew_is_found(heads: Path) -> None:
    rows = _sealed(heads)
    AuditSeal.objects.filter(no=3).delete()
    AuditRow.objects.filter(pk__in=rows[8:]).delete()
    _rows(4)
    seal_once()

    assert verify().ok
    assert not verify(heads=_lines(heads)).ok


def test_a_row_slipped_in_among_sealed_ones_is_found(heads: Path) -> None:
    rows = _sealed(heads)
    gone = AuditRow.objects.get(pk=rows[2])
    AuditRow.objects.filter(pk=rows[2]).delete()
    seal = AuditSeal.objects.get(no=1)
    entries = bytes(seal.entries)
    seal.entries = entries[:80] + entries[120:]
    seal.hash = seal_hash(seal)
    AuditSeal.objects.filter(no=1).update(entries=seal.entries, hash=seal.hash)
    gone.save(force_insert=True)

    assert not verify(heads=_lines(heads)).ok


def test_a_row_written_afterwards_under_a_number_that_was_never_given_is_found(heads: Path) -> None:
    user = get_user_model().objects.create(username="maija")
    _rows(2, by=user)
    last = AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[0]
    AuditRow.objects.create(pk=last + 5, at=clock.now(), by=user, act="tests.deed", about="x", about_no=1)
    seal_once(heads=heads)
    with clock.at(clock.now() + LONGEST_TRANSACTION + timedelta(minutes=1)):
        AuditRow.objects.create(pk=last + 9, at=clock.now(), by=user, act="tests.deed", about="x", about_no=1)
        seal_once(heads=heads)
    AuditRow.objects.create(pk=last + 2, at=clock.now(), by=user, act="tests.rogue", about="x", about_no=1)

    assert not verify(heads=_lines(heads)).ok


def test_a_row_that_commits_late_is_sealed_later(heads: Path) -> None:
    user = get_user_model().objects.create(username="maija")
    _rows(2, by=user)
    last = AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[0]
    AuditRow.objects.create(pk=last + 2, at=clock.now(), by=user, act="tests.deed", about="x", about_no=1)
    seal_once(heads=heads)
    assert last + 1 in _holes(1)

    AuditRow.objects.create(pk=last + 1, at=clock.now(), by=user, act="tests.late", about="x", about_no=1)
    sealed = seal_once(heads=heads)

    assert sealed == 1
    assert last + 1 not in _holes(2)
    assert verify(heads=_lines(heads)).ok


def _holes(no: int) -> set[int]:
    return {int(hole[0]) for hole in AuditSeal.objects.get(no=no).holes}


def test_of_two_sealers_at_once_one_writes(heads: Path) -> None:
    _rows(3)
    first, second = next_seal(now=clock.now()), next_seal(now=clock.now())
    assert first is not None
    assert second is not None
    first.save(force_insert=True)
    before = seals.next_seal
    seals.next_seal = lambda *, now: second
    try:
        assert seal_once(heads=heads) == 0
    finally:
        seals.next_seal = before

    assert verify().ok
    assert AuditSeal.objects.count() == 1


def test_nothing_new_makes_no_seal() -> None:
    _rows(3)
    assert seal_all() == 3
    assert seal_all() == 0
    assert AuditSeal.objects.count() == 1


def test_sealing_goes_on_when_what_was_in_the_way_is_gone(heads: Path, monkeypatch: Any) -> None:
    _rows(3)
    stop, real = Event(), seals.seal_all
    troubles: list[Exception] = [OperationalError("the server restarts"), OSError("the disk is full")]
    monkeypatch.setattr(seals, "AFTER_TROUBLE", 0.0)

    def sealing(*, heads: Path | None = None) -> int:
        if troubles:
            raise troubles.pop()
        stop.set()
        return real(heads=heads)

    monkeypatch.setattr(seals, "seal_all", sealing)
    monkeypatch.setattr(seals, "close_old_connections", lambda: None)
    monkeypatch.setattr(seals, "connection", SimpleNamespace(close=lambda: None))
    seals.keep_sealing(stop, heads=heads, every=0.0)

    assert AuditSeal.objects.get().rows == 3
    assert len(list(_lines(heads))) == 1


# ---------------------------------------------------------------- the heads kept outside


@pytest.mark.parametrize("line", ["12 abc", "nonsense", "3", f"x {'a' * 64} 9", f"1 {'a' * 64} 9 of my own", "\ufffd"])
def test_a_line_that_is_no_head_is_told_by_its_place_and_never_fails(heads: Path, line: str) -> None:
    _sealed(heads)
    heads.write_text(heads.read_text() + f"\n{line}\n")

    verdict = verify(heads=seals.heads_kept(heads))

    assert verdict.bad == ["line 4 of the heads kept outside cannot be read"]


def test_heads_that_are_no_text_are_no_heads(heads: Path) -> None:
    heads.write_bytes(b"\xff\xfe\x00")

    assert verify(heads=seals.heads_kept(heads)).bad == ["line 1 of the heads kept outside cannot be read"]


def test_a_copy_from_before_the_first_seal_sets_all_heads_aside(heads: Path) -> None:
    _sealed(heads)
    AuditSeal.objects.all().delete()
    AuditRow.objects.all().delete()
    assert not verify(heads=seals.heads_kept(heads)).ok

    seals.write_head_of_nothing(heads, remark="restored 2026-11-22")
    assert verify(heads=seals.heads_kept(heads)).ok

    _sealed(heads, batches=1)
    assert verify(heads=seals.heads_kept(heads)).ok
    AuditSeal.objects.all().delete()
    AuditRow.objects.all().delete()
    assert not verify(heads=seals.heads_kept(heads)).ok


# ---------------------------------------------------------------- commands


def _verify_json(settings: Any) -> tuple[int, dict[str, Any]]:
    out, code = StringIO(), 0
    try:
        call_command("verify_audit", "--json", stdout=out)
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, json.loads(out.getvalue())


def test_the_command_seals_and_the_command_checks(settings: Any) -> None:
    _rows(5)
    assert _verify_json(settings)[1]["unsealed"] == 5

    call_command("seal_audit", stdout=StringIO())
    code, told = _verify_json(settings)

    assert code == 0
    assert (told["rows"], told["ok"], told["first_bad"], told["unsealed"]) == (5, True, None, 0)
    assert len(settings.AUDIT_HEADS.read_text().splitlines()) == 1


def test_the_command_names_the_first_bad_row_and_ends_with_one(settings: Any) -> None:
    rows = _rows(5)
    call_command("seal_audit", stdout=StringIO())
    AuditRow.objects.filter(pk=rows[1]).update(about_no=77)
    AuditRow.objects.filter(pk=rows[3]).delete()

    code, told = _verify_json(settings)

    assert code == 1
    assert told["ok"] is False
    assert told["first_bad"] == f"row {rows[1]} edited (seal 1)"


def test_checking_writes_nothing(settings: Any) -> None:
    _rows(5)

    _verify_json(settings)

    assert AuditSeal.objects.count() == 0
    assert not settings.AUDIT_HEADS.exists()


def test_after_a_restore_the_heads_written_since_the_copy_no_longer_bind(heads: Path) -> None:
    _sealed(heads, batches=2)
    kept = AuditSeal.objects.get(no=1)
    AuditRow.objects.filter(pk__gt=kept.upto).delete()
    AuditSeal.objects.filter(no=2).delete()
    assert not verify(heads=_lines(heads)).ok

    seals.write_head(heads, kept, remark="restored 2026-11-22")
    _rows(3)
    seal_once(heads=heads)

    assert verify(heads=_lines(heads)).ok
    AuditSeal.objects.filter(no=2).delete()
    assert not verify(heads=_lines(heads)).ok
