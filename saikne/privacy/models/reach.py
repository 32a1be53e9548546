"""Reach as part of fetching: the base of every queryset over personal data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import QuerySet

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.privacy.enums import Ground
from saikne.privacy.models.ledger import Bar, Grant, Numbered, Numbers, Restriction

M = TypeVar("M", bound=models.Model)


class ReachQuerySet(models.QuerySet[M]):
    """Named filters of a model whose rows only some may see."""

    def reachable(self, user: User, *, about: str, opens: Iterable[str], only: int | None = None) -> Numbers:
        """Numbers of `about` that this user may see for one of these kinds, as one subquery."""
        return Grant.objects.opening(user.pk, about=about, opens=opens, at=clock.now(), only=only)

    def not_kept(self, user: User, *, about: str, by: str) -> Self:
        """Leave out rows whose key `by` names an `about` that is restricted to others, or barred to this user."""
        return self.not_kept_at(user.pk, clock.now(), about=about, by=by)

    def not_kept_at(self, user_id: int, at: datetime, *, about: str, by: str) -> Self:
        """The same for a user's number at a moment: what a prepared question knows of her."""
        closed = closed_to(user_id=user_id, about=about, at=at)
        barred = barred_from(user_id=user_id, about=about, at=at)
        return self.exclude(**{f"{by}__in": closed}).exclude(**{f"{by}__in": barred})


@prepared
def closed_to(*, user_id: int, about: str, at: datetime) -> QuerySet[Restriction, Numbered]:
    """Numbers of records that only others are named for."""
    named = Grant.objects.standing_for(user_id, at).filter(about=about, ground=Ground.NAMED)
    closed = Restriction.objects.filter(standing(at), about=about)
    return closed.exclude(about_no__in=named.values("about_no")).values("about_no")


@prepared
def barred_from(*, user_id: int, about: str, at: datetime) -> QuerySet[Bar, Numbered]:
    """Numbers of records with which this user does not work."""
    return Bar.objects.filter(standing(at), about=about, user_id=user_id).values("about_no")
