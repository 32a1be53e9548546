"""Reviews on time, the evaluation before closing, and follow-up after it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from saikne.cases.enums import Level, Outcome, Satisfaction

USER = settings.AUTH_USER_MODEL


class Review(models.Model):
    """The plan was looked at together, on a day; what was found and when the next one is due."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    was_due = models.DateField(null=True, blank=True)
    found = models.TextField()
    next_due = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="cases_review_next_later", condition=Q(next_due__gt=models.F("on")))]

    class Personal:
        fields = frozenset({"found"})


class Evaluation(models.Model):
    """What the work led to: goal by goal, child by child, and in the client's own view."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="evaluations")
    on = models.DateField()
    summary = models.TextField()
    client_view = models.TextField(blank=True)
    client_not_asked_because = models.CharField(max_length=200, blank=True)
    satisfaction = models.CharField(max_length=11, blank=True, choices=Satisfaction.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_evaluation_view_or_reason",
                condition=~Q(client_view="") | ~Q(client_not_asked_because=""),
            )
        ]

    class Personal:
        fields = frozenset({"summary", "client_view", "client_not_asked_because", "satisfaction"})


class GoalAttainment(models.Model):
    """How far a goal was attained at an evaluation."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="attainments")
    goal = models.ForeignKey("cases.Goal", on_delete=models.PROTECT, related_name="attainments")
    level = models.SmallIntegerField(choices=Level.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_attainment_once", fields=["evaluation", "goal"]),
            models.CheckConstraint(name="cases_attainment_levels", condition=Q(level__range=(-2, 2))),
        ]

    class Personal:
        fields = frozenset({"level"})


class ChildOutcome(models.Model):
    """The outcome for one child, in a line of its own."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="child_outcomes")
    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    line = models.CharField(max_length=300)
    said = models.CharField(max_length=300, blank=True)
    why_not_asked = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_childoutcome_once", fields=["evaluation", "record"]),
            models.CheckConstraint(name="cases_childoutcome_line", condition=~Q(line="")),
        ]

    class Personal:
        fields = frozenset({"outcome", "line", "said", "why_not_asked"})


class FollowUp(models.Model):
    """A closed family is asked how it fares: after 6, 12 and 24 months."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due = models.DateField()
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    found = models.TextField(blank=True)
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_followup_once", fields=["case", "months"], condition=Q(done_on__isnull=True)
            ),
            models.CheckConstraint(
                name="cases_followup_done_is_told",
                condition=Q(done_on__isnull=True, found="", outcome="")
                | (Q(done_on__isnull=False) & ~Q(found="") & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(name="cases_followup_due", fields=["owner", "due"], condition=Q(done_on__isnull=True))]

    class Personal:
        fields = frozenset({"found", "outcome"})
