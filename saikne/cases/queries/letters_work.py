"""What letters ask of people: those to answer, to sign, to send; in a file or in none."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import LetterState
from saikne.cases.models import LeadPeriod, Letter
from saikne.cases.queries.tasks import TASKS, WHOLE, Task, Tasks
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.core.work import WorkItem, work_items
from saikne.privacy.models import HolderMember

SHOWN = 100
MINE = (LetterState.PREPARED, LetterState.SIGNED, LetterState.SENT)


@prepared
def _waiting(*, user_id: int, at: datetime, filed: bool) -> QuerySet[Letter]:
    """Letters of which she is the owner or whose file she leads, and those for her signature."""
    mine = answering = Q(owner=user_id)
    if filed:
        answering = mine | Q(case__in=LeadPeriod.objects.filter(live(), worker=user_id).values("case"))
    acting = HolderMember.objects.filter(standing(at), user=user_id, holder__user__isnull=False)
    signing = Q(signer=user_id) | Q(signer__in=acting.values("holder__user"))
    found = Letter.objects.filter(
        Q(answering, state=LetterState.REGISTERED) | Q(mine, state__in=MINE) | Q(signing, state=LetterState.CHECKED),
        case__isnull=not filed,
    )
    return found.select_related("case__household", "number__series").order_by("due", "pk")[:SHOWN]


def _label(letter: Letter) -> str:
    words = {
        LetterState.REGISTERED: _("Answer the letter %(number)s"),
        LetterState.PREPARED: _("Let a colleague read the letter that you prepared"),
        LetterState.CHECKED: _("Sign a letter"),
        LetterState.SIGNED: _("Send the letter %(number)s"),
        LetterState.SENT: _("Note when the letter %(number)s was notified"),
    }
    return words[LetterState(letter.state)] % {"number": letter.label}


def _task(letter: Letter) -> Task:
    assert letter.case is not None  # noqa: S101  # asked for those of files only
    url = reverse("cases:letter", args=[letter.pk])
    return Task(letter.case, _due(letter), _label(letter), url, pgettext("kind of work", "Letter"), WHOLE)


def _item(letter: Letter) -> WorkItem:
    """One of no file: its subject may name anybody, so only its number stands in the list."""
    url = reverse("cases:letter", args=[letter.pk])
    about = pgettext("letter", "not in a file yet")
    return WorkItem(_due(letter), _label(letter), about, url, pgettext("kind of work", "Letter"))


def _due(letter: Letter) -> date | None:
    return letter.due if letter.state == LetterState.REGISTERED else None


@Tasks
def letters(user: User, on: date) -> list[Task]:
    """Letters of files that wait for this user's hand; one query."""
    return [_task(row) for row in _waiting(user_id=user.pk, at=clock.now(), filed=True)]


def letters_without_file(user: User, on: date) -> list[WorkItem]:
    """The same of letters that are in no file; one query."""
    return [_item(row) for row in _waiting(user_id=user.pk, at=clock.now(), filed=False)]


def register() -> None:
    """Put letters into *Mans darbs*."""
    TASKS.register("cases.letters", letters, rank=30)
    work_items.register("cases.letters_without_file", letters_without_file, rank=33)
