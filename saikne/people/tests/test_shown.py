"""Whoever is shown is logged: one row for each person, why, and no page without its rows."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from saikne.core import clock
from saikne.core.acts import act
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import Identity, add_tie, amend_person, hold_persons, place_person
from saikne.people.enums import RecordSource
from saikne.people.models import PersonRecord
from saikne.people.tests.factories import household, person
from saikne.people.tests.test_pages import signed_in, text_of
from saikne.privacy.actions import give, holder_of, log_shown, restrict
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
SANITA = Identity(given_name="Sanita", family_name="Krūmiņa", born_on=BORN, sex="F", unknown={"code": "not_told"})


@pytest.fixture
def office() -> Service:
    return service()


@pytest.fixture
def mother(office: Service) -> PersonRecord:
    return person("Sanita", "Ozoliņa", BORN, by=office.family)


def anchor_of(record: PersonRecord) -> int:
    return record.links.get(until__isnull=True).person_id


def rows() -> list[tuple[int, str]]:
    return list(AccessRow.objects.order_by("person_no").values_list("person_no", "purpose"))


def test_a_page_whose_rows_cannot_be_written_is_not_sent(
    office: Service, mother: PersonRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessRow.objects, "bulk_create", broken)
    client = signed_in(office.family)
    client.raise_request_exception = False

    answer = client.get(reverse("people:person", args=[mother.pk]))

    assert answer.status_code == 500
    assert "Ozoli" not in answer.content.decode()


def test_somebody_behind_whom_nobody_stands_is_not_shown_unlogged(office: Service, mother: PersonRecord) -> None:
    with pytest.raises(LookupError):
        log_shown(user=office.family, records={mother.pk: "", mother.pk + 100: ""}, page="people:person")

    assert rows() == []


def test_a_later_wording_is_logged_as_the_person_of_whom_it_speaks(office: Service, mother: PersonRecord) -> None:
    amend_person(face=mother, identity=SANITA, why="laulības apliecība", by=office.family)
    client = signed_in(office.family)

    for address in (reverse("people:list"), reverse("people:person", args=[mother.pk])):
        AccessRow.objects.all().delete()
        text_of(client, address)
        assert rows() == [(anchor_of(mother), "first_contact")]


@act
def _again(record: PersonRecord, office: Service) -> PersonRecord:
    return place_person(
        identity=SANITA, source=RecordSource.SYNTHETIC, search=None, by=office.outsider, same_as=record.pk
    )


def test_a_person_shown_under_two_records_is_one_row_with_the_weightier_ground(
    office: Service, mother: PersonRecord
) -> None:
    again = _again(mother, office)
    _open(mother, office, Ground.LEAD)

    log_shown(user=office.family, records={again.pk: "", mother.pk: ""}, page="cases:file")

    assert rows() == [(anchor_of(mother), "case_management")]
    assert AccessRow.objects.get().grant_no is not None


@act
def _open(record: PersonRecord, office: Service, ground: Ground) -> None:
    hold_persons([record.pk])
    give(
        holder=holder_of(office.family), numbers={"record": [record.pk]}, opens=Opens.CASE_WORK, ground=ground,
        ground_no=7, at=record.entered_at,
    )  # fmt: skip


def test_a_relative_out_of_reach_is_logged_with_the_purpose_of_the_page_that_shows_her(
    office: Service, mother: PersonRecord
) -> None:
    stranger = person("Velga", "Putniņa", date(1960, 1, 1), by=office.outsider)
    add_tie(a=stranger, b=mother, kind="birth_parent", by=office.outsider)
    household("Ozoliņu ģimene", {mother: "parent", stranger: "grandparent"}, of=office.municipality)
    _open(mother, office, Ground.LEAD)

    text_of(signed_in(office.family), reverse("people:person", args=[mother.pk]))

    assert dict(rows()) == {anchor_of(mother): "case_management", anchor_of(stranger): "case_management"}
    assert AccessRow.objects.get(person_no=anchor_of(stranger)).grant_no is None


def test_of_a_relative_kept_to_named_persons_only_the_number_is_told(office: Service, mother: PersonRecord) -> None:
    child = person("Kanārija", "Putniņa", date(2012, 6, 1), by=office.family)
    home = household("Ozoliņu ģimene", {mother: "parent", child: "child"}, of=office.municipality)
    tie = add_tie(a=mother, b=child, kind="birth_parent", by=office.family)
    member = home.members.get(record=child)
    restrict(
        numbers={"record": [child.pk]}, reason="protected_address", words="", named=[office.head], by=office.head,
        until=clock.today() + timedelta(days=30),
    )  # fmt: skip
    client = signed_in(office.family)

    for address in (reverse("people:household", args=[home.pk]), reverse("people:person", args=[mother.pk])):
        page = text_of(client, address)
        assert f"nr. {child.pk}" in page.lower()
        for canary in ("Kanārija", "K… P…", "2012"):
            assert canary not in page
    assert "Bērns" not in text_of(client, reverse("people:household", args=[home.pk]))
    for name, number in (("member_end", member.pk), ("tie_end", tie.pk), ("person", child.pk)):
        text_of(client, reverse(f"people:{name}", args=[number]), 404)
