"""The client's one plan: goals, what people answer, how far they came, and the line of each child."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_client, hold_open_case, subjects_of
from saikne.cases.enums import Answer, AskedBy, GoalState
from saikne.cases.models import Case, ChildAim, Client, ClientMember, Goal, GoalAnswer, Plan
from saikne.cases.rules.plan import changed_by_both, deciders, may_be_reached, state_after_answers
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Clash, Moved, Refusal
from saikne.core.models import Revision
from saikne.core.periods import live
from saikne.core.prepared import one, prepared

LEVEL_KEYS = ("-2", "-1", "0", "1", "2")


@dataclass(frozen=True, slots=True)
class GoalText:
    """What a goal says."""

    part: str
    record: int | None
    title: str
    wish: str
    asked_by: str
    levels: Mapping[str, str]
    due: date
    asked_words: str = ""

    def fields(self) -> dict[str, Any]:
        """As columns, without spaces at the ends."""
        return {
            "part": self.part,
            "record_id": self.record,
            "title": self.title.strip(),
            "wish": self.wish.strip(),
            "asked_by": self.asked_by,
            "asked_words": self.asked_words.strip(),
            "levels": {key: self.levels.get(key, "").strip() for key in LEVEL_KEYS},
            "due": self.due,
        }


def hold_file(number: int) -> tuple[Client, Case]:
    """The client and her open file, locked in the order of the house."""
    client = hold_client(Case.objects.values_list("client_id", flat=True).get(pk=number))
    case = hold_open_case(number)
    if case.client_id != client.pk:
        raise Moved
    return client, case


def plan_people(client: Client | int, case: Case) -> set[int]:
    """Whom a goal, an answer or a step may name: the client's people and those of the file."""
    members = ClientMember.objects.filter(live(), client=client).values_list("record_id", flat=True)
    return set(members) | set(subjects_of(case))


@act
def add_goal(*, case: Case, text: GoalText, start_level: int, by: User) -> Goal:
    """A goal in the client's one plan, which begins with it; until somebody agrees, it waits for an answer."""
    client, held = hold_file(case.pk)
    problems = _text_problems(text) | _person_problem(text.record, client, held)
    if text.due <= clock.today():
        problems["due"] = _("The date by which the goal is to be reached must be after today.")
    if problems:
        raise Refusal(**problems)
    moment = clock.now()
    plan = Plan.objects.filter(live(), client=client).first() or Plan.objects.create(client=client, since=moment)
    goal = Goal.objects.create(plan=plan, case=held, start_level=start_level, level=start_level, **text.fields())
    note(act="cases.goal_add", about="cases.goal", about_no=goal.pk, by=by, at=moment, case=held.pk, plan=plan.pk)
    return goal


def _text_problems(text: GoalText) -> dict[str, str]:
    problems = {}
    if not text.title.strip():
        problems["title"] = _("Say in one line what is to change.")
    if text.asked_by == AskedBy.OTHER and not text.asked_words.strip():
        problems["asked_words"] = _("Say who asked for it.")
    for key in LEVEL_KEYS:
        if not text.levels.get(key, "").strip():
            problems[level_field(key)] = _("Say how one would see this level.")
    return problems


def level_field(key: str) -> str:
    """The form's name for the text of a level: −2 is `level_m2`."""
    return "level_" + key.replace("-", "m")


def _person_problem(record: int | None, client: Client, case: Case) -> dict[str, str]:
    if record is None or record in plan_people(client, case):
        return {}
    return {"record": _("This person does not belong to the client. Choose one of the people of the file.")}


@act
def edit_goal(*, goal: Goal, text: GoalText, base: int, by: User) -> int:
    """Change what the goal says: different fields and different levels merge, the same ones show both versions."""
    client, case = hold_file(goal.case_id)
    _held, reasons = hold_goal(goal)
    problems = _text_problems(text) | _person_problem(text.record, client, case)
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    return _save_goal(goal, base, text.fields(), by)


