"""Told once: a statement is added, replaced by a newer one, or said to hold no longer; nothing is erased."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_open_case
from saikne.cases.models import Case, JournalEntry, Statement
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal
from saikne.people.models import HouseholdMember


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says: as what, about what and whom, from which source, on which day."""

    kind: str
    topic: str
    text: str
    source: str
    about: int | None
    said_on: date


@act
def add_statement(
    *,
    case: Case,
    kind: str,
    topic: str,
    text: str,
    source: str,
    about: int | None,
    said_on: date,
    entry: JournalEntry | None = None,
    by: User,
) -> Statement:
    """What somebody said or what is so, from which source and on which day; `about` nobody means the whole family."""
    held, said = hold_open_case(case.pk), Said(kind, topic, text, source, about, said_on)
    problems = statement_problems(held, said)
    if entry is not None and entry.case_id != held.pk:
        problems["entry"] = _("The journal entry belongs to another file.")
    if problems:
        raise Refusal(**problems)
    return _write(held, said, by=by, act="cases.say", entry=entry)


@act
def replace_statement(*, statement: Statement, said: Said, by: User) -> Statement:
    """A newer statement takes the place of this one, which stays readable under it."""
    case = hold_open_case(statement.case_id)
    held = _hold_standing(statement, case, said)
    return _write(case, said, by=by, act="cases.say_anew", supersedes=held)


@act
def withdraw_statement(*, statement: Statement, text: str, source: str, said_on: date, by: User) -> Statement:
    """The statement no longer holds: it leaves the pages of today and stays readable with the reason."""
    case = hold_open_case(statement.case_id)
    said = Said(statement.kind, statement.topic, text, source, statement.about_id, said_on)
    held = _hold_standing(statement, case, said)
    return _write(case, said, by=by, act="cases.say_no_longer", supersedes=held, withdraws=True)


def statement_problems(case: Case, said: Said) -> dict[str, str]:
    """What is wrong with a statement about this file, by field."""
    problems = {}
    if not said.text.strip():
        problems["text"] = _("Write what was said or seen.")
    if not said.source.strip():
        problems["source"] = _("Say who said it or where it is seen: a statement without a source is not kept.")
    if said.said_on > clock.today():
        problems["said_on"] = _("The date cannot be in the future.")
    if said.about is not None and not is_of_file(case, said.about):
        problems["about"] = _("This person does not belong to the file.")
    return problems


def is_of_file(case: Case, record_no: int) -> bool:
    """Whether the file is or was about this person."""
    if case.record_id:
        return case.record_id == record_no
    return HouseholdMember.objects.filter(household=case.household_id, record=record_no).exists()


def _hold_standing(statement: Statement, case: Case, said: Said) -> Statement:
    """The statement, if it may be superseded by what is said now; the file is held."""
    held = Statement.objects.get(pk=statement.pk)
    problems, reasons = statement_problems(case, said), []
    if said.said_on < held.said_on:
        problems.setdefault("said_on", _("What takes the place of a statement cannot be older than it."))
    if held.withdraws or Statement.objects.filter(supersedes=held).exists():
        reasons.append(_("A newer statement has taken the place of this one already. Open the page again."))
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    return held


def _write(
    case: Case,
    said: Said,
    *,
    by: User,
    act: str,
    entry: JournalEntry | None = None,
    supersedes: Statement | None = None,
    withdraws: bool = False,
) -> Statement:
    moment, said = clock.now(), replace(said, text=said.text.strip(), source=said.source.strip())
    statement = Statement.objects.create(
        case=case,
        kind=said.kind,
        topic=said.topic,
        text=said.text,
        source=said.source,
        about_id=said.about,
        said_on=said.said_on,
        entry=entry,
        supersedes=supersedes,
        withdraws=withdraws,
        noted_by=by,
        noted_at=moment,
    )
    earlier = {"supersedes": supersedes.pk} if supersedes else {}
    note(act=act, about="cases.statement", about_no=statement.pk, by=by, at=moment, case=case.pk, **earlier)
    return statement


@act
def edit_summary(*, case: Case, summary: str, base_version: int, by: User) -> int:
    """The situation in short, told once; what somebody else has written meanwhile is not lost."""
    held = hold_open_case(case.pk)
    fields: dict[str, object] = {"summary": summary.strip()}
    if held.summary != summary.strip():
        fields["summary_on"] = clock.today()
    return save_fields(held, base=base_version, fields=fields, by=by, act="cases.edit_summary")
