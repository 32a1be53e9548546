"""Opening a file gives a number, a stage, a lead with reach, a client with a main worker."""

import pytest

from saikne.cases.enums import Stage
from saikne.cases.models import Case, MainWorkerPeriod
from saikne.cases.tests.factories import family, headed_service
from saikne.core.models import AuditRow
from saikne.people.models import PersonRecord

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
