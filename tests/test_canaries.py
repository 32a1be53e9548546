"""Words found nowhere else stand in two families' files: they are read where reach says so, and nowhere else."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail

from saikne.accounts.models import Notice
from saikne.core.models import AuditRow, Revision
from saikne.core.work import work_items
from saikne.privacy.models import AccessRow, Grant
from saikne.privacy.registry import anchors_of
from tests.access_table import read
from tests.crawl import addresses, text_of
from tests.test_access import WALKERS
from tests.world import PSYCHO, File, Persona, World, readable

SEARCHES = ("/people/search/?q={}", "/search/?q={}", "/people/?q={}", "/cases/?q={}")


def _pages(world: World, persona: Persona) -> Iterator[str]:
    """Every address that shows this visitor a page, and what can be asked of lists and searches."""
    table, file = read(), persona.file
    shown = {route for (route, method), row in table.items() if method == "GET" and row[persona.name] == "200"}
    seen = {address.path(file) for address in addresses() if address.route in shown}
    if PSYCHO in persona.reads:
        seen |= {f"/cases/entries/{file.numbers['psychosocial']}/", f"/cases/documents/{file.numbers['notebook']}/"}
    seen |= {pattern.format(quote(asked)) for one in world.files for pattern in SEARCHES for asked in _asked(one)}
    return iter(sorted(seen))


def _asked(file: File) -> Iterable[str]:
    """Searches that find a person of the file without holding one of its unmistakable words."""
    given, family, born, _sex = file.names.people[0]
    return (f"{born:%d.%m.%Y.}", family.lower(), f"{given.lower()} {family.upper()}", file.case.label.lower())


def _leaks(text: str, file: File, reads: set[str]) -> list[str]:
    return [word for word, level in file.canaries().items() if level not in reads and word in text]


@pytest.mark.parametrize("name", WALKERS)
def test_pages_papers_and_searches_show_what_is_within_reach_and_log_whom_they_show(world: World, name: str) -> None:
    persona = world.personas[name]
    browser, reads = persona.browser(), readable(world, persona)

    leaking, unlogged, last = {}, {}, 0
    for path in _pages(world, persona):
        text = text_of(browser.get(path))
        rows = list(AccessRow.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "person_no", "user"))
        last = rows[-1][0] if rows else last
        logged = {person for _pk, person, user in rows if persona.user and user == persona.user.pk}
        if words := [word for file in world.files for word in _leaks(text, file, reads[file.names.token])]:
            leaking[path] = words
        if missing := _shown(world, text) - logged:
            unlogged[path] = missing

    assert leaking == {}
    assert unlogged == {}


def test_the_canaries_sing_where_they_may(world: World) -> None:
    """Else the tests above would prove nothing."""
    browser, file = world.personas["lead"].browser(), world.open
    text = "".join(text_of(browser.get(path)) for path in _pages(world, world.personas["lead"]))
    heard = {word for word in file.canaries() if word in text}
    notebook = world.personas["psychosocial"].browser()
    private = text_of(notebook.get(f"/cases/{file.case.pk}/psychosocial/"))

    names = {word for given, family, _born, _sex in file.names.people for word in (given, family)}
    assert names <= heard
    assert {file.names.home, file.names.address} <= heard
    assert f"{file.names.token}-work-" in heard
    assert f"{file.names.token}-facts-" in heard
    assert f"{file.names.token}-psychosocial-" in private


def _shown(world: World, text: str) -> set[int]:
    """The anchors of those whose given name or surname is read on a page."""
    records = {record for file in world.files for word, record in file.owners().items() if word in text}
    return set(anchors_of(records).values())


def test_a_look_is_logged_with_a_purpose_and_the_ground_that_explains_it(world: World) -> None:
    emergency = world.personas["emergency"]
    for name in ("lead", "head", "assistance", "emergency"):
        world.personas[name].browser().get(f"/cases/{world.open.case.pk}/")

    purposes = dict(AccessRow.objects.order_by("pk").values_list("user__username", "purpose"))

    assert purposes == {
        "family": "case_management",
        "head": "oversight",
        "assistance": "team_work",
        "emergency": "emergency",
    }
    grants = set(AccessRow.objects.filter(user=emergency.user).values_list("grant_no", flat=True))
    assert set(Grant.objects.filter(pk__in=[grant for grant in grants if grant]).values_list("ground", flat=True)) == {
        "emergency"
    }


def test_nothing_is_logged_for_a_page_that_was_not_shown(world: World) -> None:
    outsider = world.personas["outsider"].browser()
    assistance = world.personas["assistance"].browser()

    outsider.get(f"/cases/{world.open.case.pk}/")
    assistance.get(f"/cases/{world.open.case.pk}/journal/")

    assert AccessRow.objects.count() == 0


# ---------------------------------------------------------------- what is written beside the pages


class _Kept(logging.Handler):
    """Keeps every line as the house writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        found = logging.getHandlerByName("stderr") if hasattr(logging, "getHandlerByName") else None
        handler = found or logging._handlers.get("stderr")  # type: ignore[attr-defined]
        self.setFormatter(handler.formatter)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def _listening() -> Iterator[_Kept]:
    kept, loggers = (
        _Kept(),
        [logging.root, *(logging.root.manager.getLogger(name) for name in ("django_structlog", "django.server"))],
    )
    for logger in loggers:
        logger.addHandler(kept)
    try:
        yield kept
    finally:
        for logger in loggers:
            logger.removeHandler(kept)


