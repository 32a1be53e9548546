"""Every page of everyday work: nothing against WCAG 2.2 AA, no sideways scrolling, in both languages."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from saikne.cases.tests.agreements import agreement_in_force
from saikne.cases.tests.factories import family
from saikne.cases.tests.talk_factories import in_intervention, say
from saikne.organisation.tests.factories import Service
from tests.e2e.conftest import SignIn, axe_violations, overflow

pytestmark = pytest.mark.django_db(transaction=True)
FULL = os.environ.get("E2E") == "full"
WIDTHS = (1366, 768, 320) if FULL else (1366, 320)
INSIDE = (
    "file", "people", "place", "statements", "statement_add", "summary_edit", "problem_add", "assessment",
    "assessment_edit", "stage", "plan", "goal_add", "agreement", "chapter_add", "journal", "entry_add", "team",
    "team_add", "deputy", "hand_over", "results", "review_add", "evaluation_add", "looked", "why",
)  # fmt: skip
OUTSIDE = (
    "web:home", "cases:list", "cases:open", "cases:contacts", "cases:contact_add", "cases:time", "cases:notices",
    "people:list", "people:search", "methodology:terms", "methodology:law",
)  # fmt: skip


def addresses(office: Service) -> list[str]:
    """Where a worker goes, with a file that has a goal and an agreement."""
    file = family(office)
    say(file)
    goal = in_intervention(file)
    agreement_in_force(file)
    found = [reverse(name) for name in OUTSIDE] + [reverse(f"cases:{name}", args=[file.case.pk]) for name in INSIDE]
    found.append(reverse("people:person", args=[file.mother.pk]))
    found.append(reverse("people:household", args=[file.home.pk]))
    return [*found, reverse("cases:goal", args=[goal.pk])]


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with one page at each width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        response = page.goto(address)
        if response is None or response.status != 200:
            return [f"{address}: {response.status if response else 'no answer'}"]
        if (extra := overflow(page)) > 0:
            found.append(f"{address} at {width} px is {extra} px too wide")
    return found + axe_violations(page)


@pytest.mark.parametrize("language", ["lv", "en"] if FULL else ["lv"])
def test_no_page_of_a_worker_has_a_fault(office: Service, sign_in: SignIn, language: str) -> None:
    pages = addresses(office)
    page = sign_in("family")
    if language == "en":
        page.get_by_role("button", name="English").click()

    found = [fault for address in pages for fault in faults(page, address)]

    assert found == []


def test_no_page_of_the_head_has_a_fault(office: Service, sign_in: SignIn) -> None:
    addresses(office)
    page = sign_in("head")

    found = [
        fault
        for name in ("web:home", "cases:head", "cases:list", "cases:unmet", "cases:hand_over_all")
        for fault in faults(page, reverse(name))
    ]

    assert found == []


def test_the_sign_in_page_has_no_fault(page: Page, live_server: LiveServer) -> None:
    assert faults(page, f"{live_server.url}/accounts/login/") == []
