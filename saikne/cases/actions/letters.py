"""Letters that came: registered with a number and a term, given to a colleague, put into a file, filed, withdrawn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.frame import hold_case, hold_open_case
from saikne.cases.enums import LetterDirection, LetterState
from saikne.cases.models import Case, Letter
from saikne.cases.queries.letters_signing import may_sign
from saikne.cases.rules.letters import LetterFacts, LetterObstacle, obstacles
from saikne.cases.rules.letters_places import unfilled_places, unknown_places
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.errors import Moved, Refusal
from saikne.organisation.queries import Seat, seat_of
from saikne.privacy.enums import Opens
from saikne.privacy.models import Document

REGISTER_IN, REGISTER_OUT = "cases.letter_in", "cases.letter_out"
FARTHEST_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OtherSide:
    """From whom or to whom: a person with a record, an institution, or words."""

    record_no: int | None = None
    institution_no: int | None = None
    words: str = ""

    def fields(self) -> dict[str, object]:
        """As the columns hold it: exactly one of the three."""
        named = self.record_no is not None or self.institution_no is not None
        return {
            "record_id": self.record_no,
            "institution_id": None if self.record_no is not None else self.institution_no,
            "party": "" if named else self.words.strip(),
        }


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that came: what, from whom, when, who answers until when, where the paper is."""

    kind: str
    side: OtherSide
    subject: str
    received_on: date
    owner: User
    due: date | None = None
    dated: date | None = None
    their_number: str = ""
    shelf: str = ""


@act
def register_letter(*, what: Received, case: Case | None = None, by: User) -> Letter:
    """A letter came: it gets the next number of the year, an owner and a term."""
    held = hold_open_case(case.pk) if case else None
    seat = working_seat(by)
    if problems := _problems(what, held, seat):
        raise Refusal(**problems)
    moment = clock.now()
    municipality_no = held.municipality_id if held else seat.municipality_id
    letter = Letter.objects.create(
        direction=LetterDirection.IN,
        municipality_id=municipality_no,
        unit_id=seat.unit_id,
        case=held,
        kind=what.kind,
        subject=what.subject.strip(),
        received_on=what.received_on,
        dated=what.dated,
        their_number=what.their_number.strip(),
        shelf=what.shelf.strip(),
        due=what.due,
        owner=what.owner,
        state=LetterState.REGISTERED,
        by=by,
        noted_at=moment,
        number=next_number(register=REGISTER_IN, scope_no=municipality_no, year=clock.local_date(moment).year),
        **what.side.fields(),
    )
    note(act="cases.register_letter", about="cases.letter", about_no=letter.pk, by=by, at=moment)
    return letter


def working_seat(user: User) -> Seat:
    """Where the user works; without a post nobody keeps letters."""
    seat = seat_of(user)
    if seat is None:
        raise Refusal(_("You have no post in a municipality. Ask the administrator."))
    return seat


def _problems(what: Received, case: Case | None, seat: Seat) -> dict[str, str]:
    today = clock.today()
    found: dict[str, str] = {}
    if not what.subject.strip():
        found["subject"] = _("Write what the letter is about.")
    if what.received_on > today or what.received_on < today - FARTHEST_BACK:
        found["received_on"] = _("The day of receipt is within the last year and not in the future.")
    if what.dated and what.dated > what.received_on:
        found["dated"] = _("A letter is not dated after the day on which it came.")
    if what.due and what.due < what.received_on:
        found["due"] = _("The term cannot be before the day on which the letter came.")
    if not any(what.side.fields().values()):
        found["party"] = _("Write from whom or to whom the letter is.")
    if sentence := owner_problem(what.owner, case, seat.municipality_id):
        found["owner"] = sentence
    return found


def owner_problem(owner: User, case: Case | None, municipality_no: int) -> str:
    """Why this colleague cannot answer for the letter: nobody is given what she cannot open."""
    seat = seat_of(owner)
    if not owner.is_active or owner.kind != UserKind.STAFF or seat is None or seat.municipality_id != municipality_no:
        return _("Choose a colleague who works in the service now.")
    if case and not Case.objects.worked_by(owner, only=case.pk).filter(pk=case.pk).exists():
        return _("The file is not open to this colleague. Choose somebody who works with it.")
    return ""


