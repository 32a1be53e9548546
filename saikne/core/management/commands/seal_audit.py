"""Seal the audit rows that are not yet in the chain."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from saikne.core.seals import seal_all

PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """Runs beside the service, or once by hand."""

    help = "Seal audit rows into the hash chain; the chain's head is also written to AUDIT_HEADS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once or for ever."""
        parser.add_argument("--forever", action="store_true", help="seal again and again until stopped")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal what there is."""
        rows = seal_all(heads=settings.AUDIT_HEADS)
        self._tell(rows, as_json=options["json"])
        while options["forever"]:
            try:
                time.sleep(PAUSE_SECONDS)
                seal_all(heads=settings.AUDIT_HEADS)
            except KeyboardInterrupt:
                return

    def _tell(self, rows: int, *, as_json: bool) -> None:
        self.stdout.write(json.dumps({"rows": rows}) if as_json else f"Rows sealed: {rows}")
