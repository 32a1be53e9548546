"""Check the chain of audit rows."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from saikne.core.seals import Verdict, heads_kept, verify


class Command(BaseCommand):
    """Walks the chain from its first seal; writes nothing."""

    help = "Check that no audit row was edited, removed, cut off or slipped in. Exit 1 when one was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Readable or JSON."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare rows, seals and the heads kept outside the database."""
        verdict = verify(heads=heads_kept(settings.AUDIT_HEADS))
        self.stdout.write(json.dumps(_facts(verdict)) if options["json"] else _words(verdict))
        if not verdict.ok:
            sys.exit(1)


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "rows": verdict.rows,
        "ok": verdict.ok,
        "first_bad": verdict.bad[0] if verdict.bad else None,
        "bad": len(verdict.bad),
        "seals": verdict.seals,
        "unsealed": verdict.unsealed,
    }


def _words(verdict: Verdict) -> str:
    lines = [f"Rows in the chain: {verdict.rows}; seals: {verdict.seals}; not sealed yet: {verdict.unsealed}."]
    lines += ["The chain is whole."] if verdict.ok else [f"The chain is broken: {line}." for line in verdict.bad]
    return "\n".join(lines)
