"""The room on which every other leans."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Audit, clock, errors, registries, drafts."""

    name = "saikne.core"
    label = "core"
