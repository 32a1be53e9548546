"""The agreement as a paper: plain words, places to sign, always in Latvian."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from saikne.cases.models import Agreement
from saikne.cases.queries.agreement import ChapterLine, PartyLine
from saikne.cases.queries.agreement_earlier import ChapterThen, EarlierPage, PartyThen
from saikne.cases.queries.agreement_page import AgreementPage, ChapterShown
from saikne.cases.queries.frame import FileFrame
from saikne.cases.rules.agreement import PartyKind
from saikne.core import clock
from saikne.ui.paper import make_pdf
from saikne.ui.words import day

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "agreement.typ"
PAPER_LANGUAGE = "lv"
NOBODY: Mapping[int, str] = MappingProxyType({})


def in_paper_language() -> AbstractContextManager[None]:
    """Everything that a paper says is put into words inside: weekdays and times too."""
    return override(PAPER_LANGUAGE)


def agreement_paper(frame: FileFrame, page: AgreementPage, signers: Mapping[int, str] = NOBODY) -> bytes:
    """The PDF that is read and signed; `signers` names by party who signs in her place."""
    return make_pdf(TEMPLATE, paper_data(frame, page, signers))


def earlier_paper(frame: FileFrame, page: EarlierPage) -> bytes:
    """The PDF of a wording that was signed once; it says on every sheet that it is not in force."""
    return make_pdf(TEMPLATE, earlier_data(frame, page))


def paper_data(frame: FileFrame, page: AgreementPage, signers: Mapping[int, str] = NOBODY) -> dict[str, Any]:
    """All that the template sets, as text."""
    return {
        **_letterhead(frame),
        "title": _title(page),
        "state": _("Draft, for reading and signing") if page.is_draft else "",
        "mark": "",
        "intro": [
            _("This is the only agreement that you have with the social service."),
            _("We agreed on these things together. If something does not work out, tell us."),
            _("You may refuse or ask for a change."),
        ],
        "chapters": [_chapter(chapter, draft_paper=page.is_draft) for chapter in page.live],
        "signatures": [_signature(line, party, signers) for line in _lines(page) for party in line.parties],
    }


def earlier_data(frame: FileFrame, page: EarlierPage) -> dict[str, Any]:
    """The same of a wording that holds no longer."""
    wording = page.wording
    held = _("Held from %(since)s to %(until)s") % {"since": day(wording.since), "until": day(wording.until)}
    return {
        **_letterhead(frame),
        "title": f"{_numbered(page.agreement)}, {version_words(wording.version.number)}",
        "state": "" if wording.holds else _("This wording is not in force."),
        "mark": "" if wording.holds else _("Not in force"),
        "intro": [] if wording.holds else [held, *([page.because] if page.because else [])],
        "chapters": [_chapter_then(chapter) for chapter in page.chapters],
        "signatures": [_signed_then(chapter, party) for chapter in page.chapters for party in chapter.parties],
    }


def version_words(number: int) -> str:
    """2nd version, as the list of wordings says it."""
    return _("Version %(number)s") % {"number": number}


def _letterhead(frame: FileFrame) -> dict[str, Any]:
    """Whose paper it is, whom the client turns to first, and the words of every paper."""
    municipality = frame.case.municipality
    return {
        "office": municipality.service_name or str(municipality),
        "contact": ", ".join(one for one in (municipality.service_address, municipality.service_phone) if one),
        "worker_label": _("My social worker"),
        "worker": frame.main_name or frame.lead_name,
        "signatures_label": _("Signatures"),
        "chapter_label": _("Chapter"),
        "who_label": _("Who"),
        "signature_label": _("Signature"),
        "date_label": _("Date"),
        "printed": _("Printed: %(day)s") % {"day": day(clock.today())},
        "page_label": _("Page %(page)s of %(total)s") % {"page": "{page}", "total": "{total}"},
        "language": PAPER_LANGUAGE,
    }


def _title(page: AgreementPage) -> str:
    return _numbered(page.shown.agreement) if page.shown else _("Agreement")


def _numbered(agreement: Agreement) -> str:
    number = agreement.number
    return f"{_('Agreement')} {number.series.year}/{number.number}" if number else _("Agreement")


def _lines(page: AgreementPage) -> list[ChapterLine]:
    return [chapter.line for chapter in page.live]


def _chapter(shown: ChapterShown, *, draft_paper: bool) -> dict[str, Any]:
    line = shown.line
    chapter = line.chapter
    return {
        "title": f"{line.number}. {chapter.get_kind_display()}",
        "parties": f"{_('Parties')}: {', '.join(_party_name(one) for one in line.parties)}",
        "owner": f"{_('Answers for this chapter')}: {chapter.owner}",
        "term": _term(chapter.since, chapter.until),
        "ground": f"{_('Legal ground')}: {chapter.ground}" if chapter.ground else "",
        "state": _("Draft, for reading and signing") if line.draft and not draft_paper else "",
        "change": _("This wording replaces the former one once it is signed.") if shown.change else "",
        "points": [{"label": point.label, "text": point.text, "time": point.time} for point in shown.points],
    }


def _chapter_then(chapter: ChapterThen) -> dict[str, Any]:
    return {
        "title": f"{chapter.number}. {chapter.title}",
        "parties": f"{_('Parties')}: {', '.join(_name_then(one) for one in chapter.parties)}",
        "owner": f"{_('Answers for this chapter')}: {chapter.owner}",
        "term": _term(chapter.since, chapter.until),
        "ground": f"{_('Legal ground')}: {chapter.ground}" if chapter.ground else "",
        "state": "",
        "change": "",
        "points": [{"label": point.label, "text": point.text, "time": point.time} for point in chapter.points],
    }


def _term(since: date, until: date | None) -> str:
    told = {"since": day(since), "until": day(until)}
    return (_("Term: from %(since)s to %(until)s") if until else _("Term: from %(since)s")) % told


def _party_name(line: PartyLine) -> str:
    return f"{line.name} ({_('the social service')})" if line.kind == PartyKind.SERVICE else line.signed_name


def _signature(line: ChapterLine, party: PartyLine, signers: Mapping[int, str]) -> dict[str, str]:
    signed, instead = party.signature, signers.get(party.party.pk)
    name = _party_name(party)
    if instead is not None:
        name = _("%(name)s – signs: %(who)s") % {"name": party.name, "who": instead or "…"}
    return {
        "chapter": f"{line.number}.",
        "name": name,
        "signed": str(signed.get_way_display()) if signed else "",
        "on": day(signed.on) if signed else "",
    }


def _name_then(party: PartyThen) -> str:
    return f"{party.name} ({_('the social service')})" if party.service else party.name


def _signed_then(chapter: ChapterThen, party: PartyThen) -> dict[str, str]:
    return {
        "chapter": f"{chapter.number}.",
        "name": _name_then(party),
        "signed": party.way,
        "on": party.signed_on,
    }
