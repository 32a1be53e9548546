"""Who signs a letter: the head of the unit, or whoever answers for her work on the day."""

from saikne.accounts.models import User
from saikne.cases.models import Letter
from saikne.core import clock
from saikne.organisation.queries import unit_and_above
from saikne.organisation.queries.absence import acting_for
from saikne.organisation.registry import heads


def signers_over(unit_id: int) -> list[User]:
    """Who heads the unit and those above it by her post, the nearest first; two queries."""
    line, now = unit_and_above(unit_id), clock.now()
    rows = [
        row
        for row in heads().rows(line)
        if not row.deputy and row.user.is_active and row.since <= now and (row.until is None or row.until > now)
    ]
    rows.sort(key=lambda row: (line.index(row.unit_id), row.since, row.pk))
    return list({row.user.pk: row.user for row in rows}.values())


def signer_for(unit_id: int) -> User | None:
    """Whose signature a letter of the unit needs."""
    return next(iter(signers_over(unit_id)), None)


def may_sign(letter: Letter, user: User) -> bool:
    """A head over the unit signs for herself, somebody else only on the days on which she acts for the signer."""
    if user.pk in {head.pk for head in signers_over(letter.unit_id)}:
        return True
    return letter.signer is not None and acting_for(letter.signer).pk == user.pk
