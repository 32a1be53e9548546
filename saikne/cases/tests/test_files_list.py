"""The list of files: mine, beside, all, closed; by what is due, else by surname; strangers' files never."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.opening import open_case
from saikne.cases.models import Case, TeamMember
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import may_lead
from saikne.cases.tests.test_files_page import facts_reader, furnished, is_about_the_log, signed_in
from saikne.core import clock
from saikne.organisation.tests.factories import Service
from saikne.people.tests.factories import household, person
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
LIST = "cases:list"


@pytest.fixture
def office() -> Service:
    return headed_service()


def titles(browser: Browser, query: str = "") -> list[str]:
    response = browser.get(reverse(LIST) + query)
    assert response.status_code == 200
    return [line.title for line in response.context["lines"]]


def small_family(office: Service, surname: str, *, lead: User, review: date | None = None) -> Case:
    parent = person("Anna", surname, date(1990, 1, 1), by=lead)
    home = household(f"{surname} ģimene", {parent: "parent"}, of=office.municipality)
    case = open_case(
        kind=file_kind(),
        municipality=office.municipality,
        household=home,
        lead=may_lead(lead),
        purpose="Darbs",
        by=lead,
    )
    Case.objects.filter(pk=case.pk).update(review_due=review)
    return case


def test_mine_are_those_that_i_lead_and_a_stranger_sees_none(office: Service) -> None:
    family(office)
    small_family(office, "Kanāriņa", lead=office.adults)

    assert titles(signed_in(office.family)) == ["Ozoliņu ģimene"]
    for stranger in [office.outsider, office.other_unit]:
        for show in ["mine", "beside", "all", "closed"]:
            assert titles(signed_in(stranger), f"?show={show}") == []


def test_beside_stand_the_files_in_whose_team_i_am(office: Service) -> None:
    ozolini = family(office)
    facts_reader(ozolini)
    TeamMember.objects.create(case=ozolini.case, user=office.assistance, role="assistance", since=clock.now())

    browser = signed_in(office.assistance, "assistance")

    assert titles(browser) == []
    assert titles(browser, "?show=beside") == ["Ozoliņu ģimene"]


def test_the_head_sees_the_whole_service(office: Service) -> None:
    family(office)
    small_family(office, "Bērziņa", lead=office.adults)

    browser = signed_in(office.head, "head")

    assert set(titles(browser)) == {"Ozoliņu ģimene", "Bērziņa ģimene"}
    assert titles(browser, "?show=mine") == []


def test_what_is_due_comes_first_and_the_rest_by_surname_in_latvian_order(office: Service) -> None:
    today = clock.today()
    lead = office.family
    for surname in ["Zariņa", "Āboliņa", "Cīrule", "Čakste", "Abola"]:
        small_family(office, surname, lead=lead)
    small_family(office, "Vēlā", lead=lead, review=today + timedelta(days=30))
    small_family(office, "Steidzamā", lead=lead, review=today - timedelta(days=1))

    assert [title.split()[0] for title in titles(signed_in(lead))] == [
        "Steidzamā", "Vēlā", "Abola", "Āboliņa", "Cīrule", "Čakste", "Zariņa",
    ]  # fmt: skip


def test_the_nearest_step_is_named_beside_its_day(office: Service) -> None:
    ozolini = family(office)
    furnished(ozolini)
    Case.objects.filter(pk=ozolini.case.pk).update(review_due=clock.today() + timedelta(days=90))

    line = signed_in(ozolini.lead).get(reverse(LIST)).context["lines"][0]

    assert line.next_what in {"Tikties ar psihologu", "Kavējumu pārskats"}


def test_steps_and_reviews_stay_hidden_from_those_who_see_facts_only(office: Service) -> None:
    ozolini = family(office)
    furnished(ozolini)
    reader = facts_reader(ozolini)

    response = signed_in(reader, "assistance").get(reverse(LIST) + "?show=all")

    line = response.context["lines"][0]
    assert (line.title, line.next_due, line.next_what, line.review_due) == ("Ozoliņu ģimene", None, "", None)
    assert "Tikties ar psihologu" not in response.content.decode()


def test_filters_by_kind_and_stage_carry_the_counts_that_they_leave(office: Service) -> None:
    ozolini = family(office)
    other = file_kind("assistance", staged=False, prefix="SP")
    open_case(
        kind=other, municipality=office.municipality, household=ozolini.home, lead=office.family, purpose="Pabalsts",
        by=office.family,
    )  # fmt: skip
    browser = signed_in(office.family)

    response = browser.get(reverse(LIST) + "?kind=assistance")

    assert len(response.context["lines"]) == 1
    assert {each.count for each in response.context["kinds"]} == {None, 1}
    assert [each.count for each in response.context["scopes"]] == [2, 0, 2, 0]


def test_a_closed_file_leaves_the_open_lists(office: Service) -> None:
    case = family(office).case
    Case.objects.filter(pk=case.pk).update(closed_at=clock.now(), closing_reason="moved")
    browser = signed_in(office.family)

    assert titles(browser) == []
    assert titles(browser, "?show=closed") == ["Ozoliņu ģimene"]


def test_everybody_of_the_files_shown_is_noted(office: Service) -> None:
    family(office)
    browser = signed_in(office.family)

    titles(browser)

    assert AccessRow.objects.filter(page=LIST, user=office.family).count() == 4


def test_the_list_is_paged_and_no_file_is_lost_or_shown_twice(office: Service) -> None:
    for number in range(28):
        small_family(office, f"Kalniņa{number:02}", lead=office.family)
    browser = signed_in(office.family)

    first = browser.get(reverse(LIST))
    second = browser.get(first.context["page"].next)

    found = [line.pk for page in (first, second) for line in page.context["lines"]]
    assert len(first.context["lines"]) == 25
    assert len(found) == len(set(found)) == 28


def test_the_list_asks_as_often_for_five_files_as_for_one(office: Service) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(LIST))
        return sum(not is_about_the_log(query["sql"]) for query in queries.captured_queries)

    ozolini: Family = family(office)
    furnished(ozolini)
    browser = signed_in(office.family)
    browser.get(reverse(LIST))
    once = asked()
    for number in range(4):
        small_family(office, f"Liepiņa{number}", lead=office.family, review=clock.today())

    assert asked() == once
    assert once <= 10


@pytest.mark.parametrize("query", ["?show=everything", "?stage=nowhere", "?kind=" + "x" * 200, "?show=&kind=&stage="])
def test_an_address_that_means_nothing_shows_the_list(office: Service, query: str) -> None:
    assert signed_in(office.family).get(reverse(LIST) + query).status_code == 200
