"""Files on their way in: sealed as they come, counted while they are read, gone when the request ends.

Nothing that was sent stands in memory as a whole or on the disk in the open: it lies in a file without a name, under a
key that is nowhere but here.
"""

import secrets
import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from saikne.privacy.engines.uploads.sealing import Sealer, unseal
from saikne.privacy.store import folder
from saikne.ui.errors import bad_request, too_large
from saikne.ui.uploads import brings_files

GetResponse = Callable[[HttpRequest], HttpResponse]


class Incoming(UploadedFile):  # type: ignore[type-arg]  # generic for the type checker alone
    """A file as it came; of one that is too large nothing is left."""

    def __init__(self, name: str, secret: str) -> None:
        """Empty until something is added."""
        super().__init__(None, name, size=0)
        self._secret = secret
        self._held = tempfile.TemporaryFile(dir=folder())  # noqa: SIM115  # closed by `forget`, with the request
        self._sealer = Sealer(secret, self._held)

    @property
    def too_large(self) -> bool:
        """Whether more came than may be kept."""
        return (self.size or 0) > settings.DOCUMENT_MAX_BYTES

    def add(self, piece: bytes) -> None:
        """Take what came next."""
        self.size = (self.size or 0) + len(piece)
        if not self.too_large:
            self._sealer.write(piece)

    def content(self) -> bytes:
        """All of it; nothing of what is too large."""
        if self.too_large:
            return b""
        self._sealer.finish()
        self._held.seek(0)
        return b"".join(unseal(self._secret, self._held))

    def forget(self) -> None:
        """The request is over."""
        self._held.close()


class SealingHandler(FileUploadHandler):
    """Takes the files of a form."""

    def __init__(self, request: HttpRequest) -> None:
        """One for each request, with a key of its own."""
        super().__init__(request)
        self.taken: list[Incoming] = []
        self._secret = secrets.token_urlsafe(32)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins."""
        super().new_file(*args, **kwargs)
        self.taken.append(Incoming(self.file_name or "", self._secret))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it; nobody else needs to see it."""
        self.taken[-1].add(raw_data)

    def file_complete(self, file_size: int) -> Incoming:
        """It is all here."""
        return self.taken[-1]

    def forget(self) -> None:
        """Whatever became of the request, nothing stays."""
        for one in self.taken:
            one.forget()


class UploadMiddleware:
    """Reads a form with files once it is known who sends it; of a stranger's nothing is read."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read it, pass on, forget it."""
        if not brings_files(request):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        handler = SealingHandler(request)
        request.upload_handlers = [handler]
        try:
            refusal = _refusal(request)
            return refusal(request) if refusal else self.get_response(request)
        finally:
            handler.forget()


def _refusal(request: HttpRequest) -> Callable[[HttpRequest], HttpResponse] | None:
    """Read the form; why it cannot be read."""
    try:
        if any("\0" in value for _name, values in request.POST.lists() for value in values):
            return bad_request
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return too_large
    except (BadRequest, MultiPartParserError, UnreadablePostError, ValueError):
        return bad_request
    return None
