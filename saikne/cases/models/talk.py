"""Told once: statements, problems, and the assessment that rests on them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.accounts.models import User
from saikne.cases.enums import (
    AssessmentState,
    ProblemKind,
    RiskLevel,
    Severity,
    StatementKind,
    Topic,
)
from saikne.core.periods import Days, forward, not_itself
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

USER = settings.AUTH_USER_MODEL


class StatementQuerySet(ReachQuerySet["Statement"]):
    """Named filters of statements."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Whoever has the whole file sees all; whoever has its facts sees facts about the situation.

        What is about a person kept from this user is kept too.
        """
        whole = self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case)
        facts = self.reachable(user, about="case", opens=(Opens.FACTS,), only=case)
        found = self.filter(Q(case__in=whole) | Q(case__in=facts, kind=StatementKind.FACT, topic=Topic.SITUATION))
        return found.not_kept(user, about="record", by="about")

    def standing(self) -> Self:
        """Keep what holds: neither superseded nor the note that something no longer holds."""
        return self.filter(superseded_by__isnull=True, withdraws=False)


class Statement(models.Model):
    """What was said, by whom, as what; a later statement supersedes and erases nothing."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="statements")
    about = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=StatementKind.choices)
    topic = models.CharField(max_length=10, choices=Topic.choices, default=Topic.SITUATION)
    source = models.CharField(max_length=200)
    text = models.TextField()
    said_on = models.DateField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    entry = models.ForeignKey(
        "cases.JournalEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    withdraws = models.BooleanField(default=False, help_text="says that the one before no longer holds")

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            not_itself("supersedes"),
            models.CheckConstraint(name="cases_statement_has_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="cases_statement_withdraws_one",
                condition=Q(withdraws=False) | Q(supersedes__isnull=False),
            ),
        ]
        indexes = [models.Index(name="cases_statement_of", fields=["case", "-said_on"])]

    class Personal:
        fields = frozenset({"source", "text"})


class ProblemQuerySet(ReachQuerySet["Problem"]):
    """Named filters of problems."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Keep the problems of files whose case work this user may see, but those of a person kept from her."""
        found = self.filter(case__in=self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case))
        return found.not_kept(user, about="record", by="record")


class Problem(Days):
    """A problem with its holder, cause, severity and time; ended, it leaves the first page."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="problems")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=ProblemKind.choices)
    what = models.CharField(max_length=200, help_text="in plain words")
    cause = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    hinders = models.BooleanField(default=False, help_text="hinders daily functioning")
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [forward()]
        indexes = [models.Index(name="cases_problem_of", fields=["case", "until"])]

    class Personal:
        fields = frozenset({"kind", "what", "cause", "severity", "hinders"})


class AssessmentQuerySet(ReachQuerySet["Assessment"]):
    """Named filters of assessments."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Keep the assessments of files whose case work this user may see."""
        return self.filter(case__in=self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case))


class Assessment(models.Model):
    """The first stage's result: strengths first, then risks and needs; unchangeable once signed.

    The head approves what was signed, or returns it with reasons; what was returned is written anew.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=8, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    strengths = models.TextField(blank=True)
    needs = models.JSONField(default=dict, help_text="column (parents, or a child's record number) → what is needed")
    conclusion = models.TextField(blank=True)
    risk = models.CharField(max_length=6, blank=True, choices=RiskLevel.choices)
    statements = models.JSONField(default=list, help_text="numbers of the statements it rests on")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_because = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_assessment_one_draft", fields=["case"], condition=Q(state="draft")),
            models.CheckConstraint(
                name="cases_assessment_state_and_dates",
                condition=Q(state="draft", signed_at__isnull=True, approved_at__isnull=True, sha256="")
                | (Q(state="signed", signed_at__isnull=False, approved_at__isnull=True) & ~Q(sha256=""))
                | (Q(state="approved", signed_at__isnull=False, approved_at__isnull=False) & ~Q(sha256=""))
                | (Q(state="returned", signed_at__isnull=False, approved_at__isnull=True) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="cases_assessment_returned_with_reasons",
                condition=(
                    Q(state="returned", returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_because="")
                )
                | (~Q(state="returned") & Q(returned_at__isnull=True, returned_by__isnull=True, returned_because="")),
            ),
        ]

    class Personal:
        fields = frozenset({"strengths", "needs", "conclusion", "risk", "returned_because"})


class Participation(models.Model):
    """Who took part in a decision; what a child said, or why it was not asked."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="participations")
    decision = models.CharField(max_length=12, help_text="assessment, review, agreement, evaluation")
    decision_no = models.BigIntegerField()
    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    took_part = models.BooleanField()
    said = models.TextField(blank=True)
    why_not_asked = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_participation_once", fields=["decision", "decision_no", "record"]),
            models.CheckConstraint(
                name="cases_participation_or_reason", condition=Q(took_part=True) | ~Q(why_not_asked="")
            ),
        ]

    class Personal:
        fields = frozenset({"said", "why_not_asked"})
