"""A letter as a paper with the head of the service, always in Latvian. What somebody typed is data, never Typst."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from saikne.accounts.models import User
from saikne.cases.enums import LetterState
from saikne.cases.models import Letter
from saikne.cases.queries.letters import LetterLine
from saikne.cases.queries.letters_templates import PAPER_LANGUAGE, Wording, late_values, sample_values
from saikne.cases.rules.letters_places import Place, fill
from saikne.core import clock
from saikne.organisation.models import Municipality
from saikne.organisation.queries import seat_of
from saikne.ui.paper import make_pdf
from saikne.ui.words import day, long_day, moment

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "letter.typ"


def letter_paper(line: LetterLine, by: User) -> bytes:
    """The PDF to be signed by hand, or of what was signed."""
    with override(PAPER_LANGUAGE):
        return make_pdf(TEMPLATE, letter_data(line, by))


def letter_data(line: LetterLine, by: User) -> dict[str, Any]:
    """All that the template sets, as text."""
    letter, late = line.letter, late_values(line.letter)
    answered = letter.replies_to
    return {
        **_head(letter.municipality),
        "mark": _mark(letter),
        "number": f"{_('No.')} {letter.label}" if letter.number else "",
        "date": long_day(letter.signed_at),
        "answers": _answers(answered) if answered else "",
        "to": [part for part in (line.other_side, letter.address) if part],
        "subject": fill(letter.subject, late),
        "paragraphs": paragraphs(fill(letter.text, late)),
        "signer_title": _signer_title(letter),
        "signer": str(letter.signed_by or letter.signer or ""),
        "prepared": _("Prepared by: %(name)s") % {"name": letter.by},
        "printed": _("Printed by: %(name)s, %(moment)s") % {"name": by, "moment": moment(clock.now())},
    }


def _mark(letter: Letter) -> str:
    if letter.state == LetterState.WITHDRAWN:
        return _("Withdrawn, not valid")
    return "" if letter.signed_at else _("Draft, not signed")


def _answers(letter: Letter) -> str:
    if not letter.received_on:
        return ""
    told = {"day": day(letter.dated or letter.received_on), "number": letter.their_number or letter.label}
    return _("To your letter: %(day)s No. %(number)s") % told


def _signer_title(letter: Letter) -> str:
    """The post of whoever signs; of somebody else than the head for whom it was prepared, that she stands in."""
    who = letter.signed_by or letter.signer
    seat = seat_of(who) if who else None
    title = (who.title or (seat.title if seat else "")) if who else ""
    if letter.signed_by_id and letter.signer_id and letter.signed_by_id != letter.signer_id:
        return ", ".join([part for part in (title, _("in place of the head")) if part])
    return title


def paragraphs(text: str) -> list[str]:
    """A paragraph for each empty line."""
    return [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _head(municipality: Municipality) -> dict[str, Any]:
    contact = [municipality.service_address, municipality.service_phone]
    return {
        "language": PAPER_LANGUAGE,
        "office": municipality.service_name or municipality.name,
        "contact": " · ".join(part for part in contact if part),
        "page_label": _("Page %(page)s of %(total)s") % {"page": "{page}", "total": "{total}"},
    }


def sample_paper(wording: Wording, municipality: Municipality, by: User) -> bytes:
    """A template filled with an invented letter."""
    values = sample_values(by)
    with override(PAPER_LANGUAGE):
        data = {
            **_head(municipality),
            "mark": _("Sample"),
            "number": f"{_('No.')} {values[Place.NUMBER]}",
            "date": values[Place.DATE],
            "answers": "",
            "to": [values[Place.CLIENT], values[Place.ADDRESS]],
            "subject": fill(wording.subject, values),
            "paragraphs": paragraphs(fill(wording.text, values)),
            "signer_title": "",
            "signer": str(by),
            "prepared": _("Prepared by: %(name)s") % {"name": by},
            "printed": "",
        }
        return make_pdf(TEMPLATE, data)
