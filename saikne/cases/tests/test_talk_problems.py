"""Problems have a holder, a cause, a beginning and a severity; ended ones leave and stay in the history."""

from dataclasses import replace
from datetime import date

import pytest

from saikne.cases.actions.talk_problems import Trouble, add_problem, edit_problem, end_problem
from saikne.cases.models import Problem
from saikne.cases.tests.factories import family
from saikne.core.errors import Clash, Refusal

pytestmark = pytest.mark.django_db
DEBT = Trouble(None, "debt", "Parāds par elektrību", "zaudēts darbs", "medium", hinders=True, since=date(2026, 1, 5))


def test_a_problem_keeps_its_holder_cause_and_beginning() -> None:
    ozolini = family()

    made = add_problem(case=ozolini.case, trouble=replace(DEBT, record_id=ozolini.father.pk), by=ozolini.lead)

    kept = Problem.objects.get(pk=made.pk)
    assert (kept.record_id, kept.cause, kept.since, kept.until) == (
        ozolini.father.pk,
        "zaudēts darbs",
        date(2026, 1, 5),
        None,
    )


def test_all_that_is_wrong_with_a_problem_is_told_at_once() -> None:
    ozolini, others = family(), family(surname="Bērziņ")
    wrong = replace(DEBT, what=" ", record_id=others.son.pk, since=date(2999, 1, 1))

    with pytest.raises(Refusal) as refused:
        add_problem(case=ozolini.case, trouble=wrong, by=ozolini.lead)

    assert set(refused.value.by_field) == {"what", "record_id", "since"}


def test_different_fields_of_a_problem_merge_and_the_same_field_shows_both() -> None:
    ozolini = family()
    made = add_problem(case=ozolini.case, trouble=DEBT, by=ozolini.lead)
    edit_problem(problem=made, trouble=replace(DEBT, severity="heavy"), base_version=1, by=ozolini.service.head)

    edit_problem(
        problem=made, trouble=replace(DEBT, severity="heavy", cause="slimība"), base_version=1, by=ozolini.lead
    )
    with pytest.raises(Clash) as clash:
        edit_problem(
            problem=made, trouble=replace(DEBT, severity="light", cause="slimība"), base_version=1, by=ozolini.lead
        )

    kept = Problem.objects.get(pk=made.pk)
    assert (kept.severity, kept.cause) == ("heavy", "slimība")
    assert clash.value.theirs == {"severity": "heavy"}


def test_a_problem_ends_after_it_began_and_once() -> None:
    ozolini = family()
    made = add_problem(case=ozolini.case, trouble=DEBT, by=ozolini.lead)
    with pytest.raises(Refusal):
        end_problem(problem=made, until=DEBT.since, by=ozolini.lead)

    ended = end_problem(problem=made, until=date(2026, 6, 1), by=ozolini.lead)

    assert ended.until == date(2026, 6, 1)
    with pytest.raises(Refusal):
        end_problem(problem=made, until=date(2026, 7, 1), by=ozolini.lead)
    with pytest.raises(Refusal):
        edit_problem(problem=made, trouble=DEBT, base_version=ended.version, by=ozolini.lead)