def _save_goal(goal: Goal, base: int, fields: Mapping[str, Any], by: User) -> int:
    try:
        return save_fields(goal, base=base, fields=fields, by=by, act="cases.goal_edit")
    except Clash as clash:
        theirs = {_form_name(name): value for name, value in clash.theirs.items() if name != "levels"}
        if "levels" in clash.theirs:
            theirs |= _level_clashes(goal, base, clash.theirs["levels"], fields["levels"])
        if theirs:
            raise Clash(theirs, version=clash.version, by=clash.by) from None
        return save_fields(goal, base=clash.version, fields=fields, by=by, act="cases.goal_edit")


def _form_name(column: str) -> str:
    return column.removesuffix("_id")


def _level_clashes(goal: Goal, base: int, now: Any, mine: Mapping[str, str]) -> dict[str, object]:
    """Level texts that both changed; the texts at `base` stand in the first revision after it that touched them."""
    later = Revision.objects.filter(about=Goal._meta.label_lower, about_no=goal.pk, version__gt=base)
    base_texts = next(row.before["levels"] for row in later.order_by("version") if "levels" in row.before)
    return {level_field(key): now.get(key, "") for key in changed_by_both(base_texts, now, mine)}


def hold_goal(goal: Goal) -> tuple[Goal, list[str]]:
    """The goal, locked under its file, and what keeps it and its steps from being changed."""
    held = one(_goal(pk=goal.pk))
    reasons = []
    if held.plan.until:
        reasons.append(_("The goal belongs to an earlier plan. Add it to the plan of today if it still holds."))
    if held.state == GoalState.SET_ASIDE:
        reasons.append(_("The goal is set aside. Take it up again before you change anything in it."))
    return held, reasons


@prepared
def _goal(*, pk: int) -> QuerySet[Goal]:
    return Goal.objects.select_for_update(no_key=True, of=("self",)).select_related("plan").filter(pk=pk)


@act
def set_level(*, goal: Goal, level: int, reached: bool, base: int, by: User) -> int:
    """How far the goal has come, and whether that is enough to call it reached."""
    client, _case = hold_file(goal.case_id)
    held, reasons = hold_goal(goal)
    problems = {}
    if reached and not may_be_reached(level):
        problems["reached"] = _("Reached means level 0 or more. Choose the level, or leave the goal open.")
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    state = GoalState.REACHED if reached else answered_state(held, client, GoalState.PROPOSED)
    return save_fields(goal, base=base, fields={"level": level, "state": state}, by=by, act="cases.goal_level")


@act
def set_aside(*, goal: Goal, because: str, by: User) -> None:
    """The goal is not pursued now; why is said, its answers and steps stay readable."""
    hold_file(goal.case_id)
    held, reasons = hold_goal(goal)
    problems = {} if because.strip() else {"because": _("Say why the goal is set aside.")}
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    fields = {"state": GoalState.SET_ASIDE, "set_aside_because": because.strip()}
    save_fields(held, base=held.version, fields=fields, by=by, act="cases.goal_aside")


