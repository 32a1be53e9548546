"""Making accounts, and writing notices."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from saikne.accounts.enums import UserKind
from saikne.accounts.models import Notice, User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal


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
    seen = Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=moment)
    User.objects.filter(pk=user.pk).update(last_seen_work_at=moment)
    note(act="accounts.mark_seen", about="accounts.user", about_no=user.pk, by=user, at=moment, notices=seen)


@act
def make_user(
    *, username: str, first_name: str, last_name: str, kind: str, title: str = "", password: str | None = None, by: User
) -> User:
    """Somebody who can sign in; without a password nobody can, until an administrator sets one."""
    if User.objects.filter(username=username).exists():
        raise Refusal(username=_("This username is taken. Choose another."))
    user = User(username=username, first_name=first_name, last_name=last_name, kind=kind, title=title)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    note(act="accounts.make_user", about="accounts.user", about_no=user.pk, by=by)
    return user


def system_user() -> User:
    """The machine itself, as the actor of what no person does; nobody signs in as it."""
    defaults = {"kind": UserKind.SYSTEM, "password": make_password(None)}
    return User.objects.get_or_create(username="saikne", defaults=defaults)[0]
