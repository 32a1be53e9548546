"""The registers of first contacts, files and agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import AgreementState, ContactReason
from saikne.cases.models import Agreement, Case, FileKind, FirstContact, LeadPeriod, MainWorkerPeriod
from saikne.cases.queries.contacts import number_label
from saikne.cases.queries.files_list import NEVER, FileLine, file_lines
from saikne.cases.queries.registers import REGISTERS, Asked, Choices, Register, workers_in
from saikne.core.clock import local_date
from saikne.core.periods import live
from saikne.people.queries.naming import Named, name_people
from saikne.people.rules import sort_key
from saikne.privacy.enums import Purpose
from saikne.ui.exports import Column, Listing
from saikne.ui.words import short_name

OPEN, CLOSED = "open", "closed"
ContactRow = tuple[FirstContact, Named | None]


def contact_lines(user: User, rows: Sequence[Any]) -> list[ContactRow]:
    """Contacts with their person as far as this user may know her; three queries."""
    people = name_people([row.record_id for row in rows if row.record_id], user)
    return [(row, people.get(row.record_id or 0)) for row in rows]


CONTACT_COLUMNS: tuple[Column[ContactRow], ...] = (
    Column(pgettext_lazy("running number", "Number"), lambda row: number_label(row[0])),
    Column(_("Date"), lambda row: row[0].on),
    Column(pgettext_lazy("first contact", "Reason"), lambda row: str(row[0].get_reason_display())),
    Column(_("Person"), lambda row: row[1].name if row[1] else "", personal=True),
    Column(pgettext_lazy("first contact", "How it came"), lambda row: str(row[0].get_way_display())),
    Column(_("What came of it"), lambda row: str(row[0].get_outcome_display())),
    Column(_("Received by"), lambda row: short_name(row[0].by)),
)


def contact_records(row: ContactRow) -> tuple[int, ...]:
    """Whom a contact shows."""
    return (row[1].record_no,) if row[1] else ()


def _contacts(user: User, asked: Asked) -> "QuerySet[FirstContact]":
    found = FirstContact.objects.visible_to(user).filter(
        municipality=asked.municipality, number__series__year=asked.year
    )
    if asked.kind:
        found = found.filter(reason=asked.kind)
    if asked.unit:
        found = found.filter(unit=asked.unit)
    if asked.worker:
        found = found.filter(by=asked.worker)
    return found.select_related("number__series", "by")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file in the register."""

    line: FileLine
    opened: date
    closed: date | None


def _files(user: User, asked: Asked) -> QuerySet[Any]:
    found = Case.objects.visible_to(user).filter(municipality=asked.municipality, number__series__year=asked.year)
    if asked.kind:
        found = found.filter(kind__prefix=asked.kind)
    if asked.state:
        found = found.filter(closed_at__isnull=asked.state == OPEN)
    leads = LeadPeriod.objects.filter(live())
    if asked.worker:
        found = found.filter(pk__in=leads.filter(worker=asked.worker).values("case"))
    if asked.unit:
        found = found.filter(pk__in=leads.filter(worker__in=workers_in(asked.unit)).values("case"))
    return undated(found.select_related("number__series"))


def undated(found: QuerySet[Any]) -> QuerySet[Any]:
    """A register does not ask what is due."""
    undated: QuerySet[Any] = found.annotate(due=Value(NEVER, output_field=DateField()))
    return undated


def _file_entries(user: User, rows: Sequence[Any]) -> list[FileEntry]:
    return [
        FileEntry(line, local_date(row.opened_at), local_date(row.closed_at) if row.closed_at else None)
        for row, line in zip(rows, file_lines(user, rows), strict=True)
    ]


def _prefixes() -> dict[str, str]:
    """Prefix of the number → name of the kind in force, else the last one."""
    rows = FileKind.objects.order_by("prefix", "-until", "since")
    return {row.prefix: str(row) for row in sorted(rows, key=lambda row: (sort_key(row.prefix), row.until is None))}


def _open_or_closed() -> Choices:
    return [(OPEN, pgettext("case", "Open")), (CLOSED, pgettext("case", "Closed"))]


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """An agreement in the register, under the file by which this user knows it."""

    label: str
    agreement: Agreement
    line: FileLine
    main: str


