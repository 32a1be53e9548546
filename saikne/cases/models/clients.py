"""The client: whom one main worker, one agreement and one plan serve."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.core.periods import Period, forward, not_itself, one_live

USER = settings.AUTH_USER_MODEL


class Client(Period):
    """An adult, or a household's signing adults and children, in one municipality."""

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    joined_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            not_itself("joined_into"),
            models.CheckConstraint(
                name="cases_client_joined_is_ended",
                condition=Q(joined_into__isnull=True) | Q(until__isnull=False),
            ),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class ClientMember(Period):
    """A record belongs to one client of a municipality at a time."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="members")
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    signs = models.BooleanField(help_text="an adult who signs; else a child")

    class Meta:
        constraints = [forward(), one_live("cases_member_one_client", "municipality", "record")]

    class Personal:
        fields: frozenset[str] = frozenset()


class MainWorkerPeriod(Period):
    """The client's one main worker over all files."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="main_workers")
    worker = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            forward(),
            one_live("cases_main_one_open", "client"),
            models.UniqueConstraint(name="cases_main_since", fields=["client", "since"]),
            models.UniqueConstraint(name="cases_main_until", fields=["client", "until"]),
        ]
        indexes = [models.Index(name="cases_main_of", fields=["worker"], condition=Q(until__isnull=True))]

    class Personal:
        fields: frozenset[str] = frozenset()


class MilestoneDone(models.Model):
    """A birthday's work (school start, 15, 18, 24) has been done for this child."""

    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    due = models.DateField()
    done_on = models.DateField()
    what = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_milestone_once", fields=["record", "municipality", "kind"])]

    class Personal:
        fields = frozenset({"what"})
