"""The mark by which a database is known as a demo: nothing else is ever built over or served as one."""

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


def database_file() -> Path | None:
    """The file of an SQLite database; nothing for other databases and for those in memory."""
    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" and "memory" not in name and name else None
