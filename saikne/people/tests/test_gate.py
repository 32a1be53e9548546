"""Nobody is entered unless a search was made, by the same worker, just now, and its candidates were looked at."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import Identity, amend_person, enter_person, mark_seen, note_search
from saikne.people.enums import CodeStanding
from saikne.people.models import CodeFact, PersonRecord, SearchMade
from saikne.people.queries import search
from saikne.people.tests.factories import person

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
SANITA = Identity(given_name="Sannita", family_name="Ozolina", born_on=BORN, sex="F", unknown={"code": "not_told"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Service:
    return service()


def looked(text: str, by: User, *, seen: bool = True) -> SearchMade:
    result = search(text, by=by)
    made = note_search(asked=result.asked, found=result.numbers, by=by)
    if seen:
        mark_seen(search=made, by=by)
    return SearchMade.objects.get(pk=made.pk)


def refused(identity: Identity, made: SearchMade | None, by: User) -> str:
    before = PersonRecord.objects.count()
    with pytest.raises(Refusal) as refusal:
        enter_person(identity=identity, search=made, by=by)
    assert PersonRecord.objects.count() == before
    return str(refusal.value)


def test_creating_without_a_search_is_refused(office: Service) -> None:
    assert "Search for the person first" in refused(SANITA, None, office.family)


def test_creating_is_refused_until_the_candidates_were_seen(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.family)
    made = looked("Sannita Ozolina 14.03.1988.", office.family, seen=False)

    assert "possible matches" in refused(SANITA, made, office.family)
    mark_seen(search=made, by=office.family)
    assert enter_person(identity=SANITA, search=made, by=office.family).name == "Sannita Ozolina"


def test_a_search_for_somebody_else_does_not_open_the_gate(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.family)
    made = looked("Kārlis Zars", office.family)

    assert "whom you have not seen" in refused(SANITA, made, office.family)


def test_a_candidate_who_came_after_the_search_must_be_seen_too(office: Service) -> None:
    made = looked("Sannita Ozolina 14.03.1988.", office.family)
    person("Sanita", "Ozoliņa", BORN, by=office.parish)

    assert "whom you have not seen" in refused(SANITA, made, office.family)


def test_a_candidate_out_of_reach_must_be_seen_too(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.outsider)
    made = looked("Kārlis Zars", office.family)

    assert "whom you have not seen" in refused(SANITA, made, office.family)


def test_a_colleagues_search_is_not_mine(office: Service) -> None:
    made = looked("Sannita Ozolina", office.parish)

    assert "Search for the person first" in refused(SANITA, made, office.family)
    with pytest.raises(Refusal):
        mark_seen(search=made, by=office.family)


def test_a_search_serves_one_person_only(office: Service) -> None:
    made = looked("Sannita Ozolina 14.03.1988.", office.family)
    enter_person(identity=SANITA, search=made, by=office.family)

    assert "after this search already" in refused(SANITA, made, office.family)


def test_a_search_holds_for_an_hour(office: Service) -> None:
    made = looked("Sannita Ozolina 14.03.1988.", office.family)

    with clock.at(made.at + timedelta(minutes=61)):
        assert "more than an hour" in refused(SANITA, made, office.family)
    with clock.at(made.at + timedelta(minutes=59)):
        enter_person(identity=SANITA, search=made, by=office.family)


def test_a_field_neither_given_nor_marked_unknown_is_refused_with_all_others(office: Service) -> None:
    made = looked("Anna", office.family)
    with pytest.raises(Refusal) as refusal:
        enter_person(identity=Identity(given_name="Anna"), search=made, by=office.family)
    assert set(refusal.value.by_field) == {"family_name", "born_on", "code", "sex"}


def test_somebody_of_whom_nothing_is_known_can_be_entered(office: Service) -> None:
    made = looked("", office.family)
    nothing = dict.fromkeys(("given_name", "family_name", "born_on", "code", "sex"), "foundling")

    record = enter_person(identity=Identity(unknown=nothing), search=made, by=office.family)

    assert record.unknown == nothing


def test_each_act_of_the_gate_leaves_one_audit_row_without_names(office: Service) -> None:
    made = looked("Sannita Ozolina 14.03.1988.", office.family)
    enter_person(identity=SANITA, search=made, by=office.family)

    rows = list(AuditRow.objects.filter(act__startswith="people.").order_by("pk"))
    assert [row.act for row in rows] == ["people.search", "people.mark_seen", "people.enter"]
    assert "zolin" not in str([row.details for row in rows])


def test_the_code_of_another_person_is_contested_and_both_are_found(office: Service) -> None:
    first = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    made = looked("Kārlis Zars 140388-12345", office.family)
    other = Identity(given_name="Kārlis", family_name="Zars", born_on=BORN, sex="M", code="14038812345")

    second = enter_person(identity=other, search=made, by=office.family)

    assert CodeFact.objects.get(record=first).standing == CodeStanding.HOLDS
    assert CodeFact.objects.get(record=second).standing == CodeStanding.CONTESTED
    assert set(search("140388-12345", by=office.family).numbers) == {first.pk, second.pk}


def test_after_a_marriage_the_old_surname_still_finds_her(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    married = Identity(given_name="Sanita", family_name="Krūmiņa", born_on=BORN, sex="F", unknown={"code": "not_told"})

    amend_person(face=record, identity=married, why="laulības apliecība", by=office.family)

    (hit,) = search("Sanita Ozoliņa", by=office.family).hits
    assert hit.face is not None
    assert hit.face.name == "Sanita Krūmiņa"
    assert "Former surname: Ozoliņa" in [reason.text for reason in hit.reasons]


def test_a_new_code_takes_the_place_of_the_old_which_still_finds(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    renewed = Identity(given_name="Sanita", family_name="Ozoliņa", born_on=BORN, sex="F", code="32123456789")

    amend_person(face=record, identity=renewed, why="jauns kods", by=office.family)

    codes = {row.code: (row.standing, row.former) for row in record.codes.all()}
    assert codes == {"14038812345": ("holds", True), "32123456789": ("holds", False)}
    assert search("140388-12345", by=office.family).numbers == [record.pk]


def test_a_mistaken_code_is_given_back_to_whose_it_is(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family, code="14038812345")
    unknown = Identity(given_name="Sanita", family_name="Ozoliņa", born_on=BORN, sex="F", unknown={"code": "checking"})

    amend_person(face=record, identity=unknown, why="kods nav viņas", by=office.family)
    owner = person("Kārlis", "Zars", BORN, by=office.family, code="14038812345")

    assert record.codes.get().standing == CodeStanding.WITHDRAWN
    assert owner.codes.get().standing == CodeStanding.HOLDS
    first, other = search("140388-12345", by=office.family).hits
    assert first.number == owner.pk
    assert "Same personal code" not in [reason.text for reason in other.reasons]


def test_two_corrections_of_one_wording_do_not_fork(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", BORN, by=office.family)
    amend_person(face=record, identity=SANITA, why="pase", by=office.family)

    with pytest.raises(Refusal, match="just corrected"):
        amend_person(face=record, identity=SANITA, why="pase", by=office.family)
