"""Pages of results: reviews, evaluation, closing, follow-ups, birthdays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.results import ChildLine, Judged, add_evaluation, add_review
from saikne.cases.actions.results_closing import close_case
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.models import Case, ChildAim, Evaluation, FollowUp, Goal, MilestoneDone, Review
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.talk_factories import in_intervention, voices
from saikne.core import clock
from saikne.core.work import work_of
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db


def browser(user: User, role: str = "family") -> Browser:
    sync_roles()
    give_role(user, role)
    found = Browser()
    found.force_login(user)
    return found


def review(of: Family) -> None:
    today = clock.today()
    add_review(
        case=of.case, on=today, found="Labāk.", next_due=today + timedelta(days=90), voices=voices(of), by=of.lead
    )


def evaluate(of: Family, goal: Goal) -> None:
    lines = {child.pk: ChildLine("better", "Labāk.") for child in (of.daughter, of.son)}
    told = Judged(clock.today(), "Izdevās.", "Kļuva mierīgāk.", "", "rather", {goal.pk: 0}, lines)
    add_evaluation(case=of.case, judged=told, voices=voices(of), by=of.lead)


def in_evaluation(of: Family) -> Goal:
    goal = in_intervention(of)
    review(of)
    move_stage(case=of.case, to="evaluation", by=of.lead)
    return goal


def closed(of: Family) -> FollowUp:
    evaluate(of, in_evaluation(of))
    close_case(case=of.case, reason="goals_reached", by=of.lead)
    return FollowUp.objects.get(case=of.case, months=6)


def heard(of: Family) -> dict[str, str]:
    typed: dict[str, str] = {}
    for who, said in ((of.mother, ""), (of.father, ""), (of.daughter, "Labi."), (of.son, "Labi.")):
        typed |= {f"part_{who.pk}": "yes", f"said_{who.pk}": said}
    return typed


def test_a_stranger_gets_404_on_each_address_of_an_open_file_and_of_a_closed_one() -> None:
    ozolini = family()
    strange, lead = browser(ozolini.service.outsider, "head"), browser(ozolini.lead)
    number, son = ozolini.case.pk, ozolini.son.pk
    names = ("results", "review_add", "evaluation_add", "close")
    of_open = [
        *(reverse(f"cases:{name}", args=[number]) for name in names),
        reverse("cases:milestone_done", args=[son, "age_15"]),
    ]
    opened = {page: (strange.get(page).status_code, strange.post(page).status_code) for page in of_open}
    mine = {page: lead.get(page).status_code for page in of_open}

    first = closed(ozolini)
    of_closed = [
        reverse("cases:results", args=[number]),
        reverse("cases:reopen", args=[number]),
        reverse("cases:follow_up", args=[first.pk]),
    ]

    assert opened == dict.fromkeys(of_open, (404, 404))
    assert mine == dict.fromkeys(of_open, 200)
    assert {page: strange.get(page).status_code for page in of_closed} == dict.fromkeys(of_closed, 404)
    assert {page: lead.get(page).status_code for page in of_closed} == dict.fromkeys(of_closed, 200)
    assert lead.get(reverse("cases:review_add", args=[number])).status_code == 404


def test_the_results_page_asks_as_often_with_five_rows_as_with_one() -> None:
    ozolini = family()
    goal = in_evaluation(ozolini)
    lead, url = browser(ozolini.lead), reverse("cases:results", args=[ozolini.case.pk])
    counts = []
    for more in (1, 4):
        for _ in range(more):
            review(ozolini)
            evaluate(ozolini, goal)
        lead.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_review_is_noted_by_its_form_and_all_that_is_missing_is_told_at_once() -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse("cases:review_add", args=[ozolini.case.pk])
    typed = {"on": f"{clock.today():%d.%m.%Y.}", "next_due": "24.11.2099.", "found": "Elza kavē mazāk."}

    refused = lead.post(url, {**typed, "found": ""})
    lead.post(url, {**typed, **heard(ozolini)})

    people = (ozolini.mother, ozolini.father, ozolini.daughter, ozolini.son)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"found", *(f"part_{who.pk}" for who in people)}
    assert Review.objects.get().found == "Elza kavē mazāk."


def test_the_list_of_what_is_missing_names_whom_each_sentence_is_about() -> None:
    ozolini = family()
    told = {"on": f"{clock.today():%d.%m.%Y.}", "next_due": "24.11.2099.", "found": "Elza kavē mazāk."}
    answers = heard(ozolini) | {f"part_{ozolini.father.pk}": "no", f"said_{ozolini.son.pk}": ""}
    del answers[f"part_{ozolini.mother.pk}"]

    refused = browser(ozolini.lead).post(reverse("cases:review_add", args=[ozolini.case.pk]), {**told, **answers})

    assert [problem.sentence for problem in refused.context["form"].problems()] == [
        "Raivis Krastiņš: Norādiet, kāpēc šai personai nejautāja vai kāpēc tās nebija klāt.",
        "Sanita Ozoliņa: Norādiet, vai šī persona piedalījās.",
        "Toms Krastiņš: Uzrakstiet, ko bērns teica, viņa paša vārdiem.",
    ]


def test_the_evaluation_names_the_child_of_whom_nothing_is_written() -> None:
    ozolini = family()
    in_evaluation(ozolini)
    url = reverse("cases:evaluation_add", args=[ozolini.case.pk])

    refused = browser(ozolini.lead).post(url, {**heard(ozolini), f"outcome_{ozolini.daughter.pk}": "better"})

    said = [problem.sentence for problem in refused.context["form"].problems()]
    assert [one.split(":")[0] for one in said if one.endswith(("bērnu.", "bērnam."))] == [
        "Elza Ozoliņa",
        "Toms Krastiņš",
        "Toms Krastiņš",
    ]


def test_the_form_of_the_evaluation_says_what_was_to_change_for_each_child() -> None:
    ozolini = family()
    in_evaluation(ozolini)
    ChildAim.objects.filter(record=ozolini.son).update(aim="Toms guļ savā gultā")

    page = browser(ozolini.lead).get(reverse("cases:evaluation_add", args=[ozolini.case.pk]))

    assert {row.member.record_no: row.aim for row in page.context["form"].child_rows()} == {
        ozolini.daughter.pk: "Jūtas droši",
        ozolini.son.pk: "Toms guļ savā gultā",
    }
    assert page.content.decode().count("Toms guļ savā gultā") == 1


def test_a_file_is_evaluated_closed_asked_after_and_reopened_by_its_forms() -> None:
    ozolini = family()
    goal, lead, number = in_evaluation(ozolini), browser(ozolini.lead), ozolini.case.pk
    today = f"{clock.today():%d.%m.%Y.}"
    typed = {"on": today, "summary": "Izdevās.", "client_view": "Mierīgāk.", "satisfaction": "rather"}
    for child in (ozolini.daughter, ozolini.son):
        typed |= {f"outcome_{child.pk}": "better", f"line_{child.pk}": "Labāk."}

    early = lead.get(reverse("cases:close", args=[number]))
    refused = lead.post(reverse("cases:evaluation_add", args=[number]), {**typed, "client_view": "", **heard(ozolini)})
    lead.post(reverse("cases:evaluation_add", args=[number]), {**typed, **heard(ozolini), f"level_{goal.pk}": "1"})
    lead.post(reverse("cases:close", args=[number]), {"reason": "goals_reached", "words": ""})
    first = FollowUp.objects.get(case=number, months=6)
    lead.post(reverse("cases:follow_up", args=[first.pk]), {"done_on": today, "found": "Labi.", "outcome": "better"})
    was_closed = Case.objects.get(pk=number).closed_at
    lead.post(reverse("cases:reopen", args=[number]), {"reason": "Skola ziņo."})

    assert len(early.context["in_the_way"]) == 3
    assert set(refused.context["form"].errors) == {"client_view", f"level_{goal.pk}"}
    assert Evaluation.objects.get().satisfaction == "rather"
    assert was_closed is not None
    assert FollowUp.objects.get(pk=first.pk).outcome == "better"
    assert Case.objects.get(pk=number).closed_at is None


def test_a_birthday_is_marked_as_done_on_its_page() -> None:
    ozolini = family()
    url = reverse("cases:milestone_done", args=[ozolini.son.pk, "age_15"])
    lead = browser(ozolini.lead)

    page = lead.get(url).content.decode()
    lead.post(url, {"done_on": f"{clock.today():%d.%m.%Y.}", "what": "Izrunāts"})

    assert "Toms Krastiņš" in page
    assert MilestoneDone.objects.get().what == "Izrunāts"
    assert lead.get(url).status_code == 404


def test_what_waits_leads_to_pages_that_open() -> None:
    ozolini = family()
    closed(ozolini)
    lead, later = browser(ozolini.lead), clock.today() + timedelta(days=200)

    items = [item for item in work_of(ozolini.lead, on=later) if item.about == ozolini.home.name]

    assert items
    assert {lead.get(item.url).status_code for item in items} == {200}
