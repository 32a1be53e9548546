"""Letters in and out, with their numbers and terms, and the service's templates for them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import LetterDirection, LetterKind, LetterState, LetterWay
from saikne.core import clock
from saikne.core.periods import Period, forward, not_itself, one_live, standing
from saikne.organisation.enums import UnitRole
from saikne.organisation.models import Posting
from saikne.privacy.enums import Opens
from saikne.privacy.models import HolderMember, ReachQuerySet

USER = settings.AUTH_USER_MODEL
NUMBERED = (LetterState.SIGNED, LetterState.SENT, LetterState.NOTIFIED)
GONE_OUT = (LetterState.SENT, LetterState.NOTIFIED)
OPEN_OUT = (LetterState.PREPARED, LetterState.CHECKED, LetterState.SIGNED)
STATES_IN = (LetterState.REGISTERED, LetterState.ANSWERED, LetterState.FILED, LetterState.WITHDRAWN)
STATES_OUT = (*OPEN_OUT, *GONE_OUT, LetterState.WITHDRAWN)


class LetterQuerySet(ReachQuerySet["Letter"]):
    """Named filters of letters."""

    def visible_to(self, user: User) -> Self:
        """A letter of a file goes with the whole file; one without is its owner's, the heads' and the office's.

        Whoever stands in for the owner or the head stands in here too. What concerns a person kept from this user is
        kept too.
        """
        reach = self.reachable(user, about="case", opens=(Opens.CASE_WORK,))
        found = self.filter(Q(case__in=reach) | Q(case__isnull=True) & _near(user))
        return found.not_kept(user, about="record", by="record")

    def registered_by(self, user: User) -> Self:
        """Every letter of the registers that this user keeps: of those out of her reach only numbers may be shown."""
        if not user.has_perm(Perm.LETTERS):
            return self.none()
        return self.filter(municipality__in=_municipalities(user))

    def unfiled(self) -> Self:
        """Keep those of which nobody has said to which file they belong."""
        return self.filter(case__isnull=True)

    def waiting(self) -> Self:
        """Keep those that came in and are not answered yet."""
        return self.filter(state=LetterState.REGISTERED)


def _near(user: User) -> Q:
    """Owner, head of the unit or of one above, whoever stands in for either, and the office of the municipality."""
    mine = HolderMember.objects.filter(standing(clock.now()), user=user)
    headed = mine.filter(holder__role=UnitRole.HEAD).values("holder__unit")
    near = Q(owner=user) | Q(owner__in=mine.filter(holder__user__isnull=False).values("holder__user"))
    for path in ("unit", "unit__parent", "unit__parent__parent"):
        near |= Q(**{f"{path}__in": headed})
    return near | Q(municipality__in=_municipalities(user)) if user.has_perm(Perm.LETTERS) else near


def _municipalities(user: User) -> models.QuerySet[Posting, Any]:
    return Posting.objects.filter(standing(clock.today()), user=user).values("post__unit__municipality")


class Letter(models.Model):
    """A letter with its running number; what goes out gets it with the signature. Withdrawn, never deleted."""

    direction = models.CharField(max_length=3, choices=LetterDirection.choices)
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    number = models.OneToOneField(
        "core.RunningNumber", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    party = models.CharField(max_length=160, blank=True, help_text="the other side in words, if neither of the two")
    address = models.CharField(max_length=200, blank=True, help_text="where it is sent")
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="of a letter out; its number and day are set in at print")
    template = models.ForeignKey(
        "cases.LetterTemplate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dated = models.DateField(null=True, blank=True, help_text="the day written on a letter that came in")
    their_number = models.CharField(max_length=40, blank=True)
    received_on = models.DateField(null=True, blank=True)
    shelf = models.CharField(max_length=80, blank=True, help_text="where the paper is")
    document = models.ForeignKey("privacy.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True, help_text="until when to answer, or when an answer is awaited")
    reply_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="of a letter out: days for an answer, from the day of notification"
    )
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=LetterState.choices)
    replies_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    checked_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=9, choices=LetterWay.choices, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    proof = models.CharField(
        max_length=200, blank=True, help_text="of the notification: whose signature, which receipt"
    )
    ended_because = models.CharField(max_length=300, blank=True, help_text="why withdrawn, or filed without an answer")
    version = models.PositiveIntegerField(default=1)

    objects = LetterQuerySet.as_manager()

    class Meta:
        permissions = [("register_letters", "Can keep the registers of letters")]
        constraints = [
            models.CheckConstraint(
                name="cases_letter_one_side",
                condition=Q(record__isnull=False, institution__isnull=True, party="")
                | Q(record__isnull=True, institution__isnull=False, party="")
                | Q(record__isnull=True, institution__isnull=True) & ~Q(party=""),
            ),
            not_itself("replies_to"),
            models.CheckConstraint(
                name="cases_letter_state_of_direction",
                condition=Q(direction="in", state__in=STATES_IN) | Q(direction="out", state__in=STATES_OUT),
            ),
            models.CheckConstraint(
                name="cases_letter_in_received",
                condition=Q(direction="in", received_on__isnull=False, number__isnull=False)
                | Q(direction="out", received_on__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_letter_signed_has_number",
                condition=Q(direction="in", signed_at__isnull=True, signed_by__isnull=True)
                | Q(
                    direction="out",
                    number__isnull=False,
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                    state__in=(*NUMBERED, LetterState.WITHDRAWN),
                )
                | Q(
                    direction="out",
                    number__isnull=True,
                    signed_at__isnull=True,
                    signed_by__isnull=True,
                    state__in=(LetterState.PREPARED, LetterState.CHECKED, LetterState.WITHDRAWN),
                ),
            ),
            models.CheckConstraint(
                name="cases_letter_checked_by_somebody",
                condition=Q(state__in=(*STATES_IN, LetterState.PREPARED)) | Q(checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_letter_sent_has_day",
                condition=Q(state__in=GONE_OUT, sent_on__isnull=False) & ~Q(way="")
                | ~Q(state__in=GONE_OUT) & Q(sent_on__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_letter_notified_has_proof",
                condition=Q(state=LetterState.NOTIFIED, notified_on__gte=F("sent_on")) & ~Q(proof="")
                | ~Q(state=LetterState.NOTIFIED) & Q(notified_on__isnull=True, proof=""),
            ),
            models.CheckConstraint(
                name="cases_letter_ended_with_reason",
                condition=Q(state__in=(LetterState.FILED, LetterState.WITHDRAWN)) & ~Q(ended_because="")
                | ~Q(state__in=(LetterState.FILED, LetterState.WITHDRAWN)) & Q(ended_because=""),
            ),
        ]
        indexes = [
            models.Index(name="cases_letter_newest", fields=["municipality", "-noted_at", "-id"]),
            models.Index(name="cases_letter_due", fields=["owner", "due"], condition=Q(state="registered")),
            models.Index(name="cases_letter_to_sign", fields=["signer"], condition=Q(state="checked")),
        ]

    class Personal:
        fields = frozenset(
            {"party", "address", "subject", "text", "their_number", "proof", "ended_because", "dated", "received_on",
             "sent_on", "notified_on"}
        )  # fmt: skip

    @property
    def label(self) -> str:
        """S-2026/014 of what came, N-2026/014 of what goes; needs `number__series` fetched."""
        if self.number is None:
            return pgettext("letter", "no number yet")
        if self.direction == LetterDirection.IN:
            return pgettext("running number of a letter that came", "S-%(number)s") % {"number": self.number}
        return pgettext("running number of a letter that goes out", "N-%(number)s") % {"number": self.number}


class LetterTemplate(Period):
    """A service's wording of a letter with named places; a change is a new version, the former one ends."""

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(help_text="version")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    reply_days = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            one_live("cases_lettertemplate_one_live", "municipality", "code"),
            models.UniqueConstraint(name="cases_lettertemplate_version", fields=["municipality", "code", "number"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()
