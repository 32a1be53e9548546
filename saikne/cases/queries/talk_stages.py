"""Facts for the table of stages, and its obstacles in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, Answer, AssessmentState, GoalState, Stage
from saikne.cases.models import (
    Agreement,
    Assessment,
    Case,
    ChildAim,
    ChildOutcome,
    Evaluation,
    FirstContact,
    Goal,
    GoalAnswer,
    GoalAttainment,
    HandOver,
    JournalEntry,
    LeadPeriod,
    MainWorkerPeriod,
    Review,
    StagePeriod,
    Statement,
)
from saikne.cases.queries.frame import Member, people_of
from saikne.cases.queries.talk_names import kept_from
from saikne.cases.rules.talk_stages import Obstacle, StageFacts
from saikne.core import clock
from saikne.core.periods import live
from saikne.core.prepared import prepared

WORKED_THROUGH = (Stage.INTERVENTION, Stage.EVALUATION, Stage.CLOSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands, with the facts on which its next moves depend."""

    stage: str
    since: datetime
    facts: StageFacts
    names: Mapping[int, str]


def standing_of(case: Case, *, on: date, people: list[Member] | None = None) -> Standing:
    """The stage of a file and the facts for leaving it; a constant number of queries."""
    row = _told(case)
    everyone = people if people is not None else people_of(case, on=on)
    children = [member.record_no for member in everyone if member.child]
    goals = _goals(case)
    aims = set(ChildAim.objects.filter(live_plan(case)).values_list("record_id", flat=True))
    levelled, outcomes = _evaluated(row.evaluation_no)
    facts = StageFacts(
        has_lead=row.has_lead,
        has_main_worker=row.has_main_worker,
        people=len(everyone),
        told=row.told,
        assessed=bool(row.assessed_as),
        approval_asked=case.municipality.approves_assessments,
        approved=row.assessed_as == AssessmentState.APPROVED,
        returned=row.assessed_as == AssessmentState.RETURNED,
        goals=len(goals),
        goals_answered=sum(goal["answered"] for goal in goals),
        children_without_aim=tuple(number for number in children if number not in aims),
        reviewed=row.reviewed,
        levels_noted=any(goal["level"] != goal["start_level"] for goal in goals),
        evaluated=row.evaluation_no is not None,
        goals_without_level=tuple(goal["pk"] for goal in goals if goal["pk"] not in levelled),
        children_without_outcome=tuple(number for number in children if number not in outcomes),
        agreement_left_alone=row.agreed and not row.other_open,
        on_its_way=row.on_its_way,
    )
    return Standing(row.stage_now, row.stage_since, facts, {member.record_no: member.name for member in everyone})


def live_plan(case: Case) -> Q:
    """Rows that hang on the client's plan of today."""
    return Q(plan__client=case.client_id, plan__until__isnull=True)


def _signed() -> Any:
    """Assessments of the file signed since its last round ended, the latest first."""
    round_ended = (
        StagePeriod.objects.filter(case=OuterRef("case"), stage__in=WORKED_THROUGH, until__isnull=False)
        .order_by()
        .values("case")
        .annotate(last=Max("until"))
        .values("last")
    )
    return (
        Assessment.objects.filter(case=OuterRef("pk"), signed_at__isnull=False)
        .annotate(round_ended=Subquery(round_ended))
        .filter(Q(round_ended__isnull=True) | Q(signed_at__gte=F("round_ended")))
        .order_by("-signed_at")
    )


def _told(case: Case) -> Any:
    """What can be asked about the file in one query."""
    return next(iter(_asked(case=case.pk)))


@prepared
def _asked(*, case: int) -> QuerySet[Any]:
    now = StagePeriod.objects.filter(live(), case=OuterRef("pk"))
    lead = LeadPeriod.objects.filter(live(), case=OuterRef("pk"))
    main = MainWorkerPeriod.objects.filter(live(), client=OuterRef("client_id"))
    others = Case.objects.open().filter(client=OuterRef("client_id")).exclude(pk=OuterRef("pk"))
    rows: QuerySet[Any] = (
        Case.objects.filter(pk=case)
        .annotate(
            stage_now=Subquery(now.values("stage")[:1]),
            stage_since=Subquery(now.values("since")[:1]),
            has_lead=Exists(lead),
            has_main_worker=Exists(main),
            told=_anything_told(),
            assessed_as=Subquery(_signed().values("state")[:1]),
            agreed=Exists(Agreement.objects.filter(client=OuterRef("client_id"), state=AgreementState.IN_FORCE)),
            other_open=Exists(others),
            on_its_way=Exists(
                HandOver.objects.filter(case=OuterRef("pk"), received_at__isnull=True, returned_at__isnull=True)
            ),
        )
        .annotate(
            reviewed=Exists(Review.objects.filter(case=OuterRef("pk"), noted_at__gte=OuterRef("stage_since"))),
            evaluation_no=Subquery(
                Evaluation.objects.filter(case=OuterRef("pk"), noted_at__gte=OuterRef("stage_since"))
                .order_by("-noted_at")
                .values("pk")[:1]
            ),
        )
    )
    return rows


