"""First contacts: the list, a new one, one contact, and the way from it to a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.contacts import amend_contact, name_person, note_contact
from saikne.cases.enums import ContactOutcome, ContactReason
from saikne.cases.forms.contacts import ContactForm, happened
from saikne.cases.models import Case, FirstContact
from saikne.cases.queries.contacts import ORDER, contacts_of, month_of, number_label, reason_filters
from saikne.core import clock, drafts
from saikne.core.drafts import DraftKey
from saikne.people.models import PersonRecord
from saikne.people.queries.naming import Named, name_people
from saikne.privacy.enums import Purpose
from saikne.ui.exports import export_buttons
from saikne.ui.keyset import Keyset
from saikne.ui.pages import confirm_page, form_page
from saikne.ui.posted import number, typed_fields

LATEST = Keyset(*ORDER)
FORM = "contact_add"
PICK, UNPICK = "pick", "unpick"


@needs(Perm.CONTACT)
@require_GET
def contacts(request: StaffRequest) -> HttpResponse:
    """The contacts of a month, latest first, counted by reason."""
    month, reason = month_of(request.GET.get("month", "")), request.GET.get("reason", "")
    found = contacts_of(request.user, month)
    if reason in ContactReason.values:
        found = found.filter(reason=reason)
    page = LATEST.page(found, request)
    people = _named(request, [row.record_id for row in page.rows if row.record_id])
    context = {
        "page": page,
        "rows": [(row, number_label(row), people.get(row.record_id or 0)) for row in page.rows],
        "month": month,
        "next_month": month.after <= clock.today(),
        "filters": reason_filters(request.user, month, reason, request.path),
        "buttons": export_buttons(request, reverse("cases:contacts_export")),
    }
    return render(request, "cases/contacts/list.html", context)


def _named(request: StaffRequest, numbers: list[int]) -> dict[int, Named]:
    people = name_people(numbers, request.user)
    request.shown(*people, purpose=Purpose.FIRST_CONTACT)
    return people


@needs(Perm.CONTACT)
def contact_add(request: StaffRequest) -> HttpResponse:
    """A new contact; the person is optional and found by the search, which loses nothing typed."""
    if request.method == "POST" and (PICK in request.POST or UNPICK in request.POST):
        return _set_aside(request)
    record = _person(request)
    key = _key(record)
    if request.method == "GET" and "carry" in request.GET:
        _carry(request, key)
    people = _named(request, [record.pk] if record else [])
    return form_page(
        request,
        template="cases/contacts/add.html",
        form_class=ContactForm,
        deed=lambda cleaned: note_contact(happened=happened(cleaned), record=record, by=request.user),
        done=lambda contact: _after(request, contact),
        context={
            "title": _("New contact"),
            "save": _("Save the contact"),
            "back": reverse("cases:contacts"),
            "person": people.get(record.pk) if record else None,
        },
        initial={"on": clock.today()},
        draft=key,
        message=lambda contact: _written(request, contact),
    )


def _person(request: StaffRequest) -> PersonRecord | None:
    """The person whom the address or the form names, within reach."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = number(sent, "person", 0)
    if not chosen:
        return None
    return get_object_or_404(PersonRecord.objects.visible_to(request.user, only=chosen).roots(), pk=chosen)


def _key(record: PersonRecord | None) -> DraftKey:
    """A contact about somebody never meets what was typed about another."""
    return DraftKey(FORM, "record", record.pk) if record else DraftKey(FORM, "none")


def _set_aside(request: StaffRequest) -> HttpResponse:
    """Keep what is typed while the person is searched for, or taken out."""
    before, nobody = _key(_person(request)), _key(None)
    here = reverse("cases:contact_add")
    drafts.save(nobody, author=request.user, payload=typed_fields(request.POST), path=here, title=_("New contact"))
    if before != nobody:
        drafts.discard(before, author=request.user)
    if UNPICK in request.POST:
        return HttpResponseRedirect(here)
    asked = {"next": f"{here}?carry=1", "for": "contact"}
    return HttpResponseRedirect(f"{reverse('people:search')}?{urlencode(asked)}")


def _carry(request: StaffRequest, key: DraftKey) -> None:
    """What was typed before the search goes on under the person found by it."""
    nobody = _key(None)
    kept = drafts.load(nobody, author=request.user)
    if kept is None or key == nobody:
        return
    here = f"{reverse('cases:contact_add')}?{urlencode({'person': key.about_no})}"
    drafts.save(key, author=request.user, payload=kept.payload, path=here, title=_("New contact"))
    drafts.discard(nobody, author=request.user)


