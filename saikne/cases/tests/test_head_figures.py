"""The head's page: every figure of it is of the same files, those of her people and of those who have left."""

from datetime import timedelta

import pytest

from saikne.accounts.models import User
from saikne.cases.models import Case, FollowUp, LeadPeriod
from saikne.cases.queries.access_head import Scope, load_of, months_of, overdue, scope_of
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.signed import HEAD, may, signed_in
from saikne.core import clock
from saikne.organisation.models import Posting
from saikne.organisation.tests.factories import Service, worker
from saikne.privacy.actions import appoint_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Service:
    """One file in each of two units, each with a review and a follow-up that are late."""
    here = headed_service()
    for who, surname in ((here.family, "Ozoliņ"), (here.other_unit, "Kļav")):
        _late(family(here, lead=who, surname=surname), who)
    return here


def _late(one: Family, owner: User) -> None:
    before = clock.today() - timedelta(days=3)
    Case.objects.filter(pk=one.case.pk).update(review_due=before)
    FollowUp.objects.create(case=one.case, months=6, due=before, owner=owner)


def _head_of_unit(office: Service) -> User:
    head = may(worker("unit_head", "Baiba", "Zāle", at=office.unit, specialisation="head"), *HEAD)
    appoint_head(user=head, unit_id=office.unit.pk, by=office.head)
    return head


def _leaves(user: User) -> None:
    Posting.objects.filter(user=user).update(until=clock.today())


def figures(scope: Scope) -> dict[str, int]:
    late = {str(row.label): row.late for row in overdue(scope)}
    return {
        "table": sum(cell.files or 0 for cell in load_of(scope).total),
        "months": sum(month.new for month in months_of(scope)),
        "reviews": late["Plāna pārskatīšana"],
        "follow-ups": late["Saziņa pēc slēgšanas"],
    }


def rows(scope: Scope) -> dict[str, list[str]]:
    return {team.name: [row.name for row in team.rows if any(cell.files for cell in row.cells)] for team in
            load_of(scope).teams}  # fmt: skip


@pytest.mark.parametrize(("who", "files"), [("whole", 2), ("unit", 1)])
def test_every_figure_is_of_the_files_of_her_people(office: Service, who: str, files: int) -> None:
    head = office.head if who == "whole" else _head_of_unit(office)

    assert set(figures(scope_of(head)).values()) == {files}


@pytest.mark.parametrize("how", ["post ended", "account closed"])
def test_files_of_whoever_has_left_stand_in_a_row_of_their_own_and_are_counted(office: Service, how: str) -> None:
    head, ilona = _head_of_unit(office), office.other_unit
    if how == "post ended":
        _leaves(ilona)
    else:
        User.objects.filter(pk=ilona.pk).update(is_active=False)

    left = "Atbildīgais dienestā vairs nestrādā"
    assert set(figures(scope_of(head)).values()) == {2}
    assert rows(scope_of(head))[left] == ["Strazdiņa, Ilona"]
    page = signed_in(head, *HEAD).get("/cases/service/").content.decode()
    assert page.index("Liepa, Maija") < page.index(left) < page.index("Strazdiņa, Ilona")


def test_files_of_another_municipality_are_counted_nowhere_though_nobody_of_hers_leads_them(office: Service) -> None:
    far = Posting.objects.get(user=office.outsider).post.unit.municipality
    Case.objects.filter(leads__worker=office.other_unit).update(municipality=far)
    _leaves(office.other_unit)

    assert set(figures(scope_of(office.head)).values()) == {1}


def test_a_closed_file_is_counted_in_its_months_and_no_longer_in_the_table(office: Service) -> None:
    case = LeadPeriod.objects.get(worker=office.family).case
    Case.objects.filter(pk=case.pk).update(closed_at=clock.now(), closing_reason="moved")
    scope = scope_of(office.head)

    assert (figures(scope)["table"], figures(scope)["months"], figures(scope)["reviews"]) == (1, 2, 1)
    assert sum(month.closed for month in months_of(scope)) == 1
