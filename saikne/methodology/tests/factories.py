"""People who look things up."""

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User


def user(username: str = "maija", kind: str = UserKind.STAFF) -> User:
    return User.objects.create_user(username=username, first_name="Maija", last_name="Liepa", kind=kind)
