"""Pages for what cannot be done: what happened, why, and what to do now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be understood."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This user may not do this."""
    return _page(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or the session ended meanwhile."""
    return _page(request, 403, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or it is out of reach: nobody is told which."""
    return _page(request, 404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """The address of a button was opened as a page, or the other way round; `allowed` are the ways to ask here."""
    response = _page(request, 405)
    response.headers["Allow"] = allowed
    return response


def done_already(request: HttpRequest) -> HttpResponse:
    """The same form was sent a second time; it was done the first time."""
    return _page(request, 409)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """More was sent than a form may hold."""
    return _page(request, 413)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many attempts in a short time."""
    return _page(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """We failed. The page asks neither the database nor the session, for these may be what failed."""
    return _page(request, 500, bare=True)


def _page(request: HttpRequest, status: int, template: str = "", *, bare: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"bare": bare}
    return render(request, template or f"{status}.html", context, status=status)
