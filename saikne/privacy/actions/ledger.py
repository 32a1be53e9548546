"""Writing the ledger of reach: who holds grants, who heads a unit, which sides exclude each other."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live, standing
from saikne.organisation.actions.absence import settle
from saikne.organisation.enums import UnitRole
from saikne.organisation.models import Deputyship
from saikne.privacy.enums import Ground
from saikne.privacy.models import (
    Grant,
    Holder,
    HolderMember,
    Side,
)

Numbers = Mapping[str, Iterable[int]]
SEPARATIONS = {Ground.LEAD: "lead_or_decide", Ground.DECIDES: "lead_or_decide"}


def any_of(numbers: Numbers) -> Q:
    """Rows about any of these records."""
    found = Q(pk__in=[])
    for about, wanted in numbers.items():
        found |= Q(about=about, about_no__in=list(wanted))
    return found


def holder_of(user: User | int) -> Holder:
    """The user as a holder of grants; made at the first need, with herself as its member."""
    number = user if isinstance(user, int) else user.pk
    holder, made = Holder.objects.get_or_create(user_id=number)
    if made:
        HolderMember.objects.create(holder=holder, user_id=number, since=clock.now())
    return holder


def head_holder(unit_id: int) -> Holder:
    """Whoever heads this unit."""
    return Holder.objects.get_or_create(unit_id=unit_id, role=UnitRole.HEAD)[0]


@act
def appoint_head(*, user: User, unit_id: int, by: User) -> None:
    """From now this user acts as the head of the unit."""
    holder, moment = head_holder(unit_id), clock.now()
    HolderMember.objects.create(holder=holder, user=user, ground="post", since=moment)
    note(
        act="privacy.appoint_head",
        about="organisation.unit",
        about_no=unit_id,
        by=by,
        at=moment,
        user=user.pk,
    )


def give(
    *,
    holder: Holder,
    numbers: Numbers,
    opens: str,
    ground: str,
    ground_no: int,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Open records to a holder: `about` word → numbers. The caller holds the persons.

    Grounds that exclude each other (leads the case, decides the benefit) are refused.
    """
    wanted = {about: sorted(set(found)) for about, found in numbers.items()}
    apart = wanted.get("record", []) if ground in SEPARATIONS else []
    sides = _take_sides(holder, "record", apart, ground, at) if apart else {}
    Grant.objects.bulk_create(
        Grant(
            holder=holder,
            about=about,
            about_no=number,
            opens=opens,
            ground=ground,
            ground_no=ground_no,
            since=at,
            until=until,
            side=sides.get(number) if about == "record" else None,
        )
        for about, found in wanted.items()
        for number in found
    )
    if ground == Ground.NAMED and holder.user_id:
        _end_deputies_who_are_not_named(holder.user_id, ground_no, at)


def _end_deputies_who_are_not_named(absent_no: int, restriction_no: int, at: datetime) -> None:
    """What she is named for is hers in person: whoever has all her reach without being named has it no longer."""
    named = Grant.objects.filter(standing(at), ground=Ground.NAMED, ground_no=restriction_no)
    rows = Deputyship.objects.filter(absent=absent_no, until__gt=at)
    over = rows.exclude(deputy__in=named.filter(holder__user__isnull=False).values("holder__user"))
    if not over.exists():
        return
    over.filter(since__gte=at).update(until=F("since") + clock.TICK)
    over.filter(since__lt=at).update(until=at)
    settle(at)


def _take_sides(holder: Holder, about: str, numbers: list[int], ground: str, at: datetime) -> dict[int, Side]:
    """The holder's side for each record: the one she stands on, or a new one."""
    separation = SEPARATIONS[Ground(ground)]
    standing_on = Side.objects.filter(live(), holder=holder, about=about, about_no__in=numbers, separation=separation)
    sides = {side.about_no: side for side in standing_on}
    if any(side.ground != ground for side in sides.values()):
        raise Refusal(_("Who leads a client's case does not decide her benefit. Choose another worker."))
    new = [
        Side(holder=holder, about=about, about_no=number, separation=separation, ground=ground, since=at)
        for number in numbers
        if number not in sides
    ]
    return sides | {side.about_no: side for side in Side.objects.bulk_create(new)}


def take_back(*, ground: str, ground_no: int, at: datetime, holder: Holder | None = None) -> None:
    """End all that one ground opened, and the sides on which nothing leans any more."""
    rows = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=at), ground=ground, ground_no=ground_no)
    if holder is not None:
        rows = rows.filter(holder=holder)
    sides = {side for side in rows.values_list("side", flat=True) if side}
    rows.filter(since__gte=at).update(until=at + clock.TICK)
    rows.filter(since__lt=at).update(until=at)
    if sides:
        leaning = Grant.objects.filter(live(), side__in=sides).values_list("side", flat=True)
        left = Side.objects.filter(pk__in=sides - set(leaning))
        left.filter(since__gte=at).update(until=at + clock.TICK)
        left.filter(until__isnull=True).update(until=at)
