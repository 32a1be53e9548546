"""Personal codes over time: who holds one, who repeats it, who contests it, and what a correction changes."""

from dataclasses import replace
from datetime import date

import pytest

from saikne.core.acts import act
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import Identity, amend_person, place_person
from saikne.people.enums import RecordSource
from saikne.people.models import CodeFact, PersonRecord
from saikne.people.tests.factories import person

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
CODE = "14038812345"
SANITA = Identity(given_name="Sanita", family_name="Ozoliņa", born_on=BORN, sex="F", code=CODE)
WITHOUT = replace(SANITA, code="", unknown={"code": "checking"})


@pytest.fixture
def office() -> Service:
    return service()


@act
def again(record: PersonRecord, office: Service) -> PersonRecord:
    """The same person under a second record."""
    return place_person(
        identity=SANITA, source=RecordSource.SYNTHETIC, search=None, by=office.family, same_as=record.pk
    )


def standings(code: str = CODE) -> dict[int, str]:
    return dict(CodeFact.objects.filter(code=code).values_list("record_id", "standing"))


def test_a_second_record_of_one_person_repeats_the_code_of_the_first(office: Service) -> None:
    first = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    second = again(first, office)

    assert standings() == {first.pk: "holds", second.pk: "repeats"}
    assert second.codes.get().holder == first.codes.get()


def test_when_a_held_code_was_a_mistake_the_other_record_of_the_same_person_holds_it(office: Service) -> None:
    first = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    second, third = again(first, office), again(first, office)

    amend_person(face=first, identity=WITHOUT, why="kods nav viņas", by=office.family)

    assert standings() == {first.pk: "withdrawn", second.pk: "holds", third.pk: "repeats"}
    assert third.codes.get().holder == second.codes.get()


def test_when_a_held_code_was_a_mistake_whoever_contested_it_first_holds_it(office: Service) -> None:
    wrong = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    owner = person("Kārlis", "Zars", BORN, by=office.family, code=CODE)
    owner_again = again(owner, office)
    third = person("Jānis", "Zars", BORN, by=office.family, code=CODE)
    assert standings() == {wrong.pk: "holds", owner.pk: "contested", owner_again.pk: "contested", third.pk: "contested"}

    amend_person(face=wrong, identity=WITHOUT, why="kods nav viņas", by=office.family)

    assert standings() == {
        wrong.pk: "withdrawn", owner.pk: "holds", owner_again.pk: "repeats", third.pk: "contested",
    }  # fmt: skip


def test_giving_up_a_contested_code_leaves_its_holder_alone(office: Service) -> None:
    owner = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    wrong = person("Kārlis", "Zars", BORN, by=office.family, code=CODE)
    third = person("Jānis", "Zars", BORN, by=office.family, code=CODE)
    without = Identity(given_name="Kārlis", family_name="Zars", born_on=BORN, sex="M", unknown={"code": "checking"})

    amend_person(face=wrong, identity=without, why="kods nav viņa", by=office.family)

    assert standings() == {owner.pk: "holds", wrong.pk: "withdrawn", third.pk: "contested"}


def test_a_code_taken_back_by_mistake_can_be_hers_again(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    without = amend_person(face=record, identity=WITHOUT, why="šaubas", by=office.family)

    amend_person(face=without, identity=SANITA, why="pase", by=office.family)

    assert standings() == {record.pk: "holds"}
    assert record.codes.get().former is False


def test_a_former_code_is_still_hers_and_another_only_contests_it(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code=CODE)
    amend_person(face=record, identity=replace(SANITA, code="32123456789"), why="jauns kods", by=office.family)

    other = person("Kārlis", "Zars", BORN, by=office.family, code=CODE)

    assert standings() == {record.pk: "holds", other.pk: "contested"}
