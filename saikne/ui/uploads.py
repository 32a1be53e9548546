"""Pages to which files are sent: they may be sent more than others, and are read only from those who have signed in."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve

V = TypeVar("V", bound=Callable[..., Any])
MULTIPART = "multipart/form-data"


def takes_files(view: V) -> V:
    """Mark a view; outermost, so that the mark is seen by whoever resolves the address."""
    view.takes_files = True  # type: ignore[attr-defined]  # read by `brings_files`
    return view


def brings_files(request: HttpRequest) -> bool:
    """Whether this request sends files to a page that takes them."""
    if request.method != "POST" or request.content_type != MULTIPART:
        return False
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return bool(getattr(found.func, "takes_files", False))
