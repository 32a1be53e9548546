"""The register of documents: those that stand in files within reach, each under its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.models import Case
from saikne.cases.queries.files_list import FileLine, file_lines
from saikne.cases.queries.registers import REGISTERS, Asked, Register, workers_in
from saikne.cases.queries.registers_own import undated
from saikne.core.clock import local_date
from saikne.people.queries.naming import Named, name_people
from saikne.privacy.enums import DocumentKind, DocumentWay
from saikne.privacy.models import Document
from saikne.ui.exports import Column, Listing
from saikne.ui.words import short_name


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in the register, with the file in which it is and the people whom it concerns."""

    document: Document
    line: FileLine
    people: tuple[Named, ...]

    @property
    def records(self) -> tuple[int, ...]:
        """Whom it concerns; one that names nobody speaks of all in the file."""
        return tuple(one.record_no for one in self.people) or self.line.records

    @property
    def what(self) -> str:
        """Its kind and, in a few words, which."""
        kind = str(self.document.get_kind_display())
        return f"{kind}: {self.document.title}" if self.document.title else kind

    @property
    def other_side(self) -> str:
        """From whom or to whom."""
        way = str(self.document.get_way_display())
        return way if self.document.way == DocumentWay.OWN else f"{way}: {self.document.party}"


def _documents(user: User, asked: Asked) -> "QuerySet[Document]":
    """Of a document that was moved to another file, only where it is now: its number stands once."""
    found = Document.objects.visible_to(user).filter(
        number__series__year=asked.year, number__series__scope_no=asked.municipality, moved_to__isnull=True
    )
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.unit:
        found = found.filter(by__in=workers_in(asked.unit))
    if asked.worker:
        found = found.filter(by=asked.worker)
    return found.select_related("number__series", "by").prefetch_related("people")


def _entries(user: User, rows: Sequence[Any]) -> list[DocumentEntry]:
    """Eight queries: the files as in their list, and the people by name as far as this user may know them."""
    files = list(undated(Case.objects.visible_to(user).filter(pk__in={row.filed_no for row in rows})))
    lines = {line.pk: line for line in file_lines(user, files)}
    named = name_people({about.record_no for row in rows for about in row.people.all()}, user)
    return [
        DocumentEntry(row, lines[row.filed_no], tuple(named[about.record_no] for about in row.people.all()))
        for row in rows
    ]


def _withdrawn_on(row: DocumentEntry) -> date | None:
    moment = row.document.withdrawn_at
    return local_date(moment) if moment else None


def _reads(user: User) -> bool:
    return any(user.has_perm(perm) for perm in (Perm.WORK, Perm.PSYCHOSOCIAL, Perm.HEAD))


DOCUMENTS: Register[DocumentEntry] = Register(
    listing=Listing(
        "documents",
        _("Register of documents"),
        (
            Column(pgettext_lazy("running number", "Number"), lambda row: row.document.label),
            Column(_("Date"), lambda row: row.document.on),
            Column(_("Document"), lambda row: row.what, personal=True),
            Column(_("From whom or to whom"), lambda row: row.other_side, personal=True),
            Column(_("Whom it concerns"), lambda row: ", ".join(one.name for one in row.people), personal=True),
            Column(_("File"), lambda row: row.line.label),
            Column(_("Added by"), lambda row: short_name(row.document.by)),
            Column(_("Withdrawn on"), _withdrawn_on),
        ),
        lambda row: row.records,
    ),
    order=("number__number", "pk"),
    rows=_documents,
    lines=_entries,
    link=lambda row: reverse("cases:document", args=[row.document.pk]),
    series=lambda: {"privacy.document": ""},
    may=_reads,
    kinds=lambda: [(word.value, str(word.label)) for word in DocumentKind],
    kind_label=_("Kind of document"),
)


def register() -> None:
    """Beside the registers of the room itself."""
    REGISTERS.register(DOCUMENTS.listing.name, DOCUMENTS, rank=50)
