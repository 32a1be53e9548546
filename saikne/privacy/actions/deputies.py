"""A deputy for all work is a member of the holders for which the absent one acts, by date, ending by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from saikne.accounts.enums import Role
from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.enums import UnitRole
from saikne.organisation.rules.absence import Membership
from saikne.privacy.actions.ledger import holder_of
from saikne.privacy.enums import Ground
from saikne.privacy.models import Grant, HolderMember

Wanted = dict[tuple[int, int], set[tuple[datetime, datetime]]]  # holder, user → periods


def settle_deputies(memberships: Iterable[Membership], at: datetime) -> None:
    """Inside an action: from now deputies are members exactly as told; what holds already stays as it is.

    For a head they also act as the head of her units, if they have the role of a head themselves.
    """
    wanted = _wanted(list(memberships), at)
    rows = HolderMember.objects.filter(Q(until__isnull=True) | Q(until__gt=at), ground=Ground.DEPUTY)
    kept: Wanted = {}
    over = []
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        period = next((one for one in wanted.get((row.holder_id, row.user_id), ()) if _same(row, one, at)), None)
        if period is None:
            over.append(row.pk)
        else:
            kept.setdefault((row.holder_id, row.user_id), set()).add(period)
    ending = HolderMember.objects.filter(pk__in=over)
    ending.filter(since__lt=at).update(until=at)
    ending.filter(since__gte=at).update(until=F("since") + clock.TICK)
    HolderMember.objects.bulk_create(
        HolderMember(holder_id=holder, user_id=user, ground=Ground.DEPUTY, since=since, until=until)
        for (holder, user), periods in sorted(wanted.items())
        for since, until in sorted(periods - kept.get((holder, user), set()))
    )


def _same(row: HolderMember, period: tuple[datetime, datetime], at: datetime) -> bool:
    """Whether a row says this already: one that has begun is not begun anew."""
    since, until = period
    return row.until == until and (row.since == since or (row.since <= at and since <= at))


def _wanted(memberships: list[Membership], at: datetime) -> Wanted:
    heads = _heads({one.absent for one in memberships}, at)
    able = User.objects.filter(groups__name=Role.HEAD, pk__in={one.user for one in memberships})
    may_head = set(able.values_list("pk", flat=True))
    named = _named({one.absent for one in memberships} | {one.user for one in memberships}, at)
    found: Wanted = {}
    for one in sorted(memberships):
        since, until = max(at, clock.midnight(one.since)), clock.midnight(one.until)
        if named.get(one.absent, frozenset()) <= named.get(one.user, frozenset()):
            found.setdefault((holder_of(one.absent).pk, one.user), set()).add((since, until))
        for holder, end in heads.get(one.absent, []) if one.user in may_head else []:
            last = min(until, end) if end else until
            if since < last:
                found.setdefault((holder, one.user), set()).add((since, last))
    return found


def _named(users: Iterable[int], at: datetime) -> dict[int, frozenset[int]]:
    """In which restrictions each of these is named: without them nobody gets the reach of somebody who is."""
    found: dict[int, set[int]] = {}
    rows = Grant.objects.filter(standing(at), ground=Ground.NAMED, holder__user__in=set(users))
    for user, number in rows.values_list("holder__user", "ground_no"):
        found.setdefault(user or 0, set()).add(number)
    return {user: frozenset(numbers) for user, numbers in found.items()}


def _heads(users: Iterable[int], at: datetime) -> dict[int, list[tuple[int, datetime | None]]]:
    """Holders of the units that these users head by their post, and until when."""
    found: dict[int, list[tuple[int, datetime | None]]] = {}
    rows = HolderMember.objects.filter(standing(at), user__in=set(users), holder__role=UnitRole.HEAD, ground="post")
    for holder, user, until in rows.values_list("holder", "user", "until"):
        found.setdefault(user, []).append((holder, until))
    return found
