"""Sealing audit rows beside the demo's server."""

from threading import Event, Thread

from django.conf import settings

from saikne.core.seals import keep_sealing

EVERY_SECONDS = 5.0


class Sealer:
    """A thread that seals what was written; it ends with the server."""

    def __init__(self, *, every: float = EVERY_SECONDS) -> None:
        self._stop = Event()
        told = {"heads": settings.AUDIT_HEADS, "every": every}
        self._thread = Thread(target=keep_sealing, args=(self._stop,), kwargs=told, name="sealer", daemon=True)

    def __enter__(self) -> "Sealer":
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._stop.set()
        self._thread.join(timeout=EVERY_SECONDS)