def _agreements(user: User, asked: Asked) -> "QuerySet[Agreement]":
    """Agreements of those clients of whom this user may read a whole file."""
    known = Case.objects.worked_by(user).values("client")
    found = Agreement.objects.filter(
        number__series__year=asked.year, client__municipality=asked.municipality, client__in=known
    )
    if asked.state:
        found = found.filter(state=AgreementState.IN_FORCE if asked.state == OPEN else AgreementState.ENDED)
    mains = MainWorkerPeriod.objects.filter(live())
    if asked.worker:
        found = found.filter(client__in=mains.filter(worker=asked.worker).values("client"))
    if asked.unit:
        found = found.filter(client__in=mains.filter(worker__in=workers_in(asked.unit)).values("client"))
    return found.select_related("number__series")


def _agreement_entries(user: User, rows: Sequence[Any]) -> list[AgreementEntry]:
    clients = {row.client_id for row in rows}
    files = undated(Case.objects.worked_by(user).filter(client__in=clients)).order_by("-opened_at", "-pk")
    cases = {case.client_id: case for case in sorted(files, key=lambda case: case.closed_at is None)}
    lines = dict(zip(cases, file_lines(user, cases.values()), strict=True))
    mains = MainWorkerPeriod.objects.filter(live(), client__in=clients).select_related("worker")
    named = {row.client_id: short_name(row.worker) for row in mains}
    return [AgreementEntry(str(row.number), row, lines[row.client_id], named.get(row.client_id, "")) for row in rows]


def _works(user: User) -> bool:
    return user.has_perm(Perm.WORK) or user.has_perm(Perm.HEAD)


def _agreement_link(row: AgreementEntry) -> str:
    return reverse("cases:agreement", args=[row.line.pk])


CONTACTS: Register[ContactRow] = Register(
    listing=Listing("contacts", _("Register of first contacts"), CONTACT_COLUMNS, contact_records),
    order=("number__number", "pk"),
    rows=_contacts,
    lines=contact_lines,
    link=lambda row: reverse("cases:contact", args=[row[0].pk]),
    series=lambda: {"cases.contact": ""},
    may=lambda user: user.has_perm(Perm.CONTACT),
    kinds=lambda: [(word.value, str(word.label)) for word in ContactReason],
    kind_label=_("Reason of the contact"),
    purposes=(Purpose.FIRST_CONTACT,),
)
FILES: Register[FileEntry] = Register(
    listing=Listing(
        "files",
        _("Register of files"),
        (
            Column(pgettext_lazy("running number", "Number"), lambda row: row.line.label),
            Column(_("Opened"), lambda row: row.opened),
            Column(_("Client"), lambda row: row.line.title, personal=True),
            Column(_("Kind of file"), lambda row: row.line.kind),
            Column(_("Answers for it"), lambda row: row.line.lead),
            Column(_("Closed on"), lambda row: row.closed),
        ),
        lambda row: row.line.records,
    ),
    order=("number__series__register", "number__number", "pk"),
    rows=_files,
    lines=_file_entries,
    link=lambda row: reverse("cases:file", args=[row.line.pk]),
    series=lambda: {f"cases.{prefix}": name for prefix, name in _prefixes().items()},
    may=_works,
    kinds=lambda: [(prefix, f"{prefix} – {name}") for prefix, name in _prefixes().items()],
    kind_label=_("Kind of file"),
    states=_open_or_closed,
)
AGREEMENTS: Register[AgreementEntry] = Register(
    listing=Listing(
        "agreements",
        _("Register of agreements"),
        (
            Column(pgettext_lazy("running number", "Number"), lambda row: row.label),
            Column(_("In force since"), lambda row: local_date(row.agreement.in_force_since)),  # type: ignore[arg-type]
            Column(_("Client"), lambda row: row.line.title, personal=True),
            Column(_("File"), lambda row: row.line.label),
            Column(_("Main worker"), lambda row: row.main),
            Column(
                _("Ended on"),
                lambda row: local_date(row.agreement.ended_at) if row.agreement.ended_at else None,
            ),
        ),
        lambda row: row.line.records,
    ),
    order=("number__number", "pk"),
    rows=_agreements,
    lines=_agreement_entries,
    link=_agreement_link,
    series=lambda: {"cases.agreement": ""},
    may=_works,
    states=lambda: [
        (OPEN, pgettext("agreement", "In force")),
        (CLOSED, pgettext("agreement", "Ended")),
    ],
)


def register() -> None:
    """The registers of the room itself; letters and documents join beside them."""
    own: list[Register[Any]] = [CONTACTS, FILES, AGREEMENTS]
    for rank, one in enumerate(own, start=1):
        REGISTERS.register(one.listing.name, one, rank=10 * rank)
