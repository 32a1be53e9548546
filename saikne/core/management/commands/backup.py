"""Copy the whole database to a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from saikne.core.copies import CopyError, back_up


class Command(BaseCommand):
    """Safe while people work."""

    help = "Copy the whole database to FILE, which appears only when it is complete. Keep it encrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the copy, or say why not."""
        try:
            taken = back_up(options["file"])
        except CopyError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps({"bytes": taken.size, "sha256": taken.sha256}))
        else:
            self.stdout.write(f"{options['file']}: {taken.size} bytes, sha256 {taken.sha256}")
