"""Person, household, ties, search."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who people are to each other."""

    name = "saikne.people"
    label = "people"

    def ready(self) -> None:
        """Tell `privacy` who stands behind a record."""
        from saikne.people.queries import anchors_of
        from saikne.people.queries.spans import spans_of
        from saikne.privacy.registry import anchors, spans

        anchors.register("people", anchors_of)
        spans.register("people", spans_of)
