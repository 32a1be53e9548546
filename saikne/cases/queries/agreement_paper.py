"""The agreement as a paper: plain words, places to sign, always in Latvian."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from saikne.cases.queries.agreement import ChapterLine, PartyLine
from saikne.cases.queries.agreement_page import AgreementPage, ChapterShown
from saikne.cases.queries.frame import FileFrame
from saikne.cases.rules.agreement import PartyKind
from saikne.core import clock
from saikne.ui.paper import make_pdf
from saikne.ui.words import day

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "agreement.typ"
PAPER_LANGUAGE = "lv"


def agreement_paper(frame: FileFrame, page: AgreementPage) -> tuple[bytes, str]:
    """The PDF and a name for it that names nobody."""
    with override(PAPER_LANGUAGE):
        data = paper_data(frame, page)
    return make_pdf(TEMPLATE, data), f"agreement-{frame.case.label}"


def paper_data(frame: FileFrame, page: AgreementPage) -> dict[str, Any]:
    """All that the template sets, as text."""
    municipality = frame.case.municipality
    return {
        "title": _title(page),
        "state": _("Draft, for reading and signing") if page.is_draft else "",
        "office": municipality.service_name or str(municipality),
        "contact": ", ".join(one for one in (municipality.service_address, municipality.service_phone) if one),
        "worker_label": _("My social worker"),
        "worker": frame.main_name or frame.lead_name,
        "intro": [
            _("This is the only agreement that you have with the social service."),
            _("We agreed on these things together. If something does not work out, tell us."),
            _("You may refuse or ask for a change."),
        ],
        "chapters": [_chapter(chapter, draft_paper=page.is_draft) for chapter in page.live],
        "signatures_label": _("Signatures"),
        "chapter_label": _("Chapter"),
        "who_label": _("Who"),
        "signature_label": _("Signature"),
        "date_label": _("Date"),
        "signatures": [_signature(line, party) for line in _lines(page) for party in line.parties],
        "printed": _("Printed: %(day)s") % {"day": day(clock.today())},
        "page_label": _("Page"),
        "language": PAPER_LANGUAGE,
    }


def _title(page: AgreementPage) -> str:
    number = page.shown.agreement.number if page.shown else None
    return f"{_('Agreement')} {number.series.year}/{number.number}" if number else _("Agreement")


def _lines(page: AgreementPage) -> list[ChapterLine]:
    return [chapter.line for chapter in page.live]


def _chapter(shown: ChapterShown, *, draft_paper: bool) -> dict[str, Any]:
    line = shown.line
    chapter = line.chapter
    term = [f"{_('From')} {day(chapter.since)}", f"{_('To')} {day(chapter.until)}" if chapter.until else ""]
    return {
        "title": f"{line.number}. {chapter.get_kind_display()}",
        "parties": f"{_('Parties')}: {', '.join(_party_name(one) for one in line.parties)}",
        "owner": f"{_('Answers for it')}: {chapter.owner}",
        "term": f"{_('Term')}: {', '.join(one.lower() for one in term if one)}",
        "ground": f"{_('Legal ground')}: {chapter.ground}" if chapter.ground else "",
        "state": _("Draft, for reading and signing") if line.draft and not draft_paper else "",
        "change": _("This wording replaces the former one once it is signed.") if shown.change else "",
        "points": [{"label": point.label, "text": point.text, "time": point.time} for point in shown.points],
    }


def _party_name(line: PartyLine) -> str:
    return f"{line.name} ({_('the social service')})" if line.kind == PartyKind.SERVICE else line.name


def _signature(line: ChapterLine, party: PartyLine) -> dict[str, str]:
    signed = party.signature
    return {
        "chapter": f"{line.number}.",
        "name": _party_name(party),
        "signed": str(signed.get_way_display()) if signed else "",
        "on": day(signed.on) if signed else "",
    }
