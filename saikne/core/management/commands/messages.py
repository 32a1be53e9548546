"""`saikne messages`: collect, check and compile the translation catalogues."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from saikne.core.catalogue import command


class Command(BaseCommand):
    """Catalogues, by room."""

    help = command.HELP
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See saikne.core.catalogue.command."""
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer with the exit code of the deed."""
        chosen = {"checking": options["check"], "compiling": options["compile"]}
        code = command.run(options["rooms"], **chosen, say=self.stdout.write)
        if code:
            sys.exit(code)
