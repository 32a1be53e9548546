"""Reviews, evaluation, closing, reopening, follow-ups, birthdays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from saikne.accounts.models import Notice
from saikne.cases.actions.frame import subjects_of
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.reach import open_to_member
from saikne.cases.actions.results import ChildLine, Judged, add_evaluation, add_review
from saikne.cases.actions.results_closing import close_case, note_follow_up, reopen_case
from saikne.cases.actions.results_milestones import do_milestone
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import GoalState
from saikne.cases.models import (
    Agreement,
    Case,
    FollowUp,
    Goal,
    JournalEntry,
    MainWorkerPeriod,
    Plan,
    Review,
    StagePeriod,
    TeamMember,
)
from saikne.cases.queries.results_milestones import milestone_within, milestones_for
from saikne.cases.queries.results_work import assessments_waiting, birthdays_due, follow_ups_due, reviews_due
from saikne.cases.rules.results_dates import follow_up_days
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import may_lead
from saikne.cases.tests.talk_factories import approving, in_intervention, signed, voices
from saikne.core import clock
from saikne.core.acts import next_number
from saikne.core.errors import Refusal
from saikne.core.work import Provider
from saikne.organisation.tests.factories import Service
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db


def review(of: Family, **changed: Any) -> Review:
    today = clock.today()
    told: dict[str, Any] = {"on": today, "found": "Elza kavē mazāk.", "next_due": today + timedelta(days=90)} | changed
    return add_review(case=of.case, voices=voices(of), by=of.lead, **told)


def judged(of: Family, goal: Goal, level: int = 0, **changed: Any) -> Judged:
    told: dict[str, Any] = {
        "on": clock.today(),
        "summary": "Elza iet skolā.",
        "client_view": "Kļuva mierīgāk.",
        "client_not_asked_because": "",
        "satisfaction": "rather",
        "levels": {goal.pk: level},
        "children": {
            of.daughter.pk: ChildLine("better", "Elza iet skolā."),
            of.son.pk: ChildLine("same", "Toms guļ savā gultā."),
        },
    }
    return Judged(**(told | changed))


def in_evaluation(of: Family) -> Goal:
    goal = in_intervention(of)
    review(of)
    move_stage(case=of.case, to="evaluation", by=of.lead)
    return goal


def evaluated(of: Family) -> Goal:
    goal = in_evaluation(of)
    add_evaluation(case=of.case, judged=judged(of, goal), voices=voices(of), by=of.lead)
    return goal


def close(of: Family) -> Case:
    return close_case(case=of.case, reason="goals_reached", by=of.lead)


def reach(of: Family) -> set[str]:
    office = of.service
    people = (office.family, office.head, office.adults, office.psychosocial, office.outsider)
    return {user.username for user in people if Case.objects.visible_to(user).filter(pk=of.case.pk).exists()}


# ---------------------------------------------------------------- reviews and evaluation


def test_a_review_moves_the_next_date_and_keeps_when_it_was_due() -> None:
    ozolini = family()
    in_intervention(ozolini)
    due = ozolini.case.review_due

    made = review(ozolini)

    assert made.was_due == due
    assert Case.objects.get(pk=ozolini.case.pk).review_due == made.next_due


def test_a_review_noted_late_does_not_move_the_date_that_a_later_one_has_set() -> None:
    ozolini = family()
    in_intervention(ozolini)
    Case.objects.filter(pk=ozolini.case.pk).update(opened_at=clock.now() - timedelta(days=90))
    later = review(ozolini)

    review(ozolini, on=clock.today() - timedelta(days=40), next_due=clock.today() - timedelta(days=10))

    assert Case.objects.get(pk=ozolini.case.pk).review_due == later.next_due


def test_everything_missing_in_a_review_is_told_at_once() -> None:
    ozolini = family()
    tomorrow = clock.today() + timedelta(days=1)

    with pytest.raises(Refusal) as refused:
        add_review(case=ozolini.case, on=tomorrow, found=" ", next_due=tomorrow, voices=[], by=ozolini.lead)

    people = (ozolini.mother, ozolini.father, ozolini.daughter, ozolini.son)
    assert set(refused.value.by_field) == {"on", "found", "next_due", *(f"part_{who.pk}" for who in people)}


def test_an_evaluation_gives_each_goal_its_level_and_each_child_its_line() -> None:
    ozolini = family()
    goal = in_evaluation(ozolini)

    made = add_evaluation(case=ozolini.case, judged=judged(ozolini, goal, 1), voices=voices(ozolini), by=ozolini.lead)

    assert [(row.goal_id, row.level) for row in made.attainments.all()] == [(goal.pk, 1)]
    assert {(row.record_id, row.outcome, row.said, row.why_not_asked) for row in made.child_outcomes.all()} == {
        (ozolini.daughter.pk, "better", "Ja Marta iet, tad eju arī es.", ""),
        (ozolini.son.pk, "same", "", "slims"),
    }
    kept = Goal.objects.get(pk=goal.pk)
    assert (kept.level, kept.state) == (1, GoalState.REACHED)


@pytest.mark.parametrize(("level", "state"), [(1, "reached"), (0, "reached"), (-1, "in_progress")])
def test_a_goal_that_slid_back_is_reached_no_longer(level: int, state: str) -> None:
    ozolini = family()
    goal = in_evaluation(ozolini)
    Goal.objects.filter(pk=goal.pk).update(state=GoalState.REACHED, level=1)

    add_evaluation(case=ozolini.case, judged=judged(ozolini, goal, level), voices=voices(ozolini), by=ozolini.lead)

    goal.refresh_from_db()
    assert (goal.level, goal.state) == (level, state)


def test_everything_missing_in_an_evaluation_is_told_at_once() -> None:
    ozolini = family()
    goal = in_intervention(ozolini)
    nothing = judged(ozolini, goal, summary="", client_view="", satisfaction="", levels={}, children={})

    with pytest.raises(Refusal) as refused:
        add_evaluation(case=ozolini.case, judged=nothing, voices=voices(ozolini), by=ozolini.lead)

    children = (ozolini.daughter.pk, ozolini.son.pk)
    assert len(refused.value.reasons) == 1
    assert set(refused.value.by_field) == {
        "summary",
        "client_view",
        f"level_{goal.pk}",
        *(f"outcome_{number}" for number in children),
        *(f"line_{number}" for number in children),
    }


# ---------------------------------------------------------------- closing


def test_closing_is_refused_while_nothing_is_evaluated_and_all_reasons_stand_at_once() -> None:
    ozolini = family()
    in_intervention(ozolini)

    with pytest.raises(Refusal) as refused:
        close_case(case=ozolini.case, reason="other", by=ozolini.lead)

    told = [str(reason) for reason in refused.value.reasons]
    assert len(told) == 4
    assert "Elza Ozoliņa, Toms Krastiņš" in told[3]
    assert set(refused.value.by_field) == {"words"}
    assert Case.objects.open().filter(pk=ozolini.case.pk).exists()


def test_closing_is_refused_while_a_goal_has_no_level() -> None:
    ozolini = family()
    goal = evaluated(ozolini)
    Goal.objects.create(plan=goal.plan, case=ozolini.case, title="Vēl viens", asked_by="client", due=clock.today())

    with pytest.raises(Refusal) as refused:
        close(ozolini)

    assert len(refused.value.reasons) == 1


def test_closing_is_refused_while_the_agreement_is_in_force_and_no_other_file_carries_it() -> None:
    ozolini = family()
    evaluated(ozolini)
    with transaction.atomic():
        number = next_number(register="agreements", scope_no=1, year=2026)
    Agreement.objects.create(client=ozolini.case.client, state="in_force", in_force_since=clock.now(), number=number)

    with pytest.raises(Refusal) as refused:
        close(ozolini)

    assert len(refused.value.reasons) == 1


def test_a_closed_file_is_read_by_its_lead_and_the_head_and_no_longer_by_the_team() -> None:
    ozolini = family()
    office = ozolini.service
    evaluated(ozolini)

    beside = TeamMember.objects.create(case=ozolini.case, user=office.adults, role="adults", since=clock.now())
    open_to_member(beside, subjects_of(ozolini.case), clock.now())
    before = reach(ozolini)

    close(ozolini)

    assert before == {"family", "head", "adults"}
    assert reach(ozolini) == {"family", "head"}
    assert not TeamMember.objects.filter(until__isnull=True).exists()
    assert [row.user.username for row in Notice.objects.filter(message="cases.closed")] == ["adults"]


def test_closing_the_last_file_ends_the_main_worker_and_the_plan_and_leaves_the_last_stage_open() -> None:
    ozolini = family()
    evaluated(ozolini)

    close(ozolini)

    client = ozolini.case.client
    assert not MainWorkerPeriod.objects.filter(client=client, until__isnull=True).exists()
    assert not Plan.objects.filter(client=client, until__isnull=True).exists()
    assert StagePeriod.objects.get(case=ozolini.case, until__isnull=True).stage == "closed"


def test_a_second_file_of_the_client_keeps_the_main_worker_and_the_plan() -> None:

    ozolini = family()
    evaluated(ozolini)
    open_case(
        kind=file_kind("sp", staged=False, prefix="SP"),
        municipality=ozolini.service.municipality,
        household=ozolini.home,
        lead=may_lead(ozolini.service.adults),
        purpose="Pabalsti",
        by=ozolini.lead,
    )

    close(ozolini)

    assert MainWorkerPeriod.objects.filter(client=ozolini.case.client_id, until__isnull=True).exists()
    assert Plan.objects.filter(client=ozolini.case.client_id, until__isnull=True).exists()


def test_follow_ups_stand_at_six_twelve_and_twenty_four_months_with_the_lead() -> None:
    ozolini = family()
    evaluated(ozolini)

    case = close(ozolini)

    rows = FollowUp.objects.filter(case=case).order_by("months")
    assert case.closed_at is not None
    assert [(row.months, row.due) for row in rows] == follow_up_days(clock.local_date(case.closed_at))
    assert {row.owner for row in rows} == {ozolini.lead}


def test_a_follow_up_is_held_once_with_an_outcome() -> None:
    ozolini = family()
    evaluated(ozolini)
    case = close(ozolini)
    first = FollowUp.objects.get(case=case, months=6)
    with pytest.raises(Refusal) as refused:
        note_follow_up(follow_up=first, found="", outcome="", done_on=date(2020, 1, 1), by=ozolini.lead)

    note_follow_up(follow_up=first, found="Iet labi.", outcome="better", done_on=clock.today(), by=ozolini.lead)

    assert set(refused.value.by_field) == {"found", "outcome", "done_on"}
    with pytest.raises(Refusal):
        note_follow_up(follow_up=first, found="x", outcome="same", done_on=clock.today(), by=ozolini.lead)


def test_the_database_refuses_a_follow_up_held_without_words() -> None:
    ozolini = family()
    evaluated(ozolini)
    first = FollowUp.objects.filter(case=close(ozolini)).first()
    assert first is not None

    with pytest.raises(IntegrityError, match="cases_followup_done_is_told"), transaction.atomic():
        FollowUp.objects.filter(pk=first.pk).update(done_on=clock.today())


def test_a_reopened_file_begins_anew_with_its_lead_and_main_worker() -> None:
    ozolini = family()
    evaluated(ozolini)
    case = close(ozolini)
    with pytest.raises(Refusal) as refused:
        reopen_case(case=case, reason=" ", by=ozolini.lead)

    reopened = reopen_case(case=case, reason="Skola ziņo par kavējumiem.", by=ozolini.service.head)

    assert set(refused.value.by_field) == {"reason"}
    assert (reopened.closed_at, reopened.closing_reason) == (None, "")
    assert StagePeriod.objects.get(case=case, until__isnull=True).stage == "assessment"
    assert MainWorkerPeriod.objects.get(client=case.client_id, until__isnull=True).worker == ozolini.lead
    assert JournalEntry.objects.filter(case=case, text="Skola ziņo par kavējumiem.").exists()
    assert reach(ozolini) == {"family", "head"}


def test_a_file_closed_twice_is_followed_up_again() -> None:
    ozolini = family()
    evaluated(ozolini)
    case = close(ozolini)
    first = FollowUp.objects.get(case=case, months=6)
    note_follow_up(follow_up=first, found="Iet labi.", outcome="better", done_on=clock.today(), by=ozolini.lead)
    reopen_case(case=case, reason="Atkal kavē.", by=ozolini.lead)
    move_stage(case=case, to="evaluation", by=ozolini.lead)
    again = judged(ozolini, Goal(), levels={})
    add_evaluation(case=case, judged=again, voices=voices(ozolini), by=ozolini.lead)

    close(ozolini)

    assert sorted(FollowUp.objects.filter(case=case).values_list("months", flat=True)) == [6, 6, 12, 24]
    assert FollowUp.objects.filter(case=case, done_on__isnull=True).count() == 3


def test_an_other_file_of_the_same_kind_forbids_reopening() -> None:

    ozolini = family()
    evaluated(ozolini)
    case = close(ozolini)
    open_case(
        kind=case.kind, municipality=case.municipality, household=ozolini.home, lead=ozolini.lead, purpose="x",
        by=ozolini.lead,
    )  # fmt: skip

    with pytest.raises(Refusal) as refused:
        reopen_case(case=case, reason="x", by=ozolini.lead)

    assert len(refused.value.reasons) == 1


# ---------------------------------------------------------------- birthdays and what waits


def test_a_birthday_makes_one_task_for_the_main_worker_until_it_is_done() -> None:
    ozolini = family()
    born = ozolini.daughter.born_on
    assert born is not None
    since, until = date(2027, 5, 1), date(2027, 7, 1)

    tasks = milestones_for(ozolini.lead, since, until)

    assert [(task.record_no, task.kind, task.due) for task in tasks] == [
        (ozolini.daughter.pk, "age_15", date(2027, 6, 1))
    ]
    assert milestones_for(ozolini.service.adults, since, until) == []
    do_milestone(task=tasks[0], what="Dokumenti nokārtoti", done_on=clock.today(), by=ozolini.lead)
    assert milestones_for(ozolini.lead, since, until) == []
    with pytest.raises(Refusal):
        do_milestone(task=tasks[0], what="", done_on=clock.today(), by=ozolini.lead)


def test_a_birthday_is_work_for_sixty_days_before_it_and_after_it() -> None:
    ozolini = family(headed_service())
    day = next(task.due for task in milestones_for(ozolini.lead, date.min, date.max) if task.kind == "age_15")

    def asked(on: date) -> set[str]:
        return {item.label for item in birthdays_due(ozolini.lead, on) if item.due == day}

    found = {shift: len(asked(day + timedelta(days=shift))) for shift in (-61, -59, 0, 60, 61)}
    assert found == {-61: 0, -59: 1, 0: 1, 60: 1, 61: 0}
    assert asked(day) == {"Aprit 15 gadi: pārrunāt tiesības un dokumentus"}


def test_grown_ups_of_a_family_have_no_birthdays_that_make_work() -> None:
    ozolini = family()

    everyone = {task.record_no for task in milestones_for(ozolini.lead, date.min, date.max)}

    assert everyone == {ozolini.daughter.pk, ozolini.son.pk}


def test_a_stranger_has_no_part_in_a_birthday() -> None:
    ozolini = family()

    assert milestone_within(ozolini.lead, ozolini.son.pk, "age_15") is not None
    assert milestone_within(ozolini.service.outsider, ozolini.son.pk, "age_15") is None
    assert milestone_within(ozolini.lead, ozolini.son.pk, "age_16") is None


def test_what_waits_is_shown_to_the_one_whose_work_it_is() -> None:
    ozolini = family()
    sync_roles()
    give_role(ozolini.service.head, "head")
    approving(ozolini)
    signed(ozolini)
    Case.objects.filter(pk=ozolini.case.pk).update(review_due=clock.today() - timedelta(days=1))
    office = ozolini.service

    waits = {
        user.username: [item.label for work in (reviews_due, assessments_waiting) for item in work(user, clock.today())]
        for user in (office.family, office.head, office.outsider)
    }

    assert [len(found) for found in waits.values()] == [1, 1, 0]
    item = reviews_due(office.family, clock.today())[0]
    assert item.about == ozolini.home.name
    assert set(item.record_nos) == {ozolini.mother.pk, ozolini.father.pk, ozolini.daughter.pk, ozolini.son.pk}


def families(office: Service, number: int, *, closed: bool) -> None:
    for _ in range(number):
        one = family(office)
        Case.objects.filter(pk=one.case.pk).update(review_due=clock.today())
        signed(one)
        if closed:
            Case.objects.filter(pk=one.case.pk).update(closed_at=clock.now(), closing_reason="moved")
            FollowUp.objects.create(case=one.case, months=6, due=clock.today(), owner=office.family)


@pytest.mark.parametrize(
    ("work", "items"), [(reviews_due, 5), (birthdays_due, 5), (assessments_waiting, 5), (follow_ups_due, 5)]
)
def test_what_waits_is_asked_in_a_constant_number_of_queries(work: Provider, items: int) -> None:
    office = headed_service()
    sync_roles()
    give_role(office.head, "head")
    office.municipality.approves_assessments = True
    office.municipality.save()
    counts, user = [], office.head if work is assessments_waiting else office.family
    for more in (1, 4):
        families(office, more, closed=work is follow_ups_due)
        user.has_perm("cases.approve_assessment")
        with clock.at(datetime(2027, 6, 20, 9, tzinfo=UTC)), CaptureQueriesContext(connection) as queries:
            found = work(user, date(2027, 6, 20))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(found) == items
