"""Letters by their actions: numbers without gaps, four eyes, the signature of a deputy, what the database holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import User
from saikne.cases.actions.absence_deputies import stand_in_for_all
from saikne.cases.actions.letters import (
    OtherSide,
    file_unanswered,
    give_letter,
    put_into_file,
    take_up_again,
    withdraw_letter,
)
from saikne.cases.actions.letters_out import (
    Sending,
    check_letter,
    edit_letter,
    note_notification,
    send_letter,
    sign_letter,
)
from saikne.cases.actions.letters_templates import TemplateText, end_template, save_template
from saikne.cases.models import Letter, LetterTemplate
from saikne.cases.queries.letters_templates import values_for, wording_of, wordings_of
from saikne.cases.tests import letters_factories as made
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.errors import Clash, Refusal
from saikne.core.models import AuditRow
from saikne.organisation.actions.absence import mark_absence
from saikne.people.actions.addresses import set_address
from saikne.people.actions.representation import Reaching, say_contact_way
from saikne.privacy.actions import restrict
from saikne.web.roles import give_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def home() -> Family:
    found = family()
    here = found.service
    for user, role in (
        (found.lead, "family"),
        (here.head, "head"),
        (here.adults, "adults"),
        (here.other_unit, "family"),
    ):
        give_role(user, role)
    return found


def number_of(letter: Letter) -> int:
    assert letter.number is not None
    return letter.number.number


# ---------------------------------------------------------------- numbers


def test_letters_in_and_out_are_numbered_apart_and_without_gaps(home: Family) -> None:
    head = home.service.head
    first, second = made.came(home.lead), made.came(home.lead)
    with pytest.raises(Refusal):
        made.came(home.lead, subject=" ")
    third, out = made.came(home.lead), made.signed(home.lead, head)

    assert [number_of(letter) for letter in (first, second, third, out)] == [1, 2, 3, 1]
    year = clock.today().year
    assert (first.label, out.label) == (f"S-{year}/001", f"N-{year}/001")


def test_a_letter_out_has_no_number_before_it_is_signed(home: Family) -> None:
    draft = made.prepared(home.lead)
    withdraw_letter(letter=draft, because="nevajag", by=home.lead)

    assert number_of(made.signed(home.lead, home.service.head)) == 1
    assert Letter.objects.get(pk=draft.pk).number is None


def test_registering_writes_one_audit_row_without_words(home: Family) -> None:
    letter = made.came(home.lead, subject="Par kanārijputnu")

    row = AuditRow.objects.get(act="cases.register_letter", about_no=letter.pk)
    assert "kanār" not in str(row.details)


def test_all_that_is_wrong_with_a_letter_that_came_is_told_at_once(home: Family) -> None:
    today = clock.today()
    with pytest.raises(Refusal) as told:
        made.came(
            home.lead,
            subject="",
            side=OtherSide(),
            received_on=today - timedelta(days=2),
            dated=today,
            due=today - timedelta(days=9),
            owner=home.service.outsider,
        )

    assert set(told.value.by_field) == {"subject", "party", "dated", "due", "owner"}


def test_nobody_is_given_a_letter_of_a_file_that_she_cannot_open(home: Family) -> None:
    with pytest.raises(Refusal) as told:
        made.came(home.lead, case=home.case, owner=home.service.adults)

    assert set(told.value.by_field) == {"owner"}


# ---------------------------------------------------------------- prepared, checked, signed, sent, notified


def test_who_prepared_a_letter_does_not_check_it(home: Family) -> None:
    letter = made.prepared(home.lead)

    with pytest.raises(Refusal):
        check_letter(letter=letter, seen=letter.version, by=home.lead)
    assert check_letter(letter=letter, seen=letter.version, by=home.service.adults).state == "checked"


def test_only_the_head_signs_while_she_is_here(home: Family) -> None:
    letter = made.checked(home.lead, home.service.adults)

    with pytest.raises(Refusal):
        sign_letter(letter=letter, seen=letter.version, by=home.service.adults)
    assert sign_letter(letter=letter, seen=letter.version, by=home.service.head).signed_by == home.service.head


def test_the_deputy_of_an_absent_head_signs_in_her_own_name(home: Family) -> None:
    head, deputy = home.service.head, home.service.adults
    letter = made.checked(home.lead, deputy)
    mark_absence_of(head, deputy)

    found = sign_letter(letter=letter, seen=letter.version, by=deputy)

    assert (found.signed_by, found.signer) == (deputy, head)


def mark_absence_of(head: User, deputy: User) -> None:
    last = clock.today() + timedelta(days=5)
    row = mark_absence(user=head, kind="sick", since=clock.today(), last_day=last, by=head)
    stand_in_for_all(absence=row, deputy=deputy, last_day=last, by=head)


def test_words_changed_after_they_were_read_are_not_signed(home: Family) -> None:
    letter = made.checked(home.lead, home.service.adults)
    edit_letter(letter=letter, base=letter.version, what=made.wording(text="Citi vārdi."), by=home.lead)

    with pytest.raises(Refusal):
        sign_letter(letter=letter, seen=letter.version, by=home.service.head)
    assert Letter.objects.get(pk=letter.pk).state == "prepared"


def test_two_who_change_the_same_words_see_each_other(home: Family) -> None:
    letter = made.prepared(home.lead)
    edit_letter(letter=letter, base=1, what=made.wording(text="Viens."), by=home.lead)

    with pytest.raises(Clash):
        edit_letter(letter=letter, base=1, what=made.wording(text="Divi."), by=home.service.head)


def test_a_place_that_nobody_filled_stops_the_letter(home: Family) -> None:
    letter = made.prepared(home.lead, text="Labdien! {saņemts}")

    with pytest.raises(Refusal) as told:
        check_letter(letter=letter, seen=letter.version, by=home.service.adults)
    assert "{saņemts}" in str(told.value)


def test_a_place_that_is_on_no_list_is_refused_by_its_name(home: Family) -> None:
    with pytest.raises(Refusal) as told:
        made.prepared(home.lead, text="Labdien, {klients}!")

    assert "{klients}" in str(told.value.by_field["text"])


def test_the_letter_that_is_answered_is_answered_when_the_answer_goes(home: Family) -> None:
    question = made.came(home.lead)
    answer = made.signed(home.lead, home.service.head, replies_to=question)
    assert Letter.objects.get(pk=question.pk).state == "registered"

    send_letter(letter=answer, sending=Sending(way="in_person", on=clock.today()), by=home.lead)

    assert Letter.objects.get(pk=question.pk).state == "answered"


def test_terms_of_our_letter_run_from_the_day_of_notification(home: Family) -> None:
    letter = made.sent(home.lead, home.service.head, reply_days=14)

    found = note_notification(letter=letter, on=clock.today(), proof="paraksts", by=home.lead)

    assert found.due is not None
    assert found.due >= clock.today() + timedelta(days=14)


def test_a_notification_needs_a_proof_and_a_day_that_has_been(home: Family) -> None:
    letter = made.sent(home.lead, home.service.head)

    with pytest.raises(Refusal) as told:
        note_notification(letter=letter, on=clock.today() + timedelta(days=1), proof=" ", by=home.lead)
    assert set(told.value.by_field) == {"proof", "notified_on"}


def test_a_letter_by_post_needs_an_address(home: Family) -> None:
    letter = made.signed(home.lead, home.service.head)

    with pytest.raises(Refusal) as told:
        send_letter(letter=letter, sending=Sending(way="post", on=clock.today()), by=home.lead)
    assert set(told.value.by_field) == {"address"}


def test_a_letter_is_not_posted_to_whom_it_is_unsafe_to_write(home: Family) -> None:
    words = Reaching(means="letter", forbidden=True, source="viņa pati", since=clock.today())
    say_contact_way(of=home.mother, words=words, by=home.lead)
    letter = made.signed(home.lead, home.service.head, case=home.case, side=OtherSide(record_no=home.mother.pk))

    with pytest.raises(Refusal) as told:
        send_letter(letter=letter, sending=Sending(way="post", on=clock.today(), address="Iela 1"), by=home.lead)
    assert set(told.value.by_field) == {"way"}
    assert send_letter(letter=letter, sending=Sending(way="in_person", on=clock.today()), by=home.lead).state == "sent"


def test_what_is_filed_can_be_taken_up_again(home: Family) -> None:
    letter = file_unanswered(letter=made.came(home.lead), because="reklāma", by=home.lead)
    assert (letter.state, letter.ended_because) == ("filed", "reklāma")

    assert take_up_again(letter=letter, by=home.lead).state == "registered"


def test_a_stranger_to_the_letter_does_not_withdraw_it(home: Family) -> None:
    with pytest.raises(Refusal):
        withdraw_letter(letter=made.came(home.lead), because="x", by=home.service.adults)


# ---------------------------------------------------------------- whose it is


def test_a_letter_put_into_a_file_is_answered_by_its_lead_if_its_owner_cannot_open_it(home: Family) -> None:
    adults = home.service.adults
    letter = made.came(adults)

    put_into_file(letter=letter, case=home.case, by=home.lead)

    found = Letter.objects.get(pk=letter.pk)
    assert (found.case, found.owner) == (home.case, home.lead)
    assert not Letter.objects.visible_to(adults).filter(pk=letter.pk).exists()


def test_a_letter_without_a_file_is_seen_by_its_owner_and_the_head_of_the_unit_only(home: Family) -> None:
    letter = made.came(home.lead)

    def sees(user: User) -> bool:
        return Letter.objects.visible_to(user).filter(pk=letter.pk).exists()

    here = home.service
    assert sees(home.lead)
    assert sees(here.head)
    assert not sees(here.adults)
    assert not sees(here.other_unit)
    assert not sees(here.outsider)
    give_letter(letter=letter, owner=here.adults, due=None, by=home.lead)
    assert sees(here.adults)
    assert not sees(home.lead)


def test_the_office_sees_letters_without_a_file_of_its_own_municipality(home: Family) -> None:
    letter = made.came(home.lead)
    give_role(home.service.adults, "office")
    give_role(home.service.outsider, "office")

    assert Letter.objects.visible_to(User.objects.get(pk=home.service.adults.pk)).filter(pk=letter.pk).exists()
    assert not Letter.objects.visible_to(User.objects.get(pk=home.service.outsider.pk)).filter(pk=letter.pk).exists()


def test_whoever_stands_in_for_the_owner_sees_her_letters(home: Family) -> None:
    letter = made.came(home.lead)
    mark_absence_of(home.lead, home.service.adults)

    assert Letter.objects.visible_to(home.service.adults).filter(pk=letter.pk).exists()


def test_a_letter_from_somebody_restricted_is_hidden_from_those_not_named(home: Family) -> None:
    letter = made.came(home.service.adults, side=OtherSide(record_no=home.mother.pk))
    assert Letter.objects.visible_to(home.service.adults).filter(pk=letter.pk).exists()

    restrict(
        numbers={"record": [home.mother.pk]}, reason="staff", words="x", until=clock.today() + timedelta(days=30),
        named=[home.service.head], by=home.service.head,
    )  # fmt: skip

    assert not Letter.objects.visible_to(home.service.adults).filter(pk=letter.pk).exists()
    assert Letter.objects.visible_to(home.service.head).filter(pk=letter.pk).exists()


# ---------------------------------------------------------------- templates


def template(**more: Any) -> TemplateText:
    told: dict[str, Any] = {"name": "Uzaicinājums", "kind": "invitation", "subject": "Saruna", "text": "{adresāts}"}
    return TemplateText(**(told | more))


def test_a_change_of_a_template_is_a_new_version(home: Family) -> None:
    here, head = home.service.municipality, home.service.head
    first = save_template(municipality=here, code="invitation", base=0, what=template(), by=head)
    second = save_template(municipality=here, code="invitation", base=1, what=template(text="Labdien!"), by=head)

    assert (first.number, second.number) == (1, 2)
    assert LetterTemplate.objects.get(pk=first.pk).until == second.since
    found = wording_of(here, "invitation")
    assert found is not None
    assert (found.number, found.text) == (2, "Labdien!")


def test_two_heads_do_not_overwrite_each_others_template(home: Family) -> None:
    here, head = home.service.municipality, home.service.head
    save_template(municipality=here, code="answer", base=0, what=template(), by=head)

    with pytest.raises(Refusal):
        save_template(municipality=here, code="answer", base=0, what=template(), by=head)


def test_a_template_with_an_unknown_place_is_refused_by_its_name(home: Family) -> None:
    with pytest.raises(Refusal) as told:
        save_template(
            municipality=home.service.municipality, code="", base=0, what=template(text="{vards}"), by=home.service.head
        )

    assert "{vards}" in str(told.value.by_field["text"])


def test_a_template_that_was_ended_is_not_offered_ours_neither(home: Family) -> None:
    here, head = home.service.municipality, home.service.head
    assert {one.code for one in wordings_of(here)} == {"invitation", "information", "answer"}

    end_template(template=save_template(municipality=here, code="answer", base=0, what=template(), by=head), by=head)

    assert {one.code for one in wordings_of(here)} == {"invitation", "information"}


def test_a_hidden_address_is_not_put_into_a_letter(home: Family) -> None:
    today = clock.today()
    set_address(record=home.mother, kind="declared", text="Redzamā iela 1", since=today, by=home.lead)
    assert values_for(by=home.lead, record_no=home.mother.pk)["adrese"] == "Redzamā iela 1"

    set_address(record=home.mother, kind="actual", text="Slepenā iela 2", since=today, hidden=True, by=home.lead)

    assert "adrese" not in values_for(by=home.lead, record_no=home.mother.pk)


# ---------------------------------------------------------------- what the database holds


WRONG = [
    {"state": "sent"},
    {"state": "prepared"},
    {"number": None},
    {"received_on": None},
    {"party": ""},
    {"state": "filed"},
    {"ended_because": "x"},
    {"direction": "out"},
    {"sent_on": clock.today()},
    {"proof": "x"},
    {"state": "withdrawn"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_the_database_refuses_a_letter_that_came_and_says_otherwise(home: Family, wrong: dict[str, Any]) -> None:
    letter = made.came(home.lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**wrong)


WRONG_OUT = [
    {"number": None},
    {"signed_by": None},
    {"checked_by": None},
    {"state": "prepared"},
    {"state": "sent", "sent_on": None},
    {"state": "notified", "sent_on": clock.today(), "way": "post", "notified_on": clock.today()},
    {"state": "sent", "sent_on": clock.today(), "way": ""},
    {"state": "notified", "sent_on": clock.today(), "way": "post", "proof": "x",
     "notified_on": clock.today() - timedelta(days=1)},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_OUT, ids=str)
def test_the_database_refuses_a_signed_letter_that_says_otherwise(home: Family, wrong: dict[str, Any]) -> None:
    letter = made.signed(home.lead, home.service.head)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**wrong)
