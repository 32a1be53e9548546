"""Every page: nothing against WCAG 2.2 AA, no sideways scrolling, no English word on a Latvian page.

The usual run opens each page once, in Latvian, at two widths; E2E=full as everybody, in both languages, at all three.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from saikne.organisation.tests.factories import Service
from tests.e2e.conftest import PASSWORD, SignIn
from tests.e2e.eyes import english_on, english_words, faults_at
from tests.e2e.visits import Rooms, Visit, look_at, town, visits

pytestmark = pytest.mark.django_db(transaction=True)
FULL = os.environ.get("E2E") == "full"
WIDTHS = (1366, 768, 320) if FULL else (1366, 320)
LANGUAGES = ("lv", "en") if FULL else ("lv",)


def faults(page: Page, language: str = "lv") -> list[str]:
    found = faults_at(page, WIDTHS, everywhere=FULL)
    if (told := page.locator("html").get_attribute("lang")) != language:
        found.append(f"it says that it is in {told!r}")
    return found + (english_on(page) if language == "lv" else [])


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Opened = tuple[Rooms, list[Visit]]


@pytest.fixture
def opened(
    transactional_db: None,
    browser: Browser,
    live_server: LiveServer,
    browser_context_args: dict[str, Any],
    language: str,
) -> Iterator[Opened]:
    """The windows of everybody, and where to look."""
    here = town()
    rooms = Rooms(browser, live_server.url, here, language, browser_context_args)
    yield rooms, visits(here, everybody=FULL)
    rooms.close()


def test_no_page_has_a_fault(opened: Opened, language: str) -> None:
    rooms, where = opened
    assert len(where) > 100  # the table was read

    found = [fault for visit in where for fault in look_at(rooms, visit, lambda page: faults(page, language))]

    assert found == [], "\n".join(found)


def test_the_sign_in_page_has_no_fault(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/login/")

    assert faults(page) == []


def test_a_refused_form_has_no_fault(office: Service, sign_in: SignIn) -> None:
    page = sign_in("family")
    page.goto("/cases/contacts/add/")
    page.locator("main").get_by_role("button", name="Saglabāt kontaktu", exact=True).last.click()
    page.wait_for_load_state()

    assert page.locator(".govuk-error-summary").count() == 1
    assert faults(page) == []


def test_setting_up_the_second_step_has_no_fault(office: Service, sign_in: SignIn) -> None:
    page, found = sign_in("family"), []

    def goes_on(name: str, value: str) -> None:
        page.locator(f"main input[name={name}]").fill(value)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.goto("/accounts/2fa/totp/activate/")
    found += faults(page)
    goes_on("password", PASSWORD)
    found += faults(page)
    secret = page.locator(".app-secret").inner_text().replace(" ", "")
    goes_on("code", format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
    for part in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        answer = page.goto(f"/accounts/2fa/{part}")
        assert answer is not None
        assert answer.status == 200
        found += faults(page)

    assert found == []


def test_an_english_word_would_be_seen(page: Page) -> None:
    page.set_content("<html lang=lv><body><button>Saglabāt</button><a aria-label='Household'>Lieta</a></body></html>")

    assert {"household", "save", "statement", "monday"} <= english_words()
    assert english_on(page) == ["English word 'household' in 'Household'"]
