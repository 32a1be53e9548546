"""Making, opening and closing accounts, roles, codes for a password; writing notices."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from saikne.accounts.enums import Role, UserKind
from saikne.accounts.models import Notice, OneTimeLink, User
from saikne.accounts.rules import ALPHABET, LENGTH, digest, mixed_roles, read, written
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal

PASSWORD_CODE, CODE_LASTS = "password", timedelta(days=14)


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


@act
def edit_user(*, user: User, first_name: str, last_name: str, title: str, phone: str, by: User) -> User:
    """Name, title and phone as colleagues read them; the username stays."""
    fields = {
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "title": title.strip(),
        "phone": phone.strip(),
    }
    changed = sorted(name for name, value in fields.items() if getattr(user, name) != value)
    if not changed:
        raise Refusal(_("Nothing has changed."))
    User.objects.filter(pk=user.pk).update(**fields)
    note(act="accounts.edit_user", about="accounts.user", about_no=user.pk, by=by, fields=changed)
    return User.objects.get(pk=user.pk)


@act
def set_roles(*, user: User, roles: Iterable[str], by: User) -> frozenset[str]:
    """From now exactly these roles are the user's; who manages accounts works with no client."""
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    wanted = frozenset(roles)
    groups = {group.name: group for group in Group.objects.filter(name__in=Role.values)}
    before = frozenset(held.groups.values_list("name", flat=True))
    if problems := _role_problems(held, wanted, before, groups, by):
        raise Refusal(roles=" ".join(problems))
    held.groups.remove(*(groups[name] for name in before - wanted if name in groups))
    held.groups.add(*(groups[name] for name in wanted - before))
    user.role_permissions = None
    note(
        act="accounts.set_roles",
        about="accounts.user",
        about_no=held.pk,
        by=by,
        given=sorted(wanted - before),
        taken=sorted(before - wanted),
    )
    return wanted


def _role_problems(
    user: User, wanted: frozenset[str], before: frozenset[str], groups: Mapping[str, Group], by: User
) -> list[str]:
    found = []
    if user.pk == by.pk:
        found.append(_("Nobody changes her own roles. Ask another administrator."))
    if not user.is_active:
        found.append(_("This account is closed. Open it again first."))
    if wanted - set(groups):
        found.append(_("The roles of this version are not loaded. Run: saikne prepare"))
    if mixed_roles(wanted, admin=Role.ADMIN):
        found.append(_("An administrator sees no client: give other roles to another account of hers."))
    if Role.ADMIN in before - wanted and _is_last_administrator(user):
        found.append(_("This is the last administrator. Give the role to somebody else first."))
    return found if wanted != before else [*found, _("Nothing has changed.")]


def _is_last_administrator(user: User) -> bool:
    return not User.objects.filter(groups__name=Role.ADMIN, is_active=True).exclude(pk=user.pk).exists()


@act
def issue_code(*, user: User, by: User) -> str:
    """A code with which this user once sets her password, shown to be printed and kept as a hash; earlier ones end."""
    if not user.is_active:
        raise Refusal(_("This account is closed. Open it again first."))
    moment = clock.now()
    _end_codes(user, moment)
    code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    OneTimeLink.objects.create(
        token_hash=digest(code), purpose=PASSWORD_CODE, user=user, expires_at=moment + CODE_LASTS
    )
    note(act="accounts.issue_code", about="accounts.user", about_no=user.pk, by=by, at=moment)
    return written(code)


def _end_codes(user: User, at: datetime) -> None:
    waiting = OneTimeLink.objects.filter(user=user, purpose=PASSWORD_CODE, used_at__isnull=True, expires_at__gt=at)
    waiting.update(expires_at=at)


@act
def use_code(*, username: str, code: str, password: str) -> User:
    """She sets her own password with a code; what exactly did not fit is told to nobody."""
    moment = clock.now()
    links = OneTimeLink.objects.select_for_update(no_key=True)
    link = links.filter(token_hash=digest(read(code)), purpose=PASSWORD_CODE).first()
    fresh = link is not None and link.used_at is None and link.expires_at > moment
    user = (
        User.objects.filter(pk=link.user_id or 0, username=username.strip(), is_active=True).first() if link else None
    )
    if link is None or user is None or not fresh:
        raise Refusal(code=_("The username and the code do not fit, or the code has been used or has ended."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(password=" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    OneTimeLink.objects.filter(pk=link.pk).update(used_at=moment)
    note(act="accounts.use_code", about="accounts.user", about_no=user.pk, by=user, at=moment)
    return user


@act
def forget_two_step(*, user: User, by: User) -> None:
    """Her phone is lost: she signs in by password alone, until she turns two-step sign-in on again."""
    gone, _by_kind = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise Refusal(_("Two-step sign-in is not turned on for this account."))
    note(act="accounts.forget_two_step", about="accounts.user", about_no=user.pk, by=by)


@act
def close_account(*, user: User, by: User) -> None:
    """From now nobody signs in with it: roles are taken, sessions end with the password, waiting codes too."""
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if held.pk == by.pk:
        raise Refusal(_("Nobody closes her own account. Ask a colleague."))
    if not held.is_active:
        raise Refusal(_("This account is closed already."))
    roles = sorted(held.groups.values_list("name", flat=True))
    if Role.ADMIN in roles and _is_last_administrator(held):
        raise Refusal(_("This is the last administrator. Give the role to somebody else first."))
    moment = clock.now()
    _end_codes(held, moment)
    held.groups.clear()
    held.set_unusable_password()
    held.is_active = False
    held.save(update_fields=["password", "is_active"])
    note(act="accounts.close", about="accounts.user", about_no=held.pk, by=by, at=moment, taken=roles)


@act
def reopen_account(*, user: User, by: User) -> User:
    """She works here again; roles, a post and a code for the password are given anew."""
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if held.is_active:
        raise Refusal(_("This account is open."))
    held.is_active = True
    held.save(update_fields=["is_active"])
    note(act="accounts.reopen", about="accounts.user", about_no=held.pk, by=by)
    return held
