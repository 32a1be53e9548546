"""Documents of a file: what each is, where it is, whom it concerns, and what is kept of the file that was sent."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import not_itself
from saikne.privacy.engines.uploads.kinds import Kind, Remark
from saikne.privacy.enums import DocumentKind, DocumentMedium, DocumentWay, Opens
from saikne.privacy.models.ledger import Grant
from saikne.privacy.models.reach import ReachQuerySet, barred_from, closed_to

USER = settings.AUTH_USER_MODEL
AUDIENCES = (Opens.CASE_WORK, Opens.PSYCHOSOCIAL)


class DocumentQuerySet(ReachQuerySet["Document"]):
    """Named filters of documents."""

    def visible_to(self, user: User, *, filed_kind: str = "case", only: int | None = None) -> Self:
        """Each audience sees its own; what concerns a person kept from this user is kept too."""
        return self.visible_at(user.pk, clock.now(), filed_kind=filed_kind, only=only)

    def visible_at(self, user_id: int, at: datetime, *, filed_kind: str, only: int | None) -> Self:
        """The same for a user's number at a moment: what a prepared question knows of her."""
        found = Q(pk__in=[])
        for audience in AUDIENCES:
            within = Grant.objects.opening(user_id, about=filed_kind, opens=(audience,), at=at, only=only)
            found |= Q(audience=audience, filed_no__in=within)
        return self.filter(found, filed_kind=filed_kind).exclude(pk__in=_about_kept(user_id, at).values("document"))

    def standing(self) -> Self:
        """Keep what was neither withdrawn nor moved to another file."""
        return self.filter(withdrawn_at__isnull=True)


class Document(models.Model):
    """A document with its running number; withdrawn or moved with a reason, never deleted."""

    filed_kind = models.CharField(max_length=12, help_text="of what it is a document: case, as in a grant")
    filed_no = models.BigIntegerField()
    audience = models.CharField(max_length=12, choices=Opens.choices, default=Opens.CASE_WORK)
    number = models.ForeignKey("core.RunningNumber", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=8, choices=DocumentWay.choices)
    party = models.CharField(max_length=160, blank=True, help_text="from whom or to whom")
    on = models.DateField()
    medium = models.CharField(max_length=5, choices=DocumentMedium.choices)
    shelf = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    moved_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            not_itself("moved_from"),
            models.CheckConstraint(name="privacy_document_audience", condition=Q(audience__in=AUDIENCES)),
            models.CheckConstraint(name="privacy_document_paper_has_shelf", condition=Q(medium="file") | ~Q(shelf="")),
            models.CheckConstraint(name="privacy_document_names_other_side", condition=Q(way="own") | ~Q(party="")),
            # Moved to the right file, a document keeps its number: there is one with it that was not moved there.
            models.UniqueConstraint(
                name="privacy_document_number_once", fields=["number"], condition=Q(moved_from__isnull=True)
            ),
            models.CheckConstraint(
                name="privacy_document_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]
        indexes = [models.Index(name="privacy_document_filed", fields=["filed_kind", "filed_no", "-on", "-id"])]

    class Personal:
        fields = frozenset({"title", "party", "withdrawn_because"})

    @property
    def label(self) -> str:
        """D-2026/014; needs `number__series` fetched."""
        return pgettext("running number of a document", "D-%(number)s") % {"number": self.number}


class DocumentPerson(models.Model):
    """Whom a document concerns, by record number: kept from whoever the person is kept from."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="people")
    record_no = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="privacy_documentperson_once", fields=["document", "record_no"]),
        ]
        indexes = [models.Index(name="privacy_documentperson_of", fields=["record_no"])]

    class Personal:
        fields: frozenset[str] = frozenset()


def _about_kept(user_id: int, at: datetime) -> models.QuerySet[DocumentPerson]:
    """People of documents who are restricted to others than this user, or with whom she does not work."""
    closed = closed_to(user_id=user_id, about="record", at=at)
    barred = barred_from(user_id=user_id, about="record", at=at)
    return DocumentPerson.objects.filter(Q(record_no__in=closed) | Q(record_no__in=barred))


class KeptFile(models.Model):
    """What is kept of a file: sealed on the disk under `blob`, with the hash of what was sealed and of what came."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value.upper()) for kind in Kind])
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    came_sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16, help_text="which key sealed it")
    blob = models.CharField(max_length=32)
    preview = models.CharField(max_length=32, blank=True, help_text="blob of the first page in small")
    remarks = models.JSONField(default=list, help_text="words of the engine: location_removed, locked …")

    class Meta:
        abstract = True

    @property
    def opens_alone(self) -> bool:
        """Whether it can be read without a password of its own."""
        return Remark.LOCKED not in self.remarks


class DocumentFile(KeptFile):
    """One file of a document; a document moved to another file goes on with the same sealed bytes."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="privacy_documentfile_place", fields=["document", "place"])]

    class Personal:
        fields = frozenset({"name"})


class UploadQuerySet(models.QuerySet["Upload"]):
    """Named filters of files on their way."""

    def visible_to(self, user: User) -> Self:
        """Nobody else sees what somebody has just sent."""
        return self.filter(by=user)


class Upload(KeptFile):
    """A file that was sent and not filed yet: its sender's alone, for a day."""

    filed_kind = models.CharField(max_length=12)
    filed_no = models.BigIntegerField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="privacy_upload_by", fields=["by", "filed_kind", "filed_no"])]

    class Personal:
        fields = frozenset({"name"})
