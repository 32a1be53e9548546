"""Pages of representation and safe contact: filled in, refused, ended, corrected; a stranger finds nothing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from saikne.organisation.models import Institution
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import add_tie
from saikne.people.actions.representation import Acting, Reaching, add_representation, say_contact_way
from saikne.people.models import BarredPerson, ContactWay, PersonRecord, Representation
from saikne.people.tests.factories import person
from saikne.people.tests.test_pages import queries, signed_in, text_of
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)
COURT = "Bāriņtiesas lēmums Nr. 14"
ALL = frozenset({"may_sign", "may_receive", "may_be_told"})


@pytest.fixture
def office() -> Service:
    return service()


@pytest.fixture
def client(office: Service) -> Client:
    return signed_in(office.family)


@pytest.fixture
def mother(office: Service) -> PersonRecord:
    return person("Sanita", "Ozoliņa", date(1988, 3, 14), by=office.family)


@pytest.fixture
def father(office: Service) -> PersonRecord:
    return person("Juris", "Kalējs", date(1985, 1, 2), by=office.family, sex="M")


@pytest.fixture
def child(office: Service, mother: PersonRecord, father: PersonRecord) -> PersonRecord:
    record = person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)
    for parent in (mother, father):
        add_tie(a=parent, b=record, kind="birth_parent", by=office.family)
    return record


def page_of(client: Client, record: PersonRecord) -> str:
    return text_of(client, reverse("people:person", args=[record.pk]))


def section(page: str, begins: str, ends: str) -> str:
    return page[page.index(f'id="{begins}"') : page.index(f'id="{ends}"')]


def test_both_parents_stand_as_those_who_may_sign_until_one_loses_custody(
    client: Client, father: PersonRecord, child: PersonRecord
) -> None:
    before = section(page_of(client, child), "acting", "safe-contact")
    answer = client.post(
        reverse("people:represent_add", args=[child.pk]),
        {"person": father.pk, "kind": "suspended", "since": "01.03.2024.", "source": COURT},
    )
    after = section(page_of(client, child), "acting", "safe-contact")

    assert answer.status_code == 302
    assert before.count("Juris Kalējs") == 3
    assert after.count("Juris Kalējs") == 1  # among the documents
    assert COURT in after
    assert Representation.objects.get().by_id == father.pk


def test_an_institution_is_chosen_from_those_of_the_municipality(
    client: Client, office: Service, child: PersonRecord
) -> None:
    house = Institution.objects.create(municipality=office.municipality, kind="other", name="Bērnu nams")
    address = reverse("people:represent_add", args=[child.pk])

    assert "Bērnu nams" in text_of(client, address)
    typed = {"kind": "guardian", "gives": ["may_sign"], "since": "01.03.2024.", "source": COURT}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "institution": house.pk}).status_code == 302
    assert "Bērnu nams" in section(page_of(client, child), "acting", "safe-contact")


def test_a_refused_form_keeps_what_was_typed(client: Client, father: PersonRecord, child: PersonRecord) -> None:
    refused = client.post(
        reverse("people:represent_add", args=[child.pk]),
        {"person": father.pk, "kind": "trustee", "gives": ["may_sign"], "since": "01.03.2024.", "source": COURT},
    )

    assert refused.status_code == 422
    assert f'value="{COURT}"' in refused.content.decode()
    assert not Representation.objects.exists()


def test_a_bar_by_name_and_a_way_that_is_forbidden_stand_on_the_page(client: Client, mother: PersonRecord) -> None:
    client.post(
        reverse("people:bar_add", args=[mother.pk]),
        {"name": "Pēteris Lācis", "bars": ["bars_contact"], "since": "01.03.2024.", "source": "Tiesas lēmums"},
    )
    client.post(
        reverse("people:contact_add", args=[mother.pk]),
        {"means": "call", "forbidden": "on", "since": "01.03.2024.", "not_by": "Pēteris"},
    )
    page = page_of(client, mother)

    assert BarredPerson.objects.get().bars_contact
    assert ContactWay.objects.get().forbidden
    assert "Pēteris Lācis" in section(page, "acting", "safe-contact")
    assert "Nezvanīt" in page


def test_a_row_is_ended_and_stands_among_earlier_ones(
    client: Client, office: Service, mother: PersonRecord, father: PersonRecord
) -> None:
    row = add_representation(of=mother, words=Acting("attorney", SINCE, COURT, ALL, by=father.pk), by=office.family)
    address = reverse("people:represent_end", args=[row.pk])

    assert "Juris Kalējs" in text_of(client, address)
    assert client.post(address, {"until": "01.03.2024."}).status_code == 422
    assert client.post(address, {"until": "01.01.2025.", "how": "atsaukta"}).status_code == 302
    page = page_of(client, mother)

    assert "Juris Kalējs" not in section(page, "acting", "safe-contact")
    assert "atsaukta" in page[page.index('id="earlier"') :]


def test_a_row_is_corrected_and_one_that_never_was_so_is_taken_back(
    client: Client, office: Service, mother: PersonRecord
) -> None:
    row = say_contact_way(of=mother, words=Reaching("call", SINCE, forbidden=True), by=office.family)
    address = reverse("people:contact_correct", args=[row.pk])
    typed = {"means": "call", "how": "tikai otrdienās", "since": "01.03.2024.", "why": "pārprasts"}

    assert client.post(address, {**typed, "why": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert "tikai otrdienās" in section(page_of(client, mother), "safe-contact", "earlier")
    assert client.get(address).status_code == 404
    now = ContactWay.objects.get(corrected_at__isnull=True)
    assert (
        client.post(reverse("people:contact_correct", args=[now.pk]), {**typed, "withdraws": "on"}).status_code == 302
    )
    assert "tikai otrdienās" not in section(page_of(client, mother), "safe-contact", "earlier")


def test_a_stranger_neither_opens_nor_writes(office: Service, mother: PersonRecord, father: PersonRecord) -> None:
    row = add_representation(of=mother, words=Acting("attorney", SINCE, COURT, ALL, by=father.pk), by=office.family)
    way = say_contact_way(of=mother, words=Reaching("call", SINCE, forbidden=True), by=office.family)
    stranger = signed_in(office.outsider)

    for name, pk in (
        ("represent_add", mother.pk),
        ("bar_add", mother.pk),
        ("contact_add", mother.pk),
        ("represent_end", row.pk),
        ("represent_correct", row.pk),
        ("contact_end", way.pk),
        ("contact_correct", way.pk),
    ):
        address = reverse(f"people:{name}", args=[pk])
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"until": "01.01.2025."}).status_code == 404
    assert Representation.objects.get().until is None


def test_who_acts_is_shown_by_initials_to_whom_she_is_out_of_reach_and_the_look_is_logged(
    client: Client, office: Service, mother: PersonRecord
) -> None:
    far = person("Vizbulīte", "Ūpjlauka", date(1980, 1, 1), by=office.outsider)
    add_representation(of=mother, words=Acting("attorney", SINCE, COURT, ALL, by=far.pk), by=office.outsider)

    page = page_of(client, mother)

    assert "V… Ū…" in page
    assert "Vizbulīte" not in page
    assert AccessRow.objects.filter(person_no=far.links.get().person_id, page="people:person").exists()


def test_the_page_asks_as_often_for_one_row_as_for_five(
    client: Client, office: Service, mother: PersonRecord, father: PersonRecord, child: PersonRecord
) -> None:
    add_representation(of=mother, words=Acting("attorney", SINCE, COURT, ALL, by=father.pk), by=office.family)
    say_contact_way(of=mother, words=Reaching("call", SINCE, forbidden=True), by=office.family)
    page_of(client, mother)
    one = queries(lambda: page_of(client, mother))
    for number in range(5):
        other = person(f"Anna{'a' * number}", "Liepa", date(1980, 1, 1), by=office.family)
        add_representation(of=mother, words=Acting("attorney", SINCE, COURT, ALL, by=other.pk), by=office.family)

    assert queries(lambda: page_of(client, mother)) == one
