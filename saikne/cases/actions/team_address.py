"""Whoever works with somebody is told when she moves."""

from collections.abc import Iterable

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.models import Case, ClientMember
from saikne.cases.queries.talk_team import whole_team
from saikne.core.periods import live


def tell_teams_of_address(*, record_nos: Iterable[int], by: User) -> None:
    """Inside the act that writes the address: the teams of the open files of their clients are told once."""
    clients = ClientMember.objects.filter(live(), record__in=list(record_nos)).values("client")
    for case in Case.objects.open().filter(client__in=clients).order_by("pk"):
        tell(users=whole_team(case), message="cases.address_changed", about="case", about_no=case.pk, by=by)
