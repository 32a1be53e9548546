"""Whoever leaves is shut out, and her open work stands in the head's list until it is handed over."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import Notice, User
from saikne.cases.actions.plan import GoalText, add_goal
from saikne.cases.actions.plan_steps import Doer, StepText, add_step
from saikne.cases.actions.team import add_deputy, add_member, set_main_worker
from saikne.cases.actions.team_hand_over import How, hand_over, receive
from saikne.cases.models import Case, HandOver, Step, TeamMember
from saikne.cases.queries.leaver_work import left_work, work_left_behind
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.organisation.actions import open_post, open_unit
from saikne.organisation.actions.staff import begin_again, end_posting, end_work, give_post
from saikne.organisation.tests.factories import SINCE
from saikne.privacy.actions import appoint_head
from saikne.web.roles import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(roles: None) -> Family:
    found = family()
    here = found.service
    for user, role in ((here.family, "family"), (here.adults, "adults"), (here.parish, "parish"), (here.head, "head")):
        give_role(user, role)
    return found


def _head(home: Family) -> User:
    return User.objects.get(pk=home.service.head.pk)


def _reaches(user: User, case: Case) -> bool:
    return Case.objects.worked_by(user, only=case.pk).exists()


def _step(home: Family, user: User) -> None:
    levels = {str(level): "x" for level in range(-2, 3)}
    due = clock.today() + timedelta(days=9)
    text = GoalText("intervention", home.mother.pk, "Mērķis", "", "client", levels, due)
    goal = add_goal(case=home.case, text=text, start_level=-2, by=home.lead)
    add_step(goal=goal, text=StepText(Doer(user=user.pk), "Piezvanīt skolai", due), by=home.lead)


def test_the_files_of_a_leaver_stand_in_the_heads_list_until_handed_over(home: Family) -> None:
    head = _head(home)
    assert left_work(head).rows == []

    end_work(user=home.lead, by=head)

    assert not _reaches(home.lead, home.case)
    assert _reaches(head, home.case)
    (row,) = left_work(head).rows
    assert (row.worker, [line.label for line in row.files]) == (home.lead, [Case.objects.get().label])
    assert [item.about for item in work_left_behind(head, clock.today())] == ["Maija Liepa"]
    adults = home.service.adults
    hand_over(passings=[Passing(home.case, adults)], giver=home.lead, how=How("aizgāja", at_once=True), by=head)
    assert left_work(head).rows == []
    assert _reaches(adults, home.case)


def test_what_she_did_in_files_of_others_stands_there_too(home: Family) -> None:
    gone, head = home.service.adults, _head(home)
    add_member(case=home.case, user=gone, role="co_worker", by=home.lead)
    _step(home, gone)
    set_main_worker(case=home.case, worker=gone, reason="tā vienojās", by=home.lead)

    end_work(user=gone, by=head)

    (row,) = left_work(head).rows
    assert row.files == []
    assert {line.url for line in row.others} == {
        reverse("cases:main_worker", args=[home.case.pk]),
        reverse("cases:goal", args=[home.case.goals.get().pk]),
    }
    assert not TeamMember.objects.filter(user=gone, until__isnull=True).exists()


def test_a_head_of_another_municipality_and_a_worker_learn_nothing(home: Family) -> None:
    far = home.service.outsider
    give_role(far, "head")
    appoint_head(user=far, unit_id=far.postings.get().post.unit_id, by=_head(home))
    end_work(user=home.lead, by=_head(home))

    assert left_work(far).rows == []
    assert work_left_behind(home.service.adults, clock.today()) == []
    for user, status in ((home.service.adults, 403), (far, 200)):
        browser = Browser()
        browser.force_login(User.objects.get(pk=user.pk), backend="saikne.accounts.backends.RoleBackend")
        answer = browser.get(reverse("cases:left_work"))
        assert answer.status_code == status
        assert "Ozoliņ" not in answer.content.decode()


def test_a_worker_whose_last_post_has_ended_has_left_her_work_behind(home: Family) -> None:
    end_posting(posting=home.lead.postings.get(), last_day=clock.today(), by=_head(home))
    assert left_work(_head(home)).rows == []

    with clock.at(clock.midnight(clock.today() + timedelta(days=1)) + timedelta(hours=9)):
        assert [row.worker for row in left_work(_head(home)).rows] == [home.lead]


def test_a_file_on_its_way_to_a_leaver_stays_where_it_is_and_can_go_to_another(home: Family) -> None:
    here = home.service
    hand_over(passings=[Passing(home.case, here.adults)], giver=home.lead, how=How("x"), by=home.lead)

    end_work(user=here.adults, by=_head(home))

    row = HandOver.objects.get()
    assert row.returned_at is not None
    assert Notice.objects.filter(user=home.lead, message="cases.hand_over_returned").exists()
    assert hand_over(passings=[Passing(home.case, here.parish)], giver=home.lead, how=How("x"), by=home.lead)


def test_a_file_handed_over_at_once_to_somebody_who_then_leaves_can_go_on(home: Family) -> None:
    here, head = home.service, _head(home)
    hand_over(passings=[Passing(home.case, here.adults)], giver=home.lead, how=How("x", at_once=True), by=head)

    end_work(user=here.adults, by=head)

    assert [row.worker for row in left_work(head).rows] == [here.adults]
    again = hand_over(passings=[Passing(home.case, here.parish)], giver=here.adults, how=How("y"), by=head)
    receive(row=again[0], by=here.parish)
    assert _reaches(here.parish, home.case)


def test_the_deputy_of_a_file_who_leaves_stands_in_no_longer(home: Family) -> None:
    here = home.service
    add_deputy(case=home.case, user=here.adults, until=clock.today() + timedelta(days=9), by=home.lead)
    assert _reaches(here.adults, home.case)

    end_work(user=here.adults, by=_head(home))

    assert not _reaches(here.adults, home.case)
    with clock.at(clock.now()):
        assert not TeamMember.objects.filter(user=here.adults, until__gt=clock.now()).exists()


def test_whoever_comes_back_reaches_again_what_she_still_leads_and_nothing_else(home: Family) -> None:
    here, head = home.service, _head(home)
    other = family(here, lead=here.adults, surname="Bērziņ")
    add_member(case=other.case, user=home.lead, role="co_worker", by=here.adults)
    end_work(user=home.lead, by=head)
    assert not _reaches(home.lead, home.case)
    post = open_post(unit=here.unit, specialisation="family", title="x", since=SINCE, by=head)

    begin_again(user=home.lead, roles=["family"], post=post, since=clock.today(), share=Decimal(1), by=here.adults)

    assert _reaches(home.lead, home.case)
    assert not _reaches(home.lead, other.case)
    assert left_work(head).rows == []


def test_when_her_unit_changes_the_heads_over_the_new_one_see_her_files(home: Family) -> None:
    here, head = home.service, _head(home)
    part = open_unit(municipality=here.municipality, name="Cita", since=SINCE, by=head)
    boss = here.parish
    appoint_head(user=boss, unit_id=part.pk, by=head)
    assert (_reaches(head, home.case), _reaches(boss, home.case)) == (True, False)
    post = open_post(unit=part, specialisation="family", title="x", since=SINCE, by=head)
    yesterday = clock.today() - timedelta(days=1)
    with clock.at(clock.now() - timedelta(days=1)):
        give_post(user=home.lead, post=post, since=yesterday, by=head)

    end_posting(posting=home.lead.postings.get(post__unit=here.unit), last_day=yesterday, by=head)

    assert (_reaches(head, home.case), _reaches(boss, home.case), _reaches(home.lead, home.case)) == (False, True, True)


def test_the_list_asks_the_same_for_one_file_and_for_five(home: Family) -> None:
    here, head = home.service, _head(home)
    counts = []
    files = [home, *(family(here, surname=surname) for surname in ("A", "B", "C", "D"))]
    for one in files:
        add_member(case=one.case, user=here.adults, role="co_worker", by=here.family)
        _step(one, here.adults)
    kept = Step.objects.values_list("pk", flat=True)[:1]
    Step.objects.exclude(pk__in=list(kept)).update(state="dropped")
    end_work(user=here.adults, by=head)
    for state in ("dropped", "todo"):
        Step.objects.filter(state="dropped").update(state=state)
        with CaptureQueriesContext(connection) as captured:
            found = left_work(User.objects.get(pk=head.pk))
        counts.append((len(captured), found.rows[0].total))

    assert counts[0][0] == counts[1][0]
    assert [total for _queries, total in counts] == [1, 5]
