"""Sealed files on the disk, outside of everything that is served; named by chance, never by a person."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from saikne.privacy.engines.uploads.sealing import DamagedError, Sealer, key_id, unseal

NAME = re.compile(r"[0-9a-f]{32}")
MINE_ALONE = 0o700


def folder() -> Path:
    """Where sealed files are."""
    path = Path(settings.MEDIA_ROOT)
    path.mkdir(mode=MINE_ALONE, parents=True, exist_ok=True)
    return path


def key_now() -> str:
    """Which key seals from now on."""
    return key_id(settings.DOCUMENT_KEY)


def put(content: bytes) -> str:
    """Seal and keep; its name. It appears when it is complete and on the disk."""
    name = secrets.token_hex(16)
    target = _path(name)
    target.parent.mkdir(mode=MINE_ALONE, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix="new-", delete=False) as file:
        try:
            sealer = Sealer(settings.DOCUMENT_KEY, file)
            sealer.write(content)
            sealer.finish()
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(target)
    return name


def pieces(name: str) -> Iterator[bytes]:
    """What was kept, piece by piece, each checked. Raises `DamagedError`, also where there is nothing."""
    try:
        with _path(name).open("rb") as file:
            yield from unseal(settings.DOCUMENT_KEY, file)
    except OSError as error:
        raise DamagedError from error


def drop(*names: str) -> None:
    """Remove what no row names; what is gone already is no trouble."""
    for name in filter(None, names):
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise DamagedError
    return folder() / name[:2] / name
