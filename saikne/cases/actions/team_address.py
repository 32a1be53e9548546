"""Whoever works with somebody is told when she moves."""

from collections.abc import Iterable

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.models import Case, ClientMember
from saikne.cases.queries.talk_team import whole_team
from saikne.core.periods import live
from saikne.privacy.queries import shut_out


def tell_teams_of_address(*, record_nos: Iterable[int], by: User) -> None:
    """Inside the act that writes the address: the teams of the open files of their clients are told once.

    Of somebody kept to named persons only these are told.
    """
    members = ClientMember.objects.filter(live(), record__in=list(record_nos)).order_by("pk")
    moved: dict[int, list[int]] = {}
    for client, record in members.values_list("client_id", "record_id"):
        moved.setdefault(client, []).append(record)
    for case in Case.objects.open().filter(client__in=moved).order_by("pk"):
        users = _who_may_know(whole_team(case), moved[case.client_id])
        tell(users=users, message="cases.address_changed", about="case", about_no=case.pk, by=by)


def _who_may_know(users: list[User], records: Iterable[int]) -> list[User]:
    """Whoever is shut out from all who moved learns nothing of it."""
    numbers = [user.pk for user in users]
    shut = set.intersection(*(shut_out(numbers, {"record": [record]}) for record in records))
    return [user for user in users if user.pk not in shut]
