"""What staff may do with people. Who may see whom: `PersonRecord.objects.visible_to`."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions this room uses; the house's test checks that they exist."""

    FIND = "people.view_personrecord"
