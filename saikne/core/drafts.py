"""Nothing typed is lost: what an author has begun is kept on the server, sealed, until the form's action is done."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import QuerySet

from saikne.core import clock
from saikne.core.acts import Actor, finishing_with
from saikne.core.models import Draft

Payload = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Which form about what; with the author it names one draft, so it never shows on another client's form."""

    form: str
    about: str
    about_no: int = 0


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What was typed, when, and upon which version."""

    key: DraftKey
    payload: dict[str, list[str]]
    saved_at: datetime
    base_version: int
    path: str = ""
    title: str = ""


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.DRAFT_KEY.encode()).digest()))


def save(
    key: DraftKey, *, author: Actor, payload: Payload, base_version: int = 0, path: str = "", title: str = ""
) -> Draft:
    """Keep what was typed, in the place of what was kept before; `path` and `title` of the page lead back to it."""
    whole = {"fields": dict(payload), "path": path, "title": title}
    sealed = _box().encrypt(json.dumps(whole, ensure_ascii=False).encode())
    draft, _ = Draft.objects.update_or_create(
        author_id=author.pk,
        form=key.form,
        about=key.about,
        about_no=key.about_no,
        defaults={"payload": sealed, "base_version": base_version, "saved_at": clock.now()},
    )
    return draft


def load(key: DraftKey, *, author: Actor) -> SavedDraft | None:
    """What this author has begun on this form about this subject."""
    draft = _mine(key, author).first()
    return _open(draft) if draft else None


def mine(*, author: Actor) -> list[SavedDraft]:
    """All that this author has begun, latest first."""
    rows = Draft.objects.filter(author_id=author.pk).order_by("-saved_at")
    return [saved for row in rows if (saved := _open(row))]


def discard(key: DraftKey, *, author: Actor) -> None:
    """Throw the draft away."""
    _mine(key, author).delete()


@contextmanager
def ending(key: DraftKey | None, *, author: Actor) -> Iterator[None]:
    """Whatever act is done inside also ends the draft, in its own transaction; a refused act leaves it."""
    if key is None:
        yield
        return
    with finishing_with(lambda: discard(key, author=author)):
        yield


def _mine(key: DraftKey, author: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(author_id=author.pk, form=key.form, about=key.about, about_no=key.about_no)


def _open(draft: Draft) -> SavedDraft | None:
    """A draft sealed with another key cannot be read, and is not shown."""
    try:
        whole = json.loads(_box().decrypt(bytes(draft.payload)))
    except InvalidToken:
        return None
    return SavedDraft(
        key=DraftKey(draft.form, draft.about, draft.about_no),
        payload=whole["fields"],
        saved_at=draft.saved_at,
        base_version=draft.base_version,
        path=whole["path"],
        title=whole["title"],
    )
