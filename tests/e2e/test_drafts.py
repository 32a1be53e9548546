"""Nothing typed is lost: kept within ten seconds, there after signing out and a restart, and on no other form."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from saikne.accounts.models import User
from saikne.cases.tests.factories import Family, family
from saikne.core.models import Draft
from saikne.organisation.tests.factories import Service
from tests.e2e.conftest import PASSWORD, ROOT, SignIn

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "Sanita stāsta, ka rēķini krājas kopš pavasara."
KEPT = "Melnraksts saglabāts plkst."
START_WITHIN = 60


def form_of(file: Family) -> str:
    return f"/cases/{file.case.pk}/statements/add/"


def text_field(page: Page) -> str:
    return page.get_by_label("Apgalvojums", exact=True).input_value()


def types(page: Page, words: str) -> None:
    page.get_by_label("Apgalvojums", exact=True).press_sequentially(words)


def type_and_wait(page: Page, file: Family) -> None:
    page.goto(form_of(file))
    types(page, TYPED)
    expect(page.locator("[data-draft-status]")).to_contain_text(KEPT, timeout=10_000)


def test_a_draft_is_kept_within_ten_seconds(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family")

    type_and_wait(page, file)

    assert Draft.objects.filter(author=office.family, about_no=file.case.pk).count() == 1


def test_who_types_without_a_pause_has_a_draft_every_ten_seconds(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family")
    page.clock.install(time=datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    page.goto(form_of(file))
    page.clock.pause_at(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))

    for _second in range(9):
        types(page, "a")
        page.clock.run_for(1000)
    assert not Draft.objects.exists()
    with page.expect_response("**/drafts/"):
        types(page, "a")
        page.clock.run_for(1000)

    assert Draft.objects.get().author == office.family


def test_a_draft_outlives_signing_out_and_a_restart_of_the_server(
    office: Service, sign_in: SignIn, browser: Browser, restarted: str
) -> None:
    file, page = family(office), sign_in("family")
    type_and_wait(page, file)
    with page.expect_navigation():
        page.get_by_role("button", name="Iziet").first.click()
    # The hasher of the tests is quick and known to them alone.
    User.objects.filter(pk=office.family.pk).update(password=PBKDF2PasswordHasher().encode(PASSWORD, "salt", 1000))

    context = browser.new_context(base_url=restarted, locale="lv-LV")
    again = context.new_page()
    again.goto(form_of(file))
    again.get_by_label("Lietotājvārds").fill("family")
    again.get_by_label("Parole").fill(PASSWORD)
    with again.expect_navigation():
        again.keyboard.press("Enter")

    assert again.url == restarted + form_of(file)
    assert text_field(again) == TYPED
    expect(again.locator("[data-draft-status]")).to_contain_text(KEPT)
    context.close()


def test_what_is_sent_after_the_session_has_ended_stays_on_the_page_until_one_has_signed_in_again(
    office: Service, sign_in: SignIn
) -> None:
    file, page = family(office), sign_in("family")
    page.goto(form_of(file))
    Session.objects.all().delete()
    types(page, TYPED)
    status, send = page.locator("[data-draft-status]"), page.locator("form[data-draft] button[accesskey=s]")
    expect(status).to_contain_text("darba sesija ir beigusies", timeout=10_000)

    send.click()
    expect(status).to_be_focused()
    assert page.url.endswith(form_of(file))
    assert text_field(page) == TYPED

    other = page.context.new_page()
    other.goto("/accounts/login/")
    other.get_by_label("Lietotājvārds").fill("family")
    other.get_by_label("Parole").fill(PASSWORD)
    with other.expect_navigation():
        other.keyboard.press("Enter")
    with page.expect_navigation():
        send.click()

    expect(page.locator(".govuk-error-summary")).to_be_visible()  # the source is still to be told
    assert text_field(page) == TYPED


def test_a_draft_shows_on_no_other_form(office: Service, sign_in: SignIn) -> None:
    mine, other = family(office), family(office, surname="Kalniņ")
    page = sign_in("family")
    type_and_wait(page, mine)

    page.goto(form_of(other))
    assert text_field(page) == ""
    assert TYPED not in page.content()
    head = sign_in("head")
    head.goto(form_of(mine))
    assert text_field(head) == ""
    assert TYPED not in head.content()
    page.goto(form_of(mine))
    assert text_field(page) == TYPED


@pytest.fixture
def restarted(office: Service) -> Iterator[str]:
    """A server that has just started on the same database: it remembers only what was written down."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    state = {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}", "DEBUG": "true"}
    keys = {"SECRET_KEY": settings.SECRET_KEY, "DRAFT_KEY": settings.DRAFT_KEY}
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    server = subprocess.Popen(  # our own server
        command, cwd=ROOT, env=os.environ | state | keys, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield _when_it_answers(server, port)
    server.terminate()
    server.wait(timeout=START_WITHIN)


def _when_it_answers(server: "subprocess.Popen[bytes]", port: int) -> str:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        time.sleep(0.2)
    raise AssertionError("The second server did not start.")
