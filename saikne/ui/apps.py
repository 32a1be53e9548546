"""The room of everything that is drawn."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, theme, components, shape of forms, errors."""

    name = "saikne.ui"
    label = "ui"
