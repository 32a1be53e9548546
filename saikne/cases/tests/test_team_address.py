"""Whoever works with a family is told once when it moves."""

from datetime import date

import pytest

from saikne.accounts.models import Notice
from saikne.cases.tests.factories import family
from saikne.people.actions import set_address

pytestmark = pytest.mark.django_db


def test_a_family_that_moves_in_one_act_is_told_of_once_to_whoever_works_with_it() -> None:
    ozolini = family()
    others = [one.pk for one in (ozolini.father, ozolini.daughter, ozolini.son)]

    set_address(
        record=ozolini.mother, kind="actual", text="Bērzu iela 6", since=date(2026, 5, 1), also=others,
        by=ozolini.service.head,
    )  # fmt: skip

    told = Notice.objects.filter(user=ozolini.lead, message="cases.address_changed")
    assert [(notice.about, notice.about_no) for notice in told] == [("case", ozolini.case.pk)]
