"""Sealing audit rows beside the demo's server."""

from threading import Event, Thread

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from saikne.core.seals import seal_all

EVERY_SECONDS = 5.0
log = structlog.get_logger(__name__)


class Sealer:
    """A thread that seals what was written; it ends with the server."""

    def __init__(self, *, every: float = EVERY_SECONDS) -> None:
        self._every = every
        self._stop = Event()
        self._thread = Thread(target=self._run, name="sealer", daemon=True)

    def __enter__(self) -> "Sealer":
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._stop.set()
        self._thread.join(timeout=self._every)

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            try:
                seal_all(heads=settings.AUDIT_HEADS)
            except DatabaseError:
                log.warning("sealing waits: the database is busy")
            finally:
                connection.close()
