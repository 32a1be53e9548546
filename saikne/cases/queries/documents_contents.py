"""The contents of a file as a paper: every document in the order of its date, always in Latvian."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from saikne.accounts.models import User
from saikne.cases.queries.documents import DocumentLine, page_words
from saikne.cases.queries.frame import FileFrame
from saikne.core import clock
from saikne.ui.paper import make_pdf
from saikne.ui.words import day, moment

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "contents.typ"
PAPER_LANGUAGE = "lv"


def contents_paper(frame: FileFrame, lines: Iterable[DocumentLine], by: User) -> bytes:
    """The PDF."""
    with override(PAPER_LANGUAGE):
        return make_pdf(TEMPLATE, contents_data(frame, lines, by))


def contents_data(frame: FileFrame, lines: Iterable[DocumentLine], by: User) -> dict[str, Any]:
    """All that the template sets, as text."""
    municipality = frame.case.municipality
    rows = [_row(place, line) for place, line in enumerate(lines, start=1)]
    return {
        "language": PAPER_LANGUAGE,
        "office": municipality.service_name or str(municipality),
        "restricted": _("Restricted information"),
        "title": _("Contents of the file"),
        "file": f"{frame.case.kind} {frame.case.label}: {frame.title}",
        "worker": f"{_('Answers for the file')}: {frame.lead_name}",
        "head": [_("No."), _("Number"), _("Date"), _("Document"), _("From or to whom"), _("Pages"), _("Where it is")],
        "rows": rows,
        "none": "" if rows else _("There are no documents in the file."),
        "total": _("Documents: %(n)s") % {"n": len(rows)},
        "note": _("The list holds the documents that are open to whoever printed it."),
        "printed": _("Printed by: %(name)s, %(moment)s") % {"name": by, "moment": moment(clock.now())},
        "page_label": _("Page %(page)s of %(total)s") % {"page": "{page}", "total": "{total}"},
        "signature": _("Signature"),
    }


def _row(place: int, line: DocumentLine) -> dict[str, Any]:
    document = line.document
    return {
        "cells": [
            f"{place}.",
            document.label,
            day(document.on),
            line.name,
            line.other_side,
            page_words(line.files),
            line.where,
        ],
        "note": line.fate,
        "struck": not line.stands,
    }
