"""One plan for a client: goals that wait for answers, steps, obstacles, and edits that lose nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.cases.actions.plan import (
    AimText,
    GoalText,
    Said,
    add_goal,
    answer_goal,
    edit_goal,
    set_aside,
    set_child_aim,
    set_level,
    take_up,
)
from saikne.cases.actions.plan_steps import (
    Doer,
    StepText,
    add_obstacle,
    add_step,
    edit_step,
    finish_step,
    lift_obstacle,
    reopen_step,
)
from saikne.cases.enums import GoalState
from saikne.cases.models import ChildAim, Goal, GoalAnswer, Obstacle, Plan, Step
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.errors import Clash, Refusal
from saikne.core.models import AuditRow, Revision
from saikne.organisation.tests.factories import institution

pytestmark = pytest.mark.django_db

LEVELS = {"-2": "Nekas", "-1": "Reti", "0": "Bieži", "1": "Vienmēr", "2": "Pats"}


def text(**changes: Any) -> GoalText:
    told: dict[str, Any] = {
        "part": "intervention",
        "record": None,
        "title": "Mājās ir silti",
        "wish": "„Gribu siltumu”",
        "asked_by": "client",
        "levels": LEVELS,
        "due": clock.today() + timedelta(days=60),
    }
    return GoalText(**(told | changes))


def goal(home: Family, **changes: Any) -> Goal:
    return add_goal(case=home.case, text=text(**changes), start_level=-2, by=home.lead)


def step(home: Family, of: Goal, **changes: Any) -> Step:
    told = StepText(Doer(user=home.lead.pk), "Piezvanīt uz skolu", clock.today() + timedelta(days=7))
    return add_step(goal=of, text=replace(told, **changes), by=home.lead)


def audits(act: str) -> int:
    return AuditRow.objects.filter(act=act).count()


def test_the_first_goal_begins_the_plan_and_the_second_joins_it() -> None:
    home = family()

    first, second = goal(home), goal(home, part="rehabilitation")

    assert first.plan == second.plan
    assert Plan.objects.count() == 1
    assert first.state == GoalState.PROPOSED
    assert audits("cases.goal_add") == 2


def test_everything_wrong_with_a_goal_is_told_at_once() -> None:
    home, other = family(), family(surname="Kalniņ")

    with pytest.raises(Refusal) as told:
        goal(home, title=" ", levels=LEVELS | {"-1": ""}, record=other.mother.pk, due=clock.today())

    assert set(told.value.by_field) == {"title", "level_m1", "record", "due"}
    assert not Goal.objects.exists()


def test_whoever_stands_in_no_list_is_named_in_ones_own_words() -> None:
    home = family()

    with pytest.raises(Refusal) as refused:
        goal(home, asked_by="other", asked_words=" ")
    made = goal(home, asked_by="other", asked_words=" vecmāmiņa ")

    assert set(refused.value.by_field) == {"asked_words"}
    assert (made.asked_by, made.asked_words) == ("other", "vecmāmiņa")


def test_nothing_is_added_to_a_closed_file() -> None:
    home = family()
    home.case.closed_at = clock.now()
    home.case.closing_reason = "moved"
    home.case.save()

    with pytest.raises(Refusal):
        goal(home)


def test_a_refusal_is_a_dated_fact_without_penalty() -> None:
    home = family()
    mine = goal(home)
    doing = step(home, mine)
    before = {name: getattr(mine, name) for name in ("level", "due", "title", "set_aside_because", "version")}
    day = clock.today() - timedelta(days=3)

    answer_goal(goal=mine, answers=[Said(home.father.pk, "refuses", "Es to negribu")], on=day, by=home.lead)

    mine.refresh_from_db()
    assert mine.state == GoalState.PROPOSED
    assert {name: getattr(mine, name) for name in before} == before
    assert list(GoalAnswer.objects.values_list("record", "answer", "said", "on")) == [
        (home.father.pk, "refuses", "Es to negribu", day)
    ]
    assert Step.objects.get(pk=doing.pk).state == "todo"
    assert home.case.__class__.objects.get(pk=home.case.pk).closed_at is None


def test_the_goal_is_worked_on_once_both_adults_have_agreed_and_waits_again_when_one_refuses() -> None:
    home = family()
    mine = goal(home)
    on = clock.today()
    seen = []

    for record, answer in (
        (home.mother.pk, "agrees"),
        (home.father.pk, "later"),
        (home.father.pk, "agrees"),
        (home.mother.pk, "refuses"),
    ):
        answer_goal(goal=mine, answers=[Said(record, answer)], on=on, by=home.lead)
        seen.append(Goal.objects.get(pk=mine.pk).state)

    assert seen == ["proposed", "proposed", "in_progress", "proposed"]
    assert mine.answers.count() == 4
    assert audits("cases.goal_answer") == 4


def test_an_earlier_word_noted_afterwards_does_not_undo_the_one_said_last() -> None:
    home = family()
    mine = goal(home)
    today = clock.today()
    both = [Said(home.mother.pk, "agrees"), Said(home.father.pk, "agrees")]
    answer_goal(goal=mine, answers=both, on=today, by=home.lead)

    answer_goal(goal=mine, answers=[Said(home.father.pk, "later")], on=today - timedelta(days=9), by=home.lead)
    noted_late = Goal.objects.get(pk=mine.pk).state
    answer_goal(goal=mine, answers=[Said(home.father.pk, "later")], on=today, by=home.lead)

    assert (noted_late, Goal.objects.get(pk=mine.pk).state) == ("in_progress", "proposed")


def test_who_was_not_asked_needs_a_reason() -> None:
    home = family()
    mine = goal(home)

    with pytest.raises(Refusal) as told:
        answer_goal(
            goal=mine,
            answers=[Said(home.son.pk, "not_asked"), Said(home.daughter.pk, "not_asked", "slimoja")],
            on=clock.today() + timedelta(days=1),
            by=home.lead,
        )

    assert set(told.value.by_field) == {f"said_{home.son.pk}", "on"}
    assert not GoalAnswer.objects.exists()


def test_nobody_from_another_family_answers() -> None:
    home, other = family(), family(surname="Kalniņ")

    with pytest.raises(Refusal):
        answer_goal(goal=goal(home), answers=[Said(other.mother.pk, "agrees")], on=clock.today(), by=home.lead)


def test_two_workers_change_different_fields_and_both_stay() -> None:
    home = family()
    mine = goal(home)

    edit_goal(goal=mine, text=text(title="Cits nosaukums"), base=1, by=home.lead)
    edit_goal(goal=mine, text=text(title="Cits nosaukums", wish="Cita vēlme"), base=1, by=home.service.head)

    mine.refresh_from_db()
    assert (mine.title, mine.wish, mine.version) == ("Cits nosaukums", "Cita vēlme", 3)


def test_two_workers_change_different_levels_and_both_stay() -> None:
    home = family()
    mine = goal(home)

    edit_goal(goal=mine, text=text(levels=LEVELS | {"-1": "Reizēm"}), base=1, by=home.lead)
    edit_goal(goal=mine, text=text(levels=LEVELS | {"-1": "Reizēm", "2": "Arī citi"}), base=1, by=home.service.head)

    assert Goal.objects.get(pk=mine.pk).levels == LEVELS | {"-1": "Reizēm", "2": "Arī citi"}


def test_the_same_level_changed_by_two_shows_both() -> None:
    home = family()
    mine = goal(home)
    edit_goal(goal=mine, text=text(levels=LEVELS | {"-1": "Reizēm"}), base=1, by=home.lead)

    with pytest.raises(Clash) as told:
        edit_goal(goal=mine, text=text(levels=LEVELS | {"-1": "Citādi"}), base=1, by=home.service.head)

    assert told.value.theirs == {"level_m1": "Reizēm"}
    assert Goal.objects.get(pk=mine.pk).levels["-1"] == "Reizēm"


def test_a_level_is_kept_in_the_history() -> None:
    home = family()
    mine = goal(home)

    set_level(goal=mine, level=-1, reached=False, base=1, by=home.lead)

    assert Goal.objects.get(pk=mine.pk).level == -1
    assert Revision.objects.get(about="cases.goal", about_no=mine.pk).before == {"level": -2}


def test_reached_needs_level_zero_and_can_be_taken_back() -> None:
    home = family()
    mine = goal(home)

    with pytest.raises(Refusal) as told:
        set_level(goal=mine, level=-1, reached=True, base=1, by=home.lead)
    set_level(goal=mine, level=0, reached=True, base=1, by=home.lead)
    reached = Goal.objects.get(pk=mine.pk).state
    set_level(goal=mine, level=-1, reached=False, base=2, by=home.lead)

    assert "reached" in told.value.by_field
    assert (reached, Goal.objects.get(pk=mine.pk).state) == ("reached", "proposed")


def test_setting_a_goal_aside_needs_a_reason_and_can_be_undone() -> None:
    home = family()
    mine = goal(home)

    with pytest.raises(Refusal):
        set_aside(goal=mine, because=" ", by=home.lead)
    set_aside(goal=mine, because="Ģimene pārceļas", by=home.lead)
    with pytest.raises(Refusal):
        set_level(goal=mine, level=1, reached=False, base=2, by=home.lead)
    take_up(goal=mine, by=home.lead)

    mine.refresh_from_db()
    assert (mine.state, mine.set_aside_because) == ("proposed", "")


def test_all_that_keeps_a_goal_from_being_changed_is_told_at_once() -> None:
    home = family()
    mine = goal(home)
    set_aside(goal=mine, because="Ģimene pārceļas", by=home.lead)

    with pytest.raises(Refusal) as edited:
        edit_goal(goal=mine, text=text(title=" "), base=2, by=home.lead)
    with pytest.raises(Refusal) as levelled:
        set_level(goal=mine, level=-1, reached=True, base=2, by=home.lead)
    with pytest.raises(Refusal) as again:
        set_aside(goal=mine, because=" ", by=home.lead)

    assert [(len(one.value.reasons), set(one.value.by_field)) for one in (edited, levelled, again)] == [
        (1, {"title"}),
        (1, {"reached"}),
        (1, {"because"}),
    ]


def test_a_goal_of_an_earlier_plan_stays_as_it_was() -> None:
    home = family()
    mine = goal(home)
    doing = step(home, mine)
    Plan.objects.update(until=clock.now())

    for deed in (
        lambda: edit_goal(goal=mine, text=text(title="Cits"), base=1, by=home.lead),
        lambda: set_level(goal=mine, level=0, reached=True, base=1, by=home.lead),
        lambda: set_aside(goal=mine, because="jo", by=home.lead),
        lambda: take_up(goal=mine, by=home.lead),
        lambda: answer_goal(goal=mine, answers=[Said(home.mother.pk, "agrees")], on=clock.today(), by=home.lead),
        lambda: step(home, mine),
        lambda: finish_step(step=doing, by=home.lead),
    ):
        with pytest.raises(Refusal, match="Mērķis ir no agrāka plāna"):
            deed()

    assert (Goal.objects.get().version, Step.objects.get().state) == (1, "todo")
    assert not GoalAnswer.objects.exists()


def test_a_line_changed_on_two_days_by_two_people_merges_and_bears_the_later_day() -> None:
    home = family()
    first = AimText("Guļ savā gultā", "", "", "slimoja")
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        set_child_aim(case=home.case, record=home.son.pk, text=first, base=0, by=home.lead)
    with clock.at(datetime(2026, 11, 3, 9, tzinfo=UTC)):
        changed = replace(first, aim="Guļ savā istabā")
        set_child_aim(case=home.case, record=home.son.pk, text=changed, base=1, by=home.service.head)
    with clock.at(datetime(2026, 11, 4, 9, tzinfo=UTC)):
        set_child_aim(
            case=home.case, record=home.son.pk, text=replace(changed, now="Guļ pie mātes"), base=1, by=home.lead
        )

    found = ChildAim.objects.get()
    assert (found.now, found.on.isoformat(), found.version) == ("Guļ pie mātes", "2026-11-04", 3)


def test_a_child_line_says_what_the_child_said_or_why_it_was_not_asked() -> None:
    home = family()

    with pytest.raises(Refusal) as told:
        set_child_aim(case=home.case, record=home.son.pk, text=AimText("", "", "", ""), base=0, by=home.lead)
    aim = set_child_aim(
        case=home.case, record=home.son.pk, text=AimText("Guļ savā gultā", "", "", "slimoja"), base=0, by=home.lead
    )

    assert set(told.value.by_field) == {"aim", "own_words"}
    assert ChildAim.objects.get() == aim
    with pytest.raises(Clash):
        set_child_aim(
            case=home.case, record=home.son.pk, text=AimText("Cits", "", "„Jā”", ""), base=0, by=home.service.head
        )


def test_a_step_is_done_by_one_of_the_people_a_colleague_or_a_partner() -> None:
    home = family()
    mine = goal(home)
    school = institution()

    for doer in (Doer(record=home.daughter.pk), Doer(user=home.lead.pk), Doer(institution=school.pk)):
        step(home, mine, doer=doer)

    assert Step.objects.count() == 3


def test_a_step_is_not_given_to_a_stranger() -> None:
    home, other = family(), family(surname="Kalniņ")
    mine = goal(home)

    for doer in (
        Doer(),
        Doer(record=other.mother.pk),
        Doer(user=home.service.outsider.pk),
        Doer(institution=institution("Cēsu skola", of=home.service.outsider.postings.get().post.unit.municipality).pk),
    ):
        with pytest.raises(Refusal) as told:
            step(home, mine, doer=doer, due=clock.today() - timedelta(days=1))
        assert set(told.value.by_field) == {"doer", "due"}


def test_a_step_is_done_by_one_click_and_undone_by_another() -> None:
    home = family()
    mine = step(home, goal(home))

    finish_step(step=mine, by=home.lead)
    finish_step(step=mine, by=home.lead)
    done = Step.objects.get(pk=mine.pk)
    reopen_step(step=mine, by=home.lead)

    assert (done.state, done.done_on, done.version) == ("done", clock.today(), 2)
    assert Step.objects.get(pk=mine.pk).state == "todo"
    assert (audits("cases.step_done"), audits("cases.step_todo")) == (1, 1)


def test_two_workers_who_give_a_step_to_two_doers_see_both() -> None:
    home = family()
    mine = step(home, goal(home))
    told = StepText(Doer(record=home.mother.pk), mine.text, mine.due)
    edit_step(step=mine, text=told, base=1, by=home.lead)

    with pytest.raises(Clash) as clash:
        edit_step(step=mine, text=replace(told, doer=Doer(record=home.father.pk)), base=1, by=home.service.head)

    assert clash.value.theirs == {"doer": f"record-{home.mother.pk}"}


def test_an_obstacle_is_noted_once_lifted_and_may_come_again() -> None:
    home = family()
    mine = step(home, goal(home))
    on = clock.today()

    first = add_obstacle(step=mine, kind="no_transport", what="", on=on, by=home.lead)
    with pytest.raises(Refusal):
        add_obstacle(step=mine, kind="no_transport", what="", on=on, by=home.lead)
    lift_obstacle(obstacle=first, by=home.lead)
    add_obstacle(step=mine, kind="no_transport", what="", on=on, by=home.lead)
    with pytest.raises(Refusal) as told:
        add_obstacle(step=mine, kind="other", what=" ", on=on, by=home.lead)

    assert Obstacle.objects.count() == 2
    assert set(told.value.by_field) == {"what"}


def refused_by_database(make: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_wrong_rows_of_the_plan() -> None:
    home = family()
    mine = goal(home)
    doing = step(home, mine)
    goals, steps = Goal.objects.filter(pk=mine.pk), Step.objects.filter(pk=doing.pk)
    today = clock.today()
    wrong = [
        lambda: Plan.objects.create(client=home.case.client, since=clock.now()),
        lambda: goals.update(level=3),
        lambda: goals.update(start_level=-3),
        lambda: goals.update(state="set_aside"),
        lambda: goals.update(asked_by="other"),
        lambda: GoalAnswer.objects.create(
            goal=mine, record=home.mother, answer="not_asked", on=today, noted_at=clock.now(), by=home.lead
        ),
        lambda: steps.update(record=home.mother),
        lambda: steps.update(user=None),
        lambda: steps.update(state="done"),
        lambda: steps.update(done_on=today),
        lambda: Obstacle.objects.create(step=doing, kind="other", on=today, by=home.lead),
        lambda: Obstacle.objects.create(
            step=doing, kind="illness", on=today, lifted_on=today - timedelta(days=1), by=home.lead
        ),
        lambda: ChildAim.objects.create(plan=mine.plan, record=home.son, aim="Guļ", on=today),
    ]

    assert [refused_by_database(row) for row in wrong] == [True] * len(wrong)
