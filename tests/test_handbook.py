"""The handbook opens, speaks Latvian, and quotes the screen word for word."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.core.catalogue import find_rooms, store
from saikne.web.handbook import EVERYBODY, ROLES
from saikne.web.roles import ROLES as PRESETS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "saikne" / "web" / "templates" / "web"
SLUGS = [page.slug for page in (*EVERYBODY, *ROLES)]
OPEN_TO_ALL = ["accessibility", "personal_data"]
LABEL = re.compile(r'\{% label "(?P<msgid>[^"]*)"(?: "(?P<context>[^"]*)")? %\}')
BOLD = re.compile(r"\*\*„([^”]+)”\*\*|<strong>„([^”]+)”</strong>")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# The office only notes first contacts: that stands in the first steps.
PAGE_OF_PRESET = {"office": "first-steps", "partner": "outside"}


def _catalogues() -> Iterator[tuple[tuple[str, str], str]]:
    """Every sentence of every room with its Latvian: (context, msgid) → text, once for each of its forms."""
    for room in find_rooms():
        _path, catalogue = room.catalogue("lv")
        for entry in store.entries(catalogue):
            message = store.message_of(entry)
            for text in filter(None, store.forms_of(entry)):
                yield (message.context, message.msgid), text


class Outline(HTMLParser):
    """Headings in their order, names of places, and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.places: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in HEADINGS:
            self.levels.append(int(tag[1]))
        if "id" in told:
            self.places.append(told["id"])
        if tag == "a":
            self.links.append(told.get("href", ""))
        if "lang" in told and tag in {"html", "div"}:
            self.languages.append(told["lang"])


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    """Somebody of the staff, without any post or role."""
    client.force_login(User.objects.create_user("lasitajs", kind=UserKind.STAFF))
    return client


def _address(slug: str) -> str:
    return reverse("web:handbook_page", args=[slug])


@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_opens_for_any_member_of_staff(reader: Client, slug: str) -> None:
    answer = reader.get(_address(slug))

    assert answer.status_code == 200
    assert '<html lang="lv"' in answer.content.decode()


@pytest.mark.parametrize("kind", [UserKind.PARTNER, UserKind.CLIENT])
def test_the_handbook_opens_for_everybody_who_has_signed_in(client: Client, db: None, kind: str) -> None:
    client.force_login(User.objects.create_user("viesis", kind=kind))

    assert client.get(reverse("web:handbook")).status_code == 200
    assert client.get(_address("outside")).status_code == 200


def test_the_handbook_is_not_for_strangers(client: Client, db: None) -> None:
    assert client.get(reverse("web:handbook")).status_code == 302
    assert client.get(_address("family")).status_code == 302


def test_an_unknown_page_is_not_found(reader: Client) -> None:
    assert reader.get(_address("nav-tadas")).status_code == 404


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_the_two_statements_need_no_sign_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(f"web:{name}")).status_code == 200


def test_the_foot_leads_to_the_handbook_and_to_both_statements(reader: Client) -> None:
    links = Outline(reader.get("/").content.decode()).links

    assert {reverse(f"web:{name}") for name in ("handbook", *OPEN_TO_ALL)} <= set(links)


def test_the_sign_in_page_leads_to_the_statements_but_not_to_the_handbook(client: Client, db: None) -> None:
    links = Outline(client.get(reverse("account_login")).content.decode()).links

    assert {reverse(f"web:{name}") for name in OPEN_TO_ALL} <= set(links)
    assert reverse("web:handbook") not in links


def test_the_list_names_every_page(reader: Client) -> None:
    links = Outline(reader.get(reverse("web:handbook")).content.decode()).links

    assert [slug for slug in SLUGS if _address(slug) not in links] == []


def test_every_role_has_a_page() -> None:
    assert [name for name in PRESETS if PAGE_OF_PRESET.get(name, name) not in SLUGS] == []


@pytest.mark.parametrize("address", [*map(_address, SLUGS), *(reverse(f"web:{name}") for name in OPEN_TO_ALL)])
def test_headings_do_not_jump_and_no_place_has_two_names(reader: Client, address: str) -> None:
    outline = Outline(reader.get(address).content.decode())

    jumps = [pair for pair in zip(outline.levels, outline.levels[1:], strict=False) if pair[1] > pair[0] + 1]
    assert (outline.levels[0], outline.levels.count(1), jumps) == (1, 1, [])
    assert len(set(outline.places)) == len(outline.places)


@pytest.mark.parametrize("slug", SLUGS)
def test_links_within_the_handbook_lead_to_a_place_that_is_there(reader: Client, slug: str) -> None:
    links = [link for link in Outline(reader.get(_address(slug)).content.decode()).links if "#" in link]

    missing = [
        link
        for link in links
        if (where := link.split("#"))[0] and where[1] not in Outline(reader.get(where[0]).content.decode()).places
    ]
    assert missing == []


@pytest.mark.parametrize("address", [_address("family"), *(reverse(f"web:{name}") for name in OPEN_TO_ALL)])
def test_on_an_english_screen_the_page_says_that_its_text_is_latvian(reader: Client, address: str) -> None:
    reader.cookies["django_language"] = "en"

    page = reader.get(address).content.decode()

    assert "The text of this page is in Latvian only." in page
    assert Outline(page).languages[:2] == ["en", "lv"]


def test_every_label_that_the_handbook_quotes_stands_on_a_screen_in_latvian() -> None:
    known = dict(_catalogues())

    missing = [
        f"{path.name}: {found['context'] or ''} {found['msgid']}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for found in LABEL.finditer(path.read_text(encoding="utf-8"))
        if (found["context"] or "", found["msgid"]) not in known
    ]
    assert missing == []


def test_a_sentence_has_the_same_latvian_in_every_room() -> None:
    wordings: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for room in find_rooms():
        _path, catalogue = room.catalogue("lv")
        for entry in store.entries(catalogue):
            message = store.message_of(entry)
            if any(forms := store.forms_of(entry)):
                wordings.setdefault((message.context, message.msgid), set()).add(forms)

    assert {key: texts for key, texts in wordings.items() if len(texts) > 1} == {}


def test_every_bold_label_in_the_documents_stands_on_a_screen() -> None:
    known = {text for _key, text in _catalogues()}

    written = [*(ROOT / "docs" / "user").rglob("*.md"), *(TEMPLATES / "handbook").glob("*.html")]
    unknown = [
        f"{path.name}: „{label}”"
        for path in written
        for one in BOLD.finditer(path.read_text(encoding="utf-8"))
        if (label := one[1] or one[2]) not in known
    ]
    assert unknown == []


def test_a_quoted_label_is_latvian_on_an_english_screen_too(reader: Client) -> None:
    reader.cookies["django_language"] = "en"

    page = reader.get(_address("family")).content.decode()

    assert f"<strong>„{escape('Iekārtot lietu')}”</strong>" in page
