"""The main job without a mouse: from signing in to an evaluated close by Tab, arrows, Space, Enter, Alt + S."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from saikne.cases.models import Case
from saikne.organisation.tests.factories import Service
from tests.e2e.conftest import PASSWORD
from tests.e2e.keys import Keyboard
from tests.e2e.test_main_job import agrees, assesses, closes, opens_family_file, plans, works

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_main_job_is_done_without_a_mouse(office: Service, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(
        base_url=live_server.url, locale="lv-LV", timezone_id="Europe/Riga", viewport={"width": 1366, "height": 768}
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/")
    maija = Keyboard(page)

    maija.signs_in("family", PASSWORD)
    file = opens_family_file(maija)
    assesses(maija, file)
    goal = plans(maija, file)
    agrees(maija, file)
    works(maija, file)
    closes(maija, file, goal)

    assert Case.objects.get(pk=file).closed_at is not None
    context.close()
