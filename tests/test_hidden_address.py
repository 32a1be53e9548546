"""A hidden address is read by nobody but whoever works with the file, on the person's page, and on no paper."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest

from saikne.people.actions.addresses import set_address
from tests.access_table import read
from tests.crawl import addresses, text_of, visit
from tests.test_access import PERSONAS
from tests.test_canaries import SEARCHES
from tests.world import WORK, World, readable

HIDDEN, FORMER = "Patvēruma aleja 58–29", "Bēgšanas gatve 61–17"
# Where the address is told, and to whom: on the person's page, to those who have the whole case work.
TOLD = {"people/<int:pk>/"}


@pytest.fixture
def sheltered(world: World) -> World:
    """The mother lives at a hidden address since a while, and lived at another one before; the others live with her."""
    mother, lead = world.open.people[0], world.personas["lead"].user
    assert lead is not None
    everybody = [record.pk for record in world.open.people[1:]]
    for text, since in ((FORMER, date(2022, 1, 1)), (HIDDEN, date(2024, 1, 1))):
        set_address(record=mother, kind="actual", text=text, since=since, hidden=True, by=lead)
    set_address(record=mother, kind="declared", text=HIDDEN, since=date(2024, 1, 1), hidden=True, by=lead)
    for number in everybody:
        record = next(one for one in world.open.people if one.pk == number)
        set_address(record=record, kind="actual", text=HIDDEN, since=date(2024, 1, 1), by=lead)
    return world


def _pages(world: World) -> Iterator[tuple[str, str]]:
    """Every address of the table, whoever may open it, and searches that could find her or the place."""
    table, file = read(), world.open
    known = (address for address in addresses() if (address.route, "GET") in table)
    yield from ((address.route, address.path(file)) for address in known)
    given, family, born, _sex = file.names.people[0]
    for pattern in SEARCHES:
        for asked in (f"{given} {family}", f"{given} {family} Patvēruma aleja", f"{born:%d.%m.%Y.}", "Patvēruma aleja"):
            yield pattern, pattern.format(quote(asked))


def _tells(world: World, name: str) -> set[str]:
    """Addresses of pages and papers on which a hidden address is read."""
    browser = world.personas[name].browser()
    pages = ((route, text_of(visit(browser, path))) for route, path in _pages(world))
    return {route for route, text in pages if HIDDEN in text or FORMER in text}


@pytest.mark.parametrize("name", PERSONAS)
def test_no_page_search_or_paper_tells_a_hidden_address_to_who_need_not_go_there(sheltered: World, name: str) -> None:
    reads = readable(sheltered, sheltered.personas[name])
    goes_there = WORK in reads[sheltered.open.names.token]

    assert _tells(sheltered, name) == (TOLD if goes_there else set())


def test_the_address_was_read_before_it_was_hidden(world: World) -> None:
    """Else the test above would prove nothing."""
    browser, file = world.personas["assistance"].browser(), world.open
    read_at = [
        path
        for path in (f"/people/{file.people[0].pk}/", f"/cases/{file.case.pk}/", "/people/")
        if file.names.address in text_of(visit(browser, path))
    ]

    assert len(read_at) == 3
