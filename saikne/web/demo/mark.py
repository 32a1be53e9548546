"""The mark by which a database is known as a demo: nothing else is ever built over or served as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.models import Setting

CODE = "web.demo"


def mark_as_demo() -> None:
    """Inside the act that builds: this database holds nobody who exists."""
    Setting.objects.create(
        code=CODE, scope_no=0, value=True, valid_from=clock.today(), known_since=clock.now(), source="saikne demo"
    )


def is_demo() -> bool:
    """Whether this database was built by `saikne demo`."""
    try:
        return Setting.objects.filter(code=CODE).exists()
    except DatabaseError:
        return False


def is_empty() -> bool:
    """Whether nobody works in this database yet: no tables, or no users."""
    if User._meta.db_table not in connection.introspection.table_names():
        return True
    return not User.objects.exists()


def lists_accounts() -> bool:
    """Whether the page of signing in may name the demo's accounts."""
    return bool(settings.DEBUG) and is_demo()


class NotSQLiteError(Exception):
    """A database on a server is not thrown away."""


@contextmanager
def replacing(heads: Path) -> Iterator[None]:
    """Build in place of a former demo: it is gone when the new one stands, and back when that failed."""
    file = _database_file()
    if file is None and not is_empty():
        raise NotSQLiteError
    connection.close()
    beside = [heads, *(file.with_name(file.name + ending) for ending in ("", "-wal", "-shm"))] if file else [heads]
    kept = [(path, path.with_name(path.name + ".before")) for path in beside if path.exists()]
    for path, former in kept:
        path.replace(former)
    try:
        yield
    except BaseException:
        connection.close()
        for path in beside:
            path.unlink(missing_ok=True)
        for path, former in kept:
            former.replace(path)
        raise
    if file and len(kept) > 1:  # heads without a file beside them are not the demo's: they stay as `.before`
        for _path, former in kept:
            former.unlink()


def _database_file() -> Path | None:
    """The file of an SQLite database; nothing for other databases and for those in memory."""
    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" and "memory" not in name and name else None
