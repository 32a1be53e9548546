"""The tests' tables are made from the models; here the migrations are applied, and both come to the same."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
LITE = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
# What a table is on a server, a row for each part: its columns, its indexes, its constraints.
SERVER = {
    "columns": """
        SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
               a.attcollation, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a
        JOIN pg_class t ON t.oid = a.attrelid AND t.relkind = 'r'
        LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
        WHERE t.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT t.relname, c.conname, c.convalidated, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE c.connamespace = 'public'::regnamespace""",
}
LEDGER = "django_migrations"
# Django's own: by migrations the key of this table is of our kind of number, by models of that of Django's room.
DJANGOS_OWN = ("auth_group_permissions", "id")
Parts = dict[str, set[tuple[Any, ...]]]


def migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
    )


def described(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Table or index → its definition, without the order in which columns came to be."""
    return {name: sorted(part.strip(" ()") for part in text.split(",")) for name, text in rows}


def parts(cursor: Any) -> Parts:
    """Columns, indexes and constraints of all tables, but for the table that only migrations have."""
    found = {}
    for what, question in SERVER.items():
        cursor.execute(question)
        found[what] = {tuple(row) for row in cursor.fetchall() if row[0] != LEDGER and row[:2] != DJANGOS_OWN}
    return found


def differences(applied: Parts, made: Parts) -> Iterator[str]:
    for what, rows in applied.items():
        yield from (f"{what}, by migrations alone: {row}" for row in sorted(rows - made[what], key=str))
        yield from (f"{what}, by models alone: {row}" for row in sorted(made[what] - rows, key=str))


@contextmanager
def scratch_database(name: str) -> Iterator[str]:
    """An empty database beside that of the tests, gone afterwards; tells its address."""
    there = connection.settings_dict
    access = {"host": there["HOST"], "port": there["PORT"], "user": there["USER"], "password": there["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in access.items() if v}) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            user, password, host = (quote(str(access[key]), safe="") for key in ("user", "password", "host"))
            port = f":{access['port']}" if access["port"] else ""
            yield f"postgres://{user}{f':{password}' if password else ''}@{host}{port}/{name}"
        finally:
            server.execute(drop)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own list of tables")
def test_migrations_make_the_tables_that_the_models_describe(tmp_path: Path) -> None:
    place = tmp_path / "migrated.sqlite3"
    migrate(f"sqlite:///{place}")
    with sqlite3.connect(place) as migrated:
        applied = described(migrated.execute(LITE))
    with connection.cursor() as cursor:
        cursor.execute(LITE)
        made = described(cursor.fetchall())

    assert applied.pop(LEDGER)
    assert applied == made


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's own list of tables")
def test_migrations_make_on_a_server_what_the_models_describe() -> None:
    with scratch_database(f"{connection.settings_dict['NAME']}_migrated") as url:
        migrate(url)
        with psycopg.connect(url) as migrated, migrated.cursor() as cursor:
            applied = parts(cursor)
    with connection.cursor() as cursor:
        made = parts(cursor)

    assert all(applied.values())
    assert applied == made, "\n".join(differences(applied, made))
