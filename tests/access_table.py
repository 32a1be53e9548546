"""The table of expected answers: an address and a method a row, a visitor a column. Reviewed by people."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tests.crawl import Address, addresses, outcome, visit
from tests.world import Persona, World

TABLE = Path(__file__).with_name("access.csv")
Row = dict[str, str]


def key(address: Address, method: str) -> tuple[str, str]:
    """What names a row."""
    return address.route, method


@cache
def read() -> dict[tuple[str, str], Row]:
    """The table as it stands."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["address"], row["method"]): row for row in csv.DictReader(file)}


def found(persona: Persona, *, post: Iterable[str]) -> dict[tuple[str, str], str]:
    """What every address answers to this visitor; those in `post` are asked by POST too."""
    answers, posted, browser = {}, set(post), persona.browser()
    for address in addresses():
        path = address.path(persona.file)
        answers[key(address, "GET")] = outcome(visit(browser, path))
        if address.route in posted:
            answers[key(address, "POST")] = outcome(visit(browser, path, "POST"))
    return answers


def write(world: World) -> None:
    """Write the table anew from what the house answers now, for review."""
    names = {address.route: address.name for address in addresses()}
    personas = list(world.personas.values())
    rows = _rows(personas)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["address", "name", "method", *world.personas], lineterminator="\n")
        table.writeheader()
        for (route, method), answers in rows.items():
            table.writerow({"address": route, "name": names[route], "method": method, **answers})


def _rows(personas: list[Persona]) -> Mapping[tuple[str, str], Row]:
    """Every address by GET; those that refuse it to anybody by POST too."""
    asked = {persona.name: found(persona, post=()) for persona in personas}
    refusing = {route for answers in asked.values() for (route, _get), seen in answers.items() if seen == "405"}
    for persona in personas:
        browser = persona.browser()
        for address in addresses():
            if address.route in refusing:
                answer = visit(browser, address.path(persona.file), "POST")
                asked[persona.name][key(address, "POST")] = outcome(answer)
    rows: dict[tuple[str, str], Row] = {}
    for name, answers in asked.items():
        for row, seen in answers.items():
            rows.setdefault(row, {})[name] = seen
    return rows
