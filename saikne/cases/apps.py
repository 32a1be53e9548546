"""Files, clients, plans, agreements, journal, results."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The social worker's room."""

    name = "saikne.cases"
    label = "cases"
