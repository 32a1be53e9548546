"""Pages: who may act for a person, who is barred, how she is reached without harm."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, staff
from saikne.organisation.models import Institution
from saikne.organisation.queries import seat_of
from saikne.people.actions.representation import (
    Words,
    add_representation,
    bar_person,
    correct_said,
    end_said,
    say_contact_way,
    withdraw_said,
)
from saikne.people.forms.represent import (
    BarForm,
    ContactForm,
    CorrectingForm,
    RepresentForm,
    SaidEndForm,
    acting,
    as_typed,
    barring,
    reaching,
)
from saikne.people.models import BarredPerson, ContactWay, PersonRecord, Representation
from saikne.people.queries.naming import name_people
from saikne.people.views.frame import chosen_person, name_of, person_or_404
from saikne.ui.pages import form_page

Row = Representation | BarredPerson | ContactWay
MODELS: dict[str, type[Row]] = {"represent": Representation, "bar": BarredPerson, "contact": ContactWay}


def _institutions(request: StaffRequest) -> list[tuple[str, str]]:
    seat = seat_of(request.user)
    found = Institution.objects.filter(municipality=seat.municipality_id if seat else None).order_by("name")
    return [(str(one.pk), one.name) for one in found]


def _chosen(request: StaffRequest) -> PersonRecord | None:
    """The person whom the search before this page has chosen, if one was looked for."""
    sent = request.POST if request.method == "POST" else request.GET
    return chosen_person(request) if sent.get("person") else None


def _context(record: PersonRecord, other: PersonRecord | None, title: str) -> dict[str, Any]:
    subtitle = name_of(record)
    if other is not None:
        subtitle = _("This person: %(name)s. The other: %(other)s.") % {"name": subtitle, "other": name_of(other)}
    return {
        "title": title,
        "subtitle": subtitle,
        "back": reverse("people:person", args=[record.pk]),
        "person": other.pk if other else 0,
    }


def _template(other: PersonRecord | None) -> str:
    return "people/with_person.html" if other else "ui/form_page.html"


def _back(record_no: int, what: str) -> str:
    return reverse("people:person", args=[record_no]) + ("#safe-contact" if what == "contact" else "#acting")


@staff
def represent_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A person found by search, or an institution, acts for this one from a day."""
    record, other = person_or_404(request, pk), _chosen(request)
    request.shown(record)
    return form_page(
        request,
        template=_template(other),
        form_class=RepresentForm,
        form_kwargs={"institutions": None if other else _institutions(request)},
        deed=lambda cleaned: add_representation(
            of=record, words=acting(cleaned, by=other.pk if other else None), by=request.user
        ),
        done=lambda _row: _back(pk, "represent"),
        context=_context(record, other, _("Who may act for this person")),
        message=_("It is written down. Pages and forms go by it from its day."),
    )


@staff
def bar_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody, known or by name, is barred from a day."""
    record, other = person_or_404(request, pk), _chosen(request)
    request.shown(record)
    return form_page(
        request,
        template=_template(other),
        form_class=BarForm,
        form_kwargs={"known": other is not None},
        deed=lambda cleaned: bar_person(
            of=record, words=barring(cleaned, who=other.pk if other else None), by=request.user
        ),
        done=lambda _row: _back(pk, "bar"),
        context=_context(record, other, _("Who is barred")),
        message=_("It is written down. The bar beats every right while it stands."),
    )


@staff
def contact_add(request: StaffRequest, pk: int) -> HttpResponse:
    """How this person is reached without harm in one way."""
    record = person_or_404(request, pk)
    request.shown(record)
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=ContactForm,
        deed=lambda cleaned: say_contact_way(of=record, words=reaching(cleaned), by=request.user),
        done=lambda _row: _back(pk, "contact"),
        context=_context(record, None, _("Safe contact")),
        message=_("It is written down. What was said of this way before has ended."),
    )


@staff
def said_end(request: StaffRequest, what: str, pk: int) -> HttpResponse:
    """It is so no longer; it stays readable."""
    row, record = _row_or_404(request, what, pk)
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=SaidEndForm,
        deed=lambda cleaned: _end(row, cleaned, request),
        done=lambda _nothing: _back(record.pk, what),
        context=_row_context(request, row, record, pgettext("title", "It is so no longer")),
        message=_("It has ended. It stays readable among earlier ones."),
    )


def _end(row: Any, cleaned: dict[str, Any], request: StaffRequest) -> None:
    end_said(row=row, until=cleaned["until"], how=cleaned["how"], by=request.user)


@staff
def said_correct(request: StaffRequest, what: str, pk: int) -> HttpResponse:
    """It was written down wrongly."""
    row, record = _row_or_404(request, what, pk)
    form_class, kwargs = _form_of(request, row)
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=form_class,
        form_kwargs={**kwargs, "corrects": True},
        deed=lambda cleaned: _correct(row, cleaned, request),
        done=lambda _row: _back(record.pk, what),
        initial=as_typed(row),
        context=_row_context(request, row, record, _("Correct what was written down")),
        message=_("Corrected. The earlier wording stays readable."),
    )


def _correct(row: Any, cleaned: dict[str, Any], request: StaffRequest) -> Any:
    if cleaned["withdraws"]:
        return withdraw_said(row=row, why=cleaned["why"], by=request.user)
    return correct_said(row=row, words=_words(row, cleaned), why=cleaned["why"], by=request.user)


def _words(row: Row, cleaned: dict[str, Any]) -> Words:
    if isinstance(row, Representation):
        return acting(cleaned, by=row.by_id)
    return barring(cleaned, who=row.who_id) if isinstance(row, BarredPerson) else reaching(cleaned)


def _form_of(request: StaffRequest, row: Row) -> tuple[type[CorrectingForm], dict[str, Any]]:
    if isinstance(row, Representation):
        return RepresentForm, {"institutions": None if row.by_id else _institutions(request)}
    return (BarForm, {"known": bool(row.who_id)}) if isinstance(row, BarredPerson) else (ContactForm, {})


def _row_or_404(request: StaffRequest, what: str, pk: int) -> tuple[Row, PersonRecord]:
    """A row that is the last wording, of a person within reach."""
    found: Any = MODELS[what]._default_manager.filter(corrected_at__isnull=True, withdrawn=False)
    row: Row = get_object_or_404(found, pk=pk)
    record = person_or_404(request, row.record_id if isinstance(row, ContactWay) else row.of_id)
    request.shown(record)
    return row, record


def _row_context(request: StaffRequest, row: Row, record: PersonRecord, title: str) -> dict[str, Any]:
    return {**_context(record, None, title), "subtitle": f"{name_of(record)} · {_row_name(request, row)}"}


def _row_name(request: StaffRequest, row: Row) -> str:
    """Of whom or what the row speaks, as this user may know."""
    if isinstance(row, ContactWay):
        return row.get_means_display()
    number = row.by_id if isinstance(row, Representation) else row.who_id
    if number:
        request.shown(number)
        return name_people([number], request.user)[number].name
    return str(row.institution) if isinstance(row, Representation) else row.name
