"""A database of the bench's own, made for a run and thrown away after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection


@contextmanager
def scratch_database() -> Iterator[str]:
    """Work in a fresh database of the kind that DATABASE_URL names; yields what kind that is."""
    with TemporaryDirectory(prefix="saikne-bench-") as folder:
        name = str(Path(folder) / "bench.sqlite3") if connection.vendor == "sqlite" else "saikne_bench"
        former = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield connection.vendor
        finally:
            connection.creation.destroy_test_db(former, verbosity=0)
