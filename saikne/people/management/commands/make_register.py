"""`saikne make_register`: people who do not exist, into a file or into the database through the gate."""

import csv
import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from saikne.accounts.actions import system_user
from saikne.core import clock
from saikne.people.actions import Identity
from saikne.people.actions.bulk import Newcomer, place_many
from saikne.people.engines.synthetic import COLUMNS, SyntheticPerson, register
from saikne.people.enums import RecordSource

BATCH = 1000


class Command(BaseCommand):
    """Make a synthetic register."""

    help = "Make a register of people who do not exist: into the database, or with --out into a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, which seed, where to."""
        parser.add_argument("--persons", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows; print how many and how long it took."""
        if options["persons"] < 1:
            raise CommandError("--persons must be 1 or more.", returncode=2)
        begun = time.perf_counter()
        rows = register(options["persons"], seed=options["seed"], today=clock.today())
        written = _to_file(rows, options["out"]) if options["out"] else self._to_database(rows)
        seconds = round(time.perf_counter() - begun, 2)
        if options["json"]:
            self.stdout.write(json.dumps({"persons": written, "seconds": seconds}))
        else:
            self.stdout.write(f"{written} persons in {seconds} s")

    def _to_database(self, rows: Iterator[SyntheticPerson]) -> int:
        by = system_user()
        written = 0
        while batch := list(islice(rows, BATCH)):
            with transaction.atomic():
                place_many(people=[_newcomer(row) for row in batch], source=RecordSource.SYNTHETIC, by=by)
            written += len(batch)
            self.stderr.write(f"\r{written} persons", ending="")
        self.stderr.write("")
        return written


def _newcomer(row: SyntheticPerson) -> Newcomer:
    unknown = {} if row.code else {"code": "not_told"}
    return Newcomer(
        identity=Identity(
            given_name=row.first, family_name=row.last, born_on=row.birth, sex=row.sex, code=row.code, unknown=unknown
        ),
        address=f"{row.street}, {row.place}, {row.postcode}",
    )


def _to_file(rows: Iterator[SyntheticPerson], path: Path) -> int:
    """Write beside, then put in place: a broken run leaves nothing half-written."""
    beside = path.with_name(path.name + ".part")
    written = 0
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for row in rows:
                writer.writerow([getattr(row, name) if getattr(row, name) is not None else "" for name in COLUMNS])
                written += 1
        beside.replace(path)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}. Choose another place.", returncode=2
        ) from error
    finally:
        with suppress(OSError):  # it is not there: put in place, or never begun
            beside.unlink()
    return written
