"""Registers of letters and one letter, as pages show them: what is out of reach is a number and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import LetterDirection, LetterState
from saikne.cases.models import Case, Letter
from saikne.cases.models.letters import LetterQuerySet
from saikne.cases.rules.letters import Term, term_of
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.queries.naming import Named, name_people
from saikne.privacy.enums import Opens
from saikne.privacy.models import Document, Grant, HolderMember
from saikne.ui.filters import Filter

LATEST = 3
SHOWS = ("all", "in", "out", "overdue", "sign")
COLOURS = {
    LetterState.REGISTERED: "blue",
    LetterState.PREPARED: "blue",
    LetterState.CHECKED: "blue",
    LetterState.SIGNED: "blue",
    LetterState.ANSWERED: "green",
    LetterState.NOTIFIED: "green",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in one row; `within` says whether more than its number may be shown."""

    letter: Letter
    within: bool
    person: Named | None = None

    @property
    def other_side(self) -> str:
        """From whom or to whom."""
        if self.person:
            return self.person.name
        return self.letter.institution.name if self.letter.institution else self.letter.party

    @property
    def on(self) -> date:
        """The day by which it is looked for: of receipt, of signing, else of writing down."""
        letter = self.letter
        return letter.received_on or clock.local_date(letter.signed_at or letter.noted_at)

    @property
    def colour(self) -> str:
        """Of the tag of its state."""
        return COLOURS.get(LetterState(self.letter.state), "grey")

    @property
    def waits(self) -> bool:
        """Whether its term still means something."""
        return bool(self.letter.due) and self.letter.state in {LetterState.REGISTERED, LetterState.NOTIFIED}

    @property
    def term(self) -> Term | None:
        """The usual term of its kind, with its source."""
        return term_of(self.letter.kind) if self.letter.direction == LetterDirection.IN else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the register asks for."""

    show: str = "all"
    case_no: int | None = None

    def url(self, path: str, show: str) -> str:
        """The same list narrowed otherwise."""
        told = {"show": show} | ({"case": str(self.case_no)} if self.case_no else {})
        return f"{path}?{urlencode(told)}"


def letters_of(user: User, asked: Asked) -> LetterQuerySet:
    """Letters of the register: all that are within reach, and for whoever keeps it the numbers of the others."""
    seen = Letter.objects.visible_to(user)
    found = _narrowed(seen, user, asked)
    if asked.case_no is None and asked.show in {"all", "in", "out"}:
        kept = Letter.objects.registered_by(user).filter(number__isnull=False)
        found = Letter.objects.filter(
            Q(pk__in=found.values("pk")) | Q(pk__in=_of_direction(kept, asked.show).values("pk"))
        )
    return with_line(found)


def _of_direction(letters: LetterQuerySet, show: str) -> LetterQuerySet:
    return letters.filter(direction=show) if show in LetterDirection.values else letters


def _narrowed(letters: LetterQuerySet, user: User, asked: Asked) -> LetterQuerySet:
    found = _of_direction(letters, asked.show)
    if asked.case_no is not None:
        found = found.filter(case=asked.case_no)
    if asked.show == "overdue":
        return overdue(found)
    return to_sign(found, user) if asked.show == "sign" else found


def overdue(letters: LetterQuerySet) -> LetterQuerySet:
    """Keep those that should have been answered before today: ours to answer, and theirs."""
    replied = Letter.objects.filter(replies_to=OuterRef("pk")).exclude(state=LetterState.WITHDRAWN)
    awaited = Q(state=LetterState.NOTIFIED) & ~Exists(replied)
    return letters.filter(Q(state=LetterState.REGISTERED) | awaited, due__lt=clock.today())


def to_sign(letters: LetterQuerySet, user: User) -> LetterQuerySet:
    """Keep those that wait for this user's signature, her own or of whom she stands in for."""
    acting = HolderMember.objects.filter(standing(clock.now()), user=user, holder__user__isnull=False)
    signs = Q(signer=user) | Q(signer__in=acting.values("holder__user"))
    return letters.filter(signs, state=LetterState.CHECKED)


