"""Pages of documents: adding, reading, downloading, and to whom nothing is shown."""

import io
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from saikne.accounts.models import User
from saikne.cases.actions.documents import move_to_file, withdraw_from_file
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.team import add_member
from saikne.cases.tests import documents_factories as made
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.people.queries import anchors_of
from saikne.privacy import store, uploads
from saikne.privacy.actions import restrict
from saikne.privacy.models import AccessRow, Document, DocumentFile, Upload
from saikne.privacy.tests import samples
from saikne.web.roles import give_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def home() -> Family:
    found = family()
    here = found.service
    for user, role in ((found.lead, "family"), (here.head, "head"), (here.other_unit, "family"),
                       (here.psychosocial, "psychosocial"), (here.adults, "adults")):  # fmt: skip
        give_role(user, role)
    return found


def browser(user: User) -> Browser:
    found = Browser(raise_request_exception=False)
    found.force_login(user)
    return found


def typed(**more: Any) -> dict[str, Any]:
    told = {"medium": "file", "kind": "certificate", "title": "par ienākumiem", "on": "15.01.2026.", "way": "received",
            "party": "VSAA", "apart": ""}  # fmt: skip
    return told | more


def add(who: Browser, home: Family, *files: SimpleUploadedFile, **more: Any) -> Any:
    return who.post(f"/cases/{home.case.pk}/documents/add/", typed(sent=list(files), **more))


def file(content: bytes, name: str = "izziņa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def blobs() -> list[Path]:
    return [path for path in Path(house.MEDIA_ROOT).rglob("*") if path.is_file()]


def url_of(kept: DocumentFile) -> str:
    return f"/cases/documents/{kept.document_id}/files/{kept.pk}/"


def test_what_is_sent_stands_in_the_list_and_opens(home: Family) -> None:
    who = browser(home.lead)
    content = samples.pdf(pages=3)

    answer = add(who, home, file(content))
    found = Document.objects.get()
    listed = page(who.get(f"/cases/{home.case.pk}/documents/"))
    kept = found.files.get()
    got = who.get(url_of(kept))

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/cases/documents/{found.pk}/"
    assert "Izziņa: par ienākumiem" in listed
    assert "Saņemts: VSAA" in listed
    assert (kept.name, kept.pages) == ("izziņa.pdf", 3)
    assert b"".join(got) == content


def test_a_file_is_saved_and_never_run_by_the_browser(home: Family) -> None:
    document = made.document(home.case, home.lead, name="izziņa Ļ.pdf")
    kept = document.files.get()
    who = browser(home.lead)

    got, drawn = who.get(url_of(kept)), who.get(f"{url_of(kept)}preview/")

    assert got.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''izzi%C5%86a%20%C4%BB.pdf")
    assert drawn.headers["Content-Disposition"].startswith("inline")
    assert (got.headers["Content-Type"], drawn.headers["Content-Type"]) == ("application/pdf", "image/jpeg")
    for answer in (got, drawn):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_on_the_disk_can_be_read(home: Family) -> None:
    content = samples.pdf()

    add(browser(home.lead), home, file(content))

    told = b"".join(path.read_bytes() for path in blobs())
    assert b"%PDF" not in told
    assert content[:40] not in told
    assert not [path for path in blobs() if "izzi" in path.name]


def test_a_file_that_was_changed_on_the_disk_is_not_shown(home: Family) -> None:
    kept = made.document(home.case, home.lead).files.get()
    path = Path(house.MEDIA_ROOT) / kept.blob[:2] / kept.blob
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    answer = browser(home.lead).get(url_of(kept), follow=True)

    assert answer.redirect_chain[-1][0] == f"/cases/documents/{kept.document_id}/"
    assert "Fails diskā atšķiras no saglabātā" in page(answer)


def test_a_file_that_another_one_was_put_in_place_of_is_not_shown(home: Family) -> None:
    kept = made.document(home.case, home.lead).files.get()
    (Path(house.MEDIA_ROOT) / kept.blob[:2] / kept.blob).unlink()
    DocumentFile.objects.filter(pk=kept.pk).update(blob=store.put(b"%PDF-1.7 cits"))

    answer = browser(home.lead).get(url_of(kept))

    assert answer.status_code == 302


def test_another_key_opens_nothing_and_fails_nothing(home: Family, settings: Any) -> None:
    kept = made.document(home.case, home.lead).files.get()
    settings.DOCUMENT_KEY = "c" * 40

    who = browser(home.lead)

    assert who.get(url_of(kept)).status_code == 302
    assert who.get(f"{url_of(kept)}preview/").status_code == 404
    assert who.get(f"/cases/documents/{kept.document_id}/").status_code == 200


# ---------------------------------------------------------------- hard inputs


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("program", "tā ir programma, nevis dokuments"),
        ("page", "tā ir tīmekļa lapa"),
        ("drawing", "tas ir zīmējums, kurā var būt programma"),
        ("archive", "tas ir arhīvs"),
        ("office", "tas ir biroja programmas dokuments"),
        ("text", "tas nav ne PDF, ne attēls"),
    ],
)
def test_a_disguised_file_is_refused_in_a_sentence_and_nothing_of_it_stays(
    home: Family, name: str, sentence: str
) -> None:
    before = blobs()

    answer = add(browser(home.lead), home, file(samples.DISGUISED[name], "izzina.pdf"))

    assert answer.status_code == 422
    assert f"izzina.pdf: {sentence}" in page(answer)
    assert 'value="par ienākumiem"' in page(answer)
    assert (Document.objects.count(), Upload.objects.count(), blobs()) == (0, 0, before)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "fails ir tukšs"),
        (samples.pdf()[:200], "fails ir bojāts"),
        (samples.bomb(), "attēls ir pārāk liels"),
    ],
    ids=["empty", "broken", "bomb"],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(home: Family, content: bytes, sentence: str) -> None:
    answer = add(browser(home.lead), home, file(content))

    assert answer.status_code == 422
    assert sentence in page(answer)


