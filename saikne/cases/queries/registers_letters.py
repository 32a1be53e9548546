"""The registers of letters: what came and what went, within reach, each under its number."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import LetterDirection, LetterKind, LetterState
from saikne.cases.models import Letter
from saikne.cases.models.letters import STATES_IN, STATES_OUT
from saikne.cases.queries.letters import LetterLine, lines_of, shown_in, with_line
from saikne.cases.queries.registers import REGISTERS, Asked, Choices, Register, workers_in
from saikne.core.errors import Sentence
from saikne.privacy.enums import Purpose
from saikne.ui.exports import Column, Listing
from saikne.ui.words import short_name

COLUMNS: tuple[Column[LetterLine], ...] = (
    Column(pgettext_lazy("running number", "Number"), lambda row: row.letter.label),
    Column(_("Date"), lambda row: row.on),
    Column(_("From whom or to whom"), lambda row: row.other_side, personal=True),
    Column(_("Subject of the letter"), lambda row: row.letter.subject, personal=True),
    Column(_("File"), lambda row: row.letter.case.label if row.letter.case else ""),
    Column(_("Answers for it"), lambda row: short_name(row.letter.owner)),
    Column(_("Answer until"), lambda row: row.letter.due),
    Column(_("State"), lambda row: str(row.letter.get_state_display())),
)


def _letters(user: User, asked: Asked, direction: LetterDirection) -> "QuerySet[Letter]":
    found = Letter.objects.visible_to(user).filter(
        direction=direction, municipality=asked.municipality, number__series__year=asked.year
    )
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.worker:
        found = found.filter(owner=asked.worker)
    if asked.unit:
        found = found.filter(owner__in=workers_in(asked.unit))
    return with_line(found)


def _states(words: tuple[LetterState, ...]) -> Choices:
    return [(word.value, str(word.label)) for word in words]


def _kinds() -> Choices:
    return [(word.value, str(word.label)) for word in LetterKind]


def _reads(user: User) -> bool:
    return any(user.has_perm(perm) for perm in (Perm.WORK, Perm.HEAD, Perm.LETTERS))


def _register(
    name: str, title: Sentence, direction: LetterDirection, series: str, states: tuple[LetterState, ...]
) -> Register[LetterLine]:
    return Register(
        listing=Listing(name, title, COLUMNS, lambda row: shown_in([row])),
        order=("number__number", "pk"),
        rows=lambda user, asked: _letters(user, asked, direction),
        lines=lambda user, rows: lines_of(rows, user),
        link=lambda row: reverse("cases:letter", args=[row.letter.pk]),
        series=lambda: {series: ""},
        may=_reads,
        kinds=_kinds,
        kind_label=_("Kind of letter"),
        states=lambda: _states(states),
        purposes=(Purpose.CASE_MANAGEMENT, Purpose.ASSISTANCE, Purpose.STAND_IN),
    )


CAME = _register("letters-in", _("Register of letters received"), LetterDirection.IN, "cases.letter_in", STATES_IN)
WENT = _register("letters-out", _("Register of outgoing letters"), LetterDirection.OUT, "cases.letter_out", STATES_OUT)


def register() -> None:
    """Beside the registers of the room itself."""
    for rank, one in ((40, CAME), (41, WENT)):
        REGISTERS.register(one.listing.name, one, rank=rank)
