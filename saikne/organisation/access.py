"""What staff may do with the service itself. Of which municipality: `queries.office`."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions this room declares; the house's test checks that they exist."""

    MANAGE = "organisation.change_unit"
