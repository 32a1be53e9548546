"""Safe contact on the pages of a file: warned of on top, asked for in one question."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.signed import signed_in
from saikne.cases.views import represent_panels
from saikne.people.actions.representation import (
    Acting,
    Barring,
    Reaching,
    add_representation,
    bar_person,
    end_said,
    say_contact_way,
)
from saikne.people.models import ContactWay

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)


@pytest.fixture
def home() -> Family:
    return family()


def page(home: Family, name: str = "file") -> str:
    answer = signed_in(home.lead).get(reverse(f"cases:{name}", args=[home.case.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def questions(look: Callable[[], str]) -> int:
    with CaptureQueriesContext(connection) as asked:
        look()
    return len(asked)


def test_what_safe_contact_forbids_is_warned_of_on_the_first_page(home: Family) -> None:
    before = page(home)
    say_contact_way(of=home.mother, words=Reaching("call", SINCE, forbidden=True, not_by="Guntis"), by=home.lead)
    say_contact_way(of=home.mother, words=Reaching("letter", SINCE, forbidden=True), by=home.lead)
    say_contact_way(of=home.father, words=Reaching("email", SINCE, how="guntis@piemers.lv"), by=home.lead)
    bar_person(
        of=home.daughter, words=Barring(SINCE, "Tiesa", frozenset({"bars_told"}), name="Pēteris Lācis"), by=home.lead
    )
    after = page(home)

    assert "Droša saziņa" not in before
    for word in ("Droša saziņa", "Nezvanīt", "Neatstāt vēstules", "Guntis", "Kādam noteikts liegums", "Pēteris Lācis"):
        assert word in after
    assert "guntis@piemers.lv" not in after


def test_what_has_ended_is_not_warned_of(home: Family) -> None:
    row = say_contact_way(of=home.mother, words=Reaching("call", SINCE, forbidden=True), by=home.lead)
    end_said(row=ContactWay.objects.get(pk=row.pk), until=date(2025, 1, 1), how="", by=home.lead)

    assert "Nezvanīt" not in page(home)


def test_safe_contact_costs_the_first_page_one_question_where_something_is_forbidden_and_else_none(
    home: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(home)
    none = questions(lambda: page(home))
    for means in ("call", "letter", "email", "visit"):
        for one in (home.mother, home.father, home.daughter):
            say_contact_way(of=one, words=Reaching(means, SINCE, forbidden=True), by=home.lead)
    many = questions(lambda: page(home))
    monkeypatch.setattr(represent_panels, "cautions_of", lambda frame, on: [])
    without = questions(lambda: page(home))

    assert (none, many) == (without, without + 1)


def test_the_people_of_a_file_stand_with_who_acts_for_them(home: Family) -> None:
    add_representation(
        of=home.daughter,
        words=Acting("guardian", SINCE, "Bāriņtiesa", frozenset({"may_sign"}), by=home.father.pk),
        by=home.lead,
    )
    say_contact_way(of=home.mother, words=Reaching("visit", SINCE, forbidden=True), by=home.lead)

    shown = page(home, "people")

    assert "aizbildnis" in shown
    assert "Neapmeklēt mājās" in shown
