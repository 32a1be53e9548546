"""Lists that leave the screen as they stand on it: files, first contacts, who looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import User
from saikne.cases.queries.access_pages import page_label
from saikne.cases.queries.files_list import FileLine
from saikne.cases.queries.registers_own import CONTACT_COLUMNS, contact_records
from saikne.organisation.queries import municipality_of
from saikne.privacy.models import AccessRow
from saikne.privacy.queries import looks
from saikne.privacy.registry import Span
from saikne.ui.exports import Column, Listing


@dataclass(frozen=True, slots=True)
class LookedRow:
    """One look at one person."""

    at: datetime
    who: str
    title: str
    page: str
    purpose: str
    whose: str
    records: tuple[int, ...]


FILES: Listing[FileLine] = Listing(
    "list",
    _("List of files"),
    (
        Column(_("Client"), lambda line: line.title, personal=True),
        Column(_("Kind of file"), lambda line: line.kind),
        Column(_("Number of the file"), lambda line: line.label),
        Column(_("Answers for it"), lambda line: line.lead),
        Column(_("Stage"), lambda line: line.stage),
        Column(_("Due first"), lambda line: line.next_due),
        Column(_("What is due"), lambda line: line.next_what, personal=True),
        Column(_("Review due"), lambda line: line.review_due),
    ),
    lambda line: line.records,
)
CONTACTS = Listing("contacts_list", _("First contacts"), CONTACT_COLUMNS, contact_records)
LOOKED: Listing[LookedRow] = Listing(
    "looked",
    _("Who looked"),
    (
        Column(_("When"), lambda row: row.at),
        Column(_("Who"), lambda row: row.who),
        Column(_("Post"), lambda row: row.title),
        Column(_("Page"), lambda row: row.page),
        Column(_("Purpose of access"), lambda row: row.purpose),
        Column(_("Whose data"), lambda row: row.whose, personal=True),
    ),
    lambda row: row.records,
)


def looked_lines(rows: Sequence[AccessRow], spans: Sequence[Span], names: Mapping[int, str]) -> list[LookedRow]:
    """Each row of the log by itself: on a page they are put together, in a file they can be counted."""
    return [
        LookedRow(
            at=look.at,
            who=str(look.user),
            title=look.user.title,
            page=page_label(look.page),
            purpose=look.purpose_label,
            whose=", ".join(names[number] for number in look.records if number in names),
            records=tuple(number for number in look.records if number in names),
        )
        for row in rows
        for look in looks([row], spans)
    ]


def office_of(user: User) -> str:
    """The service that stands on the paper."""
    here = municipality_of(user)
    return (here.service_name or here.name) if here else ""
