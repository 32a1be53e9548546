"""Shape of what somebody types who signs in for the first time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saikne.ui.forms import SaikneForm


class FirstPasswordForm(SaikneForm):
    """The username and code from the paper, and a password of one's own."""

    username = forms.CharField(
        label=_("Username"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Code from the administrator"),
        help_text=_("Capital and small letters, spaces and dashes make no difference."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label=_("New Password"),
        help_text=_("At least 12 characters, for example four words that you will remember."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New Password (again)"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    widths = {"username": "m", "code": "m"}

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        typed = super().clean() or {}
        if "again" in typed and "password" in typed and typed["again"] != typed["password"]:
            self.add_error("again", _("You must type the same password each time."))
        return typed
