"""What the acts of this room stand on: who is locked, in which order, and whose files they are."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saikne.cases.models import Case, Client, ClientMember, LeadPeriod, MainWorkerPeriod
from saikne.core import clock
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import live
from saikne.core.prepared import one, prepared
from saikne.people.actions import hold_persons
from saikne.people.queries import faces, household_records, records_of
from saikne.people.rules import is_child


def hold_client(pk: int) -> Client:
    """The live client, locked; joined into another meanwhile: start again."""
    client = one(_client(pk=pk))
    if client.until:
        raise Moved
    return client


def hold_case(pk: int) -> Case:
    """The file, locked, open or closed."""
    return one(_case(pk=pk))


@prepared
def _client(*, pk: int) -> QuerySet[Client]:
    return Client.objects.select_for_update(no_key=True).filter(pk=pk)


@prepared
def _case(*, pk: int) -> QuerySet[Case]:
    return Case.objects.select_for_update(no_key=True).filter(pk=pk)


def hold_open_case(pk: int) -> Case:
    """The open file, locked."""
    case = hold_case(pk)
    if case.closed_at:
        raise Refusal(_("The file is closed. Reopen it before you change anything in it."))
    return case


def subjects_of(case: Case, *, on: date | None = None) -> list[int]:
    """The records that a file is about."""
    if case.record_id:
        return [case.record_id]
    return household_records(case.household_id or 0, on=on or clock.today())


def hold_with_people(case: Case) -> tuple[Case, list[int]]:
    """Lock the people of an open file, then the file; its records, read again under the locks."""
    records = subjects_of(case)
    hold_persons(records)
    held = hold_open_case(case.pk)
    if subjects_of(held) != records:
        raise Moved
    return held, records


def live_clients(records: Iterable[int], municipality_id: int) -> list[int]:
    """The live clients to which these records belong."""
    return sorted({number for (number,) in _clients_of(records=list(records), municipality=municipality_id)})


@prepared
def _clients_of(*, records: list[int], municipality: int) -> QuerySet[ClientMember, tuple[int]]:
    found = ClientMember.objects.filter(live(), record__in=records, municipality=municipality)
    return found.values_list("client_id")


def client_for(records: list[int], persons: Iterable[int], municipality_id: int) -> Client:
    """The one client of these people, locked; a new one if they had none; refused if they have two.

    The caller holds the persons of these records, and writes the main worker of a new client in the same act.
    """
    found = live_clients(records_of(persons), municipality_id)
    if len(found) > 1:
        raise Refusal(
            _("These people belong to two clients. Join the clients first and say who stays the main worker.")
        )
    moment = clock.now()
    client = hold_client(found[0]) if found else Client.objects.create(municipality_id=municipality_id, since=moment)
    add_members(client, records, at=moment)
    return client


def add_members(client: Client, records: Iterable[int], *, at: datetime) -> None:
    """Let these records belong to the client: adults sign, children do not."""
    known = set(ClientMember.objects.filter(live(), client=client).values_list("record_id", flat=True))
    people = faces(set(records) - known)
    ClientMember.objects.bulk_create(
        ClientMember(
            client=client,
            municipality_id=client.municipality_id,
            record_id=number,
            signs=not (face.born_on and is_child(face.born_on, clock.local_date(at))),
            since=at,
        )
        for number, face in sorted(people.items())
    )


def lead_of(case: Case) -> LeadPeriod | None:
    """Who leads the file now."""
    return next(iter(_leads(case=case.pk)), None)


@prepared
def _leads(*, case: int) -> QuerySet[LeadPeriod]:
    return LeadPeriod.objects.filter(live(), case=case).select_related("worker")


def main_worker_of(client: Client | int) -> MainWorkerPeriod | None:
    """Who is the client's main worker now."""
    return next(iter(_mains(client=client if isinstance(client, int) else client.pk)), None)


@prepared
def _mains(*, client: int) -> QuerySet[MainWorkerPeriod]:
    return MainWorkerPeriod.objects.filter(live(), client=client).select_related("worker")
