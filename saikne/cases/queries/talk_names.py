"""What people are called on the pages of a file: a record kept to named persons is not named to others."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.queries.frame import FileFrame
from saikne.people.queries import faces
from saikne.people.queries.search import restricted, within_reach


def kept_from(records: Iterable[int], user: User) -> dict[int, str]:
    """Those of these records that are kept from this user, with the words that stand in place of a name."""
    closed = restricted(records)
    return dict.fromkeys(closed - within_reach(closed, user), _("Restricted record"))


def names_with(frame: FileFrame, records: Iterable[int], user: User) -> tuple[dict[int, str], tuple[int, ...]]:
    """Names of the people of a file and of these records, and which of these outside the file are really named.

    No query where all of them belong to the file.
    """
    names = frame.names()
    outside = set(records) - set(names)
    if not outside:
        return names, ()
    kept = kept_from(outside, user)
    others = {number: face.name for number, face in faces(outside).items()}
    return {**others, **kept, **names}, tuple(sorted(set(others) - set(kept)))
