"""Letters that go out: prepared, checked, signed with their number, sent, notified."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_case, hold_open_case
from saikne.cases.actions.letters import (
    REGISTER_OUT,
    OtherSide,
    facts_of,
    hold_letter,
    refuse_step,
    take_step,
    working_seat,
)
from saikne.cases.enums import LetterDirection, LetterState
from saikne.cases.models import Case, Letter, LetterTemplate
from saikne.cases.queries.letters_safety import unsafe_ways
from saikne.cases.queries.letters_signing import signer_for
from saikne.cases.rules.letters import awaited_until
from saikne.cases.rules.letters_places import unknown_places
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.edits import save_fields
from saikne.core.errors import Moved, Refusal


@dataclass(frozen=True, slots=True)
class Written:
    """A letter to be sent: to whom, about what, in which words."""

    kind: str
    side: OtherSide
    subject: str
    text: str
    address: str = ""
    way: str = ""
    reply_days: int | None = None

    def fields(self) -> dict[str, object]:
        """As the columns hold it."""
        return {
            "kind": self.kind,
            "subject": self.subject.strip(),
            "text": self.text.strip(),
            "address": self.address.strip(),
            "way": self.way,
            "reply_days": self.reply_days,
            **self.side.fields(),
        }


@act
def prepare_letter(
    *,
    what: Written,
    case: Case | None = None,
    replies_to: Letter | None = None,
    template: LetterTemplate | None = None,
    by: User,
) -> Letter:
    """A letter is written; it is looked at by somebody else before it is signed and gets its number."""
    answered = _hold_answered(replies_to)
    at_home = hold_open_case(case.pk) if case else None
    seat = working_seat(by)
    problems = _problems(what)
    if answered and answered.state == LetterState.WITHDRAWN:
        problems["subject"] = _("The letter that you answer is withdrawn.")
    if answered and answered.case_id != (at_home.pk if at_home else None):
        raise Moved
    if problems:
        raise Refusal(**problems)
    moment = clock.now()
    letter = Letter.objects.create(
        direction=LetterDirection.OUT,
        municipality_id=at_home.municipality_id if at_home else seat.municipality_id,
        unit_id=seat.unit_id,
        case=at_home,
        owner=by,
        state=LetterState.PREPARED,
        replies_to=answered,
        template=template,
        signer=signer_for(seat.unit_id),
        by=by,
        noted_at=moment,
        **what.fields(),
    )
    note(act="cases.prepare_letter", about="cases.letter", about_no=letter.pk, by=by, at=moment)
    return letter


def _hold_answered(letter: Letter | None) -> Letter | None:
    return hold_letter(letter) if letter else None


def _problems(what: Written) -> dict[str, str]:
    found: dict[str, str] = {}
    if not what.subject.strip():
        found["subject"] = _("Write what the letter is about.")
    side = what.side.fields()
    if not any(side.values()):
        found["party"] = _("Write from whom or to whom the letter is.")
    if unknown := unknown_places(what.subject):
        found["subject"] = _no_such_place(unknown)
    if unknown := unknown_places(what.text):
        found["text"] = _no_such_place(unknown)
    return found


def _no_such_place(unknown: tuple[str, ...]) -> str:
    return _("There is no such place: %(places)s. Choose one from the list, or leave the braces out.") % {
        "places": ", ".join(unknown)
    }


@act
def edit_letter(*, letter: Letter, base: int, what: Written, by: User) -> None:
    """Write it otherwise; what had been checked is to be checked again."""
    held = hold_letter(letter)
    if held.case and held.case.closed_at:
        raise Refusal(_("The file is closed. Reopen it before you change anything in it."))
    if held.direction != LetterDirection.OUT or held.state not in {LetterState.PREPARED, LetterState.CHECKED}:
        raise Refusal(_("The letter is signed already. Withdraw it and write another one."))
    if problems := _problems(what):
        raise Refusal(**problems)
    before = held.version
    written = save_fields(held, base=base, fields=what.fields(), by=by, act="cases.edit_letter")
    if written != before:
        Letter.objects.filter(pk=held.pk).update(state=LetterState.PREPARED, checked_by=None)


@act
def check_letter(*, letter: Letter, seen: int, by: User) -> Letter:
    """A second pair of eyes has read it, in the wording that she saw."""
    held = hold_letter(letter)
    _refuse_unseen(held, seen)
    refuse_step(facts_of(held, by), LetterState.CHECKED)
    return take_step(held, LetterState.CHECKED, act="cases.check_letter", by=by, checked_by=by)


@act
def sign_letter(*, letter: Letter, seen: int, by: User) -> Letter:
    """Signed, with the next number of the year; a deputy signs in her own name for the head who is away."""
    held = hold_letter(letter)
    _refuse_unseen(held, seen)
    refuse_step(facts_of(held, by), LetterState.SIGNED)
    moment = clock.now()
    year = clock.local_date(moment).year
    number = next_number(register=REGISTER_OUT, scope_no=held.municipality_id, year=year)
    return take_step(
        held, LetterState.SIGNED, act="cases.sign_letter", by=by, signed_by=by, signed_at=moment, number=number
    )


def _refuse_unseen(held: Letter, seen: int) -> None:
    """Nobody checks or signs words that were changed after she had read them."""
    if seen != held.version:
        raise Refusal(_("The letter has been changed since you opened it. Read it again."))


@dataclass(frozen=True, slots=True)
class Sending:
    """How and when it went."""

    way: str
    on: date
    address: str = ""


@act
def send_letter(*, letter: Letter, sending: Sending, by: User) -> Letter:
    """It has gone; the letter that it answers is answered with it."""
    if letter.case_id:
        hold_case(letter.case_id)
    held, answered = _both(letter)
    said = {"way": sending.way, "address": sending.address, "sent_on": sending.on}
    forbidden = unsafe_ways(held.record_id, on=sending.on)
    refuse_step(facts_of(held, by, **said, forbidden=forbidden), LetterState.SENT)
    if answered and answered.state == LetterState.REGISTERED:
        take_step(answered, LetterState.ANSWERED, act="cases.answer_letter", by=by)
    return take_step(held, LetterState.SENT, act="cases.send_letter", by=by, **said)


def _both(letter: Letter) -> tuple[Letter, Letter | None]:
    """The letter and the one that it answers, locked in the order of their numbers."""
    wanted = [letter.pk, *([letter.replies_to_id] if letter.replies_to_id else [])]
    rows = {row.pk: row for row in Letter.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")}
    if rows[letter.pk].case_id != letter.case_id:
        raise Moved
    return rows[letter.pk], rows.get(letter.replies_to_id or 0)


@act
def note_notification(*, letter: Letter, on: date, proof: str, by: User) -> Letter:
    """The day from which terms run, and what proves it."""
    held = hold_letter(letter)
    refuse_step(facts_of(held, by, notified_on=on, proof=proof), LetterState.NOTIFIED)
    due = awaited_until(held.reply_days, notified_on=on)
    return take_step(
        held, LetterState.NOTIFIED, act="cases.notify_letter", by=by, notified_on=on, proof=proof.strip(), due=due
    )
