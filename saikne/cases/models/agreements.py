"""One agreement in force for a client, in chapters, each with its own parties and term."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from saikne.cases.enums import AgreementState, ChapterKind, ChapterState, SigningWay
from saikne.core.periods import exactly_one, not_itself

USER = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """The client's agreement; one in force, one in draft."""

    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="agreements")
    state = models.CharField(max_length=9, choices=AgreementState.choices, default=AgreementState.DRAFT)
    number = models.OneToOneField(
        "core.RunningNumber", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_agreement_one_in_force", fields=["client"], condition=Q(state="in_force")
            ),
            models.UniqueConstraint(name="cases_agreement_one_draft", fields=["client"], condition=Q(state="draft")),
            models.CheckConstraint(
                name="cases_agreement_state_and_dates",
                condition=Q(
                    state__in=["draft", "dropped"],
                    in_force_since__isnull=True,
                    ended_at__isnull=True,
                    number__isnull=True,
                )
                | Q(
                    state="in_force",
                    in_force_since__isnull=False,
                    ended_at__isnull=True,
                    number__isnull=False,
                )
                | Q(
                    state="ended",
                    in_force_since__isnull=False,
                    ended_at__gt=F("in_force_since"),
                    number__isnull=False,
                ),
            ),
        ]

    class Personal:
        fields = frozenset({"ended_because"})


class AgreementVersion(models.Model):
    """The wording of the whole agreement at one moment, as it was printed and signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="chapters, points, parties, terms")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_agreementversion_once", fields=["agreement", "number"])]

    class Personal:
        fields = frozenset({"content"})


class Chapter(models.Model):
    """A chapter: its kind, owner, ground, term and own parties; ending one leaves the rest."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="chapters")
    kind = models.CharField(max_length=13, choices=ChapterKind.choices)
    state = models.CharField(max_length=9, choices=ChapterState.choices, default=ChapterState.DRAFT)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="given when it comes into force")
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            not_itself("carried_from"),
            models.UniqueConstraint(
                name="cases_chapter_one_of_kind",
                fields=["agreement", "kind"],
                condition=Q(state="in_force") & ~Q(kind="service"),
            ),
            models.UniqueConstraint(
                name="cases_chapter_number_once", fields=["agreement", "number"], condition=Q(state="in_force")
            ),
            models.CheckConstraint(
                name="cases_chapter_forward", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="cases_chapter_ended_has_day",
                condition=Q(state="ended", ended_on__isnull=False) | (~Q(state="ended") & Q(ended_on__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="cases_chapter_ending", fields=["until"], condition=Q(state="in_force"))]

    class Personal:
        fields = frozenset({"ground", "ended_because"})


class ChapterVersion(models.Model):
    """The numbered points of a chapter as they were worded."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    points = models.JSONField(help_text="list of {text, weekdays?, from?, to?, who?, kept?}")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_chapterversion_once", fields=["chapter", "number"])]

    class Personal:
        fields = frozenset({"points"})


class ChapterParty(models.Model):
    """A party of a chapter: one of the client's people, a worker for the service, or an institution."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="parties")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            exactly_one("cases_party_exactly_one", "record", "user", "institution"),
            models.UniqueConstraint(
                name="cases_party_record_once",
                fields=["chapter", "record"],
                condition=Q(record__isnull=False),
            ),
            models.UniqueConstraint(
                name="cases_party_user_once", fields=["chapter", "user"], condition=Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                name="cases_party_institution_once",
                fields=["chapter", "institution"],
                condition=Q(institution__isnull=False),
            ),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class Signature(models.Model):
    """A party signed a wording of the chapter, on a day, in some way."""

    version = models.ForeignKey(ChapterVersion, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(ChapterParty, on_delete=models.PROTECT, related_name="signatures")
    on = models.DateField()
    way = models.CharField(max_length=10, choices=SigningWay.choices)
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_signature_once", fields=["version", "party"])]

    class Personal:
        fields: frozenset[str] = frozenset()


class PointRequest(models.Model):
    """A colleague was asked to change a point of this wording; the note and its receipt stand in the journal."""

    version = models.ForeignKey(ChapterVersion, on_delete=models.PROTECT, related_name="requests")
    point = models.PositiveSmallIntegerField()
    entry = models.OneToOneField("cases.JournalEntry", on_delete=models.PROTECT, related_name="point_request")

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_pointrequest_names_a_point", condition=Q(point__gte=1)),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()