def with_line(letters: LetterQuerySet) -> LetterQuerySet:
    """Fetch along what a line shows."""
    return letters.select_related(
        "number__series", "institution", "owner", "case__kind", "case__number__series", "template"
    )


def lines_of(letters: Sequence[Letter], user: User) -> list[LetterLine]:
    """Letters as rows; one question for reach, and those for names."""
    numbers = [letter.pk for letter in letters]
    within = set(Letter.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))
    people = name_people({row.record_id for row in letters if row.record_id and row.pk in within}, user)
    return [_line(letter, within, people) for letter in letters]


def _line(letter: Letter, within: Iterable[int], people: Mapping[int, Named]) -> LetterLine:
    seen = letter.pk in within
    return LetterLine(letter, seen, people.get(letter.record_id or 0) if seen else None)


def shown_in(lines: Iterable[LetterLine]) -> list[int]:
    """Whom these rows name."""
    return [line.person.record_no for line in lines if line.person]


def filters_of(asked: Asked, path: str) -> list[Filter]:
    """All, in, out, overdue, to sign."""
    names = {
        "all": pgettext("letters", "All"),
        "in": pgettext("letters", "Received"),
        "out": pgettext("letters", "Outgoing"),
        "overdue": pgettext("letters", "Overdue"),
        "sign": pgettext("letters", "For my signature"),
    }
    return [Filter(names[show], asked.url(path, show), asked.show == show) for show in SHOWS]


def related_to(letter: Letter, user: User) -> list[LetterLine]:
    """What it answers and what answers it, within reach; one query."""
    tied = Q(replies_to=letter.pk) | Q(pk=letter.replies_to_id or 0)
    rows = Letter.objects.visible_to(user).filter(tied).select_related("number__series").order_by("noted_at", "pk")
    return [LetterLine(one, within=True) for one in rows]


def latest_of(case_no: int, user: User) -> list[LetterLine]:
    """The letters of a file that were written down last, without whom they name; one query."""
    found = _latest(user_id=user.pk, case=case_no, at=clock.now())
    return [LetterLine(letter, within=True) for letter in found]


@prepared
def _latest(*, user_id: int, case: int, at: datetime) -> QuerySet[Letter]:
    reach = Grant.objects.opening(user_id, about="case", opens=(Opens.CASE_WORK,), at=at, only=case)
    rows = Letter.objects.filter(case__in=reach, case=case).exclude(state=LetterState.WITHDRAWN)
    known = rows.not_kept_at(user_id, at, about="record", by="record")
    return known.select_related("number__series").order_by("-noted_at", "-pk")[:LATEST]


def papers_for(case_no: int, user: User) -> QuerySet[Document]:
    """Documents of the file that can be the letter itself, the latest first; one query."""
    rows = Document.objects.visible_to(user, only=case_no).standing().filter(filed_no=case_no)
    return rows.filter(audience=Opens.CASE_WORK).select_related("number__series").order_by("-noted_at", "-pk")[:200]


def files_for(user: User) -> QuerySet[Case]:
    """Open files into which this user may put a letter."""
    reach = Case.objects.all().reachable(user, about="case", opens=(Opens.CASE_WORK,))
    rows = Case.objects.open().filter(pk__in=reach)
    return rows.select_related("kind", "number__series", "household").order_by("-opened_at", "-pk")[:200]


def file_words(case: Case) -> str:
    """The file in a list of choices: its kind and number, and the name of a household."""
    return f"{case.label} {case.household.name}" if case.household else f"{case.label} {case.kind}"


def state_words(letter: Letter) -> str:
    """What still has to happen, in a sentence."""
    said = {
        LetterState.REGISTERED: _("Waits for an answer."),
        LetterState.PREPARED: _("Waits until somebody else has read it."),
        LetterState.CHECKED: _("Waits for the signature."),
        LetterState.SIGNED: _("Signed; not sent yet."),
        LetterState.SENT: _("Sent; it is not noted yet when the other side was notified."),
        LetterState.NOTIFIED: _("Sent and notified."),
    }
    return said.get(LetterState(letter.state), "")
