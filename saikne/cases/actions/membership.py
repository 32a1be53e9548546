"""What a change of household means for open files, in the same act that writes it."""

from collections.abc import Iterable
from datetime import datetime

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import add_members, hold_case, hold_client, live_clients
from saikne.cases.actions.reach import extend_reach
from saikne.cases.models import Case, Client
from saikne.cases.queries.talk_team import whole_team
from saikne.people.queries import anchors_of, records_of


def household_changed(*, household_no: int, joined: Iterable[int], left: Iterable[int], at: datetime, by: User) -> None:
    """Whoever works with the household's open files reaches the newcomers from this moment; the persons are held.

    A newcomer without a client belongs to the household's; one who has a client elsewhere stays with it.
    """
    newcomers = sorted(set(joined))
    if not newcomers:
        return
    numbers = list(Case.objects.open().filter(household=household_no).order_by("pk").values_list("pk", "client_id"))
    clients = {client: hold_client(client) for client in sorted({client for _pk, client in numbers})}
    for client in clients.values():
        add_members(client, _free(newcomers, client), at=at)
    for pk, _client in numbers:
        case = hold_case(pk)
        extend_reach(case, at)
        tell(users=whole_team(case), message="cases.member_joined", about="case", about_no=pk, by=by)


def _free(records: Iterable[int], client: Client) -> list[int]:
    """Those who have no other client in this municipality, under any record of theirs."""
    persons = anchors_of(records)
    taken = {number: live_clients(records_of([person]), client.municipality_id) for number, person in persons.items()}
    return [number for number, clients in taken.items() if set(clients) <= {client.pk}]