# ---------------------------------------------------------------- steps


def hold_letter(letter: Letter) -> Letter:
    """The letter, locked after its file; put into a file meanwhile: start again."""
    if letter.case_id:
        hold_case(letter.case_id)
    held = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if held.case_id != letter.case_id:
        raise Moved
    return held


def facts_of(letter: Letter, by: User, **said: object) -> LetterFacts:
    """What the rules ask of a letter."""
    told: dict[str, object] = {
        "state": letter.state,
        "file_closed": bool(letter.case and letter.case.closed_at),
        "text": letter.text,
        "unknown": unknown_places(f"{letter.subject}\n{letter.text}"),
        "unfilled": unfilled_places(f"{letter.subject}\n{letter.text}"),
        "prepared_by_me": letter.by_id == by.pk,
        "has_signer": letter.signer_id is not None,
        "way": letter.way,
        "address": letter.address,
        "signed_on": clock.local_date(letter.signed_at) if letter.signed_at else None,
        "sent_on": letter.sent_on,
    }
    if letter.direction == LetterDirection.OUT and letter.state in {LetterState.PREPARED, LetterState.CHECKED}:
        told["may_sign"] = may_sign(letter, by)
    return LetterFacts(**{**told, **said})  # type: ignore[arg-type]


def refuse_step(facts: LetterFacts, to: str) -> None:
    """All that is in the way of a step, each beside its field."""
    found = obstacles(facts, to, today=clock.today())
    if not found:
        return
    said = [_SENTENCES[obstacle](facts) for obstacle in found]
    by_field = {name: sentence for name, sentence in said if name}
    raise Refusal(*(sentence for name, sentence in said if not name), **by_field)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


_SENTENCES: Mapping[LetterObstacle, Callable[[LetterFacts], tuple[str, str]]] = {
    LetterObstacle.OTHER_STATE: lambda f: ("", _("The letter is in another state already. Open it again.")),
    LetterObstacle.FILE_CLOSED: lambda f: ("", _("The file is closed. Reopen it before you change anything in it.")),
    LetterObstacle.NO_TEXT: lambda f: ("", _("The letter has no text yet. Write it first.")),
    LetterObstacle.UNKNOWN_PLACES: lambda f: (
        "",
        _("There is no such place: %(places)s. Choose one from the list, or leave the braces out.")
        % {"places": _joined(f.unknown)},
    ),
    LetterObstacle.UNFILLED_PLACES: lambda f: (
        "",
        _("The record does not know what to put here: %(places)s. Write it into the text.")
        % {"places": _joined(f.unfilled)},
    ),
    LetterObstacle.OWN_WORK: lambda f: ("", _("A letter is checked by somebody else than who prepared it.")),
    LetterObstacle.NO_SIGNER: lambda f: ("", _("Nobody heads the unit, so nobody can sign. Tell the administrator.")),
    LetterObstacle.NOT_SIGNER: lambda f: (
        "",
        _("The letter is signed by the head of the unit, or by whoever stands in for her today."),
    ),
    LetterObstacle.NO_WAY: lambda f: ("way", _("Choose how the letter is delivered.")),
    LetterObstacle.NO_ADDRESS: lambda f: ("address", _("Write the address to which the letter is sent.")),
    LetterObstacle.UNSAFE_WAY: lambda f: (
        "way",
        _("This person must not be reached in this way: it is written down as unsafe. Choose another one."),
    ),
    LetterObstacle.SENT_IN_FUTURE: lambda f: ("sent_on", _("The date cannot be in the future.")),
    LetterObstacle.SENT_BEFORE_SIGNED: lambda f: ("sent_on", _("A letter is not sent before it is signed.")),
    LetterObstacle.NO_PROOF: lambda f: (
        "proof",
        _("Write what proves it: whose signature, which receipt of the post, or that the law presumes it."),
    ),
    LetterObstacle.NOTIFIED_IN_FUTURE: lambda f: ("notified_on", _("The date cannot be in the future.")),
    LetterObstacle.NOTIFIED_BEFORE_SENT: lambda f: (
        "notified_on",
        _("Nobody is notified of a letter before it is sent."),
    ),
    LetterObstacle.NO_REASON: lambda f: ("because", _("Say why.")),
}


