"""Households, ties and addresses by date: what is written, what is refused beside which field."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.organisation.tests.factories import Service, municipality, service
from saikne.people.actions import (
    Joining,
    add_member,
    add_tie,
    begin_household,
    end_membership,
    end_tie,
    move_household,
    rename_household,
    set_address,
)
from saikne.people.models import Address, Household, HouseholdMember, PersonRecord, Tie
from saikne.people.tests.factories import household, person

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
MOVED = date(2024, 5, 1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Service:
    return service()


@pytest.fixture
def mother(office: Service) -> PersonRecord:
    return person("Sanita", "Ozoliņa", BORN, by=office.family)


@pytest.fixture
def child(office: Service) -> PersonRecord:
    return person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)


def homes_of(record: PersonRecord) -> set[Household]:
    return {row.household for row in HouseholdMember.objects.filter(record=record, until__isnull=True)}


def test_a_child_with_two_homes_keeps_the_other_when_one_household_moves(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    father = person("Juris", "Ozols", BORN, by=office.family)
    hers = household("Ozoliņu ģimene", {mother: "parent", child: "child"}, of=office.municipality)
    his = household("Ozola ģimene", {father: "parent", child: "child"}, of=office.municipality)

    there = move_household(
        household=hers, municipality=municipality("LV-022", "Cēsu novads"), on=MOVED, by=office.family
    )

    assert there.continues == hers
    assert homes_of(mother) == {there}
    assert homes_of(child) == {there, his}


def test_who_lives_in_two_households_says_which_one_she_leaves(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    hers = household("Ozoliņu ģimene", {child: "child"}, of=office.municipality)
    his = household("Ozola ģimene", {child: "child"}, of=office.municipality)
    third = household("Vecmāmiņas māja", {mother: "grandparent"}, of=office.municipality)

    with pytest.raises(Refusal) as refused:
        add_member(household=third, joining=Joining(child.pk, "child", MOVED, leaves=True), by=office.family)

    assert set(refused.value.by_field) == {"leaves"}
    assert homes_of(child) == {hers, his}


def test_an_adult_lives_in_one_household_a_child_in_two(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    household("Ozoliņu ģimene", {mother: "parent", child: "child"}, of=office.municipality)
    other = household(
        "Ozola ģimene", {person("Juris", "Ozols", BORN, by=office.family): "parent"}, of=office.municipality
    )

    with pytest.raises(Refusal) as refused:
        add_member(household=other, joining=Joining(mother.pk, "partner", MOVED), by=office.family)
    add_member(household=other, joining=Joining(child.pk, "child", MOVED), by=office.family)

    assert set(refused.value.by_field) == {"leaves"}
    assert len(homes_of(child)) == 2


def test_every_reason_against_a_day_is_told_at_once_beside_it(office: Service, child: PersonRecord) -> None:
    home = household("Ozoliņu ģimene", {}, of=office.municipality)
    household("Ozola ģimene", {child: "child"}, of=office.municipality)

    with pytest.raises(Refusal) as refused:
        add_member(household=home, joining=Joining(child.pk, "child", date(2010, 1, 1), leaves=True), by=office.family)

    assert refused.value.by_field == {
        "since": "The person was born after this day. "
        "She moved into the earlier household on this day or later. Check the date."
    }


def test_a_household_without_a_name_and_people_is_told_both(office: Service) -> None:
    with pytest.raises(Refusal) as refused:
        begin_household(name=" ", municipality=office.municipality, members=[], by=office.family)

    assert len(refused.value.reasons) + len(refused.value.by_field) == 2


def test_a_household_stands_in_lists_by_the_name_that_it_has_now(office: Service, mother: PersonRecord) -> None:
    joining = [Joining(mother.pk, "parent", MOVED)]
    home = begin_household(name="Zariņu ģimene", municipality=office.municipality, members=joining, by=office.family)
    other = household("Ķezberu ģimene", {}, of=office.municipality)
    before = list(Household.objects.order_by("sort_key"))

    rename_household(household=home, name=" Āboliņu ģimene", by=office.family)

    assert before == [other, home]
    assert list(Household.objects.order_by("sort_key")) == [home, other]


def test_whoever_left_a_household_may_come_back_on_the_same_day(office: Service, mother: PersonRecord) -> None:
    home = household("Ozoliņu ģimene", {mother: "parent"}, of=office.municipality)
    end_membership(member=home.members.get(), until=MOVED, by=office.family)

    add_member(household=home, joining=Joining(mother.pk, "parent", MOVED), by=office.family)

    assert [(row.since, row.until) for row in home.members.order_by("since")] == [
        (date(2020, 1, 1), MOVED),
        (MOVED, None),
    ]


def test_a_membership_is_ended_once_and_after_it_began(office: Service, mother: PersonRecord) -> None:
    home = household("Ozoliņu ģimene", {mother: "parent"}, of=office.municipality)
    member = home.members.get()

    for day in (member.since, clock.today() + timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            end_membership(member=member, until=day, by=office.family)
        assert set(refused.value.by_field) == {"until"}
    end_membership(member=member, until=MOVED, by=office.family)
    with pytest.raises(Refusal, match="ended already"):
        end_membership(member=member, until=MOVED, by=office.family)


def test_a_new_address_ends_the_one_before_and_each_kind_goes_its_own_way(
    office: Service, mother: PersonRecord
) -> None:
    for kind, text, since in (
        ("declared", "Pils iela 1", date(2015, 1, 1)),
        ("actual", "Pils iela 1", date(2015, 1, 1)),
        ("actual", "Bērzu iela 6", MOVED),
    ):
        set_address(record=mother, kind=kind, text=text, since=since, by=office.family)

    rows = Address.objects.filter(record=mother).order_by("kind", "since")
    assert [(row.kind, row.text, row.since, row.until) for row in rows] == [
        ("actual", "Pils iela 1", date(2015, 1, 1), MOVED),
        ("actual", "Bērzu iela 6", MOVED, None),
        ("declared", "Pils iela 1", date(2015, 1, 1), None),
    ]


def test_a_family_moves_in_one_act_and_the_youngest_lives_there_since_birth(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    born = MOVED + timedelta(days=40)
    baby = person("Elīna", "Ozoliņa", born, by=office.family)
    set_address(record=child, kind="actual", text="Pils iela 1", since=date(2015, 1, 1), by=office.family)
    AuditRow.objects.all().delete()

    set_address(
        record=mother, kind="actual", text="Bērzu iela 6", since=MOVED, also=[child.pk, baby.pk], by=office.family
    )

    living = Address.objects.filter(until__isnull=True, text="Bērzu iela 6").values_list("record", "since")
    assert dict(living) == {mother.pk: MOVED, child.pk: MOVED, baby.pk: born}
    assert Address.objects.get(record=child, text="Pils iela 1").until == MOVED
    assert AuditRow.objects.count() == 1


def test_whose_address_begins_later_is_named_and_nobody_moves(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    for one in (mother, child):
        set_address(record=one, kind="actual", text="Pils iela 1", since=MOVED, by=office.family)

    with pytest.raises(Refusal) as refused:
        set_address(
            record=mother, kind="actual", text="", since=MOVED - timedelta(days=1), also=[child.pk], by=office.family
        )

    assert set(refused.value.by_field) == {"since", "also", "text"}
    assert refused.value.by_field["also"] == "Elza Ozoliņa: the known address begins later than this day."
    assert set(Address.objects.values_list("text", flat=True)) == {"Pils iela 1"}


def test_an_address_is_written_with_a_day_that_fits(office: Service, mother: PersonRecord) -> None:
    set_address(record=mother, kind="actual", text="Bērzu iela 6", since=MOVED, by=office.family)

    for text, since in (("", clock.today() + timedelta(days=1)), (" ", MOVED - timedelta(days=1))):
        with pytest.raises(Refusal) as refused:
            set_address(record=mother, kind="actual", text=text, since=since, by=office.family)
        assert set(refused.value.by_field) == {"text", "since"}


@pytest.mark.parametrize("since", [date(2000, 1, 1), clock.today() + timedelta(days=1)])
def test_a_tie_begins_neither_before_a_birth_nor_in_the_future(
    office: Service, mother: PersonRecord, child: PersonRecord, since: date
) -> None:
    with pytest.raises(Refusal) as refused:
        add_tie(a=mother, b=child, kind="guardian", since=since, by=office.family)

    assert set(refused.value.by_field) == {"since"}
    assert not Tie.objects.exists()


def test_what_cannot_be_is_told_beside_the_kind(office: Service, mother: PersonRecord, child: PersonRecord) -> None:
    with pytest.raises(Refusal) as refused:
        add_tie(a=child, b=mother, kind="birth_parent", by=office.family)

    assert set(refused.value.by_field) == {"kind"}


def test_a_tie_ends_once_after_it_began(office: Service, mother: PersonRecord) -> None:
    father = person("Juris", "Ozols", BORN, by=office.family)
    tie = add_tie(a=mother, b=father, kind="spouse", since=MOVED, by=office.family)

    with pytest.raises(Refusal) as refused:
        end_tie(tie=tie, until=MOVED, how="", by=office.family)
    end_tie(tie=tie, until=MOVED + timedelta(days=30), how="šķirti", by=office.family)

    assert set(refused.value.by_field) == {"until"}
    with pytest.raises(Refusal, match="ended already"):
        end_tie(tie=tie, until=MOVED + timedelta(days=60), how="", by=office.family)
    assert Tie.objects.get().how_ended == "šķirti"


def hidden_texts(*records: PersonRecord) -> list[bool]:
    return [Address.objects.get(record=record, until__isnull=True).hidden for record in records]


def test_what_the_mother_keeps_secret_no_child_who_lives_there_tells(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    neighbour = person("Anna", "Liepa", BORN, by=office.family)
    household("Ozoliņu ģimene", {mother: "parent", child: "child"}, of=office.municipality)
    for one in (mother, child, neighbour):
        set_address(record=one, kind="actual", text="Bērzu iela 6", since=MOVED, by=office.family)
    before = hidden_texts(mother, child, neighbour)

    set_address(record=mother, kind="actual", text="Bērzu iela 6", since=MOVED, hidden=True, by=office.family)

    assert before == [False, False, False]
    assert hidden_texts(mother, child, neighbour) == [True, True, False]


@pytest.mark.parametrize("typed", ["Bērzu iela 6", "bērzu  iela 6."])
def test_an_address_written_later_for_a_child_is_as_secret_as_her_mothers(
    office: Service, mother: PersonRecord, child: PersonRecord, typed: str
) -> None:
    household("Ozoliņu ģimene", {mother: "parent", child: "child"}, of=office.municipality)
    set_address(record=mother, kind="actual", text="Bērzu iela 6", since=MOVED, hidden=True, by=office.family)

    written = set_address(record=child, kind="actual", text=typed, since=MOVED, by=office.family)

    assert written.hidden
    elsewhere = set_address(
        record=child, kind="actual", text="Pils iela 1", since=MOVED + timedelta(days=1), by=office.family
    )
    assert not elsewhere.hidden


def test_whoever_joins_a_household_that_lives_in_secret_keeps_it(office: Service, mother: PersonRecord) -> None:
    aunt = person("Anna", "Liepa", BORN, by=office.family)
    home = household("Ozoliņu ģimene", {mother: "parent"}, of=office.municipality)
    set_address(record=mother, kind="actual", text="Bērzu iela 6", since=MOVED, hidden=True, by=office.family)
    set_address(record=aunt, kind="actual", text="Bērzu iela 6", since=MOVED, by=office.family)

    add_member(household=home, joining=Joining(aunt.pk, "relative", MOVED), by=office.family)

    assert hidden_texts(aunt) == [True]
