"""A copy of the whole database is taken and put back whole, or not at all."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
NEW_USER = """
INSERT INTO accounts_user (username, password, first_name, last_name, email, title, phone, language, kind,
    is_superuser, is_staff, is_active, date_joined)
VALUES ('w{0}', '!', '', '', '', '', '', 'lv', 'staff', {1}, {1}, {1}, CURRENT_TIMESTAMP)
"""
NEW_ROW = """
INSERT INTO core_auditrow (at, act, about, about_no, details, by_id)
SELECT CURRENT_TIMESTAMP, 'tests.deed', 'x', 1, '{{}}', id FROM accounts_user WHERE username = 'w{0}'
"""


class Place:
    """A database of its own with the commands run against it, as a person would."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        told = {**os.environ, "DATABASE_URL": self.url, "SAIKNE_DATA": str(self.folder / "var"), **environment}
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=told, cwd=ROOT)  # noqa: S603  # our own command

    def sql(self, *statements: str) -> list[Any]:
        """Statements straight to the database, and what the last one told: quicker than a command."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as here, here:
                return [here.execute(statement).fetchall() for statement in statements][-1]
        with psycopg.connect(self.url) as there:
            told = [there.execute(statement) for statement in statements][-1]
            return told.fetchall() if told.description else []

    def work(self, number: int) -> None:
        no = "0" if self.url.startswith("sqlite") else "false"
        self.sql(NEW_USER.format(number, no), NEW_ROW.format(number))

    def users(self) -> int:
        return int(self.sql("SELECT COUNT(*) FROM accounts_user WHERE username LIKE 'w%'")[0][0])


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
    assert set(json.loads(put_back.stdout)) == {"tables", "rows", "behind"}
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


def test_a_copy_of_a_newer_version_is_refused_and_nothing_changes(place: Place) -> None:
    place.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_new', CURRENT_TIMESTAMP)")
    assert place.run("backup", str(place.folder / "newer")).returncode == 0
    place.work(1)

    done = place.run("restore", str(place.folder / "newer"), "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert "is of a newer version of Saikne (core.9999_new). Update Saikne first." in done.stderr
    assert place.users() == 1


def test_a_copy_of_an_older_version_says_that_migrations_must_follow(place: Place) -> None:
    place.sql("DELETE FROM django_migrations WHERE app = 'core' AND name = '0002_formdone'")
    assert place.run("backup", str(place.folder / "older")).returncode == 0

    done = place.run("restore", str(place.folder / "older"), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["behind"] is True
    assert "run `saikne migrate`" in done.stderr


def test_a_copy_is_for_its_owner_alone(place: Place) -> None:
    target = place.folder / "copy"

    assert place.run("backup", str(target)).returncode == 0

    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.folder.glob(".saikne-*")] == []


@pytest.mark.parametrize("where", ["a folder", "heads"])
def test_what_cannot_be_written_is_told_in_a_sentence_and_nothing_is_left_behind(place: Place, where: str) -> None:
    target = place.folder / "copy"
    (place.folder / "folder").mkdir()
    heads = place.folder / "folder" if where == "heads" else place.folder / "heads"
    if where == "a folder":
        target.mkdir()
    place.work(1)

    done = place.run("backup", str(target), "--json", AUDIT_HEADS=str(heads))

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert str(target) in done.stderr
    assert target.is_dir() or not target.exists()
    assert [path.name for path in place.folder.glob(".saikne-*")] == []


def test_where_the_remark_cannot_be_written_nothing_is_restored(place: Place) -> None:
    assert place.run("backup", str(place.folder / "copy")).returncode == 0
    place.work(1)
    (place.folder / "folder").mkdir()

    done = place.run("restore", str(place.folder / "copy"), AUDIT_HEADS=str(place.folder / "folder"))

    assert done.returncode == 2
    assert "the heads of the audit chain cannot be written" in done.stderr
    assert place.users() == 1


def test_a_copy_from_before_the_first_act_can_be_put_back_and_the_chain_is_whole(place: Place) -> None:
    assert place.run("backup", str(place.folder / "copy")).returncode == 0
    place.work(1)
    assert place.run("seal_audit").returncode == 0

    assert place.run("restore", str(place.folder / "copy")).returncode == 0

    assert json.loads(place.run("verify_audit", "--json").stdout)["ok"] is True


def test_the_database_itself_is_no_copy_of_it(place: Place) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a database on a server is no file")
    place.work(1)

    done = place.run("restore", place.url.removeprefix("sqlite:///"))

    assert done.returncode == 2
    assert "this is the database itself" in done.stderr
    assert place.users() == 1


def test_a_writer_who_does_not_end_is_told_and_nothing_changes(place: Place) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite has one writer")
    assert place.run("backup", str(place.folder / "copy")).returncode == 0
    place.work(1)
    impatient = "\n".join((
        "from pathlib import Path",
        "from django.db import connection",
        "from saikne.core import copies",
        "copies.PATIENCE_SECONDS = 0",
        "connection.ensure_connection()",
        "connection.connection.execute('PRAGMA busy_timeout = 0')",
        f"copies.put_back(Path({str(place.folder / 'copy')!r}))",
    ))  # fmt: skip
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        done = place.run("shell", "-v", "0", "-c", impatient)
        writer.execute("ROLLBACK")

    assert "Somebody is writing to the database. Stop the service" in done.stderr
    assert place.users() == 1


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
