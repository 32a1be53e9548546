"""Letters: the registers, one letter, what came, whose it is, how it ends."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.letters import (
    file_unanswered,
    give_letter,
    may_withdraw,
    put_into_file,
    register_letter,
    take_up_again,
    withdraw_letter,
)
from saikne.cases.enums import LetterDirection, LetterState, LetterWay
from saikne.cases.forms.letters import (
    INSTITUTION,
    RECORD,
    BecauseForm,
    GiveForm,
    IntoFileForm,
    ReceivedForm,
    received_from,
)
from saikne.cases.models import Letter
from saikne.cases.models.letters import OPEN_OUT
from saikne.cases.queries.frame import FileFrame, Member
from saikne.cases.queries.letters import (
    SHOWS,
    Asked,
    LetterLine,
    file_words,
    files_for,
    filters_of,
    letters_of,
    lines_of,
    related_to,
    shown_in,
    state_words,
    with_line,
)
from saikne.cases.queries.letters_paper import letter_paper, paragraphs
from saikne.cases.queries.letters_safety import unsafe_ways
from saikne.cases.queries.letters_signing import may_sign
from saikne.cases.queries.letters_templates import late_values
from saikne.cases.rules.letters import TRANSITIONS
from saikne.cases.rules.letters_places import fill
from saikne.cases.views.frame import open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.organisation.models import Institution
from saikne.organisation.queries import colleagues, seat_of
from saikne.people.models import PersonRecord
from saikne.people.queries.naming import Named, name_people
from saikne.ui.keyset import Keyset
from saikne.ui.pages import deed_button, form_page
from saikne.ui.paper import pdf_response
from saikne.ui.posted import number

NEWEST = Keyset("-noted_at", "-id")


@needs(Perm.CONTACT)
def letters(request: StaffRequest) -> HttpResponse:
    """The registers, the latest first; those of a file by its number."""
    asked = _asked(request)
    frame = open_whole_file(request, asked.case_no) if asked.case_no else None
    page = NEWEST.page(letters_of(request.user, asked), request)
    lines = lines_of(page.rows, request.user)
    request.shown(*shown_in(lines))
    context = {
        "lines": lines,
        "page": page,
        "asked": asked,
        "frame": frame,
        "filters": filters_of(asked, request.path),
        "query": f"?case={asked.case_no}" if asked.case_no else "",
        "writes": frame is None or frame.case.closed_at is None,
    }
    return render(request, "cases/letters/list.html", context)


def _asked(request: StaffRequest) -> Asked:
    show = request.GET.get("show", "")
    return Asked(show if show in SHOWS else "all", number(request.GET, "case", 0) or None)


def reached(request: StaffRequest, pk: int) -> Letter:
    """A letter within reach, or 404; everybody in its file, and whom it names, is noted as shown."""
    return _with_frame(request, pk)[0]


def _with_frame(request: StaffRequest, pk: int) -> tuple[Letter, FileFrame | None]:
    found = with_line(Letter.objects.visible_to(request.user))
    more = found.select_related(
        "number__series", "institution", "owner", "case__kind", "case__number__series", "by", "checked_by", "signer",
        "signed_by", "replies_to__number__series", "document__number__series", "municipality", "unit", "template",
    )  # fmt: skip
    letter = get_object_or_404(more, pk=pk)
    frame = open_whole_file(request, letter.case_id) if letter.case_id else None
    if letter.record_id:
        request.shown(letter.record_id)
    return letter, frame


def _line(letter: Letter, frame: FileFrame | None, user: User) -> LetterLine:
    """A letter within reach with the name of its other side; who is of its file is named there already."""
    if letter.record_id is None:
        return LetterLine(letter, within=True)
    own = {one.record_no: _named(one) for one in frame.people} if frame else {}
    person = own.get(letter.record_id) or name_people([letter.record_id], user).get(letter.record_id)
    return LetterLine(letter, within=True, person=person)


def _named(one: Member) -> Named:
    face = None if one.kept else one.face
    return Named(one.record_no, one.name, face, None, None, None, one.child, sort_key="", closed=one.kept)


@needs(Perm.CONTACT)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """One letter: what it says, where it stands, what can be done with it now."""
    found, frame = _with_frame(request, pk)
    open_file = found.case is None or found.case.closed_at is None
    context = {
        "letter": found,
        "line": _line(found, frame, request.user),
        "subject": fill(found.subject, late_values(found)),
        "paragraphs": paragraphs(fill(found.text, late_values(found))),
        "related": related_to(found, request.user),
        "told": state_words(found),
        "unsafe": _unsafe(found),
        "may": _may(found, request.user) if open_file else {},
    }
    return render(request, "cases/letters/letter.html", context)


def _unsafe(letter: Letter) -> list[str]:
    """In which ways the addressee of a letter that has not gone yet must not be reached."""
    if letter.state not in OPEN_OUT:
        return []
    return sorted(str(LetterWay(way).label) for way in unsafe_ways(letter.record_id, on=clock.today()))


def _may(letter: Letter, user: User) -> dict[str, bool]:
    """Which steps this user is offered."""
    to = TRANSITIONS[letter.state]
    signs = letter.state in {LetterState.PREPARED, LetterState.CHECKED} and may_sign(letter, user)
    return {
        "answer": LetterState.ANSWERED in to,
        "file": LetterState.FILED in to,
        "take_up": letter.state == LetterState.FILED,
        "give": letter.state == LetterState.REGISTERED,
        "put": letter.case_id is None and letter.state != LetterState.WITHDRAWN,
        "edit": letter.state in {LetterState.PREPARED, LetterState.CHECKED},
        "check": LetterState.CHECKED in to and (letter.by_id != user.pk or signs),
        "sign": LetterState.SIGNED in to and signs,
        "send": LetterState.SENT in to,
        "notify": LetterState.NOTIFIED in to,
        "paper": letter.case_id is not None and letter.state != LetterState.WITHDRAWN,
        "withdraw": LetterState.WITHDRAWN in to and may_withdraw(letter, user),
    }


@needs(Perm.CONTACT)
def letter_paper_view(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter on the paper of the service."""
    found, frame = _with_frame(request, pk)
    if found.direction != LetterDirection.OUT:
        raise Http404
    made = letter_paper(_line(found, frame, request.user), request.user)
    return pdf_response(made, name=f"letter-{found.label if found.number else found.pk}")


