"""Representation, bars and safe contact: what is written with its true day, refused, ended, corrected."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.organisation.models import Institution
from saikne.organisation.tests.factories import Service, service
from saikne.people.actions import add_tie
from saikne.people.actions.representation import (
    Acting,
    Barring,
    Reaching,
    add_representation,
    bar_person,
    correct_said,
    end_said,
    say_contact_way,
    withdraw_said,
)
from saikne.people.models import BarredPerson, ContactWay, PersonRecord, Representation
from saikne.people.queries.representation import represent_facts
from saikne.people.rules.representation import What, may
from saikne.people.tests.factories import person
from saikne.privacy.models import Grant

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)
COURT = "Bāriņtiesas lēmums Nr. 14, 01.03.2024."
SIGNS = frozenset({"may_sign", "may_receive", "may_be_told"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Service:
    return service()


@pytest.fixture
def mother(office: Service) -> PersonRecord:
    return person("Sanita", "Ozoliņa", date(1988, 3, 14), by=office.family)


@pytest.fixture
def father(office: Service) -> PersonRecord:
    return person("Juris", "Ozols", date(1985, 1, 2), by=office.family, sex="M")


@pytest.fixture
def child(office: Service, mother: PersonRecord, father: PersonRecord) -> PersonRecord:
    record = person("Elza", "Ozoliņa", date(2012, 6, 1), by=office.family)
    for parent in (mother, father):
        add_tie(a=parent, b=record, kind="birth_parent", by=office.family)
    return record


def who(of: PersonRecord, what: What, on: date) -> set[int]:
    return {right.doer.record or -right.doer.institution for right in may(represent_facts([of.pk])[of.pk], what, on=on)}


def test_a_suspension_is_written_later_with_its_true_day_and_holds_from_it(
    office: Service, mother: PersonRecord, father: PersonRecord, child: PersonRecord
) -> None:
    grants = Grant.objects.count()
    AuditRow.objects.all().delete()

    add_representation(of=child, words=Acting("suspended", SINCE, COURT, by=father.pk), by=office.family)

    assert who(child, What.SIGN, SINCE - timedelta(days=1)) == {mother.pk, father.pk}
    assert who(child, What.SIGN, SINCE) == {mother.pk}
    assert [row.act for row in AuditRow.objects.all()] == ["people.add_representation"]
    assert Grant.objects.count() == grants


def test_an_institution_is_a_guardian_and_has_no_custody(office: Service, child: PersonRecord) -> None:
    house = Institution.objects.create(municipality=office.municipality, kind="other", name="Bērnu nams")
    with pytest.raises(Refusal) as refused:
        add_representation(
            of=child, words=Acting("custody", SINCE, COURT, SIGNS, institution=house.pk), by=office.family
        )
    add_representation(of=child, words=Acting("guardian", SINCE, COURT, SIGNS, institution=house.pk), by=office.family)

    assert set(refused.value.by_field) == {"kind"}
    assert -house.pk in who(child, What.TOLD, SINCE)


def test_every_reason_is_told_at_once_beside_its_field(
    office: Service, mother: PersonRecord, father: PersonRecord
) -> None:
    wrong = Acting("guardian", SINCE, " ", until=SINCE, by=father.pk)

    with pytest.raises(Refusal) as refused:
        add_representation(of=mother, words=wrong, by=office.family)

    assert set(refused.value.by_field) == {"kind", "source", "until", "gives"}
    assert not Representation.objects.exists()


@pytest.mark.parametrize("kind", ["suspended", "removed"])
def test_whoever_lost_custody_is_given_nothing_by_the_same_row(
    office: Service, father: PersonRecord, child: PersonRecord, kind: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_representation(of=child, words=Acting(kind, SINCE, COURT, SIGNS, by=father.pk), by=office.family)

    assert set(refused.value.by_field) == {"gives"}


def test_a_child_acts_for_nobody_and_nobody_for_herself(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    for by, field in ((child, "since"), (mother, "kind")):
        with pytest.raises(Refusal) as refused:
            add_representation(of=mother, words=Acting("attorney", SINCE, COURT, SIGNS, by=by.pk), by=office.family)
        assert set(refused.value.by_field) == {field}


def test_a_day_in_the_future_or_before_birth_is_refused(
    office: Service, mother: PersonRecord, child: PersonRecord
) -> None:
    for day in (clock.today() + timedelta(days=1), date(2010, 1, 1)):
        with pytest.raises(Refusal) as refused:
            add_representation(of=child, words=Acting("attorney", day, COURT, SIGNS, by=mother.pk), by=office.family)
        assert set(refused.value.by_field) == {"since"}


def test_the_same_is_not_written_twice_for_one_day_but_again_after_its_end(
    office: Service, mother: PersonRecord, father: PersonRecord
) -> None:
    given = Acting("attorney", SINCE, COURT, SIGNS, by=father.pk)
    row = add_representation(of=mother, words=given, by=office.family)
    with pytest.raises(Refusal) as refused:
        add_representation(of=mother, words=given, by=office.family)
    end_said(row=row, until=date(2025, 1, 1), how="atsaukta", by=office.family)
    add_representation(
        of=mother, words=Acting("attorney", date(2025, 1, 1), COURT, SIGNS, by=father.pk), by=office.family
    )

    assert set(refused.value.by_field) == {"since"}
    assert Representation.objects.count() == 2


def test_a_row_is_ended_once_after_it_began_and_stays_readable(
    office: Service, mother: PersonRecord, father: PersonRecord
) -> None:
    row = add_representation(of=mother, words=Acting("attorney", SINCE, COURT, SIGNS, by=father.pk), by=office.family)
    for day in (SINCE, clock.today() + timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            end_said(row=row, until=day, how="", by=office.family)
        assert set(refused.value.by_field) == {"until"}
    end_said(row=row, until=date(2025, 1, 1), how="atsaukta", by=office.family)
    with pytest.raises(Refusal, match="ended already"):
        end_said(row=row, until=date(2025, 1, 1), how="", by=office.family)

    assert who(mother, What.SIGN, date(2024, 12, 31)) == {mother.pk, father.pk}
    assert who(mother, What.SIGN, date(2025, 1, 1)) == {mother.pk}
    row.refresh_from_db()
    assert row.how_ended == "atsaukta"


def test_a_term_that_has_not_come_can_be_cut_short(office: Service, mother: PersonRecord, father: PersonRecord) -> None:
    later = clock.today() + timedelta(days=90)
    given = Acting("attorney", SINCE, COURT, SIGNS, until=later, by=father.pk)
    row = add_representation(of=mother, words=given, by=office.family)

    end_said(row=row, until=clock.today(), how="", by=office.family)

    assert who(mother, What.SIGN, clock.today()) == {mother.pk}


def test_a_correction_stands_in_place_of_what_was_wrong(
    office: Service, mother: PersonRecord, father: PersonRecord
) -> None:
    wrong = add_representation(of=mother, words=Acting("attorney", SINCE, COURT, SIGNS, by=father.pk), by=office.family)
    right = correct_said(
        row=wrong,
        words=Acting("attorney", SINCE, COURT, frozenset({"may_receive"}), by=father.pk),
        why="nolasīts vēlreiz",
        by=office.family,
    )

    assert who(mother, What.SIGN, SINCE) == {mother.pk}
    assert who(mother, What.RECEIVE, SINCE) == {mother.pk, father.pk}
    assert (right.supersedes_id, Representation.objects.count()) == (wrong.pk, 2)
    with pytest.raises(Refusal, match="just corrected"):
        end_said(row=wrong, until=date(2025, 1, 1), how="", by=office.family)


def test_a_correction_says_why(office: Service, mother: PersonRecord, father: PersonRecord) -> None:
    row = bar_person(
        of=mother, words=Barring(SINCE, COURT, frozenset({"bars_contact"}), who=father.pk), by=office.family
    )

    with pytest.raises(Refusal) as refused:
        withdraw_said(row=row, why=" ", by=office.family)

    assert set(refused.value.by_field) == {"why"}


def test_what_never_was_so_binds_nobody_and_stays_readable(
    office: Service, father: PersonRecord, child: PersonRecord
) -> None:
    row = bar_person(of=child, words=Barring(SINCE, COURT, frozenset({"bars_told"}), who=father.pk), by=office.family)
    barred = who(child, What.TOLD, SINCE)
    withdraw_said(row=row, why="cits Juris", by=office.family)

    assert father.pk not in barred
    assert father.pk in who(child, What.TOLD, SINCE)
    assert [(one.withdrawn, one.who_id) for one in BarredPerson.objects.order_by("pk")] == [
        (False, father.pk),
        (True, father.pk),
    ]


def test_somebody_is_barred_by_name_when_she_has_no_record(office: Service, child: PersonRecord) -> None:
    with pytest.raises(Refusal) as refused:
        bar_person(of=child, words=Barring(SINCE, "", frozenset()), by=office.family)
    bar_person(
        of=child, words=Barring(SINCE, COURT, frozenset({"bars_contact"}), name="Pēteris Lācis"), by=office.family
    )

    assert set(refused.value.by_field) == {"name", "bars", "source"}
    assert BarredPerson.objects.get().name == "Pēteris Lācis"


def test_nobody_is_barred_from_her_own(office: Service, mother: PersonRecord) -> None:
    with pytest.raises(Refusal) as refused:
        bar_person(of=mother, words=Barring(SINCE, COURT, frozenset({"bars_told"}), who=mother.pk), by=office.family)

    assert set(refused.value.by_field) == {"bars"}


def test_what_is_said_anew_of_one_way_ends_what_was_said_before(office: Service, mother: PersonRecord) -> None:
    say_contact_way(of=mother, words=Reaching("call", SINCE, how="20 000 000, no rītiem"), by=office.family)
    say_contact_way(of=mother, words=Reaching("call", date(2025, 1, 1), forbidden=True), by=office.family)
    say_contact_way(of=mother, words=Reaching("letter", date(2025, 1, 1), forbidden=True), by=office.family)

    rows = ContactWay.objects.order_by("means", "since").values_list("means", "since", "until", "forbidden")
    assert list(rows) == [
        ("call", SINCE, date(2025, 1, 1), False),
        ("call", date(2025, 1, 1), None, True),
        ("letter", date(2025, 1, 1), None, True),
    ]


def test_a_way_that_is_open_says_how(office: Service, mother: PersonRecord) -> None:
    with pytest.raises(Refusal) as refused:
        say_contact_way(of=mother, words=Reaching("visit", SINCE), by=office.family)

    assert set(refused.value.by_field) == {"how"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "guardian", "may_sign": True, "source": COURT},
        {"kind": "guardian", "source": COURT, "by": "father"},
        {"kind": "removed", "may_sign": True, "source": COURT, "by": "father"},
        {"kind": "guardian", "may_sign": True, "source": "", "by": "father"},
        {"kind": "guardian", "may_sign": True, "source": COURT, "by": "child"},
        {"kind": "guardian", "may_sign": True, "source": COURT, "by": "father", "until": SINCE},
    ],
)
def test_the_database_refuses_wrong_rows(
    office: Service, father: PersonRecord, child: PersonRecord, wrong: dict[str, object]
) -> None:
    people = {"father": father, "child": child}
    by = people.get(str(wrong.get("by")))
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.create(
            of=child, since=SINCE, noted_at=clock.now(), noted_by=office.family, **{**wrong, "by": by}
        )


def test_the_database_refuses_a_bar_from_nothing_and_a_way_without_words(office: Service, child: PersonRecord) -> None:
    noted = {"since": SINCE, "noted_at": clock.now(), "noted_by": office.family}
    with pytest.raises(IntegrityError), transaction.atomic():
        BarredPerson.objects.create(of=child, name="Kāds", source=COURT, **noted)
    with pytest.raises(IntegrityError), transaction.atomic():
        BarredPerson.objects.create(of=child, source=COURT, bars_contact=True, **noted)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactWay.objects.create(record=child, means="call", **noted)
