"""The project's own tables about Latvia's municipalities, as plain rows."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent / "data"


def municipalities() -> list[dict[str, str]]:
    """The municipalities since 1 July 2025, with the forms of their names."""
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tukums() -> dict[str, Any]:
    """What Tukums told about specialising its social workers."""
    with (DATA / "tukums.yaml").open(encoding="utf-8") as file:
        told: dict[str, Any] = yaml.safe_load(file)
        return told
