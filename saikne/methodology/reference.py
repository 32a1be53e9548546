"""The project's own tables of terms, legal references and classifications, as plain rows."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
Row = dict[str, str]


def terms() -> list[Row]:
    """The Latvian and English terms of the field, with their sources."""
    return _rows("terms.csv")


def legal_references() -> list[Row]:
    """What the law is understood to say."""
    return _rows("legal_references.csv")


def classifications() -> list[Row]:
    """Lists of choices."""
    return _rows("classifications.csv")


def _rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
