"""Secrets of sign-in as they lie in the database: sealed under a key that is not there."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(text: str) -> str:
    """The text as only whoever has the key can read it."""
    return _box().encrypt(text.encode()).decode()


def opened(sealed: str) -> str | None:
    """The text that was sealed; None for what was sealed under another key, or by nobody."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.SIGN_IN_KEY.encode()).digest()))
