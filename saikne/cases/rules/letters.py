"""Which way a letter may go, what is in its way, and until when it is to be answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from saikne.cases.enums import LetterKind, LetterState, LetterWay
from saikne.core.calendar import add_months, add_working_days, next_working_day

TRANSITIONS: Mapping[str, frozenset[str]] = {
    LetterState.REGISTERED: frozenset({LetterState.ANSWERED, LetterState.FILED, LetterState.WITHDRAWN}),
    LetterState.ANSWERED: frozenset(),
    LetterState.FILED: frozenset({LetterState.REGISTERED}),
    LetterState.PREPARED: frozenset({LetterState.CHECKED, LetterState.WITHDRAWN}),
    LetterState.CHECKED: frozenset({LetterState.PREPARED, LetterState.SIGNED, LetterState.WITHDRAWN}),
    LetterState.SIGNED: frozenset({LetterState.SENT, LetterState.WITHDRAWN}),
    LetterState.SENT: frozenset({LetterState.NOTIFIED}),
    LetterState.NOTIFIED: frozenset(),
    LetterState.WITHDRAWN: frozenset(),
}


class LetterObstacle(StrEnum):
    """Why a letter cannot take a step."""

    OTHER_STATE = "other_state"
    FILE_CLOSED = "file_closed"
    NO_TEXT = "no_text"
    UNKNOWN_PLACES = "unknown_places"
    UNFILLED_PLACES = "unfilled_places"
    OWN_WORK = "own_work"
    NO_SIGNER = "no_signer"
    NOT_SIGNER = "not_signer"
    NO_WAY = "no_way"
    NO_ADDRESS = "no_address"
    UNSAFE_WAY = "unsafe_way"
    SENT_IN_FUTURE = "sent_in_future"
    SENT_BEFORE_SIGNED = "sent_before_signed"
    NO_PROOF = "no_proof"
    NOTIFIED_IN_FUTURE = "notified_in_future"
    NOTIFIED_BEFORE_SENT = "notified_before_sent"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter before a step, and what is said with the step."""

    state: str
    file_closed: bool = False
    text: str = ""
    unknown: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    prepared_by_me: bool = False
    has_signer: bool = False
    may_sign: bool = False
    way: str = ""
    address: str = ""
    forbidden: frozenset[str] = frozenset()
    signed_on: date | None = None
    sent_on: date | None = None
    notified_on: date | None = None
    proof: str = ""
    because: str = ""


Found = dict[LetterObstacle, bool]


def obstacles(facts: LetterFacts, to: str, *, today: date) -> list[LetterObstacle]:
    """Everything that is in the way of this step, at once."""
    found = {LetterObstacle.OTHER_STATE: to not in TRANSITIONS[facts.state]}
    found |= _OF_STEP.get(to, _nothing)(facts, today)
    return [obstacle for obstacle, holds in found.items() if holds]


def _nothing(facts: LetterFacts, today: date) -> Found:
    return {}


def _wording(facts: LetterFacts) -> Found:
    return {
        LetterObstacle.FILE_CLOSED: facts.file_closed,
        LetterObstacle.NO_TEXT: not facts.text.strip(),
        LetterObstacle.UNKNOWN_PLACES: bool(facts.unknown),
        LetterObstacle.UNFILLED_PLACES: bool(facts.unfilled),
    }


def _check(facts: LetterFacts, today: date) -> Found:
    """Four eyes: who prepared a letter does not check it, unless she is the one to sign it."""
    return _wording(facts) | {LetterObstacle.OWN_WORK: facts.prepared_by_me and not facts.may_sign}


def _sign(facts: LetterFacts, today: date) -> Found:
    return _wording(facts) | {
        LetterObstacle.NO_SIGNER: not facts.has_signer,
        LetterObstacle.NOT_SIGNER: facts.has_signer and not facts.may_sign,
    }


def _send(facts: LetterFacts, today: date) -> Found:
    sent, signed = facts.sent_on, facts.signed_on
    return {
        LetterObstacle.NO_WAY: not facts.way,
        LetterObstacle.NO_ADDRESS: facts.way not in ("", LetterWay.IN_PERSON) and not facts.address.strip(),
        LetterObstacle.UNSAFE_WAY: facts.way in facts.forbidden,
        LetterObstacle.SENT_IN_FUTURE: sent is None or sent > today,
        LetterObstacle.SENT_BEFORE_SIGNED: bool(sent and signed and sent < signed),
    }


def _notify(facts: LetterFacts, today: date) -> Found:
    told, sent = facts.notified_on, facts.sent_on
    return {
        LetterObstacle.NO_PROOF: not facts.proof.strip(),
        LetterObstacle.NOTIFIED_IN_FUTURE: told is None or told > today,
        LetterObstacle.NOTIFIED_BEFORE_SENT: bool(told and sent and told < sent),
    }


def _end(facts: LetterFacts, today: date) -> Found:
    return {LetterObstacle.NO_REASON: not facts.because.strip()}


_OF_STEP: Mapping[str, Callable[[LetterFacts, date], Found]] = {
    LetterState.CHECKED: _check,
    LetterState.SIGNED: _sign,
    LetterState.SENT: _send,
    LetterState.NOTIFIED: _notify,
    LetterState.FILED: _end,
    LetterState.WITHDRAWN: _end,
}


# ---------------------------------------------------------------- terms


@dataclass(frozen=True, slots=True)
class Term:
    """How long there is to answer, and who says so; `verified` only if the source was read."""

    months: int
    source: str
    verified: bool = False


# From general knowledge, not read in the law: the screen says „nav pārbaudīts”.
REPLY_TERMS: Mapping[str, Term] = {LetterKind.SUBMISSION: Term(1, "Iesniegumu likums, 5. panta trešā daļa")}


def term_of(kind: str) -> Term | None:
    """The usual term for answering a letter of this kind; none where the law as we know it sets none."""
    return REPLY_TERMS.get(kind)


def reply_due(kind: str, *, received_on: date) -> date | None:
    """Until when to answer: in calendar time from the day of receipt, moved to a working day."""
    term = term_of(kind)
    return next_working_day(add_months(received_on, term.months)) if term else None


def awaited_until(reply_days: int | None, *, notified_on: date) -> date | None:
    """When an answer to our letter is due: terms run from the day of notification."""
    return next_working_day(notified_on + timedelta(days=reply_days)) if reply_days else None


NOTIFIED_AFTER_POST_DAYS = 7
NOTIFIED_AFTER_MAIL_WORKING_DAYS = 2
NOTIFICATION_SOURCE = "Paziņošanas likums, 8. un 9. pants"
NOTIFICATION_VERIFIED = False


def presumed_notification(way: str, *, sent_on: date) -> date:
    """When a letter counts as notified if nothing else is known; not verified (`NOTIFICATION_SOURCE`).

    By registered post on the seventh day after it was handed over, electronically on the second working day after it
    was sent, in person at once.
    """
    if way == LetterWay.POST:
        return sent_on + timedelta(days=NOTIFIED_AFTER_POST_DAYS)
    if way in (LetterWay.E_ADDRESS, LetterWay.E_MAIL):
        return add_working_days(sent_on, NOTIFIED_AFTER_MAIL_WORKING_DAYS)
    return sent_on
