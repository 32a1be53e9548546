"""Files of kinds: for a household, an adult or one child; who leads them and where they are."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from saikne.accounts.models import User
from saikne.cases.enums import ClosingReason, Medium, Route, Stage, Subject, TeamRole
from saikne.core.periods import Days, Period, forward, one_live
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

USER = settings.AUTH_USER_MODEL


class FileKind(Days):
    """A kind of file, dated: for whom it may be, which stages it walks, how long it is kept."""

    code = models.SlugField(max_length=40)
    name_lv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    prefix = models.CharField(max_length=6, help_text="before the running number: ĢL")
    area = models.CharField(
        max_length=4, help_text="column on the head's page: SP, ĢA, SG, N, VR, or nothing", blank=True
    )
    subject = models.CharField(max_length=9, choices=Subject.choices)
    staged = models.BooleanField(help_text="walks intake, assessment, intervention, evaluation")
    managed = models.BooleanField(help_text="case management: the lead is called gadījuma vadītājs")
    target_group = models.BooleanField(default=False, help_text="opened after a target-group check")
    contents = models.JSONField(default=list, help_text="what such a file holds")
    retention_years = models.PositiveSmallIntegerField()
    retention_source = models.CharField(max_length=200)
    retention_verified = models.BooleanField(default=False)

    class Meta:
        constraints = [forward(), one_live("cases_kind_one_live", "code")]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_lv


class CaseQuerySet(ReachQuerySet["Case"]):
    """Named filters of files."""

    def visible_to(self, user: User, *, only: int | None = None) -> Self:
        """Keep the files of which this user may see anything at all."""
        return self.filter(
            pk__in=self.reachable(
                user, about="case", opens=(Opens.CASE_WORK, Opens.FACTS, Opens.PSYCHOSOCIAL), only=only
            )
        )

    def worked_by(self, user: User, *, only: int | None = None) -> Self:
        """Keep the files whose whole case work this user may see and write."""
        return self.filter(pk__in=self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=only))

    def open(self) -> Self:
        """Keep the files still being worked on."""
        return self.filter(closed_at__isnull=True)


class Case(models.Model):
    """A file of a kind, for a household, an adult or one child."""

    kind = models.ForeignKey(FileKind, on_delete=models.PROTECT, related_name="+")
    kind_code = models.SlugField(
        max_length=40, db_index=False, help_text="copied: a kind dated anew stays the same kind"
    )
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="cases")
    subject = models.CharField(max_length=9, choices=Subject.choices)
    household = models.ForeignKey(
        "people.Household", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    record = models.ForeignKey(
        "people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.OneToOneField("core.RunningNumber", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300, help_text="why the file is kept")
    summary = models.TextField(blank=True, help_text="the situation in short, told once")
    summary_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    step_due = models.DateField(
        null=True, blank=True, help_text="copied: when the first open step is due, for lists of thousands"
    )
    crisis = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.CharField(max_length=18, blank=True, choices=ClosingReason.choices)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        permissions = [
            ("write_psychosocial", "Can write in the psychosocial notebook"),
            ("approve_assessment", "Can approve an assessment"),
            ("head_service", "Can head the service"),
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_case_one_subject",
                condition=Q(subject="household", household__isnull=False, record__isnull=True)
                | Q(subject__in=["adult", "child"], household__isnull=True, record__isnull=False),
            ),
            models.UniqueConstraint(
                name="cases_case_one_of_kind_household",
                fields=["kind_code", "household"],
                condition=Q(closed_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="cases_case_one_of_kind_record",
                fields=["kind_code", "municipality", "record"],
                condition=Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(name="cases_case_kind_code_set", condition=~Q(kind_code="")),
            models.CheckConstraint(
                name="cases_case_forward",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gt=F("opened_at")),
            ),
            models.CheckConstraint(
                name="cases_case_closed_with_reason",
                condition=Q(closed_at__isnull=True, closing_reason="")
                | (Q(closed_at__isnull=False) & ~Q(closing_reason="")),
            ),
        ]
        indexes = [
            models.Index(name="cases_case_of_client", fields=["client", "closed_at"]),
            models.Index(name="cases_case_review", fields=["review_due"], condition=Q(closed_at__isnull=True)),
            # Most files have the one or the other; counted with the empty ones, an index looks useless to a planner.
            models.Index(name="cases_case_home", fields=["household"], condition=Q(household__isnull=False)),
            models.Index(name="cases_case_person", fields=["record"], condition=Q(record__isnull=False)),
        ]

    class Personal:
        fields = frozenset({"purpose", "summary", "crisis"})

    @property
    def label(self) -> str:
        """ĢL-2026/014; needs `kind` and `number__series` fetched."""
        return f"{self.kind.prefix}-{self.number}"


class LeadPeriod(Period):
    """The file's one lead worker."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leads")
    worker = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            forward(),
            one_live("cases_lead_one_open", "case"),
            models.UniqueConstraint(name="cases_lead_since", fields=["case", "since"]),
            models.UniqueConstraint(name="cases_lead_until", fields=["case", "until"]),
        ]
        indexes = [models.Index(name="cases_lead_of", fields=["worker"], condition=Q(until__isnull=True))]

    class Personal:
        fields = frozenset({"reason"})


