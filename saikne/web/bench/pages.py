"""`bench pages`: server time and queries of each page, with a municipality's worth of data."""

import logging
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.models import Case, Goal, LeadPeriod
from saikne.config.memory import settle
from saikne.core.periods import live
from saikne.privacy import actions as privacy
from saikne.privacy.models import AccessRow
from saikne.web.bench.volume import Office, Progress, Volume, build

REPEAT = 60
WARM = 3
# The case page may ask twelve questions, and p95 is to stay under 100 ms.
QUERY_LIMIT, P95_LIMIT = 12, 100


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be measured: its name, the user who opens it, the addresses to go through."""

    name: str
    user: User
    addresses: list[str]


def pages(office: Office) -> list[Page]:
    """The pages of everyday work, for a worker and for the head."""
    worker = office.workers[0]
    mine = list(LeadPeriod.objects.filter(live(), worker=worker).order_by("pk").values_list("case_id", flat=True)[:30])
    goals = list(Goal.objects.filter(case__in=mine).values_list("pk", flat=True)[:30])
    anybody = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:3000:100])
    inside = ("file", "people", "statements", "assessment", "plan", "agreement", "journal", "team", "results", "looked")
    rows = [Page(f"case: {name}", worker, [reverse(f"cases:{name}", args=[pk]) for pk in mine]) for name in inside]
    return [
        Page("my work", worker, [reverse("web:home")]),
        Page("case list", worker, [reverse("cases:list")]),
        *rows,
        Page("goal", worker, [reverse("cases:goal", args=[pk]) for pk in goals]),
        Page("people", worker, [reverse("people:list")]),
        Page(
            "search",
            worker,
            [f"{reverse('people:search')}?q={name}" for name in ("Ozoliņa", "Berzins Janis", "Иванова")],
        ),
        Page("contacts", worker, [reverse("cases:contacts")]),
        Page("head: service", office.head, [reverse("cases:head")]),
        Page("head: my work", office.head, [reverse("web:home")]),
        Page("head: case list", office.head, [reverse("cases:list")]),
        Page("head: case", office.head, [reverse("cases:file", args=[pk]) for pk in anybody]),
    ]


@dataclass
class LogQueries:
    """How many queries the access log asked, counted apart."""

    count: int = 0


@contextmanager
def _log_counted(captured: CaptureQueriesContext) -> Iterator[LogQueries]:
    log, write = LogQueries(), privacy.log_shown

    def counted(**given: Any) -> list[AccessRow]:
        before = len(captured)
        rows = write(**given)
        log.count += len(captured) - before
        return rows

    with patch("saikne.privacy.middleware.log_shown", counted):
        yield log


def queries_of(client: Client, address: str) -> int:
    """Questions asked for one page: all but the access log and session writes."""
    with CaptureQueriesContext(connection) as captured, _log_counted(captured) as log:
        client.get(address)
    writes = sum("django_session" in row["sql"] and not row["sql"].startswith("SELECT") for row in captured)
    frames = sum(row["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")) for row in captured)
    return len(captured) - log.count - writes - frames


def measure(page: Page) -> dict[str, object]:
    """p50 and p95 of the server's time in milliseconds, and the most queries any of the addresses asked."""
    client = Client()
    client.force_login(page.user, backend="saikne.accounts.backends.RoleBackend")
    status = {client.get(address).status_code for address in page.addresses[:WARM]}
    times = []
    for address in islice(cycle(page.addresses), REPEAT):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return {
        "page": page.name,
        "status": sorted(status),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "queries": max(queries_of(client, address) for address in page.addresses[:5]),
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """As a server of real use: no line of the log on the screen for each request."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def bench_pages(volume: Volume, *, tell: Progress) -> dict[str, object]:
    """Build the data, open every page, say what it took; a page over its limit is named."""
    begun = time.perf_counter()
    office = build(volume, seed=1, tell=tell)
    with connection.cursor() as cursor:
        # What a database of that size has behind it already; else the server would do it while pages are measured.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    built = time.perf_counter() - begun
    tell("pages")
    settle()
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False, DEBUG=False), _quiet():
        rows = [measure(page) for page in pages(office)]
    return {
        "database": connection.vendor,
        "persons": volume.persons,
        "cases": volume.cases,
        "entries": volume.entries,
        "build_seconds": round(built, 1),
        "pages": rows,
        "over_p95_limit": [row["page"] for row in rows if float(str(row["p95_ms"])) > P95_LIMIT],
        "case_page_queries_limit": QUERY_LIMIT,
    }
