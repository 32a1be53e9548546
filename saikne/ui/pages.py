"""The one frame of every form: shown, filled in, refused, clashed, done."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclasses_field
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from saikne.core import drafts
from saikne.core.drafts import DraftKey, SavedDraft
from saikne.core.errors import Clash, Refusal, Sentence
from saikne.core.once import is_done, new_token, once
from saikne.ui.clashes import Conflict, conflict_of, taking_theirs
from saikne.ui.errors import done_already
from saikne.ui.forms import SaikneForm, overlay
from saikne.ui.merging import Seen, refreshed, seen_before, seen_fields, untouched, with_current
from saikne.ui.posted import BASE_VERSION, ONCE, typed_fields, version_seen

T = TypeVar("T")
Context = dict[str, Any]
Message = Sentence | Callable[[T], Sentence] | None


@dataclass(slots=True)
class Page:
    """What the template of a form draws around the fields."""

    form: SaikneForm
    key: DraftKey | None = None
    draft: SavedDraft | None = None
    base_version: int | None = None
    once: str = dataclasses_field(default_factory=new_token)
    conflict: Conflict | None = None
    seen: list[Seen] = dataclasses_field(default_factory=list)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same through one request for a form."""

    request: HttpRequest
    template: str
    form_class: type[SaikneForm]
    context: Context
    initial: Context
    form_kwargs: Context
    key: DraftKey | None
    base_version: int | None

    def show(self, page: Page, status: int = 200) -> HttpResponse:
        """Draw it."""
        page.title = (page.draft.title if page.draft else "") or str(self.context.get("title", ""))
        return render(self.request, self.template, {**self.context, "form": page.form, "page": page}, status=status)

    def form(self, data: QueryDict | None = None) -> SaikneForm:
        """The form, empty or as sent."""
        files = self.request.FILES if data is not None else None
        return self.form_class(data, files, initial=dict(self.initial), **self.form_kwargs)


def form_page(
    request: HttpRequest,
    *,
    template: str,
    form_class: type[SaikneForm],
    deed: Callable[[dict[str, Any]], T],
    done: Callable[[T], str],
    context: Context | None = None,
    initial: Context | None = None,
    form_kwargs: Context | None = None,
    draft: DraftKey | None = None,
    base_version: int | None = None,
    message: Message[T] = None,
) -> HttpResponse:
    """Show a form, or do what it asks and go on; whatever is in the way, all that was typed stays."""
    given = context or {}, initial or {}, form_kwargs or {}
    frame = Frame(request, template, form_class, *given, draft, base_version)
    if request.method in {"GET", "HEAD"}:
        return _opened(frame)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return _sent(frame, deed, done, message)


def _opened(frame: Frame) -> HttpResponse:
    page = Page(frame.form(), key=frame.key, base_version=frame.base_version)
    if frame.base_version is not None:
        page.seen = seen_fields(page.form, frame.initial)
    page.draft = drafts.load(frame.key, author=author(frame.request)) if frame.key else None
    if page.draft:
        _go_on_with(page, page.draft)
    return frame.show(page)


def _go_on_with(page: Page, draft: SavedDraft) -> None:
    """A draft stands upon the version that its author saw, not upon today's."""
    overlay(page.form, draft.payload)
    if page.base_version is not None:
        page.base_version = draft.base_version
        page.seen = seen_before(draft.payload)


def _sent(
    frame: Frame, deed: Callable[[dict[str, Any]], T], done: Callable[[T], str], message: Message[T]
) -> HttpResponse:
    posted = taking_theirs(frame.request.POST) if frame.request.POST.get("clash") == "theirs" else frame.request.POST
    page = Page(frame.form(posted), frame.key, base_version=_version_seen(frame, posted))
    page.seen = seen_before(dict(posted.lists()))
    page.once = posted.get(ONCE, "")
    if is_done(page.once):
        return done_already(frame.request)
    if not page.form.is_valid():
        return _refused(frame, page, posted, 422)
    try:
        result = _do(frame, page, posted, deed)
    except Refusal as refusal:
        if is_done(page.once):
            return done_already(frame.request)
        page.form.refuse(refusal)
        return _refused(frame, page, posted, 422)
    except Clash as clash:
        return _clashed(frame, page, posted, clash)
    tell(frame.request, message, result)
    return HttpResponseRedirect(done(result))


