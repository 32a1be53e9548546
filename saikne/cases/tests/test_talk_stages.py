"""Stages: every obstacle at once, the team told, the review planned."""

from datetime import timedelta

import pytest

from saikne.accounts.models import Notice
from saikne.cases.actions.plan import set_level
from saikne.cases.actions.talk_assessment import Wording, begin_assessment, sign_assessment
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.models import LeadPeriod, MainWorkerPeriod, StagePeriod, TeamMember
from saikne.cases.rules.results_dates import add_months
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.talk_factories import agree, aims, approving, goal, in_intervention, say, signed
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow, Setting
from saikne.privacy.models import Restriction

pytestmark = pytest.mark.django_db


def refused(of: Family, to: str) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        move_stage(case=of.case, to=to, by=of.lead)
    return [str(reason) for reason in refusal.value.reasons]


def stages(of: Family) -> list[str]:
    return [row.stage for row in StagePeriod.objects.filter(case=of.case).order_by("since")]


def test_every_obstacle_to_assessment_is_named_at_once() -> None:
    ozolini = family()
    moment = clock.now()
    LeadPeriod.objects.filter(case=ozolini.case).update(until=moment)
    MainWorkerPeriod.objects.filter(client=ozolini.case.client_id).update(until=moment)
    ozolini.home.members.update(until=clock.today())

    assert len(refused(ozolini, "assessment")) == 4
    assert stages(ozolini) == ["intake"]


def test_every_obstacle_to_intervention_is_named_at_once_with_the_children() -> None:
    ozolini = family()
    say(ozolini)
    move_stage(case=ozolini.case, to="assessment", by=ozolini.lead)

    told = refused(ozolini, "intervention")

    assert len(told) == 3
    assert "Elza Ozoliņa, Toms Krastiņš" in told[2]


def test_where_the_service_asks_the_head_approves_before_intervention() -> None:
    ozolini = family()
    approving(ozolini)
    say(ozolini)
    move_stage(case=ozolini.case, to="assessment", by=ozolini.lead)
    signed(ozolini)
    goal(ozolini)
    aims(ozolini)

    assert len(refused(ozolini, "intervention")) == 2


def test_intervention_begins_with_a_review_in_six_months_and_the_team_is_told() -> None:
    ozolini = family()
    TeamMember.objects.create(
        case=ozolini.case, user=ozolini.service.psychosocial, role="psychosocial", since=clock.now()
    )

    in_intervention(ozolini)

    assert ozolini.case.review_due == add_months(clock.today(), 6)
    assert stages(ozolini) == ["intake", "assessment", "intervention"]
    told = Notice.objects.filter(message="cases.stage_changed")
    assert {row.user for row in told} == {ozolini.service.psychosocial}
    assert AuditRow.objects.filter(act="cases.move_stage").count() == 2


def test_a_service_may_review_in_its_own_rhythm() -> None:
    ozolini = family()
    Setting.objects.create(
        code="cases.review_months",
        scope_no=ozolini.service.municipality.pk,
        value=3,
        valid_from=clock.today(),
        known_since=clock.now(),
        source="iekšējie noteikumi",
        verified=True,
    )

    in_intervention(ozolini)

    assert ozolini.case.review_due == add_months(clock.today(), 3)


def test_evaluation_needs_a_review_or_a_goal_that_has_moved() -> None:
    ozolini = family()
    one = in_intervention(ozolini)
    assert len(refused(ozolini, "evaluation")) == 1

    set_level(goal=one, level=-1, reached=False, base=type(one).objects.get(pk=one.pk).version, by=ozolini.lead)
    move_stage(case=ozolini.case, to="evaluation", by=ozolini.lead)

    assert stages(ozolini)[-1] == "evaluation"


def test_after_a_step_back_the_family_is_assessed_anew() -> None:
    ozolini = family()
    in_intervention(ozolini)

    move_stage(case=ozolini.case, to="assessment", by=ozolini.lead)
    told = refused(ozolini, "intervention")
    signed(ozolini)
    move_stage(case=ozolini.case, to="intervention", by=ozolini.lead)

    assert len(told) == 1
    assert stages(ozolini)[-2:] == ["assessment", "intervention"]


@pytest.mark.parametrize("to", ["intervention", "closed", "open", "intake"])
def test_a_stage_is_not_skipped(to: str) -> None:
    ozolini = family()
    agree(ozolini, goal(ozolini))

    assert len(refused(ozolini, to)) == 1
    assert stages(ozolini) == ["intake"]


def test_a_file_without_stages_has_none_to_walk() -> None:
    file_kind(staged=False)
    ozolini = family()

    assert stages(ozolini) == ["open"]
    assert len(refused(ozolini, "assessment")) == 1


def test_a_refusal_does_not_name_whom_the_file_keeps_from_this_worker() -> None:
    ozolini = family()
    say(ozolini)
    move_stage(case=ozolini.case, to="assessment", by=ozolini.lead)
    Restriction.objects.create(
        about="record",
        about_no=ozolini.daughter.pk,
        reason="protected",
        since=clock.now(),
        until=clock.now() + timedelta(days=30),
        by=ozolini.service.head,
    )
    empty = begin_assessment(case=ozolini.case, wording=Wording(strengths="x"), by=ozolini.lead)

    with pytest.raises(Refusal) as signing:
        sign_assessment(assessment=empty, voices=[], by=ozolini.lead)
    told = " ".join([*refused(ozolini, "intervention"), *map(str, signing.value.reasons)])

    assert "Elza" not in told
    assert told.count("Ierobežotas pieejamības ieraksts") == 2
    assert told.count("Toms Krastiņš") == 2
