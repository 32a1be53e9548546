"""The first administrator of a new service, or one more when nobody can sign in any longer."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saikne.accounts.actions import issue_code, make_user, set_roles, system_user
from saikne.accounts.enums import Role, UserKind
from saikne.accounts.models import User
from saikne.core.acts import act
from saikne.core.errors import Refusal


class Command(BaseCommand):
    """Makes an account with the role of administrator and prints a code for its password, once."""

    help = "Make an administrator; prints a code that sets the password on /accounts/first/. Run prepare first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it is."""
        parser.add_argument("username")
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """The account, its role and its code in one transaction."""
        try:
            code = _make(options["username"], options["first_name"], options["last_name"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        told = {"username": options["username"], "code": code, "page": "/accounts/first/"}
        line = f"{told['username']}: set the password on {told['page']} with this code, within 14 days: {code}"
        self.stdout.write(json.dumps(told) if options["json"] else line)


@act
def _make(username: str, first_name: str, last_name: str) -> str:
    by = system_user()
    user: User = make_user(username=username, first_name=first_name, last_name=last_name, kind=UserKind.STAFF, by=by)
    set_roles(user=user, roles=[Role.ADMIN], by=by)
    return issue_code(user=user, by=by)