# ---------------------------------------------------------------- what came


def frame_asked(request: StaffRequest) -> FileFrame | None:
    """The open file that the address names, within reach."""
    chosen = number(request.GET, "case", 0)
    return open_to_write(request, chosen) if chosen else None


def sides_for(request: StaffRequest, frame: FileFrame | None, *also: int) -> list[tuple[str, Any]]:
    """People of the file or the one whom the address names, and institutions."""
    people = [(f"{RECORD}{one.record_no}", one.name) for one in frame.people if not one.kept] if frame else []
    known = {value for value, _name in people}
    asked = number(request.GET, "person", 0)
    wanted = [no for no in (*also, asked) if no and f"{RECORD}{no}" not in known]
    if asked:
        get_object_or_404(PersonRecord.objects.visible_to(request.user, only=asked).roots(), pk=asked)
    named = name_people(wanted, request.user)
    request.shown(*named)
    people += [(f"{RECORD}{one.record_no}", one.name) for one in named.values()]
    seat = seat_of(request.user)
    rows = Institution.objects.filter(municipality=seat.municipality_id if seat else None).order_by("name")
    partners = [(f"{INSTITUTION}{row.pk}", row.name) for row in rows]
    groups = [(_("People"), people), (_("Institutions"), partners)]
    return [(str(label), choices) for label, choices in groups if choices]


def owners_for(user: User) -> list[tuple[str, str]]:
    """Who may answer: oneself first, then colleagues by surname."""
    return [(str(user.pk), str(user)), *((str(one.pk), str(one)) for one in colleagues(user))]


def _back(frame: FileFrame | None) -> str:
    return reverse("cases:letters") + (f"?case={frame.case.pk}" if frame else "")


@needs(Perm.CONTACT)
def letter_in(request: StaffRequest) -> HttpResponse:
    """Register a letter that came; the term is proposed by its kind."""
    frame = frame_asked(request)
    return form_page(
        request,
        template="cases/letters/form.html",
        form_class=ReceivedForm,
        form_kwargs={"sides": sides_for(request, frame), "owners": owners_for(request.user)},
        deed=lambda cleaned: register_letter(
            what=received_from(cleaned), case=frame.case if frame else None, by=request.user
        ),
        done=lambda made: reverse("cases:letter", args=[made.pk]),
        initial={"received_on": clock.today(), "owner": str(request.user.pk), "side": _asked_side(request)},
        draft=DraftKey("letter_in", "case", frame.case.pk) if frame else DraftKey("letter_in", "none"),
        context={
            "title": _("Register a letter that came"),
            "subtitle": _("File: %(name)s") % {"name": frame.title} if frame else "",
            "save": pgettext("letter", "Register"),
            "back": _back(frame),
        },
        message=lambda made: _("The letter is registered. Its number: %(number)s") % {"number": made.label},
    )


