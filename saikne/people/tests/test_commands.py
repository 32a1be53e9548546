"""`saikne make_register` and `saikne search`: what they print, what they refuse, what they leave behind."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from saikne.core.models import AuditRow
from saikne.people.management.commands import make_register
from saikne.people.models import PersonRecord

COLUMNS = ["id", "code", "first", "last", "sex", "birth", "street", "place", "postcode", "same_as"]


def _told(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def _refused(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(*arguments, stdout=out, stderr=StringIO())
    assert refused.value.returncode == 2
    assert out.getvalue() == ""
    return str(refused.value)


def test_a_register_in_a_file_has_its_columns_and_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for file, seed in zip(files, ("7", "7", "8"), strict=True):
        told = _told("make_register", "--persons", "40", "--seed", seed, "--out", str(file))
        assert told["persons"] == 40
        assert set(told) == {"persons", "seconds"}

    rows = list(csv.reader(files[0].open(encoding="utf-8")))
    assert rows[0] == COLUMNS
    assert len(rows) == 41
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()


@pytest.mark.parametrize("where", ["nowhere/x.csv", "", "file/x.csv"])
def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")

    sentence = _refused("make_register", "--persons", "3", "--out", str(tmp_path / where))

    assert "cannot be written" in sentence
    assert [path.name for path in tmp_path.rglob("*")] == ["file"]


def test_a_run_that_is_broken_off_leaves_nothing_half_written(tmp_path: Path, monkeypatch: Any) -> None:
    def broken(*_told: object, **_also: object) -> Any:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(make_register, "register", broken)
    (tmp_path / "x.csv").write_text("what was there")

    with pytest.raises(KeyboardInterrupt):
        call_command("make_register", "--persons", "3", "--out", str(tmp_path / "x.csv"))

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.csv", "what was there")]


def test_nobody_is_no_register() -> None:
    assert _refused("make_register", "--persons", "0") == "--persons must be 1 or more."


@pytest.mark.django_db
def test_a_register_in_the_database_goes_through_the_gate_with_one_audit_row_a_batch(monkeypatch: Any) -> None:
    monkeypatch.setattr(make_register, "BATCH", 20)

    assert _told("make_register", "--persons", "30", "--seed", "3")["persons"] == 30

    assert PersonRecord.objects.count() == 30
    assert AuditRow.objects.count() == 2


@pytest.mark.django_db
def test_whoever_is_in_the_register_is_found_with_the_reasons() -> None:
    _told("make_register", "--persons", "30", "--seed", "3")
    somebody = PersonRecord.objects.exclude(born_on=None).order_by("pk")[3]
    name = f"{somebody.given_name} {somebody.family_name}"

    found = _told("search", "--name", name, "--birth", somebody.born_on.isoformat() if somebody.born_on else "")

    first = found["candidates"][0]
    assert set(first) == {"id", "name", "birth", "score", "reasons"}
    assert first["name"] == name
    assert {reason["kind"] for reason in first["reasons"]} == {"same_name", "same_birth_date"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Nothing to search for: give --name, --birth or --code."),
        (("--birth", "31.02.2020"), "--birth '31.02.2020' is not a date: write 1988-03-14 or 14.03.1988."),
        (("--code", "123"), "--code does not have 11 digits: write 140388-12345."),
        (
            ("--code", "1", "--birth", "x"),
            "--birth 'x' is not a date: write 1988-03-14 or 14.03.1988.\n--code does",
        ),
    ],
)
def test_what_cannot_be_searched_for_is_told_all_at_once(arguments: tuple[str, ...], sentence: str) -> None:
    assert _refused("search", *arguments).startswith(sentence)