@act
def take_up(*, goal: Goal, by: User) -> None:
    """The goal is pursued again, where its answers left it."""
    client, _case = hold_file(goal.case_id)
    held, reasons = hold_goal(goal)
    if held.plan.until:
        raise Refusal(*reasons[:1])
    if held.state != GoalState.SET_ASIDE:
        raise Refusal(_("The goal is not set aside."))
    fields = {"state": answered_state(held, client, GoalState.PROPOSED), "set_aside_because": ""}
    save_fields(held, base=held.version, fields=fields, by=by, act="cases.goal_resume")


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered: in her words, or why she was not asked."""

    record: int
    answer: str
    words: str = ""


@act
def answer_goal(*, goal: Goal, answers: list[Said], on: date, by: User) -> list[GoalAnswer]:
    """What people said of the goal on a day, as new rows; refusing is a fact with a date and nothing else."""
    client, case = hold_file(goal.case_id)
    held, reasons = hold_goal(goal)
    if held.plan.until:
        raise Refusal(*reasons[:1])
    if problems := _answer_problems(answers, on, plan_people(client, case)):
        raise problems
    moment = clock.now()
    rows = GoalAnswer.objects.bulk_create(
        GoalAnswer(
            goal=held,
            record_id=said.record,
            answer=said.answer,
            said="" if said.answer == Answer.NOT_ASKED else said.words.strip(),
            why_not_asked=said.words.strip() if said.answer == Answer.NOT_ASKED else "",
            on=on,
            noted_at=moment,
            by=by,
        )
        for said in answers
    )
    state = answered_state(held, client, held.state)
    if state != held.state:
        _move(held, state, by)
    note(
        act="cases.goal_answer",
        about="cases.goal",
        about_no=held.pk,
        by=by,
        at=moment,
        records=[said.record for said in answers],
    )
    return rows


def _answer_problems(answers: list[Said], on: date, people: set[int]) -> Refusal | None:
    problems = {
        f"said_{said.record}": _("Say why this person was not asked.")
        for said in answers
        if said.answer == Answer.NOT_ASKED and not said.words.strip()
    }
    if on > clock.today():
        problems["on"] = _("The date cannot be in the future.")
    reasons = []
    if not answers:
        reasons.append(_("Note the answer of at least one person."))
    if any(said.record not in people for said in answers):
        reasons.append(_("This person does not belong to the client. Choose one of the people of the file."))
    return Refusal(*reasons, **problems) if reasons or problems else None


def latest_answers(goal: Goal | int) -> dict[int, str]:
    """The answer that counts, for each person: the one said last, also when an earlier one is noted after it."""
    rows = GoalAnswer.objects.filter(goal=goal).order_by("on", "noted_at", "pk")
    return dict(rows.values_list("record_id", "answer"))


def answered_state(goal: Goal, client: Client, state: str) -> GoalState:
    """Where the answers leave the goal."""
    members = dict(ClientMember.objects.filter(live(), client=client).values_list("record_id", "signs"))
    signing = [number for number, signs in members.items() if signs]
    asked = deciders(goal.record_id, signing=signing, members=list(members))
    return state_after_answers(state, latest_answers(goal), asked)


def _move(goal: Goal, state: str, by: User) -> None:
    """The goal's state follows the answers: part of the same act, so no audit row of its own."""
    moment = clock.now()
    Revision.objects.create(
        about=Goal._meta.label_lower,
        about_no=goal.pk,
        version=goal.version + 1,
        before={"state": goal.state},
        by=by,
        at=moment,
    )
    Goal.objects.filter(pk=goal.pk).update(state=state, version=models.F("version") + 1)


@dataclass(frozen=True, slots=True)
class AimText:
    """One child's line: what is to change, how it is now, what the child says or why it was not asked."""

    aim: str
    now: str
    own_words: str
    why_not_asked: str

    def fields(self) -> dict[str, str]:
        """As columns, without spaces at the ends."""
        return {name: str(getattr(self, name)).strip() for name in ("aim", "now", "own_words", "why_not_asked")}


@act
def set_child_aim(*, case: Case, record: int, text: AimText, base: int, by: User) -> ChildAim:
    """The outcome line of one child in the client's plan; its day is the one of the last change."""
    client, held = hold_file(case.pk)
    problems = _aim_problems(text)
    reasons = list(_person_problem(record, client, held).values())
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    fields = text.fields()
    moment = clock.now()
    plan = Plan.objects.filter(live(), client=client).first() or Plan.objects.create(client=client, since=moment)
    known = ChildAim.objects.filter(plan=plan, record=record).first()
    if known:
        if not base:
            raise Clash({name: getattr(known, name) for name in fields}, version=known.version, by=_("a colleague"))
        if save_fields(known, base=base, fields=fields, by=by, act="cases.child_aim") != known.version:
            ChildAim.objects.filter(pk=known.pk).update(on=clock.local_date(moment))
        return known
    if base:
        raise Moved
    aim = ChildAim.objects.create(plan=plan, record_id=record, on=clock.local_date(moment), **fields)
    note(act="cases.child_aim", about="cases.childaim", about_no=aim.pk, by=by, at=moment, plan=plan.pk)
    return aim


def _aim_problems(text: AimText) -> dict[str, str]:
    problems = {}
    if not text.aim.strip():
        problems["aim"] = _("Say in one line what is to change for the child.")
    if not text.own_words.strip() and not text.why_not_asked.strip():
        problems["own_words"] = _("Write what the child said, or below why the child was not asked.")
    if text.own_words.strip() and text.why_not_asked.strip():
        problems["why_not_asked"] = _("The child's words are written above: leave this field empty.")
    return problems
