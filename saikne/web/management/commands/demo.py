"""`saikne demo`: builds the demo service the first time, and serves it on this machine only."""

import errno
import ipaddress
import json
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from django.db import connection

from saikne.accounts.actions import system_user
from saikne.cases.actions.files_kinds import load_file_kinds
from saikne.core.errors import Refusal
from saikne.core.seals import seal_all
from saikne.web.demo.accounts import Account, accounts
from saikne.web.demo.build import build_demo
from saikne.web.demo.mark import NotSQLiteError, is_demo, is_empty, replacing
from saikne.web.demo.sealer import Sealer
from saikne.web.roles import sync_roles

BAR = 30


class Command(BaseCommand):
    """Build and serve the demo."""

    help = "Build the demo service in SQLite (the first time) and serve it at http://127.0.0.1:8000."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve, and whether to build anew."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--address", default="127.0.0.1", help="an address of this machine itself")
        parser.add_argument("--fresh", action="store_true", help="throw the demo away and build it anew")
        parser.add_argument("--no-serve", action="store_true", help="only build")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what is not allowed before anything is built; build; serve."""
        address, port = options["address"], options["port"]
        _refuse_outside(address)
        if not options["no_serve"]:
            _refuse_taken(address, port)
        try:
            with interruptible():
                self._prepare(fresh=options["fresh"])
        except NotSQLiteError as error:
            raise CommandError(
                "--fresh throws away an SQLite file only. Empty this database yourself, then start again.", returncode=2
            ) from error
        url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
        self._say(url, accounts(), as_json=options["json"])
        if not options["no_serve"]:
            self._serve(address, port)

    def _prepare(self, *, fresh: bool) -> None:
        """A demo in the database: the one there is, or a new one."""
        if not is_empty() and not is_demo():
            raise CommandError(
                f"The database {connection.settings_dict['NAME']} holds data and was not built by `saikne demo`: "
                "it is left alone. Set DATABASE_URL to another database.",
                returncode=2,
            )
        if is_demo() and not fresh:
            call_command("migrate", verbosity=0, interactive=False)
            sync_roles()
            load_file_kinds(by=system_user())
            return
        with replacing(settings.AUDIT_HEADS):
            call_command("migrate", verbosity=0, interactive=False)
            self._build()

    def _build(self) -> None:
        begun = time.perf_counter()
        self.stderr.write("Building the demo service; this is done once.")
        try:
            build_demo(self._bar)
        except Refusal as refusal:
            told = "; ".join([*map(str, refusal.reasons), *map(str, refusal.by_field.values())])
            raise CommandError(f"\nThe demo was not built, nothing was kept: {told}", returncode=2) from refusal
        except KeyboardInterrupt:
            raise CommandError("\nStopped. The demo was not built, nothing was kept.", returncode=130) from None
        seal_all(heads=settings.AUDIT_HEADS)
        self.stderr.write(f"\nBuilt in {time.perf_counter() - begun:.0f} s.")

    def _bar(self, share: float) -> None:
        """A bar of how much is done; drawn anew when another per cent is."""
        percent = int(share * 100)
        if percent == getattr(self, "_shown", None):
            return
        self._shown = percent
        full = BAR * percent // 100
        self.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {percent:3} %", ending="")
        self.stderr.flush()

    def _say(self, url: str, known: list[Account], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"url": url, "accounts": known}, ensure_ascii=False))
            self.stdout.flush()
            return
        self.stdout.write(f"Saikne demo: {url}")
        self.stdout.write(f"Password of every account: {known[0]['password']}" if known else "")
        for one in known:
            self.stdout.write(f"  {one['username']:<14}{one['name']:<18}{one['title']}")
        self.stdout.flush()

    def _serve(self, address: str, port: int) -> None:
        """Threads, no reloading, the sealer beside; ends quietly."""
        self.stderr.write("Stop it with Ctrl-C.")
        server = ThreadedWSGIServer((address, port), WSGIRequestHandler, ipv6=":" in address)
        server.daemon_threads = True
        server.set_app(get_internal_wsgi_application())
        try:
            with interruptible(), Sealer():
                server.serve_forever()
        except KeyboardInterrupt:
            self.stderr.write("")
        finally:
            server.server_close()
            sys.stderr.flush()


@contextmanager
def interruptible() -> Iterator[None]:
    """Asked to end by Ctrl-C or by the machine, everything is put away in order."""
    former = {asked: signal.signal(asked, signal.default_int_handler) for asked in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for asked, handler in former.items():
            signal.signal(asked, handler)


def _refuse_outside(address: str) -> None:
    if not settings.DEBUG:
        raise CommandError(
            "The demo has accounts with a known password, so it does not start with DEBUG off. Set DEBUG=true.",
            returncode=2,
        )
    try:
        inside = ipaddress.ip_address("127.0.0.1" if address == "localhost" else address).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise CommandError(
            f"The demo is served on this machine only, and {address} is reached from outside. Use 127.0.0.1.",
            returncode=2,
        )


def _refuse_taken(address: str, port: int) -> None:
    """Say so before anything is built."""
    if not 0 < port < 65536:
        raise CommandError(f"{port} is no port: choose one from 1 to 65535.", returncode=2)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            taken = "is taken by another programme" if error.errno == errno.EADDRINUSE else "cannot be used"
            raise CommandError(
                f"Port {port} {taken}. Stop that programme, or choose another port: saikne demo --port {port + 1}",
                returncode=2,
            ) from error
