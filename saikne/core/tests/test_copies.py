"""A copy of the whole database is taken and put back whole, or not at all."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
from saikne.accounts.models import User
from saikne.core.acts import note
user = User.objects.create(username="w%s")
note(act="tests.deed", about="x", about_no=1, by=user)
"""


class Place:
    """A database of its own with the commands run against it, as a person would."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        told = {**os.environ, "DATABASE_URL": self.url, "SAIKNE_DATA": str(self.folder / "var"), **environment}
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=told, cwd=ROOT)  # noqa: S603  # our own command

    def work(self, number: int) -> None:
        done = self.run("shell", "-v", "0", "-c", SCRIPT % number)
        assert done.returncode == 0, done.stderr

    def users(self) -> int:
        done = self.run(
            "shell", "-v", "0", "-c",
            "from saikne.accounts.models import User; print(User.objects.filter(username__startswith='w').count())",
        )  # fmt: skip
        return int(done.stdout.split()[-1])


def _server() -> dict[str, Any]:
    told = settings.DATABASES["default"]
    found = {"host": told["HOST"], "port": told["PORT"] or 5432, "user": told["USER"], "password": told["PASSWORD"]}
    return {"dbname": "postgres", **{name: value for name, value in found.items() if value}}


def _on_server(command: str) -> None:
    with psycopg.connect(**_server(), autocommit=True) as server:
        server.execute(command)


def _url(name: str) -> str:
    told = _server()
    secret = f":{told['password']}" if "password" in told else ""
    return f"postgres://{told['user']}{secret}@{str(told.get('host', '')).replace('/', '%2F')}:{told['port']}/{name}"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A database with its tables made once; each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("copies")
    if connection.vendor == "sqlite":
        yield _made(Place(folder, f"sqlite:///{folder / 'base.sqlite3'}"))
        return
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    name = f"saikne_base_{os.getpid()}"
    _on_server(f'CREATE DATABASE "{name}"')
    try:
        yield _made(Place(folder, _url(name)))
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _made(place: Place) -> Place:
    done = place.run("migrate", "-v", "0")
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def place(tmp_path: Path, base: Place) -> Iterator[Place]:
    if connection.vendor == "sqlite":
        shutil.copy(base.folder / "base.sqlite3", tmp_path / "place.sqlite3")
        yield Place(tmp_path, f"sqlite:///{tmp_path / 'place.sqlite3'}")
        return
    name = f"saikne_copies_{os.getpid()}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{base.url.rpartition("/")[2]}"')
    try:
        yield Place(tmp_path, _url(name))
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_copy_put_back_brings_everything_back_and_says_so_in_the_heads(place: Place) -> None:
    target = place.folder / "copy"
    place.work(1)
    taken = place.run("backup", str(target), "--json")
    place.work(2)
    assert place.run("seal_audit").returncode == 0
    assert place.users() == 2

    put_back = place.run("restore", str(target), "--json")
    checked = place.run("verify_audit", "--json")

    facts = json.loads(taken.stdout)
    assert facts["bytes"] == target.stat().st_size
    assert facts["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert put_back.returncode == 0, put_back.stderr
    assert set(json.loads(put_back.stdout)) == {"tables", "rows"}
    assert json.loads(put_back.stdout)["rows"] > 0
    assert place.users() == 1
    assert "restored" in (place.folder / "var" / "audit-heads.txt").read_text().splitlines()[-1]
    assert json.loads(checked.stdout)["ok"] is True, checked.stdout


@pytest.mark.parametrize("kind", ["missing", "text", "other", "damaged"])
def test_a_file_that_is_not_ours_is_refused_in_a_sentence_and_nothing_changes(place: Place, kind: str) -> None:
    place.work(1)
    source = place.folder / "source"
    _spoilt(kind, source, place)

    done = place.run("restore", str(source), "--json")

    assert done.returncode == 2
    assert done.stdout == ""
    assert str(source) in done.stderr or "pg_restore" in done.stderr
    assert "Traceback" not in done.stderr
    assert place.users() == 1


def _spoilt(kind: str, source: Path, place: Place) -> None:
    if kind == "text":
        source.write_text("vārds,uzvārds\n")
    elif kind == "other":
        with sqlite3.connect(source) as stranger:
            stranger.execute("CREATE TABLE other (id INTEGER)")
    elif kind == "damaged":
        assert place.run("backup", str(source)).returncode == 0
        content = source.read_bytes()
        source.write_bytes(content[: len(content) // 3])


def test_a_folder_that_is_not_there_is_named_and_nothing_is_left_behind(place: Place) -> None:
    done = place.run("backup", str(place.folder / "nowhere" / "copy"))

    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert not (place.folder / "nowhere").exists()
    assert [path.name for path in place.folder.glob(".saikne-*")] == []


def test_without_the_tools_the_sentence_says_what_to_install(place: Place) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no tools")

    done = place.run("backup", str(place.folder / "copy"), PATH="")

    assert done.returncode == 2
    assert "postgresql-client" in done.stderr
    assert not (place.folder / "copy").exists()
