"""Who may do what comes from roles alone, so one query a request tells it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import QuerySet

from saikne.accounts.models import User
from saikne.core.prepared import prepared


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Sign-in by allauth; permissions by groups only, and nobody is above them."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: object = None) -> bool:
        """Whether one of the user's roles carries this permission; a superuser's flag carries none."""
        return bool(user_obj.is_active) and perm in self.permissions_of(user_obj)

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: object = None) -> set[str]:
        """What Django's own questions rest on: the roles again, for a superuser too."""
        return set(self.permissions_of(user_obj)) if user_obj.is_active else set()

    def permissions_of(self, user: User | AnonymousUser) -> frozenset[str]:
        """All permissions of the user's roles, asked once a request."""
        if not isinstance(user, User):
            return frozenset()
        if user.role_permissions is None:
            user.role_permissions = frozenset(f"{room}.{word}" for room, word in _granted(user_id=user.pk))
        return user.role_permissions


@prepared
def _granted(*, user_id: int) -> QuerySet[Permission, tuple[str, str]]:
    mine = Permission.objects.filter(group__user=user_id)
    return mine.values_list("content_type__app_label", "codename")
