"""Persons as anchors, the records that speak of them, and how people live together."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import Days, Period, forward, not_itself, one_live
from saikne.people.enums import (
    AddressKind,
    CodeStanding,
    Language,
    MemberRole,
    Reading,
    RecordSource,
    Sex,
    TieKind,
)
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

USER = settings.AUTH_USER_MODEL
# The record to which facts, grants and addresses belong, whichever wording of it is asked.
# The cast lets SQLite compare it with keys by its index: the outcome of a function has no type there.
FIRST_NO = Cast(Coalesce("root_id", "id"), models.BigIntegerField())


class Person(models.Model):
    """An anchor without data. Its number stays valid for ever."""

    made_at = models.DateTimeField()

    class Personal:
        fields: frozenset[str] = frozenset()


class SearchMade(models.Model):
    """Somebody looked before creating: a digest of the question, and which records she was shown."""

    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    candidates = models.JSONField(default=list, help_text="numbers of the records found")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        fields: frozenset[str] = frozenset()


class RecordQuerySet(ReachQuerySet["PersonRecord"]):
    """Named filters of person records."""

    def visible_to(self, user: User, *, only: int | None = None) -> Self:
        """Keep the records within this user's reach."""
        return self.filter(pk__in=self.reachable(user, about="record", opens=Opens.values, only=only))

    def roots(self) -> Self:
        """First records only: the ones to which facts point."""
        return self.filter(root__isnull=True)

    def faces(self) -> Self:
        """What is said now: each first record's latest wording, with that record's number as `first_no`."""
        return self.filter(amended_at__isnull=True).annotate(first_no=FIRST_NO)

    def faces_of(self, numbers: Any) -> Self:
        """What is said now of these first records (numbers or a subquery of them); found by an index of its own."""
        return self.faces().filter(first_no__in=numbers)

    def face_of(self, number: Any) -> Self:
        """What is said now of one first record (its number, or an outer query's column that holds it)."""
        return self.faces().filter(first_no=number)


