"""Seal a stream in pieces: what is on the disk can be read, changed, cut or rearranged by nobody without the key.

A header with a random salt, then pieces of 64 KiB, each under AES-256-GCM; the number of a piece and whether it is the
last are part of its nonce. The key of a stream comes from the secret and the salt by HKDF.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"SAIKNE1\n"
SALT, TAG, PIECE = 16, 16, 64 * 1024


class DamagedError(Exception):
    """What was read is not what was sealed, or was sealed with another key."""


def key_id(secret: str) -> str:
    """Which key it was, without telling it."""
    return hashlib.sha256(b"saikne key " + secret.encode()).hexdigest()[:16]


def _box(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"saikne document").derive(secret.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Writes what it is given, sealed, to a file; `finish` marks the end, without which nothing can be read."""

    def __init__(self, secret: str, out: IO[bytes]) -> None:
        """The header goes out at once."""
        self._header = MARK + os.urandom(SALT)
        self._box, self._out = _box(secret, self._header[len(MARK) :]), out
        self._held, self._number = bytearray(), 0
        out.write(self._header)

    def write(self, plain: bytes) -> None:
        """Take more; a piece goes out when the next one has begun."""
        self._held += plain
        while len(self._held) > PIECE:
            self._send(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def finish(self) -> None:
        """Send what is held as the last piece."""
        self._send(bytes(self._held), last=True)
        self._held.clear()

    def _send(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._box.encrypt(_nonce(self._number, last=last), plain, self._header))
        self._number += 1


def unseal(secret: str, file: IO[bytes]) -> Iterator[bytes]:
    """Pieces of what was sealed, each checked before it is given. Raises `DamagedError`, also for a missing end."""
    header = file.read(len(MARK) + SALT)
    if len(header) != len(MARK) + SALT or not header.startswith(MARK):
        raise DamagedError
    box, number = _box(secret, header[len(MARK) :]), 0
    piece = file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield box.decrypt(_nonce(number, last=not following), piece, header)
        except InvalidTag as error:
            raise DamagedError from error
        if not following:
            return
        piece, number = following, number + 1
