"""The roof."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Home, search, navigation, roles."""

    name = "saikne.web"
    label = "web"

    def ready(self) -> None:
        """Put *Mans darbs* first in the navigation, the handbook and two statements into the foot."""
        from saikne.people.access import Perm
        from saikne.ui.registry import FOOTER, NAVIGATION, SEARCH, NavItem

        def works_here(user: Any) -> bool:
            return bool(user.kind == "staff")

        NAVIGATION.register("home", NavItem(label=_("My work"), url_name="web:home", test=works_here), rank=10)
        SEARCH.register(
            "search", NavItem(_("Find a person"), "web:search", lambda user: user.has_perm(Perm.FIND)), rank=10
        )
        FOOTER.register("handbook", NavItem(_("User guide"), "web:handbook", _has_signed_in), rank=10)
        FOOTER.register("accessibility", NavItem(_("Accessibility"), "web:accessibility"), rank=60)
        FOOTER.register("personal_data", NavItem(_("Processing of personal data"), "web:personal_data"), rank=70)


def _has_signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))
