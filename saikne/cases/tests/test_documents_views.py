"""Pages of documents: adding, reading, downloading, and to whom nothing is shown."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from saikne.accounts.models import User
from saikne.cases.tests import documents_factories as sample
from saikne.cases.tests.factories import Family, family
from saikne.privacy.models import Document
from saikne.web.roles import give_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def home() -> Family:
    found = family()
    give_role(found.lead, "family")
    give_role(found.service.head, "head")
    give_role(found.service.other_unit, "family")
    give_role(found.service.psychosocial, "psychosocial")
    return found


def browser(user: User) -> Browser:
    found = Browser()
    found.force_login(user)
    return found


def typed(**more: Any) -> dict[str, Any]:
    told = {"medium": "file", "kind": "certificate", "title": "par ienākumiem", "on": "15.01.2026.", "way": "received",
            "party": "VSAA", "apart": "", "audience": "case_work"}  # fmt: skip
    return told | more


def add(who: Browser, home: Family, *files: SimpleUploadedFile, **more: Any) -> Any:
    return who.post(f"/cases/{home.case.pk}/documents/add/", typed(sent=list(files), **more))


def file(content: bytes, name: str = "izziņa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_what_is_sent_stands_in_the_list_and_opens(home: Family) -> None:
    who = browser(home.lead)
    content = sample.pdf(pages=3)

    answer = add(who, home, file(content))
    found = Document.objects.get()
    page = who.get(f"/cases/{home.case.pk}/documents/").content.decode()
    kept = found.files.get()
    got = who.get(f"/cases/documents/{found.pk}/files/{kept.pk}/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/cases/documents/{found.pk}/"
    assert "Izziņa: par ienākumiem" in page
    assert "VSAA" in page
    assert (kept.name, kept.pages) == ("izziņa.pdf", 3)
    assert b"".join(got) == content
