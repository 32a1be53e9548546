"""A worker adds a document: by choosing, by dragging, from a telephone, and without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from saikne.cases.tests import documents_factories as made
from saikne.cases.tests.factories import Family, family
from saikne.organisation.tests.factories import Service
from saikne.privacy.models import Document
from saikne.privacy.tests import samples
from tests.e2e.conftest import SignIn
from tests.e2e.eyes import english_on, faults_at

pytestmark = pytest.mark.django_db(transaction=True)
NO_SCRIPTS: dict[str, Any] = {"java_script_enabled": False}
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def chosen(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def open_form(page: Page, file: Family) -> None:
    page.goto(f"/cases/{file.case.pk}/documents/add/")


def describe(page: Page) -> None:
    page.get_by_label("Kas tas ir", exact=True).select_option("certificate")
    page.get_by_label("No kā vai kam").fill("VSAA")


def add(page: Page) -> None:
    page.locator(".app-bar").get_by_role("button", name="Pievienot dokumentu").click()


def test_files_are_sent_at_once_and_a_refused_one_says_why(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family")
    open_form(page, file)

    photo = chosen("istaba.jpg", samples.jpeg(place=True))
    page.get_by_label("Faili", exact=True).set_input_files(
        [photo, chosen("izziņa.pdf", samples.pdf(pages=2)), chosen("vīruss.pdf", b"MZ" + b"\0" * 99)]
    )

    expect(page.get_by_role("checkbox", name="istaba.jpg")).to_be_checked()
    expect(page.get_by_role("checkbox", name="izziņa.pdf")).to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text("vīruss.pdf: tā ir programma, nevis dokuments.")
    expect(page.get_by_text("ziņas par uzņemšanas vietu. Tās ir izņemtas")).to_be_visible()
    expect(page.get_by_text("viena dokumenta lapas")).to_be_visible()
    add(page)
    expect(page.get_by_role("heading", name="Izlabojiet")).to_be_visible()
    expect(page.get_by_role("checkbox", name="izziņa.pdf")).to_be_checked()
    page.get_by_role("checkbox", name="istaba.jpg").uncheck()
    describe(page)
    add(page)
    expect(page.get_by_text("Dokuments ir pievienots. Tā numurs:")).to_be_visible()
    expect(page.get_by_alt_text("Dokumenta pirmā lapa: izziņa.pdf")).to_be_visible()
    assert [row.name for row in Document.objects.get().files.all()] == ["izziņa.pdf"]


def test_a_file_is_dragged_onto_the_page(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family")
    open_form(page, file)

    dragged = page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['%PDF-1.7'], 'x.pdf')); return d; }"
    )
    page.dispatch_event(".app-drop", "drop", {"dataTransfer": dragged})

    expect(page.get_by_role("alert")).to_contain_text("x.pdf: fails ir bojāts")


def test_a_file_that_is_too_large_is_not_even_sent(office: Service, sign_in: SignIn, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1000
    file, page = family(office), sign_in("family")
    open_form(page, file)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.get_by_label("Faili", exact=True).set_input_files(chosen("liels.pdf", b"%PDF-" + b"x" * 2000))

    expect(page.get_by_role("alert")).to_have_text("Fails ir pārāk liels un netika nosūtīts: liels.pdf")
    assert sent == []


def test_without_scripts_the_same_form_sends_the_files(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family", **NO_SCRIPTS)
    open_form(page, file)

    page.get_by_label("Faili", exact=True).set_input_files(
        [chosen("1.pdf", samples.pdf()), chosen("2.pdf", samples.pdf())]
    )
    page.get_by_label("atsevišķi dokumenti, katram savs numurs").check()
    describe(page)
    add(page)

    expect(page.get_by_text("Pievienoti 2 dokumenti.")).to_be_visible()
    assert Document.objects.count() == 2


def test_a_telephone_offers_its_camera(office: Service, sign_in: SignIn) -> None:
    file, page = family(office), sign_in("family", **PHONE)
    open_form(page, file)

    camera = page.get_by_label("Fotografēt")
    expect(camera).to_be_visible()
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(chosen("foto.jpg", samples.jpeg()))
    expect(page.get_by_role("checkbox", name="foto.jpg")).to_be_checked()


def test_a_download_is_saved_under_its_name(office: Service, sign_in: SignIn) -> None:
    file = family(office)
    document = made.document(file.case, file.lead, name="izziņa.pdf")
    page = sign_in("family")
    page.goto(f"/cases/documents/{document.pk}/")

    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("^Lejupielādēt")).click()

    assert saved.value.suggested_filename == "izziņa.pdf"
    assert saved.value.path().read_bytes() == samples.pdf()


def test_pages_of_documents_have_no_fault(office: Service, sign_in: SignIn) -> None:
    file = family(office)
    document = made.document(file.case, file.lead, title="par ienākumiem", records=(file.mother.pk,))
    made.paper(file.case, file.lead, kind="court")
    page = sign_in("family")
    found = []

    for url in (f"/cases/{file.case.pk}/documents/", f"/cases/documents/{document.pk}/",
                f"/cases/{file.case.pk}/documents/add/", f"/cases/documents/{document.pk}/move/"):  # fmt: skip
        page.goto(url)
        found += faults_at(page, (1366, 768, 320), everywhere=True) + english_on(page)

    assert found == []