def _do(frame: Frame, page: Page, posted: QueryDict, deed: Callable[[dict[str, Any]], T]) -> T:
    cleaned = dict(page.form.cleaned_data)
    if page.base_version is not None:
        cleaned = with_current(page.form, cleaned, untouched(page.form, posted), frame.initial)
        cleaned[BASE_VERSION] = page.base_version
    if frame.key is None and not page.once:
        return deed(cleaned)
    who = author(frame.request)
    with drafts.ending(frame.key, author=who), once(page.once, by=who):
        return deed(cleaned)


def _clashed(frame: Frame, page: Page, posted: QueryDict, clash: Clash) -> HttpResponse:
    """Both versions of what both changed; what only others changed is taken over into the form."""
    fresh = refreshed(page.form, posted, untouched(page.form, posted), frame.initial)
    conflict = conflict_of(clash, page.form)
    renewed = Page(frame.form(fresh), frame.key, base_version=clash.version, conflict=conflict)
    renewed.seen = seen_fields(renewed.form, {**frame.initial, **clash.theirs})
    return _refused(frame, renewed, fresh, 409)


def _refused(frame: Frame, page: Page, posted: QueryDict, status: int) -> HttpResponse:
    """What was typed is kept on the server too, for whoever leaves now and comes back tomorrow."""
    if frame.key:
        who, version = author(frame.request), page.base_version or 0
        payload = typed_fields(posted) | {seen.name: seen.values for seen in page.seen}
        former = drafts.load(frame.key, author=who)
        title = former.title if former else str(frame.context.get("title", ""))
        path = frame.request.get_full_path()
        drafts.save(frame.key, author=who, payload=payload, base_version=version, path=path, title=title)
        page.draft = drafts.load(frame.key, author=who)
    return frame.show(page, status)


def _version_seen(frame: Frame, posted: QueryDict) -> int | None:
    if frame.base_version is None:
        return None
    return version_seen(posted, frame.base_version)


def confirm_page(
    request: HttpRequest,
    *,
    title: Sentence,
    question: Sentence,
    verb: Sentence,
    deed: Callable[[], T],
    done: Callable[[T], str],
    back: str,
    consequence: Sentence = "",
    warning: bool = False,
    template: str = "ui/confirm_page.html",
    context: Context | None = None,
    message: Message[T] = None,
) -> HttpResponse:
    """Ask before doing; a refusal is told on the same page."""
    told = {"title": title, "question": question, "verb": verb, "back": back, "consequence": consequence}
    return form_page(
        request,
        template=template,
        form_class=SaikneForm,
        deed=lambda cleaned: deed(),
        done=done,
        context={**told, "warning": warning, **(context or {})},
        message=message,
    )


def deed_button(
    request: HttpRequest, deed: Callable[[], T], done: str | Callable[[T], str], message: Message[T] = None
) -> HttpResponse:
    """Do what one button asks; a refusal is told on the page where the button stands."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        result = deed()
    except Refusal as refusal:
        for reason in (*refusal.reasons, *refusal.by_field.values()):
            messages.error(request, str(reason))
        return HttpResponseRedirect(came_from(request, "/"))
    tell(request, message, result)
    return HttpResponseRedirect(done if isinstance(done, str) else done(result))


def tell(request: HttpRequest, message: Message[T], result: T) -> None:
    """Leave a word about what was done for the next page."""
    sentence = message(result) if callable(message) else message
    if sentence:
        messages.success(request, str(sentence))


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that sent this request."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if ours else otherwise


def author(request: HttpRequest) -> Any:
    """Who types; drafts belong to somebody who has signed in."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return user
