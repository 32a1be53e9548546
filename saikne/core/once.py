"""A form is done once: whoever sends the same one again, by a double click or from a log, does nothing twice."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from saikne.core import clock
from saikne.core.acts import Actor, finishing_with
from saikne.core.models import FormDone

KEPT = timedelta(days=1)
LONGEST = 64


def new_token() -> str:
    """A token for one showing of a form."""
    return secrets.token_urlsafe(24)


def is_done(token: str) -> bool:
    """Whether the form with this token was done already."""
    return bool(token) and FormDone.objects.filter(token=token[:LONGEST]).exists()


@contextmanager
def once(token: str, *, by: Actor) -> Iterator[None]:
    """Whatever act is done inside uses up the token, in its own transaction; a refused act leaves it."""
    if not token:
        yield
        return
    with finishing_with(lambda: _use(token[:LONGEST], by)):
        yield


def _use(token: str, by: Actor) -> None:
    moment = clock.now()
    FormDone.objects.filter(by_id=by.pk, at__lt=moment - KEPT).delete()
    FormDone.objects.create(token=token, by_id=by.pk, at=moment)
