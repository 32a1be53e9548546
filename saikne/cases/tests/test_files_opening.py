"""Opening a file, step by step in a browser without scripts: nothing typed is lost, and help is never refused."""

from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.files_kinds import load_file_kinds
from saikne.cases.enums import Route
from saikne.cases.models import (
    Case,
    Client,
    ClientMember,
    FilePlace,
    FirstContact,
    LeadPeriod,
    MainWorkerPeriod,
    Problem,
    TargetCheck,
)
from saikne.cases.tests.factories import headed_service
from saikne.cases.tests.test_files_page import signed_in
from saikne.core import clock
from saikne.core.acts import act, next_number
from saikne.core.models import AuditRow, RunningNumber
from saikne.organisation.tests.factories import Service
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.tests.factories import household, person
from saikne.privacy.actions import give, holder_of

pytestmark = pytest.mark.django_db
CHECK, OPEN = "cases:open_check", "cases:open"


@pytest.fixture
def office() -> Service:
    made = headed_service()
    load_file_kinds(by=made.head)
    return made


@pytest.fixture
def home(office: Service) -> Household:
    lead = office.family
    mother = person("Inga", "Kalniņa", date(1990, 1, 1), by=lead)
    father = person("Juris", "Kalniņš", date(1988, 1, 1), by=lead, sex="M")
    child = person("Anna", "Kalniņa", date(2018, 1, 1), by=lead)
    made = household("Kalniņu ģimene", {mother: "parent", father: "parent", child: "child"}, of=office.municipality)
    let_see(lead, made)
    return made


def let_see(user: User, home: Household) -> None:
    """As after a first contact: the worker reaches the people of the household."""
    records = list(home.members.values_list("record_id", flat=True))
    give(
        holder=holder_of(user), numbers={"record": records}, opens="identity", ground="contact", ground_no=home.pk,
        at=clock.now(),
    )  # fmt: skip


def member(home: Household, given: str) -> PersonRecord:
    return PersonRecord.objects.get(memberships__household=home, given_name=given)


def row(number: int, holder: object, kind: str, **more: Any) -> dict[str, Any]:
    told = {
        "holder": holder,
        "kind": kind,
        "since": "2019",
        "severity": "heavy",
        "what": f"Problēma {number}",
        "cause": "",
    }
    return {f"p{number}_{part}": value for part, value in {**told, "hinders": "on", **more}.items()}


def target_group(home: Household) -> dict[str, Any]:
    mother, father = member(home, "Inga"), member(home, "Juris")
    return {
        **row(0, father.pk, "addiction"),
        **row(1, "household", "poverty"),
        **row(2, mother.pk, "school", since="03.2026"),
    }


def check_address(home: Household, kind: str = "family") -> str:
    return f"{reverse(CHECK)}?household={home.pk}&kind={kind}"


FORM = {"purpose": "Sociālais darbs ar ģimeni", "medium": "electronic", "shelf": ""}


