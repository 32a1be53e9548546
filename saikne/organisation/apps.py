"""Municipality, unit, post, partners."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The service itself."""

    name = "saikne.organisation"
    label = "organisation"
