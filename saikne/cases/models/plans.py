"""The client's one plan: goals with five levels, steps of client, worker and partner, a line for each child."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from saikne.accounts.models import User
from saikne.cases.enums import Answer, AskedBy, GoalState, Level, ObstacleKind, PlanPart, StepState
from saikne.core.periods import Period, exactly_one, forward, live, one_live
from saikne.privacy.enums import Opens
from saikne.privacy.models import ReachQuerySet

if TYPE_CHECKING:
    pass

USER = settings.AUTH_USER_MODEL


class PlanQuerySet(models.QuerySet["Plan"]):
    """Named filters of plans."""

    def of_file(self, *, case: int, client: int, closed: bool) -> Self:
        """The plan that a file shows: the client's plan of today; of a closed file the last that had its goals."""
        if not closed:
            return self.filter(live(), client=client)
        held = self.filter(Exists(Goal.objects.filter(plan=OuterRef("pk"), case=case)), client=client)
        return held.order_by(F("until").desc(nulls_first=True), "-pk")[:1]


class Plan(Period):
    """The client's one plan, in parts."""

    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="plans")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [forward(), one_live("cases_plan_one_live", "client")]

    class Personal:
        fields: frozenset[str] = frozenset()


class GoalQuerySet(ReachQuerySet["Goal"]):
    """Named filters of goals."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Keep the goals of files whose case work this user may see."""
        return self.filter(case__in=self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case))

    def of_client(self, user: User, client_id: int) -> Self:
        """The goals in one client's plans, of every file of hers whose case work this user may see."""
        opened = self.reachable(user, about="case", opens=(Opens.CASE_WORK,)).filter(about_no=OuterRef("case_id"))
        return self.filter(Exists(opened), plan__client=client_id)


class Goal(models.Model):
    """A goal of a plan's part, for the household or one of its people; who asked for it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    part = models.CharField(max_length=16, choices=PlanPart.choices, default=PlanPart.INTERVENTION)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="goals")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    wish = models.TextField(blank=True, help_text="the client's own wish, in her words")
    asked_by = models.CharField(max_length=8, choices=AskedBy.choices)
    asked_words = models.CharField(max_length=120, blank=True, help_text="who exactly: a free line of one's own")
    levels = models.JSONField(default=dict, help_text='what each level means: {"-2": text, … "2": text}')
    start_level = models.SmallIntegerField(choices=Level.choices, default=Level.MUCH_LESS)
    level = models.SmallIntegerField(choices=Level.choices, default=Level.MUCH_LESS)
    state = models.CharField(max_length=12, choices=GoalState.choices, default=GoalState.PROPOSED)
    set_aside_because = models.CharField(max_length=200, blank=True)
    due = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_goal_five_levels",
                condition=Q(level__range=(-2, 2)) & Q(start_level__range=(-2, 2)),
            ),
            models.CheckConstraint(
                name="cases_goal_other_asker_said", condition=~Q(asked_by="other") | ~Q(asked_words="")
            ),
            models.CheckConstraint(
                name="cases_goal_aside_with_reason",
                condition=~Q(state="set_aside") | ~Q(set_aside_because=""),
            ),
        ]
        indexes = [models.Index(name="cases_goal_of", fields=["case", "state"])]

    class Personal:
        fields = frozenset({"title", "wish", "asked_words", "levels", "level", "start_level", "set_aside_because"})


class GoalAnswer(models.Model):
    """What one of the people says of a goal; the one said last counts, refusing has no penalty."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="answers")
    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices)
    said = models.CharField(max_length=300, blank=True)
    why_not_asked = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_answer_not_asked_with_reason",
                condition=~Q(answer="not_asked") | ~Q(why_not_asked=""),
            )
        ]
        indexes = [models.Index(name="cases_answer_of", fields=["goal", "record", "-noted_at"])]

    class Personal:
        fields = frozenset({"answer", "said", "why_not_asked"})


class StepQuerySet(ReachQuerySet["Step"]):
    """Named filters of steps."""

    def visible_to(self, user: User, *, case: int | None = None) -> Self:
        """Keep the steps of files whose case work this user may see."""
        return self.filter(goal__case__in=self.reachable(user, about="case", opens=(Opens.CASE_WORK,), only=case))

    def given_to(self, user: User) -> Self:
        """Keep the steps of today's plans that this user is to do, while anything of their open file is open to her.

        Of such a step she sees what it says; its goal and the steps of others need the case work.
        """
        opened = self.reachable(user, about="case", opens=(Opens.CASE_WORK, Opens.FACTS, Opens.PSYCHOSOCIAL))
        found = self.filter(user=user, goal__case__in=opened, goal__case__closed_at__isnull=True)
        return found.filter(goal__plan__until__isnull=True).exclude(goal__state=GoalState.SET_ASIDE)


class Step(models.Model):
    """What somebody does for a goal, until when."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    record = models.ForeignKey("people.PersonRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        "organisation.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(max_length=200)
    due = models.DateField()
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.TODO)
    done_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            exactly_one("cases_step_one_doer", "record", "user", "institution"),
            models.CheckConstraint(
                name="cases_step_done_has_day",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="cases_step_due", fields=["user", "due"], condition=Q(state="todo")),
            models.Index(name="cases_step_of", fields=["goal", "state"]),
            models.Index(name="cases_step_next", fields=["goal", "due"], condition=Q(state="todo")),
        ]

    class Personal:
        fields = frozenset({"text", "remark"})


class Obstacle(models.Model):
    """What hinders a step, from when until when."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="obstacles")
    kind = models.CharField(max_length=12, choices=ObstacleKind.choices)
    what = models.CharField(max_length=200, blank=True, help_text="a free line of one's own")
    on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_obstacle_forward",
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("on")),
            ),
            models.CheckConstraint(name="cases_obstacle_other_said", condition=~Q(kind="other") | ~Q(what="")),
            models.UniqueConstraint(
                name="cases_obstacle_once", fields=["step", "kind"], condition=Q(lifted_on__isnull=True)
            ),
        ]
        indexes = [models.Index(name="cases_obstacle_month", fields=["on", "kind"])]

    class Personal:
        fields = frozenset({"what"})


class ChildAim(models.Model):
    """One line for each child: what is to change for this child, and how it is now."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="child_aims")
    record = models.ForeignKey("people.PersonRecord", on_delete=models.PROTECT, related_name="+")
    aim = models.CharField(max_length=200)
    now = models.CharField(max_length=200, blank=True)
    own_words = models.CharField(max_length=300, blank=True)
    why_not_asked = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_childaim_once", fields=["plan", "record"]),
            models.CheckConstraint(
                name="cases_childaim_asked_or_reason", condition=~Q(own_words="") | ~Q(why_not_asked="")
            ),
        ]

    class Personal:
        fields = frozenset({"aim", "now", "own_words", "why_not_asked"})
