"""Which pages a browser opens, and as whom: read from the access table, so that a new page is visited by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Response

from saikne.cases.actions.access import judge_emergency, open_in_emergency
from saikne.cases.queries.access import Target
from saikne.cases.tests.agreements import agreement_in_force
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.talk_factories import in_intervention
from saikne.methodology.actions import load_legal_references, load_terms
from saikne.methodology.models import Term
from saikne.privacy.models import BreakGlass
from tests.access_table import read
from tests.crawl import Address, addresses
from tests.world import World, build

# Each page is opened once, by the first of these who may; in the full run by all of them.
VISITORS = ("lead", "head", "psychosocial", "assistance", "partner", "admin")
# What these answer is not a page but a paper of its own.
PAPERS = ("/card/", "/paper/", "/download/", "/contents/", "/files/<int:number>/", "/preview/")
# These look different to everybody.
OWN = frozenset({"web:home", "cases:list", "cases:file", "cases:team", "people:person"})
# A family in the middle of the work: its agreement in force, its goal agreed.
INSIDE = (
    "file", "people", "statements", "assessment", "stage", "plan", "agreement", "chapter_add", "team", "results",
    "evaluation_add", "close", "looked", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody opens an address and should see a page."""

    who: str
    path: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who} {self.path}"


@dataclass(frozen=True, slots=True)
class Town:
    """The world of the access table, and a family in the middle of the work."""

    world: World
    busy: Family
    explained: int
    term: str


def town() -> Town:
    """Everything that there is to look at."""
    world = build()
    office = world.service
    load_terms(by=office.head)
    load_legal_references(by=office.head)
    busy = family(office)
    in_intervention(busy)
    agreement_in_force(busy)
    target, told = Target(case=world.open.case), "Zvans naktī par bērnu vienu mājās"
    row = open_in_emergency(target=target, reason="duty", words=told, by=office.adults)
    judge_emergency(row=row, answer="explain", words="Lūdzu paskaidrot", by=office.head)
    return Town(world, busy, BreakGlass.objects.get(pk=row.pk).pk, Term.objects.order_by("pk")[0].slug)


def visits(here: Town, *, everybody: bool) -> list[Visit]:
    """All pages: those of the table, and those that open only with a question in the address."""
    return [*_of_the_table(here, everybody=everybody), *_asked(here), *_refused(here)]


def _of_the_table(here: Town, *, everybody: bool) -> Iterator[Visit]:
    table = read()
    for address in addresses():
        row = table.get((address.route, "GET"), {})
        opens = [name for name in VISITORS if row.get(name) == "200" and not address.route.endswith(PAPERS)]
        if not everybody and address.name not in OWN:
            opens = opens[:1]
        for name in opens:
            yield Visit(name, _path(here, address, name))


def _path(here: Town, address: Address, name: str) -> str:
    return address.path(here.world.personas[name].file)


def _asked(here: Town) -> Iterator[Visit]:
    file, busy = here.world.open, here.busy
    mother, father, child = (record.pk for record in file.people[:3])
    for name in INSIDE:
        yield Visit("lead", reverse(f"cases:{name}", args=[busy.case.pk]))
    for url_name, told in (
        ("people:search", {"q": "Zelmīra Ūdenszīle 14.03.1988."}),
        ("people:search", {"q": "Nezināms Cilvēks"}),
        ("cases:contact_add", {"person": mother}),
        ("cases:open", {"household": file.home.pk}),
        ("cases:open", {"person": father, "kind": "adult"}),
        ("cases:open_check", {"household": file.home.pk, "kind": "family"}),
        ("cases:join", {"record": [mother, father]}),
        ("cases:list", {"all": 1}),
    ):
        yield Visit("lead", f"{reverse(url_name)}?{urlencode(told, doseq=True)}")
    yield Visit("lead", f"{reverse('people:tie_add', args=[mother])}?person={father}")
    yield Visit("lead", f"{reverse('people:member_add', args=[file.home.pk])}?person={busy.mother.pk}")
    yield Visit("lead", reverse("people:person", args=[child]))
    yield Visit("lead", reverse("methodology:term", args=[here.term]))
    yield Visit("same_unit", reverse("cases:emergency_explain", args=[here.explained]))
    yield Visit("same_unit", reverse("web:home"))
    yield Visit("receiver", reverse("web:home"))
    yield Visit("receiver", reverse("cases:hand_over_pack", args=[file.numbers["hand-overs"]]))
    yield Visit("co_worker", reverse("cases:notices"))
    yield Visit("anonymous", reverse("account_login"))


def _refused(here: Town) -> Iterator[Visit]:
    """What says no is a page as well."""
    yield Visit("outsider", reverse("cases:file", args=[here.world.open.case.pk]), 404)
    yield Visit("partner", reverse("cases:list"), 403)


class Rooms:
    """A window for each visitor, signed in, in one language."""

    def __init__(self, browser: Browser, base_url: str, here: Town, language: str, options: dict[str, Any]) -> None:
        """No window is open yet."""
        self._browser, self._base_url, self._here = browser, base_url, here
        self._language, self._options = language, options
        self._open: dict[str, Page] = {}
        self._contexts: list[BrowserContext] = []

    def page(self, who: str) -> Page:
        """The window of that visitor."""
        if who not in self._open:
            context = self._browser.new_context(base_url=self._base_url, **self._options)
            self._contexts.append(context)
            cookies = {settings.LANGUAGE_COOKIE_NAME: self._language, **self._session(who)}
            context.add_cookies([{"name": k, "value": v, "url": self._base_url} for k, v in cookies.items()])
            self._open[who] = context.new_page()
            self._open[who].set_default_timeout(15_000)
        return self._open[who]

    def _session(self, who: str) -> dict[str, str]:
        persona = self._here.world.personas[who]
        found = persona.browser().cookies.get(settings.SESSION_COOKIE_NAME)
        return {settings.SESSION_COOKIE_NAME: found.value} if found else {}

    def close(self) -> None:
        """Everybody goes home."""
        for context in self._contexts:
            context.close()


Look = Callable[[Page], list[str]]


def look_at(rooms: Rooms, visit: Visit, look: Look) -> list[str]:
    """What `look` finds on that page; an answer other than expected is a fault too."""
    page = rooms.page(visit.who)
    answer: Response | None = page.goto(visit.path)
    if answer is None or answer.status != visit.status:
        return [f"{visit}: answered {answer.status if answer else 'nothing'}, expected {visit.status}"]
    return [f"{visit}: {fault}" for fault in look(page)]
