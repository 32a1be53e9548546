"""Put a copy of the whole database back."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from saikne.core.copies import CopyError, put_back


class Command(BaseCommand):
    """Replaces everything; stop the service first."""

    help = "Replace the whole database by the copy in FILE; a file that is not ours is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Put the copy back, or say why not."""
        try:
            done = put_back(options["file"])
        except CopyError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps({"tables": done.tables, "rows": done.rows, "behind": done.behind}))
        else:
            self.stdout.write(f"Restored: {done.tables} tables, {done.rows} rows")
        if done.behind:
            self.stderr.write("The copy is of an older version of Saikne: run `saikne migrate` before people work.")
