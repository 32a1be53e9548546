"""The demo's accounts, as the command prints them and the page of signing in names them."""

from typing import TypedDict

from saikne.accounts.models import User
from saikne.web.demo.mark import lists_accounts
from saikne.web.demo.service import ACCOUNTS, PASSWORD


class Account(TypedDict):
    """Who a visitor of the demo may sign in as."""

    username: str
    password: str
    name: str
    title: str


def accounts() -> list[Account]:
    """Accounts with the known password, in the order of the roles."""
    users = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    return [
        Account(username=name, password=PASSWORD, name=str(users[name]), title=users[name].title)
        for name in ACCOUNTS
        if name in users
    ]


def listed_accounts() -> list[Account]:
    """What the page of signing in lists: nothing unless this is a demo with DEBUG on."""
    return accounts() if lists_accounts() else []
