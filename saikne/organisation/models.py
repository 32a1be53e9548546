"""The service itself, dated: municipality, territory, unit, post, posting, partners."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.accounts.models import User
from saikne.core.periods import Days, Period, forward, not_itself, one_live
from saikne.organisation.enums import AbsenceKind, InstitutionKind, QualificationKind, Specialisation

USER = settings.AUTH_USER_MODEL


class Municipality(models.Model):
    """A municipality; its name in the forms that a Latvian sentence needs."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=80)
    name_genitive = models.CharField(max_length=80)
    name_locative = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    residents = models.PositiveIntegerField(null=True, blank=True)
    residents_verified = models.BooleanField(default=False)
    service_name = models.CharField(max_length=120, blank=True)
    service_phone = models.CharField(max_length=30, blank=True)
    service_address = models.CharField(max_length=120, blank=True)
    approves_assessments = models.BooleanField(default=False, help_text="the head approves a signed assessment")

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


class Territory(Days):
    """A parish or town of a municipality, for as long as it was one."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="territories")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=80)
    name_genitive = models.CharField(max_length=80, blank=True)
    name_locative = models.CharField(max_length=80, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)

    class Meta:
        constraints = [
            forward(),
            not_itself("parent"),
            one_live("organisation_territory_one_name", "municipality", "name"),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


class TerritoryCrosswalk(models.Model):
    """How much of an old territory went into a new one."""

    old = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="came_from")
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_crosswalk_once", fields=["old", "new"]),
            models.CheckConstraint(name="organisation_crosswalk_share", condition=Q(share__gt=0) & Q(share__lte=1)),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class Unit(Days):
    """A service or a part of it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=120)
    name_locative = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    territories = models.ManyToManyField(Territory, blank=True, related_name="+")

    class Meta:
        constraints = [
            forward(),
            not_itself("parent"),
            one_live("organisation_unit_one_name", "municipality", "name"),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


class Post(Days):
    """A post of a unit, with its specialisation and share."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    specialisation = models.CharField(max_length=12, choices=Specialisation.choices)
    title = models.CharField(max_length=120)
    share = models.DecimalField(max_digits=3, decimal_places=2, default=1)

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(name="organisation_post_share", condition=Q(share__gt=0) & Q(share__lte=1)),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.title


class Posting(Days):
    """A worker holds a post, or a part of it, for a time."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="postings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="postings")
    share = models.DecimalField(max_digits=3, decimal_places=2, default=1)

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(name="organisation_posting_share", condition=Q(share__gt=0) & Q(share__lte=1)),
            one_live("organisation_posting_once", "user", "post"),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class Qualification(Days):
    """What a worker may do by her learning, of what scope, and until when the paper holds."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=14, choices=QualificationKind.choices)
    scope = models.CharField(max_length=160, blank=True, help_text="which method, how many hours, which paper")

    class Meta:
        constraints = [
            forward(),
            models.UniqueConstraint(name="organisation_qualification_once", fields=["user", "kind", "scope", "since"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class Absence(Days):
    """Somebody is away from a day, until another if that is known; came back, or did not go, at a moment."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices)
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="when she read what happened meanwhile")

    class Meta:
        constraints = [forward()]
        indexes = [models.Index(name="organisation_absence_of", fields=["user", "since"])]

    class Personal:
        fields = frozenset({"kind"})


class Deputyship(Period):
    """Somebody stands in for an absent colleague in all her work; the latest one holds."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="deputyships")
    absent = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="standing_in")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(name="organisation_deputyship_ends", condition=Q(until__isnull=False)),
            models.CheckConstraint(name="organisation_deputyship_two_people", condition=~Q(absent=models.F("deputy"))),
        ]
        indexes = [models.Index(name="organisation_deputyship_of", fields=["absent", "until"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class Institution(models.Model):
    """A partner: school, police, custody court, provider."""

    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="institutions"
    )
    kind = models.CharField(max_length=14, choices=InstitutionKind.choices)
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=30, blank=True)
    users: "models.ManyToManyField[User, models.Model]" = models.ManyToManyField(
        User, blank=True, related_name="institutions"
    )

    class Meta:
        constraints = [models.UniqueConstraint(name="organisation_institution_once", fields=["municipality", "name"])]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name
