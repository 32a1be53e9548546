"""Who holds what: the ledger of reach. Cases and records are named by number, never by key."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from saikne.core.periods import Period, forward, one_live, standing
from saikne.core.prepared import prepared
from saikne.organisation.enums import UnitRole
from saikne.privacy.enums import Ground, Opens, RestrictionReason

USER = settings.AUTH_USER_MODEL


class Numbered(TypedDict):
    """One column of a subquery: the number of a record."""

    about_no: int


Numbers: TypeAlias = "models.QuerySet[Grant, Numbered]"


class Holder(models.Model):
    """Who can hold a grant: one user, whoever has a role in a unit, or an institution."""

    user = models.OneToOneField(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="holder")
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True, choices=UnitRole.choices)
    institution = models.OneToOneField(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_holder_exactly_one",
                condition=Q(user__isnull=False, unit__isnull=True, institution__isnull=True, role="")
                | (Q(user__isnull=True, unit__isnull=False, institution__isnull=True) & ~Q(role=""))
                | Q(user__isnull=True, unit__isnull=True, institution__isnull=False, role=""),
            ),
            models.UniqueConstraint(
                name="privacy_holder_role_once", fields=["unit", "role"], condition=Q(unit__isnull=False)
            ),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class HolderMember(Period):
    """Acts as the holder for a time: the user herself, a post in the unit, a deputy."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=12, default="self")

    class Meta:
        constraints = [
            forward(),
            models.UniqueConstraint(name="privacy_member_since", fields=["holder", "user", "ground", "since"]),
        ]
        indexes = [models.Index(name="privacy_member_of", fields=["user", "holder", "since", "until"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class GrantManager(models.Manager["Grant"]):
    """Questions to the whole ledger, put together once."""

    def standing_for(self, user_id: int, at: datetime) -> "QuerySet[Grant]":
        """Grants that this user may use at this moment, herself or as a member of a holder."""
        return _standing_for(user_id=user_id, at=at)

    def opening(
        self, user_id: int, *, about: str, opens: Iterable[str], at: datetime, only: int | None = None
    ) -> "Numbers":
        """Numbers of the records that the user may see for one of these kinds: the whole of `visible_to`."""
        return _opening(user_id=user_id, about=about, opens=tuple(opens), at=at, only=only)


class Grant(Period):
    """This holder may see this record for this kind of work, on this ground, from, until."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="grants", db_index=False)
    about = models.CharField(max_length=12, help_text="case, record, contact: registered words")
    about_no = models.BigIntegerField()
    opens = models.CharField(max_length=12, choices=Opens.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    ground_no = models.BigIntegerField()
    side = models.ForeignKey("Side", null=True, blank=True, on_delete=models.PROTECT, related_name="grants")

    objects = GrantManager()

    class Meta:
        constraints = [
            forward(),
            models.UniqueConstraint(
                name="privacy_grant_once",
                fields=["about", "about_no", "holder", "opens", "ground", "ground_no"],
                condition=Q(until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="privacy_grant_reach", fields=["holder", "about", "opens", "about_no"]),
            models.Index(name="privacy_grant_about", fields=["about", "about_no"]),
            models.Index(name="privacy_grant_ground", fields=["ground", "ground_no"], condition=Q(until__isnull=True)),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class Side(Period):
    """On which side of a separation a holder stands for a record (leads, decides); grants of that ground lean on it."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=12)
    about_no = models.BigIntegerField()
    separation = models.CharField(max_length=16, help_text="lead_or_decide: registered")
    ground = models.CharField(max_length=16, choices=Ground.choices)

    class Meta:
        constraints = [forward(), one_live("privacy_side_one", "holder", "about", "about_no", "separation")]

    class Personal:
        fields: frozenset[str] = frozenset()


class Bar(Period):
    """This user may not see this record (own relative, declared conflict), whatever she holds."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=12)
    about_no = models.BigIntegerField()
    ground = models.CharField(max_length=16)

    class Meta:
        constraints = [forward()]
        indexes = [models.Index(name="privacy_bar_user", fields=["user", "about", "about_no"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class Restriction(Period):
    """Only users named on the ground `named` see this record, until a day."""

    about = models.CharField(max_length=12)
    about_no = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=RestrictionReason.choices)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(name="privacy_restriction_ends", condition=Q(until__isnull=False)),
        ]
        indexes = [models.Index(name="privacy_restriction_of", fields=["about", "about_no"])]

    class Personal:
        fields = frozenset({"note"})


@prepared
def _standing_for(*, user_id: int, at: datetime) -> QuerySet[Grant]:
    acting = HolderMember.objects.filter(standing(at), user_id=user_id)
    return Grant.objects.filter(standing(at), holder__in=acting.values("holder"))


@prepared
def _opening(*, user_id: int, about: str, opens: tuple[str, ...], at: datetime, only: int | None) -> Numbers:
    barred = Bar.objects.filter(standing(at), user_id=user_id, about=about)
    closed = Restriction.objects.filter(standing(at), about=about)
    found = _standing_for(user_id=user_id, at=at).filter(about=about, opens__in=opens)
    if only is not None:
        found = found.filter(about_no=only)
    return (
        found.filter(Q(ground=Ground.NAMED) | ~Q(about_no__in=closed.values("about_no")))
        .exclude(about_no__in=barred.values("about_no"))
        .values("about_no")
    )
