"""Search before create: who may it be, and only then somebody new."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.core import drafts
from saikne.core.drafts import DraftKey
from saikne.people.access import Perm
from saikne.people.actions import mark_seen, note_search
from saikne.people.models import PersonRecord, SearchMade
from saikne.people.queries import SearchResult, search
from saikne.people.queries.prefill import CARRIED, typed_fields_of
from saikne.people.rules import parse_query
from saikne.people.views.frame import Flow, number_in
from saikne.privacy.enums import Purpose

LONGEST = 300
ADD = "person_add"
MATCH_NUMBER = re.compile(r"^\s*(?:nr|no)\.?\s*(\d{1,18})\s*$", re.IGNORECASE)


@needs(Perm.FIND)
@require_GET
def search_page(request: StaffRequest) -> HttpResponse:
    """The box, the likely people with reasons, and the way on to a new person."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    by_number = MATCH_NUMBER.match(text)
    if by_number is None:
        return _page(request, text)
    if _opens(request, int(by_number[1])):
        return HttpResponseRedirect(Flow.of(request).address(int(by_number[1])))
    return render(request, "people/search.html", {"text": text, "flow": Flow.of(request), "unmatched": by_number[1]})


def _opens(request: StaffRequest, number: int) -> bool:
    return PersonRecord.objects.visible_to(request.user, only=number).roots().filter(pk=number).exists()


@needs(Perm.FIND)
@require_POST
def seen(request: StaffRequest) -> HttpResponse:
    """She has looked at every match: on to the form, with what was typed carried over."""
    made = own_search(request)
    if made is None:
        raise Http404
    text = request.POST.get("q", "").strip()[:LONGEST]
    if made.candidates and not request.POST.get("seen"):
        return _page(request, text, error=_("Look at all matches and mark that it is none of them."))
    mark_seen(search=made, by=request.user)
    _sweep(request.user)
    key = add_key(made)
    leads = f"{reverse('people:add')}?{urlencode({'search': made.pk, **Flow.of(request).fields})}"
    typed = typed_fields_of(parse_query(text))
    if typed and drafts.load(key, author=request.user) is None:
        drafts.save(key, author=request.user, payload=typed, path=leads, title=pgettext("title", "Add a new person"))
    return HttpResponseRedirect(leads)


def _sweep(author: User) -> None:
    """What an earlier search carried over and nobody touched is thrown away; what was typed into a form stays."""
    for begun in drafts.mine(author=author):
        if begun.key.form == ADD and not set(begun.payload) - CARRIED:
            drafts.discard(begun.key, author=author)


def own_search(request: StaffRequest) -> SearchMade | None:
    """The search that the page carries along, if it is this user's."""
    sent = request.POST if request.method == "POST" else request.GET
    return SearchMade.objects.filter(pk=number_in(sent.get("search", "")), by=request.user).first()


def first_search(request: StaffRequest) -> SearchMade | None:
    """The search from which the form was opened: it stays in the address when the form searches again."""
    return SearchMade.objects.filter(pk=number_in(request.GET.get("search", "")), by=request.user).first()


def add_key(made: SearchMade | None) -> DraftKey:
    """The draft of a new person hangs on the first search, so that it never meets another person's form."""
    return DraftKey(ADD, "search", made.pk if made else 0)


def noted(request: StaffRequest, result: SearchResult) -> SearchMade:
    """Write down that a search was made, and who was shown."""
    request.shown(*result.numbers, purpose=Purpose.SEARCH)
    return note_search(asked=result.asked, found=result.numbers, by=request.user)


def _page(request: StaffRequest, text: str, *, error: str = "") -> HttpResponse:
    flow = Flow.of(request)
    context: dict[str, Any] = {"text": text, "flow": flow, "error": error, "result": None, "made": None}
    if text:
        result = search(text, by=request.user)
        hits = [(hit, flow.address(hit.number)) for hit in result.hits]
        context |= {"result": result, "hits": hits, "made": noted(request, result)}
    return render(request, "people/search.html", context, status=422 if error else 200)
