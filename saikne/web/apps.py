"""The roof."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Home, search, navigation, roles."""

    name = "saikne.web"
    label = "web"
