"""Letters that go out: prepared from a template, read, signed, sent, notified."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.letters_out import (
    Sending,
    check_letter,
    edit_letter,
    note_notification,
    prepare_letter,
    send_letter,
    sign_letter,
)
from saikne.cases.enums import LetterDirection, LetterKind, LetterState
from saikne.cases.forms.letters import INSTITUTION, RECORD, NotifiedForm, SendForm, WrittenForm, written_from
from saikne.cases.models import Letter
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.letters_templates import Wording, address_of, values_for, wordings_of
from saikne.cases.rules.letters import (
    NOTIFICATION_SOURCE,
    NOTIFICATION_VERIFIED,
    TRANSITIONS,
    presumed_notification,
)
from saikne.cases.rules.letters_places import fill
from saikne.cases.views.frame import open_to_write
from saikne.cases.views.letters import frame_asked, reached, sides_for
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.organisation.queries import seat_of
from saikne.ui.pages import deed_button, form_page
from saikne.ui.posted import number


def _answered(request: StaffRequest) -> Letter | None:
    """The letter that the new one answers, within reach and still waiting."""
    chosen = number(request.GET, "answers", 0)
    if not chosen:
        return None
    found = reached(request, chosen)
    if found.direction != LetterDirection.IN or found.state == LetterState.WITHDRAWN:
        raise Http404
    return found


@needs(Perm.CONTACT)
def letter_out(request: StaffRequest) -> HttpResponse:
    """Write a letter, empty or from a template; an answer goes to whoever wrote."""
    answered = _answered(request)
    frame = open_to_write(request, answered.case_id) if answered and answered.case_id else frame_asked(request)
    if answered and answered.case_id is None and frame:
        raise Http404
    wordings = _wordings(request)
    chosen = _chosen(request, wordings, answered)
    return form_page(
        request,
        template="cases/letters/out.html",
        form_class=WrittenForm,
        form_kwargs={"sides": sides_for(request, frame, *_side_of(answered))},
        deed=lambda cleaned: prepare_letter(
            what=written_from(cleaned),
            case=frame.case if frame else None,
            replies_to=answered,
            template=chosen.row if chosen else None,
            by=request.user,
        ),
        done=lambda made: reverse("cases:letter", args=[made.pk]),
        initial=_initial(request, answered, chosen),
        draft=_key(frame, answered, chosen),
        context={
            "title": _("Answer the letter") if answered else _("Write a letter"),
            "subtitle": answered.label if answered else frame.title if frame else "",
            "answered": answered,
            "wordings": wordings,
            "chosen": chosen,
            "asked": {name: request.GET[name] for name in ("case", "answers", "person") if name in request.GET},
            "save": _("Prepare"),
            "back": _back(frame, answered),
        },
        message=_("The letter is prepared. Now a colleague reads it."),
    )


def _side_of(letter: Letter | None) -> list[int]:
    return [letter.record_id] if letter and letter.record_id else []


def _wordings(request: StaffRequest) -> list[Wording]:
    seat = seat_of(request.user)
    return wordings_of(seat.municipality_id) if seat else []


def _chosen(request: StaffRequest, wordings: list[Wording], answered: Letter | None) -> Wording | None:
    code = request.GET.get("template", "answer" if answered else "")
    return next((one for one in wordings if one.code == code), None)


def _key(frame: FileFrame | None, answered: Letter | None, chosen: Wording | None) -> DraftKey:
    """What is typed for one letter never meets another: each file, answer and template has its own."""
    form = f"letter_out_{chosen.code}"[:60] if chosen else "letter_out"
    if answered:
        return DraftKey(form, "letter", answered.pk)
    return DraftKey(form, "case", frame.case.pk) if frame else DraftKey(form, "none")


def _back(frame: FileFrame | None, answered: Letter | None) -> str:
    if answered:
        return reverse("cases:letter", args=[answered.pk])
    return reverse("cases:letters") + (f"?case={frame.case.pk}" if frame else "")


def _initial(request: StaffRequest, answered: Letter | None, chosen: Wording | None) -> dict[str, Any]:
    asked = number(request.GET, "person", 0)
    record_no = answered.record_id if answered else asked or None
    side = f"{RECORD}{record_no}" if record_no else ""
    if answered and answered.institution_id:
        side = f"{INSTITUTION}{answered.institution_id}"
    found: dict[str, Any] = {
        "side": side,
        "party": answered.party if answered else "",
        "kind": LetterKind.ANSWER if answered else LetterKind.OTHER,
        "address": address_of(record_no) if record_no else "",
    }
    if chosen is None:
        return found
    values = values_for(
        by=request.user,
        record_no=record_no,
        institution=answered.institution if answered else None,
        words=answered.party if answered else "",
        answers=answered,
        reply_days=chosen.reply_days,
    )
    wording = {"subject": fill(chosen.subject, values), "text": fill(chosen.text, values)}
    return found | wording | {"kind": chosen.kind, "reply_days": chosen.reply_days}


def _out(request: StaffRequest, pk: int, to: LetterState) -> Letter:
    """A letter within reach that may take this step; else 404."""
    found = reached(request, pk)
    if found.direction != LetterDirection.OUT or to not in TRANSITIONS[found.state]:
        raise Http404
    return found


@needs(Perm.CONTACT)
def letter_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write it otherwise, until it is signed; then it is read again."""
    found = reached(request, pk)
    if found.state not in {LetterState.PREPARED, LetterState.CHECKED}:
        raise Http404
    frame = open_to_write(request, found.case_id) if found.case_id else None
    here = reverse("cases:letter", args=[pk])
    side = f"{RECORD}{found.record_id}" if found.record_id else ""
    names = ("party", "kind", "subject", "text", "address", "way", "reply_days")
    return form_page(
        request,
        template="cases/letters/out.html",
        form_class=WrittenForm,
        form_kwargs={"sides": sides_for(request, frame, *_side_of(found))},
        deed=lambda cleaned: edit_letter(
            letter=found, base=cleaned["base_version"], what=written_from(cleaned), by=request.user
        ),
        done=lambda nothing: here,
        initial={
            "side": f"{INSTITUTION}{found.institution_id}" if found.institution_id else side,
            **{name: getattr(found, name) for name in names},
        },
        draft=DraftKey("letter_edit", "letter", pk),
        base_version=found.version,
        context={"title": _("Change the letter"), "subtitle": found.subject, "back": here},
        message=_("Saved. A colleague reads it again before it is signed."),
    )


