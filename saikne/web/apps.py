"""The roof."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Home, search, navigation, roles."""

    name = "saikne.web"
    label = "web"

    def ready(self) -> None:
        """Put *Mans darbs* first in the navigation."""
        from saikne.ui.registry import NAVIGATION, NavItem

        def works_here(user: Any) -> bool:
            return bool(user.kind == "staff")

        NAVIGATION.register(
            "home", NavItem(label=_("My work"), url_name="web:home", test=works_here, sections=("web",)), rank=10
        )
