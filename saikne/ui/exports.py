"""A list leaves the screen: printed whole, as CSV or as a sheet, from columns declared once.

Whoever takes rows about persons out says for what. It becomes one audit row; the people go to the access log with the
same purpose, in the one INSERT of the page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saikne.core import clock
from saikne.core.acts import Actor, act, note
from saikne.core.errors import Refusal, Sentence
from saikne.ui.engines.sheets import Cell, csv_table, xlsx_table
from saikne.ui.forms import SaikneForm
from saikne.ui.pages import Page, author
from saikne.ui.words import day, moment

R = TypeVar("R")
ASKED = "as"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Way(TextChoices):
    """How a list leaves."""

    PRINT = "print", gettext_lazy("Print")
    CSV = "csv", gettext_lazy("Save as a CSV file")
    XLSX = "xlsx", gettext_lazy("Save as an Excel sheet (XLSX)")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its head in the language of the page, what a row says in it, whether that is about a person."""

    label: Sentence
    cell: Callable[[R], Cell]
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """What is the same for everybody: the list's name in the audit row, its title, its columns, whom a row shows."""

    name: str
    title: Sentence
    columns: tuple[Column[R], ...]
    records: Callable[[R], Iterable[int]]

    @property
    def personal(self) -> list[Column[R]]:
        """Columns about persons: with one of them, a purpose is asked."""
        return [column for column in self.columns if column.personal]


@dataclass(frozen=True, slots=True)
class Export(Generic[R]):
    """One asking: rows within reach, at most as many as told; filters in numbers and words of the code, and as read."""

    listing: Listing[R]
    rows: Callable[[int], list[R]]
    back: str
    purposes: Collection[TextChoices] = ()
    filters: Mapping[str, object] = field(default_factory=dict)
    told: str = ""
    office: str = ""
    about: tuple[str, int] = ("ui.export", 0)


