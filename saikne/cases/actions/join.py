"""Two clients become one: dated, and somebody stays the main worker."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import main_worker_of, subjects_of
from saikne.cases.actions.opening import change_main_worker
from saikne.cases.actions.reach import close_to_named
from saikne.cases.enums import AgreementState
from saikne.cases.models import (
    Agreement,
    Case,
    ChildAim,
    Client,
    ClientMember,
    Goal,
    MainWorkerPeriod,
    Plan,
)
from saikne.cases.queries.access import not_named
from saikne.cases.queries.restricted import main_worker_problems
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import live
from saikne.people.actions import hold_persons
from saikne.privacy.actions import take_back
from saikne.privacy.enums import Ground
from saikne.privacy.queries import shut_out


@act
def join_clients(*, stays: Client, joining: Client, main_worker: User, reason: str, by: User) -> Client:
    """The people, files and plan of one client pass to the other, from now; refused while she has an agreement."""
    records = _records(stays, joining)
    hold_persons(records)
    pair = {row.pk: row for row in _locked([stays.pk, joining.pk])}
    list(Case.objects.select_for_update(no_key=True).filter(client__in=pair).order_by("pk"))
    if any(row.until for row in pair.values()) or _records(stays, joining) != records:
        raise Moved
    if problems := _problems(stays, joining, main_worker, reason, by):
        raise Refusal(*problems[0], **problems[1])
    former, moment = main_worker_of(joining), clock.now()
    _join_members(stays, joining, moment)
    MainWorkerPeriod.objects.filter(live(), client=joining).update(until=moment)
    take_back(ground=Ground.MAIN_WORKER, ground_no=joining.pk, at=moment)
    Case.objects.filter(client=joining).open().update(client=stays)
    _join_plans(stays, joining)
    change_main_worker(stays, main_worker, reason=reason.strip(), at=moment)
    if former:
        _close_to(former.worker, stays, moment)
    Client.objects.filter(pk=joining.pk).update(until=moment, joined_into=stays)
    note(
        act="cases.join_clients",
        about="cases.client",
        about_no=stays.pk,
        by=by,
        at=moment,
        joined=joining.pk,
        main_worker=main_worker.pk,
    )
    return Client.objects.get(pk=stays.pk)


def _locked(numbers: Iterable[int]) -> list[Client]:
    return list(Client.objects.select_for_update(no_key=True).filter(pk__in=list(numbers)).order_by("pk"))


def _records(*clients: Client) -> list[int]:
    """The live members of these clients with the people of their open files."""
    rows = ClientMember.objects.filter(live(), client__in=clients)
    found = set(rows.values_list("record_id", flat=True))
    for case in Case.objects.filter(client__in=clients).open():
        found |= set(subjects_of(case))
    return sorted(found)


def _problems(
    stays: Client, joining: Client, main_worker: User, reason: str, by: User
) -> tuple[list[str], dict[str, str]] | None:
    reasons, by_field = [], {}
    if stays.pk == joining.pk:
        reasons.append(_("This is one client already."))
    if stays.municipality_id != joining.municipality_id:
        reasons.append(_("The clients belong to two municipalities and cannot be joined."))
    alive = [AgreementState.DRAFT, AgreementState.IN_FORCE]
    if Agreement.objects.filter(client=joining, state__in=alive).exists():
        reasons.append(_("The client who joins has an agreement. End it, or let the other client join this one."))
    known = {row.worker_id for row in (main_worker_of(stays), main_worker_of(joining)) if row}
    if main_worker.pk not in known:
        by_field["main_worker"] = _("Choose which of the two main workers stays.")
    elif kept := _kept_from(main_worker, [stays, joining], by):
        by_field["main_worker"] = kept
    if not reason.strip():
        by_field["reason"] = _("Say why the clients are joined.")
    return (reasons, by_field) if reasons or by_field else None


def _kept_from(worker: User, clients: list[Client], by: User) -> str:
    """What of these clients is closed to the one who is to be their main worker."""
    files = {case: subjects_of(case) for case in Case.objects.filter(client__in=clients).open()}
    if told := main_worker_problems(worker, files, by):
        return told[0]
    return not_named(worker) if shut_out([worker.pk], {"record": _records(*clients)}) else ""


def _join_members(stays: Client, joining: Client, at: datetime) -> None:
    """From this moment the people of the one belong to the other."""
    members = list(ClientMember.objects.filter(live(), client=joining))
    ClientMember.objects.filter(live(), client=joining).update(until=at)
    ClientMember.objects.bulk_create(
        ClientMember(
            client=stays,
            municipality_id=stays.municipality_id,
            record_id=member.record_id,
            signs=member.signs,
            since=at,
        )
        for member in members
    )


def _close_to(former: User, client: Client, at: datetime) -> None:
    """Whoever was the main worker of the one who joined is named in a restriction only where she still works."""
    for case in Case.objects.filter(client=client).open().order_by("pk"):
        close_to_named(case, subjects_of(case), former, at)


def _join_plans(stays: Client, joining: Client) -> None:
    """One plan for a client: goals and children's lines pass to the plan that stays; a plan alone passes whole."""
    mine = Plan.objects.filter(live(), client=stays).first()
    other = Plan.objects.filter(live(), client=joining).first()
    if other is None:
        return
    moment = clock.now()
    if mine is None:
        mine = Plan.objects.create(client=stays, since=moment)
    Goal.objects.filter(plan=other).update(plan=mine)
    known = ChildAim.objects.filter(plan=mine).values_list("record_id", flat=True)
    ChildAim.objects.filter(plan=other).exclude(record__in=list(known)).update(plan=mine)
    Plan.objects.filter(pk=other.pk).update(until=moment)