def opened(browser: Browser, address: str, **changes: Any) -> Case:
    response = browser.post(address, {**FORM, **changes})
    assert response.status_code == 302, response.context["form"].errors
    return Case.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def test_from_the_person_to_an_open_file(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    assert reverse("people:search") in browser.get(reverse(OPEN)).content.decode()

    kinds = browser.get(f"{reverse(OPEN)}?person={member(home, 'Inga').pk}").content.decode()
    assert "Kalniņu ģimene" in kinds
    step = browser.get(f"{reverse(OPEN)}?household={home.pk}&kind=family")
    assert step["Location"].startswith(reverse(CHECK))
    led = browser.post(check_address(home), target_group(home))
    assert led.status_code == 302
    form = browser.get(led["Location"])
    assert form.status_code == 200
    case = opened(browser, led["Location"])

    assert (case.kind.code, case.household_id, case.purpose) == ("family", home.pk, FORM["purpose"])
    assert LeadPeriod.objects.get(case=case).worker == office.family
    assert MainWorkerPeriod.objects.get(client=case.client).worker == office.family
    check = TargetCheck.objects.get()
    assert (check.case, check.suggested, check.chosen) == (case, Route.FAMILY_CASE, Route.FAMILY_CASE)
    assert {(p.kind, p.record_id) for p in Problem.objects.filter(case=case)} == {
        ("addiction", member(home, "Juris").pk), ("poverty", None), ("school", member(home, "Inga").pk),
    }  # fmt: skip
    assert Problem.objects.get(kind="school").since == date(2026, 3, 1)
    assert AuditRow.objects.filter(act="cases.open", about_no=case.pk).count() == 1


def test_the_check_routes_elsewhere_and_still_lets_the_worker_choose_with_a_reason(
    office: Service, home: Household
) -> None:
    browser = signed_in(office.family)
    address = browser.post(check_address(home), row(0, "household", "debt", since="2026"))["Location"]

    page = browser.get(address).content.decode()
    refused = browser.post(address, FORM)
    case = opened(browser, address, differs_because="Situācija strauji pasliktinās")

    assert "kind=family_preventive" in page
    assert refused.status_code == 422
    assert FORM["purpose"] in refused.content.decode()
    check = TargetCheck.objects.get(case=case)
    assert (check.suggested, check.chosen) == (Route.PREVENTIVE, Route.FAMILY_CASE)
    assert check.reason == "Situācija strauji pasliktinās"


def test_the_suggested_way_needs_no_reason(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    address = browser.post(check_address(home), row(0, "household", "debt"))["Location"]

    case = opened(browser, address.replace("kind=family", "kind=family_preventive"))

    assert case.kind.code == "family_preventive"
    assert TargetCheck.objects.get(case=case).chosen == Route.PREVENTIVE


def test_a_family_file_is_not_opened_without_the_check(office: Service, home: Household) -> None:
    browser = signed_in(office.family)

    response = browser.post(f"{reverse(OPEN)}?household={home.pk}&kind=family&check=999", FORM)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse(CHECK))
    assert not Case.objects.exists()


def test_a_half_filled_row_is_refused_with_everything_typed_kept(office: Service, home: Household) -> None:
    browser = signed_in(office.family)

    sent = {**row(0, "household", "", what="Kanārija vārdi", since="rīt"), **row(1, "household", "debt")}
    response = browser.post(check_address(home), sent)

    text = response.content.decode()
    assert response.status_code == 422
    assert {"p0_kind", "p0_since"} <= set(response.context["form"].errors)
    assert "Kanārija vārdi" in text
    assert "rīt" in text
    assert not TargetCheck.objects.exists()


def test_more_rows_keep_what_was_typed(office: Service, home: Household) -> None:
    browser = signed_in(office.family)

    response = browser.post(check_address(home), {**row(0, "household", "debt", what="Parāds"), "more": "yes"})
    page = browser.get(response["Location"])

    assert page.context["form"].count > 2
    assert "Parāds" in page.content.decode()
    assert not TargetCheck.objects.exists()


def test_no_problem_at_all_is_asked_for_one(office: Service, home: Household) -> None:
    response = signed_in(office.family).post(check_address(home), {})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_a_check_made_again_takes_the_place_of_the_one_that_led_nowhere(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    browser.post(check_address(home), row(0, "household", "debt"))
    again = browser.get(check_address(home))
    browser.post(check_address(home), target_group(home))

    assert "Problēma 0" in again.content.decode()
    assert [check.suggested for check in TargetCheck.objects.all()] == [Route.FAMILY_CASE]


def test_a_second_file_asks_who_is_the_main_worker(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    opened(browser, browser.post(check_address(home), target_group(home))["Location"])
    let_see(office.assistance, home)
    helper = signed_in(office.assistance, "assistance")
    address = f"{reverse(OPEN)}?household={home.pk}&kind=assistance"

    page = helper.get(address)
    unanswered = helper.post(address, FORM)
    kept = opened(helper, address, main="keep")

    assert "Maija Liepa" in page.content.decode()
    assert "main" in unanswered.context["form"].errors
    assert MainWorkerPeriod.objects.get(client=kept.client, until=None).worker == office.family
    assert LeadPeriod.objects.get(case=kept).worker == office.assistance


def test_a_new_main_worker_needs_a_reason_and_follows_the_old_one(office: Service, home: Household) -> None:
    opened(signed_in(office.family), signed_in(office.family).post(check_address(home), target_group(home))["Location"])
    let_see(office.assistance, home)
    helper = signed_in(office.assistance, "assistance")
    address = f"{reverse(OPEN)}?household={home.pk}&kind=assistance"

    refused = helper.post(address, {**FORM, "main": "new"})
    case = opened(helper, address, main="new", main_reason="Klients tā lūdza")

    assert "main_reason" in refused.context["form"].errors
    period = MainWorkerPeriod.objects.get(client=case.client, until=None)
    assert (period.worker, period.reason) == (office.assistance, "Klients tā lūdza")
    assert MainWorkerPeriod.objects.filter(client=case.client).count() == 2


def test_the_head_chooses_who_leads_and_others_lead_themselves(office: Service, home: Household) -> None:
    let_see(office.head, home)
    for colleague, role in ((office.adults, "adults"), (office.psychosocial, "psychosocial")):
        signed_in(colleague, role)
    address = f"{reverse(OPEN)}?household={home.pk}&kind=assistance"
    head = signed_in(office.head, "head")
    offered = head.get(address).context["form"].users

    case = opened(head, address, lead=office.adults.pk)
    form = signed_in(office.family).get(address.replace("assistance", "guardian_family")).context["form"]

    assert LeadPeriod.objects.get(case=case).worker == office.adults
    assert (str(office.adults.pk) in offered, str(office.psychosocial.pk) in offered) == (True, False)
    assert "lead" not in form.fields


def test_a_paper_file_needs_a_shelf(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    address = f"{reverse(OPEN)}?household={home.pk}&kind=assistance"

    refused = browser.post(address, {**FORM, "medium": "paper"})
    case = opened(browser, address, medium="paper", shelf="12. kabinets, 3. plaukts")

    assert "shelf" in refused.context["form"].errors
    assert FilePlace.objects.get(case=case).shelf == "12. kabinets, 3. plaukts"


def test_the_same_kind_twice_is_refused_in_a_sentence_with_what_was_typed(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    address = f"{reverse(OPEN)}?household={home.pk}&kind=assistance"
    opened(browser, address)

    again = browser.post(address, {**FORM, "purpose": "Vēlreiz tas pats"})

    assert again.status_code == 422
    assert "Vēlreiz tas pats" in again.content.decode()
    assert again.context["form"].non_field_errors()


def test_a_file_for_one_child_is_offered_to_children_only(office: Service, home: Household) -> None:
    browser = signed_in(office.family)
    page = browser.get(f"{reverse(OPEN)}?household={home.pk}")
    offers = {offer.title: {choice.kind.code for choice in offer.choices} for offer in page.context["offers"]}

    assert "offence_prevention" in offers["Anna Kalniņa"]
    assert "offence_prevention" not in offers["Inga Kalniņa"]
    assert "adult" in offers["Inga Kalniņa"]
    case = opened(browser, f"{reverse(OPEN)}?record={member(home, 'Anna').pk}&kind=offence_prevention", main="keep")
    assert (case.subject, case.record) == ("child", member(home, "Anna"))


@act
def contact_number(office: Service) -> RunningNumber:
    return next_number(register="contacts", scope_no=office.municipality.pk, year=2026)


def first_contact(office: Service, record: PersonRecord, by: User) -> FirstContact:
    made = FirstContact.objects.create(
        municipality=office.municipality, unit=office.unit, number=contact_number(office), record=record, way="visit",
        reason="money", told="Parāds par elektrību", outcome="advice", on=clock.today(), by=by, noted_at=clock.now(),
    )  # fmt: skip
    give(
        holder=holder_of(by), numbers={"contact": [made.pk]}, opens="case_work", ground="contact", ground_no=made.pk,
        at=clock.now(),
    )  # fmt: skip
    return made


def test_a_first_contact_becomes_a_file_without_typing_again(office: Service, home: Household) -> None:
    contact = first_contact(office, member(home, "Inga"), office.family)
    browser = signed_in(office.family)

    kinds = browser.get(f"{reverse(OPEN)}?contact={contact.pk}")
    address = f"{reverse(OPEN)}?contact={contact.pk}&household={home.pk}&kind=assistance"
    form = browser.get(address)
    case = opened(browser, address)

    assert f"contact={contact.pk}" in kinds.content.decode()
    assert "Nauda, parādi" in form.content.decode()
    contact.refresh_from_db()
    assert (contact.case, contact.outcome) == (case, "case")


def test_a_stranger_opens_nothing_for_people_out_of_reach(office: Service, home: Household) -> None:
    mine = signed_in(office.family)
    contact = first_contact(office, member(home, "Inga"), office.family)
    for query in [f"household={home.pk}", f"record={member(home, 'Inga').pk}", f"contact={contact.pk}"]:
        address = f"{reverse(OPEN)}?{query}"
        assert mine.get(address).status_code == 200
        for stranger in [office.outsider, office.other_unit]:
            assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(office.outsider).get(check_address(home)).status_code == 404


def test_a_member_of_the_household_out_of_reach_is_counted_and_not_named(office: Service, home: Household) -> None:
    hidden = person("Kanārijs", "Slēptais", date(1950, 1, 1), by=office.other_unit, sex="M")
    HouseholdMember.objects.create(household=home, record=hidden, role="grandparent", since=date(2020, 1, 1))
    browser = signed_in(office.family)

    for address in [f"{reverse(OPEN)}?household={home.pk}", check_address(home)]:
        text = browser.get(address).content.decode()
        assert "Inga Kalniņa" in text
        assert "Kanārijs" not in text


@pytest.mark.parametrize("query", ["household=x", "record=99999999999999999999999", "kind=family", "person=-1"])
def test_an_address_that_means_nothing_asks_for_whom(office: Service, query: str) -> None:
    assert signed_in(office.family).get(f"{reverse(OPEN)}?{query}").status_code == 200


def test_an_unknown_kind_is_not_found(office: Service, home: Household) -> None:
    browser = signed_in(office.family)

    assert browser.get(f"{reverse(OPEN)}?household={home.pk}&kind=nothing").status_code == 404
    assert browser.get(f"{reverse(OPEN)}?household={home.pk}&kind=adult").status_code == 404


def test_a_household_of_two_clients_is_led_to_joining_them(office: Service, home: Household) -> None:
    for given in ("Inga", "Juris"):
        client = Client.objects.create(municipality=office.municipality, since=clock.now())
        ClientMember.objects.create(
            client=client, municipality=office.municipality, record=member(home, given), signs=True, since=clock.now()
        )
    address = f"{reverse(OPEN)}?household={home.pk}&kind=family_preventive"

    refused = signed_in(office.family).post(address, FORM)

    assert refused.status_code == 422
    assert f'href="{reverse("cases:join")}?household={home.pk}"' in refused.content.decode()
    ClientMember.objects.filter(record=member(home, "Juris")).delete()
    assert reverse("cases:join") not in signed_in(office.family).get(address).content.decode()
