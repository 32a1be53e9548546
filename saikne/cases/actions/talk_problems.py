"""Problems: whose, of which kind, since when, how heavy; an ended one leaves the first page."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_open_case
from saikne.cases.actions.talk import is_of_file
from saikne.cases.models import Case, Problem
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem in words: never a label on somebody."""

    record_id: int | None
    kind: str
    what: str
    cause: str
    severity: str
    hinders: bool
    since: date


@act
def add_problem(*, case: Case, trouble: Trouble, by: User) -> Problem:
    """Write a problem down with its holder, cause, beginning and severity."""
    held = hold_open_case(case.pk)
    _refuse(held, trouble)
    moment = clock.now()
    problem = Problem.objects.create(case=held, **_columns(trouble), noted_by=by, noted_at=moment)
    note(act="cases.add_problem", about="cases.problem", about_no=problem.pk, by=by, at=moment, case=held.pk)
    return problem


@act
def edit_problem(*, problem: Problem, trouble: Trouble, base_version: int, by: User) -> int:
    """Correct or complete it; what others changed meanwhile merges or is shown beside."""
    case = hold_open_case(problem.case_id)
    _refuse_ended(Problem.objects.get(pk=problem.pk))
    _refuse(case, trouble)
    return save_fields(problem, base=base_version, fields=_columns(trouble), by=by, act="cases.edit_problem")


@act
def end_problem(*, problem: Problem, until: date, by: User) -> Problem:
    """It is no more since this day; it stays in the history of the file."""
    hold_open_case(problem.case_id)
    held = Problem.objects.select_for_update(no_key=True).get(pk=problem.pk)
    _refuse_ended(held)
    if until > clock.today():
        raise Refusal(until=_("The date cannot be in the future."))
    if until <= held.since:
        raise Refusal(until=_("A problem ends after the day on which it began."))
    save_fields(held, base=held.version, fields={"until": until}, by=by, act="cases.end_problem")
    held.refresh_from_db()
    return held


def _columns(trouble: Trouble) -> dict[str, object]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(trouble).items()}


def _refuse_ended(problem: Problem) -> None:
    if problem.until:
        raise Refusal(_("This problem has ended already. If it is back, add it again with its new beginning."))


def _refuse(case: Case, trouble: Trouble) -> None:
    problems = {}
    if not trouble.what.strip():
        problems["what"] = _("Say in plain words what the problem is.")
    if trouble.since > clock.today():
        problems["since"] = _("The date cannot be in the future.")
    if trouble.record_id is not None and not is_of_file(case, trouble.record_id):
        problems["record_id"] = _("This person does not belong to the file.")
    if problems:
        raise Refusal(**problems)
