"""Copies of the whole database: taken while people work, put back whole or not at all."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from saikne.core import clock
from saikne.core.models import AuditSeal
from saikne.core.seals import seal_all, write_head, write_head_of_nothing

SQLITE_MARK = b"SQLite format 3\x00"
POSTGRES_MARK = b"PGDMP"
OURS = "core_auditseal"
SECURED_BY = ("sslmode", "sslrootcert", "sslcert", "sslkey")
PATIENCE_SECONDS = 30


class CopyError(Exception):
    """The copy could not be taken or put back; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy that was taken."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """A copy that was put back; `behind` if it is of an older version and `saikne migrate` must follow."""

    tables: int
    rows: int
    behind: bool


def back_up(target: Path) -> Taken:
    """Write the whole database to a file that its owner alone may read and that appears only when it is complete."""
    if not target.parent.is_dir():
        raise CopyError(f"{target}: the folder {target.parent} does not exist. Make it first.")
    if target.is_dir():
        raise CopyError(f"{target}: this is a folder. Name a file in it.")
    try:
        seal_all(heads=settings.AUDIT_HEADS)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".saikne-") as folder:
            draft = Path(folder) / "copy"
            (_sqlite_out if connection.vendor == "sqlite" else _postgres_out)(draft)
            taken = Taken(draft.stat().st_size, _digest(draft))
            _settle(draft)
            draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise CopyError(f"{target}: the copy could not be written ({error}). Nothing was left behind.") from error
    return taken


def put_back(source: Path) -> PutBack:
    """Replace the whole database by the copy; a file that is not ours is refused and nothing is changed."""
    mark = _mark_of(source)
    _refuse_unless_heads_can_be_written()
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


def _mark_of(source: Path) -> bytes:
    if not source.is_file():
        raise CopyError(f"{source}: there is no such file.")
    try:
        with source.open("rb") as file:
            return file.read(len(SQLITE_MARK))
    except OSError as error:
        raise CopyError(f"{source}: the file cannot be read ({error.strerror}).") from error


def _refuse_unless_heads_can_be_written() -> None:
    """Before anything is replaced: a chain without the remark of its restoring would look cut off."""
    heads = settings.AUDIT_HEADS
    try:
        heads.parent.mkdir(parents=True, exist_ok=True)
        heads.open("a").close()
    except OSError as error:
        raise CopyError(f"{heads}: the heads of the audit chain cannot be written ({error.strerror}).") from error


def _settle(draft: Path) -> None:
    """On the disk, and for its owner alone, before it gets its name."""
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remark(source: Path) -> None:
    """The head of the restored chain, with a remark: heads written after the copy no longer bind it."""
    last = AuditSeal.objects.order_by("-no").first()
    remark = f"restored {clock.now().isoformat()} {_digest(source)[:16]}"
    if last is None:
        write_head_of_nothing(settings.AUDIT_HEADS, remark=remark)
    else:
        write_head(settings.AUDIT_HEADS, last, remark=remark)


def _counted() -> PutBack:
    """What stands in the database now, whatever version it is of."""
    executor = MigrationExecutor(connection)
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = sum(_rows_in(cursor, table) for table in tables)
    return PutBack(len(tables), rows, behind)


def _rows_in(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a name the database told
    return int(cursor.fetchone()[0])


def _refuse_a_newer_version(source: Path, applied: Iterable[tuple[str, str]]) -> None:
    """A copy that has been through changes which this version does not know."""
    known = MigrationLoader(None).disk_migrations
    ours = {app for app, _name in known}
    newer = sorted(f"{app}.{name}" for app, name in applied if app in ours and (app, name) not in known)
    if newer:
        raise CopyError(f"{source}: this copy is of a newer version of Saikne ({newer[0]}). Update Saikne first.")


# ---------------------------------------------------------------- SQLite


def _sqlite_out(draft: Path) -> None:
    """The backup of SQLite itself, consistent while others write."""
    connection.ensure_connection()
    with closing(sqlite3.connect(draft)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _sqlite_in(source: Path) -> None:
    """Page by page in one transaction of SQLite: all of it or nothing."""
    live = Path(str(connection.settings_dict["NAME"]))
    if live.exists() and source.samefile(live):
        raise CopyError(f"{source}: this is the database itself, not a copy of it.")
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            _refuse_a_stranger(source, copy)
            connection.ensure_connection()
            copy.backup(connection.connection, pages=-1, progress=_patience())
    except sqlite3.Error as error:
        raise CopyError(f"{source}: the copy could not be put back ({error}). Nothing was changed.") from error
    finally:
        connection.close()


def _patience() -> Callable[[int, int, int], None]:
    """SQLite would wait for another writer without end."""
    until = monotonic() + PATIENCE_SECONDS

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and monotonic() > until:
            raise CopyError("Somebody is writing to the database. Stop the service and its sealer, then try again.")

    return look


def _refuse_a_stranger(source: Path, copy: sqlite3.Connection) -> None:
    try:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        raise CopyError(f"{source}: the file is damaged ({error}). Take another copy.") from error
    if not sound:
        raise CopyError(f"{source}: the file is damaged. Take another copy.")
    if OURS not in tables:
        raise CopyError(f"{source}: this is a SQLite database, but not one of Saikne.")
    _refuse_a_newer_version(source, copy.execute("SELECT app, name FROM django_migrations"))


# ---------------------------------------------------------------- PostgreSQL


def _postgres_out(draft: Path) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", *_where()])


def _postgres_in(source: Path) -> None:
    listed = _run(["pg_restore", "--list", str(source)])
    if OURS not in listed:
        raise CopyError(f"{source}: this is a PostgreSQL copy, but not one of Saikne.")
    migrations = _run(["pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(source)])
    _refuse_a_newer_version(source, _migrations_in(migrations))
    connection.close()
    command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    try:
        _run([*command, *_where(), str(source)])
    except CopyError as error:
        raise CopyError(
            f"{error}\nNothing was changed. A copy of an older version goes into a new, empty database: "
            "make one and name it in DATABASE_URL."
        ) from error


def _migrations_in(script: str) -> Iterator[tuple[str, str]]:
    """Rows of the table of migrations as `pg_restore` writes them: number, app, name, moment, between tabs."""
    for line in script.splitlines():
        columns = line.split("\t")
        if len(columns) == 4 and columns[0].isdigit():
            yield columns[1], columns[2]


def _settings() -> Mapping[str, Any]:
    return connection.settings_dict


def _where() -> Iterable[str]:
    told = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{option}={value}" for option, name in told.items() if (value := _settings()[name])]


def _secrets() -> dict[str, str]:
    """The password, and how the line is secured, as the client tools read them."""
    told = {"PGPASSWORD": _settings()["PASSWORD"]}
    told |= {f"PG{name.upper()}": _settings()["OPTIONS"].get(name) for name in SECURED_BY}
    return {name: str(value) for name, value in told.items() if value}


def _run(command: list[str]) -> str:
    tool = shutil.which(command[0])
    if tool is None:
        raise CopyError(
            f"{command[0]} is not installed. Install the PostgreSQL client tools (Debian: postgresql-client)."
        )
    done = subprocess.run(  # noqa: S603  # the tool found on the path, arguments from the settings
        [tool, *command[1:]], capture_output=True, text=True, check=False, env={**os.environ, **_secrets()}
    )
    if done.returncode:
        raise CopyError(f"{command[0]}: {done.stderr.strip() or 'failed without a word'}")
    return done.stdout