def _seen(request: StaffRequest) -> int:
    return number(request.POST, "seen", 0)


@needs(Perm.CONTACT)
def letter_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Read by a second pair of eyes."""
    found = reached(request, pk)
    here = reverse("cases:letter", args=[pk])
    return deed_button(
        request, lambda: check_letter(letter=found, seen=_seen(request), by=request.user), here, _("Checked.")
    )


@needs(Perm.CONTACT)
def letter_sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Signed by the head or whoever stands in for her."""
    found = reached(request, pk)
    here = reverse("cases:letter", args=[pk])
    return deed_button(
        request,
        lambda: sign_letter(letter=found, seen=_seen(request), by=request.user),
        here,
        lambda signed: _("The letter is signed. Its number: %(number)s") % {"number": signed.label},
    )


@needs(Perm.CONTACT)
def letter_send(request: StaffRequest, pk: int) -> HttpResponse:
    """It has gone: how, where to, when."""
    found = _out(request, pk, LetterState.SENT)
    here = reverse("cases:letter", args=[pk])
    return form_page(
        request,
        template="cases/letters/form.html",
        form_class=SendForm,
        deed=lambda typed: send_letter(
            letter=found,
            sending=Sending(way=typed["way"], on=typed["sent_on"], address=typed["address"]),
            by=request.user,
        ),
        done=lambda sent: here,
        initial={"way": found.way, "address": found.address, "sent_on": clock.today()},
        context={"title": _("Mark as sent"), "subtitle": found.label, "save": _("Mark as sent"), "back": here},
        message=_("The letter is marked as sent."),
    )


@needs(Perm.CONTACT)
def letter_notified(request: StaffRequest, pk: int) -> HttpResponse:
    """From which day terms run; the day presumed by the law is offered, with its source."""
    found = _out(request, pk, LetterState.NOTIFIED)
    here = reverse("cases:letter", args=[pk])
    presumed = presumed_notification(found.way, sent_on=found.sent_on) if found.sent_on else None
    known = presumed if presumed and presumed <= clock.today() else None
    return form_page(
        request,
        template="cases/letters/notified.html",
        form_class=NotifiedForm,
        deed=lambda typed: note_notification(
            letter=found, on=typed["notified_on"], proof=typed["proof"], by=request.user
        ),
        done=lambda noted: here,
        initial={"notified_on": known},
        context={
            "title": _("Note the notification"),
            "subtitle": found.label,
            "letter": found,
            "presumed": presumed,
            "source": NOTIFICATION_SOURCE,
            "verified": NOTIFICATION_VERIFIED,
            "back": here,
        },
        message=_("The day of notification is noted."),
    )
