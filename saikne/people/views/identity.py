"""A new person, and corrections of a known one."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.core.drafts import DraftKey
from saikne.core.once import is_done
from saikne.people.access import Perm
from saikne.people.actions import Identity, amend_person, enter_person, mark_seen
from saikne.people.actions.gate import query_of, search_obstacles
from saikne.people.forms.identity import AmendForm, IdentityForm, identity_of, said_before
from saikne.people.models import PersonRecord, SearchMade
from saikne.people.queries import search
from saikne.people.queries.codes import current_code
from saikne.people.queries.engine import found_numbers
from saikne.people.queries.naming import full_name
from saikne.people.views.frame import Flow, face_of, number_in, person_or_404
from saikne.people.views.search import add_key, first_search, noted, own_search
from saikne.ui.pages import form_page
from saikne.ui.posted import ONCE


@needs(Perm.FIND)
def add(request: StaffRequest) -> HttpResponse:
    """A new person; the gate asks the engine again for exactly what stands in the form."""
    made, flow = own_search(request), Flow.of(request)
    if request.method != "POST" and (made is None or made.seen_at is None):
        return HttpResponseRedirect(reverse("people:search"))
    context: dict[str, Any] = {
        "title": pgettext("title", "Add a new person"),
        "subtitle": _("Whatever is not known now can be completed later."),
        "save": _("Add the person"),
        "back": reverse("people:search"),
        "flow": flow,
        "made": made,
    }
    obstacles: list[str] = []
    if request.method == "POST" and not is_done(request.POST.get(ONCE, "")):
        obstacles = _before_the_gate(request, made, context)
    return form_page(
        request,
        template="people/add.html",
        form_class=IdentityForm,
        form_kwargs={"obstacles": obstacles, "sent": request.POST.get("accepted", "")},
        deed=lambda cleaned: enter_person(identity=identity_of(cleaned), search=made, by=request.user),
        done=lambda record: flow.address(record.pk),
        context=context,
        draft=add_key(first_search(request) or made),
        message=lambda record: _("Added: %(name)s") % {"name": full_name(record)},
    )


def _before_the_gate(request: StaffRequest, made: SearchMade | None, context: dict[str, Any]) -> list[str]:
    """Her word that she has looked is written first; if the gate will say no, why, and whom she is still to look at.

    Apart from the deed of the form, for each of these is an act that stands whether the person is entered or not.
    """
    form = IdentityForm(request.POST)
    form.is_valid()
    if made is not None and request.POST.get("seen"):
        mark_seen(search=made, by=request.user)
    identity = identity_of(form.cleaned_data)
    fresh = SearchMade.objects.filter(pk=made.pk).first() if made else None
    obstacles = search_obstacles(fresh, found_numbers(query_of(identity)), by=request.user)
    if obstacles:
        context |= _looked_again(request, fresh, identity)
    return obstacles


def _looked_again(request: StaffRequest, made: SearchMade | None, identity: Identity) -> dict[str, Any]:
    """Whom the form as it stands finds, without those whom she has looked at already."""
    result = search(query_of(identity), by=request.user)
    known = set(made.candidates) if made and made.seen_at else set()
    hits = [(hit, Flow.of(request).address(hit.number)) for hit in result.hits if hit.number not in known]
    return {"made": noted(request, result), "hits": hits, "again": True}


@staff
def amend(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct or complete: a new wording, the one before stays readable."""
    record = person_or_404(request, pk)
    face, code = face_of(record), current_code(pk)
    request.shown(record)
    back = reverse("people:person", args=[pk])
    context: dict[str, Any] = {
        "title": pgettext("title", "Correct or complete"),
        "subtitle": full_name(face),
        "back": back,
        "face": face,
    }
    return form_page(
        request,
        template="people/amend.html",
        form_class=AmendForm,
        form_kwargs={"known": (code, face.born_on), "sent": request.POST.get("accepted", "")},
        deed=lambda cleaned: _amend(request, face, cleaned),
        done=lambda wording: back,
        context=context,
        initial=said_before(face, code),
        draft=DraftKey("person_amend", "record", pk),
        message=_("Saved."),
    )


def _amend(request: StaffRequest, face: PersonRecord, cleaned: dict[str, Any]) -> PersonRecord:
    return amend_person(
        face=_seen_face(request, face),
        identity=identity_of(cleaned),
        why=cleaned["why"],
        code_mistaken=cleaned["code_mistaken"],
        by=request.user,
    )


def _seen_face(request: StaffRequest, face: PersonRecord) -> PersonRecord:
    """The wording that was on her screen; another since then is refused by the act."""
    number = number_in(request.POST.get("face", ""))
    wordings = PersonRecord.objects.filter(Q(pk=face.root_no) | Q(root=face.root_no))
    return wordings.filter(pk=number).first() or face
