"""Reach, access log, emergency access, restrictions."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Who may see what, and who saw it."""

    name = "saikne.privacy"
    label = "privacy"
