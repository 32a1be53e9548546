"""The service by date: who works where, who is over whom, and what the database refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from saikne.core.models import AuditRow
from saikne.organisation.actions import add_institution, load_municipalities, open_post, open_unit, post_worker
from saikne.organisation.models import Institution, Municipality, Post, Posting, Territory, TerritoryCrosswalk, Unit
from saikne.organisation.queries import colleagues, municipality_of, seat_of, seats, unit_and_above, units_under
from saikne.organisation.tests.factories import SINCE, Service, service, territory, unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def office() -> Service:
    return service()


def test_the_table_holds_42_municipalities_and_loading_again_changes_nothing(office: Service) -> None:
    Municipality.objects.filter(code="LV-099").update(service_phone="+371 20 000 001")

    for _time in range(2):
        assert load_municipalities(by=office.head) == 42

    codes = set(Municipality.objects.values_list("code", flat=True))
    assert len(codes - {"LV-099", "LV-022"}) >= 40
    assert Municipality.objects.get(code="LV-099").service_phone == "+371 20 000 001"
    assert all(row.name_genitive and row.name_locative for row in Municipality.objects.all())


def test_a_worker_sits_where_her_first_standing_posting_is(office: Service) -> None:
    other = open_post(unit=office.unit, specialisation="adults", title="adults", since=SINCE, by=office.head)
    post_worker(user=office.family, post=other, since=date(2022, 1, 1), share=Decimal("0.5"), by=office.head)

    seat = seat_of(office.family, on=TODAY)
    assert seat is not None
    assert (seat.unit_id, seat.specialisation) == (office.unit.pk, "family")
    Posting.objects.filter(user=office.family, since=SINCE).update(until=TODAY)
    after = seat_of(office.family, on=TODAY)
    assert after is not None
    assert after.specialisation == "adults"
    assert seat_of(office.family, on=SINCE - timedelta(days=1)) is None
    assert municipality_of(office.outsider) != office.municipality


def test_colleagues_are_the_others_of_the_same_municipality_who_work_today(office: Service) -> None:
    office.adults.is_active = False
    office.adults.save(update_fields=["is_active"])

    found = set(colleagues(office.family))

    assert {office.family, office.adults, office.outsider} & found == set()
    assert {office.assistance, office.head, office.other_unit} <= found
    assert list(colleagues(office.family, specialisations=["assistance"])) == [office.assistance]


def test_units_stand_under_and_over_each_other(office: Service) -> None:
    part = open_unit(municipality=office.municipality, name="Grupa", since=SINCE, parent=office.unit, by=office.head)
    whole = Unit.objects.get(pk=office.unit.parent_id or 0)

    assert unit_and_above(part.pk) == [part.pk, office.unit.pk, whole.pk]
    assert units_under([office.unit.pk]) == {office.unit.pk, part.pk}
    Unit.objects.filter(pk=whole.pk).update(parent=part)
    assert unit_and_above(part.pk) == [part.pk, office.unit.pk, whole.pk]
    assert units_under([part.pk]) >= {part.pk, office.unit.pk, whole.pk}


def test_every_act_leaves_its_row(office: Service) -> None:
    add_institution(municipality=office.municipality, kind="school", name="Skola", users=[office.head], by=office.head)

    assert Institution.objects.get().users.get() == office.head
    assert AuditRow.objects.get().act == "organisation.add_institution"


def test_seats_are_asked_for_many_at_once(office: Service) -> None:
    found = seats([office.family, office.outsider.pk], on=TODAY)
    assert set(found) == {office.family.pk, office.outsider.pk}


Deed = Callable[[Service], object]
HALF = Decimal("0.5")
PAIRS: dict[str, tuple[Deed, Deed]] = {
    "two open units of one name": (
        lambda o: unit("Sociālā darba nodaļa", of=Municipality.objects.exclude(pk=o.municipality.pk)[0]),
        lambda o: Unit.objects.create(municipality=o.municipality, name=o.unit.name, since=SINCE),
    ),
    "a unit over itself": (
        lambda o: Unit.objects.create(municipality=o.municipality, name="B", parent=o.unit, since=SINCE),
        lambda o: Unit.objects.filter(pk=o.unit.pk).update(parent=o.unit),
    ),
    "a unit that ends as it begins": (
        lambda o: Unit.objects.create(municipality=o.municipality, name="B", since=SINCE, until=TODAY),
        lambda o: Unit.objects.create(municipality=o.municipality, name="C", since=SINCE, until=SINCE),
    ),
    "two open territories of one name": (
        lambda o: territory("Sēme"),
        lambda o: Territory.objects.create(municipality=o.municipality, name="Sēme", since=TODAY),
    ),
    "more of a territory than there is": (
        lambda o: TerritoryCrosswalk.objects.create(old=territory("A"), new=territory("B"), share=1),
        lambda o: TerritoryCrosswalk.objects.create(old=territory("A"), new=territory("C"), share=Decimal("1.1")),
    ),
    "a post of no share": (
        lambda o: Post.objects.create(unit=o.unit, specialisation="family", title="x", since=SINCE, share=HALF),
        lambda o: Post.objects.create(unit=o.unit, specialisation="family", title="x", since=SINCE, share=0),
    ),
    "one post held twice at once by one worker": (
        lambda o: Posting.objects.filter(user=o.head).update(share=HALF),
        lambda o: Posting.objects.create(user=o.family, post=o.family.postings.get().post, since=TODAY),
    ),
    "more of a worker than one": (
        lambda o: Posting.objects.filter(user=o.head).update(share=1),
        lambda o: Posting.objects.filter(user=o.head).update(share=2),
    ),
    "a partner twice": (
        lambda o: Institution.objects.create(municipality=o.municipality, kind="school", name="Skola"),
        lambda o: Institution.objects.create(municipality=o.municipality, kind="police", name="Skola"),
    ),
    "two municipalities of one code": (
        lambda o: Municipality.objects.create(code="LV-001", name="A", name_genitive="A", name_locative="A", kind="x"),
        lambda o: Municipality.objects.create(code="LV-001", name="B", name_genitive="B", name_locative="B", kind="x"),
    ),
}


@pytest.mark.parametrize("wrong", PAIRS)
def test_the_database_holds_the_right_row_and_refuses_the_wrong_one(office: Service, wrong: str) -> None:
    held, refused = PAIRS[wrong]
    held(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        refused(office)
