"""Closing a file, reopening it, and asking the family afterwards how it fares."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_case, lead_of, main_worker_of
from saikne.cases.actions.reach import close_to_member, open_to_lead, open_to_main_worker
from saikne.cases.actions.talk_stages import change_stage, hold_whole
from saikne.cases.enums import ClosingReason, EntryKind, Outcome, Stage, Subject
from saikne.cases.models import (
    Case,
    Client,
    FollowUp,
    JournalEntry,
    MainWorkerPeriod,
    Plan,
    TeamMember,
)
from saikne.cases.queries.talk_stages import Standing, sentences, today_of
from saikne.cases.queries.talk_team import whole_team
from saikne.cases.rules.results_dates import follow_up_days
from saikne.cases.rules.talk_stages import CLOSED, EVALUATION, may_move, obstacles
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live, standing
from saikne.privacy.actions import take_back
from saikne.privacy.enums import Ground


@act
def close_case(*, case: Case, reason: str, words: str = "", by: User) -> Case:
    """Close an evaluated file: the team's reach ends, the lead and the heads still read it, follow-ups are planned."""
    client, held, _records = hold_whole(case)
    stands = today_of(held, seen_by=by)
    reasons = closing_reasons(held, stands)
    problems = _reason_problems(reason, words)
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    moment = clock.now()
    team, lead = whole_team(held), lead_of(held)
    Case.objects.filter(pk=held.pk).update(closed_at=moment, closing_reason=reason, review_due=None)
    change_stage(held, Stage.CLOSED, by=by, at=moment)
    _end_team(held, moment)
    _end_what_serves_no_other_file(client, moment)
    if held.kind.staged and not (reason == ClosingReason.DIED and held.subject != Subject.HOUSEHOLD):
        _plan_follow_ups(held, lead.worker if lead else by, clock.local_date(moment))
    _write_down(held, words, by, moment)
    tell(users=team, message="cases.closed", about="case", about_no=held.pk, by=by)
    note(act="cases.close", about="cases.case", about_no=held.pk, by=by, at=moment, reason=reason)
    held.refresh_from_db()
    return held


def closing_reasons(case: Case, stands: Standing) -> list[str]:
    """Everything that stands in the way of closing, in sentences, at once."""
    if case.closed_at:
        return [_("The file is closed already.")]
    if may_move(stands.stage, CLOSED, staged=case.kind.staged):
        return sentences(obstacles(stands.stage, CLOSED, stands.facts), stands)
    early = _("The file is not in the evaluation stage: it is closed only when evaluated.")
    return [early, *sentences(obstacles(EVALUATION, CLOSED, stands.facts), stands)]


def _reason_problems(reason: str, words: str) -> dict[str, str]:
    problems = {}
    if reason not in ClosingReason.values:
        problems["reason"] = _("Choose why the file is closed.")
    if reason == ClosingReason.OTHER and not words.strip():
        problems["words"] = _("Say in your own words why the file is closed.")
    return problems


def _end_team(case: Case, at: datetime) -> None:
    """Who stood beside, and whoever stood in, no longer reaches the file."""
    for member in TeamMember.objects.filter(standing(at), case=case).select_related("user", "case"):
        close_to_member(member, at)
        TeamMember.objects.filter(pk=member.pk).update(until=at)


def _end_what_serves_no_other_file(client: Client, at: datetime) -> None:
    """The main worker and the plan stay while the client has another open file."""
    if Case.objects.open().filter(client=client).exists():
        return
    MainWorkerPeriod.objects.filter(live(), client=client).update(until=at)
    take_back(ground=Ground.MAIN_WORKER, ground_no=client.pk, at=at)
    Plan.objects.filter(live(), client=client).update(until=at)


def _plan_follow_ups(case: Case, owner: User, closed_on: date) -> None:
    """After 6, 12 and 24 months; those of an earlier closing that were not held are dated anew."""
    waiting = {row.months: row for row in FollowUp.objects.filter(case=case, done_on__isnull=True)}
    for months, due in follow_up_days(closed_on):
        if months in waiting:
            FollowUp.objects.filter(pk=waiting[months].pk).update(due=due, owner=owner)
        else:
            FollowUp.objects.create(case=case, months=months, due=due, owner=owner)


def _write_down(case: Case, words: str, by: User, at: datetime) -> None:
    """Words for a change of the whole file stand in its journal."""
    if words.strip():
        day = clock.local_date(at)
        JournalEntry.objects.create(case=case, kind=EntryKind.NOTE, on=day, text=words.strip(), by=by, noted_at=at)


@act
def reopen_case(*, case: Case, reason: str, by: User) -> Case:
    """The work goes on: a new stage begins, the lead and the main worker reach the people of today."""
    client, held, records = hold_whole(case)
    reasons, lead = _reopening_reasons(held), lead_of(held)
    problems = {} if reason.strip() else {"reason": _("Say why the file is reopened.")}
    if reasons or problems or lead is None:
        raise Refusal(*reasons, **problems)
    moment = clock.now()
    Case.objects.filter(pk=held.pk).update(closed_at=None, closing_reason="")
    change_stage(held, Stage.ASSESSMENT if held.kind.staged else Stage.OPEN, by=by, at=moment)
    main = main_worker_of(client) or MainWorkerPeriod.objects.create(client=client, worker=lead.worker, since=moment)
    open_to_lead(held, records, lead.worker, moment)
    open_to_main_worker(held, records, main.worker, moment)
    _write_down(held, reason, by, moment)
    tell(users=whole_team(held), message="cases.reopened", about="case", about_no=held.pk, by=by)
    note(act="cases.reopen", about="cases.case", about_no=held.pk, by=by, at=moment)
    held.refresh_from_db()
    return held


def _reopening_reasons(case: Case) -> list[str]:
    if not case.closed_at:
        return [_("The file is open.")]
    reasons = []
    same = Case.objects.open().filter(
        kind=case.kind_id, household=case.household_id, record=case.record_id, municipality=case.municipality_id
    )
    if same.exists():
        reasons.append(_("Another file of the same kind is open for the same people. Work in that one."))
    if lead_of(case) is None:
        reasons.append(_("The file has no lead. The head of service gives it to a worker."))
    return reasons


@act
def note_follow_up(*, follow_up: FollowUp, found: str, outcome: str, done_on: date, by: User) -> FollowUp:
    """The family was asked how it fares: what was found, and whether it is better, the same or worse."""
    case = hold_case(follow_up.case_id)
    held = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    reasons, problems = [], _follow_up_problems(case, found, outcome, done_on)
    if case.closed_at is None:
        reasons.append(_("The file is open again: hold a review instead."))
    if held.done_on:
        reasons.append(_("This follow-up has been held already."))
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    moment = clock.now()
    FollowUp.objects.filter(pk=held.pk).update(done_on=done_on, found=found.strip(), outcome=outcome)
    note(act="cases.follow_up", about="cases.followup", about_no=held.pk, by=by, at=moment, case=case.pk)
    held.refresh_from_db()
    return held


def _follow_up_problems(case: Case, found: str, outcome: str, done_on: date) -> dict[str, str]:
    problems = {}
    if not found.strip():
        problems["found"] = _("Write what you found, or that nobody could be reached.")
    if outcome not in Outcome.values:
        problems["outcome"] = _("Choose how the client fares.")
    if done_on > clock.today():
        problems["done_on"] = _("The date cannot be in the future.")
    elif case.closed_at and done_on < clock.local_date(case.closed_at):
        problems["done_on"] = _("The date is before the file was closed.")
    return problems
