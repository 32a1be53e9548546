"""The one page of accounts that nobody need sign in for: setting a password with a code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from saikne.accounts.actions import use_code
from saikne.accounts.forms import FirstPasswordForm
from saikne.accounts.models import User
from saikne.ui.pages import form_page


@sensitive_post_parameters("code", "password", "again")
def first_password(request: HttpRequest) -> HttpResponse:
    """Whoever holds a paper with a code sets her own password; then she signs in as always."""

    def deed(typed: dict[str, Any]) -> User:
        return use_code(username=typed["username"], code=typed["code"], password=typed["password"])

    return form_page(
        request,
        template="accounts/first_password.html",
        form_class=FirstPasswordForm,
        deed=deed,
        done=lambda user: reverse("account_login"),
        message=_("The password is set. Sign in with it."),
    )
