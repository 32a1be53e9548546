"""People on their way to paper or a file: mine only, secret addresses secret, each logged for the purpose chosen."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.models import AuditRow
from saikne.organisation.tests.factories import Service, service
from saikne.people.models import Address
from saikne.people.tests.factories import person
from saikne.privacy.models import AccessRow
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db
PATH = "/people/export/"


@pytest.fixture
def office() -> Service:
    return service()


def browser_of(user: User) -> Browser:
    sync_roles()
    give_role(user, "family")
    browser = Browser()
    browser.force_login(user)
    return browser


def taken(user: User, way: str = "csv") -> str:
    response = browser_of(user).post(PATH, {"way": way, "purpose": "case_management"})
    assert response.status_code == 200
    return response.content.decode("utf-8-sig")


def rows(told: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))[1:]


def test_people_leave_by_surname_with_nobody_of_another_worker(office: Service) -> None:
    for surname in ["Zariņa", "Āboliņa"]:
        person("Anna", surname, date(1980, 1, 31), by=office.family)
    person("Ilze", "Kanāriņa", date(1970, 1, 1), by=office.outsider)

    assert rows(taken(office.family)) == [
        ["Āboliņa", "Anna", "1980-01-31", "", ""],
        ["Zariņa", "Anna", "1980-01-31", "", ""],
    ]
    assert "Kanāriņa" not in taken(office.family, "print")
    assert [row[0] for row in rows(taken(office.outsider))] == ["Kanāriņa"]


@pytest.mark.parametrize("way", ["csv", "print"])
def test_an_address_kept_secret_is_never_told(office: Service, way: str) -> None:
    open_, secret = (person("Anna", name, date(1980, 1, 1), by=office.family) for name in ("Liepa", "Slēptā"))
    for record, text, hidden in [(open_, "Zaļā iela 1", False), (secret, "Paslēpju iela 7", True)]:
        Address.objects.create(
            record=record,
            kind="actual",
            text=text,
            hidden=hidden,
            since=clock.today(),
            noted_at=clock.now(),
            noted_by=office.family,
        )

    told = taken(office.family, way)

    assert "Zaļā iela 1" in told
    assert "Paslēpju" not in told
    assert "nav izpaužama" in told


def test_a_name_that_begins_like_a_formula_is_harmless(office: Service) -> None:
    person("=1+1", "Liepa", date(1980, 1, 1), by=office.family)

    assert rows(taken(office.family))[0][1] == "'=1+1"


def test_everybody_is_logged_by_one_insert_and_the_audit_row_names_nobody(office: Service) -> None:
    for surname in ["Liepa", "Ozola", "Kalna"]:
        person("Anna", surname, date(1980, 1, 1), by=office.family)

    with CaptureQueriesContext(connection) as queries:
        taken(office.family)

    assert sum(query["sql"].startswith('INSERT INTO "privacy_accessrow"') for query in queries) == 1
    assert set(AccessRow.objects.values_list("page", "purpose")) == {("people:list_export", "case_management")}
    assert AccessRow.objects.count() == 3
    details = AuditRow.objects.get(act="ui.export").details
    assert details["rows"] == details["persons"] == 3
    assert not {"Liepa", "Ozola", "Kalna", "Anna"} & set(str(details).replace("'", " ").split())
