"""First contacts about somebody kept to named persons: seen by the named alone, whoever wrote them down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from saikne.accounts.models import Notice, User
from saikne.cases.actions.access import Fence, lift_file, restrict_file
from saikne.cases.actions.contacts import amend_contact, name_person, note_contact
from saikne.cases.actions.files_opening import NewFile, open_file
from saikne.cases.actions.team import add_member
from saikne.cases.models import Case, FirstContact
from saikne.cases.queries.contacts import contacts_about, month_of, reason_filters
from saikne.cases.queries.files_opening import waiting_contacts
from saikne.cases.queries.notices import unseen
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.signed import HEAD, SOCIAL_WORK, may, signed_in
from saikne.cases.tests.test_contacts import came, typed
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.people.actions import set_address
from saikne.people.models import PersonRecord
from saikne.people.tests.factories import person
from saikne.privacy.actions import give, holder_of, restrict
from saikne.privacy.models import Bar, Restriction

pytestmark = pytest.mark.django_db
CANARY = "Kanārijputns lido"


def restricted(ozolini: Family, *named: User, record_no: int | None = None) -> list[Restriction]:
    fence = Fence("staff", "", clock.today() + timedelta(days=30), list(named))
    return restrict_file(case=ozolini.case, record_no=record_no, fence=fence, by=ozolini.service.head)


def seers(contact: FirstContact, *users: User) -> list[str]:
    return [user.username for user in users if FirstContact.objects.visible_to(user).filter(pk=contact.pk).exists()]


def everybody(ozolini: Family) -> tuple[User, ...]:
    here = ozolini.service
    return here.family, here.head, here.parish, here.adults, here.outsider


def test_a_contact_noted_after_the_restriction_is_seen_by_the_named_alone() -> None:
    ozolini = family()
    restricted(ozolini, ozolini.lead)

    contact = note_contact(happened=came(told=CANARY), record=ozolini.mother, by=ozolini.lead)
    plain = note_contact(happened=came(), by=ozolini.lead)

    assert seers(contact, *everybody(ozolini)) == ["family"]
    assert seers(plain, *everybody(ozolini)) == ["family", "head"]


def test_who_wrote_it_down_and_is_not_named_sees_it_no_more_and_the_named_are_told() -> None:
    ozolini = family()
    restricted(ozolini, ozolini.lead)

    contact = note_contact(happened=came(told=CANARY, outcome="case"), record=ozolini.mother, by=ozolini.service.parish)

    assert seers(contact, *everybody(ozolini)) == ["family"]
    assert waiting_contacts(ozolini.service.parish) == []
    assert contacts_about(ozolini.mother.pk, ozolini.service.parish) == []
    assert contacts_about(ozolini.mother.pk, ozolini.lead) == [contact]
    assert [(row.user, row.message) for row in Notice.objects.filter(about="contact")] == [
        (ozolini.lead, "cases.contact_kept")
    ]
    line = unseen(ozolini.lead).lines[0]
    assert (line.title, line.url) == (f"PK-{clock.today().year}/001", reverse("cases:contact", args=[contact.pk]))


def test_who_writes_and_sees_it_no_more_is_led_to_a_page_that_opens() -> None:
    ozolini = family()
    parish = ozolini.service.parish
    restricted(ozolini, ozolini.lead)
    give(
        holder=holder_of(parish), numbers={"record": [ozolini.mother.pk]}, opens="identity", ground="named",
        ground_no=0, at=clock.now(),
    )  # fmt: skip

    saved = signed_in(parish).post(
        reverse("cases:contact_add"), typed(person=str(ozolini.mother.pk), outcome="case"), follow=True
    )

    assert (saved.redirect_chain, saved.status_code) == ([(reverse("cases:contacts"), 302)], 200)
    assert seers(FirstContact.objects.get(), *everybody(ozolini)) == ["family"]
    assert len(saved.context["rows"]) == 0


def test_pages_lists_and_counts_say_nothing_of_it_to_the_head_who_is_not_named() -> None:
    ozolini = family()
    restricted(ozolini, ozolini.lead)
    contact = note_contact(happened=came(told=CANARY), record=ozolini.mother, by=ozolini.lead)
    head, lead = signed_in(ozolini.service.head, *HEAD), signed_in(ozolini.lead)

    for name in ("contact", "contact_edit", "contact_to_case"):
        assert head.get(reverse(f"cases:{name}", args=[contact.pk])).status_code == 404
    assert head.get(reverse("cases:open"), {"contact": contact.pk}).status_code == 404
    page = head.get(reverse("cases:contacts")).content.decode()
    assert (f"PK-{clock.today().year}/001" in page, "Ozoliņa" in page, CANARY in page) == (False, False, False)
    counted = reason_filters(ozolini.service.head, month_of(""), "", "/")
    assert [row.count for row in counted] == [0]
    assert CANARY in lead.get(reverse("cases:contact", args=[contact.pk])).content.decode()


def test_a_contact_without_a_person_in_a_restricted_file_is_kept_with_the_file() -> None:
    ozolini = family()
    contact = note_contact(happened=came(told=CANARY), by=ozolini.service.parish)
    FirstContact.objects.filter(pk=contact.pk).update(case=ozolini.case)

    restricted(ozolini, ozolini.lead)

    assert seers(contact, *everybody(ozolini)) == ["family"]


def test_naming_a_restricted_person_closes_the_contact_to_all_but_the_named() -> None:
    ozolini = family()
    contact = note_contact(happened=came(told=CANARY), by=ozolini.service.parish)
    restricted(ozolini, ozolini.lead)
    assert seers(contact, *everybody(ozolini)) == ["head", "parish"]

    name_person(contact=contact, record=ozolini.mother, by=ozolini.service.parish)

    assert seers(contact, *everybody(ozolini)) == ["family"]


def test_lifting_the_restriction_opens_what_was_noted_meanwhile() -> None:
    ozolini = family()
    rows = restricted(ozolini, ozolini.lead)
    contact = note_contact(happened=came(told=CANARY), record=ozolini.mother, by=ozolini.service.parish)

    lift_file(case=ozolini.case, restriction=rows[0], by=ozolini.service.head)

    assert seers(contact, *everybody(ozolini)) == ["head", "parish"]


def test_a_bar_on_the_person_or_the_file_hides_the_contact_too() -> None:
    ozolini = family()
    contact = note_contact(happened=came(told=CANARY), record=ozolini.mother, by=ozolini.service.parish)
    Bar.objects.create(
        user=ozolini.service.parish, about="record", about_no=ozolini.mother.pk, ground="relative", since=clock.now()
    )

    assert seers(contact, *everybody(ozolini)) == ["head"]


def test_the_file_opened_for_a_restricted_person_is_kept_from_its_first_moment() -> None:
    ozolini = family()
    rows = restricted(ozolini, ozolini.lead, record_no=ozolini.mother.pk)
    contact = note_contact(
        happened=came(told=CANARY, outcome="case", advised=""), record=ozolini.mother, by=ozolini.lead
    )
    new = NewFile(
        kind=file_kind("adult", subject="adult", prefix="SG"),
        municipality=ozolini.service.municipality,
        lead=ozolini.lead,
        purpose="Atbalsts",
        record=ozolini.mother,
        contact=contact,
    )

    may(ozolini.lead, *SOCIAL_WORK)

    case = open_file(new=new, by=ozolini.lead)

    who = [user for user in everybody(ozolini) if Case.objects.visible_to(user).filter(pk=case.pk).exists()]
    assert who == [ozolini.lead]
    assert Case.objects.worked_by(ozolini.lead).filter(pk=case.pk).exists()
    assert seers(contact, *everybody(ozolini)) == ["family"]
    lift_file(case=case, restriction=rows[0], by=ozolini.service.head)
    assert Case.objects.visible_to(ozolini.service.head).filter(pk=case.pk).exists()


def test_a_contact_about_a_stranger_is_told_to_nobody() -> None:
    ozolini = family()
    restricted(ozolini, ozolini.lead)
    stranger = person("Zane", "Sveša", clock.today() - timedelta(days=12000), by=ozolini.service.parish)

    contact = note_contact(happened=came(), record=stranger, by=ozolini.service.parish)

    assert seers(contact, *everybody(ozolini)) == ["head", "parish"]
    assert not Notice.objects.filter(about="contact").exists()


def test_a_contact_leads_to_one_file_only_and_its_outcome_stays() -> None:
    ozolini = family()
    may(ozolini.lead, *SOCIAL_WORK)
    contact = note_contact(
        happened=came(told=CANARY, outcome="case", advised=""), record=ozolini.mother, by=ozolini.lead
    )

    def opening(code: str) -> Case:
        kind = file_kind(code, subject="adult", prefix="SG")
        office = ozolini.service.municipality
        new = NewFile(kind, office, ozolini.lead, "Atbalsts", record=ozolini.mother, contact=contact)
        return open_file(new=new, by=ozolini.lead)

    first = opening("adult")
    with pytest.raises(Refusal):
        opening("care")
    with pytest.raises(Refusal) as refused:
        amend_contact(contact=contact, base=9, happened=came(outcome="advice"), by=ozolini.lead)
    amend_contact(contact=contact, base=9, happened=came(outcome="case", told="Labots"), by=ozolini.lead)

    contact.refresh_from_db()
    assert (contact.case, contact.outcome, contact.told) == (first, "case", "Labots")
    assert set(refused.value.by_field) == {"outcome"}
    assert Case.objects.count() == 2


def test_that_a_restricted_person_has_moved_is_told_to_the_named_alone() -> None:
    ozolini = family()
    dace = ozolini.service.assistance
    add_member(case=ozolini.case, user=dace, role="assistance", by=ozolini.lead)
    restrict(
        numbers={"record": [ozolini.father.pk]}, reason="staff", words="", until=clock.today() + timedelta(days=30),
        named=[ozolini.lead], by=ozolini.service.head,
    )  # fmt: skip

    def told(record: PersonRecord) -> list[str]:
        Notice.objects.all().delete()
        set_address(record=record, kind="actual", text="Bērzu iela 6", since=clock.today(), by=ozolini.service.head)
        found = Notice.objects.filter(message="cases.address_changed").order_by("user__username")
        return [notice.user.username for notice in found]

    assert told(ozolini.father) == ["family"]
    assert told(ozolini.mother) == ["assistance", "family"]


def test_a_file_is_not_led_by_somebody_whose_role_or_post_does_not_allow_it() -> None:
    ozolini = family()
    kind = file_kind("adult", subject="adult", prefix="SG")
    outsider = ozolini.service.outsider
    new = NewFile(kind, ozolini.service.municipality, outsider, "Atbalsts", record=ozolini.mother)

    with pytest.raises(Refusal) as refused:
        open_file(new=new, by=ozolini.lead)

    assert len(refused.value.reasons) == 2
    assert Case.objects.count() == 1
