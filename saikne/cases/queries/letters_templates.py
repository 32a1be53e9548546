"""Templates of letters: ours to begin with, the service's own over them; what fills their places."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from saikne.accounts.models import User
from saikne.cases.models import Letter, LetterTemplate
from saikne.cases.rules.letters_places import Place
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.models import Institution, Municipality
from saikne.organisation.queries import seat_of
from saikne.people.models import Address
from saikne.people.queries.naming import name_people
from saikne.ui.words import day, long_day

DATA = Path(__file__).resolve().parent.parent / "data" / "letters.yaml"
PAPER_LANGUAGE = "lv"


@dataclass(frozen=True, slots=True)
class Wording:
    """A template as it is offered: a version of the service's own, or one of ours, which is version 0."""

    code: str
    number: int
    name: str
    kind: str
    subject: str
    text: str
    reply_days: int | None = None
    row: LetterTemplate | None = None

    @property
    def ours(self) -> bool:
        """Whether the service has not written its own wording yet."""
        return self.row is None


@cache
def first_wordings() -> tuple[Wording, ...]:
    """With what every service begins."""
    with DATA.open(encoding="utf-8") as file:
        told = yaml.safe_load(file)
    return tuple(Wording(**{"number": 0, **one, "text": one["text"].strip()}) for one in told)


def wordings_of(municipality: Municipality | int) -> list[Wording]:
    """The templates that a service has now, by name; one it has ended is not offered, ours neither."""
    rows = list(LetterTemplate.objects.filter(municipality=municipality).order_by("-number"))
    live = [row for row in rows if row.until is None]
    known = {row.code for row in rows}
    found = [*(_wording(row) for row in live), *(one for one in first_wordings() if one.code not in known)]
    return sorted(found, key=lambda one: (one.name, one.code))


def _wording(row: LetterTemplate) -> Wording:
    return Wording(row.code, row.number, row.name, row.kind, row.subject, row.text, row.reply_days, row)


def wording_of(municipality: Municipality | int, code: str) -> Wording | None:
    """One of them."""
    return next((one for one in wordings_of(municipality) if one.code == code), None)


def place_words() -> dict[str, str]:
    """What each place is filled with, in words, for whoever writes a template."""
    return {
        Place.CLIENT: _("to whom the letter is: a person or an institution"),
        Place.ADDRESS: _("the address of the other side; a hidden one stays out"),
        Place.SUBJECT: _("what the letter that is answered was about"),
        Place.RECEIVED: _("when the letter that is answered came"),
        Place.THEIR_NUMBER: _("the other side's number of the letter that is answered"),
        Place.NUMBER: _("number of this letter, given with the signature"),
        Place.DATE: _("day of the signature"),
        Place.REPLY_DAYS: _("days for an answer"),
        Place.WORKER: _("who prepares the letter"),
        Place.WORKER_TITLE: _("her post"),
        Place.PHONE: _("telephone of the service"),
        Place.OFFICE: _("name of the service"),
        Place.OFFICE_ADDRESS: _("address of the service"),
        Place.MUNICIPALITY: _("name of the municipality"),
    }


def values_for(
    *,
    by: User,
    record_no: int | None = None,
    institution: Institution | None = None,
    words: str = "",
    answers: Letter | None = None,
    reply_days: int | None = None,
) -> Mapping[str, str]:
    """What is known of a letter before it is signed; what nobody knows is left out. In the language of the paper."""
    seat = seat_of(by)
    office = Municipality.objects.filter(pk=seat.municipality_id).first() if seat else None
    with override(PAPER_LANGUAGE):
        found = {
            Place.CLIENT: _called(by, record_no) or (institution.name if institution else words),
            Place.ADDRESS: address_of(record_no) if record_no else "",
            Place.REPLY_DAYS: str(reply_days or ""),
            Place.WORKER: str(by),
            Place.WORKER_TITLE: by.title or (seat.title if seat else ""),
            **(_of_answered(answers) if answers else {}),
            **(_of_office(office) if office else {}),
        }
    return {place.value: value for place, value in found.items() if value}


def _called(by: User, record_no: int | None) -> str:
    named = name_people([record_no], by).get(record_no) if record_no else None
    return named.name if named else ""


def _of_answered(letter: Letter) -> dict[Place, str]:
    return {
        Place.SUBJECT: letter.subject,
        Place.RECEIVED: day(letter.received_on),
        Place.THEIR_NUMBER: letter.their_number,
    }


def _of_office(office: Municipality) -> dict[Place, str]:
    return {
        Place.PHONE: office.service_phone,
        Place.OFFICE: office.service_name or office.name,
        Place.OFFICE_ADDRESS: office.service_address,
        Place.MUNICIPALITY: office.name,
    }


def address_of(record_no: int) -> str:
    """Where letters reach a person, unless that is hidden: where she lives, else where she is declared."""
    rows = Address.objects.filter(Q(record=record_no), standing(clock.today()))
    by_kind = {row.kind: row for row in rows}
    for kind in ("actual", "declared"):
        if kind in by_kind:
            return "" if by_kind[kind].hidden else by_kind[kind].text
    return ""


def late_values(letter: Letter) -> Mapping[str, str]:
    """What the signature adds; needs `number__series` fetched."""
    if letter.number is None or letter.signed_at is None:
        return {}
    with override(PAPER_LANGUAGE):
        return {Place.NUMBER.value: letter.label, Place.DATE.value: long_day(letter.signed_at)}


def sample_values(by: User) -> Mapping[str, str]:
    """An invented letter, for looking at a template before it is kept."""
    with override(PAPER_LANGUAGE):
        invented = {
            Place.CLIENT: _("Name Surname"),
            Place.ADDRESS: _("Street 1, Place"),
            Place.SUBJECT: _("about an allowance"),
            Place.RECEIVED: day(clock.today()),
            Place.THEIR_NUMBER: "1-2/34",
            Place.NUMBER: "N-0000/001",
            Place.DATE: long_day(clock.today()),
            Place.REPLY_DAYS: "14",
        }
    return {**values_for(by=by), **{place.value: text for place, text in invented.items()}}
