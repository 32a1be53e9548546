"""Components, the frame of the page, and what upper rooms put there."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory

from saikne.core.registry import Registry
from saikne.ui import context
from saikne.ui.registry import NavItem
from saikne.ui.tests.site import drawn


def request_of(user: Any, path: str = "/done/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_a_section_names_itself_and_its_links_are_not_printed() -> None:
    page = drawn('<c-section id="goals" title="Mērķi" note="trīs">Elza<c-slot name="end">Plāns</c-slot></c-section>')
    assert '<section class="app-sec " aria-labelledby="goals">' in page
    assert '<h2 id="goals">Mērķi</h2>' in page
    assert '<span class="end app-noprint">Plāns</span>' in page


def test_a_section_inside_another_does_not_inherit_its_links() -> None:
    inner = '<c-panel id="b" title="B">iekšā</c-panel>'
    page = drawn(f'<c-section id="a" title="A">{inner}<c-slot name="end">Viss</c-slot></c-section>')
    assert page.count("Viss") == 1


@pytest.mark.parametrize(
    ("now", "start", "cells", "words"),
    [
        (-1, -2, ["start", "now", "zero", "", ""], "−1: mazāk, nekā gaidīts"),
        (0, 0, ["", "", "start zero now", "", ""], "0: kā gaidīts"),
        (None, None, ["", "", "zero", "", ""], "vēl nav mērīts"),
    ],
)
def test_the_attainment_strip_says_in_words_what_it_draws(now: Any, start: Any, cells: list[str], words: str) -> None:
    page = drawn('<c-gas :now="now" :start="start" />', now=now, start=start)
    found = [(re.search(r'class="([^"]*)"', cell) or [None, ""])[1] for cell in re.findall(r"<li[^>]*>", page)]
    assert found == cells
    assert words in re.sub(r"<[^>]+>", "", page)


def test_what_people_typed_is_escaped_in_every_component() -> None:
    typed = "<script>alert(1)</script>"
    page = drawn(
        '<c-statement kind="own" source="{{ typed }}" about="{{ typed }}">{{ typed }}</c-statement>'
        '<c-section id="a" title="{{ typed }}" note="{{ typed }}">x</c-section><c-note title="{{ typed }}">x</c-note>'
        '<c-deed to="/" label="{{ typed }}" about="{{ typed }}" name="n" value="{{ typed }}" />'
        '<c-tag>{{ typed }}</c-tag><c-stages :stages="stages" />',
        typed=typed,
        stages=[{"label": typed, "detail": typed, "state": "now"}],
    )
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_button_that_changes_something_is_a_form_with_a_token(maija: Any) -> None:
    page = drawn('<c-deed to="/push/" label="Pieņemt" name="n" value="1" />', request_of(maija))
    assert 'method="post" action="/push/"' in page
    assert "csrfmiddlewaretoken" in page
    assert '<input type="hidden" name="n" value="1">' in page


def test_navigation_shows_what_the_user_may_see_in_order_and_marks_where_one_is(
    monkeypatch: pytest.MonkeyPatch, maija: Any
) -> None:
    navigation: Registry[NavItem] = Registry("navigation")
    navigation.register("b", NavItem("Lietas", "ui:draft_save", sections=("ui",)), rank=2)
    navigation.register("a", NavItem("Mans darbs", "ui:draft_discard"), rank=1)
    navigation.register("c", NavItem("Iestatījumi", "ui:set_language", test=lambda user: user.is_superuser), rank=3)
    monkeypatch.setattr(context, "NAVIGATION", navigation)
    client = Client()
    client.force_login(maija)
    page = client.get("/done/").content.decode()
    assert page.count(">Mans darbs</a>") == 2
    assert page.index(">Mans darbs</a>") < page.index(">Lietas</a>")
    assert "Iestatījumi" not in page
    assert context.Shell(request_of(AnonymousUser())).navigation == []


def test_the_frame_names_who_printed_and_when(signed_in: Client) -> None:
    page = signed_in.get("/done/").content.decode()
    assert re.search(r"Izdrukāja: Maija Liepa, \d\d\.\d\d\.\d{4}\. plkst\. \d{1,2}:\d\d", page)


def test_the_frame_has_a_way_past_itself_and_a_way_out(signed_in: Client) -> None:
    page = signed_in.get("/done/").content.decode()
    assert 'href="#content" class="govuk-skip-link">Pāriet uz lapas saturu' in page
    assert '<form method="post" action="/accounts/logout/">' in page


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_component_is_drawn_in_both_languages(signed_in: Client, language: str) -> None:
    signed_in.cookies["django_language"] = language
    page = signed_in.get("/parts/").content.decode()
    assert ("nav pārbaudīts" in page) == (language == "lv")
    assert "1\xa0000" in page
