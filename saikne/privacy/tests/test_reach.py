"""The ledger of reach: what opens, for how long, and what beats a grant."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.errors import Refusal
from saikne.organisation.tests.factories import Service, service
from saikne.privacy.actions import (
    answer_emergency,
    appoint_head,
    break_glass,
    explain_emergency,
    give,
    head_holder,
    holder_of,
    restrict,
    take_back,
)
from saikne.privacy.enums import PRECEDENCE, PURPOSE_OF, EmergencyAnswer, Ground, Opens
from saikne.privacy.models import Bar, Grant, Holder, HolderMember, Side
from saikne.privacy.queries import headed_units, heads_of, members_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Service:
    return service()


def _opened(user: User, *opens: str, about: str = "case") -> set[int]:
    rows = Grant.objects.opening(user.pk, about=about, opens=opens or Opens.values, at=clock.now())
    return {row["about_no"] for row in rows}


@act
def _give(user: User, *numbers: int, ground: str = Ground.TEAM, about: str = "case", days: int | None = None) -> None:
    moment = clock.now()
    until = moment + timedelta(days=days) if days else None
    give(
        holder=holder_of(user), numbers={about: numbers}, opens=Opens.CASE_WORK, ground=ground, ground_no=1,
        at=moment, until=until,
    )  # fmt: skip


def test_a_grant_opens_one_record_to_one_holder_for_one_kind_of_work(office: Service) -> None:
    _give(office.family, 7)

    assert _opened(office.family, Opens.CASE_WORK) == {7}
    assert _opened(office.family, Opens.PSYCHOSOCIAL) == set()
    assert _opened(office.adults) == set()


def test_a_grant_ends_by_itself_and_can_be_taken_back(office: Service) -> None:
    _give(office.family, 7, days=2)
    _give(office.adults, 7)
    with clock.at(clock.now() + timedelta(days=3)):
        assert _opened(office.family) == set()

    take_back(ground=Ground.TEAM, ground_no=1, at=clock.now(), holder=holder_of(office.adults))

    assert _opened(office.adults) == set()
    assert _opened(office.family) == {7}


def test_what_one_ground_took_back_another_keeps_open(office: Service) -> None:
    _give(office.family, 7)
    _give(office.family, 7, ground=Ground.CONTACT)

    take_back(ground=Ground.TEAM, ground_no=1, at=clock.now())

    assert _opened(office.family) == {7}


def test_a_role_in_a_unit_is_used_by_whoever_has_it_for_as_long(office: Service) -> None:
    moment = clock.now()
    give(
        holder=head_holder(office.unit.pk), numbers={"case": [7]}, opens=Opens.CASE_WORK, ground=Ground.UNIT,
        ground_no=7, at=moment,
    )  # fmt: skip
    assert _opened(office.head) == set()

    appoint_head(user=office.head, unit_id=office.unit.pk, by=office.head)

    assert _opened(office.head) == {7}
    assert headed_units(office.head) == [office.unit.pk]
    assert heads_of("case", 7, municipality_id=office.municipality.pk) == [office.head]
    HolderMember.objects.filter(user=office.head).update(until=clock.now())
    assert _opened(office.head) == set()
    assert members_of([head_holder(office.unit.pk).pk]) == {}


def test_without_a_head_over_the_file_every_head_of_the_municipality_is_told(office: Service) -> None:
    appoint_head(user=office.head, unit_id=office.unit.pk, by=office.head)

    assert heads_of("case", 99, municipality_id=office.municipality.pk) == [office.head]


def test_a_bar_beats_every_grant_even_a_named_one(office: Service) -> None:
    _give(office.family, 7, 8, ground=Ground.NAMED)
    Bar.objects.create(user=office.family, about="case", about_no=7, ground="relative", since=clock.now())

    assert _opened(office.family) == {8}


def test_a_restriction_beats_every_grant_but_a_named_one(office: Service) -> None:
    _give(office.family, 7, 8)
    _give(office.adults, 7)
    until = clock.today() + timedelta(days=9)

    restrict(numbers={"case": [7]}, reason="staff", words="", until=until, named=[office.adults], by=office.head)

    assert _opened(office.family) == {8}
    assert _opened(office.adults) == {7}


def test_a_restriction_names_somebody_and_ends_after_today(office: Service) -> None:
    with pytest.raises(Refusal) as refused:
        restrict(numbers={"case": [7]}, reason="staff", words="", until=clock.today(), named=[], by=office.head)

    assert set(refused.value.by_field) == {"named", "until"}


def test_whoever_leads_does_not_decide_and_the_other_way_round(office: Service) -> None:
    _give(office.family, 7, ground=Ground.LEAD, about="record")
    _give(office.adults, 7, ground=Ground.DECIDES, about="record")

    with pytest.raises(Refusal):
        _give(office.family, 7, 9, ground=Ground.DECIDES, about="record")
    with pytest.raises(Refusal):
        _give(office.adults, 7, ground=Ground.LEAD, about="record")

    assert _opened(office.family, about="record") == {7}


def test_the_database_itself_keeps_one_side_for_a_holder_and_a_record(office: Service) -> None:
    _give(office.family, 7, ground=Ground.LEAD, about="record")
    side = Side.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Side.objects.create(
            holder=side.holder, about="record", about_no=7, separation=side.separation, ground="decides",
            since=clock.now(),
        )  # fmt: skip


def test_a_side_ends_with_the_last_grant_that_leans_on_it(office: Service) -> None:
    _give(office.family, 7, ground=Ground.LEAD, about="record")

    take_back(ground=Ground.LEAD, ground_no=1, at=clock.now())
    _give(office.family, 7, ground=Ground.DECIDES, about="record")

    assert Side.objects.filter(until=None).count() == 1


def test_a_holder_is_exactly_one_of_user_role_and_institution(office: Service) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.create(user=office.family, unit=office.unit, role="head")
    with pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.create(unit=office.unit)


def test_every_ground_has_a_purpose_and_a_weight() -> None:
    assert set(PURPOSE_OF) == set(Ground.values) == set(PRECEDENCE)


def test_a_side_taken_and_left_at_one_instant_is_free_again(office: Service) -> None:
    moment = clock.now()
    give(
        holder=holder_of(office.family), numbers={"record": [7]}, opens=Opens.CASE_WORK, ground=Ground.LEAD,
        ground_no=1, at=moment,
    )  # fmt: skip

    take_back(ground=Ground.LEAD, ground_no=1, at=moment)

    with clock.at(moment + timedelta(seconds=1)):
        _give(office.family, 7, ground=Ground.DECIDES, about="record")
        assert _opened(office.family, about="record") == {7}


def test_an_explanation_is_given_once(office: Service) -> None:
    row = break_glass(
        user=office.family, about="case", about_no=7, numbers={"case": [7]}, reason="duty", words="zvans",
        municipality_id=office.municipality.pk,
    )  # fmt: skip
    with pytest.raises(Refusal):
        explain_emergency(row=row, words="neviens neprasīja", by=office.family)
    answer_emergency(row=row, answer=EmergencyAnswer.EXPLAIN, words="", by=office.head)

    explain_emergency(row=row, words="zvanīja skola", by=office.family)
    with pytest.raises(Refusal):
        explain_emergency(row=row, words="kaut kas cits", by=office.family)

    row.refresh_from_db()
    assert row.explanation == "zvanīja skola"


def test_an_emergency_opens_for_some_hours_and_ends_by_itself(office: Service) -> None:
    row = break_glass(
        user=office.family, about="case", about_no=7, numbers={"case": [7]}, reason="duty", words="zvans",
        municipality_id=office.municipality.pk,
    )  # fmt: skip
    assert _opened(office.family) == {7}
    assert row.until is not None

    with clock.at(row.until - timedelta(seconds=1)):
        assert _opened(office.family) == {7}
    with clock.at(row.until):
        assert _opened(office.family) == set()
