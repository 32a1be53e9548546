"""Municipality, unit, post, partners."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.organisation.access import Perm


class OrganisationConfig(AppConfig):
    """The service itself."""

    name = "saikne.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Stand in the navigation of whoever manages the service; word the constraints."""
        from saikne.core.acts import constraint_sentences
        from saikne.ui.registry import NAVIGATION, NavItem

        NAVIGATION.register(
            "office",
            NavItem(
                label=pgettext_lazy("navigation", "Workers"),
                url_name="organisation:home",
                test=_manages,
                sections=("organisation",),
            ),
            rank=85,
        )
        constraint_sentences(
            {
                "organisation_territory_one_name": _("There is a territory of this name already."),
                "organisation_unit_one_name": _("There is a unit of this name already."),
                "organisation_posting_once": _("She holds this post already on some of these days."),
                "organisation_qualification_once": _("This qualification is noted already with the same first day."),
            }
        )


def _manages(user: Any) -> bool:
    return bool(user.has_perm(Perm.MANAGE))
