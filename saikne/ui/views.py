"""Drafts on their way from a page to the server."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saikne.core import drafts
from saikne.core.once import is_done
from saikne.ui import words
from saikne.ui.errors import bad_request, done_already
from saikne.ui.pages import author, came_from
from saikne.ui.posted import DRAFT_TITLE, ONCE, draft_key, typed_fields, version_seen


@require_POST
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what has been typed so far, for its author alone."""
    if not request.user.is_authenticated:
        return _not_signed_in(request)
    key = draft_key(request.POST)
    if key is None:
        return bad_request(request)
    if is_done(request.POST.get(ONCE, "")):
        return _too_late(request)
    draft = drafts.save(
        key,
        author=author(request),
        payload=typed_fields(request.POST),
        base_version=version_seen(request.POST, 0),
        path=_whence(request),
        title=request.POST.get(DRAFT_TITLE, "")[:200],
    )
    return _answer(request, _("Draft saved at %(time)s.") % {"time": words.clock_time(draft.saved_at)})


def _whence(request: HttpRequest) -> str:
    """The page of the draft with its query: a form about somebody found by search is found by it again."""
    there = urlsplit(came_from(request, ""))
    return f"{there.path}?{there.query}" if there.query else there.path


@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Throw a draft away and open the form anew."""
    if not request.user.is_authenticated:
        return _not_signed_in(request)
    key = draft_key(request.POST)
    if key is None:
        return bad_request(request)
    drafts.discard(key, author=author(request))
    return _answer(request, _("The draft has been deleted."))


def _answer(request: HttpRequest, sentence: str) -> HttpResponse:
    """A script is answered in JSON; a button leads back to its page."""
    if _is_script(request):
        return JsonResponse({"sentence": sentence})
    messages.success(request, sentence)
    return HttpResponseRedirect(came_from(request, "/"))


def _too_late(request: HttpRequest) -> HttpResponse:
    """A draft that was still on its way when its form was done: what it holds is saved, as more than a draft."""
    if _is_script(request):
        return JsonResponse({"sentence": _("This is saved already")}, status=409)
    return done_already(request)


def _not_signed_in(request: HttpRequest) -> HttpResponse:
    if _is_script(request):
        sentence = _("The draft is not saved: you are no longer signed in. Sign in again in another window.")
        return JsonResponse({"sentence": sentence}, status=403)
    return redirect_to_login(came_from(request, "/"))


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
