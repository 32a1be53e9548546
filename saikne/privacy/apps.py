"""Reach, access log, emergency access, restrictions."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Who may see what, and who saw it."""

    name = "saikne.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Tell `organisation` who heads units, and end reach with the work it was for."""
        from saikne.organisation.registry import coming_back, headship, leaving, reach_of_deputies
        from saikne.privacy.actions.deputies import settle_deputies
        from saikne.privacy.actions.heads import close_reach, open_reach
        from saikne.privacy.headship import LedgerHeadship

        headship.register("privacy", LedgerHeadship())
        reach_of_deputies.register("privacy", settle_deputies)
        leaving.register("privacy", close_reach, rank=90)
        coming_back.register("privacy", open_reach, rank=10)
