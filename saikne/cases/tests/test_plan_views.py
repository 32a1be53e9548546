"""Pages of the plan: what they show, to whom, and in how many queries."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.cases.actions.opening import open_case
from saikne.cases.actions.plan import AimText, Said, answer_goal, set_aside, set_child_aim
from saikne.cases.actions.plan_steps import Doer, add_obstacle
from saikne.cases.actions.team import add_member, end_member
from saikne.cases.models import Assessment, Goal, GoalAnswer, Obstacle, Plan, Step
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan import goal_page, plan_page
from saikne.cases.queries.plan_work import my_steps, steps_of_others
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.frames import frame_for
from saikne.cases.tests.signed import HEAD, may_lead, signed_in
from saikne.cases.tests.talk_factories import say
from saikne.cases.tests.test_plan_actions import LEVELS, goal, step
from saikne.core import clock
from saikne.organisation.tests.factories import institution
from saikne.people.tests.factories import person
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db


def typed_goal(**more: Any) -> dict[str, Any]:
    levels = {"level_m2": "Nekas", "level_m1": "Reti", "level_0": "Bieži", "level_1": "Vienmēr", "level_2": "Pats"}
    return {
        **levels,
        "title": "Elza iet uz skolu",
        "record": "",
        "asked_by": "child",
        "part": "intervention",
        "due": f"{clock.today() + timedelta(days=30):%d.%m.%Y.}",
        "wish": "„Gribu pabeigt klasi”",
        "start_level": "-2",
        **more,
    }


def read(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_goal_is_added_and_leads_on_to_the_answers() -> None:
    home = family()
    browser = signed_in(home.lead)

    response = browser.post(reverse("cases:goal_add", args=[home.case.pk]), typed_goal(record=home.daughter.pk))

    made = Goal.objects.get()
    assert response.headers["Location"] == reverse("cases:goal_answer", args=[made.pk])
    assert (made.record, made.levels, made.state) == (home.daughter, LEVELS, "proposed")


def test_an_empty_goal_form_holds_scaffolding_and_comes_back_as_typed() -> None:
    home = family()
    browser = signed_in(home.lead)
    url = reverse("cases:goal_add", args=[home.case.pk])

    empty = read(browser, url)
    refused = browser.post(url, typed_goal(title=" ", wish="Manis rakstītais", due="1.1.2020."))

    assert "Notiek tā, kā vienojāmies" in empty
    assert refused.status_code == 422
    assert "Manis rakstītais" in refused.content.decode()
    assert not Goal.objects.exists()


def test_who_asked_for_a_goal_is_said_and_never_guessed() -> None:
    home = family()
    url = reverse("cases:goal_add", args=[home.case.pk])

    refused = signed_in(home.lead).post(url, typed_goal(asked_by=""))

    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"asked_by"}


@pytest.mark.parametrize(
    ("asked_by", "words", "shown"),
    [
        ("other", "vecmāmiņa", "vecmāmiņa"),
        ("partner", "skolas psihologs", "sadarbības iestāde (skolas psihologs)"),
        ("client", "", "klients"),
    ],
)
def test_who_asked_is_read_in_the_plan_and_on_the_first_page(asked_by: str, words: str, shown: str) -> None:
    home = family()
    url = reverse("cases:goal_add", args=[home.case.pk])
    browser = signed_in(home.lead)

    browser.post(url, typed_goal(asked_by=asked_by, asked_words=words))

    for page in (reverse("cases:plan", args=[home.case.pk]), reverse("cases:goal", args=[Goal.objects.get().pk])):
        assert f"Vēlējās: {shown} ·" in read(browser, page)
    assert f": {shown}" in read(browser, reverse("cases:file", args=[home.case.pk]))


def test_the_form_of_answers_shows_what_each_has_said_before() -> None:
    home = family()
    mine = goal(home)
    answer_goal(goal=mine, answers=[Said(home.father.pk, "later", "Padomāšu")], on=clock.today(), by=home.lead)

    page = read(signed_in(home.lead), reverse("cases:goal_answer", args=[mine.pk]))

    assert "Padomāšu" in page
    assert mine.wish in page


def test_the_answers_of_everybody_are_noted_at_one_sitting() -> None:
    home = family()
    mine = goal(home)
    people = (home.mother, home.father, home.daughter, home.son)
    data = {f"answer_{one.pk}": "" for one in people} | {f"said_{one.pk}": "" for one in people}
    data |= {
        f"answer_{home.father.pk}": "refuses",
        f"said_{home.father.pk}": "Es to negribu",
        f"answer_{home.son.pk}": "not_asked",
        f"said_{home.son.pk}": "slimoja",
        "on": f"{clock.today():%d.%m.%Y.}",
    }
    browser = signed_in(home.lead)

    browser.post(reverse("cases:goal_answer", args=[mine.pk]), data)
    page = read(browser, reverse("cases:goal", args=[mine.pk]))

    assert GoalAnswer.objects.count() == 2
    assert Goal.objects.get().state == "proposed"
    assert "Es to negribu" in page
    assert "slimoja" in page


def test_words_without_an_answer_are_not_lost() -> None:
    home = family()
    mine = goal(home)
    url = reverse("cases:goal_answer", args=[mine.pk])

    refused = signed_in(home.lead).post(url, {f"said_{home.son.pk}": "„Nezinu”", "on": f"{clock.today():%d.%m.%Y.}"})

    assert refused.status_code == 422
    assert "„Nezinu”" in refused.content.decode()


def test_the_plan_shows_goals_steps_obstacles_lines_of_children_and_needs_without_a_goal() -> None:
    home = family()
    mine = goal(home, record=home.daughter.pk)
    doing = step(home, mine, doer=Doer(institution=institution().pk), remark="pedagoģe Inga")
    add_obstacle(step=doing, kind="other", what="tilts ir ciet", on=clock.today(), by=home.lead)
    set_child_aim(
        case=home.case, record=home.daughter.pk, text=AimText("Jūtas droši", "", "„Jā”", ""), base=0, by=home.lead
    )
    set_aside(goal=goal(home, title="Pārcelties"), because="Nolēma palikt", by=home.lead)
    needs = {"parents": "Atpūta", str(home.daughter.pk): "Draugi", str(home.son.pk): "Klusa istaba"}
    Assessment.objects.create(case=home.case, needs=needs, begun_at=clock.now(), begun_by=home.lead)

    page = read(signed_in(home.lead), reverse("cases:plan", args=[home.case.pk]))

    for words in ("pedagoģe Inga", "tilts ir ciet", "Jūtas droši", "Nolēma palikt", "Klusa istaba", "Atpūta"):
        assert words in page
    assert "Draugi" not in page


def home_frame(home: Family) -> FileFrame:
    return frame_for(home.lead, home)


def needs_shown(home: Family) -> list[tuple[str, str]]:
    """Whose need the plan names, and the need."""
    page = plan_page(home_frame(home), user=home.lead, on=clock.today())
    return [(need.person.name if need.person else need.adults, need.text) for need in page.needs]


def test_a_need_without_a_goal_is_named_whether_assessed_or_told() -> None:
    home = family()
    Assessment.objects.create(
        case=home.case, needs={str(home.son.pk): "Klusa istaba"}, begun_at=clock.now(), begun_by=home.lead
    )
    say(home, "Elzai vajag mieru.", topic="need", about=home.daughter.pk)
    say(home, "Sanita meklē darbu.", topic="need", about=home.mother.pk)
    needs = [("", "Sanita meklē darbu."), ("Elza Ozoliņa", "Elzai vajag mieru."), ("Toms Krastiņš", "Klusa istaba")]

    before = needs_shown(home)
    goal(home, record=home.daughter.pk)
    with_one = needs_shown(home)
    whole = goal(home)
    with_all = needs_shown(home)
    set_aside(goal=whole, because="Nolēma citādi", by=home.lead)

    assert sorted(before) == sorted(needs)
    assert with_one == needs_shown(home) == [need for need in before if need[0] != "Elza Ozoliņa"]
    assert with_all == []


def test_in_the_file_of_one_adult_the_need_stands_under_her_name() -> None:
    office = headed_service()
    anna = person("Anna", "Liepa", date(1950, 1, 1), by=office.adults)
    case = open_case(
        kind=file_kind("adult", subject="adult", prefix="PL"),
        municipality=office.municipality,
        record=anna,
        lead=may_lead(office.adults),
        purpose="Sociālais darbs",
        by=office.adults,
    )
    Assessment.objects.create(case=case, needs={"parents": "Malka"}, begun_at=clock.now(), begun_by=office.adults)

    page = read(signed_in(office.adults), reverse("cases:plan", args=[case.pk]))

    assert "<strong>Anna Liepa:</strong> Malka" in page


def test_a_step_is_done_and_undone_by_buttons_and_two_who_press_one_do_not_undo_each_other() -> None:
    home = family()
    mine = step(home, goal(home))
    browser, url = signed_in(home.lead), reverse("cases:step_done", args=[mine.pk])
    seen = []

    for data in ({}, {}, {"to": "todo"}, {"to": "todo"}):
        browser.post(url, data)
        seen.append(Step.objects.get().state)

    assert seen == ["done", "done", "todo", "todo"]
    assert browser.get(url).status_code == 405


def test_an_obstacle_is_noted_and_lifted() -> None:
    home = family()
    mine = step(home, goal(home))
    browser = signed_in(home.lead)

    browser.post(
        reverse("cases:obstacle_add", args=[mine.pk]),
        {"kind": "no_transport", "what": "", "on": f"{clock.today():%d.%m.%Y.}"},
    )
    browser.post(reverse("cases:obstacle_lift", args=[Obstacle.objects.get().pk]))

    assert Obstacle.objects.get().lifted_on == clock.today()


def test_two_workers_who_change_one_title_see_both_versions() -> None:
    home = family()
    mine = goal(home)
    url = reverse("cases:goal_edit", args=[mine.pk])
    browser = signed_in(home.lead)
    browser.post(url, typed_goal(title="Pirmais teksts", base_version=1))

    second = browser.post(url, typed_goal(title="Otrais teksts", base_version=1))

    assert second.status_code == 409
    assert "Pirmais" in second.content.decode()
    assert "Otrais teksts" in second.content.decode()


def every_url(home: Family) -> list[str]:
    mine = goal(home)
    doing = step(home, mine)
    obstacle = add_obstacle(step=doing, kind="illness", what="", on=clock.today(), by=home.lead)
    return [
        reverse("cases:plan", args=[home.case.pk]),
        reverse("cases:goal_add", args=[home.case.pk]),
        reverse("cases:child_aim", args=[home.case.pk, home.son.pk]),
        *(
            reverse(f"cases:{name}", args=[mine.pk])
            for name in (
                "goal",
                "goal_edit",
                "goal_answer",
                "goal_level",
                "goal_aside",
                "goal_resume",
                "step_add",
            )
        ),
        *(
            reverse(f"cases:{name}", args=[doing.pk])
            for name in ("step_edit", "step_done", "step_drop", "obstacle_add")
        ),
        reverse("cases:obstacle_lift", args=[obstacle.pk]),
    ]


def test_strangers_get_404_on_every_address_of_a_plan() -> None:
    home = family()
    urls = every_url(home)
    office = home.service

    for user in (office.outsider, office.other_unit):
        browser = signed_in(user)
        assert [browser.get(url).status_code for url in urls] == [404] * len(urls)
    stranger = signed_in(office.outsider)
    assert [stranger.post(url, {}).status_code for url in urls] == [404] * len(urls)
    assert Step.objects.get().state == "todo"


def test_the_lead_opens_every_page_of_a_plan() -> None:
    home = family()
    urls = every_url(home)
    browser = signed_in(home.lead)

    found = {url: browser.get(url).status_code for url in urls}

    assert set(found.values()) <= {200, 405}
    assert sum(status == 200 for status in found.values()) == 11


def test_a_goal_names_the_children_of_whom_nothing_is_noted() -> None:
    home = family()
    whole, hers = goal(home), goal(home, record=home.daughter.pk)
    said = [Said(home.mother.pk, "agrees"), Said(home.son.pk, "not_asked", "slimoja")]
    answer_goal(goal=whole, answers=said, on=clock.today(), by=home.lead)
    answer_goal(goal=hers, answers=[Said(home.daughter.pk, "agrees", "„Jā”")], on=clock.today(), by=home.lead)
    browser = signed_in(home.lead)

    lines = [goal_page(one, home_frame(home), on=clock.today()).line for one in (whole, hers)]
    page = read(browser, reverse("cases:goal", args=[whole.pk]))

    assert [[one.name for one in line.unheard] for line in lines] == [["Elza Ozoliņa"], []]
    assert page.count("Elza Ozoliņa") == 1


def closed(home: Family) -> None:
    """The file is closed and the plan has ended with it."""
    Plan.objects.filter(until=None).update(until=clock.now())
    case = home.case.__class__.objects.filter(pk=home.case.pk)
    case.update(closed_at=clock.now(), closing_reason="goals_reached")


def test_a_closed_file_shows_its_plan_as_it_ended_and_asks_for_nothing() -> None:
    home = family()
    ended = goal(home, title="Elza iet uz skolu", record=home.daughter.pk)
    aim = AimText("Jūtas droši", "", "„Jā”", "")
    set_child_aim(case=home.case, record=home.daughter.pk, text=aim, base=0, by=home.lead)
    say(home, "Sanita meklē darbu.", topic="need", about=home.mother.pk)
    closed(home)
    browser = signed_in(home.lead)

    plan, first = (read(browser, reverse(f"cases:{name}", args=[home.case.pk])) for name in ("plan", "file"))

    for page in (plan, first):
        assert ended.title in page
        assert "Jūtas droši" in page
    assert "Sanita meklē darbu." not in plan
    assert plan_page(home_frame(home), user=home.lead, on=clock.today()).waiting == []


def test_a_reopened_file_begins_a_new_plan_and_keeps_the_goals_of_the_earlier_one_to_read() -> None:
    home = family()
    before = goal(home, title="Elza iet uz skolu")
    step(home, before)
    closed(home)
    home.case.__class__.objects.update(closed_at=None, closing_reason="")

    empty = plan_page(home_frame(home), user=home.lead, on=clock.today())
    now = goal(home, title="Toms guļ savā gultā")
    page = plan_page(home_frame(home), user=home.lead, on=clock.today())
    first = read(signed_in(home.lead), reverse("cases:file", args=[home.case.pk]))

    assert (empty.goals, [line.goal for line in empty.earlier]) == ([], [before])
    assert ([line.goal for line in page.goals], [line.goal for line in page.earlier]) == ([now], [before])
    assert (now.title in first, before.title in first) == (True, False)
    assert my_steps(home.lead, clock.today()) == []


def test_an_adult_has_no_line_of_a_child() -> None:
    home = family()

    assert signed_in(home.lead).get(reverse("cases:child_aim", args=[home.case.pk, home.mother.pk])).status_code == 404


def test_a_goal_of_an_earlier_plan_is_read_and_no_longer_changed() -> None:
    home = family()
    mine = goal(home)
    doing = step(home, mine)
    Plan.objects.update(until=clock.now())

    page = read(signed_in(home.lead), reverse("cases:goal", args=[mine.pk]))

    assert doing.text in page
    for name, number in (
        ("goal_edit", mine.pk),
        ("goal_level", mine.pk),
        ("step_add", mine.pk),
        ("step_done", doing.pk),
    ):
        assert reverse(f"cases:{name}", args=[number]) not in page


def test_a_child_of_another_family_has_no_line_here() -> None:
    home, other = family(), family(surname="Kalniņ")
    url = reverse("cases:child_aim", args=[home.case.pk, other.son.pk])

    assert signed_in(home.lead).get(url).status_code == 404


def test_a_plan_shows_nothing_of_another_family() -> None:
    office = headed_service()
    home, other = family(office), family(office, surname="Kanārij")
    goal(home)
    step(other, goal(other, title="Kanārijas mērķis"), text="Kanārijas solis")

    page = read(signed_in(office.family), reverse("cases:plan", args=[home.case.pk]))

    assert "Kanārij" not in page


def test_whoever_is_shown_in_a_plan_is_logged() -> None:
    home = family()
    goal(home)
    AccessRow.objects.all().delete()

    read(signed_in(home.lead), reverse("cases:plan", args=[home.case.pk]))

    assert AccessRow.objects.filter(page="cases:plan").count() == 4


def grown(home: Family, rows: int) -> None:
    for number in range(rows):
        mine = goal(home, title=f"Mērķis {number}", record=home.daughter.pk)
        doing = step(home, mine)
        add_obstacle(step=doing, kind="illness", what=f"gripa {number}", on=clock.today(), by=home.lead)
        answer_goal(goal=mine, answers=[Said(home.mother.pk, "agrees")], on=clock.today(), by=home.lead)


def count(browser: Browser, url: str) -> int:
    read(browser, url)
    with CaptureQueriesContext(connection) as found:
        read(browser, url)
    return len([one for one in found if "privacy_accessrow" not in one["sql"]])


@pytest.mark.parametrize("name", ["plan", "unmet"])
def test_the_number_of_queries_does_not_grow_with_goals(name: str) -> None:
    home = family()
    browser = signed_in(home.service.head, *HEAD)
    url = reverse("cases:unmet") if name == "unmet" else reverse("cases:plan", args=[home.case.pk])
    grown(home, 1)
    one = count(browser, url)
    grown(home, 4)

    assert count(browser, url) == one
    assert one <= 20


def test_the_head_sees_what_hinders_plans_in_her_unit_only() -> None:
    office = headed_service()
    home = family(office)
    grown(home, 2)

    page = read(signed_in(office.head, *HEAD), reverse("cases:unmet"))

    assert "gripa 1" in page
    assert signed_in(office.family).get(reverse("cases:unmet")).status_code == 403
    assert "gripa" not in read(signed_in(office.outsider, *HEAD), reverse("cases:unmet"))


def test_my_steps_and_late_steps_of_others_wait_in_my_work() -> None:
    home = family()
    mine = goal(home)
    step(home, mine, text="Mans solis")
    late = step(home, mine, text="Mātes solis", doer=Doer(record=home.mother.pk))
    step(home, mine, text="Tēva solis", doer=Doer(record=home.father.pk))
    Step.objects.filter(pk=late.pk).update(due=clock.today() - timedelta(days=1))
    today = clock.today()

    assert [one.label for one in my_steps(home.lead, today)] == ["Mans solis"]
    assert [one.label for one in steps_of_others(home.lead, today)] == ["Mātes solis"]
    assert my_steps(home.service.outsider, today) == []
    assert steps_of_others(home.service.head, today) == []


def test_a_late_step_of_a_colleague_waits_with_the_lead_also_when_the_colleague_has_gone() -> None:
    home = family()
    member = add_member(case=home.case, user=home.service.psychosocial, role="psychosocial", does="", by=home.lead)
    late = step(home, goal(home), text="Kolēģes solis", doer=Doer(user=member.user.pk))
    Step.objects.filter(pk=late.pk).update(due=clock.today() - timedelta(days=1))
    end_member(member=member, by=home.lead)
    today = clock.today()

    assert [(one.label, one.url) for one in steps_of_others(home.lead, today)] == [
        ("Kolēģes solis", reverse("cases:goal", args=[late.goal_id]))
    ]
    assert my_steps(member.user, today) == my_steps(home.lead, today) == []
    Plan.objects.update(until=clock.now())
    assert steps_of_others(home.lead, today) == []