def _asked_side(request: StaffRequest) -> str:
    asked = number(request.GET, "person", 0)
    return f"{RECORD}{asked}" if asked else ""


# ---------------------------------------------------------------- whose it is, how it ends


@needs(Perm.CONTACT)
def letter_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Another colleague answers, or until another day."""
    found = _in_state(reached(request, pk), LetterState.REGISTERED)
    here = reverse("cases:letter", args=[pk])
    return form_page(
        request,
        template="cases/letters/form.html",
        form_class=GiveForm,
        form_kwargs={"owners": _with(found.owner, owners_for(request.user))},
        deed=lambda typed: give_letter(
            letter=found, owner=User.objects.get(pk=int(typed["owner"])), due=typed["due"], by=request.user
        ),
        done=lambda given: reverse("cases:letters") if _gone(request, given) else here,
        initial={"owner": str(found.owner_id), "due": found.due},
        context={"title": _("Who answers the letter"), "subtitle": found.label, "back": here},
        message=lambda given: _("From now answers: %(name)s") % {"name": given.owner},
    )


def _with(owner: User, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = {value for value, _name in choices}
    return choices if str(owner.pk) in known else [(str(owner.pk), str(owner)), *choices]


def _gone(request: StaffRequest, letter: Letter) -> bool:
    return not Letter.objects.visible_to(request.user).filter(pk=letter.pk).exists()


def _in_state(letter: Letter, *states: LetterState) -> Letter:
    if letter.state not in states:
        raise Http404
    return letter


@needs(Perm.CONTACT)
def letter_case(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a letter into the file to which it belongs."""
    found = reached(request, pk)
    if found.case_id is not None or found.state == LetterState.WITHDRAWN:
        raise Http404
    files = {case.pk: case for case in files_for(request.user)}
    here = reverse("cases:letter", args=[pk])
    return form_page(
        request,
        template="cases/letters/form.html",
        form_class=IntoFileForm,
        form_kwargs={"files": [(case.pk, file_words(case)) for case in files.values()]},
        deed=lambda typed: put_into_file(letter=found, case=files[typed["case"]], by=request.user),
        done=lambda put: here,
        context={
            "title": _("Put the letter into a file"),
            "subtitle": found.label,
            "intro": _("From then on it is open to those who work with the file, and to nobody else."),
            "save": _("Put into the file"),
            "back": here,
        },
        message=_("The letter is in the file."),
    )


def _because(request: StaffRequest, found: Letter, deed: Any, **context: Any) -> HttpResponse:
    here = reverse("cases:letter", args=[found.pk])
    return form_page(
        request,
        template="cases/letters/form.html",
        form_class=BecauseForm,
        deed=lambda typed: deed(letter=found, because=typed["because"], by=request.user),
        done=lambda ended: here,
        context={"subtitle": found.label, "back": here, **context},
        message=_("Saved."),
    )


@needs(Perm.CONTACT)
def letter_file(request: StaffRequest, pk: int) -> HttpResponse:
    """It needs no answer."""
    found = _in_state(reached(request, pk), LetterState.REGISTERED)
    title = _("File without an answer")
    return _because(request, found, file_unanswered, title=title, save=title)


@needs(Perm.CONTACT)
def letter_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """It no longer counts; its number stays."""
    found = reached(request, pk)
    if LetterState.WITHDRAWN not in TRANSITIONS[found.state] or not may_withdraw(found, request.user):
        raise Http404
    title = _("Withdraw the letter")
    intro = _("It keeps its number and stays in the register, with the reason.")
    return _because(request, found, withdraw_letter, title=title, save=title, intro=intro)


@needs(Perm.CONTACT)
def letter_take_up(request: StaffRequest, pk: int) -> HttpResponse:
    """It waits for an answer again."""
    found = reached(request, pk)
    here = reverse("cases:letter", args=[pk])
    return deed_button(request, lambda: take_up_again(letter=found, by=request.user), here, _("Saved."))
