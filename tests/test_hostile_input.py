"""Oversized, malformed, forged, replayed, absurd: answered in words, never by a failure, and nothing typed is lost."""

import io
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client as Browser

from saikne.core.drafts import DraftKey, load, save
from saikne.core.models import AuditRow
from saikne.people.models import PersonRecord
from tests.access_table import read
from tests.crawl import PARAMETER, addresses, text_of, visit
from tests.world import World

CONTROL = re.compile(r"<(input|textarea|select)\b([^>]*)>", re.IGNORECASE)
NAME = re.compile(r'\bname="([^"]+)"')
KIND = re.compile(r'\btype="([^"]+)"')
NASTY = (
    "'; DROP TABLE cases_case; --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% load static %}",
    "𝔘𝔫𝔦 \u202e\ufeff\u0301",
    "-1",
    "99999999999999999999999999",
    "31.02.2026.",
    "NaN",
    "a" * 20_000,
)
FIVE_MB = 5 * 1024 * 1024


def _browser(world: World, name: str = "lead") -> Browser:
    return world.personas[name].browser()


def _forms(world: World, name: str) -> list[str]:
    """Addresses that show this visitor a page."""
    file = world.personas[name].file
    shown = {route for (route, method), row in read().items() if method == "GET" and row[name] == "200"}
    return [
        address.path(file)
        for address in addresses()
        if address.route in shown and not address.name.startswith("mfa") and "logout" not in address.name
    ]


def _fields(page: str) -> dict[str, str]:
    """Names of the controls of a page with their kinds."""
    found = {}
    for kind, rest in CONTROL.findall(page):
        if name := NAME.search(rest):
            told = KIND.search(rest)
            found[unescape(name.group(1))] = told.group(1) if told else kind
    return found


_known: dict[str, dict[str, str]] = {}


def _fields_of_forms(world: World) -> dict[str, dict[str, str]]:
    """Address → names of its controls with their kinds, for every form of the lead; drawn once for the module."""
    if not _known:
        browser = _browser(world)
        for path in _forms(world, "lead"):
            page = text_of(visit(browser, path))
            if 'method="post"' in page:
                _known[path] = {name: kind for name, kind in _fields(page).items() if name != "csrfmiddlewaretoken"}
    return {path: fields for path, fields in _known.items() if fields}


@pytest.mark.parametrize("turn", range(4))
def test_no_text_in_any_field_of_any_form_makes_it_fail(world: World, turn: int) -> None:
    """Each field gets another bad text at each turn, so that all texts meet all sorts of fields."""
    browser, failed = _browser(world), {}
    for place, (path, fields) in enumerate(_fields_of_forms(world).items()):
        sent = {name: NASTY[(number + place + 3 * turn) % len(NASTY)] for number, name in enumerate(fields)}
        answer = visit(browser, path, "POST", sent)
        if answer.status_code >= 500:
            failed[path] = answer.status_code
        if "<script>alert(1)</script>" in answer.content.decode(errors="replace"):
            failed[path] = "the text became part of the page"
    assert failed == {}


def test_an_empty_form_is_refused_in_sentences_and_nothing_fails(world: World) -> None:
    browser = _browser(world)

    answers = {path: visit(browser, path, "POST").status_code for path in _fields_of_forms(world)}

    assert {path: status for path, status in answers.items() if status >= 500} == {}
    assert sum(status == 422 for status in answers.values()) > len(answers) / 2


def test_choices_that_were_not_offered_are_refused(world: World) -> None:
    browser, failed = _browser(world), {}
    for path, fields in _fields_of_forms(world).items():
        chosen = [name for name, kind in fields.items() if kind in {"radio", "checkbox", "select", "hidden"}]
        answer = visit(browser, path, "POST", dict.fromkeys(chosen, "no-such-choice"))
        if answer.status_code >= 500:
            failed[path] = answer.status_code
    assert failed == {}


def test_a_body_over_five_megabytes_is_answered_413_and_the_draft_stays(world: World) -> None:
    browser, lead = _browser(world), world.personas["lead"].user
    assert lead is not None
    key = DraftKey("journal_entry", "case", world.open.case.pk)
    save(key, author=lead, payload={"text": ["Iesākts ieraksts"]})

    answer = browser.post(f"/cases/{world.open.case.pk}/journal/add/", {"text": "x" * (FIVE_MB + 1)})

    assert answer.status_code == 413
    kept = load(key, author=lead)
    assert kept is not None
    assert kept.payload == {"text": ["Iesākts ieraksts"]}


