"""What of the service somebody manages: an administrator all, a head her municipality and the units under her."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from saikne.accounts.access import Perm as Accounts
from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.organisation.access import Perm
from saikne.organisation.models import Municipality, Post, Posting, Qualification, Territory, Unit
from saikne.organisation.queries.seats import seat_of, units_under
from saikne.organisation.registry import HeadRow, heads


def managed(user: User) -> QuerySet[Municipality]:
    """The municipalities whose service this user manages; an administrator without a post manages all."""
    if not user.has_perm(Perm.MANAGE):
        return Municipality.objects.none()
    seat = seat_of(user)
    if seat:
        return Municipality.objects.filter(pk=seat.municipality_id)
    if user.has_perm(Accounts.ACCOUNTS):
        return Municipality.objects.order_by("name")
    return Municipality.objects.filter(units__in=heads().headed(user)).distinct()


def with_a_service(municipalities: QuerySet[Municipality]) -> QuerySet[Municipality]:
    """Those in which a unit has been opened."""
    return municipalities.filter(Exists(Unit.objects.filter(municipality=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Office:
    """One municipality as somebody manages it; `units` are those she may change, all if None."""

    municipality: Municipality
    units: frozenset[int] | None
    accounts: bool

    def may_change(self, unit_id: int) -> bool:
        """Whether posts and people of this unit are hers to change."""
        return self.units is None or unit_id in self.units

    @property
    def whole(self) -> bool:
        """Whether nothing of the municipality is beyond her: a new unit may stand at the top."""
        return self.units is None


def office_of(user: User, municipality_no: int) -> Office | None:
    """The municipality of this number, if the user manages it."""
    found = managed(user).filter(pk=municipality_no).first()
    if found is None:
        return None
    accounts = user.has_perm(Accounts.ACCOUNTS)
    units = None if accounts else frozenset(units_under(heads().headed(user)))
    return Office(found, units, accounts)


def units_managed(user: User) -> QuerySet[Unit]:
    """Units of the municipalities that this user manages."""
    return Unit.objects.filter(municipality__in=managed(user)).select_related("municipality", "parent")


def posts_managed(user: User) -> QuerySet[Post]:
    """Posts of the municipalities that this user manages."""
    return Post.objects.filter(unit__municipality__in=managed(user)).select_related("unit__municipality")


def postings_managed(user: User) -> QuerySet[Posting]:
    """Who holds or held posts in the municipalities that this user manages."""
    rows = Posting.objects.filter(post__unit__municipality__in=managed(user))
    return rows.select_related("user", "post__unit__municipality")


def territories_managed(user: User) -> QuerySet[Territory]:
    """Territories of the municipalities that this user manages."""
    return Territory.objects.filter(municipality__in=managed(user)).select_related("municipality")


def workers_managed(user: User) -> QuerySet[User]:
    """Staff who hold or held a post there; for an administrator without a post also those who have none yet."""
    here = Posting.objects.filter(post__unit__municipality__in=managed(user))
    wanted = Q(pk__in=here.values("user"))
    if user.has_perm(Accounts.ACCOUNTS):
        wanted |= Q(postings=None)
    if not user.has_perm(Perm.MANAGE):
        return User.objects.none()
    return User.objects.filter(pk__in=User.objects.filter(wanted, kind=UserKind.STAFF).values("pk"))


def qualifications_managed(user: User) -> QuerySet[Qualification]:
    """Qualifications of these workers."""
    return Qualification.objects.filter(user__in=workers_managed(user)).select_related("user")


def head_row(user: User, number: int) -> HeadRow | None:
    """Somebody's time as a head, by number, in a unit that this user manages."""
    numbers = units_managed(user).values_list("pk", flat=True)
    return next((row for row in heads().rows(numbers) if row.pk == number), None)


def office_of_worker(user: User, worker: User) -> Office | None:
    """The municipality in which this worker has, or last had, a post, as the user manages it."""
    last = postings_managed(user).filter(user=worker).order_by("-since", "-pk").first()
    return office_of(user, last.post.unit.municipality_id) if last else None


def may_change_worker(user: User, worker: User) -> bool:
    """An administrator may; a head, if a post of hers stands, or stood last, in a unit under her."""
    if user.has_perm(Accounts.ACCOUNTS):
        return True
    office = office_of_worker(user, worker)
    last = postings_managed(user).filter(user=worker).order_by("-until", "-since")
    return office is not None and any(office.may_change(row.post.unit_id) for row in _latest(last))


def _latest(rows: Iterable[Posting]) -> list[Posting]:
    """The open ones, or if there is none the one that ended last."""
    found = list(rows)
    return [row for row in found if row.until is None] or sorted(found, key=lambda row: row.until or row.since)[-1:]
