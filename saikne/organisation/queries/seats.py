"""Who works where, and who heads whom, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.organisation.models import Municipality, Post, Posting, Unit


@dataclass(frozen=True, slots=True)
class Seat:
    """A worker's place on a day: her unit, its municipality, what her post is for."""

    unit_id: int
    municipality_id: int
    specialisation: str
    title: str


def seats(users: Iterable[User | int], *, on: date | None = None) -> dict[int, Seat]:
    """The first standing posting of each of these users; users without one are left out."""
    numbers = [user if isinstance(user, int) else user.pk for user in users]
    return {row.user_id: _seat(row.post) for row in _postings(users=numbers, on=on or clock.today())}


@prepared
def _postings(*, users: list[int], on: date) -> QuerySet[Posting]:
    rows = Posting.objects.filter(standing(on), user__in=users)
    return rows.select_related("post__unit").order_by("-since", "-pk")


def _seat(post: Post) -> Seat:
    return Seat(post.unit_id, post.unit.municipality_id, post.specialisation, post.title)


def seat_of(user: User, *, on: date | None = None) -> Seat | None:
    """Where this user works on a day."""
    return seats([user], on=on).get(user.pk)


def municipality_of(user: User) -> Municipality | None:
    """The municipality in which this user works."""
    seat = seat_of(user)
    return Municipality.objects.get(pk=seat.municipality_id) if seat else None


def unit_and_above(unit_id: int) -> list[int]:
    """The unit with all the units over it, lowest first."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    line: list[int] = []
    step: int | None = unit_id
    while step is not None and step not in line:
        line.append(step)
        step = parents.get(step)
    return line


def units_under(unit_ids: Iterable[int]) -> set[int]:
    """These units with all the units under them."""
    found = set(unit_ids)
    pairs = list(Unit.objects.exclude(parent=None).values_list("pk", "parent_id"))
    while grown := {pk for pk, parent in pairs if parent in found} - found:
        found |= grown
    return found


def colleagues(user: User, *, specialisations: Iterable[str] = ()) -> QuerySet[User]:
    """Active staff of the same municipality, by surname; optionally those whose post is for these areas."""
    today = clock.today()
    seat = seat_of(user)
    postings = Posting.objects.filter(standing(today), post__unit__municipality=seat.municipality_id if seat else None)
    if specialisations:
        postings = postings.filter(post__specialisation__in=list(specialisations))
    return (
        User.objects.filter(pk__in=postings.values("user_id"), is_active=True)
        .exclude(pk=user.pk)
        .order_by("last_name", "first_name")
    )
