"""Whoever can sign in, and the short messages that wait for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from saikne.accounts.enums import UserKind


class User(AbstractUser):
    """A person or a machine that acts: staff, a partner, a client, the system itself."""

    kind = models.CharField(max_length=8, choices=UserKind.choices, default=UserKind.STAFF)
    title = models.CharField(max_length=80, blank=True, help_text="what her work is called, for colleagues")
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, default="lv")
    last_seen_work_at = models.DateTimeField(null=True, blank=True)
    role_permissions: frozenset[str] | None = None

    class Personal:
        fields = frozenset({"username", "first_name", "last_name", "email", "phone"})

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a role carries this permission. Django would ask nobody for a superuser; here she has no by-pass."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        """Whether a role carries any permission of this room."""
        return any(perm.partition(".")[0] == app_label for perm in self.get_all_permissions())

    @property
    def short_name(self) -> str:
        """M. Liepa: in dense lists."""
        return f"{self.first_name[:1]}. {self.last_name}" if self.first_name and self.last_name else str(self)


class Notice(models.Model):
    """Something a worker should know: a message id and what it is about, by number, never a text about a person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    message = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    about_no = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="accounts_notice_unseen", fields=["user", "-at"], condition=Q(seen_at__isnull=True))
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class OneTimeLink(models.Model):
    """A link that works once; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40, blank=True)
    about_no = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        fields: frozenset[str] = frozenset()
