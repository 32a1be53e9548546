"""Every address, visited by everybody, answers as the table says; an address without a row fails."""

import pytest

from tests.access_table import found, read
from tests.crawl import addresses, outcome, visit
from tests.world import World

NEAR = ("lead", "co_worker", "assistance", "psychosocial", "main_worker", "deputy", "receiver", "head", "emergency")
FAR = ("same_unit", "other_unit", "office", "outsider", "other_head", "partner", "admin")
PERSONAS = ("anonymous", *NEAR, *FAR, "named", "unnamed_lead", "unnamed_head")
# Whose walks are made on both databases: the lead sees most, the head by units, the outsider next to nothing.
BOTH_DATABASES = ("lead", "head", "outsider")
WALKERS = [name if name in BOTH_DATABASES else pytest.param(name, marks=pytest.mark.one_database) for name in PERSONAS]
STRANGERS = ("anonymous", *FAR, "unnamed_lead", "unnamed_head")
# What a stranger may open although the address holds a number: before she has given a reason, it shows nothing.
TELLS_NOTHING = {"cases/emergency/person/<int:record>/", "terms/<slug:slug>/", "handbook/<slug:slug>/"}
# A register is a list: everybody who works with files has it, with what is within her own reach.
TELLS_NOTHING |= {"cases/registers/<slug:name>/", "cases/registers/<slug:name>/export/"}
# The head lifts, or opens to more, a restriction that keeps her out as well: she is shown the file's number only.
BY_NUMBER_ALONE = {("cases/<int:pk>/lift/", "unnamed_head"), ("cases/<int:pk>/restrict/name/", "unnamed_head")}
# Units, posts, workers, absences: of the service itself, no client's. Heads and administrators manage them.
OF_THE_SERVICE = ("office/", "cases/absences/")
CLOSED = {"403", "404", "405", "in"}


def test_the_table_has_a_row_for_every_address_and_no_other() -> None:
    routes = {address.route for address in addresses()}
    rows = {route for route, _method in read()}

    assert sorted(routes - rows) == [], "run python tests/make_access.py and review the new rows"
    assert sorted(rows - routes) == [], "run python tests/make_access.py and review what went"


def test_the_table_has_a_column_for_everybody(world: World) -> None:
    assert tuple(world.personas) == PERSONAS
    assert {tuple(row)[3:] for row in read().values()} == {PERSONAS}


@pytest.mark.parametrize("name", WALKERS)
def test_every_address_answers_as_the_table_says(world: World, name: str) -> None:
    table = read()
    posted = {route for route, method in table if method == "POST"}

    differing = {
        f"{method} /{route}": f"answered {answer}, the table says {table.get((route, method), {}).get(name)}"
        for (route, method), answer in found(world.personas[name], post=posted).items()
        if answer != table.get((route, method), {}).get(name)
    }

    assert differing == {}


@pytest.mark.parametrize("name", STRANGERS)
def test_the_table_opens_no_numbered_record_to_a_stranger(name: str) -> None:
    opened = {
        f"{method} /{route}": row[name]
        for (route, method), row in read().items()
        if _names_a_record(route, name) and row[name] not in CLOSED
    }

    assert opened == {}


def _names_a_record(route: str, name: str) -> bool:
    if route.startswith(OF_THE_SERVICE):
        return "<" in route and name not in {"admin", "unnamed_head"}
    return "<" in route and route not in TELLS_NOTHING and (route, name) not in BY_NUMBER_ALONE


def test_nothing_fails_in_the_table() -> None:
    failed = {(route, name) for (route, _method), row in read().items() for name in PERSONAS if row[name][:1] == "5"}

    assert failed == set()


@pytest.mark.parametrize("name", ["same_unit", "outsider", "partner", "unnamed_head"])
def test_a_stranger_changes_nothing_by_post(world: World, name: str) -> None:
    persona = world.personas[name]
    browser = persona.browser()

    let_in = {
        f"POST /{address.route}": answer
        for address in addresses()
        if _names_a_record(address.route, name)
        if (answer := outcome(visit(browser, address.path(persona.file), "POST"))) not in CLOSED
    }

    assert let_in == {}
