"""Users, roles, sign-in, notices."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Whoever can sign in."""

    name = "saikne.accounts"
    label = "accounts"
