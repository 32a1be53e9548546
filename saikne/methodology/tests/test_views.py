"""Facts about the pages of the glossary."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from saikne.accounts.enums import UserKind
from saikne.methodology import actions
from saikne.methodology.models import Term
from saikne.methodology.tests.factories import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client() -> Client:
    """Signed in, with the glossary loaded."""
    worker = user()
    actions.load_terms(by=worker)
    actions.load_legal_references(by=worker)
    browser = Client()
    browser.force_login(worker)
    return browser


def text_of(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_glossary_lists_terms_and_leads_on(staff_client: Client) -> None:
    page = text_of(staff_client, reverse("methodology:terms"))
    assert "Vārdnīca" in page
    assert 'rel="next"' in page
    assert page.index("administratīvais akts") < page.index("aizbildnis")


def test_words_narrow_the_list_and_nothing_found_says_how_to_go_on(staff_client: Client) -> None:
    page = text_of(staff_client, reverse("methodology:terms") + "?q=audzugimene")
    assert "audžuģimene" in page
    assert "aizbildnis" not in page
    assert "Neviena termina nosaukumā" in text_of(staff_client, reverse("methodology:terms") + "?q=zirnis")


def test_a_term_shows_both_languages_and_marks_what_is_not_verified(staff_client: Client) -> None:
    page = text_of(staff_client, reverse("methodology:term", args=["out-of-family-care"]))
    assert "ārpusģimenes aprūpe" in page
    assert "out-of-family care" in page
    assert "app-unv" not in page
    assert "app-unv" in text_of(staff_client, reverse("methodology:term", args=["state-police"]))


def test_a_note_said_in_english_stands_on_english_pages_alone(staff_client: Client) -> None:
    term = Term.objects.get(slug="social-work-specialist")
    pages = (reverse("methodology:term", args=[term.slug]), reverse("methodology:terms") + "?q=specialist")

    latvian = [term.note_en in text_of(staff_client, page) for page in pages]
    staff_client.cookies["django_language"] = "en"
    english = [term.note_en in text_of(staff_client, page) for page in pages]

    assert (latvian, english) == ([False, False], [True, True])


def test_a_term_that_is_not_there_is_not_found(staff_client: Client) -> None:
    assert staff_client.get(reverse("methodology:term", args=["no-such-term"])).status_code == 404


def test_the_law_page_marks_what_was_not_checked(staff_client: Client) -> None:
    page = text_of(staff_client, reverse("methodology:law"))
    assert "Vismaz" in page or "vismaz viens sociālā darba speciālists" in page
    assert "app-unv" in page


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_many(
    staff_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("methodology:terms")
    text_of(staff_client, address)
    with django_assert_max_num_queries(20) as many:
        text_of(staff_client, address)
    with django_assert_max_num_queries(20) as one:
        text_of(staff_client, address + "?q=naktspatversme")
    assert Term.objects.count() > 1
    assert len(one) == len(many)


@pytest.mark.parametrize("kind", [UserKind.PARTNER, UserKind.CLIENT])
def test_people_from_outside_do_not_come_in(kind: str) -> None:
    browser = Client()
    browser.force_login(user("ārpuse", kind))
    assert browser.get(reverse("methodology:terms")).status_code == 403


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(reverse("methodology:terms")).status_code == 302
