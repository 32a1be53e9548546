"""Clients to which people belong who are to be served together."""

from collections.abc import Iterable
from dataclasses import dataclass

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState
from saikne.cases.models import Agreement, Case, Client, ClientMember, MainWorkerPeriod
from saikne.core import clock
from saikne.core.periods import live
from saikne.people.models import PersonRecord
from saikne.people.queries import household_records
from saikne.people.queries.naming import name_people


@dataclass(frozen=True, slots=True)
class ClientShown:
    """A client with her people as this user may know them, files, main worker and agreement."""

    client: Client
    people: list[str]
    numbers: list[int]
    files: list[str]
    worker_no: int
    worker: str
    agreement: bool

    @property
    def label(self) -> str:
        """Her people in one line."""
        return ", ".join(self.people)


@dataclass(frozen=True, slots=True)
class Joining:
    """The clients found; `out_of_reach` are those of whose files this user sees none."""

    clients: list[ClientShown]
    out_of_reach: int


def asked_records(user: User, *, household: int | None, records: Iterable[int]) -> list[int]:
    """The records spoken of, as far as this user may see them."""
    wanted = set(records)
    if household is not None:
        wanted |= set(household_records(household, on=clock.today()))
    return list(PersonRecord.objects.visible_to(user).filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))


def joining(user: User, records: Iterable[int], municipality_id: int) -> Joining:
    """The live clients of these people in one municipality."""
    members = ClientMember.objects.filter(live(), record__in=list(records), municipality_id=municipality_id)
    numbers = sorted(set(members.values_list("client_id", flat=True)))
    files = list(
        Case.objects.visible_to(user)
        .open()
        .filter(client__in=numbers)
        .select_related("kind", "number__series")
        .order_by("pk")
    )
    seen = {case.client_id for case in files}
    shown = [number for number in numbers if number in seen]
    return Joining(_shown(user, shown, files), len(numbers) - len(shown))


def _shown(user: User, numbers: list[int], files: list[Case]) -> list[ClientShown]:
    members = ClientMember.objects.filter(live(), client__in=numbers).order_by("-signs", "record_id")
    of_client = [(row.client_id, row.record_id) for row in members]
    names = name_people((record for _client, record in of_client), user)
    workers = {
        row.client_id: row
        for row in MainWorkerPeriod.objects.filter(live(), client__in=numbers).select_related("worker")
    }
    alive = [AgreementState.DRAFT, AgreementState.IN_FORCE]
    agreed = set(Agreement.objects.filter(client__in=numbers, state__in=alive).values_list("client_id", flat=True))
    clients = Client.objects.in_bulk(numbers)
    return [
        ClientShown(
            client=clients[number],
            people=[names[record].name for client, record in of_client if client == number],
            numbers=[record for client, record in of_client if client == number and names[record].within],
            files=[f"{case.kind} {case.label}" for case in files if case.client_id == number],
            worker_no=workers[number].worker_id,
            worker=str(workers[number].worker),
            agreement=number in agreed,
        )
        for number in numbers
    ]
