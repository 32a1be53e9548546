"""Who is away, who stands in, who acts for whom on a day."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from saikne.accounts.enums import Role, UserKind
from saikne.accounts.models import User
from saikne.core import clock
from saikne.organisation.models import Absence, Deputyship, Posting, Unit
from saikne.organisation.registry import heads
from saikne.organisation.rules.absence import Away, Duty, StandIn, line_of
from saikne.organisation.rules.absence import acting_for as _acting_for
from saikne.organisation.rules.days import Span

BACK = timedelta(days=400)  # how far back absences can still matter


def duty_of(municipality_no: int | None = None) -> Duty:
    """All facts about who is here, of one municipality or of all; seven queries."""
    today = clock.today()
    posts = Posting.objects.all()
    if municipality_no is not None:
        posts = posts.filter(post__unit__municipality=municipality_no)
    told = ("user", "user__is_active", "since", "until", "post__unit", "pk")
    rows = list(posts.filter(user__kind=UserKind.STAFF).values_list(*told))
    users = {user for user, *_rest in rows}
    away = Absence.objects.filter(Q(until__isnull=True) | Q(until__gt=today - BACK), user__in=users)
    deputies = Deputyship.objects.filter(absent__in=users, until__gt=clock.midnight(today - BACK))
    working: dict[int, list[Span]] = {}
    for user, active, since, until, _unit, _pk in rows:
        working.setdefault(user, []).extend([Span(since, until)] if active else [])
    return Duty(
        away=[
            Away(row.user_id, Span(row.since, row.until), clock.local_date(row.back_at) if row.back_at else None)
            for row in away
        ],
        deputies=[StandIn(row.pk, row.absent_id, row.deputy_id, _days(row)) for row in deputies],
        working=working,
        heads=_heads_over(_units(rows, today)),
        may_head=frozenset(User.objects.filter(groups__name=Role.HEAD, is_active=True).values_list("pk", flat=True)),
    )


def _days(row: Deputyship) -> Span:
    """The days of a deputyship: it may begin in the middle of one; one in which it ended is hers no longer."""
    return Span(clock.local_date(row.since), clock.local_date(row.until or row.since))


def _units(rows: Iterable[tuple[int, bool, date, date | None, int, int]], on: date) -> dict[int, int]:
    """The unit of each worker's first post of this day; of one who has none, that of the post which ended last."""
    found: dict[int, tuple[bool, int, int]] = {}
    for user, _active, since, until, unit, _pk in sorted(rows, key=lambda row: (row[2], row[5]), reverse=True):
        stands = since <= on and (until is None or until > on)
        weight = (stands, 0 if stands else (until or since).toordinal(), unit)
        if user not in found or stands or weight > found[user]:
            found[user] = weight
    return {user: unit for user, (_stands, _day, unit) in found.items()}


def _heads_over(units: Mapping[int, int]) -> dict[int, list[int]]:
    """Who heads each worker's unit now, and the units above it."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    now = clock.now()
    heading: dict[int, list[int]] = {}
    for row in heads().rows(parents):
        if not row.deputy and row.user.is_active and row.since <= now and (row.until is None or row.until > now):
            heading.setdefault(row.unit_id, []).append(row.user.pk)
    return {user: _up(unit, parents, heading) for user, unit in units.items()}


def _up(unit: int, parents: Mapping[int, int | None], heading: Mapping[int, list[int]]) -> list[int]:
    found: list[int] = []
    step: int | None = unit
    seen: set[int] = set()
    while step is not None and step not in seen:
        seen.add(step)
        found += [head for head in sorted(heading.get(step, [])) if head not in found]
        step = parents.get(step)
    return found


def acting_for(user: User, *, on: date | None = None) -> User:
    """Who answers for this user's work on a day."""
    return User.objects.get(pk=_acting_for(user.pk, duty_of(), on=on or clock.today()))


def in_line_for(user: User, *, on: date | None = None) -> list[int]:
    """Everybody who could act for this user on a day, in order."""
    return list(line_of(user.pk, duty_of(), on=on or clock.today()))


def away_on(users: Iterable[int], on: date) -> dict[int, Absence]:
    """Who of these is away on a day."""
    back = Q(back_at__isnull=True) | Q(back_at__gte=clock.midnight(on + timedelta(days=1)))
    rows = Absence.objects.filter(back, Q(until__isnull=True) | Q(until__gt=on), user__in=list(users), since__lte=on)
    return {row.user_id: row for row in rows.order_by("since")}


def coming_absences(users: Iterable[int]) -> QuerySet[Absence]:
    """Absences of today and later of these users, the nearest first."""
    coming = Q(until__isnull=True) | Q(until__gt=clock.today())
    rows = Absence.objects.filter(coming, back_at__isnull=True, user__in=list(users))
    return rows.select_related("user").order_by("since", "pk")
