"""Titles of pages are nouns, the buttons that lead to them and the deeds at their foot are verbs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from saikne.cases.tests.factories import Family, family
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db

TITLES = {
    "goal_add": "Mērķa pievienošana",
    "statement_add": "Apgalvojuma pievienošana",
    "problem_add": "Problēmas pievienošana",
    "chapter_add": "Sadaļas pievienošana",
    "review_add": "Plāna pārskatīšana",
    "close": "Lietas slēgšana",
    "hand_over": "Lietas nodošana",
    "team_add": "Pievienošana komandai",
    "deputy": "Aizvietotāja iecelšana",
    "main_worker": "Galvenā darbinieka maiņa",
}


@pytest.fixture
def ozolini(client: Client) -> Family:
    found = family()
    sync_roles()
    give_role(found.lead, "family")
    client.force_login(found.lead)
    return found


def heading_of(client: Client, name: str, number: int) -> str:
    page = client.get(reverse(f"cases:{name}", args=[number])).content.decode()
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return found[1].strip() if found else ""


def test_pages_on_which_something_is_done_are_called_by_nouns(ozolini: Family, client: Client) -> None:
    assert {name: heading_of(client, name, ozolini.case.pk) for name in TITLES} == TITLES


def test_a_button_says_what_it_does_where_the_title_names_it(ozolini: Family, client: Client) -> None:
    page = client.get(reverse("cases:main_worker", args=[ozolini.case.pk])).content.decode()

    buttons = re.findall(r"<button[^>]*>(.*?)</button>", page, re.DOTALL)
    assert {text for text in map(str.strip, buttons) if "galven" in text.lower()} == {"Mainīt galveno darbinieku"}