class StagePeriod(Period):
    """The stage in which the file stands; the last one, `closed`, stays open, so that no second can be slipped in."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            one_live("cases_stage_one_open", "case"),
            models.UniqueConstraint(name="cases_stage_since", fields=["case", "since"]),
            models.UniqueConstraint(name="cases_stage_until", fields=["case", "until"]),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class TeamMember(Period):
    """Who stands beside the lead, as what; a deputy has an end."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=TeamRole.choices)
    does = models.CharField(max_length=160, blank=True, help_text="one line: what she does for the client")

    class Meta:
        constraints = [
            forward(),
            one_live("cases_team_once", "case", "user", "role"),
            models.CheckConstraint(name="cases_team_deputy_ends", condition=~Q(role="deputy") | Q(until__isnull=False)),
        ]

    class Personal:
        fields = frozenset({"does"})


class HandOver(models.Model):
    """A file on its way from one lead to the next, until she says that she has it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    pack = models.JSONField(default=dict, help_text="what the reading pack held, by number")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_handover_one_open",
                fields=["case"],
                condition=Q(received_at__isnull=True, returned_at__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_handover_one_answer",
                condition=Q(received_at__isnull=True) | Q(returned_at__isnull=True),
            ),
            models.CheckConstraint(name="cases_handover_two_people", condition=~Q(giver=F("receiver"))),
        ]

    class Personal:
        fields = frozenset({"reason", "returned_because"})


class FilePlace(Period):
    """Where the file is, in what form, and who has borrowed it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="places")
    medium = models.CharField(max_length=10, choices=Medium.choices)
    shelf = models.CharField(max_length=80, blank=True)
    borrower = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            forward(),
            one_live("cases_place_one", "case"),
            models.CheckConstraint(
                name="cases_place_paper_has_shelf",
                condition=Q(medium="electronic") | ~Q(shelf="") | Q(borrower__isnull=False),
            ),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()


class TargetCheck(models.Model):
    """What a target-group check found, and where it led; it routes and never refuses."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="target_checks")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    found = models.JSONField(help_text="the facts the rule was given, as words and numbers")
    suggested = models.CharField(max_length=12, choices=Route.choices)
    chosen = models.CharField(max_length=12, choices=Route.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_target_differs_with_reason", condition=Q(chosen=F("suggested")) | ~Q(reason="")
            )
        ]

    class Personal:
        fields = frozenset({"found", "reason"})


class PracticeBoundary(Days):
    """What a service says of its own practice: when it can be reached, what it does and does not do."""

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    contact_hours = models.CharField(max_length=200)
    in_an_emergency = models.CharField(max_length=200)
    we_do = models.TextField(help_text="one point a line")
    we_do_not = models.TextField(help_text="one point a line")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [forward(), one_live("cases_boundary_one", "municipality")]

    class Personal:
        fields: frozenset[str] = frozenset()
