"""Synthetic people are the same for the same seed, and look like people on a register."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from saikne.core.models import AuditRow
from saikne.people.engines.synthetic import register
from saikne.people.enums import CodeStanding
from saikne.people.models import CodeFact, PersonRecord, SearchKey
from saikne.people.rules import check_digit_fits

TODAY = date(2026, 11, 22)


def test_the_same_seed_makes_the_same_register() -> None:
    assert list(register(200, seed=7, today=TODAY)) == list(register(200, seed=7, today=TODAY))
    assert list(register(200, seed=7, today=TODAY)) != list(register(200, seed=8, today=TODAY))


def test_codes_are_unique_but_for_people_entered_twice_and_their_check_digit_fits() -> None:
    rows = list(register(3000, seed=3, today=TODAY))

    codes = [row.code for row in rows if row.code and row.same_as is None]

    assert len(codes) == len(set(codes))
    assert all(check_digit_fits(code) for code in codes)
    assert {row.same_as for row in rows if row.same_as} <= {row.id for row in rows}


@pytest.mark.django_db
def test_the_register_goes_through_the_gate_with_keys_and_one_audit_row_a_batch(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("make_register", persons=300, seed=5, json=True)

    told = json.loads(capsys.readouterr().out)
    assert told["persons"] == PersonRecord.objects.count() == 300
    assert AuditRow.objects.filter(act="people.enter_many").count() == 1
    assert SearchKey.objects.values("record").distinct().count() == 300
    holding = CodeFact.objects.filter(standing=CodeStanding.HOLDS).values_list("code", flat=True)
    assert len(holding) == len(set(holding))


def test_the_file_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    target = tmp_path / "register.csv"

    call_command("make_register", persons=20, seed=5, out=target)

    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["id", "code", "first", "last", "sex", "birth", "street", "place", "postcode", "same_as"]
    assert len(rows) == 21
