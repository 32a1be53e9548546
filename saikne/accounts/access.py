"""What an administrator may do with accounts."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions this room declares; the house's test checks that they exist."""

    ACCOUNTS = "accounts.change_user"
