"""A small demo, built through actions: every family at its stage, and what must hold holds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from pytest_django.plugin import DjangoDbBlocker

from saikne.cases.enums import Stage
from saikne.cases.models import (
    Agreement,
    Assessment,
    Case,
    Chapter,
    ChildAim,
    FirstContact,
    FollowUp,
    Goal,
    JournalEntry,
    LeadPeriod,
    MainWorkerPeriod,
    Receipt,
    StagePeriod,
    Statement,
    TargetCheck,
    TeamMember,
)
from saikne.core import clock
from saikne.core.models import AuditRow
from saikne.core.periods import live, standing
from saikne.methodology.models import ClassificationItem, LegalReference, Term
from saikne.people.models import HouseholdMember, Tie
from saikne.people.queries import faces
from saikne.privacy.models import BreakGlass
from saikne.web.demo.build import build_demo
from saikne.web.demo.family import Family
from saikne.web.demo.mark import is_demo
from saikne.web.demo.ozolini import OzoliniPlot

pytestmark = pytest.mark.django_db
OPEN = 6


@pytest.fixture(scope="module")
def families(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Family]]:
    """Six open families, one closed, the recognisable one and an adult; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        shares: list[float] = []
        built = build_demo(shares.append, families=OPEN, share=0.001)
        assert shares[-1] == 1.0
        assert shares == sorted(shares)
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def ozolini(families: list[Family]) -> Family:
    return next(family for family in families if isinstance(family.plot, OzoliniPlot))


def stage_now(family: Family) -> str:
    return StagePeriod.objects.get(live(), case=family.case).stage


def test_the_glossary_and_the_legal_references_are_there_to_be_read(families: list[Family]) -> None:
    assert Term.objects.count() == 220
    assert LegalReference.objects.filter(verified=True).exists()
    assert ClassificationItem.objects.exists()


def test_every_family_stands_at_its_stage(families: list[Family]) -> None:
    assert {family.case.pk: stage_now(family) for family in families} == {
        family.case.pk: family.plot.stage for family in families
    }
    assert {family.plot.stage for family in families} >= {Stage.ASSESSMENT, Stage.INTERVENTION, Stage.EVALUATION}


def test_every_file_has_one_lead_and_every_client_with_an_open_file_one_main_worker(families: list[Family]) -> None:
    leads = LeadPeriod.objects.filter(live()).values("case").annotate(count=Count("pk"))
    assert {row["count"] for row in leads} == {1}
    assert len(leads) == Case.objects.count()
    clients = set(Case.objects.open().values_list("client", flat=True))
    mains = MainWorkerPeriod.objects.filter(live()).values_list("client", flat=True)
    assert sorted(mains) == sorted(clients)


def test_families_worked_on_have_one_agreement_in_force_with_a_term_ahead(families: list[Family]) -> None:
    for family in families:
        if family.plot.stage == Stage.INTERVENTION and family.course.agreed < clock.today() - timedelta(days=3):
            agreement = Agreement.objects.get(client=family.case.client_id, state="in_force")
            ends = Chapter.objects.filter(agreement=agreement, state="in_force").values_list("until", flat=True)
            assert all(until is not None and until >= clock.today() for until in ends)


def test_a_closed_family_was_evaluated_and_is_followed_up(families: list[Family]) -> None:
    closed = [family for family in families if family.plot.stage == Stage.CLOSED]
    assert closed
    for family in closed:
        case = Case.objects.get(pk=family.case.pk)
        assert case.closing_reason
        assert case.evaluations.count() == 1
        assert sorted(FollowUp.objects.filter(case=case).values_list("months", flat=True)) == [6, 12, 24]
        assert not Agreement.objects.filter(client=case.client_id, state="in_force").exists()


def test_goals_have_five_levels_and_answers_and_no_text_lacks_a_name(families: list[Family]) -> None:
    for goal in Goal.objects.prefetch_related("answers"):
        assert sorted(goal.levels) == ["-1", "-2", "0", "1", "2"]
        assert all(goal.levels.values())
        assert goal.answers.all()
    texts = [*Goal.objects.values_list("title", flat=True), *Statement.objects.values_list("text", flat=True)]
    texts += [*JournalEntry.objects.values_list("text", flat=True), *Case.objects.values_list("summary", flat=True)]
    assert not [text for text in texts if "{" in text]


def test_every_file_begins_with_a_first_contact_and_a_family_with_its_check(families: list[Family]) -> None:
    for family in families:
        assert FirstContact.objects.filter(case=family.case, record=family.plot.adults[0]).count() == 1
        checks = TargetCheck.objects.filter(case=family.case).count()
        assert checks == (1 if family.case.household_id else 0)


def test_nothing_happened_in_the_future_and_deeds_follow_the_order_of_time(families: list[Family]) -> None:
    assert not JournalEntry.objects.filter(on__gt=clock.today()).exists()
    assert not AuditRow.objects.filter(at__gt=clock.now()).exists()
    opened = list(Case.objects.filter(kind__code="family").order_by("pk").values_list("opened_at", flat=True))
    assert opened == sorted(opened)


def test_the_recognisable_family_is_as_the_documents_show_it(ozolini: Family) -> None:
    case = Case.objects.get(pk=ozolini.case.pk)
    home = HouseholdMember.objects.filter(live(), household=case.household_id).values_list("record", flat=True)
    assert sorted(face.name for face in faces(home).values()) == [
        "Elza Ozoliņa",
        "Raivis Krastiņš",
        "Sanita Ozoliņa",
        "Toms Krastiņš",
    ]
    assert case.review_due == ozolini.diary.today
    assert ozolini.lead.username == "family"
    assert Goal.objects.filter(case=case).count() == 3
    assert Tie.objects.filter(a=ozolini.plot.beside["father"].records[0]).count() == 1
    assert TeamMember.objects.filter(standing(clock.now()), case=case, role="deputy", user__username="parish").exists()
    assert BreakGlass.objects.get(about="case", about_no=case.pk).answer == "justified"


def test_a_note_waits_for_the_receipt_of_the_lead(ozolini: Family) -> None:
    receipt = Receipt.objects.get(entry__case=ozolini.case)
    assert (receipt.user, receipt.received_at) == (ozolini.lead, None)


def test_files_of_one_child_or_adult_have_gone_as_far_as_what_was_done_in_them(families: list[Family]) -> None:
    alone = Case.objects.filter(kind__staged=True, record__isnull=False).exclude(kind__code="adult")
    worked_on = alone.filter(stages__in=StagePeriod.objects.filter(live(), stage=Stage.INTERVENTION))

    assert set(worked_on.values_list("kind__code", flat=True)) == set(alone.values_list("kind__code", flat=True))
    for case in worked_on:
        assert list(Assessment.objects.filter(case=case).values_list("state", flat=True)) == ["approved"]
        goal = Goal.objects.get(case=case)
        assert list(goal.answers.values_list("record", "answer")) == [(case.record_id, "agrees")]
        assert case.review_due is not None
        assert case.review_due > clock.today()
    children = set(worked_on.filter(kind__subject="child").values_list("record", flat=True))
    assert set(ChildAim.objects.filter(record__in=children).values_list("record", flat=True)) == children != set()


def test_first_contacts_that_lead_to_no_file_name_nobody(families: list[Family]) -> None:
    rows = FirstContact.objects.filter(case=None)
    assert rows.count() > 20
    assert not rows.filter(record__isnull=False).exists()
    assert not rows.filter(on__lt=clock.today() - timedelta(days=40)).exists()


def test_the_database_is_marked_as_a_demo(families: list[Family]) -> None:
    assert is_demo()
