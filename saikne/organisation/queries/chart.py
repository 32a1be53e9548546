"""The service on one page: units one under another, posts with who holds them, what is vacant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.models import Municipality, Post, Posting, Unit
from saikne.organisation.registry import HeadRow, heads


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it stands on a day: how deep, who heads it, how many posts and workers."""

    unit: Unit
    depth: int
    heads: list[User]
    territories: list[str]
    posts: Decimal
    held: Decimal
    workers: int

    @property
    def indent(self) -> str:
        """Dashes for the units over it."""
        return "–\u00a0" * self.depth

    @property
    def vacant(self) -> Decimal:
        """How much of the posts nobody holds."""
        return max(self.posts - self.held, Decimal(0))


def chart_of(municipality: Municipality, *, on: date | None = None) -> list[UnitRow]:
    """All units of a day, each under its own; four queries."""
    day = on or clock.today()
    units = list(
        Unit.objects.filter(standing(day), municipality=municipality).prefetch_related("territories").order_by("name")
    )
    known = {unit.pk for unit in units}
    leading = _heads_now(known)
    posts = list(Post.objects.filter(standing(day), unit__in=known).values_list("pk", "unit_id", "share"))
    held = Posting.objects.filter(standing(day), post__in=[pk for pk, _unit, _share in posts])
    holding = list(held.values_list("post__unit_id", "user_id", "share"))
    return [
        UnitRow(
            unit,
            depth,
            leading.get(unit.pk, []),
            [territory.name for territory in unit.territories.all()],
            sum((share for _pk, of, share in posts if of == unit.pk), Decimal(0)),
            sum((share for of, _user, share in holding if of == unit.pk), Decimal(0)),
            len({user for of, user, _share in holding if of == unit.pk}),
        )
        for unit, depth in _tree(units, known)
    ]


def _heads_now(units: Iterable[int]) -> dict[int, list[User]]:
    moment = clock.now()
    found: dict[int, list[User]] = {}
    for row in heads().rows(units):
        if stands(row) and row.user not in found.setdefault(row.unit_id, []) and row.since <= moment:
            found[row.unit_id].append(row.user)
    return found


def stands(row: HeadRow) -> bool:
    """Whether she heads the unit now or is to head it."""
    return row.user.is_active and (row.until is None or row.until > clock.now())


def _tree(units: list[Unit], known: set[int]) -> list[tuple[Unit, int]]:
    """Each unit followed by those under it; one whose parent is gone stands at the top."""
    under: dict[int | None, list[Unit]] = {}
    for unit in units:
        under.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    found: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(under.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting += [(part, depth + 1) for part in reversed(under.get(unit.pk, []))]
    return found


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with whoever holds it now or will, and before."""

    post: Post
    now: list[Posting] = field(default_factory=list)
    before: list[Posting] = field(default_factory=list)

    @property
    def free(self) -> Decimal:
        """How much of the post nobody holds now."""
        today = clock.today()
        return max(self.post.share - sum((row.share for row in self.now if row.since <= today), Decimal(0)), Decimal(0))


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: its posts now and before, its heads now and before, the units under it."""

    posts: list[PostRow]
    ended: list[PostRow]
    heads: list[HeadRow]
    past_heads: list[HeadRow]
    parts: list[Unit]


def unit_page(unit: Unit) -> UnitPage:
    """Four queries."""
    today = clock.today()
    holding: dict[int, list[Posting]] = {}
    for row in Posting.objects.filter(post__unit=unit).select_related("user").order_by("since", "pk"):
        holding.setdefault(row.post_id, []).append(row)
    posts = [_post_row(post, holding.get(post.pk, []), today) for post in unit.posts.order_by("title", "pk")]
    rows = heads().rows([unit.pk])
    return UnitPage(
        posts=[row for row in posts if row.post.until is None or row.post.until > today],
        ended=[row for row in posts if row.post.until is not None and row.post.until <= today],
        heads=[row for row in rows if stands(row)],
        past_heads=[row for row in rows if not stands(row)],
        parts=list(Unit.objects.filter(standing(today), parent=unit).order_by("name")),
    )


def _post_row(post: Post, rows: list[Posting], today: date) -> PostRow:
    def is_over(row: Posting) -> bool:
        return row.until is not None and row.until <= today

    return PostRow(post, [row for row in rows if not is_over(row)], [row for row in rows if is_over(row)])
