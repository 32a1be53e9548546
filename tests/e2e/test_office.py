"""A new service opens from nothing in the browser: the first administrator, units, posts, three workers, an absence."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from saikne.accounts.actions import system_user
from saikne.accounts.models import User
from saikne.organisation.actions import load_municipalities
from saikne.organisation.models import Absence, Deputyship
from saikne.organisation.queries import seat_of
from saikne.privacy.queries import headed_units
from saikne.web.roles import sync_roles
from tests.e2e.worker import Worker, ahead

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "četri garumzīmju vārdi"


def _sets_password(hands: Worker, username: str, code: str) -> None:
    hands.open("/accounts/first/")
    hands.fill("Lietotājvārds", username)
    hands.fill("Administratora iedotais kods", code)
    hands.fill("Jaunā parole", PASSWORD)
    hands.fill("Jaunā parole vēlreiz", PASSWORD)
    hands.press("Iestatīt paroli")
    hands.fill("Lietotājvārds", username)
    hands.fill("Parole", PASSWORD)
    hands.press("Pieteikties")


def _adds(hands: Worker, first: str, last: str, role: str, post: str) -> tuple[str, str]:
    """A worker with her post; the username and the code that the paper shows."""
    hands.page.get_by_role("navigation", name="Dienesta daļas").get_by_role("link", name="Darbinieki").click()
    hands.follow("Pievienot darbinieku")
    hands.fill("Vārds", first)
    hands.fill("Uzvārds", last)
    hands.tick(role)
    hands.choose("Amata vieta", post)
    hands.press("Pievienot darbinieku")
    username, code = hands.page.locator("main dd strong").all_inner_texts()
    return username, code


@pytest.fixture
def hands(
    transactional_db: None, browser: Browser, live_server: LiveServer, browser_context_args: dict[str, Any]
) -> Iterator[Worker]:
    """Somebody who has not signed in, before a service in which nothing has been written yet."""
    sync_roles()
    load_municipalities(by=system_user())
    context = browser.new_context(base_url=live_server.url, **browser_context_args)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Worker(page)
    context.close()


def test_a_service_opens_from_nothing_and_lives_through_a_morning(hands: Worker) -> None:
    out = StringIO()
    call_command("administrator", "t.grava", "--first-name=Toms", "--last-name=Grava", stdout=out)
    _sets_password(hands, "t.grava", out.getvalue().split()[-1])

    hands.follow("Nodaļas un darbinieki")
    hands.follow("Tukuma novads")
    hands.follow("Ierakstiet nosaukumu, tālruni un adresi")
    hands.fill("Dienesta nosaukums", "Tukuma novada sociālais dienests")
    hands.fill("Dienesta tālrunis", "+371 20 000 010")
    hands.fill("Dienesta adrese", "Talsu iela 4, Tukums")
    hands.press("Saglabāt")
    hands.page.get_by_role("link", name="Nodaļas un amata vietas").click()
    hands.follow("Izveidot nodaļu")
    hands.fill("Nodaļas nosaukums", "Tukuma novada sociālais dienests")
    hands.press("Izveidot nodaļu")
    unit = hands.page.url
    for title, area in (
        ("Vadītājs", "Dienesta vadītājs"),
        ("Ģimenes", "Ģimenes ar bērniem"),
        ("Pagasts", "Visas jomas"),
    ):
        hands.follow("Izveidot amata vietu")
        hands.fill("Amata vietas nosaukums", title)
        hands.tick(area)
        hands.press("Izveidot amata vietu")
    service = "Tukuma novada sociālais dienests"
    boss = _adds(hands, "Gunta", "Siliņa", "Dienesta vadītājs", f"Vadītājs – {service}")
    _adds(hands, "Maija", "Liepa", "Sociālais darbinieks darbam ar ģimenēm", f"Ģimenes – {service}")
    parish = _adds(hands, "Vija", "Ābele", "Visu jomu darbinieks pagastā", f"Pagasts – {service}")
    hands.page.goto(unit)
    hands.follow("Iecelt vadītāju")
    hands.choose("Kas vada nodaļu", "Gunta Siliņa")
    hands.press("Iecelt vadītāju")
    head, maija, vija = (User.objects.get(username=name) for name in (boss[0], "m.liepa", parish[0]))
    assert len(headed_units(head)) == 1
    assert seat_of(maija) is not None
    hands.click_on(hands.page.get_by_role("button", name="Iziet"))
    if hands.page.url.endswith("/logout/"):
        hands.press("Iziet")

    _sets_password(hands, *boss)
    hands.click_on(hands.page.get_by_role("link", name="Prombūtnes"))
    hands.follow("Maija Liepa")
    hands.tick("Darbnespēja")
    hands.choose("Kas aizvieto visā darbā", "Vija Ābele")
    hands.press("Atzīmēt prombūtni")
    assert "Vija Ābele" in hands.words
    hands.follow("Mainīt beigu dienu")
    hands.fill("Līdz, šo dienu ieskaitot", ahead(40))
    hands.press("Mainīt beigu dienu")
    assert Deputyship.objects.get().deputy == vija
    hands.follow("Atgriešanās darbā vai prombūtnes atcelšana")
    hands.press("Atgriezties darbā")
    assert Absence.objects.get().back_at is not None
