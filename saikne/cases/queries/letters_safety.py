"""In which ways a person must not be written to: what safe contact forbids."""

from collections.abc import Mapping
from datetime import date

from saikne.cases.enums import LetterWay
from saikne.core.periods import standing
from saikne.people.enums import ContactMeans
from saikne.people.models import ContactWay
from saikne.people.models.represent import current

# The official e-address is opened by its owner alone; nothing that is written down forbids it.
WAYS: Mapping[str, LetterWay] = {ContactMeans.LETTER: LetterWay.POST, ContactMeans.EMAIL: LetterWay.E_MAIL}


def unsafe_ways(record_no: int | None, *, on: date) -> frozenset[str]:
    """Ways of sending that are forbidden for this person on a day; one query, none without a person."""
    if record_no is None:
        return frozenset()
    rows = ContactWay.objects.filter(current(), standing(on), record=record_no, forbidden=True, means__in=list(WAYS))
    return frozenset(WAYS[means].value for means in rows.values_list("means", flat=True))
