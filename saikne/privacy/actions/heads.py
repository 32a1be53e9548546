"""Heads of units by date, and what of the ledger ends or begins with a worker's work."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from saikne.accounts.enums import Role
from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.organisation.actions.absence import settle
from saikne.organisation.enums import UnitRole
from saikne.privacy.actions.ledger import head_holder, holder_of
from saikne.privacy.models import Grant, Holder, HolderMember, Side


@act
def begin_head(*, user: User, unit_id: int, since: date, by: User) -> HolderMember:
    """From a day (today: from this moment) she heads the unit: the files of its workers are open to her."""
    holder = Holder.objects.select_for_update(no_key=True).get(pk=head_holder(unit_id).pk)
    moment = clock.now()
    start = moment if since <= clock.local_date(moment) else clock.midnight(since)
    if problems := _appointment_problems(user, holder, since, moment):
        raise Refusal(**{name: " ".join(told) for name, told in problems.items()})
    made = HolderMember.objects.create(holder=holder, user=user, ground="post", since=start)
    settle(moment)
    note(act="privacy.appoint_head", about="organisation.unit", about_no=unit_id, by=by, at=moment, user=user.pk)
    return made


def _appointment_problems(user: User, holder: Holder, since: date, at: datetime) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if not user.is_active or not user.groups.filter(name=Role.HEAD).exists():
        found.setdefault("user", []).append(_("Only who has the role of a head can head a unit."))
    rows = HolderMember.objects.filter(Q(until__isnull=True) | Q(until__gt=at), holder=holder, user=user, ground="post")
    if rows.exists():
        found.setdefault("user", []).append(_("This colleague heads the unit already, or is to head it."))
    if since < clock.local_date(at):
        found.setdefault("since", []).append(_("Access cannot begin in the past: choose today or a later day."))
    return found


@act
def end_head(*, member_no: int, last_day: date, by: User) -> None:
    """She heads the unit up to and including a day; with yesterday or earlier it ends at this moment."""
    held = HolderMember.objects.select_for_update(no_key=True).select_related("holder").get(pk=member_no)
    moment = clock.now()
    until = max(moment, clock.midnight(last_day + timedelta(days=1)))
    if held.holder.role != UnitRole.HEAD or (held.until and held.until <= moment):
        raise Refusal(_("This colleague heads the unit no longer."))
    if until <= held.since:
        raise Refusal(last_day=_("The last day cannot be before the first one."))
    HolderMember.objects.filter(pk=held.pk).update(until=until)
    settle(moment)
    note(
        act="privacy.end_head",
        about="organisation.unit",
        about_no=held.holder.unit_id or 0,
        by=by,
        at=moment,
        user=held.user_id,
    )


def close_reach(user: User, at: datetime, by: User) -> None:
    """Inside the action by which she leaves: nothing is open to her any more, nor to anybody through her."""
    open_rows = Q(until__isnull=True) | Q(until__gt=at)
    for rows in (
        HolderMember.objects.filter(open_rows, Q(user=user) | Q(holder__user=user)),
        Grant.objects.filter(open_rows, holder__user=user),
        Side.objects.filter(open_rows, holder__user=user),
    ):
        rows.filter(since__lt=at).update(until=at)
        rows.filter(since__gte=at).update(until=F("since") + clock.TICK)


def open_reach(user: User, at: datetime, by: User) -> None:
    """Inside the action by which she comes back: she holds again what is opened to her from now."""
    holder = holder_of(user)
    if not HolderMember.objects.filter(live(), holder=holder, user=user, ground="self").exists():
        HolderMember.objects.create(holder=holder, user=user, ground="self", since=at)
