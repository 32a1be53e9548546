"""What every room leans on: audit rows and their seals, running numbers, revisions, drafts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class AuditRow(models.Model):
    """Who did what to which record, and when: ids and field names, never values. Never changed."""

    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=40)
    about_no = models.BigIntegerField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(name="core_audit_about", fields=["about", "about_no"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class AuditSeal(models.Model):
    """One link of the chain: a batch of audit rows with the hash of each, tied to the link before."""

    no = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    upto = models.BigIntegerField(help_text="highest audit id looked at")
    holes = models.JSONField(help_text="ids up to `upto` not seen yet: [id, first missed at]")
    entries = models.BinaryField(help_text="(id, 8 bytes; sha256, 32 bytes) for each row")
    rows = models.PositiveIntegerField()
    total = models.BigIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(name="core_seal_from_one", condition=Q(no__gte=1))]

    class Personal:
        fields: frozenset[str] = frozenset()


class NumberSeries(models.Model):
    """Guard row of one register in one year: whoever holds it gives the next number."""

    register = models.CharField(max_length=40)
    scope_no = models.BigIntegerField(help_text="municipality, by number")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_series_once", fields=["register", "scope_no", "year"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class RunningNumber(models.Model):
    """A number given, for ever."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_number_once", fields=["series", "number"]),
            models.CheckConstraint(name="core_number_from_one", condition=Q(number__gte=1)),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.series.year}/{self.number:03d}"


class Revision(models.Model):
    """What a versioned row held before a change: the ground of field-level merging."""

    about = models.CharField(max_length=40)
    about_no = models.BigIntegerField()
    version = models.PositiveIntegerField(help_text="the version this change made")
    before = models.JSONField(help_text="changed fields with their former values")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_revision_once", fields=["about", "about_no", "version"]),
        ]

    class Personal:
        fields = frozenset({"before"})


class Draft(models.Model):
    """What somebody is still typing: one for each author, form and subject; the subject by number."""

    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=40)
    about_no = models.BigIntegerField()
    payload = models.BinaryField(help_text="encrypted with a key that is not in the database")
    base_version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_draft_once", fields=["author", "form", "about", "about_no"]),
        ]

    class Personal:
        fields = frozenset({"payload"})


class FormDone(models.Model):
    """A form that was sent and done: the same one sent again does nothing twice. Kept for a day."""

    token = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="core_form_done_by", fields=["by", "at"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class Setting(models.Model):
    """A service's own choice, dated: which value held when, and since when we knew."""

    code = models.CharField(max_length=60)
    scope_no = models.BigIntegerField(help_text="municipality, by number; 0 for all")
    value = models.JSONField()
    valid_from = models.DateField()
    known_since = models.DateTimeField()
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_setting_once", fields=["code", "scope_no", "valid_from", "known_since"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()
