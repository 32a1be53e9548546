"""Sign-in as we want it: nobody signs up by herself, and no secret of the second step lies in the clear."""

import base64
import secrets

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from saikne.accounts.sealing import opened, seal

log = structlog.get_logger(__name__)


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets of two-step sign-in are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """What the database gets."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; for one that cannot be opened another that nobody knows, so that no code fits it."""
        text = opened(encrypted_text)
        if text is None:
            log.error("two_step_secret_unreadable")
            return base64.b32encode(secrets.token_bytes(20)).decode()
        return text
