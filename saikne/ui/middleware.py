"""What every request passes: size and shape, language, and no copies left behind."""

import codecs
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from saikne.ui.errors import bad_request, not_allowed, not_found, too_large
from saikne.ui.uploads import brings_files

GetResponse = Callable[[HttpRequest], HttpResponse]
NUMBER_OF_NOTHING = re.compile(r"[0-9]{19}")  # no table has such a row, and a database cannot even ask
DRAIN_AT_MOST = 4
DRAIN_STEP = 64 * 1024


class SizeMiddleware:
    """Reads the request before anything else does; one that cannot be read is answered in words, never by a failure."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 or 400, or pass on."""
        refusal = self._refusal(request)
        if refusal is None:
            return self.get_response(request)
        with translation.override(language_of(request)):
            return without_copies(refusal(request))

    def _refusal(self, request: HttpRequest) -> Callable[[HttpRequest], HttpResponse] | None:
        if speaks_otherwise(request):
            return bad_request
        try:
            if declared_length(request) > largest(request):
                drain(request)
                return too_large
            if NUMBER_OF_NOTHING.search(request.path):
                return not_found
            if "\0" in request.path or any("\0" in value for values in texts(request) for value in values):
                return bad_request
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return too_large
        except (BadRequest, MultiPartParserError, UnreadablePostError, ValueError):
            return bad_request
        return None


def declared_length(request: HttpRequest) -> int:
    """How long the body says it is; nonsense is a ValueError."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length < 0:
        raise ValueError(length)
    return length


def speaks_otherwise(request: HttpRequest) -> bool:
    """Whether the sender says that its letters are not UTF-8; afterwards they are read as if it had not said so."""
    told, request.encoding = request.encoding, settings.DEFAULT_CHARSET
    return told is not None and codecs.lookup(told) != codecs.lookup(settings.DEFAULT_CHARSET)


def largest(request: HttpRequest) -> int:
    """How much may be sent here: a form with files may be larger than others."""
    return settings.DOCUMENT_REQUEST_BYTES if brings_files(request) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def texts(request: HttpRequest) -> list[list[str]]:
    """All that was sent as text; reading it here is what finds a malformed body.

    A form with files is read later, once it is known who sends it: see `saikne.ui.uploads`.
    """
    sent = [values for _, values in request.GET.lists()]
    if request.method == "POST" and not brings_files(request):
        sent += [values for _, values in request.POST.lists()]
    return sent


def drain(request: HttpRequest) -> None:
    """Read a part of what is too large, so that the sender hears the answer instead of a broken connection."""
    left = DRAIN_AT_MOST * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    while left > 0 and (piece := request.read(DRAIN_STEP)):
        left -= len(piece)


class LanguageMiddleware:
    """The chosen language, else the house's own; what a browser was installed with says nothing about its reader."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak one language for the length of this request."""
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if is_for_developers(response):
                response = not_found(request)
            elif response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
                response = not_allowed(request, response.headers["Allow"])
        response.headers.setdefault("Content-Language", language)
        return response


def is_for_developers(response: HttpResponse) -> bool:
    """With DEBUG on, Django answers 404 by a list of all addresses in English; the demo's readers want our page."""
    return settings.DEBUG and response.status_code == HTTPStatus.NOT_FOUND and b"DEBUG = True" in response.content


def language_of(request: HttpRequest) -> str:
    """The language in the cookie when it is one of ours."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class NoStoreMiddleware:
    """Nothing of a page stays in the browser or on the way; static files do not come past here."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so on every answer."""
        return without_copies(self.get_response(request))


def without_copies(response: HttpResponse) -> HttpResponse:
    """Mark an answer as not to be kept."""
    response.headers["Cache-Control"] = "no-store"
    return response
