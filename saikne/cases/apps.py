"""Files, clients, plans, agreements, journal, results."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The social worker's room."""

    name = "saikne.cases"
    label = "cases"

    def ready(self) -> None:
        """Each part of the room fills the registries that it knows of."""
        from saikne.cases.views import access_panels

        access_panels.register()
