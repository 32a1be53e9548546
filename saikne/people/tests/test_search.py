"""What a search shows: everything of those within reach, little of others, nothing of the restricted."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from saikne.core import clock
from saikne.organisation.tests.factories import Service, service, territory
from saikne.people.actions import set_address
from saikne.people.queries import search
from saikne.people.queries.search import Standing
from saikne.people.tests.factories import household, person
from saikne.privacy.actions import restrict

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Service:
    return service()


def test_a_record_within_reach_is_shown_with_reasons_household_and_masked_code(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    household("Ozoliņu ģimene", {record: "parent"}, of=office.municipality)

    (hit,) = search("Ozolina Sannita 14.03.1988.", by=office.family).hits

    assert hit.within
    assert hit.code == "140388-•••••"
    assert hit.household is not None
    assert (hit.household.name, hit.household.size) == ("Ozoliņu ģimene", 1)
    assert [(reason.text, reason.sign) for reason in hit.reasons] == [
        ("Same date of birth", ""),
        ("Similar given name: Sannita – Sanita, one character too many", "near"),
        ("Same surname but for diacritics", ""),
    ]
    assert hit.given_marked
    assert hit.family_marked


def test_out_of_reach_only_initials_year_and_place_are_known(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.outsider, code="14038812345")
    set_address(
        record=record,
        kind="actual",
        text="Bērzu iela 6–2",
        territory=territory("Sēme"),
        since=date(2020, 1, 1),
        by=office.outsider,
    )

    (hit,) = search("Ozolina Sannita 14.03.1988.", by=office.family).hits

    assert hit.standing is Standing.OUTSIDE
    assert (hit.initials, hit.born_year, hit.place) == ("S… O…", 1988, "Sēme")
    assert hit.face is None
    assert (hit.code, hit.address, hit.household) == ("", "", None)
    assert {reason.text for reason in hit.reasons} == {"year of birth", "name or surname"}


def test_of_a_restricted_record_nothing_but_its_number_is_known(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.outsider)
    restrict(
        numbers={"record": [record.pk]},
        reason="staff",
        words="",
        until=clock.today() + timedelta(days=30),
        named=[office.head],
        by=office.head,
    )

    (hit,) = search("Sanita Ozoliņa", by=office.family).hits
    (own,) = search("Sanita Ozoliņa", by=office.outsider).hits
    (named,) = search("Sanita Ozoliņa", by=office.head).hits

    for closed in (hit, own):
        assert closed.standing is Standing.CLOSED
        assert closed.number == record.pk
        assert (closed.reasons, closed.initials, closed.born_year, closed.place, closed.answers) == (
            (),
            "",
            None,
            "",
            None,
        )
    assert named.within


def test_a_hidden_address_neither_finds_nor_is_shown(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    set_address(
        record=record,
        kind="actual",
        text="Slepenā iela 7",
        territory=territory("Sēme"),
        since=date(2020, 1, 1),
        hidden=True,
        by=office.family,
    )

    (hit,) = search("Sanita Ozoliņa Slepenā iela", by=office.family).hits
    person("Sanita", "Ozola", BORN, by=office.outsider)
    (outside,) = search("Sanita Ozoliņa Slepenā iela", by=office.head).hits[:1]

    assert hit.address_hidden
    assert hit.address == ""
    assert not [reason for reason in hit.reasons if "Slepenā" in reason.text and reason.sign == ""]
    assert outside.place == ""


def test_a_search_asks_the_database_as_often_for_one_as_for_five(office: Service) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            search("Ozoliņa 1988", by=office.family)
        return len(asked)

    for number in range(5):
        record = person(f"Anna{'a' * number}", "Ozoliņa", BORN, by=office.family, code=f"1403881234{number}")
        household("Ozoliņu ģimene", {record: "parent"}, of=office.municipality)
        if number == 0:
            one = queries()
    assert len(search("Ozoliņa 1988", by=office.family).hits) == 5
    assert queries() == one


def test_the_command_prints_one_object_of_candidates(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    out = StringIO()

    call_command("search", "--name", "Ozolina Sannita", "--birth", "1988-03-14", "--json", stdout=out)

    (told,) = json.loads(out.getvalue())["candidates"]
    assert (told["id"], told["name"], told["birth"]) == (record.pk, "Sanita Ozoliņa", "1988-03-14")
    assert {one["kind"] for one in told["reasons"]} >= {"same_birth_date", "same_name_folded"}


@pytest.mark.parametrize("arguments", [[], ["--birth", "tomorrow"], ["--code", "12"]])
def test_the_command_refuses_what_it_cannot_read(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("search", *arguments)
    assert refused.value.returncode == 2
