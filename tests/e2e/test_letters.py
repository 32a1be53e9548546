"""A letter is taken in, answered from a template, signed by the head, sent; every page is looked at on the way."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from saikne.cases.models import Letter
from saikne.cases.tests.factories import family
from saikne.organisation.tests.factories import Service
from tests.e2e.conftest import SignIn
from tests.e2e.eyes import english_on, faults_at

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1366, 768, 320)


def looked_at(page: Page, name: str) -> list[str]:
    """Faults of the page that is open; with SAIKNE_PICTURES its pictures are kept there too."""
    found = [f"{name}: {fault}" for fault in [*faults_at(page, WIDTHS, everywhere=True), *english_on(page)]]
    if folder := os.environ.get("SAIKNE_PICTURES"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 768})
    return found


def test_a_letter_is_taken_in_answered_signed_and_sent(office: Service, sign_in: SignIn) -> None:
    file, page, faults = family(office), sign_in("family"), []

    page.goto(f"/cases/letters/in/?case={file.case.pk}")
    faults += looked_at(page, "in")
    page.get_by_label("Kas tas ir").select_option("submission")
    page.get_by_label("Par ko").fill("Par malkas pabalstu")
    page.get_by_label("No kā").select_option(label=file.mother.name)
    page.get_by_role("button", name="Reģistrēt").last.click()
    expect(page.get_by_text("Vēstule ir reģistrēta. Numurs: S-")).to_be_visible()
    faults += looked_at(page, "letter-in")

    page.get_by_role("link", name="Atbildēt", exact=True).click()
    expect(page.get_by_label("Teksts")).to_contain_text("Par ko Jūs rakstījāt: Par malkas pabalstu")
    faults += looked_at(page, "out")
    page.get_by_role("button", name="Sagatavot").last.click()
    expect(page.get_by_text("Vēstule ir sagatavota.")).to_be_visible()
    url = page.url

    head = sign_in("head")
    head.goto(url)
    faults += looked_at(head, "letter-out")
    head.get_by_role("button", name="Izlasīts, var parakstīt").click()
    head.get_by_role("button", name="Parakstīt", exact=True).click()
    expect(head.get_by_text("Vēstule ir parakstīta. Numurs: N-")).to_be_visible()

    page.goto("/")
    expect(page.get_by_text("Nosūtīt vēstuli: N-")).to_be_visible()
    page.goto(url)
    page.get_by_role("link", name="Atzīmēt kā nosūtītu").click()
    faults += looked_at(page, "send")
    page.get_by_label("personīgi, pret parakstu").check()
    page.get_by_role("button", name="Atzīmēt kā nosūtītu").last.click()
    page.get_by_role("link", name="Atzīmēt paziņošanu").click()
    faults += looked_at(page, "notified")
    page.get_by_label("Kas to apliecina").fill("paraksts uz kopijas")
    page.get_by_role("button", name="Saglabāt", exact=True).last.click()
    expect(page.get_by_text("Paziņošanas diena ir atzīmēta.")).to_be_visible()
    assert {letter.state for letter in Letter.objects.all()} == {"answered", "notified"}

    for name, path in (("list", "/cases/letters/"), ("file", f"/cases/{file.case.pk}/")):
        page.goto(path)
        faults += looked_at(page, name)
    for name, path in (("templates", ""), ("template", "edit/?code=answer")):
        head.goto(f"/cases/letter-templates/{path}")
        faults += looked_at(head, name)
    assert faults == [], "\n".join(faults)
