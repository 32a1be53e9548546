"""Pages of people: what is shown to whom, what is logged, what a form refuses and keeps."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import Joining, add_member, add_tie, begin_household, set_address
from saikne.people.models import Address, Household, HouseholdMember, PersonRecord, SearchMade, Tie
from saikne.people.tests.factories import household, person
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
MOVED = date(2021, 5, 1)


@pytest.fixture
def office() -> Service:
    return service()


def signed_in(user: User) -> Client:
    finders, _made = Group.objects.get_or_create(name="finders")
    finders.permissions.add(Permission.objects.get(codename="view_personrecord"))
    user.groups.add(finders)
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def new_person(**changed: str) -> dict[str, str]:
    typed = {
        "given_name": "Anna",
        "family_name": "Zvejniece",
        "born_on": "02.11.1990.",
        "code": "",
        "unknown_code": "not_told",
        "sex": "F",
    }
    return typed | changed


def looked(client: Client, text: str, **more: str) -> str:
    """Search, say that it is none of them, and come to the form."""
    client.get(reverse("people:search"), {"q": text})
    made = SearchMade.objects.latest("pk")
    response = client.post(reverse("people:seen"), {"search": made.pk, "q": text, "seen": "on", **more})
    assert response.status_code == 302
    return str(response["Location"])


def test_the_search_page_marks_names_gives_reasons_and_logs_who_was_shown(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    page = text_of(signed_in(office.family), reverse("people:search") + "?q=Ozolina+Sannita+14.03.1988.")

    assert "<mark>Sanita Ozoliņa</mark>" in page
    assert "140388-•••••" in page
    assert "12345" not in page
    row = AccessRow.objects.get()
    assert (row.user, row.purpose, row.page) == (office.family, "search", "people:search")
    assert row.person_no == record.links.get().person_id
    made = SearchMade.objects.get()
    assert (made.candidates, made.seen_at) == ([record.pk], None)
    assert "zolin" not in made.digest


def test_an_outsider_sees_initials_and_a_match_number_and_cannot_open_the_person(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    set_address(record=record, kind="actual", text="Bērzu iela 6", since=MOVED, by=office.family)
    home = household("Kanārijputnu ģimene", {record: "parent"}, of=office.municipality)
    client = signed_in(office.outsider)

    page = text_of(client, reverse("people:search") + "?q=Sannita+Ozolina+1988")

    assert "S… O…" in page
    assert f"{record.pk}" in page
    for canary in ("Sanita Ozoliņa", "Ozoliņa", "140388", "14.03.", "Bērzu", "Kanārijputnu"):
        assert canary not in page
    for name, pk in (("person", record.pk), ("amend", record.pk), ("address_add", record.pk), ("household", home.pk)):
        text_of(client, reverse(f"people:{name}", args=[pk]), 404)
    assert AccessRow.objects.get(user=office.outsider).purpose == "search"


def test_who_searches_must_say_that_it_is_none_of_them(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    client.get(reverse("people:search"), {"q": "Sanita Ozoliņa"})
    made = SearchMade.objects.get()

    refused = client.post(reverse("people:seen"), {"search": made.pk, "q": "Sanita Ozoliņa"})

    assert refused.status_code == 422
    assert SearchMade.objects.filter(seen_at__isnull=False).count() == 0
    assert client.get(reverse("people:add"), {"search": made.pk}).status_code == 302


@pytest.mark.parametrize("forged", ["999999", "-1", "abc", "9" * 40, ""])
def test_a_forged_search_number_never_opens_the_gate(office: Service, forged: str) -> None:
    client = signed_in(office.family)

    assert client.post(reverse("people:seen"), {"search": forged, "seen": "on"}).status_code == 404
    answer = client.post(reverse("people:add"), new_person(search=forged, seen="on"))

    assert answer.status_code == 422
    assert not PersonRecord.objects.exists()


def test_somebody_elses_search_is_not_mine(office: Service) -> None:
    signed_in(office.parish).get(reverse("people:search"), {"q": "Anna Zvejniece"})
    made = SearchMade.objects.get()
    client = signed_in(office.family)

    assert client.post(reverse("people:seen"), {"search": made.pk, "seen": "on"}).status_code == 404
    assert client.post(reverse("people:add"), new_person(search=str(made.pk), seen="on")).status_code == 422
    assert not PersonRecord.objects.exists()


def test_what_was_typed_is_carried_into_the_form_and_not_into_the_address(office: Service) -> None:
    client = signed_in(office.family)

    address = looked(client, "Zvejniece Anna 02.11.1990.")
    page = text_of(client, address)

    assert "Zvejniece" not in address
    assert re.search(r'name="given_name"[^>]*value="Anna"|value="Anna"[^>]*name="given_name"', page)
    assert 'value="Zvejniece"' in page
    assert 'value="02.11.1990."' in page


def test_a_new_person_is_entered_once(office: Service) -> None:
    client = signed_in(office.family)
    address = looked(client, "Zvejniece Anna")
    number = address.partition("search=")[2]

    first = client.post(reverse("people:add"), new_person(search=number))
    again = client.post(reverse("people:add"), new_person(search=number))

    record = PersonRecord.objects.get()
    assert first["Location"] == reverse("people:person", args=[record.pk])
    assert again.status_code == 422
    assert record.unknown == {"code": "not_told"}


def test_the_form_lists_whom_it_finds_now_and_keeps_what_was_typed(office: Service) -> None:
    sanita = person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    number = looked(client, "Kārlis Zars").partition("search=")[2]
    typed = new_person(given_name="Sannita", family_name="Ozolina", born_on="14.03.1988.", search=number)

    refused = client.post(reverse("people:add"), typed)
    page = refused.content.decode()
    fresh = SearchMade.objects.latest("pk")

    assert refused.status_code == 422
    assert "<mark>Sanita Ozoliņa</mark>" in page
    assert 'value="Sannita"' in page
    assert f'name="search" value="{fresh.pk}"' in page
    assert fresh.candidates == [sanita.pk]
    assert client.post(reverse("people:add"), typed | {"search": str(fresh.pk)}).status_code == 422
    latest = SearchMade.objects.latest("pk")
    assert client.post(reverse("people:add"), typed | {"search": str(latest.pk), "seen": "on"}).status_code == 302


def test_a_refusal_of_the_gate_neither_uses_up_the_form_nor_ends_its_draft(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    number = looked(client, "Kārlis Zars").partition("search=")[2]
    page = text_of(client, reverse("people:add") + f"?search={number}")
    once = re.search(r'name="form-once" value="([^"]+)"', page)
    assert once is not None
    typed = new_person(given_name="Sannita", family_name="Ozolina", search=number) | {"form-once": once[1]}

    assert client.post(reverse("people:add"), typed).status_code == 422
    fresh = SearchMade.objects.latest("pk")
    done = client.post(reverse("people:add"), typed | {"search": str(fresh.pk), "seen": "on"})

    assert done.status_code == 302
    assert client.post(reverse("people:add"), typed).status_code == 409


def test_an_odd_code_is_told_once_and_then_accepted(office: Service) -> None:
    client = signed_in(office.family)
    number = looked(client, "Anna Zvejniece").partition("search=")[2]
    typed = new_person(search=number, code="021190-12345", unknown_code="")

    warned = client.post(reverse("people:add"), typed)
    accepted = re.search(r'name="accepted" value="([^"]+)"', warned.content.decode())

    assert warned.status_code == 422
    assert accepted is not None
    assert client.post(reverse("people:add"), typed | {"accepted": accepted[1]}).status_code == 302


def test_a_code_that_cannot_be_read_is_refused_beside_all_other_reasons(office: Service) -> None:
    client = signed_in(office.family)
    number = looked(client, "Anna Zvejniece").partition("search=")[2]

    page = client.post(reverse("people:add"), {"search": number, "code": "12"}).content.decode()

    assert page.count("govuk-error-message") == 5
    assert 'value="12"' in page


def test_a_flow_leads_on_to_the_page_that_asked(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    there = "/cases/contacts/add/"

    page = text_of(client, reverse("people:search") + f"?q=Sanita+Ozoliņa&next={there}&for=contact")
    assert f'href="{there}?person={record.pk}"' in page
    evil = text_of(client, reverse("people:search") + "?q=Sanita+Ozoliņa&next=https://evil.example/x")
    assert f"person={record.pk}" not in evil


def test_the_page_of_a_person_shows_ties_from_both_ends_and_logs_everyone(office: Service) -> None:
    mother = person("Sanita", "Ozoliņa", BORN, by=office.family)
    child = person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)
    add_tie(a=mother, b=child, kind="birth_parent", by=office.family)
    client = signed_in(office.family)

    hers = text_of(client, reverse("people:person", args=[mother.pk]) + "?")
    AccessRow.objects.all().delete()
    childs = text_of(client, reverse("people:person", args=[child.pk]))

    assert "Elza Ozoliņa" in hers
    assert "Sanita Ozoliņa" in childs
    assert AccessRow.objects.filter(page="people:person").count() == 2


def test_a_member_out_of_reach_is_not_named_on_a_household_or_a_person(office: Service) -> None:
    mother = person("Sanita", "Ozoliņa", BORN, by=office.family)
    stranger = person("Kanārija", "Putniņa", date(1960, 1, 1), by=office.outsider)
    home = household("Ozoliņu ģimene", {mother: "parent", stranger: "grandparent"}, of=office.municipality)
    add_tie(a=stranger, b=mother, kind="birth_parent", by=office.outsider)
    client = signed_in(office.family)

    for address in (reverse("people:household", args=[home.pk]), reverse("people:person", args=[mother.pk])):
        page = text_of(client, address)
        assert "Sanita Ozoliņa" in page
        assert "K… P…" in page
        assert "Kanārija" not in page
        assert "01.01.1960" not in page


def test_a_hidden_address_is_masked_on_lists_and_for_who_only_entered_the_person(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    set_address(record=record, kind="actual", text="Slepenā iela 7", since=MOVED, hidden=True, by=office.family)
    client = signed_in(office.family)

    for address in (
        reverse("people:list"),
        reverse("people:search") + "?q=Sanita+Ozoliņa",
        reverse("people:person", args=[record.pk]),
    ):
        assert "Slepenā" not in text_of(client, address)


def test_a_household_is_out_of_sight_for_those_who_know_only_a_former_member(office: Service) -> None:
    stayed = person("Sanita", "Ozoliņa", BORN, by=office.outsider)
    left = person("Raivis", "Krastiņš", BORN, by=office.family)
    home = household("Ozoliņu ģimene", {stayed: "parent", left: "partner"}, of=office.municipality)
    HouseholdMember.objects.filter(record=left).update(until=MOVED)

    assert not Household.objects.visible_to(office.family).exists()
    text_of(signed_in(office.family), reverse("people:household", args=[home.pk]), 404)
    text_of(signed_in(office.outsider), reverse("people:household", args=[home.pk]))


def test_forms_of_life_write_what_was_typed(office: Service) -> None:
    mother = person("Sanita", "Ozoliņa", BORN, by=office.family)
    child = person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)
    client = signed_in(office.family)

    def sent(page_name: str, pk: int, **typed: object) -> None:
        address = reverse(f"people:{page_name}", args=[pk])
        chosen = {"person": str(typed["person"])} if "person" in typed else {}
        assert client.get(address, chosen).status_code == 200
        answer = client.post(address, typed)
        assert answer.status_code == 302, answer.content.decode()

    sent("household_add", mother.pk, name="Ozoliņu ģimene", role="parent", since="01.05.2021.")
    home = Household.objects.get()
    sent("member_add", home.pk, person=child.pk, role="child", since="01.06.2021.")
    sent("tie_add", mother.pk, person=child.pk, kind="birth_parent:b")
    tie = Tie.objects.get()
    assert (tie.a, tie.b) == (mother, child)
    sent("address_add", mother.pk, kind="actual", text="Bērzu iela 6", since="01.05.2021.")
    sent("household_rename", home.pk, name="Ozoliņi")
    sent("tie_end", tie.pk, until="01.06.2024.", how="kļūda")
    sent("member_end", HouseholdMember.objects.get(record=child).pk, until="01.06.2024.")
    sent(
        "amend", mother.pk, given_name="Sanita", family_name="Krūmiņa", born_on="14.03.1988.", sex="F",
        unknown_code="not_told", why="laulības apliecība", face=mother.pk,
    )  # fmt: skip
    page = text_of(client, reverse("people:person", args=[mother.pk]))
    assert "Sanita Krūmiņa" in page
    assert "Ozoliņa" in page


def test_the_form_of_an_address_offers_those_who_live_with_her_and_nobody_else(office: Service) -> None:
    mother = person("Sanita", "Ozoliņa", BORN, by=office.family)
    child = person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)
    stranger = person("Kanārija", "Putniņa", BORN, by=office.outsider)
    household("Ozoliņu ģimene", {mother: "parent", child: "child", stranger: "other"}, of=office.municipality)
    alone = person("Raivis", "Krastiņš", BORN, by=office.family)
    client = signed_in(office.family)
    typed = {"kind": "actual", "text": "Bērzu iela 6", "since": "01.05.2021."}

    assert 'name="also"' not in text_of(client, reverse("people:address_add", args=[alone.pk]))
    address = reverse("people:address_add", args=[mother.pk])
    page = text_of(client, address)
    assert re.findall(r'name="also"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="also"', page) == [(str(child.pk), "")]
    assert client.post(address, typed | {"also": [child.pk, alone.pk]}).status_code == 422
    assert client.post(address, typed | {"also": child.pk}).status_code == 302
    assert set(Address.objects.values_list("record", flat=True)) == {mother.pk, child.pk}


@pytest.mark.parametrize("build", ["list", "household", "person"])
def test_a_page_asks_as_often_for_one_as_for_five(office: Service, build: str) -> None:
    mother = person("Sanita", "Ozoliņa", BORN, by=office.family)
    home = begin_household(
        name="Ozoliņu ģimene",
        municipality=office.municipality,
        members=[Joining(mother.pk, "parent", MOVED)],
        by=office.family,
    )
    address = {
        "list": reverse("people:list"),
        "household": reverse("people:household", args=[home.pk]),
        "person": reverse("people:person", args=[mother.pk]),
    }[build]
    client = signed_in(office.family)
    more(office, mother, home, 1)
    text_of(client, address)
    one = queries(lambda: text_of(client, address))
    more(office, mother, home, 5)

    assert queries(lambda: text_of(client, address)) == one


def more(office: Service, mother: PersonRecord, home: Household, number: int) -> None:
    for step in range(number):
        child = person(f"Elza{'a' * (step + number)}", "Ozoliņa", date(2012, 6, 1), by=office.family)
        add_member(household=home, joining=Joining(child.pk, "child", date(2022, 1, 1)), by=office.family)
        add_tie(a=mother, b=child, kind="birth_parent", by=office.family)
        set_address(record=child, kind="actual", text="Bērzu iela 6", since=MOVED, by=office.family)


def queries(look: Callable[[], str]) -> int:
    with CaptureQueriesContext(connection) as asked:
        look()
    return len(asked)


@pytest.mark.parametrize("closed", [True, False])
def test_a_match_number_is_shown_as_it_is_typed_into_the_search(closed: bool) -> None:
    answers = SimpleNamespace(unit="Sociālā darba nodaļa", phone="", emergency="")
    hit = SimpleNamespace(within=False, closed=closed, number=1322, initials="D… O…", answers=answers, reasons=[])

    page = render_to_string("people/parts/hits.html", {"hits": [(hit, "")]})

    assert "1322" in page


def test_people_are_looked_for_only_by_those_who_may_find_them(office: Service) -> None:
    client = Client()
    client.force_login(office.family)
    for name in ("people:list", "people:search", "people:add"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("people:seen")).status_code == 403
