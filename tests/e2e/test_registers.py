"""The head prints a register and takes it away as a sheet; the pages fit on every screen and on paper."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from saikne.cases.actions.contacts import note_contact
from saikne.cases.tests.agreements import agreement_in_force
from saikne.cases.tests.factories import family
from saikne.cases.tests.test_contacts import came
from saikne.cases.tests.test_files_list import small_family
from saikne.organisation.tests.factories import Service
from saikne.privacy.models import AccessRow
from tests.e2e.conftest import SignIn, axe_violations, overflow

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/cases/registers/",
    "/cases/registers/files/",
    "/cases/registers/files/export/?as=xlsx",
    "/cases/",
    "/people/",
]


@pytest.fixture
def service(office: Service) -> Service:
    ozolini = family(office)
    agreement_in_force(ozolini)
    for surname in ["Liepiņa", "Kalniņa", "Priedīte"]:
        small_family(office, surname, lead=office.family)
    note_contact(happened=came(), record=ozolini.mother, by=office.family)
    return office


def test_the_head_prints_the_register_of_files_and_saves_it_as_a_sheet(service: Service, sign_in: SignIn) -> None:
    page = sign_in(service.head.username)
    page.get_by_role("link", name="Reģistri").first.click()
    expect(page.get_by_text("Katrā reģistrā ir visi numuri")).to_be_visible()
    page.get_by_role("link", name="Lietu reģistrs").first.click()
    page.get_by_role("link", name="Drukāt", exact=True).click()
    page.get_by_label("dienesta darba pārraudzība").check()
    page.get_by_role("button", name="Sagatavot").last.click()

    page.emulate_media(media="print")
    line = page.locator(".app-ph")
    expect(line).to_contain_text("Ierobežotas pieejamības informācija")
    expect(line).to_contain_text("Piekļuves nolūks: dienesta darba pārraudzība")
    expect(page.get_by_text("Priedīte ģimene")).to_be_visible()
    expect(page.get_by_text("Ctrl+P")).to_be_hidden()
    _keep(page, "print-register")
    if folder := os.environ.get("SHOTS"):
        page.pdf(path=str(Path(folder) / "register.pdf"), format="A4", prefer_css_page_size=True)
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Atpakaļ uz sarakstu").click()
    page.get_by_role("link", name="XLSX").click()
    page.get_by_label("dienesta darba pārraudzība").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Sagatavot").last.click()
    assert download.value.suggested_filename.startswith("lietu-registrs-")
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet.max_row == 5
    assert set(AccessRow.objects.filter(page="cases:register_export").values_list("purpose", flat=True)) == {
        "oversight"
    }


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1260, 768), (768, 1024), (320, 640)])
def test_registers_and_their_buttons_fit_on_every_screen(
    service: Service, sign_in: SignIn, width: int, height: int
) -> None:
    page = sign_in(service.head.username)
    page.set_viewport_size({"width": width, "height": height})
    for address in PAGES:
        page.goto(address)
        _keep(page, f"{width}{address.partition('?')[0].replace('/', '-')}")
        assert axe_violations(page) == []
        assert overflow(page) <= 0, address


def _keep(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
