"""What every request passes."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from saikne.config.wsgi import application
from saikne.core import drafts
from saikne.ui.errors import failed
from saikne.ui.tests import site

TOO_LONG = "x" * (5 * 1024 * 1024)
FORM = "application/x-www-form-urlencoded"


def body(response: Any) -> str:
    return str(response.content.decode())


def test_what_is_over_five_megabytes_is_413_in_words_and_the_draft_stays(signed_in: Client, maija: Any) -> None:
    drafts.save(site.KEY, author=maija, payload={"text": ["Pusteikums"]})
    response = signed_in.post("/note/", {"text": TOO_LONG})
    assert response.status_code == 413
    assert "Vienā reizē nosūtīts pārāk daudz" in body(response)
    assert response.headers["Cache-Control"] == "no-store"
    saved = drafts.load(site.KEY, author=maija)
    assert saved
    assert saved.payload == {"text": ["Pusteikums"]}


def test_too_large_a_draft_leaves_the_earlier_one(signed_in: Client, maija: Any) -> None:
    drafts.save(site.KEY, author=maija, payload={"text": ["Pusteikums"]})
    sent = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7", "text": TOO_LONG}
    assert signed_in.post("/drafts/", sent).status_code == 413
    saved = drafts.load(site.KEY, author=maija)
    assert saved
    assert saved.payload == {"text": ["Pusteikums"]}


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data"])
def test_more_than_ten_thousand_fields_are_413(signed_in: Client, content_type: str) -> None:
    if content_type == FORM:
        response = signed_in.post("/note/", "&".join(f"f{n}=1" for n in range(10_001)), content_type=FORM)
    else:
        response = signed_in.post("/note/", {f"f{n}": "1" for n in range(10_001)})
    assert response.status_code == 413


def test_forged_size_is_413_before_the_token_is_asked_for() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/note/", {"text": TOO_LONG}).status_code == 413


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x\xff"),
        (b"garbage", "multipart/form-data"),
        (b"text=%00", FORM),
        (b"text=1", f"{FORM}; charset=utf-16"),
    ],
)
def test_what_cannot_be_read_is_400_in_words(signed_in: Client, sent: bytes, content_type: str) -> None:
    response = signed_in.generic("POST", "/note/", sent, content_type=content_type)
    assert response.status_code == 400
    assert "Pieprasījumu nevar saprast" in body(response)


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["=rot13", "=base64", "=idna", "=undefined", "=utf-16", "=nonsense", "*=rot13''x"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_letters_of_another_kind_are_400_whoever_asks(method: str, kind: str, charset: str) -> None:
    asked = RequestFactory().generic(method, "/done/?q=%C4%81", b"--x", content_type=f"{kind}; charset").environ
    asked |= {"CONTENT_TYPE": f"{kind}; charset{charset}", "SERVER_NAME": "localhost"}
    heard: list[str] = []

    page = b"".join(application(asked, lambda status, headers: heard.append(status)))

    assert heard == ["400 Bad Request"]
    assert "Pieprasījumu nevar saprast" in page.decode()


@pytest.mark.parametrize("charset", ["UTF-8", "utf8"])
def test_letters_of_our_kind_are_read_however_they_are_called(signed_in: Client, charset: str) -> None:
    sent = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7", "text": "ā"}

    response = signed_in.post("/drafts/", urlencode(sent), content_type=f"{FORM}; charset={charset}")

    assert response.status_code == 302


@pytest.mark.parametrize("length", ["-1", "abc", "1e9", "²"])
def test_a_nonsense_length_never_fails(signed_in: Client, length: str) -> None:
    assert signed_in.post("/note/", {"a": "1"}, CONTENT_LENGTH=length).status_code == 400


def test_a_null_character_in_an_address_is_400(signed_in: Client) -> None:
    assert signed_in.get("/done/?q=%00").status_code == 400
    assert signed_in.get("/done/%00").status_code == 400


def test_a_form_without_its_token_is_403_in_words(maija: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(maija)
    response = client.post("/note/", {"text": "x"})
    assert response.status_code == 403
    assert "Veidlapu nevar pieņemt" in body(response)


def test_the_language_is_the_houses_own_until_somebody_chooses_another() -> None:
    client = Client()
    first = client.get("/accounts/login/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert first.headers["Content-Language"] == "lv"
    assert '<html lang="lv"' in body(first)
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    second = client.get("/accounts/login/", headers={"Accept-Language": "lv"})
    assert second.headers["Content-Language"] == "en"
    assert "Signing in" in body(second)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/accounts/login/").headers["Content-Language"] == "lv"


def test_no_page_may_be_kept_by_the_browser(signed_in: Client) -> None:
    for path in ("/done/", "/note/", "/nothing/", "/boom/"):
        assert signed_in.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("debug", [True, False])
def test_a_missing_page_is_told_in_latvian(signed_in: Client, settings: Any, debug: bool) -> None:
    settings.DEBUG = debug
    response = signed_in.get("/nothing/")
    assert response.status_code == 404
    assert "Šādas lapas nav, vai arī tā jums nav pieejama." in body(response)


def test_a_failure_is_told_in_latvian(signed_in: Client) -> None:
    response = signed_in.get("/boom/")
    assert response.status_code == 500
    assert "Serveris nevarēja pabeigt darbu." in body(response)


def test_the_page_of_a_failure_asks_nothing_of_what_may_have_failed() -> None:
    request = RequestFactory().get("/boom/")
    request.user = SimpleLazyObject(_nobody_home)  # type: ignore[assignment]
    assert "Serveris nevarēja pabeigt darbu." in body(failed(request))


def _nobody_home() -> None:
    raise AssertionError("The page of a failure asked who is signed in.")


def test_signing_in_wrongly_is_told_in_good_latvian(db: None) -> None:
    response = Client().post("/accounts/login/", {"login": "nav", "password": "nav"})
    page = body(response)
    assert "Nepareizs lietotājvārds vai parole. Pārbaudiet un mēģiniet vēlreiz." in page
    assert "<title>Kļūda: Pieteikšanās – Saikne</title>" in page
    assert not re.search(r"Lūdzu|\btu\b|Sign|Username", page)


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/"]
)
def test_pages_of_ones_own_account_are_drawn_like_ours(signed_in: Client, path: str) -> None:
    response = signed_in.get(path, follow=True)
    page = body(response)
    assert response.status_code == 200
    assert 'class="app-top"' in page
    assert not re.search(r"Lūdzu|[Jj]ūsu paroli|Sign|Password", page)


@pytest.mark.parametrize("path", ["/drafts/", "/drafts/discard/", "/push/"])
def test_the_address_of_a_button_opened_as_a_page_is_answered_in_a_sentence(client: Client, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Šo adresi nevar atvērt" in response.content.decode()
    assert '<html lang="lv"' in response.content.decode()