def take_step(letter: Letter, to: str, *, act: str, by: User, **fields: object) -> Letter:
    """Write a step of a locked letter, with its audit row."""
    moment = clock.now()
    Letter.objects.filter(pk=letter.pk).update(state=to, version=letter.version + 1, **fields)
    note(act=act, about="cases.letter", about_no=letter.pk, by=by, at=moment, state=str(to))
    letter.refresh_from_db()
    return letter


@act
def file_unanswered(*, letter: Letter, because: str, by: User) -> Letter:
    """It needs no answer; why not stays with it."""
    held = hold_letter(letter)
    refuse_step(facts_of(held, by, because=because), LetterState.FILED)
    return take_step(held, LetterState.FILED, act="cases.file_letter", by=by, ended_because=because.strip())


@act
def take_up_again(*, letter: Letter, by: User) -> Letter:
    """It was filed too early: it waits for an answer again."""
    held = hold_letter(letter)
    refuse_step(facts_of(held, by), LetterState.REGISTERED)
    return take_step(held, LetterState.REGISTERED, act="cases.take_up_letter", by=by, ended_because="")


@act
def withdraw_letter(*, letter: Letter, because: str, by: User) -> Letter:
    """It no longer counts; it keeps its number, struck, with the reason."""
    held = hold_letter(letter)
    if not may_withdraw(held, by):
        raise Refusal(_("Only whoever wrote the letter down, its owner or the head can withdraw it."))
    refuse_step(facts_of(held, by, because=because), LetterState.WITHDRAWN)
    return take_step(held, LetterState.WITHDRAWN, act="cases.withdraw_letter", by=by, ended_because=because.strip())


def may_withdraw(letter: Letter, user: User) -> bool:
    """Hers, or the head's."""
    return user.pk in {letter.by_id, letter.owner_id} or user.has_perm(Perm.HEAD)


# ---------------------------------------------------------------- whose it is


@act
def give_letter(*, letter: Letter, owner: User, due: date | None, by: User) -> Letter:
    """Another colleague answers for the letter, or until another day."""
    held = hold_letter(letter)
    if held.state == LetterState.WITHDRAWN:
        raise Refusal(_("The letter is withdrawn."))
    problems: dict[str, str] = {}
    if sentence := owner_problem(owner, held.case, held.municipality_id):
        problems["owner"] = sentence
    if due and held.received_on and due < held.received_on:
        problems["due"] = _("The term cannot be before the day on which the letter came.")
    if problems:
        raise Refusal(**problems)
    return take_step(held, held.state, act="cases.give_letter", by=by, owner=owner, due=due)


@act
def put_into_file(*, letter: Letter, case: Case, by: User) -> Letter:
    """It has come out whose letter it is: from now it is open to those who work with the file, and to nobody else.

    If its owner does not work with the file, its lead answers for the letter.
    """
    target = hold_open_case(case.pk)
    held = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if held.case_id is not None:
        raise Refusal(case=_("The letter is in a file already."))
    if target.municipality_id != held.municipality_id:
        raise Refusal(case=_("That file belongs to another municipality."))
    owner = held.owner_id
    if owner_problem(held.owner, target, held.municipality_id):
        owner = target.leads.filter(until__isnull=True).values_list("worker_id", flat=True).first() or owner
    return take_step(held, held.state, act="cases.put_letter_into_file", by=by, case=target, owner_id=owner)


@act
def tie_paper(*, letter: Letter, document: Document, by: User) -> Letter:
    """The letter itself as a document of its file: a scan of what came, or a copy with the receiver's signature."""
    held = hold_letter(letter)
    kept = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if held.case_id is None or (kept.filed_kind, kept.filed_no) != ("case", held.case_id):
        raise Refusal(document=_("The document is in another file. Put the letter into that file first."))
    if kept.withdrawn_at is not None:
        raise Refusal(document=_("This document has been withdrawn or moved already."))
    if kept.audience != Opens.CASE_WORK:
        raise Refusal(document=_("This document is for readers of the psychosocial notebook only."))
    return take_step(held, held.state, act="cases.tie_letter_paper", by=by, document=kept)
