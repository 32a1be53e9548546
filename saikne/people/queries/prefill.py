"""What was typed into the search box, read into the fields of a new person: a guess for the worker to check."""

import csv
from functools import cache
from pathlib import Path

from saikne.people.rules import ParsedQuery, days_asked, fold, format_code
from saikne.ui.words import day

CARRIED = frozenset({"given_name", "family_name", "born_on", "code"})
NAMES = Path(__file__).resolve().parent.parent / "data" / "names.csv"


@cache
def _given_names() -> frozenset[str]:
    with NAMES.open(encoding="utf-8", newline="") as rows:
        return frozenset(fold(row["text"]) for row in csv.DictReader(rows) if row["kind"] == "given")


def typed_fields_of(query: ParsedQuery) -> dict[str, list[str]]:
    """Fields of the form as they would have been typed: a known given name first, the other words the surname."""
    words = [word.text for word in query.words]
    given = [word for word in words if fold(word) in _given_names()]
    if not given and len(words) > 1:
        given = words[:1]
    family = [word for word in words if word not in given]
    days = days_asked(query)
    found = {
        "given_name": " ".join(given),
        "family_name": " ".join(family),
        "born_on": day(days[0]) if len(days) == 1 else "",
        "code": format_code(query.codes[0]) if query.codes else "",
    }
    return {name: [value] for name, value in found.items() if value}
