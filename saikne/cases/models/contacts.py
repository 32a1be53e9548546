"""The first contact: counted, answered, and turned into a file without typing again."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.accounts.models import User
from saikne.cases.enums import ContactOutcome, ContactReason, ContactWay
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

USER = settings.AUTH_USER_MODEL


class ContactQuerySet(ReachQuerySet["FirstContact"]):
    """Named filters of first contacts."""

    def visible_to(self, user: User, *, only: int | None = None) -> Self:
        """Keep the contacts within this user's reach; one about a person or a file kept from her is kept too."""
        found = self.filter(pk__in=self.reachable(user, about="contact", opens=Opens.values, only=only))
        return found.not_kept(user, about="record", by="record").not_kept(user, about="case", by="case")


class FirstContact(models.Model):
    """Somebody turned to the service; a person may be named or not."""

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.OneToOneField("core.RunningNumber", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=ContactWay.choices)
    reason = models.CharField(max_length=12, choices=ContactReason.choices)
    told = models.TextField(blank=True, help_text="what was told, in short")
    told_by = models.CharField(max_length=120, blank=True, help_text="who told, if not the person herself")
    advised = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=ContactOutcome.choices)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_contact_third_party_named", condition=~Q(way="report") | ~Q(told_by="")),
        ]
        indexes = [models.Index(name="cases_contact_counted", fields=["municipality", "on", "reason"])]

    class Personal:
        fields = frozenset({"told", "told_by", "advised"})
