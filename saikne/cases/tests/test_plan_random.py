"""Whatever is done with a goal and its steps, in any order, what is copied and what follows stays true."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saikne.accounts.models import User
from saikne.cases.actions.plan import Said, answer_goal, set_aside, set_level, take_up
from saikne.cases.actions.plan_steps import Doer, StepText, add_step, drop_step, edit_step, finish_step, reopen_step
from saikne.cases.models import Case, Goal
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.test_plan_actions import goal
from saikne.core import clock
from saikne.core.errors import Refusal

pytestmark = pytest.mark.django_db

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "level", "aside", "resume"]),
        st.sampled_from(["agrees", "refuses", "later", "not_asked"]),
        st.integers(0, 1),
        st.integers(-2, 2),
        st.booleans(),
    ),
    max_size=6,
)


@given(DEEDS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_with_a_goal_its_answers_stay_and_its_state_follows_them(
    deeds: list[tuple[str, str, int, int, bool]],
) -> None:
    with transaction.atomic():
        home = family(headed_service(), surname="Egl")
        mine = goal(home)
        said = 0
        for deed, answer, who, level, reached in deeds:
            said += do(home, mine, deed, answer, who, level, reached)
        check(mine, said)
        transaction.set_rollback(True)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "finish", "reopen", "drop"]), st.integers(0, 2), st.integers(0, 40)),
    max_size=8,
)


@given(STEPS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_with_steps_the_file_knows_when_the_first_open_one_is_due(
    deeds: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        home = family(headed_service(), surname="Egl")
        mine = goal(home)
        for deed, which, days in deeds:
            do_with_steps(home, mine, deed, which, clock.today() + timedelta(days=days))
            dues = [step.due for step in mine.steps.all() if step.state == "todo"]
            assert Case.objects.get(pk=home.case.pk).step_due == min(dues, default=None)
        transaction.set_rollback(True)


def do_with_steps(home: Family, mine: Goal, deed: str, which: int, due: date) -> None:
    text = StepText(Doer(user=home.lead.pk), "Sarunāt tikšanos", due)
    steps = list(mine.steps.order_by("pk"))
    if deed == "add":
        add_step(goal=mine, text=text, by=home.lead)
    elif which < len(steps) and deed == "edit":
        edit_step(step=steps[which], text=text, base=steps[which].version, by=home.lead)
    elif which < len(steps):
        {"finish": finish_step, "reopen": reopen_step, "drop": drop_step}[deed](step=steps[which], by=home.lead)


def do(home: Family, mine: Goal, deed: str, answer: str, who: int, level: int, reached: bool) -> int:
    by: User = home.lead
    try:
        if deed == "answer":
            record = (home.mother.pk, home.father.pk)[who]
            answer_goal(goal=mine, answers=[Said(record, answer, "jo")], on=date(2026, 1, 1), by=by)
            return 1
        if deed == "level":
            base = Goal.objects.get(pk=mine.pk).version
            set_level(goal=mine, level=level, reached=reached, base=base, by=by)
        if deed == "aside":
            set_aside(goal=mine, because="jo", by=by)
        if deed == "resume":
            take_up(goal=mine, by=by)
    except Refusal:
        return 0
    return 0


def check(mine: Goal, said: int) -> None:
    mine.refresh_from_db()
    assert mine.answers.count() == said
    assert mine.state != "reached" or mine.level >= 0
    assert (mine.state == "set_aside") == bool(mine.set_aside_because)
    if mine.state in {"proposed", "in_progress"}:
        latest = dict(mine.answers.order_by("noted_at", "pk").values_list("record_id", "answer"))
        agreed = len(latest) == 2 and "agrees" in latest.values() and not {"refuses", "later"} & set(latest.values())
        assert mine.state == ("in_progress" if agreed else "proposed")
