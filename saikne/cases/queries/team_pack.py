"""The reading pack of a hand-over: what somebody must know who takes a file over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterState, GoalState, Notebook, RiskLevel, StepState
from saikne.cases.models import Agreement, Case, Chapter, FollowUp, Goal, JournalEntry, Statement, Step
from saikne.cases.queries.agreement import AgreementLines, agreement_lines, agreements_of
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import EntryLine, lines, notebook_entries
from saikne.cases.queries.journal_form import OpenStep, open_steps
from saikne.cases.queries.talk import ProblemLine, problems_of
from saikne.cases.queries.talk_team import whole_team

LATEST_ENTRIES = 5
LATEST_STATEMENTS = 12


def pack_numbers(case: Case) -> dict[str, list[int]]:
    """What the pack holds now, by number: so that one can say later what the receiver was given to read."""
    steps = Step.objects.filter(goal__case=case, state=StepState.TODO)
    entries = JournalEntry.objects.standing().filter(case=case, notebook=Notebook.WORK).order_by("-on", "-pk")
    agreements = Agreement.objects.filter(client=case.client_id, state=AgreementState.IN_FORCE)
    return {
        "agreements": list(agreements.values_list("pk", flat=True)),
        "steps": list(steps.order_by("due", "pk").values_list("pk", flat=True)),
        "entries": list(entries.values_list("pk", flat=True)[:LATEST_ENTRIES]),
    }


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day that comes: when, and what is then."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The reading pack as a page and as paper."""

    statements: list[Statement]
    problems: list[ProblemLine]
    goals: list[Goal]
    agreement: AgreementLines | None
    steps: list[OpenStep]
    dates: list[NextDate]
    warnings: list[str]
    entries: list[EntryLine]
    team: list[User]


def reading_pack(frame: FileFrame, user: User, *, on: date) -> Pack:
    """Everything at once, in a constant number of queries."""
    case = frame.case
    problems = problems_of(user, frame)[0]
    steps = open_steps(frame, user)
    entries = (
        notebook_entries(user, case.pk, Notebook.WORK)
        .filter(withdrawn_at__isnull=True)
        .order_by("-on", "-pk")[:LATEST_ENTRIES]
    )
    statements = Statement.objects.visible_to(user, case=case.pk).standing().filter(case=case.pk, withdraws=False)
    agreed = agreements_of(case.client_id).filter(state=AgreementState.IN_FORCE)
    in_force = agreement_lines(agreed, case.client_id, seen_by=user)
    return Pack(
        statements=list(statements.select_related("about").order_by("-said_on", "-pk")[:LATEST_STATEMENTS]),
        problems=problems,
        goals=_goals(user, case),
        agreement=in_force[0] if in_force else None,
        steps=steps,
        dates=_dates(frame, steps),
        warnings=_warnings(frame, problems, steps, on=on),
        entries=lines(user, list(entries), frame.names()),
        team=whole_team(case),
    )


def _goals(user: User, case: Case) -> list[Goal]:
    goals = Goal.objects.visible_to(user, case=case.pk).filter(case=case.pk)
    return list(goals.filter(state__in=[GoalState.PROPOSED, GoalState.IN_PROGRESS]).order_by("due", "pk"))


def _dates(frame: FileFrame, steps: Sequence[OpenStep]) -> list[NextDate]:
    """Review, ends of chapters, follow-ups, first steps, by date."""
    case = frame.case
    found = [NextDate(case.review_due, _("Review of the plan"))] if case.review_due else []
    ends = Chapter.objects.filter(
        agreement__client=case.client_id, state=ChapterState.IN_FORCE, until__isnull=False
    ).annotate(end=F("until"))
    found += [
        NextDate(row.end, _("A chapter of the agreement ends: %(name)s") % {"name": row.get_kind_display()})
        for row in ends
    ]
    later = FollowUp.objects.filter(case=case, done_on__isnull=True)
    found += [NextDate(row.due, _("Follow-up after %(n)d months") % {"n": row.months}) for row in later]
    found += [NextDate(step.due, step.text) for step in steps]
    return sorted(found, key=lambda row: (row.on, row.what))


def _warnings(frame: FileFrame, problems: Sequence[ProblemLine], steps: Sequence[OpenStep], *, on: date) -> list[str]:
    """What somebody new must know before she goes there."""
    found = []
    if frame.case.crisis:
        found.append(_("Crisis: help in a crisis goes before all other steps."))
    if frame.risk == RiskLevel.HIGH:
        found.append(_("The risk is judged to be high."))
    if not frame.risk:
        found.append(_("The risk has not been judged yet."))
    found += [
        f"{line.problem.what}{f' ({line.holder})' if line.holder else ''}"
        for line in problems
        if line.problem.severity == "heavy"
    ]
    late = sum(step.due < on for step in steps)
    if late:
        found.append(pgettext("open steps", "Steps past their due date: %(n)d") % {"n": late})
    if any(member.face.interpreter for member in frame.people):
        found.append(_("An interpreter is needed."))
    if not frame.agreement_no:
        found.append(_("There is no agreement in force."))
    return found
