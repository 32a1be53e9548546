"""Letters in and out, made by the actions themselves."""

from typing import Any

from saikne.accounts.models import User
from saikne.cases.actions.letters import OtherSide, Received, register_letter
from saikne.cases.actions.letters_out import (
    Sending,
    Written,
    check_letter,
    prepare_letter,
    send_letter,
    sign_letter,
)
from saikne.cases.models import Case, Letter
from saikne.core import clock


def came(by: User, *, case: Case | None = None, **more: Any) -> Letter:
    """A submission that came today."""
    told: dict[str, Any] = {
        "kind": "submission",
        "side": OtherSide(words="Sēmes pamatskola"),
        "subject": "Par kavējumiem",
        "received_on": clock.today(),
        "owner": by,
    }
    return register_letter(what=Received(**(told | more)), case=case, by=by)


def wording(**more: Any) -> Written:
    told: dict[str, Any] = {
        "kind": "answer",
        "side": OtherSide(words="Sēmes pamatskola"),
        "subject": "Atbilde",
        "text": "Labdien!\n\nAtbildam uz Jūsu vēstuli.",
    }
    return Written(**(told | more))


def prepared(by: User, *, case: Case | None = None, replies_to: Letter | None = None, **more: Any) -> Letter:
    return prepare_letter(what=wording(**more), case=case, replies_to=replies_to, by=by)


def checked(by: User, reader: User, **more: Any) -> Letter:
    letter = prepared(by, **more)
    return check_letter(letter=letter, seen=letter.version, by=reader)


def signed(by: User, head: User, **more: Any) -> Letter:
    letter = checked(by, head, **more)
    return sign_letter(letter=letter, seen=letter.version, by=head)


def sent(by: User, head: User, **more: Any) -> Letter:
    letter = signed(by, head, **more)
    return send_letter(letter=letter, sending=Sending(way="in_person", on=clock.today()), by=by)
