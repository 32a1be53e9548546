"""A step reaches its own doer: she sees what it says and says how it goes, and nothing else of the plan."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, restrict_file
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.plan import Said, answer_goal, set_aside, take_up
from saikne.cases.actions.plan_steps import Doer, StepText, add_obstacle, add_step, drop_step, edit_step
from saikne.cases.actions.team import add_member, end_member
from saikne.cases.models import Goal, Obstacle, Step, TeamMember
from saikne.cases.queries.plan_doers import workers_of
from saikne.cases.queries.plan_work import my_steps
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.frames import frame_for
from saikne.cases.tests.signed import PSYCHOSOCIAL, signed_in
from saikne.cases.tests.test_plan_actions import goal, step
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.privacy.models import AccessRow, Bar

pytestmark = pytest.mark.django_db

CANARIES = ("Zīlīte mērķis", "Zīlīte vēlas", "Zīlīte līmenis", "Zīlīte teica", "Zīlītes solis", "Zīlīte dienasgrāmatā")


def told_goal(home: Family) -> Goal:
    """A goal with a wish, levels, an answer and a step of the lead: all of it canaries."""
    levels = {key: f"Zīlīte līmenis {key}" for key in ("-2", "-1", "0", "1", "2")}
    made = goal(home, title="Zīlīte mērķis", wish="Zīlīte vēlas", levels=levels)
    answer_goal(goal=made, answers=[Said(home.mother.pk, "agrees", "Zīlīte teica")], on=clock.today(), by=home.lead)
    other = step(home, made, text="Zīlītes solis")
    add_obstacle(step=other, kind="other", what="Zīlītes solis kavējas", on=clock.today(), by=home.lead)
    write_entry(case=home.case, what=Happening(on=clock.today(), text="Zīlīte dienasgrāmatā"), by=home.lead)
    return made


def beside(home: Family, role: str = "psychosocial") -> TeamMember:
    """Somebody who stands beside the lead and reads only the facts."""
    user = home.service.psychosocial if role == "psychosocial" else home.service.assistance
    return add_member(case=home.case, user=user, role=role, does="sarunas", by=home.lead)


def given(home: Family, to: User, of: Goal | None = None, **changes: Any) -> Step:
    return step(home, of or goal(home), doer=Doer(user=to.pk), text="Sešas sarunas", **changes)


def urls_of(mine: Step) -> list[str]:
    names = ("my_step", "my_step_done", "my_obstacle_add")
    obstacle = add_obstacle(step=mine, kind="illness", what="", on=clock.today(), by=mine.user or User())
    lift = reverse("cases:my_obstacle_lift", args=[obstacle.pk])
    return [*(reverse(f"cases:{name}", args=[mine.pk]) for name in names), lift]


def answers(browser: Browser, urls: list[str]) -> list[int]:
    return [browser.get(url).status_code for url in urls]


def read(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", ["psychosocial", "assistance"])
def test_whoever_reads_only_the_facts_finds_her_own_step_in_her_work_and_opens_it(role: str) -> None:
    home = family()
    member = beside(home, role)
    mine = given(home, member.user, remark="pie Sanitas mājās")
    perms = PSYCHOSOCIAL if role == "psychosocial" else ()

    items = my_steps(member.user, clock.today())
    page = read(signed_in(member.user, *perms), reverse("cases:my_step", args=[mine.pk]))

    assert [(one.label, one.about, one.url) for one in items] == [
        ("Sešas sarunas", home.home.name, reverse("cases:my_step", args=[mine.pk]))
    ]
    assert "pie Sanitas mājās" in page
    assert home.home.name in page


def test_nothing_of_the_goal_nor_of_the_steps_of_others_leaks_to_her() -> None:
    home = family()
    member = beside(home)
    of = told_goal(home)
    mine = given(home, member.user, of)
    browser = signed_in(member.user, *PSYCHOSOCIAL)
    urls = urls_of(mine)

    shown = "".join(read(browser, url) for url in (urls[0], urls[2], reverse("web:home")))
    said = "".join(unescape(browser.post(url, {"kind": "other"}).content.decode()) for url in urls)

    assert "Sešas sarunas" in shown
    assert [word for word in CANARIES if word in shown + said] == []
    assert read(signed_in(home.lead), reverse("cases:goal", args=[of.pk])).count("Zīlīte") >= 9
    assert reverse("cases:goal", args=[of.pk]) not in shown + said


def test_the_plan_itself_stays_closed_to_her() -> None:
    home = family()
    member = beside(home, "assistance")
    of = told_goal(home)
    mine = given(home, member.user, of)
    addresses = [reverse("cases:plan", args=[home.case.pk]), reverse("cases:goal", args=[of.pk])]
    addresses += [reverse(f"cases:{name}", args=[mine.pk]) for name in ("step_edit", "step_done", "step_drop")]

    assert answers(signed_in(member.user), addresses) == [404] * 5
    assert list(Step.objects.visible_to(member.user)) == []


def test_the_step_of_another_is_not_hers() -> None:
    home = family()
    beside(home)
    other = beside(home, "assistance")
    urls = urls_of(given(home, home.service.psychosocial))

    for user in (other.user, home.lead, home.service.head, home.service.outsider):
        browser = signed_in(user)
        assert answers(browser, urls) == [404] * 4
        assert [browser.post(url, {}).status_code for url in urls] == [404] * 4
    assert Step.objects.get().state == "todo"


def test_she_says_that_it_is_done_and_that_it_is_not_after_all() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    browser, url = signed_in(member.user, *PSYCHOSOCIAL), reverse("cases:my_step_done", args=[mine.pk])
    seen = []

    for data in ({}, {}, {"to": "todo"}):
        assert browser.post(url, data).headers["Location"] == reverse("cases:my_step", args=[mine.pk])
        seen.append(Step.objects.get().state)

    assert seen == ["done", "done", "todo"]
    assert list(AuditRow.objects.filter(about="cases.step", by=member.user).values_list("act", flat=True)) == [
        "cases.step_done",
        "cases.step_todo",
    ]


def test_she_says_what_hinders_it_and_the_lead_reads_that_in_the_plan() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    browser = signed_in(member.user, *PSYCHOSOCIAL)
    today = f"{clock.today():%d.%m.%Y.}"

    refused = browser.post(reverse("cases:my_obstacle_add", args=[mine.pk]), {"kind": "other", "what": "", "on": today})
    browser.post(
        reverse("cases:my_obstacle_add", args=[mine.pk]), {"kind": "other", "what": "telpa aizņemta", "on": today}
    )
    hindered = read(signed_in(home.lead), reverse("cases:plan", args=[home.case.pk]))
    browser.post(reverse("cases:my_obstacle_lift", args=[Obstacle.objects.get().pk]))

    assert refused.status_code == 422
    assert "telpa aizņemta" in hindered
    assert Obstacle.objects.get().lifted_on == clock.today()
    assert "telpa aizņemta" not in read(browser, reverse("cases:my_step", args=[mine.pk]))


def test_it_is_hers_only_while_something_of_the_file_is_open_to_her() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    urls = urls_of(mine)
    browser = signed_in(member.user, *PSYCHOSOCIAL)
    before = answers(browser, urls)

    end_member(member=member, by=home.lead)

    assert before == [200, 405, 200, 405]
    assert answers(browser, urls) == [404] * 4
    assert my_steps(member.user, clock.today()) == []


def test_a_bar_and_a_restriction_beat_it() -> None:
    home = family()
    member, helper = beside(home), beside(home, "assistance")
    barred, fenced = given(home, member.user), given(home, helper.user)
    now = clock.now()

    Bar.objects.create(user=member.user, about="case", about_no=home.case.pk, ground="relative", since=now)
    first = [list(Step.objects.given_to(user)) for user in (member.user, helper.user)]
    fence = Fence("staff", "", clock.today() + timedelta(days=30), [home.lead])
    restrict_file(case=home.case, record_no=None, fence=fence, by=home.service.head)

    assert first == [[], [fenced]]
    assert list(Step.objects.given_to(helper.user)) == []
    assert answers(signed_in(member.user), [reverse("cases:my_step", args=[barred.pk])]) == [404]
    assert answers(signed_in(helper.user), [reverse("cases:my_step", args=[fenced.pk])]) == [404]


def test_a_goal_set_aside_and_a_closed_file_ask_nothing_of_her() -> None:
    home = family()
    member = beside(home)
    of = goal(home)
    mine = given(home, member.user, of)

    set_aside(goal=of, because="Nolēma citādi", by=home.lead)
    aside = list(Step.objects.given_to(member.user))
    take_up(goal=of, by=home.lead)
    again = list(Step.objects.given_to(member.user))
    home.case.__class__.objects.filter(pk=home.case.pk).update(closed_at=clock.now(), closing_reason="moved")

    assert (aside, again, list(Step.objects.given_to(member.user))) == ([], [mine], [])


def test_a_step_that_was_dropped_is_shown_without_buttons() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    drop_step(step=mine, by=home.lead)

    page = read(signed_in(member.user, *PSYCHOSOCIAL), reverse("cases:my_step", args=[mine.pk]))

    assert "my_step" not in page
    assert reverse("cases:my_step_done", args=[mine.pk]) not in page
    with pytest.raises(Refusal):
        add_obstacle(step=mine, kind="illness", what="", on=clock.today(), by=member.user)


def test_whoever_is_shown_beside_the_step_is_logged() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    AccessRow.objects.all().delete()

    read(signed_in(member.user, *PSYCHOSOCIAL), reverse("cases:my_step", args=[mine.pk]))

    assert AccessRow.objects.filter(page="cases:my_step", user=member.user).count() == 4


def test_who_reads_the_case_work_goes_on_from_her_step_to_the_goal() -> None:
    home = family()
    of = goal(home)
    mine = step(home, of)

    page = read(signed_in(home.lead), reverse("cases:my_step", args=[mine.pk]))

    assert reverse("cases:goal", args=[of.pk]) in page


def offered(home: Family, asking: User) -> list[str]:
    frame = frame_for(home.lead, home)
    return sorted(name for _number, name in workers_of(frame, asking))


def test_only_colleagues_who_reach_the_file_are_offered_and_accepted_as_doers() -> None:
    home = family()
    of = goal(home)
    stranger = home.service.psychosocial

    with pytest.raises(Refusal) as refused:
        given(home, stranger, of)
    alone = offered(home, home.lead)
    member = beside(home)
    mine = given(home, stranger, of)
    end_member(member=member, by=home.lead)
    with pytest.raises(Refusal) as kept:
        edit_step(step=mine, text=StepText(Doer(user=stranger.pk), "Cits", mine.due), base=1, by=home.lead)

    assert set(refused.value.by_field) == set(kept.value.by_field) == {"doer"}
    assert alone == offered(home, home.lead) == [str(home.lead)]


def test_no_step_of_a_goal_set_aside_is_changed() -> None:
    home = family()
    of = goal(home)
    mine = step(home, of)
    set_aside(goal=of, because="Nolēma citādi", by=home.lead)
    text = StepText(Doer(user=home.lead.pk), "", clock.today() - timedelta(days=1))

    with pytest.raises(Refusal) as added:
        add_step(goal=of, text=text, by=home.lead)
    with pytest.raises(Refusal) as edited:
        edit_step(step=mine, text=text, base=1, by=home.lead)
    with pytest.raises(Refusal):
        drop_step(step=mine, by=home.lead)

    assert (len(added.value.reasons), set(added.value.by_field)) == (1, {"text", "due"})
    assert (len(edited.value.reasons), set(edited.value.by_field)) == (1, {"text"})
    assert Step.objects.get().state == "todo"


def test_my_step_asks_the_same_number_of_queries_for_one_obstacle_and_for_many() -> None:
    home = family()
    member = beside(home)
    mine = given(home, member.user)
    browser, url = signed_in(member.user, *PSYCHOSOCIAL), reverse("cases:my_step", args=[mine.pk])
    counts = []

    for kinds in (["illness"], ["no_money", "no_place", "no_reply"]):
        for kind in kinds:
            add_obstacle(step=mine, kind=kind, what="", on=clock.today(), by=home.lead)
        read(browser, url)
        with CaptureQueriesContext(connection) as found:
            read(browser, url)
        counts.append(len(found))

    assert counts[0] == counts[1]
