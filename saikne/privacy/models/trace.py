"""What reach leaves behind: who was shown whom, and emergencies. Persons are named by number, never by key."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.core.periods import Period, forward
from saikne.privacy.enums import EmergencyAnswer, EmergencyReason, Purpose

USER = settings.AUTH_USER_MODEL


class BreakGlass(Period):
    """Somebody opened a record with which no relation joins her; the head answers."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=12)
    about_no = models.BigIntegerField()
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=EmergencyReason.choices)
    words = models.CharField(max_length=500)
    answer = models.CharField(max_length=14, choices=EmergencyAnswer.choices, default=EmergencyAnswer.WAITING)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    explanation = models.CharField(max_length=500, blank=True, help_text="what she said when the head asked")
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            forward(),
            models.CheckConstraint(
                name="privacy_emergency_answered",
                condition=Q(answer="waiting", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="waiting") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="privacy_emergency_explained",
                condition=Q(explanation="", explained_at__isnull=True)
                | (~Q(explanation="") & Q(explained_at__isnull=False) & ~Q(answer="waiting")),
            ),
        ]
        indexes = [models.Index(name="privacy_emergency_waiting", fields=["municipality", "answer"])]

    class Personal:
        fields = frozenset({"words", "answer_words", "explanation"})


class AccessRow(models.Model):
    """This person's data were shown to this user, on this page, for this purpose."""

    at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_no = models.BigIntegerField(help_text="the anchor at that moment")
    page = models.CharField(max_length=60)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    grant_no = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="privacy_access_person", fields=["person_no", "at"]),
            models.Index(name="privacy_access_user", fields=["user", "at"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()
