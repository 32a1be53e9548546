"""Steps of a goal: who does what until when, what hinders it, when it is done."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_open_case
from saikne.cases.actions.plan import hold_goal, plan_people
from saikne.cases.enums import ObstacleKind, StepState
from saikne.cases.models import Case, Goal, Obstacle, Step
from saikne.cases.queries.plan_doers import step_doers
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Clash, Refusal
from saikne.organisation.models import Institution

DOER_COLUMNS = ("record_id", "user_id", "institution_id")


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does a step: one of the people, a worker, or a partner; exactly one."""

    record: int | None = None
    user: int | None = None
    institution: int | None = None

    @property
    def word(self) -> str:
        """The doer in one word: record-7."""
        for name in ("record", "user", "institution"):
            if number := getattr(self, name):
                return f"{name}-{number}"
        return ""


def doer_of(step: Step) -> Doer:
    """Who does this step."""
    return Doer(step.record_id, step.user_id, step.institution_id)


@dataclass(frozen=True, slots=True)
class StepText:
    """What is done, by whom, until when; a free line beside."""

    doer: Doer
    text: str
    due: date
    remark: str = ""


def hold_step_file(goal: Goal) -> tuple[Case, list[str]]:
    """The open file of a goal and the goal, locked, and what keeps its steps from being changed."""
    case = hold_open_case(goal.case_id)
    return case, hold_goal(goal)[1]


def copy_first_steps(cases: QuerySet[Case]) -> int:
    """Write into each of these files when the first of its open steps is due; how many files that are."""
    steps = Step.objects.filter(goal__case=OuterRef("pk"), state=StepState.TODO).order_by()
    first = steps.values("goal__case").annotate(first=Min("due")).values("first")
    return cases.update(step_due=Subquery(first))


@act
def add_step(*, goal: Goal, text: StepText, by: User) -> Step:
    """Somebody is to do something for this goal until a day."""
    case, reasons = hold_step_file(goal)
    problems = _step_problems(text, case)
    if text.due < clock.today():
        problems["due"] = _("The date cannot be in the past.")
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    step = Step.objects.create(
        goal=goal,
        record_id=text.doer.record,
        user_id=text.doer.user,
        institution_id=text.doer.institution,
        text=text.text.strip(),
        due=text.due,
        remark=text.remark.strip(),
    )
    copy_first_steps(Case.objects.filter(pk=case.pk))
    note(act="cases.step_add", about="cases.step", about_no=step.pk, by=by, goal=goal.pk)
    return step


def _step_problems(text: StepText, case: Case) -> dict[str, str]:
    problems = {}
    if not text.text.strip():
        problems["text"] = _("Say in one line what is to be done.")
    if not _may_do(text.doer, case):
        problems["doer"] = _("Choose who does it: one of the people, a colleague or a partner.")
    return problems


def _may_do(doer: Doer, case: Case) -> bool:
    """One of the client's people, a colleague who reaches the file, or a partner known in the municipality."""
    if doer.record:
        return doer.record in plan_people(case.client_id, case)
    if doer.user:
        return step_doers(case.pk).filter(pk=doer.user).exists()
    here = Q(municipality=case.municipality_id) | Q(municipality__isnull=True)
    return Institution.objects.filter(here, pk=doer.institution or 0).exists()


@act
def edit_step(*, step: Step, text: StepText, base: int, by: User) -> int:
    """Change a step: different fields merge, the same field shows both versions."""
    case, reasons = hold_step_file(step.goal)
    problems = _step_problems(text, case)
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    fields = {
        "record_id": text.doer.record,
        "user_id": text.doer.user,
        "institution_id": text.doer.institution,
        "text": text.text.strip(),
        "due": text.due,
        "remark": text.remark.strip(),
    }
    try:
        version = save_fields(step, base=base, fields=fields, by=by, act="cases.step_edit")
    except Clash as clash:
        theirs = {name: value for name, value in clash.theirs.items() if name not in DOER_COLUMNS}
        if len(theirs) < len(clash.theirs):
            theirs["doer"] = doer_of(Step.objects.get(pk=step.pk)).word
        raise Clash(theirs, version=clash.version, by=clash.by) from None
    copy_first_steps(Case.objects.filter(pk=case.pk))
    return version


@act
def finish_step(*, step: Step, by: User) -> None:
    """The step is done today."""
    _to(step, StepState.DONE, by, done_on=clock.today())


@act
def reopen_step(*, step: Step, by: User) -> None:
    """It was not done, or not dropped, after all."""
    _to(step, StepState.TODO, by, done_on=None)


@act
def drop_step(*, step: Step, by: User) -> None:
    """The step is not needed any more."""
    _to(step, StepState.DROPPED, by, done_on=None)


def _to(step: Step, state: StepState, by: User, *, done_on: date | None) -> None:
    """Move a step; asked twice, the second time changes nothing."""
    case, reasons = hold_step_file(step.goal)
    held = Step.objects.select_for_update(no_key=True).get(pk=step.pk)
    if reasons:
        raise Refusal(*reasons)
    if held.state != state:
        fields = {"state": state, "done_on": done_on}
        save_fields(held, base=held.version, fields=fields, by=by, act=f"cases.step_{state}")
        copy_first_steps(Case.objects.filter(pk=case.pk))


@act
def add_obstacle(*, step: Step, kind: str, what: str, on: date, by: User) -> Obstacle:
    """Something hinders a step since a day; one's own words may stand beside the kind."""
    _case, reasons = hold_step_file(step.goal)
    problems = {}
    if not Step.objects.filter(pk=step.pk, state=StepState.TODO).exists():
        reasons.append(_("The step is done or dropped: nothing hinders it any more."))
    if kind == ObstacleKind.OTHER and not what.strip():
        problems["what"] = _("Say in your own words what hinders it.")
    if on > clock.today():
        problems["on"] = _("The date cannot be in the future.")
    if Obstacle.objects.filter(step=step, kind=kind, lifted_on__isnull=True).exists():
        problems["kind"] = _("This obstacle is noted already and not lifted yet.")
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    obstacle = Obstacle.objects.create(step=step, kind=kind, what=what.strip(), on=on, by=by)
    note(act="cases.obstacle_add", about="cases.obstacle", about_no=obstacle.pk, by=by, step=step.pk)
    return obstacle


@act
def lift_obstacle(*, obstacle: Obstacle, by: User) -> None:
    """It hinders no longer."""
    hold_step_file(obstacle.step.goal)
    held = Obstacle.objects.select_for_update(no_key=True).get(pk=obstacle.pk)
    if held.lifted_on is None:
        Obstacle.objects.filter(pk=held.pk).update(lifted_on=max(clock.today(), held.on))
        note(act="cases.obstacle_lift", about="cases.obstacle", about_no=held.pk, by=by)
