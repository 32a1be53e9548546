"""Facts with a beginning and an end: moments for responsibility and reach, days for life."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q


def live() -> Q:
    """Open rows."""
    return Q(until__isnull=True)


def standing(moment: datetime | date, prefix: str = "") -> Q:
    """Rows true at this moment (or on this day)."""
    return (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": moment})) & Q(
        **{f"{prefix}since__lte": moment}
    )


class Period(models.Model):
    """A dated row: true from `since` up to, not including, `until`; open while `until` is null."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Days(models.Model):
    """A row of life, told in days: true from `since` up to, not including, `until`."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def forward() -> models.CheckConstraint:
    """No empty and no backward period."""
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_forward", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
    )


def not_itself(field: str) -> models.CheckConstraint:
    """A key to the same table never points at its own row."""
    return models.CheckConstraint(name=f"%(app_label)s_%(class)s_{field}_other", condition=~Q(**{field: F("id")}))


def one_live(name: str, *fields: str) -> models.UniqueConstraint:
    """At most one open row for these fields."""
    return models.UniqueConstraint(name=name, fields=list(fields), condition=Q(until__isnull=True))


def exactly_one(name: str, *fields: str) -> models.CheckConstraint:
    """Exactly one of these keys is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(name=name, condition=condition)