def _words(world: World) -> set[str]:
    found = {word for file in world.files for word in file.canaries()}
    return found | {f"{file.names.token}-" for file in world.files}


def _heard(told: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word in told or json.dumps(word)[1:-1] in told]


def test_logs_speak_of_ids_never_of_names(world: World, capfd: Any) -> None:
    words = _words(world)
    with _listening() as kept:
        for name in ("lead", "head", "outsider"):
            browser = world.personas[name].browser()
            for path in _pages(world, world.personas[name]):
                browser.get(path)
            for word in sorted(words):
                browser.get(f"/people/search/?q={quote(word)}")
                browser.post("/people/search/", {"q": word, "given": word, "family": word})

    printed = capfd.readouterr()

    assert len(kept.lines) > 100
    assert [line for line in kept.lines if _heard(line, words)] == []
    assert _heard(printed.out + printed.err, words) == []


def test_the_audit_holds_ids_and_hashes_never_names(world: World) -> None:
    rows = AuditRow.objects.values_list("act", "about", "details")
    told = "\n".join(f"{act} {about} {json.dumps(details, ensure_ascii=False)}" for act, about, details in rows)

    assert len(rows) > 30
    assert _heard(told, _words(world)) == []


def test_notices_and_letters_name_nobody(world: World) -> None:
    told = "\n".join(f"{row.message} {row.about}" for row in Notice.objects.all())
    told += "\n".join(letter.subject + str(letter.body) for letter in mail.outbox)

    assert Notice.objects.count() > 0
    assert _heard(told, _words(world)) == []


def test_the_access_log_holds_numbers_and_words_of_the_house(world: World) -> None:
    world.personas["lead"].browser().get(f"/cases/{world.open.case.pk}/")
    told = "\n".join(f"{row.page} {row.purpose}" for row in AccessRow.objects.all())

    assert told
    assert _heard(told, _words(world)) == []


def test_work_that_waits_is_shown_to_those_whose_it_is(world: World) -> None:
    assert list(work_items)
    for name in ("same_unit", "outsider", "partner", "admin", "unnamed_lead"):
        text = text_of(world.personas[name].browser().get("/"))
        for file in world.files:
            assert _leaks(text, file, readable(world, world.personas[name])[file.names.token]) == [], name


def test_a_failure_tells_nothing_of_what_failed(world: World, monkeypatch: Any) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(" ".join(_words(world)))

    monkeypatch.setattr("saikne.cases.views.access.lines", fail)
    with _listening():
        answer = world.personas["lead"].browser().get(f"/cases/{world.open.case.pk}/looked/")

    assert answer.status_code == 500
    assert _heard(text_of(answer), _words(world)) == []


def test_revisions_are_not_on_any_page_of_those_who_read_facts_only(world: World) -> None:
    assert Revision.objects.count() > 0
    text = text_of(world.personas["assistance"].browser().get(f"/cases/{world.open.case.pk}/"))

    assert f"{world.open.names.token}-work-" not in text
