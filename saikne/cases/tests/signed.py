"""Somebody signed in with the permissions of her role, given through a group as in life."""

from django.contrib.auth.models import Group, Permission
from django.test import Client as Browser

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.queries.team_obstacles import who_may_lead
from saikne.people.access import Perm as People

SOCIAL_WORK = (Perm.CONTACT, Perm.OPEN_CASE, Perm.WORK)
HEAD = (*SOCIAL_WORK, Perm.APPROVE, Perm.HEAD)
PSYCHOSOCIAL = (Perm.CONTACT, Perm.PSYCHOSOCIAL)


def may(user: User, *perms: Perm) -> User:
    """Give a user these permissions through a group of her own."""
    group = Group.objects.get_or_create(name=f"of {user.username}")[0]
    codes = [str(perm).partition(".")[2] for perm in (*perms, People.FIND)]
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=("cases", "people"), codename__in=codes)
    )
    user.groups.add(group)
    user.role_permissions = None
    return user


def may_lead(user: User) -> User:
    """Give a user a role that allows leading files, unless she has one."""
    return user if who_may_lead().filter(pk=user.pk).exists() else may(user, *SOCIAL_WORK)


def signed_in(user: User, *perms: Perm) -> Browser:
    """A browser in which this user has signed in; a social worker unless said otherwise."""
    browser = Browser()
    browser.force_login(may(user, *(perms or SOCIAL_WORK)))
    return browser
