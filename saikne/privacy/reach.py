"""Reach as part of fetching: the base of every queryset over personal data."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.privacy.enums import Ground
from saikne.privacy.models import Bar, Grant, Numbers, Restriction

M = TypeVar("M", bound=models.Model)


class ReachQuerySet(models.QuerySet[M]):
    """Named filters of a model whose rows only some may see."""

    def reachable(self, user: User, *, about: str, opens: Iterable[str], only: int | None = None) -> Numbers:
        """Numbers of `about` that this user may see for one of these kinds, as one subquery."""
        return Grant.objects.opening(user.pk, about=about, opens=opens, at=clock.now(), only=only)

    def not_kept(self, user: User, *, about: str, by: str) -> Self:
        """Leave out rows whose key `by` names an `about` that is restricted to others, or barred to this user."""
        moment = clock.now()
        named = Grant.objects.standing_for(user.pk, moment).filter(about=about, ground=Ground.NAMED).values("about_no")
        closed = Restriction.objects.filter(standing(moment), about=about).exclude(about_no__in=named)
        barred = Bar.objects.filter(standing(moment), about=about, user=user)
        return self.exclude(**{f"{by}__in": closed.values("about_no")}).exclude(
            **{f"{by}__in": barred.values("about_no")}
        )