def test_more_than_ten_thousand_fields_are_answered_413(world: World) -> None:
    body = "&".join(f"f{number}=1" for number in range(10_002))

    answer = _browser(world).post(
        f"/cases/{world.open.case.pk}/journal/add/", body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"nothing of the kind", "multipart/form-data"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=" + "y" * 300),
        (b"text=\xff\xfe\xc3\x28", "application/x-www-form-urlencoded"),
        (b"text=%FF%FE%C3", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"\x00\x00", "application/x-www-form-urlencoded"),
        (b"text=a%00b", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
    ],
)
def test_a_malformed_body_is_answered_in_words(world: World, body: bytes, kind: str) -> None:
    browser = _browser(world)
    for path in (f"/cases/{world.open.case.pk}/journal/add/", "/people/search/", "/cases/emergency/"):
        answer = browser.generic("POST", path, body, content_type=kind)

        assert 400 <= answer.status_code < 500, path


@pytest.mark.parametrize("length", ["-5", "abc", "99999999999999"])
def test_a_length_that_is_a_lie_is_answered_in_words(world: World, length: str) -> None:
    body: Any = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"q=x")}
    answer = _browser(world).generic("POST", "/people/search/", b"q=x", **body)

    assert 400 <= answer.status_code < 500


def test_a_form_that_does_not_come_from_our_page_is_refused(world: World) -> None:
    before = AuditRow.objects.count()
    browser = Browser(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert world.personas["lead"].user is not None
    browser.force_login(world.personas["lead"].user)

    refused = {
        address.route: answer.status_code
        for address in addresses()
        if (answer := browser.post(address.path(world.open), {"csrfmiddlewaretoken": "forged"})).status_code != 403
    }

    # Asked before the token is looked at, or nobody's to answer.
    assert {route for route, status in refused.items() if status not in {404, 405}} == set()
    assert AuditRow.objects.count() == before


@pytest.mark.parametrize("number", ["0", "2147483648", "9223372036854775808", "99999999999999999999999999", "-1", "٣"])
def test_numbers_of_nothing_are_not_found(world: World, number: str) -> None:
    browser, odd = _browser(world), {}
    for address in addresses():
        if "<int:" not in address.route:
            continue
        path = "/" + PARAMETER.sub(quote(number), address.route)
        answer = browser.get(path)
        if answer.status_code not in {404, 403, 405} and "emergency/person" not in path:
            odd[path] = answer.status_code
    assert odd == {}


ODD = ("\x00", "%00", "'", "%", "_", "\\", "a" * 5000, "1" * 400, "31.02.2026.", "🜁", "(((")
LISTS = ("", "search/", "people/", "people/search/", "cases/", "cases/time/", "cases/contacts/", "cases/open/")


@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_searches_and_filters_bear_anything(world: World, asked: str) -> None:
    browser = _browser(world)
    told = quote(asked)
    names = ("q", "kind", "stage", "after", "person", "only", "due", "page", "year", "month", "household", "record")
    inside = (f"cases/{world.open.case.pk}/{page}/" for page in ("journal", "looked", "statements", "plan"))
    for path in (*LISTS, *inside):
        answer = browser.get(f"/{path}?" + "&".join(f"{name}={told}" for name in names))

        assert answer.status_code < 500, path


def test_a_posted_form_sent_twice_is_done_once_or_refused(world: World) -> None:
    browser, target = _browser(world, "emergency"), world.closed.case
    sent = {"number": world.open.case.label, "reason": "duty", "words": "Zvans"}

    again = [browser.post("/cases/emergency/", sent).status_code for _time in range(2)]

    assert again == [422, 422]
    assert target.pk


def test_a_replayed_deed_is_refused_in_words(world: World) -> None:
    browser = _browser(world, "head")
    path = f"/cases/emergency/{world.open.numbers['emergency']}/answer/"

    first, second = (browser.post(path, {"answer": "justified"}).status_code for _time in range(2))

    assert (first, second) == (302, 422)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_change_nothing(world: World, method: str) -> None:
    before = AuditRow.objects.count(), PersonRecord.objects.count()
    browser = _browser(world)
    for address in addresses():
        answer = browser.generic(method, address.path(world.open))

        assert answer.status_code < 500, f"{method} {address.route}"
    assert (AuditRow.objects.count(), PersonRecord.objects.count()) == before


def test_what_was_typed_stands_in_the_refused_form(world: World) -> None:
    typed: dict[str, Any] = {"number": "nav", "reason": "duty", "words": "Kāds <b>zvanīja</b> & lūdza"}

    answer = _browser(world, "same_unit").post("/cases/emergency/", typed)

    assert answer.status_code == 422
    assert "Kāds &lt;b&gt;zvanīja&lt;/b&gt; &amp; lūdza" in answer.content.decode()