def _anything_told() -> Q:
    return (
        Q(Exists(Statement.objects.filter(case=OuterRef("pk"))))
        | Q(Exists(JournalEntry.objects.standing().filter(case=OuterRef("pk"))))
        | Q(Exists(FirstContact.objects.filter(case=OuterRef("pk"))))
    )


def _goals(case: Case) -> list[dict[str, Any]]:
    answers = GoalAnswer.objects.filter(goal=OuterRef("pk")).exclude(answer=Answer.NOT_ASKED)
    goals = pursued_goals(case).annotate(answered=Exists(answers))
    return [dict(row) for row in goals.values("pk", "level", "start_level", "answered")]


def pursued_goals(case: Case) -> QuerySet[Goal]:
    """The file's goals in the client's plan of today, but for those set aside."""
    return (
        Goal.objects.filter(live_plan(case), case=case).exclude(state=GoalState.SET_ASIDE).order_by("part", "due", "pk")
    )


def _evaluated(evaluation_no: int | None) -> tuple[set[int], set[int]]:
    """Goals with a level and children with an outcome in this evaluation."""
    goals = GoalAttainment.objects.filter(evaluation=evaluation_no).values_list("goal_id", flat=True)
    children = ChildOutcome.objects.filter(evaluation=evaluation_no).values_list("record_id", flat=True)
    return set(goals), set(children)


def sentence(obstacle: Obstacle, facts: StageFacts, names: Mapping[int, str]) -> str:
    """What stands in the way, and what to do about it."""
    if obstacle == Obstacle.CHILD_WITHOUT_AIM:
        return _("The plan has no outcome line for: %(names)s.") % {"names": _named(facts.children_without_aim, names)}
    if obstacle == Obstacle.CHILD_WITHOUT_OUTCOME:
        missing = _named(facts.children_without_outcome, names)
        return _("The evaluation has no outcome for: %(names)s.") % {"names": missing}
    if obstacle == Obstacle.GOAL_WITHOUT_LEVEL:
        count = len(facts.goals_without_level)
        return ngettext(
            "%(count)s goal has no level in the evaluation.", "%(count)s goals have no level in the evaluation.", count
        ) % {"count": count}
    return _plain_sentences()[obstacle]


def _named(numbers: tuple[int, ...], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(number, "–") for number in numbers)


def _plain_sentences() -> dict[Obstacle, str]:
    return {
        Obstacle.NO_LEAD: _("The file has no lead. The head of service gives it to a worker."),
        Obstacle.NO_MAIN_WORKER: _("The client has no main worker. Choose one."),
        Obstacle.NOBODY: _("Nobody belongs to the file. Add the people of the household."),
        Obstacle.NOTHING_TOLD: _("Nothing is written down yet: add a first contact, a statement or a journal entry."),
        Obstacle.NOT_ASSESSED: _("The assessment is not signed."),
        Obstacle.RETURNED: _("The head of service has returned the assessment. Correct it and sign it anew."),
        Obstacle.NOT_APPROVED: _("The head of service has not approved the assessment."),
        Obstacle.NO_GOAL: _("The plan has no goal."),
        Obstacle.NO_ANSWER: _("Nobody of the client's people has answered to a goal yet: agrees, refuses or later."),
        Obstacle.NOT_REVIEWED: _("No review has been held in this stage and no goal has moved from its first level."),
        Obstacle.NOT_EVALUATED: _("The evaluation has not been made."),
        Obstacle.AGREEMENT_IN_FORCE: _(
            "The agreement is still in force and the client has no other open file. End it."
        ),
        Obstacle.ON_ITS_WAY: _("The file is being handed over and the receipt has not come."),
    }


def stage_history(case: Case) -> list[StagePeriod]:
    """All stages of the file, the earliest first."""
    return list(StagePeriod.objects.filter(case=case).select_related("by").order_by("since"))


def sentences(found: list[Obstacle], standing: Standing) -> list[str]:
    """All of them, for a refusal."""
    return [sentence(obstacle, standing.facts, standing.names) for obstacle in found]


def today_of(case: Case, *, seen_by: User) -> Standing:
    """Where the file stands today; whom the file keeps from this user is not named to her."""
    stands = standing_of(case, on=clock.today())
    return replace(stands, names={**stands.names, **kept_from(stands.names, seen_by)})
