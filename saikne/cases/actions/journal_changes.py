"""An entry in the wrong file is withdrawn or moved, with a reason, and is seen in both."""

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.frame import hold_case, lead_of, subjects_of
from saikne.cases.actions.journal import add_people
from saikne.cases.actions.talk import add_statement, withdraw_statement
from saikne.cases.enums import Notebook
from saikne.cases.models import Case, EntryPerson, JournalEntry, Receipt, Statement
from saikne.cases.queries.journal import file_readers
from saikne.cases.rules.journal import ChangeFacts, ChangeProblem, change_problems, people_who_belong
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions import hold_persons


@act
def withdraw_entry(*, entry: JournalEntry, because: str, by: User) -> JournalEntry:
    """The entry no longer counts; it stays readable, struck, with the reason; so do its statements."""
    case = hold_case(entry.case_id)
    held = _hold_entry(entry)
    _refuse(_facts(held, case, because, by))
    _withdraw(held, because, by)
    _withdraw_statements(held, because, by)
    note(act="cases.withdraw_entry", about="cases.entry", about_no=held.pk, by=by, at=held.withdrawn_at, case=case.pk)
    return held


@act
def move_entry(*, entry: JournalEntry, to: Case, because: str, by: User) -> JournalEntry:
    """The entry goes to the file to which it belongs; in the one where it stood it is struck, with the reason.

    Of the people named in it, those who belong to the other file go along; others stay where they are.
    """
    source, target = Case.objects.get(pk=entry.case_id), Case.objects.get(pk=to.pk)
    people = subjects_of(target)
    hold_persons(sorted({*people, *subjects_of(source)}))
    cases = {
        row.pk: row
        for row in Case.objects.select_for_update(no_key=True).filter(pk__in=[source.pk, target.pk]).order_by("pk")
    }
    held = _hold_entry(entry)
    _refuse(_facts(held, cases[source.pk], because, by, target=cases[target.pk]))
    present = EntryPerson.objects.filter(entry=held)
    moved = _copy(held, cases[target.pk])
    add_people(
        moved,
        people_who_belong([row.record_id for row in present if row.record_id], people),
        [row.name for row in present if row.name],
    )
    _withdraw(held, because, by)
    said = _withdraw_statements(held, because, by)
    _say_again(said, moved, people, by)
    _ask_again(held, moved)
    note(
        act="cases.move_entry",
        about="cases.entry",
        about_no=held.pk,
        by=by,
        at=held.withdrawn_at,
        case=source.pk,
        to=target.pk,
        moved=moved.pk,
    )
    return moved


def _hold_entry(entry: JournalEntry) -> JournalEntry:
    return JournalEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)


def _facts(entry: JournalEntry, case: Case, because: str, by: User, target: Case | None = None) -> ChangeFacts:
    lead = lead_of(case)
    answers = entry.notebook == Notebook.WORK and ((lead and lead.worker_id == by.pk) or by.has_perm(Perm.HEAD))
    return ChangeFacts(
        reason=because,
        gone=entry.withdrawn_at is not None,
        own=entry.by_id == by.pk,
        answers=bool(answers),
        source=case.pk,
        source_municipality=case.municipality_id,
        target=target.pk if target else None,
        target_closed=bool(target and target.closed_at),
        target_municipality=target.municipality_id if target else None,
    )


def _refuse(facts: ChangeFacts) -> None:
    problems = change_problems(facts)
    by_field = {_FIELD_OF[problem]: _sentence(problem) for problem in problems if problem in _FIELD_OF}
    reasons = [_sentence(problem) for problem in problems if problem not in _FIELD_OF]
    if problems:
        raise Refusal(*reasons, **by_field)


def _withdraw(entry: JournalEntry, because: str, by: User) -> None:
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_because = clock.now(), by, because.strip()
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


def _copy(entry: JournalEntry, case: Case) -> JournalEntry:
    """The same happening, told by the same author, in the other file."""
    return JournalEntry.objects.create(
        case=case,
        notebook=entry.notebook,
        kind=entry.kind,
        work=entry.work,
        on=entry.on,
        at_time=entry.at_time,
        minutes=entry.minutes,
        travel_minutes=entry.travel_minutes,
        text=entry.text,
        by_id=entry.by_id,
        noted_at=clock.now(),
        moved_from=entry,
    )


def _withdraw_statements(entry: JournalEntry, because: str, by: User) -> list[Statement]:
    """What stood in the summary on the ground of this entry no longer holds there."""
    said = list(Statement.objects.filter(entry=entry, superseded_by__isnull=True, withdraws=False).order_by("pk"))
    for statement in said:
        withdraw_statement(
            statement=statement,
            text=_("The journal entry was withdrawn: %(reason)s") % {"reason": because.strip()},
            source=_("Journal of the case"),
            said_on=max(clock.today(), statement.said_on),
            by=by,
        )
    return said


def _say_again(said: list[Statement], entry: JournalEntry, people: list[int], by: User) -> None:
    """In the other file stand the statements about its own people, and those about the whole."""
    for statement in said:
        if statement.about_id is None or statement.about_id in people:
            add_statement(
                case=entry.case,
                kind=statement.kind,
                topic=statement.topic,
                text=statement.text,
                source=statement.source,
                about=statement.about_id,
                said_on=statement.said_on,
                entry=entry,
                by=by,
            )


def _ask_again(entry: JournalEntry, moved: JournalEntry) -> None:
    """Who has not yet confirmed that she read it is asked in the other file, if she works with that one too."""
    waiting = Receipt.objects.filter(entry=entry, received_at__isnull=True).values("user")
    Receipt.objects.bulk_create(
        Receipt(entry=moved, user=user, asked_at=moved.noted_at)
        for user in file_readers(moved.case_id).filter(pk__in=waiting)
    )


_FIELD_OF = {
    ChangeProblem.NO_REASON: "because",
    ChangeProblem.SAME_FILE: "to",
    ChangeProblem.TARGET_CLOSED: "to",
    ChangeProblem.TARGET_ELSEWHERE: "to",
}


def _sentence(problem: ChangeProblem) -> str:
    return {
        ChangeProblem.NO_REASON: _("Say why."),
        ChangeProblem.GONE_ALREADY: _("This entry has been withdrawn or moved already."),
        ChangeProblem.NOT_YOURS: _("Only the author, the lead of the file or the head of service can do this."),
        ChangeProblem.SAME_FILE: _("The entry stands in this file. Choose another one."),
        ChangeProblem.TARGET_CLOSED: _("That file is closed. Reopen it before you move an entry into it."),
        ChangeProblem.TARGET_ELSEWHERE: _("That file belongs to another municipality."),
    }[problem]
