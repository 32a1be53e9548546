"""Reach as part of fetching: the base of every queryset over personal data."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from saikne.accounts.models import User
from saikne.core import clock
from saikne.privacy.models import Grant, Numbers

M = TypeVar("M", bound=models.Model)


class ReachQuerySet(models.QuerySet[M]):
    """Named filters of a model whose rows only some may see."""

    def reachable(self, user: User, *, about: str, opens: Iterable[str], only: int | None = None) -> Numbers:
        """Numbers of `about` that this user may see for one of these kinds, as one subquery."""
        return Grant.objects.opening(user.pk, about=about, opens=opens, at=clock.now(), only=only)