class PersonRecord(models.Model):
    """What one source said of one person when it was entered. Never changed, never moved.

    Facts point at the first record (the root). A correction or completion is a new row with that root, and ends
    the one before it; the one row with `amended_at` null is the face that pages show.
    """

    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, choices=Sex.choices)
    unknown = models.JSONField(default=dict, help_text="field: why it is not known")
    language = models.CharField(max_length=5, blank=True, choices=Language.choices)
    reading = models.CharField(max_length=10, blank=True, choices=Reading.choices)
    interpreter = models.BooleanField(default=False)
    sort_key = models.CharField(max_length=410, blank=True, help_text="Latvian order in any collation")
    source = models.CharField(max_length=10, choices=RecordSource.choices, default=RecordSource.WORKER)
    search = models.OneToOneField(SearchMade, null=True, blank=True, on_delete=models.PROTECT, related_name="record")
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    amends = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by")
    amended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, help_text="why it was amended")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            not_itself("root"),
            not_itself("amends"),
            models.CheckConstraint(
                name="people_record_worker_searched",
                condition=~Q(source="worker") | Q(search__isnull=False) | Q(amends__isnull=False),
            ),
            models.CheckConstraint(
                name="people_record_root_if_amends",
                condition=Q(root__isnull=True, amends__isnull=True) | Q(root__isnull=False, amends__isnull=False),
            ),
            models.UniqueConstraint(
                name="people_record_one_face", fields=["root"], condition=Q(amended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="people_record_dies_after_birth",
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=models.F("born_on")),
            ),
        ]
        indexes = [
            models.Index(name="people_record_born", fields=["born_on"]),
            models.Index(name="people_record_sort", fields=["sort_key", "id"]),
            models.Index(FIRST_NO, name="people_record_face", condition=Q(amended_at__isnull=True)),
        ]

    class Personal:
        fields = frozenset(
            {"given_name", "family_name", "born_on", "died_on", "sex", "unknown", "language", "reading",
             "interpreter", "sort_key", "why"}
        )  # fmt: skip

    @property
    def root_no(self) -> int:
        """Number of the first record: the one to which facts, grants and addresses belong."""
        return self.root_id or self.pk

    @property
    def name(self) -> str:
        """Given name and surname, as far as they are known."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


class SearchKey(models.Model):
    """One way in which a search finds a record: a code, a birth date, the sound of a name."""

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="keys")
    key = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(help_text="of the rule that made it")

    class Meta:
        constraints = [models.UniqueConstraint(name="people_key_once", fields=["key", "record"])]

    class Personal:
        fields = frozenset({"key"})


class IdentityLink(Period):
    """This record speaks of this person. Merging and splitting write here and nowhere else."""

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    act_no = models.BigIntegerField(null=True, blank=True, help_text="one merge is undone as one")
    evidence = models.JSONField(default=dict)
    score = models.FloatField(null=True, blank=True)
    model = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            forward(),
            one_live("people_link_one_open", "record"),
            models.UniqueConstraint(name="people_link_since", fields=["record", "since"]),
            models.UniqueConstraint(name="people_link_until", fields=["record", "until"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class CodeFact(models.Model):
    """A personal code as a record gives it. One row holds a live code; others repeat it or contest it."""

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=11)
    standing = models.CharField(max_length=9, choices=CodeStanding.choices)
    holder = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeats")
    former = models.BooleanField(default=False, help_text="no longer used; it still finds the person")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            not_itself("holder"),
            models.UniqueConstraint(name="people_code_one_live", fields=["code"], condition=Q(standing="holds")),
            models.UniqueConstraint(name="people_code_once_a_record", fields=["record", "code"]),
            models.CheckConstraint(
                name="people_code_repeats_a_holder",
                condition=Q(standing="repeats", holder__isnull=False)
                | (~Q(standing="repeats") & Q(holder__isnull=True)),
            ),
            models.CheckConstraint(name="people_code_eleven_digits", condition=Q(code__regex=r"^[0-9]{11}$")),
        ]
        indexes = [models.Index(name="people_code_any", fields=["code"])]

    class Personal:
        fields = frozenset({"code"})


class Address(Days):
    """Where somebody lives, declared and in fact, by date."""

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind.choices)
    text = models.CharField(max_length=200)
    territory = models.ForeignKey(
        "organisation.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden = models.BooleanField(default=False, help_text="shown to nobody who need not go there")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [forward(), one_live("people_address_one_of_kind", "record", "kind")]

    class Personal:
        fields = frozenset({"text", "hidden"})


class HouseholdQuerySet(ReachQuerySet["Household"]):
    """Named filters of households."""

    def visible_to(self, user: User, *, only: int | None = None) -> Self:
        """Keep the households in which somebody within this user's reach lives today or will."""
        people = self.reachable(user, about="record", opens=Opens.values)
        living = HouseholdMember.objects.filter(Q(until__isnull=True) | Q(until__gt=clock.today()), record__in=people)
        if only is not None:
            living = living.filter(household=only)
        return self.filter(pk__in=living.values("household"))


class Household(models.Model):
    """People who keep house together; a move to another municipality begins a new one."""

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text="as the household is called on pages: Ozoliņu ģimene")
    sort_key = models.CharField(max_length=240, blank=True, help_text="Latvian order in any collation")
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [not_itself("continues")]

    class Personal:
        fields = frozenset({"name", "sort_key"})

    def __str__(self) -> str:
        return self.name


class HouseholdMember(Days):
    """A record's membership by date: dates, because life is told in days."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=MemberRole.choices)

    class Meta:
        constraints = [forward(), one_live("people_member_once", "household", "record")]

    class Personal:
        fields = frozenset({"role"})


class Tie(models.Model):
    """What A is to B, by date."""

    a = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="ties_to")
    b = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="ties_from")
    kind = models.CharField(max_length=16, choices=TieKind.choices)
    since = models.DateField(null=True, blank=True, help_text="often nobody knows since when")
    until = models.DateField(null=True, blank=True)
    how_ended = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(name="people_tie_two_people", condition=~Q(a=models.F("b"))),
            one_live("people_tie_once", "a", "b", "kind"),
        ]

    class Personal:
        fields = frozenset({"kind", "how_ended"})