def _seen(request: StaffRequest, contact: FirstContact) -> bool:
    return FirstContact.objects.visible_to(request.user, only=contact.pk).filter(pk=contact.pk).exists()


def _written(request: StaffRequest, contact: FirstContact) -> str:
    told = _("Contact no. %(number)s is written down.") % {"number": number_label(contact)}
    if _seen(request, contact):
        return told
    return f"{told} {_('From now it is open only to those named in the restriction of this person.')}"


def _after(request: StaffRequest, contact: FirstContact) -> str:
    """A contact that becomes a file leads straight on to opening it; one that she sees no more, to the list."""
    if not _seen(request, contact):
        return reverse("cases:contacts")
    if contact.outcome == ContactOutcome.CASE and contact.case_id is None:
        return reverse("cases:contact_to_case", args=[contact.pk])
    return reverse("cases:contact", args=[contact.pk])


def _contact(request: StaffRequest, pk: int) -> FirstContact:
    found = FirstContact.objects.visible_to(request.user, only=pk)
    return get_object_or_404(found.select_related("number__series", "by", "unit"), pk=pk)


@staff
@require_GET
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    """What was told and advised, about whom, and what came of it."""
    row = _contact(request, pk)
    people = _named(request, [row.record_id] if row.record_id else [])
    file = Case.objects.visible_to(request.user, only=row.case_id or 0).select_related("kind", "number__series")
    context = {
        "contact": row,
        "label": number_label(row),
        "person": people.get(row.record_id or 0),
        "file": file.filter(pk=row.case_id).first() if row.case_id else None,
        "opens": request.user.has_perm(Perm.OPEN_CASE),
        "edits": request.user.has_perm(Perm.CONTACT),
    }
    return render(request, "cases/contacts/contact.html", context)


@needs(Perm.CONTACT)
def contact_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was written; two at once see each other's words."""
    row = _contact(request, pk)
    _named(request, [row.record_id] if row.record_id else [])
    names = ("way", "reason", "on", "minutes", "told", "told_by", "advised", "outcome")
    back = reverse("cases:contact", args=[pk])
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=ContactForm,
        deed=lambda cleaned: amend_contact(
            contact=row, base=cleaned["base_version"], happened=happened(cleaned), by=request.user
        ),
        done=lambda nothing: back,
        context={"title": _("Correct the contact"), "subtitle": number_label(row), "back": back},
        initial={name: getattr(row, name) for name in names},
        draft=DraftKey("contact_edit", "contact", pk),
        base_version=row.version,
        message=_("Saved."),
    )


@needs(Perm.OPEN_CASE)
def contact_to_case(request: StaffRequest, pk: int) -> HttpResponse:
    """On to opening a file with all that the contact knows; a contact without a person asks for her first."""
    row = _contact(request, pk)
    if row.case_id:
        return HttpResponseRedirect(reverse("cases:contact", args=[pk]))
    leads = f"{reverse('cases:open')}?{urlencode({'contact': pk})}"
    if row.record_id:
        return HttpResponseRedirect(leads)
    record = _person(request)
    here = reverse("cases:contact_to_case", args=[pk])
    if record is None:
        return HttpResponseRedirect(f"{reverse('people:search')}?{urlencode({'next': here, 'for': 'case'})}")
    return _confirmed(request, row, record, leads)


def _confirmed(request: StaffRequest, row: FirstContact, record: PersonRecord, leads: str) -> HttpResponse:
    """The person found is to be the one of the contact: asked before it is written."""
    named = _named(request, [record.pk])[record.pk]
    context: dict[str, Any] = {"person": record.pk}
    return confirm_page(
        request,
        title=_("Opening a file from the contact"),
        question=_("Is the contact about this person: %(name)s?") % {"name": named.name},
        consequence=_("Contact no. %(number)s will be joined with this person.") % {"number": number_label(row)},
        verb=_("Yes, open a file"),
        deed=lambda: name_person(contact=row, record=record, by=request.user),
        done=lambda nothing: leads,
        back=reverse("cases:contact", args=[row.pk]),
        template="cases/contacts/confirm.html",
        context=context,
    )
