"""Who may act for whom, who is barred, and how somebody may be reached without harm: all by date."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.core.periods import Days, exactly_one, forward, not_itself
from saikne.people.enums import CUSTODY, ContactMeans, RepresentKind
from saikne.people.models.records import PersonRecord

USER = settings.AUTH_USER_MODEL
RIGHTS = ("may_sign", "may_receive", "may_be_told")
BARS = ("bars_contact", "bars_told", "bars_receiving")
TAKEN_AWAY = (RepresentKind.SUSPENDED, RepresentKind.REMOVED)
CURRENT = Q(until__isnull=True, corrected_at__isnull=True, withdrawn=False)


def _any_of(names: tuple[str, ...]) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{name: True})
    return found


def current() -> Q:
    """The last wording of each row: neither corrected by another nor withdrawn as never having been so."""
    return Q(corrected_at__isnull=True, withdrawn=False)


class Said(Days):
    """A dated row with its document; a correction is a new row, which puts the former aside."""

    source = models.CharField(max_length=200, help_text="the document by its words: whose, number, date")
    how_ended = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False, help_text="this correction says that it never was so")
    why = models.CharField(max_length=200, blank=True, help_text="why it was corrected")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Representation(Said):
    """What somebody may do in another's place; custody suspended or removed is such a row too, and gives nothing."""

    of = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="represented_by")
    by = models.ForeignKey(PersonRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="represents")
    institution = models.ForeignKey(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=RepresentKind.choices)
    may_sign = models.BooleanField(default=False)
    may_receive = models.BooleanField(default=False)
    may_be_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            forward(),
            not_itself("supersedes"),
            exactly_one("people_represent_one_doer", "by", "institution"),
            models.CheckConstraint(name="people_represent_another", condition=~Q(of=models.F("by"))),
            models.CheckConstraint(
                name="people_represent_custody_person", condition=~Q(kind__in=CUSTODY) | Q(by__isnull=False)
            ),
            models.CheckConstraint(
                name="people_represent_gives_something",
                condition=(Q(kind__in=TAKEN_AWAY) & ~_any_of(RIGHTS)) | (~Q(kind__in=TAKEN_AWAY) & _any_of(RIGHTS)),
            ),
            models.CheckConstraint(name="people_represent_document", condition=~Q(source="")),
            models.CheckConstraint(
                name="people_represent_corrects_why", condition=Q(supersedes__isnull=True) | ~Q(why="")
            ),
            models.UniqueConstraint(name="people_represent_once", fields=["of", "by", "kind"], condition=CURRENT),
            models.UniqueConstraint(
                name="people_represent_once_inst", fields=["of", "institution", "kind"], condition=CURRENT
            ),
        ]

    class Personal:
        fields = frozenset({"kind", "source", "how_ended", "why"})


class BarredPerson(Said):
    """Somebody who may not come into contact, be told or receive anything: a known record, or a name."""

    of = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="bars")
    who = models.ForeignKey(PersonRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="barred_from")
    name = models.CharField(max_length=120, blank=True)
    bars_contact = models.BooleanField(default=False)
    bars_told = models.BooleanField(default=False)
    bars_receiving = models.BooleanField(default=False)

    class Meta:
        constraints = [
            forward(),
            not_itself("supersedes"),
            models.CheckConstraint(
                name="people_barred_record_or_name",
                condition=(Q(who__isnull=False) & Q(name="")) | (Q(who__isnull=True) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="people_barred_another", condition=Q(who__isnull=True) | ~Q(of=models.F("who"))
            ),
            models.CheckConstraint(name="people_barred_from_something", condition=_any_of(BARS)),
            models.CheckConstraint(name="people_barred_document", condition=~Q(source="")),
            models.CheckConstraint(
                name="people_barred_corrects_why", condition=Q(supersedes__isnull=True) | ~Q(why="")
            ),
            models.UniqueConstraint(name="people_barred_once", fields=["of", "who"], condition=CURRENT),
        ]

    class Personal:
        fields = frozenset({"name", "source", "how_ended", "why"})


class ContactWay(Said):
    """How and when somebody may be reached this way, or that she must not be; `source` is who said so."""

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="contact_ways")
    means = models.CharField(max_length=8, choices=ContactMeans.choices)
    forbidden = models.BooleanField(default=False)
    how = models.CharField(max_length=200, blank=True, help_text="the number or place, when, what to say")
    not_by = models.CharField(max_length=200, blank=True, help_text="who must not reach her or learn of it")

    class Meta:
        constraints = [
            forward(),
            not_itself("supersedes"),
            models.CheckConstraint(name="people_contact_says_how", condition=Q(forbidden=True) | ~Q(how="")),
            models.CheckConstraint(
                name="people_contact_corrects_why", condition=Q(supersedes__isnull=True) | ~Q(why="")
            ),
            models.UniqueConstraint(name="people_contact_once", fields=["record", "means"], condition=CURRENT),
        ]

    class Personal:
        fields = frozenset({"means", "how", "not_by", "source", "how_ended", "why"})


class ActedFor(models.Model):
    """Somebody did something in another's place: of which row of an upper room, named by number, and on what ground."""

    of = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="acts_for_her")
    by = models.ForeignKey(
        PersonRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="acts_for_others"
    )
    institution = models.ForeignKey(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=RepresentKind.choices)
    about = models.CharField(max_length=40)
    about_no = models.BigIntegerField()

    class Meta:
        constraints = [
            exactly_one("people_acted_one_doer", "by", "institution"),
            models.CheckConstraint(name="people_acted_another", condition=~Q(of=models.F("by"))),
            models.UniqueConstraint(name="people_acted_once", fields=["about", "about_no"]),
        ]

    class Personal:
        fields = frozenset({"kind"})
