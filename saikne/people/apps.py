"""Person, household, ties, search."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from saikne.people.access import Perm


class PeopleConfig(AppConfig):
    """Who people are to each other."""

    name = "saikne.people"
    label = "people"

    def ready(self) -> None:
        """Tell `privacy` who stands behind a record; stand in the navigation; word the constraints."""
        from saikne.core.acts import constraint_sentences
        from saikne.people.queries import anchors_of
        from saikne.people.queries.spans import spans_of
        from saikne.privacy.registry import anchors, spans
        from saikne.ui.registry import NAVIGATION, NavItem

        anchors.register("people", anchors_of)
        spans.register("people", spans_of)
        NAVIGATION.register(
            "people",
            NavItem(label=_("People"), url_name="people:list", test=_finds, sections=("people",)),
            rank=30,
        )
        constraint_sentences(
            {
                "people_code_one_live": _("Somebody has just entered this personal code. Search again."),
                "people_personrecord.search_id": _("A person has been added after this search already. Search again."),
                "people_personrecord_search_id": _("A person has been added after this search already. Search again."),
                "people_record_one_face": _("Somebody has just corrected the same record. Open it again and repeat."),
                "people_address_one_of_kind": _("Somebody has just written down another address. Open the page again."),
                "people_member_once": _("This person lives in the household already."),
                "people_represent_once": _("Somebody has just written down the same. Open the page again."),
                "people_represent_once_inst": _("Somebody has just written down the same. Open the page again."),
                "people_barred_once": _("Somebody has just written down the same. Open the page again."),
                "people_contact_once": _("Somebody has just written down the same. Open the page again."),
                "people_tie_once": _("This tie is written down already for the same time."),
            }
        )


def _finds(user: Any) -> bool:
    return bool(user.has_perm(Perm.FIND))
