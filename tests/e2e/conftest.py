"""A real browser against a real server on a file database, as a worker in Latvia would use it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from saikne.accounts.models import User
from saikne.cases.actions.files_kinds import load_file_kinds
from saikne.cases.tests.factories import headed_service
from saikne.organisation.tests.factories import Service, institution, territory
from saikne.web.roles import give_role, sync_roles

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "saikne-demo"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("e2e") / "saikne.sqlite3")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
        connection.settings_dict.setdefault("TEST", {})["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def _async_unsafe() -> Iterator[None]:
    """Playwright's own loop runs in this thread; our queries here are ours alone."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--disable-quic",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "lv-LV", "timezone_id": "Europe/Riga", "viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def office(transactional_db: None) -> Service:
    """The service with roles and passwords, partners and kinds of files."""
    sync_roles()
    here = headed_service()
    for name in ("family", "assistance", "adults", "parish", "psychosocial", "head", "outsider"):
        user: User = getattr(here, name)
        user.set_password(PASSWORD)
        user.save()
        give_role(user, "family" if name == "outsider" else name)
    load_file_kinds(by=here.head)
    institution(of=here.municipality)
    territory(of=here.municipality)
    return here


SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer, browser_context_args: dict[str, Any]) -> Iterator[SignIn]:
    """A page of one's own for each account; whatever the server cannot do is a failure."""
    contexts: list[BrowserContext] = []

    def enter(username: str, **more: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{**browser_context_args, **more})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("response", _no_server_error)
        page.goto("/")
        page.get_by_label("Lietotājvārds").fill(username)
        page.get_by_label("Parole").fill(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page

    yield enter
    for context in contexts:
        context.close()


def _no_server_error(response: Any) -> None:
    assert response.status < 500, f"{response.status} {response.url}"


def axe_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on this page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
    return [f"{page.url}: {rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
