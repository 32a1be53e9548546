"""`saikne bench`: figures on this machine."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saikne.web.bench.pages import P95_LIMIT, bench_pages
from saikne.web.bench.scratch import scratch_database
from saikne.web.bench.volume import Volume

PARTS = ("pages",)


class Command(BaseCommand):
    """Measure one part, or all of them."""

    help = "Print figures of this machine: pages (p50, p95, queries) in a database of the bench's own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which part, and how much data."""
        parser.add_argument("part", nargs="*", help=", ".join(PARTS))
        parser.add_argument("--persons", type=int, default=20_000)
        parser.add_argument("--cases", type=int, default=5_000)
        parser.add_argument("--entries", type=int, default=200_000)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one object for each part."""
        wanted = options["part"] or list(PARTS)
        if unknown := [part for part in wanted if part not in PARTS]:
            raise CommandError(f"{unknown[0]} is not a part of the bench. Choose: {', '.join(PARTS)}.", returncode=2)
        volume = Volume(options["persons"], options["cases"], options["entries"])
        with scratch_database():
            found = bench_pages(volume, tell=lambda what: self.stderr.write(f"building: {what}"))
        if options["json"]:
            self.stdout.write(json.dumps({"pages": found}, ensure_ascii=False))
            return
        self._print(found)

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(
            f"{found['database']}: {found['persons']} persons, {found['cases']} cases, {found['entries']} entries"
        )
        self.stdout.write(f"{'page':24}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}")
        for row in found["pages"]:
            self.stdout.write(f"{row['page']:24}{row['p50_ms']:>8}{row['p95_ms']:>8}{row['queries']:>9}")
        self.stdout.write(f"p95 over {P95_LIMIT} ms: {', '.join(found['over_p95_limit']) or 'none'}")
