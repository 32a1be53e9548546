"""What a web server runs."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from saikne.config.memory import settle

OUR_LETTERS = frozenset({"utf-8", "utf8"})
OTHER_LETTERS = "text/plain; charset=latin-1"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saikne.config.settings")
_django = get_wsgi_application()
settle()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request.

    Django reads the charset that a request names before any middleware is asked, and fails where that is no charset
    (rot13). Such a request goes on under one that it can read, and `SizeMiddleware` refuses it in words.
    """
    if not says_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = OTHER_LETTERS
    return _django(environ, start_response)


def says_utf8(content_type: str) -> bool:
    """Whether a content type names our letters, or none."""
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return False
    return parameters.get("charset", "utf-8").lower() in OUR_LETTERS
