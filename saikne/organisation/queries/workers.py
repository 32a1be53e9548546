"""Workers of a municipality: where they work now, what they have learnt, what is about to expire."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from saikne.accounts.enums import Role, UserKind
from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.models import Municipality, Post, Posting, Qualification
from saikne.organisation.rules.days import SOON, Span, Validity, validity


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker with her posts of today and her roles."""

    user: User
    posts: list[Posting]
    roles: list[str]


def role_names(user: User) -> list[str]:
    """What the user's roles are called, in the order in which they are listed."""
    held = {group.name for group in user.groups.all()}
    return [str(role.label) for role in Role if role in held]


def _rows(users: Iterable[User], today: date) -> list[WorkerRow]:
    found = list(users)
    posts: dict[int, list[Posting]] = {}
    for row in Posting.objects.filter(standing(today), user__in=found).select_related("post__unit").order_by("since"):
        posts.setdefault(row.user_id, []).append(row)
    return [WorkerRow(user, posts.get(user.pk, []), role_names(user)) for user in found]


@dataclass(frozen=True, slots=True)
class Workers:
    """Those with a post now, those who have an account but no post, those who have left."""

    posted: list[WorkerRow]
    without_post: list[WorkerRow]
    left: list[WorkerRow]


def workers_of(municipality: Municipality, *, unposted: bool) -> Workers:
    """By surname; `unposted`: also accounts that never had a post anywhere. A constant number of queries."""
    today = clock.today()
    here = Posting.objects.filter(post__unit__municipality=municipality)
    wanted = Q(pk__in=here.values("user"))
    if unposted:
        wanted |= Q(postings=None)
    users = User.objects.filter(wanted, kind=UserKind.STAFF).distinct().prefetch_related("groups")
    rows = _rows(users.order_by("last_name", "first_name", "pk"), today)
    return Workers(
        posted=[row for row in rows if row.posts and row.user.is_active],
        without_post=[row for row in rows if not row.posts and row.user.is_active],
        left=[row for row in rows if not row.user.is_active],
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A qualification and how it stands today."""

    row: Qualification
    state: Validity


def papers_of(user: User) -> list[Paper]:
    """What she has learnt, what holds longest first."""
    today = clock.today()
    rows = user.qualifications.order_by("-since", "-pk")
    return [Paper(row, validity(Span(row.since, row.until), on=today)) for row in rows]


def expiring(municipality: Municipality) -> list[Paper]:
    """Qualifications of today's workers that end within sixty days or ended within the last sixty, the next first."""
    today = clock.today()
    working = Posting.objects.filter(
        standing(today), post__unit__municipality=municipality, user__is_active=True
    ).values("user")
    rows = Qualification.objects.filter(user__in=working, until__lte=today + SOON, until__gt=today - SOON)
    renewed = Qualification.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("until")),
        user=OuterRef("user"),
        kind=OuterRef("kind"),
        scope=OuterRef("scope"),
    )
    found = rows.filter(~Exists(renewed)).select_related("user").order_by("until", "pk")
    return [Paper(row, validity(Span(row.since, row.until), on=today)) for row in found]


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """One worker: roles, posts now and before, what she has learnt, whether she signs in in two steps."""

    roles: list[str]
    posts: list[Posting]
    past: list[Posting]
    papers: list[Paper]
    two_steps: bool
    has_password: bool


def worker_page(user: User) -> WorkerPage:
    """Four queries."""
    today = clock.today()
    rows = list(user.postings.select_related("post__unit__municipality").order_by("-since", "-pk"))
    return WorkerPage(
        roles=role_names(user),
        posts=[row for row in rows if row.until is None or row.until > today],
        past=[row for row in rows if row.until is not None and row.until <= today],
        papers=papers_of(user),
        two_steps=Authenticator.objects.filter(user=user).exists(),
        has_password=user.has_usable_password(),
    )


def posts_to_fill(municipality: Municipality, units: frozenset[int] | None) -> QuerySet[Post]:
    """Posts of today and later, of all units or of these, by unit and title."""
    today = clock.today()
    rows = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=today), unit__municipality=municipality)
    if units is not None:
        rows = rows.filter(unit__in=units)
    return rows.select_related("unit").order_by("unit__name", "title", "pk")
