"""What a request looks like once somebody has signed in, and who may come in."""

import functools
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User

P = ParamSpec("P")


class Shown(Protocol):
    """How a view says whose data it shows."""

    def __call__(self, *records: Any, purpose: str = "") -> None:
        """Note these people, by record or number, for the access log."""


class StaffRequest(HttpRequest):
    """A request from a signed-in member of staff."""

    htmx: HtmxDetails
    user: User
    shown: Shown
    LANGUAGE_CODE: str


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def only(*kinds: UserKind, perms: Iterable[StrEnum] = ()) -> Callable[[View[P]], View[P]]:
    """Let in signed-in users of these kinds who hold all these permissions."""

    def wrap(view: View[P]) -> View[P]:
        def run(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.kind not in kinds or not request.user.has_perms([str(perm) for perm in perms]):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View[P], functools.update_wrapper(run, view))

    return wrap


def staff(view: View[P]) -> View[P]:
    """Let in signed-in members of staff."""
    return only(UserKind.STAFF)(view)


def needs(*perms: StrEnum) -> Callable[[View[P]], View[P]]:
    """Let in members of staff who hold these permissions."""
    return only(UserKind.STAFF, perms=perms)
