"""Bring a service up to this version: after the first installation and after each update."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from saikne.accounts.actions import system_user
from saikne.cases.actions.files_kinds import load_file_kinds
from saikne.methodology.actions import load_tables
from saikne.organisation.actions import load_municipalities
from saikne.web.roles import sync_roles


class Command(BaseCommand):
    """May be repeated: what is up to date stays as it is."""

    help = "Bring tables, roles, glossary, municipalities, kinds and static files up to this version; may be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Readable or JSON."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tables first: all the rest stands in them."""
        call_command("migrate", verbosity=0, interactive=False)
        sync_roles()
        by = system_user()
        load_tables(by=by)
        load_municipalities(by=by)
        kinds = load_file_kinds(by=by)
        if not settings.DEBUG:
            call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(
            json.dumps({"kinds_changed": kinds}) if options["json"] else f"Ready. Kinds of files that changed: {kinds}"
        )
