"""Handing files over: asked, read, received or returned. Until it is received, the former lead answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.frame import lead_of, main_worker_of, subjects_of
from saikne.cases.actions.opening import change_main_worker
from saikne.cases.actions.reach import close_to_lead, close_to_named, open_to_lead, open_to_receiver
from saikne.cases.actions.team import leave_team
from saikne.cases.actions.team_chapters import pass_chapters
from saikne.cases.enums import AgreementState, StepState, TeamRole
from saikne.cases.models import (
    Agreement,
    Case,
    Client,
    FollowUp,
    HandOver,
    JournalEntry,
    LeadPeriod,
    Receipt,
    Step,
    TeamMember,
)
from saikne.cases.queries.talk_team import whole_team
from saikne.cases.queries.team_obstacles import Obstacle, Passing, kept_back, obstacles_to
from saikne.cases.queries.team_pack import pack_numbers
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import live, standing
from saikne.people.actions import hold_persons
from saikne.privacy.actions import take_back
from saikne.privacy.enums import Ground


@dataclass(frozen=True, slots=True)
class How:
    """How files are handed over: why, whether the receiver becomes the main worker too, whether she leads at once."""

    reason: str
    main_worker: bool = True
    at_once: bool = False


@act
def hand_over(*, passings: Sequence[Passing], giver: User, how: How, by: User) -> list[HandOver]:
    """Files of one lead on their way to others; `at_once`: they lead now, the receipts still wait.

    All go or none does, but that of several files a restricted one stays where its receiver is not among the named.
    """
    held, people = _hold({passing.case.pk for passing in passings})
    passings = [Passing(held[passing.case.pk], passing.receiver) for passing in passings]
    obstacles = obstacles_to(passings, giver, by=by, main_worker=how.main_worker)
    kept = kept_back(passings, obstacles)
    going = [passing for passing in passings if passing.case.pk not in kept]
    _refuse(passings, [row for row in obstacles if row.case_no not in kept or not going], giver, how, by)
    rows = []
    for passing in going:
        row = _ask(passing, giver, how, by)
        records = people[passing.case.pk]
        open_to_receiver(row, records, row.asked_at)
        if how.at_once:
            _pass(row, passing.case, records, clock.now(), by)
        rows.append(row)
        _tell_asked(row, how, by)
    return rows


def _hold(numbers: Iterable[int]) -> tuple[dict[int, Case], dict[int, list[int]]]:
    """Lock people, clients, files and agreements of all that serves the same clients; read again under the locks."""
    files = _with_siblings(numbers)
    people = {case.pk: subjects_of(case) for case in files}
    hold_persons(sorted({number for found in people.values() for number in found}))
    clients = sorted({case.client_id for case in files})
    list(Client.objects.select_for_update(no_key=True).filter(pk__in=clients).order_by("pk"))
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    alive = [AgreementState.DRAFT, AgreementState.IN_FORCE]
    agreements = Agreement.objects.filter(client__in=clients, state__in=alive)
    list(agreements.select_for_update(no_key=True).order_by("pk"))
    held = {case.pk: case for case in _with_siblings(numbers)}
    if {number: subjects_of(case) for number, case in held.items()} != people:
        raise Moved
    return held, people


def _with_siblings(numbers: Iterable[int]) -> list[Case]:
    """These files and the open ones of the same clients: a new main worker reaches them all."""
    wanted = list(numbers)
    clients = Case.objects.filter(pk__in=wanted).values("client")
    found = Case.objects.filter(Q(pk__in=wanted) | Q(client__in=clients, closed_at__isnull=True))
    return list(found.select_related("client", "kind", "number__series").order_by("pk"))


def _refuse(passings: Sequence[Passing], obstacles: Iterable[Obstacle], giver: User, how: How, by: User) -> None:
    """Everything that stands in the way, at once; of several files each obstacle says whose it is."""
    problems, labels = [], {passing.case.pk: passing.case.label for passing in passings}
    if not passings:
        problems.append(_("Choose at least one file and the one who is to take it over."))
    if not may_hand_over([passing.case for passing in passings], giver, by):
        problems.append(_("A file is handed over by its lead, her deputy or the head of service."))
    if how.at_once and not by.has_perm(Perm.HEAD):
        problems.append(_("Only the head of service hands files over at once."))
    problems += [f"{labels[row.case_no]}: {row.sentence}" if len(labels) > 1 else row.sentence for row in obstacles]
    by_field = {} if how.reason.strip() else {"reason": _("Say why the file is handed over.")}
    if problems or by_field:
        raise Refusal(*problems, **by_field)


def may_hand_over(cases: Sequence[Case], giver: User, by: User) -> bool:
    """The lead herself, the head, or whoever stands in for the lead in every one of these files."""
    if by.pk == giver.pk or by.has_perm(Perm.HEAD):
        return True
    deputies = TeamMember.objects.filter(
        standing(clock.now()), case__in=cases, user=by, role=TeamRole.DEPUTY
    ).values_list("case_id", flat=True)
    return {case.pk for case in cases} <= set(deputies)


def _ask(passing: Passing, giver: User, how: How, by: User) -> HandOver:
    moment = clock.now()
    pack: dict[str, Any] = pack_numbers(passing.case) | {"main_worker": how.main_worker, "at_once": how.at_once}
    row = HandOver.objects.create(
        case=passing.case,
        giver=giver,
        receiver=passing.receiver,
        reason=how.reason.strip(),
        pack=pack,
        asked_at=moment,
        asked_by=by,
    )
    note(
        act="cases.hand_over",
        about="cases.case",
        about_no=passing.case.pk,
        by=by,
        at=moment,
        hand_over=row.pk,
        giver=giver.pk,
        receiver=passing.receiver.pk,
        at_once=how.at_once,
    )
    return row


def _tell_asked(row: HandOver, how: How, by: User) -> None:
    users = [row.receiver] if row.giver_id == by.pk else [row.receiver, row.giver]
    word = "cases.handed_over_now" if how.at_once else "cases.hand_over_asked"
    tell(users=users, message=word, about="case", about_no=row.case_id, by=by)


@act
def receive(*, row: HandOver, by: User) -> HandOver:
    """She has it: from this instant she leads, and the former lead no longer reaches the file."""
    held_cases, people = _hold([row.case_id])
    held = _hold_row(row)
    if held.receiver_id != by.pk:
        raise Refusal(_("The file is handed over to somebody else. Only she can accept it."))
    case = held_cases[held.case_id]
    moment = clock.now()
    if not _led_by(case, held.receiver):
        main, passing = bool(held.pack.get("main_worker")), Passing(case, held.receiver)
        if problems := obstacles_to([passing], held.giver, by=by, main_worker=main, waiting=False):
            raise Refusal(*(problem.sentence for problem in problems))
        _pass(held, case, people[case.pk], moment, by)
    take_back(ground=Ground.HAND_OVER, ground_no=held.pk, at=moment)
    held.received_at = moment
    held.save(update_fields=["received_at"])
    tell(users=[held.giver], message="cases.hand_over_received", about="case", about_no=case.pk, by=by)
    note(act="cases.receive", about="cases.case", about_no=case.pk, by=by, at=moment, hand_over=held.pk)
    return held


@act
def return_file(*, row: HandOver, because: str, by: User) -> HandOver:
    """The file stays with its lead: whoever was to take it gives it back, or the giver changes her mind."""
    held_cases, people = _hold([row.case_id])
    held = _hold_row(row)
    problems = []
    if not may_return(held, by):
        problems.append(_("Only those between whom the file is handed over, or the head of service, can return it."))
    if _led_by(held_cases[held.case_id], held.receiver):
        problems.append(_("The file was handed over at once: it has its new lead already. Hand it over anew."))
    by_field = {} if because.strip() else {"because": _("Say why.")}
    if problems or by_field:
        raise Refusal(*problems, **by_field)
    moment = clock.now()
    take_back(ground=Ground.HAND_OVER, ground_no=held.pk, at=moment)
    close_to_named(held_cases[held.case_id], people[held.case_id], held.receiver, moment)
    held.returned_at, held.returned_because = moment, because.strip()
    held.save(update_fields=["returned_at", "returned_because"])
    users = {user.pk: user for user in (held.giver, held.receiver, held.asked_by)}
    tell(users=users.values(), message="cases.hand_over_returned", about="case", about_no=held.case_id, by=by)
    note(act="cases.return", about="cases.case", about_no=held.case_id, by=by, at=moment, hand_over=held.pk)
    return held


def may_return(row: HandOver, user: User) -> bool:
    """Whoever was to take it over, whoever gave it or asked for it, and the head."""
    return user.pk in {row.receiver_id, row.giver_id, row.asked_by_id} or user.has_perm(Perm.HEAD)


def _hold_row(row: HandOver) -> HandOver:
    held = HandOver.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.received_at or held.returned_at:
        raise Refusal(_("This hand-over has been answered already."))
    return held


def _led_by(case: Case, user: User) -> bool:
    lead = lead_of(case)
    return bool(lead and lead.worker_id == user.pk)


def _pass(row: HandOver, case: Case, records: Sequence[int], at: datetime, by: User) -> None:
    """Inside an action that holds all: one lead ends and the next begins at one instant, and reach with them."""
    told = [user for user in whole_team(case) if user.pk != row.giver_id]
    LeadPeriod.objects.filter(live(), case=case).update(until=at)
    LeadPeriod.objects.create(case=case, worker=row.receiver, since=at, reason=row.reason[:200])
    close_to_lead(case, at)
    open_to_lead(case, records, row.receiver, at)
    for member in TeamMember.objects.filter(standing(at), case=case, user=row.receiver).select_related("user", "case"):
        leave_team(member, records, at)
    main = main_worker_of(case.client_id)
    if row.pack.get("main_worker") and main and main.worker_id == row.giver_id:
        change_main_worker(case.client, row.receiver, reason=row.reason[:200], at=at)
    close_to_named(case, records, row.giver, at)
    _pass_work(row, case, by)
    _pass_chapters(row, case, at, by)
    tell(users=[*told, row.receiver], message="cases.lead_changed", about="case", about_no=case.pk, by=by)


def _pass_work(row: HandOver, case: Case, by: User) -> None:
    """What the former lead had still to do in this file is the new lead's."""
    mine = Step.objects.filter(goal__case=case, user=row.giver_id, state=StepState.TODO).order_by("pk")
    for step in mine:
        save_fields(step, base=step.version, fields={"user_id": row.receiver_id}, by=by, act="cases.step_passed")
    FollowUp.objects.filter(case=case, owner=row.giver_id, done_on__isnull=True).update(owner=row.receiver_id)
    entries = JournalEntry.objects.filter(case=case)
    waiting = Receipt.objects.filter(entry__in=entries, user=row.giver_id, received_at__isnull=True)
    asked = Receipt.objects.filter(entry__in=entries, user=row.receiver_id).values("entry")
    waiting.exclude(entry__in=asked).exclude(entry__by=row.receiver_id).update(user=row.receiver_id)


def _pass_chapters(row: HandOver, case: Case, at: datetime, by: User) -> None:
    """Whoever leads no other file of the client, and stands in no team, answers no longer for her agreement."""
    files = Case.objects.open().filter(client=case.client_id)
    leads = LeadPeriod.objects.filter(live(), worker=row.giver_id, case__in=files)
    stands = TeamMember.objects.filter(standing(at), user=row.giver_id, case__in=files)
    if leads.exists() or stands.exists():
        return
    if pass_chapters(client_no=case.client_id, giver=row.giver, receiver=row.receiver, by=by, at=at):
        tell(users=whole_team(case), message="cases.chapters_passed", about="case", about_no=case.pk, by=by)
