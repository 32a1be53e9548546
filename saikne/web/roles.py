"""Role presets: which kind of staff may do which kind of thing. Groups carry them; reach is another question."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

from saikne.accounts.access import Perm as Accounts
from saikne.accounts.models import User
from saikne.cases.access import Perm as Cases
from saikne.organisation.access import Perm as Organisation
from saikne.people.access import Perm as People

SOCIAL_WORK: tuple[str, ...] = (People.FIND, Cases.CONTACT, Cases.OPEN_CASE, Cases.WORK)
ROLES: dict[str, tuple[str, ...]] = {
    "family": SOCIAL_WORK,
    "assistance": SOCIAL_WORK,
    "adults": SOCIAL_WORK,
    "parish": SOCIAL_WORK,
    "psychosocial": (People.FIND, Cases.CONTACT, Cases.PSYCHOSOCIAL),
    "head": (*SOCIAL_WORK, Cases.APPROVE, Cases.HEAD, Organisation.MANAGE),
    "office": (People.FIND, Cases.CONTACT, Cases.LETTERS),
    "partner": (),
    "admin": ("accounts.add_user", Accounts.ACCOUNTS, "accounts.view_user", Organisation.MANAGE),
}


def sync_roles() -> None:
    """Write the presets into groups; safe to repeat after every update."""
    known = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for name, codes in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_numbers(codes, known))


def _numbers(codes: Iterable[str], known: dict[str, int]) -> list[int]:
    return [known[str(code)] for code in codes]


def give_role(user: User, name: str) -> None:
    """Put a user into a role."""
    user.groups.add(Group.objects.get(name=name))
    user.role_permissions = None
