"""Writing in the journal and in the psychosocial notebook; withdrawing, moving, confirming what was read."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_with_people
from saikne.cases.actions.plan_steps import StepText, add_step
from saikne.cases.actions.talk import add_statement
from saikne.cases.enums import EntryKind, Notebook, StatementKind, Topic, WorkKind
from saikne.cases.models import Case, EntryPerson, Goal, JournalEntry, Receipt
from saikne.cases.queries.journal import file_readers
from saikne.cases.rules.journal import EntryFacts, EntryProblem, entry_problems
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened: when, with whom, how long it took, what kind of work it was."""

    on: date
    text: str
    kind: str = EntryKind.NOTE
    work: str = WorkKind.SOCIAL_WORK
    at_time: time | None = None
    minutes: int = 0
    travel_minutes: int = 0
    records: tuple[int, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that stays in the summary; `about` nobody means the whole file."""

    kind: str
    text: str
    source: str
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The next step that was agreed on: for which goal, what, who, until when."""

    goal: int
    step: StepText


@act
def write_entry(
    *,
    case: Case,
    what: Happening,
    statements: Sequence[Said] = (),
    step: Next | None = None,
    colleague: User | None = None,
    by: User,
) -> JournalEntry:
    """An entry in the journal of the case: with what stays in the summary, what is done next, and who is to read it."""
    held, people = hold_with_people(case)
    entry = _write(held, people, what, Notebook.WORK, by)
    for said in statements:
        _say(held, entry, said, by)
    if step is not None:
        _take_step(held, step, by)
    if colleague is not None:
        _ask_for_receipt(held, entry, colleague, by)
    return entry


@act
def write_psychosocial(*, case: Case, what: Happening, shared: str = "", by: User) -> JournalEntry:
    """An entry in the psychosocial notebook; `shared` is the one sentence that the case team is told on purpose."""
    held, people = hold_with_people(case)
    entry = _write(held, people, what, Notebook.PSYCHOSOCIAL, by)
    if shared.strip():
        source = _("Psychosocial work: %(name)s") % {"name": by}
        _say(held, entry, Said(StatementKind.OPINION, shared, source), by)
    return entry


def _write(case: Case, people: Iterable[int], what: Happening, notebook: str, by: User) -> JournalEntry:
    facts = EntryFacts(
        text=what.text,
        on=what.on,
        minutes=what.minutes,
        travel_minutes=what.travel_minutes,
        present=frozenset(what.records),
        people=frozenset(people),
    )
    if problems := entry_problems(facts, today=clock.today()):
        raise Refusal(**{_FIELD_OF[problem]: _sentence(problem) for problem in problems})
    moment = clock.now()
    entry = JournalEntry.objects.create(
        case=case,
        notebook=notebook,
        kind=what.kind,
        work=what.work,
        on=what.on,
        at_time=what.at_time,
        minutes=what.minutes,
        travel_minutes=what.travel_minutes,
        text=what.text.strip(),
        by=by,
        noted_at=moment,
    )
    add_people(entry, what.records, what.others)
    note(act="cases.write_entry", about="cases.entry", about_no=entry.pk, by=by, at=moment, case=case.pk)
    return entry


def add_people(entry: JournalEntry, records: Iterable[int], others: Iterable[str]) -> None:
    """Who was present: people on record, and others by name; each once."""
    names = dict.fromkeys(name.strip()[:120] for name in others if name.strip())
    EntryPerson.objects.bulk_create(
        [
            *(EntryPerson(entry=entry, record_id=number) for number in sorted(set(records))),
            *(EntryPerson(entry=entry, name=name) for name in names),
        ]
    )


def _say(case: Case, entry: JournalEntry, said: Said, by: User) -> None:
    with in_fields_of(text="new_text", source="new_source", about="new_about", said_on="on"):
        add_statement(
            case=case,
            kind=said.kind,
            topic=Topic.SITUATION,
            text=said.text,
            source=said.source,
            about=said.about,
            said_on=entry.on,
            entry=entry,
            by=by,
        )


def _take_step(case: Case, step: Next, by: User) -> None:
    goal = Goal.objects.filter(pk=step.goal, case=case).first()
    if goal is None:
        raise Refusal(step_goal=_("Choose the goal to which the step belongs."))
    with in_fields_of(text="step", due="step_due", doer="step_who"):
        add_step(goal=goal, text=step.step, by=by)


@contextmanager
def in_fields_of(**names: str) -> Iterator[None]:
    """What another act refuses belongs beside the fields of this form: its field → ours."""
    try:
        yield
    except Refusal as refusal:
        found = {names.get(name, name): sentence for name, sentence in refusal.by_field.items()}
        raise Refusal(*refusal.reasons, **found) from None


def _ask_for_receipt(case: Case, entry: JournalEntry, colleague: User, by: User) -> None:
    if not file_readers(case.pk).filter(pk=colleague.pk).exclude(pk=by.pk).exists():
        raise Refusal(colleague=_("This colleague does not see the journal of the case. Choose one who works with it."))
    Receipt.objects.create(entry=entry, user=colleague, asked_at=entry.noted_at)
    tell(users=[colleague], message="cases.receipt_asked", about="case", about_no=case.pk, by=by)


@act
def confirm_receipt(*, receipt: Receipt, by: User) -> Receipt:
    """She says that she has read it."""
    held = Receipt.objects.select_for_update(no_key=True).get(pk=receipt.pk)
    if held.user_id != by.pk:
        raise Refusal(_("This note is addressed to somebody else. Only she can confirm that she has read it."))
    if held.received_at is not None:
        return held
    held.received_at = clock.now()
    Receipt.objects.filter(pk=held.pk).update(received_at=held.received_at)
    note(act="cases.read_note", about="cases.entry", about_no=held.entry_id, by=by, at=held.received_at)
    return held


_FIELD_OF = {
    EntryProblem.NO_TEXT: "text",
    EntryProblem.IN_FUTURE: "on",
    EntryProblem.BEFORE_LIFE: "on",
    EntryProblem.TOO_LONG_A_DAY: "minutes",
    EntryProblem.STRANGERS: "records",
}


def _sentence(problem: EntryProblem) -> str:
    return {
        EntryProblem.NO_TEXT: _("Write what happened and what you agreed on."),
        EntryProblem.IN_FUTURE: _("The date cannot be in the future."),
        EntryProblem.BEFORE_LIFE: _("This date is more than 20 years ago. Check the year."),
        EntryProblem.TOO_LONG_A_DAY: _("Work and travel together are longer than a day. Check the minutes."),
        EntryProblem.STRANGERS: _("One of these people no longer belongs to the file. Open the form again."),
    }[problem]
