"""Opening a file gives a number, a stage, a lead with reach, a client with a main worker."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, restrict_file
from saikne.cases.actions.opening import open_case
from saikne.cases.enums import Stage
from saikne.cases.models import Case, FileKind, MainWorkerPeriod
from saikne.cases.queries.access import not_named
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import may_lead
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow, RunningNumber
from saikne.people.models import IdentityLink, PersonRecord
from saikne.people.tests.factories import person

pytestmark = pytest.mark.django_db


def test_a_new_file_has_a_number_a_stage_a_lead_and_a_main_worker() -> None:
    ozolini = family()

    case = Case.objects.select_related("kind", "number__series").get(pk=ozolini.case.pk)

    assert case.label == f"ĢL-{case.number.series.year}/001"
    assert [(row.stage, row.until) for row in case.stages.all()] == [(Stage.INTAKE, None)]
    assert [row.worker for row in case.leads.all()] == [ozolini.lead]
    assert [row.worker for row in MainWorkerPeriod.objects.filter(client=case.client)] == [ozolini.lead]
    assert AuditRow.objects.filter(act="cases.open", about_no=case.pk).count() == 1


def test_the_file_is_seen_by_its_lead_and_the_head_and_by_nobody_else() -> None:
    ozolini = family()
    office = ozolini.service
    people = [office.family, office.head, office.adults, office.other_unit, office.outsider, office.assistance]

    reach = [Case.objects.visible_to(user).count() for user in people]

    assert reach == [1, 1, 0, 0, 0, 0]


def test_the_people_of_the_file_are_seen_by_its_lead_and_the_head() -> None:
    office = headed_service()
    ozolini = family(office)
    names = {"Sanita Ozoliņa", "Raivis Krastiņš", "Elza Ozoliņa", "Toms Krastiņš"}

    seen = {
        user.username: {face.name for face in PersonRecord.objects.visible_to(user)}
        for user in (office.head, office.outsider)
    }

    assert seen == {"head": names, "outsider": set()}
    assert {face.name for face in PersonRecord.objects.visible_to(ozolini.lead)} == names


def opened(ozolini: Family, kind: FileKind, *, by: User | None = None, **subject: Any) -> Case:
    who = by or ozolini.lead
    return open_case(
        kind=kind, municipality=ozolini.service.municipality, lead=who, purpose="Atbalsts", by=who, **subject
    )


def dated_anew(kind: FileKind) -> FileKind:
    """The same kind, changed from today: a new row, as when the kinds are loaded again."""
    today = clock.today()
    FileKind.objects.filter(pk=kind.pk).update(until=today)
    kind.pk, kind.since, kind._state.adding = None, today, True
    kind.save()
    return kind


def test_a_kind_dated_anew_allows_no_second_open_file_for_one_household() -> None:
    ozolini = family()
    kind = dated_anew(file_kind())

    with pytest.raises(Refusal) as refused:
        opened(ozolini, kind, household=ozolini.home)

    assert [str(reason) for reason in refused.value.reasons] == [
        "Šai mājsaimniecībai jau ir atvērta šāda veida lieta. Atveriet to."
    ]
    assert Case.objects.count() == 1


def test_a_kind_dated_anew_allows_no_second_open_file_for_one_person_under_any_record_of_hers() -> None:
    ozolini = family()
    kind = file_kind("adult", subject="adult", prefix="SG")
    opened(ozolini, kind, record=ozolini.father)
    again = person("Raivis", "Krastiņš", ozolini.father.born_on, by=ozolini.service.adults)
    moment = clock.now()
    anchor = IdentityLink.objects.get(record=ozolini.father).person
    IdentityLink.objects.filter(record=again).update(until=moment)
    IdentityLink.objects.create(record=again, person=anchor, since=moment, decided_by=ozolini.lead)

    newer = dated_anew(kind)

    for record in (ozolini.father, again):
        with pytest.raises(Refusal):
            opened(ozolini, newer, record=record)

    assert Case.objects.filter(kind__code="adult").count() == 1
    assert opened(ozolini, newer, record=ozolini.mother)


def test_the_database_holds_one_open_file_of_a_kind_however_the_kind_is_dated() -> None:
    ozolini = family()
    kind = dated_anew(file_kind())
    number = RunningNumber.objects.create(series=ozolini.case.number.series, number=99)
    same = {
        "kind": kind, "municipality": ozolini.service.municipality, "client": ozolini.case.client, "purpose": "x",
        "subject": "household", "household": ozolini.home, "number": number, "opened_at": clock.now(),
    }  # fmt: skip

    for code in (kind.code, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.create(kind_code=code, **same)
    with pytest.raises(Refusal) as refused:
        act(lambda: Case.objects.create(kind_code=kind.code, **same))()
    assert [str(reason) for reason in refused.value.reasons] == [
        "Šai mājsaimniecībai jau ir atvērta šāda veida lieta. Atveriet to."
    ]


def test_a_closed_file_is_not_reopened_beside_an_open_one_of_the_same_kind_dated_anew() -> None:
    ozolini = family()
    day = clock.now() + timedelta(minutes=1)
    Case.objects.filter(pk=ozolini.case.pk).update(closed_at=day, closing_reason="moved")
    with clock.at(day + timedelta(minutes=1)):
        opened(ozolini, dated_anew(file_kind()), household=ozolini.home)

        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=ozolini.case.pk).update(closed_at=None, closing_reason="")


def test_all_that_stands_in_the_way_of_opening_is_said_at_once() -> None:
    ozolini = family()
    fence = Fence("staff", "", clock.today() + timedelta(days=30), [ozolini.lead])
    restrict_file(case=ozolini.case, record_no=None, fence=fence, by=ozolini.service.head)

    with pytest.raises(Refusal) as refused:
        open_case(
            kind=file_kind(), municipality=ozolini.service.municipality, household=ozolini.home,
            lead=ozolini.service.parish, main_worker=ozolini.service.adults, purpose=" ", by=ozolini.service.parish,
        )  # fmt: skip

    told = [str(reason) for reason in refused.value.reasons]
    kept = [not_named(ozolini.service.parish), not_named(ozolini.service.adults)]
    assert told[2:] == ["Vija Ābele: loma neļauj vadīt lietas.", "Egils Ozols: loma neļauj vadīt lietas.", *kept]
    assert len(told) == 6


@pytest.mark.parametrize("who", ["lead", "main_worker"])
def test_nobody_without_a_role_and_a_post_leads_a_new_file_or_becomes_the_main_worker(who: str) -> None:
    ozolini = family()
    office, kind = ozolini.service, file_kind("adult", subject="adult", prefix="SG")
    told = {
        "kind": kind, "municipality": office.municipality, "record": ozolini.father, "purpose": "Atbalsts",
        "lead": ozolini.lead, "by": ozolini.lead, "main_reason": "Dzīvo tuvāk",
    }  # fmt: skip
    unfit = {office.psychosocial: "loma neļauj vadīt lietas", may_lead(office.outsider): "amata vietas"}

    for worker, why in unfit.items():
        with pytest.raises(Refusal) as refused:
            open_case(**{**told, who: worker})  # type: ignore[arg-type]
        assert [why in str(reason) for reason in refused.value.reasons] == [True]

    assert open_case(**{**told, who: may_lead(office.parish)})  # type: ignore[arg-type]
