"""Writing notices."""

from collections.abc import Iterable

from saikne.accounts.models import Notice, User
from saikne.core import clock
from saikne.core.acts import act


@act
def tell(*, users: Iterable[User], message: str, about: str, about_no: int, by: User) -> None:
    """Leave a message for each of these users but the one who acts; the act that tells writes the audit row."""
    moment = clock.now()
    Notice.objects.bulk_create(
        Notice(user=user, message=message, about=about, about_no=about_no, by=by, at=moment)
        for user in users
        if user.pk != by.pk
    )


@act
def mark_seen(*, user: User) -> None:
    """She has looked at her work: what changed before is no longer new."""
    moment = clock.now()
    Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=moment)
    User.objects.filter(pk=user.pk).update(last_seen_work_at=moment)
