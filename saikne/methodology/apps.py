"""Glossary, legal references, classifications."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodologyConfig(AppConfig):
    """The words of the field and the law behind them."""

    name = "saikne.methodology"
    label = "methodology"

    def ready(self) -> None:
        """Put the glossary into the foot of the page."""
        from saikne.accounts.enums import UserKind
        from saikne.ui.registry import FOOTER, NavItem

        def is_staff(user: Any) -> bool:
            return getattr(user, "kind", "") == UserKind.STAFF

        FOOTER.register("terms", NavItem(_("Glossary"), "methodology:terms", is_staff, ("methodology",)), rank=40)
