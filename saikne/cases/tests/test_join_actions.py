"""Two clients become one by a dated act that says who stays the main worker."""

from datetime import timedelta

import pytest

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, name_more, restrict_file
from saikne.cases.actions.join import join_clients
from saikne.cases.actions.opening import open_case
from saikne.cases.models import Case, Client, ClientMember, MainWorkerPeriod, Plan
from saikne.cases.queries.join import joining
from saikne.cases.tests.agreements import agreement_in_force, chapter
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import HEAD, SOCIAL_WORK, may
from saikne.cases.tests.test_plan_actions import goal
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.people.models import HouseholdMember
from saikne.people.tests.factories import household
from saikne.privacy.actions import holder_of, restrict
from saikne.privacy.models import Grant, Restriction

pytestmark = pytest.mark.django_db


def two_families() -> tuple[Family, Family]:
    office = headed_service()
    return family(office), family(office, surname="Kalniņ", lead=office.parish)


def test_people_files_and_plan_pass_to_the_client_who_stays() -> None:
    home, other = two_families()
    first, second = goal(home), goal(other)

    join_clients(
        stays=home.case.client,
        joining=other.case.client,
        main_worker=home.service.parish,
        reason="Ģimenes dzīvo kopā",
        by=home.service.head,
    )

    gone = Client.objects.get(pk=other.case.client_id)
    live = ClientMember.objects.filter(until=None)
    assert (gone.joined_into_id, gone.until is not None) == (home.case.client_id, True)
    assert set(live.values_list("client", flat=True)) == {home.case.client_id}
    assert live.count() == 8
    assert set(Case.objects.values_list("client", flat=True)) == {home.case.client_id}
    assert [row.worker for row in MainWorkerPeriod.objects.filter(until=None)] == [home.service.parish]
    assert Plan.objects.filter(until=None).count() == 1
    second.refresh_from_db()
    assert second.plan == first.plan
    assert AuditRow.objects.get(act="cases.join_clients").about_no == home.case.client_id


def test_the_main_worker_who_stays_knows_of_every_file() -> None:
    home, other = two_families()

    join_clients(
        stays=home.case.client, joining=other.case.client, main_worker=home.lead, reason="jo", by=home.service.head
    )

    assert Case.objects.visible_to(home.lead).count() == 2
    assert Case.objects.visible_to(home.service.parish).count() == 1


@pytest.mark.parametrize("build", [agreement_in_force, chapter])
def test_a_client_with_an_agreement_does_not_join_another(build: object) -> None:
    home, other = two_families()
    build(other)  # type: ignore[operator]

    with pytest.raises(Refusal) as told:
        join_clients(stays=home.case.client, joining=other.case.client, main_worker=home.lead, reason=" ", by=home.lead)

    assert len(told.value.reasons) == 1
    assert set(told.value.by_field) == {"reason"}
    assert Client.objects.filter(until=None).count() == 2


def test_a_client_does_not_join_herself_and_a_stranger_does_not_become_main_worker() -> None:
    home, _other = two_families()

    with pytest.raises(Refusal) as told:
        join_clients(
            stays=home.case.client,
            joining=home.case.client,
            main_worker=home.service.outsider,
            reason="jo",
            by=home.lead,
        )

    assert len(told.value.reasons) == 1
    assert set(told.value.by_field) == {"main_worker"}


def test_after_joining_a_file_for_people_of_both_can_be_opened() -> None:
    home, other = two_families()
    HouseholdMember.objects.filter(until=None).update(until=clock.today())
    both = household(
        "Kopējā mājsaimniecība", {home.mother: "parent", other.father: "partner"}, of=home.case.municipality
    )

    def opening() -> Case:
        return open_case(
            kind=file_kind(),
            municipality=home.case.municipality,
            household=both,
            lead=home.lead,
            purpose="Darbs ar ģimeni",
            by=home.lead,
        )

    with pytest.raises(Refusal):
        opening()
    join_clients(
        stays=home.case.client, joining=other.case.client, main_worker=home.lead, reason="jo", by=home.service.head
    )

    assert opening().client == home.case.client


@pytest.mark.parametrize("heads", [True, False])
def test_the_main_worker_who_goes_is_no_longer_named_and_one_who_is_not_named_does_not_stay(heads: bool) -> None:
    home, other = two_families()
    may(home.service.head, *(HEAD if heads else SOCIAL_WORK))
    vija, iveta = home.service.parish, home.service.psychosocial
    MainWorkerPeriod.objects.filter(client=other.case.client_id).update(worker=iveta)
    Grant.objects.filter(ground="main_worker", ground_no=other.case.client_id).update(holder=holder_of(iveta))
    fence = Fence("staff", "", clock.today() + timedelta(days=30), [vija, iveta])
    restrict_file(case=other.case, record_no=None, fence=fence, by=home.service.head)

    def join(stays: User) -> None:
        join_clients(
            stays=home.case.client, joining=other.case.client, main_worker=stays, reason="jo", by=home.service.head
        )

    with pytest.raises(Refusal) as refused:
        join(home.lead)
    told = str(refused.value.by_field["main_worker"])
    assert (other.case.label in told, str(home.lead) in told) == (heads, heads)
    if not heads:
        return
    name_more(case=other.case, restriction=Restriction.objects.all()[0], users=[home.lead], by=home.service.head)
    assert Case.objects.visible_to(iveta).exists()
    join(home.lead)

    assert set(Case.objects.visible_to(home.lead)) == {home.case, other.case}
    assert not Case.objects.visible_to(iveta).exists()


def test_the_page_of_joining_names_a_restricted_member_by_number_alone() -> None:
    home = family()
    restrict(
        numbers={"record": [home.father.pk]}, reason="staff", words="", until=clock.today() + timedelta(days=30),
        named=[home.service.head], by=home.service.head,
    )  # fmt: skip

    found = joining(home.lead, [home.mother.pk], home.case.municipality_id).clients[0]

    assert sorted(found.people) == sorted(
        ["Sanita Ozoliņa", "Elza Ozoliņa", "Toms Krastiņš", f"Ierobežotas pieejamības ieraksts Nr. {home.father.pk}"]
    )
    assert home.father.pk not in found.numbers