class ExportForm(SaikneForm):
    """How, for what, and on whose asking."""

    way = forms.ChoiceField(label=gettext_lazy("How"), choices=Way.choices, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=gettext_lazy("For what purpose?"),
        help_text=gettext_lazy("It is written into the access log of every person in the list."),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What for, in your own words"),
        help_text=gettext_lazy("For example, the number of the request. Do not write the clients' names here."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, purposes: Collection[TextChoices], **kwargs: Any) -> None:
        """A list without persons asks for no purpose."""
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["purpose"]
        asked.choices = [(word.value, word.label) for word in purposes]
        if not purposes:
            del self.fields["purpose"]


@dataclass(frozen=True, slots=True)
class Button:
    """One of the buttons at the head of a list."""

    label: Sentence
    url: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """The group at the head of a list; `folded` is the one that stands for all of them on a narrow screen."""

    each: list[Button]
    folded: str


def export_buttons(request: HttpRequest, url: str, *, leave_out: Collection[str] = ("after",)) -> Buttons:
    """Print, CSV and XLSX of the list as it is filtered now."""
    asked = {name: str(value) for name, value in request.GET.items() if name not in leave_out}
    labels = {Way.PRINT: _("Print"), Way.CSV: "CSV", Way.XLSX: "XLSX"}
    each = [Button(label, f"{url}?{urlencode({**asked, ASKED: way.value})}") for way, label in labels.items()]
    return Buttons(each, f"{url}?{urlencode(asked)}" if asked else url)


def export_page(request: HttpRequest, export: Export[R]) -> HttpResponse:
    """Ask how and for what; then answer with the paper or the file."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    purposes = export.purposes if export.listing.personal else ()
    if export.listing.personal and not purposes:
        raise PermissionDenied  # nobody's data leave without a purpose
    if request.method != "POST":
        asked = request.GET.get(ASKED, "")
        form = ExportForm(purposes=purposes, initial={"way": asked if asked in Way.values else Way.PRINT.value})
        return _asking(request, export, form)
    form = ExportForm(request.POST, purposes=purposes)
    if not form.is_valid():
        return _asking(request, export, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _given(request, export, form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _asking(request, export, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _asking(request: HttpRequest, export: Export[R], form: ExportForm, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Print or save: %(list)s") % {"list": export.listing.title},
        "subtitle": export.told,
        "form": form,
        "page": Page(form, once=""),
        "save": _("Prepare"),
        "back": export.back,
        "columns": ", ".join(str(column.label) for column in export.listing.columns),
        "personal": bool(export.listing.personal),
        "most": settings.EXPORT_ROWS,
        "most_printed": settings.PRINT_ROWS,
    }
    return render(request, "ui/exports_form.html", context, status=status)


def _given(request: HttpRequest, export: Export[R], cleaned: Mapping[str, str]) -> HttpResponse:
    way = Way(cleaned["way"])
    most = settings.PRINT_ROWS if way == Way.PRINT else settings.EXPORT_ROWS
    rows = export.rows(most + 1)
    cut = len(rows) > most
    if cut and way != Way.PRINT:
        raise Refusal(too_many(most))
    rows = rows[:most]
    numbers = sorted({number for row in rows for number in export.listing.records(row)})
    note_export(
        listing=export.listing.name,
        way=way.value,
        purpose=cleaned.get("purpose", ""),
        words=cleaned["words"],
        filters=export.filters,
        rows=len(rows),
        persons=len(numbers),
        about=export.about,
        by=author(request),
    )
    shown: Any = request
    shown.shown(*numbers, purpose=cleaned.get("purpose", ""))
    if way == Way.PRINT:
        return _printed(request, export, rows, cut=cut)
    return _file(export, way, rows)


def too_many(most: int) -> str:
    """Why a list does not leave whole: half a register passes for a whole one once it is outside."""
    told = ngettext(
        "The list has more than %(most)d row, and a file holds no more. Narrow the list with its filters.",
        "The list has more than %(most)d rows, and a file holds no more. Narrow the list with its filters.",
        most,
    )
    return told % {"most": most}


@act
def note_export(
    *,
    listing: str,
    way: str,
    purpose: str,
    words: str,
    filters: Mapping[str, object],
    rows: int,
    persons: int,
    about: tuple[str, int],
    by: Actor,
) -> None:
    """One audit row of what left: which list, how filtered, how many rows and persons, for what."""
    note(
        act="ui.export",
        about=about[0],
        about_no=about[1],
        by=by,
        list=listing,
        way=way,
        purpose=purpose,
        words=words,
        filters=dict(filters),
        rows=rows,
        persons=persons,
    )


def table_of(listing: Listing[R], rows: Iterable[R]) -> tuple[list[str], list[list[str]]]:
    """Head and cells in words, for a page."""
    header, table = _table(listing, rows)
    return header, [[_said(cell) for cell in row] for row in table]


def _table(listing: Listing[R], rows: Iterable[R]) -> tuple[list[str], list[list[Cell]]]:
    columns = listing.columns
    return [str(column.label) for column in columns], [[_local(column.cell(row)) for column in columns] for row in rows]


def _local(cell: Cell) -> Cell:
    return timezone.localtime(cell) if isinstance(cell, datetime) else cell


def _file(export: Export[R], way: Way, rows: list[R]) -> HttpResponse:
    header, table = _table(export.listing, rows)
    title = str(export.listing.title)
    if way == Way.CSV:
        made, kind = csv_table(header, table), "text/csv; charset=utf-8"
    else:
        notice = _("Restricted information")
        made, kind = xlsx_table(title, header, table, author=export.office or "Saikne", notice=notice), XLSX_TYPE
    name = f"{slugify(title)}-{clock.today().isoformat()}.{way.value}"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(made, content_type=kind, headers=headers)


def _printed(request: HttpRequest, export: Export[R], rows: list[R], *, cut: bool) -> HttpResponse:
    header, table = table_of(export.listing, rows)
    context = {
        "title": export.listing.title,
        "subtitle": export.told,
        "office": export.office,
        "header": header,
        "rows": [list(zip(header, row, strict=True)) for row in table],
        "cut": too_many_printed(len(rows)) if cut else "",
        "count": ngettext("%(n)d row", "%(n)d rows", len(rows)) % {"n": len(rows)},
        "back": export.back,
    }
    return render(request, "ui/exports_print.html", context)


def too_many_printed(most: int) -> str:
    """What a paper says that does not hold the whole list."""
    told = ngettext(
        "Only the first %(most)d row is printed: the list is longer. Narrow it with its filters.",
        "Only the first %(most)d rows are printed: the list is longer. Narrow it with its filters.",
        most,
    )
    return told % {"most": most}


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return moment(cell)
    if isinstance(cell, date):
        return day(cell)
    return "–" if cell is None or cell == "" else str(cell)
