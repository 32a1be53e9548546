"""First contacts: written down, seen by the worker and her heads, counted, and led on to a file."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import Notice, User
from saikne.cases.access import Perm
from saikne.cases.actions.contacts import Happened, name_person, note_contact
from saikne.cases.models import Case, ClientMember, FirstContact
from saikne.cases.queries.contacts import number_label
from saikne.cases.queries.contacts_people import responsible_for
from saikne.cases.tests.factories import family, headed_service
from saikne.cases.tests.signed import may, signed_in
from saikne.core import clock, drafts
from saikne.core.drafts import DraftKey
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.organisation.tests.factories import Service
from saikne.people.actions import Joining, add_member
from saikne.people.models import PersonRecord
from saikne.people.queries import anchors_of
from saikne.people.tests.factories import person
from saikne.privacy.models import AccessRow
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Service:
    return headed_service()


def came(**changed: Any) -> Happened:
    facts: dict[str, Any] = {
        "way": "visit",
        "reason": "money",
        "told": "Nav par ko nopirkt malku.",
        "advised": "Iesniegums pabalstam.",
        "outcome": "advice",
        "on": clock.today(),
    }
    return Happened(**(facts | changed))


def typed(**changed: str) -> dict[str, str]:
    fields = {
        "way": "visit",
        "reason": "money",
        "on": f"{clock.today():%d.%m.%Y.}",
        "minutes": "15",
        "told": "Nav par ko nopirkt malku.",
        "told_by": "",
        "advised": "Iesniegums pabalstam.",
        "outcome": "advice",
    }
    return fields | changed


def test_a_contact_gets_a_number_and_one_audit_row(office: Service) -> None:
    contact = note_contact(happened=came(), by=office.family)
    again = note_contact(happened=came(), by=office.parish)

    year = clock.today().year
    assert number_label(FirstContact.objects.get(pk=contact.pk)) == f"PK-{year}/001"
    assert number_label(FirstContact.objects.get(pk=again.pk)) == f"PK-{year}/002"
    assert AuditRow.objects.filter(act="cases.note_contact").count() == 2
    assert "malku" not in str(AuditRow.objects.values_list("details", flat=True))


def test_a_contact_is_seen_by_its_worker_and_the_heads_over_her(office: Service) -> None:
    note_contact(happened=came(), by=office.family)

    def seen(user: User) -> int:
        return FirstContact.objects.visible_to(user).count()

    people = (office.family, office.head, office.parish, office.other_unit, office.outsider)
    assert [seen(user) for user in people] == [1, 1, 0, 0, 0]


def test_the_head_reaches_the_person_of_a_contact(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", date(1988, 3, 14), by=office.family)
    assert not PersonRecord.objects.visible_to(office.head).exists()

    note_contact(happened=came(), record=record, by=office.family)

    assert list(PersonRecord.objects.visible_to(office.head)) == [record]
    assert not PersonRecord.objects.visible_to(office.outsider).exists()


def test_all_that_is_missing_is_said_at_once(office: Service) -> None:
    with pytest.raises(Refusal) as refusal:
        note_contact(happened=came(way="report", told=" ", advised=""), by=office.family)
    assert set(refusal.value.by_field) == {"told", "told_by", "advised"}
    assert not FirstContact.objects.exists()


def test_a_contact_may_be_named_later_until_it_is_a_file(office: Service) -> None:
    ozolini = family(office)
    contact = note_contact(happened=came(outcome="case", advised=""), by=office.parish)

    name_person(contact=contact, record=ozolini.mother, by=office.parish)
    row = FirstContact.objects.get(pk=contact.pk)
    assert (row.record, row.outcome) == (ozolini.mother, "case")

    FirstContact.objects.filter(pk=row.pk).update(case=ozolini.case)
    with pytest.raises(Refusal):
        name_person(contact=row, record=ozolini.father, by=office.parish)


def test_the_search_for_a_person_loses_nothing_typed(office: Service) -> None:
    record = person("Sanita", "Ozoliņa", date(1988, 3, 14), by=office.family)
    browser = signed_in(office.family)
    address = reverse("cases:contact_add")

    away = browser.post(address, typed(told="Tikai man zināms stāsts.", pick="1"))
    assert away["Location"].startswith(reverse("people:search"))
    back = browser.get(address, {"carry": "1", "person": str(record.pk)})
    page = back.content.decode()

    assert "Tikai man zināms stāsts." in page
    assert "Sanita Ozoliņa" in page
    assert drafts.load(DraftKey("contact_add", "none"), author=office.family) is None
    saved = browser.post(address, typed(person=str(record.pk)))
    contact = FirstContact.objects.get()
    assert saved["Location"] == reverse("cases:contact", args=[contact.pk])
    assert contact.record == record
    assert drafts.mine(author=office.family) == []


def test_a_draft_about_one_person_never_meets_another(office: Service) -> None:
    first = person("Sanita", "Ozoliņa", date(1988, 3, 14), by=office.family)
    second = person("Anna", "Zvejniece", date(1990, 3, 14), by=office.family)
    browser = signed_in(office.family)
    address = reverse("cases:contact_add")
    browser.post(address, typed(person=str(first.pk), told="Sanitas stāsts.", on="32.13.2026."))

    assert "Sanitas stāsts." in browser.get(address, {"person": first.pk}).content.decode()
    assert "Sanitas stāsts." not in browser.get(address, {"person": second.pk}).content.decode()
    assert "Sanitas stāsts." not in browser.get(address).content.decode()


def test_pages_of_one_contact_stand_under_first_contacts_in_the_navigation(office: Service) -> None:
    sync_roles()
    give_role(office.family, "family")
    row = note_contact(happened=came(), by=office.family)
    browser = Browser()
    browser.force_login(office.family)

    pages = [reverse("cases:contacts"), reverse("cases:contact_add")]
    pages += [reverse(f"cases:{name}", args=[row.pk]) for name in ("contact", "contact_edit")]

    assert [marked(browser.get(page).content.decode()) for page in pages] == [{"Pirmie kontakti"}] * 4
    assert marked(browser.get(reverse("cases:list")).content.decode()) == {"Lietas"}
    assert marked(browser.get(reverse("cases:unmet")).content.decode()) == {"Lietas"}


def marked(page: str) -> set[str]:
    """What the navigation marks as the place where one is; it is drawn twice, for wide and narrow screens."""
    return set(re.findall(r'aria-current="page">([^<]*)</a></li>', page))


def test_a_person_out_of_reach_cannot_be_slipped_into_a_contact(office: Service) -> None:
    stranger = person("Kanārija", "Putniņa", date(1988, 3, 14), by=office.outsider)
    browser = signed_in(office.family)

    for number, status in ((stranger.pk, 404), (999999, 404)):
        assert browser.post(reverse("cases:contact_add"), typed(person=str(number))).status_code == status
    assert not FirstContact.objects.exists()


def test_an_outsider_sees_nothing_of_a_contact(office: Service) -> None:
    record = person("Kanārija", "Putniņa", date(1988, 3, 14), by=office.family)
    contact = note_contact(happened=came(told="Kanāriju stāsts"), record=record, by=office.family)
    mine, theirs = signed_in(office.family), signed_in(office.outsider)

    for name in ("contact", "contact_edit", "contact_to_case"):
        assert theirs.get(reverse(f"cases:{name}", args=[contact.pk])).status_code == 404
    assert "Putniņa" not in theirs.get(reverse("cases:contacts")).content.decode()
    page = mine.get(reverse("cases:contact", args=[contact.pk])).content.decode()
    assert "Kanāriju stāsts" in page
    assert "Kanārija Putniņa" in mine.get(reverse("cases:contacts")).content.decode()
    rows = AccessRow.objects.filter(user=office.family, page="cases:contact")
    assert [row.purpose for row in rows] == ["first_contact"]


def test_who_may_not_receive_contacts_is_stopped(office: Service) -> None:
    browser = Browser()
    browser.force_login(may(office.family, Perm.WORK))
    assert browser.get(reverse("cases:contacts")).status_code == 403
    assert browser.post(reverse("cases:contact_add"), typed()).status_code == 403


def test_the_list_counts_by_reason_and_asks_as_often_for_one_as_for_five(office: Service) -> None:
    browser = signed_in(office.family)
    address = reverse("cases:contacts")

    def look() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address).content.decode()
        return len(asked), page

    add(office, 1)
    look()
    one, _page = look()
    add(office, 4)
    five, page = look()

    assert five == one
    assert "(5)" in page
    assert "Sanitaaaaa" in page
    assert "Sanita" not in browser.get(address, {"month": "1999-01"}).content.decode()


def add(office: Service, number: int) -> None:
    for step in range(number):
        record = person("Sanita" + "a" * (step + number), "Ozoliņa", date(1988, 3, 14), by=office.family)
        note_contact(happened=came(), record=record, by=office.family)


@pytest.mark.parametrize("month", ["2026-13", "x", "99999-01", "2026-01-01", ""])
def test_a_month_that_cannot_be_read_is_this_month(office: Service, month: str) -> None:
    note_contact(happened=came(), by=office.family)
    page = signed_in(office.family).get(reverse("cases:contacts"), {"month": month}).content.decode()
    assert f"PK-{clock.today().year}/001" in page


def test_two_corrections_of_one_field_show_both(office: Service) -> None:
    contact = note_contact(happened=came(), by=office.family)
    browser = signed_in(office.family)
    address = reverse("cases:contact_edit", args=[contact.pk])

    assert browser.post(address, typed(told="Pirmais.", base_version="1")).status_code == 302
    clash = browser.post(address, typed(told="Otrais.", base_version="1"))

    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Pirmais." in page
    assert "Otrais." in page


def test_correcting_a_contact_is_a_look_at_its_person(office: Service) -> None:
    ozolini = family(office)
    contact = note_contact(happened=came(), record=ozolini.mother, by=office.family)
    AccessRow.objects.all().delete()

    signed_in(office.family).get(reverse("cases:contact_edit", args=[contact.pk]))

    (row,) = AccessRow.objects.all()
    assert (row.page, row.purpose) == ("cases:contact_edit", "first_contact")
    assert row.person_no == anchors_of([ozolini.mother.pk])[ozolini.mother.pk]


# ---------------------------------------------------------------- household and address


def test_who_joins_a_household_belongs_to_its_client_and_is_reached_by_its_workers(office: Service) -> None:
    ozolini = family(office)
    baby = person("Marta", "Krastiņa", date(2026, 1, 5), by=office.parish)
    assert not PersonRecord.objects.visible_to(ozolini.lead).filter(pk=baby.pk).exists()

    add_member(household=ozolini.home, joining=Joining(baby.pk, "child", date(2026, 1, 10)), by=office.parish)

    member = ClientMember.objects.get(record=baby)
    assert (member.client, member.signs) == (ozolini.case.client, False)
    for user in (ozolini.lead, office.head):
        assert PersonRecord.objects.visible_to(user).filter(pk=baby.pk).exists()
    assert not PersonRecord.objects.visible_to(office.outsider).filter(pk=baby.pk).exists()
    assert Notice.objects.filter(user=ozolini.lead, message="cases.member_joined").count() == 1


def test_a_child_of_two_households_stays_with_the_first_client(office: Service) -> None:
    ozolini, liepas = family(office), family(office, lead=office.parish, surname="Liep")
    child = ozolini.daughter

    add_member(household=liepas.home, joining=Joining(child.pk, "child", date(2026, 1, 10)), by=office.parish)

    assert ClientMember.objects.get(record=child).client == ozolini.case.client
    assert PersonRecord.objects.visible_to(office.parish).filter(pk=child.pk).exists()


def test_who_answers_for_a_record_is_told_as_far_as_the_asker_may_know(office: Service) -> None:
    ozolini = family(office)
    number = ozolini.mother.pk

    mine = responsible_for([number], by=ozolini.lead)[number]
    theirs = responsible_for([number], by=office.outsider)[number]

    assert (mine.worker, mine.files) == ("Maija Liepa", 1)
    assert (theirs.worker, theirs.worker_title, theirs.files) == ("", "", 0)
    assert "Sociālā darba nodaļa" in theirs.unit
    assert theirs.phone == "+371 20 000 000"
    assert Case.objects.count() == 1


def test_an_emergency_is_offered_only_where_it_can_be_opened(office: Service) -> None:
    number = family(office).mother.pk
    nobodys = person("Anna", "Zvejniece", date(1990, 1, 1), by=office.family).pk

    offered = {user: responsible_for([number, nobodys], by=user) for user in (office.other_unit, office.outsider)}

    assert offered[office.other_unit][number].emergency == reverse("cases:break_glass", args=[number])
    assert offered[office.outsider][number].emergency == ""
    assert offered[office.outsider][nobodys].emergency == reverse("cases:break_glass", args=[nobodys])


def test_the_page_of_a_person_lists_only_files_within_reach(office: Service) -> None:
    ozolini = family(office)
    note_contact(happened=came(), record=ozolini.mother, by=ozolini.lead)
    label = Case.objects.select_related("kind", "number__series").get().label

    page = signed_in(ozolini.lead).get(reverse("people:person", args=[ozolini.mother.pk])).content.decode()

    assert label in page
    assert f"PK-{clock.today().year}/001" in page
