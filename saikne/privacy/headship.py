"""Who heads units, as the ledger of reach knows it: members of the holder of a unit's head."""

from collections.abc import Iterable
from datetime import date

from saikne.accounts.models import User
from saikne.organisation.enums import UnitRole
from saikne.organisation.registry import HeadRow
from saikne.privacy.actions.heads import begin_head, end_head
from saikne.privacy.enums import Ground
from saikne.privacy.models import HolderMember
from saikne.privacy.queries import headed_units


class LedgerHeadship:
    """Answers what `organisation` asks."""

    def rows(self, units: Iterable[int]) -> list[HeadRow]:
        """Everybody who heads, headed or will head these units, the latest first; one query."""
        found = (
            HolderMember.objects.filter(holder__unit__in=list(units), holder__role=UnitRole.HEAD)
            .select_related("user", "holder")
            .order_by("-since", "-pk")
        )
        return [
            HeadRow(row.pk, row.holder.unit_id or 0, row.user, row.since, row.until, row.ground == Ground.DEPUTY)
            for row in found
        ]

    def headed(self, user: User) -> list[int]:
        """The units that this user heads now."""
        return headed_units(user)

    def appoint(self, *, user: User, unit_id: int, since: date, by: User) -> None:
        """From a day this user heads the unit."""
        begin_head(user=user, unit_id=unit_id, since=since, by=by)

    def end(self, *, row: HeadRow, last_day: date, by: User) -> None:
        """She heads the unit up to and including a day."""
        end_head(member_no=row.pk, last_day=last_day, by=by)
