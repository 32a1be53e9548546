"""Writing the service itself: municipality, units, posts, people, partners."""

from saikne.organisation.actions.service import (
    add_institution,
    load_municipalities,
    open_post,
    open_unit,
    post_worker,
)

__all__ = ["add_institution", "load_municipalities", "open_post", "open_unit", "post_worker"]