def test_a_file_over_the_limit_is_counted_while_it_is_read(home: Family, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024

    answer = add(browser(home.lead), home, file(b"%PDF-" + b"x" * 1_500_000))

    assert answer.status_code == 422
    assert "fails ir pārāk liels. Glabā ne vairāk kā 1 MB" in page(answer)


def test_two_gigabytes_are_refused_before_they_are_read(home: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SealingHandler", lambda *_told: pytest.fail("it was read"))
    who = browser(home.lead)
    big: Any = {"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": io.BytesIO(b"x" * 30 * 1024**2)}

    answer = who.generic(
        "POST",
        f"/cases/{home.case.pk}/documents/receive/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        **big,
    )

    assert answer.status_code == 413


def test_a_stranger_s_files_are_not_read(home: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SealingHandler", lambda *_told: pytest.fail("it was read"))

    answer = Browser().post(f"/cases/{home.case.pk}/documents/receive/", {"sent": file(samples.pdf())})

    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\nnonsense", b"--x\r\nContent-Disposition: form-data\r\n\r\n\0"])
def test_a_form_that_cannot_be_read_fails_nothing(home: Family, body: bytes) -> None:
    answer = browser(home.lead).generic(
        "POST", f"/cases/{home.case.pk}/documents/add/", body, content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.exe", "boot.pdf"),
        ("довідка про доходи.pdf", "довідка про доходи.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("証明書.PDF", "証明書.pdf"),
        ("gnp.\u202efdp.pdf", "gnp.fdp.pdf"),
        ("ļ" * 300 + ".pdf", "ļ" * 120 + ".pdf"),
        ('a"b<c>:d|e?.pdf', "a-b-c-d-e-.pdf"),
        ("....pdf", "dokuments.pdf"),
        ("bez galotnes", "bez galotnes.pdf"),
        ("fails.html", "fails.pdf"),
    ],
)
def test_a_name_in_any_script_stands_as_it_is_read_and_leads_nowhere(home: Family, name: str, plain: str) -> None:
    who = browser(home.lead)

    answer = add(who, home, file(samples.pdf(), name))

    assert answer.status_code == 302, page(answer)
    kept = DocumentFile.objects.get()
    assert kept.name == plain
    assert who.get(url_of(kept)).status_code == 200


def test_a_page_says_that_the_place_of_a_photo_was_removed(home: Family) -> None:
    document = made.document(home.case, home.lead, content=samples.jpeg(place=True), name="foto.jpg", kind="photo")

    shown = page(browser(home.lead).get(f"/cases/documents/{document.pk}/"))

    assert "Attēlā bija ziņas par uzņemšanas vietu. Tās ir izņemtas" in shown


def test_a_page_says_that_a_pdf_is_locked(home: Family) -> None:
    document = made.document(home.case, home.lead, content=samples.pdf(password="x"))

    shown = page(browser(home.lead).get(f"/cases/documents/{document.pk}/"))

    assert "PDF ir aizsargāts ar savu paroli" in shown
    assert "preview/" not in shown


# ---------------------------------------------------------------- the form


def test_after_a_refusal_the_file_need_not_be_sent_again(home: Family) -> None:
    who = browser(home.lead)

    refused = add(who, home, file(samples.pdf()), party="")
    upload = Upload.objects.get()
    answer = who.post(f"/cases/{home.case.pk}/documents/add/", typed(upload=[upload.pk]))

    assert refused.status_code == 422
    assert "Norādiet, no kā dokuments saņemts vai kam izsniegts." in page(refused)
    assert f'name="upload" value="{upload.pk}"' in page(refused)
    assert answer.status_code == 302
    assert Document.objects.get().files.get().blob == upload.blob
    assert not Upload.objects.exists()


def test_all_that_is_in_the_way_is_told_at_once(home: Family) -> None:
    answer = add(browser(home.lead), home, file(b"MZ", "x.pdf"), kind="", party="", on="31.02.2026.")

    for sentence in (
        "tā ir programma",
        "Izvēlieties vienu atbildi.",
        "Norādiet, no kā dokuments saņemts",
        "Ievadiet datumu",
    ):
        assert sentence in page(answer)
    assert "Izlabojiet 4 kļūdas" in page(answer)


def test_several_files_are_one_document_or_each_its_own(home: Family) -> None:
    who = browser(home.lead)

    def pages() -> list[SimpleUploadedFile]:
        return [file(samples.jpeg(), "1.jpg"), file(samples.jpeg(), "2.jpg")]

    add(who, home, *pages())
    together = Document.objects.get()
    add(who, home, *pages(), apart="apart")

    assert [row.name for row in together.files.order_by("place")] == ["1.jpg", "2.jpg"]
    assert [row.files.count() for row in Document.objects.order_by("pk")] == [2, 1, 1]
    assert [row.number.number for row in Document.objects.order_by("pk").select_related("number")] == [1, 2, 3]


def test_one_file_is_received_ahead_of_its_form(home: Family) -> None:
    who = browser(home.lead)
    url = f"/cases/{home.case.pk}/documents/receive/"

    kept = who.post(url, {"sent": file(samples.jpeg(place=True), "foto.jpg")})
    refused = who.post(url, {"sent": file(b"MZ", "foto.jpg")})
    upload = Upload.objects.get()

    assert kept.status_code == 200
    assert f'name="upload" value="{upload.pk}"' in page(kept)
    assert "ziņas par uzņemšanas vietu" in page(kept)
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert page(refused) == "foto.jpg: tā ir programma, nevis dokuments. To neglabā."
    assert who.get(f"/cases/uploads/{upload.pk}/preview/").status_code == 200
    assert browser(home.service.head).get(f"/cases/uploads/{upload.pk}/preview/").status_code == 404


def test_what_a_colleague_has_sent_cannot_be_filed(home: Family) -> None:
    upload = made.sent(home.case, home.service.head)

    answer = browser(home.lead).post(f"/cases/{home.case.pk}/documents/add/", typed(upload=[upload.pk]))

    assert answer.status_code == 422
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_a_paper_is_noted_with_its_shelf_and_without_a_file(home: Family) -> None:
    who = browser(home.lead)

    without = add(who, home, medium="paper")
    add(who, home, medium="paper", shelf="2. kab., 3. plaukts")
    document = Document.objects.get()

    assert "Norādiet, kurā plauktā ir papīra dokuments." in page(without)
    assert "2. kab., 3. plaukts" in page(who.get(f"/cases/{home.case.pk}/documents/"))
    assert "Dokuments ir tikai papīrā." in page(who.get(f"/cases/documents/{document.pk}/"))


def test_a_form_sent_twice_files_one_document(home: Family) -> None:
    who = browser(home.lead)

    add(who, home, file(samples.pdf()), **{"form-once": "vienreiz"})
    again = add(who, home, file(samples.pdf()), **{"form-once": "vienreiz"})

    assert again.status_code == 409
    assert (Document.objects.count(), Upload.objects.count()) == (1, 0)


# ---------------------------------------------------------------- to whom


def test_no_address_opens_anything_to_a_stranger(home: Family) -> None:
    document = made.document(home.case, home.lead)
    upload = made.sent(home.case, home.lead)
    kept = document.files.get()
    here = [
        f"/cases/{home.case.pk}/documents/",
        f"/cases/{home.case.pk}/documents/add/",
        f"/cases/{home.case.pk}/documents/contents/",
        f"/cases/documents/{document.pk}/",
        url_of(kept),
        f"{url_of(kept)}preview/",
        f"/cases/uploads/{upload.pk}/preview/",
    ]

    stranger = browser(home.service.other_unit)

    assert [stranger.get(url).status_code for url in here] == [404] * len(here)
    assert stranger.post(f"/cases/{home.case.pk}/documents/receive/", {"sent": file(b"x")}).status_code == 404
    assert [browser(home.lead).get(url).status_code for url in here] == [200] * len(here)


def test_a_file_of_one_document_is_not_opened_through_another(home: Family) -> None:
    other = family(home.service, surname="Bērziņ", lead=home.service.other_unit)
    mine, theirs = made.document(home.case, home.lead), made.document(other.case, home.service.other_unit)

    answer = browser(home.lead).get(f"/cases/documents/{mine.pk}/files/{theirs.files.get().pk}/")

    assert answer.status_code == 404


def test_a_psychosocial_document_is_for_its_audience_only(home: Family) -> None:
    own = home.service.psychosocial
    add_member(case=home.case, user=own, role="psychosocial", does="sarunas", by=home.lead)
    document = made.document(home.case, own, audience="psychosocial", title="tests")
    common = made.document(home.case, home.lead, title="kopīgs")
    listed = {user: page(browser(user).get(f"/cases/{home.case.pk}/documents/")) for user in (own, home.lead)}

    assert [browser(user).get(url_of(document.files.get())).status_code for user in (own, home.lead)] == [200, 404]
    assert [browser(user).get(url_of(common.files.get())).status_code for user in (own, home.lead)] == [404, 200]
    assert ["tests" in listed[user] for user in (own, home.lead)] == [True, False]
    assert ["kopīgs" in listed[user] for user in (own, home.lead)] == [False, True]


def test_what_concerns_a_person_kept_to_others_is_hidden_from_the_rest(home: Family) -> None:
    about = made.document(home.case, home.lead, title="par Sanitu", records=(home.mother.pk,))
    whole = made.document(home.case, home.lead, title="par visiem")
    until = clock.today() + timedelta(days=30)
    restrict(
        numbers={"record": [home.mother.pk]}, reason="staff", words="", until=until, named=[home.service.head],
        by=home.service.head,
    )  # fmt: skip

    seen = {
        user: page(browser(user).get(f"/cases/{home.case.pk}/documents/")) for user in (home.lead, home.service.head)
    }

    assert ["par Sanitu" in seen[home.lead], "par visiem" in seen[home.lead]] == [False, True]
    assert "par Sanitu" in seen[home.service.head]
    assert browser(home.lead).get(url_of(about.files.get())).status_code == 404
    assert browser(home.lead).get(url_of(whole.files.get())).status_code == 200


def test_a_download_is_logged_for_those_whom_it_concerns(home: Family) -> None:
    kept = made.document(home.case, home.lead, records=(home.daughter.pk,)).files.get()
    AccessRow.objects.all().delete()

    b"".join(browser(home.lead).get(url_of(kept)))

    rows = AccessRow.objects.values_list("user", "page", "person_no")
    assert list(rows) == [(home.lead.pk, "cases:document_file", anchors_of([home.daughter.pk])[home.daughter.pk])]


def test_a_download_that_concerns_everybody_is_logged_for_everybody(home: Family) -> None:
    kept = made.document(home.case, home.lead).files.get()
    AccessRow.objects.all().delete()

    b"".join(browser(home.lead).get(url_of(kept)))

    assert AccessRow.objects.count() == 4


# ---------------------------------------------------------------- withdrawn, moved, printed


def test_a_withdrawn_document_stays_in_the_contents_with_its_reason(home: Family) -> None:
    document = made.document(home.case, home.lead)
    who = browser(home.lead)

    answer = who.post(f"/cases/documents/{document.pk}/withdraw/", {"because": "cita persona"})
    listed = page(who.get(f"/cases/{home.case.pk}/documents/"))

    assert answer.status_code == 302
    assert "<s>Izziņa</s>" in listed
    assert "cita persona" in listed
    assert who.get(url_of(document.files.get())).status_code == 200
    assert who.get(f"/cases/documents/{document.pk}/withdraw/").status_code == 404


def test_from_the_wrong_file_a_moved_document_is_opened_no_more(home: Family) -> None:
    other = family(home.service, surname="Bērziņ")
    document = made.document(home.case, home.lead, title="par Bērziņiem", party="Bērziņa")
    reader = home.service.adults
    add_member(case=home.case, user=reader, role="adults", does="palīdz", by=home.lead)
    moved = move_to_file(document=document, to=other.case, because="ielikts nepareizā lietā", by=home.lead)
    who = browser(reader)

    listed = page(who.get(f"/cases/{home.case.pk}/documents/"))

    assert "ielikts nepareizā lietā" in listed
    assert "par Bērziņiem" not in listed
    assert "Bērziņa" not in listed
    assert who.get(url_of(document.files.get())).status_code == 404
    assert "par Bērziņiem" not in page(who.get(f"/cases/documents/{document.pk}/"))
    assert who.get(f"/cases/documents/{moved.pk}/").status_code == 404
    assert b"".join(browser(home.lead).get(url_of(moved.files.get()))) == samples.pdf()


def test_a_document_is_moved_by_its_form(home: Family) -> None:
    other = family(home.service, surname="Bērziņ")
    document = made.document(home.case, home.lead)
    who = browser(home.lead)

    told = {"to": other.case.pk, "because": "ielikts nepareizā lietā"}
    answer = who.post(f"/cases/documents/{document.pk}/move/", told, follow=True)

    moved = Document.objects.get(moved_from=document)
    assert answer.redirect_chain[-1][0] == f"/cases/documents/{moved.pk}/"
    assert "Pārvietots šurp no citas lietas" in page(answer)
    assert moved.label == document.label


def test_an_act_is_tied_to_a_document_and_untied(home: Family) -> None:
    document = made.document(home.case, home.lead)
    who = browser(home.lead)
    entry = write_entry(case=home.case, what=Happening(on=clock.today(), text="Atnesa izziņu"), by=home.lead)

    who.post(f"/cases/documents/{document.pk}/tie/", {"use": f"entry-{entry.pk}"})
    tied = page(who.get(f"/cases/documents/{document.pk}/"))
    who.post(f"/cases/document-ties/{document.uses.get().pk}/end/")
    untied = page(who.get(f"/cases/documents/{document.pk}/"))

    assert f'href="/cases/entries/{entry.pk}/"' in tied
    assert f'href="/cases/entries/{entry.pk}/"' not in untied
    assert document.uses.get().until is not None


def test_the_contents_print_every_document_with_what_became_of_it(home: Family) -> None:
    made.document(home.case, home.lead, title="par ienākumiem", content=samples.pdf(pages=7))
    made.paper(home.case, home.lead, kind="decision")
    gone = made.document(home.case, home.lead, kind="letter")
    withdraw_from_file(document=gone, because="nav mūsu klients", by=home.lead)

    answer = browser(home.lead).get(f"/cases/{home.case.pk}/documents/contents/")
    text = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.content)).pages)

    assert answer.headers["Content-Type"] == "application/pdf"
    for word in ("Lietas satura saraksts", home.case.label, "par ienākumiem", "Lēmums", "3. plaukts", "Vēstule",
                 "nav mūsu klients", "Dokumenti: 3", "Ierobežotas pieejamības informācija"):  # fmt: skip
        assert word in text


def test_the_list_asks_the_same_for_one_document_and_for_five(home: Family) -> None:
    who = browser(home.lead)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert who.get(f"/cases/{home.case.pk}/documents/").status_code == 200
        return len(queries)

    made.paper(home.case, home.lead, records=(home.mother.pk,))
    one = asked()
    for _n in range(4):
        made.paper(home.case, home.lead, records=(home.mother.pk, home.father.pk))

    assert asked() == one


def test_the_first_page_of_a_file_shows_the_latest_documents(home: Family) -> None:
    made.document(home.case, home.lead, title="par ienākumiem")

    shown = page(browser(home.lead).get(f"/cases/{home.case.pk}/"))

    assert "Izziņa: par ienākumiem" in shown
    assert f"/cases/{home.case.pk}/documents/add/" in shown
