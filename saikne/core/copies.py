"""Copies of the whole database: taken while people work, put back whole or not at all."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from saikne.core import clock
from saikne.core.models import AuditSeal
from saikne.core.seals import seal_all, write_head

SQLITE_MARK = b"SQLite format 3\x00"
POSTGRES_MARK = b"PGDMP"
OURS = "core_auditseal"


class CopyError(Exception):
    """The copy could not be taken or put back; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy that was taken."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """A copy that was put back."""

    tables: int
    rows: int


def back_up(target: Path) -> Taken:
    """Write the whole database to a file, which appears only when it is complete."""
    if not target.parent.is_dir():
        raise CopyError(f"{target}: the folder {target.parent} does not exist. Make it first.")
    seal_all(heads=settings.AUDIT_HEADS)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".saikne-") as folder:
        draft = Path(folder) / "copy"
        (_sqlite_out if connection.vendor == "sqlite" else _postgres_out)(draft)
        taken = Taken(draft.stat().st_size, _digest(draft))
        draft.replace(target)
    return taken


def put_back(source: Path) -> PutBack:
    """Replace the whole database by the copy; a file that is not ours is refused and nothing is changed."""
    if not source.is_file():
        raise CopyError(f"{source}: there is no such file.")
    with source.open("rb") as file:
        mark = file.read(len(SQLITE_MARK))
    if connection.vendor == "sqlite":
        if mark != SQLITE_MARK:
            raise CopyError(f"{source}: this is not a copy of a SQLite database made by `saikne backup`.")
        _sqlite_in(source)
    else:
        if not mark.startswith(POSTGRES_MARK):
            raise CopyError(f"{source}: this is not a copy of a PostgreSQL database made by `saikne backup`.")
        _postgres_in(source)
    _remark(source)
    return _counted()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remark(source: Path) -> None:
    """The head of the restored chain, with a remark: heads written after the copy no longer bind it."""
    last = AuditSeal.objects.order_by("-no").first()
    if last is not None:
        write_head(settings.AUDIT_HEADS, last, remark=f"restored {clock.now().isoformat()} {_digest(source)[:16]}")


def _counted() -> PutBack:
    models = list(apps.get_models(include_auto_created=True))
    return PutBack(len(models), sum(model._default_manager.count() for model in models))


# ---------------------------------------------------------------- SQLite


def _sqlite_out(draft: Path) -> None:
    """The backup of SQLite itself, consistent while others write."""
    connection.ensure_connection()
    with closing(sqlite3.connect(draft)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _sqlite_in(source: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
        _refuse_a_stranger(source, copy)
        connection.ensure_connection()
        copy.backup(connection.connection)
    connection.close()


def _refuse_a_stranger(source: Path, copy: sqlite3.Connection) -> None:
    try:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        raise CopyError(f"{source}: the file is damaged ({error}). Take another copy.") from error
    if OURS not in tables:
        raise CopyError(f"{source}: this is a SQLite database, but not one of Saikne.")
    if not sound:
        raise CopyError(f"{source}: the file is damaged. Take another copy.")


# ---------------------------------------------------------------- PostgreSQL


def _postgres_out(draft: Path) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", *_where()])


def _postgres_in(source: Path) -> None:
    listed = _run(["pg_restore", "--list", str(source)])
    if OURS not in listed:
        raise CopyError(f"{source}: this is a PostgreSQL copy, but not one of Saikne.")
    connection.close()
    command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    _run([*command, *_where(), str(source)])


def _settings() -> Mapping[str, Any]:
    return connection.settings_dict


def _where() -> Iterable[str]:
    told = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{option}={value}" for option, name in told.items() if (value := _settings()[name])]


def _run(command: list[str]) -> str:
    tool = shutil.which(command[0])
    if tool is None:
        raise CopyError(
            f"{command[0]} is not installed. Install the PostgreSQL client tools (Debian: postgresql-client)."
        )
    secret = {"PGPASSWORD": str(_settings()["PASSWORD"])} if _settings()["PASSWORD"] else {}
    done = subprocess.run(  # noqa: S603  # the tool found on the path, arguments from the settings
        [tool, *command[1:]], capture_output=True, text=True, check=False, env={**os.environ, **secret}
    )
    if done.returncode:
        raise CopyError(f"{command[0]}: {done.stderr.strip() or 'failed without a word'}")
    return done.stdout
