"""The journal and the psychosocial notebook: what happened, with whom, what kind of work it was."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.accounts.models import User
from saikne.cases.enums import EntryKind, Notebook, WorkKind
from saikne.core.periods import not_itself
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

USER = settings.AUTH_USER_MODEL


class EntryQuerySet(ReachQuerySet["JournalEntry"]):
    """Named filters of journal entries."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Each notebook opens to its own audience."""
        work = self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case)
        psychosocial = self.reachable(user, about="case", opens=(Opens.PSYCHOSOCIAL,), only=case)
        return self.filter(
            Q(notebook=Notebook.WORK, case__in=work) | Q(notebook=Notebook.PSYCHOSOCIAL, case__in=psychosocial)
        )

    def standing(self) -> Self:
        """Keep what was not withdrawn or moved to another file."""
        return self.filter(withdrawn_at__isnull=True)


class JournalEntry(models.Model):
    """What happened on a day; written once, withdrawn or moved with a reason, never rewritten."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="entries")
    notebook = models.CharField(max_length=12, choices=Notebook.choices, default=Notebook.WORK)
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    work = models.CharField(max_length=14, choices=WorkKind.choices, default=WorkKind.SOCIAL_WORK)
    on = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    moved_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            not_itself("moved_from"),
            models.CheckConstraint(
                name="cases_entry_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]
        indexes = [
            models.Index(name="cases_entry_latest", fields=["case", "notebook", "-on", "-id"]),
            models.Index(name="cases_entry_by", fields=["by", "-on"]),
            # Few entries move: counted with the others, the unique index looks useless to a planner.
            models.Index(name="cases_entry_moved", fields=["moved_from"], condition=Q(moved_from__isnull=False)),
        ]

    class Personal:
        fields = frozenset({"text", "withdrawn_because"})


class EntryPerson(models.Model):
    """Who was present: one of the people on record, or somebody by name."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="people")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_entryperson_one",
                condition=(Q(record__isnull=False, name="")) | (Q(record__isnull=True) & ~Q(name="")),
            ),
            models.UniqueConstraint(
                name="cases_entryperson_once", fields=["entry", "record"], condition=Q(record__isnull=False)
            ),
        ]

    class Personal:
        fields = frozenset({"name"})


class Receipt(models.Model):
    """An entry addressed to a colleague waits until she says that she has read it."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_receipt_once", fields=["entry", "user"])]
        indexes = [models.Index(name="cases_receipt_waiting", fields=["user"], condition=Q(received_at__isnull=True))]

    class Personal:
        fields: frozenset[str] = frozenset()
