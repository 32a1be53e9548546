"""The tests' tables are made from the models; here the migrations are applied, and both come to the same."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


def described(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Table or index → its definition, without the order in which columns came to be."""
    return {name: sorted(part.strip(" ()") for part in sql.split(",")) for name, sql in rows}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own list of tables")
def test_migrations_make_the_tables_that_the_models_describe(tmp_path: Path) -> None:
    place = tmp_path / "migrated.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{place}"},
    )
    with sqlite3.connect(place) as migrated:
        applied = described(migrated.execute(SCHEMA))
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        made = described(cursor.fetchall())

    assert applied.pop("django_migrations")
    assert applied == made
