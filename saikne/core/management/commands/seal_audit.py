"""Seal the audit rows that are not yet in the chain."""

import json
import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from saikne.core.seals import keep_sealing, seal_all

PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """Runs beside the service, or once by hand."""

    help = "Seal audit rows into the hash chain; the chain's head is also written to AUDIT_HEADS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once or for ever."""
        parser.add_argument("--forever", action="store_true", help="seal again and again until stopped")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal what there is; then go on, if asked to."""
        rows = seal_all(heads=settings.AUDIT_HEADS)
        self.stdout.write(json.dumps({"rows": rows}) if options["json"] else f"Rows sealed: {rows}")
        if options["forever"]:
            self.stdout.flush()
            keep_sealing(asked_to_stop(), heads=settings.AUDIT_HEADS, every=PAUSE_SECONDS)


def asked_to_stop() -> Event:
    """Set by Ctrl-C or by the machine: the batch that is being sealed still gets its head."""
    stop = Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_told: stop.set())
    return stop
