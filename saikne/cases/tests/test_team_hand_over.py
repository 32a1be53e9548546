"""Hand-over: until it is accepted the former lead answers; then the next one does, and no moment lies between."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import Notice, User
from saikne.cases.actions.access import Fence, restrict_file
from saikne.cases.actions.agreement_chapters import change_chapter
from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.reach import extend_reach
from saikne.cases.actions.team import add_deputy, add_member, end_member, set_main_worker
from saikne.cases.actions.team_hand_over import How, hand_over, receive, return_file
from saikne.cases.enums import TeamRole
from saikne.cases.models import (
    Case,
    Chapter,
    FirstContact,
    FollowUp,
    HandOver,
    JournalEntry,
    LeadPeriod,
    MainWorkerPeriod,
    Signature,
    Step,
    TeamMember,
)
from saikne.cases.queries.access import not_named
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.agreements import agreement_in_force, chapter, chapter_text, points, sign_all
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import HEAD, SOCIAL_WORK, may
from saikne.cases.tests.test_journal_actions import goal_of
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.core.periods import live
from saikne.organisation.tests.factories import worker
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.tests.factories import person
from saikne.privacy.actions import give, holder_of
from saikne.privacy.enums import Ground, Opens, RestrictionReason
from saikne.privacy.models import Bar, Grant, Restriction, Side

pytestmark = pytest.mark.django_db
WHY = How("Pārcelšanās uz Zenteni")


def parish_of(ozolini: Family) -> User:
    return may(ozolini.service.parish, *SOCIAL_WORK)


def ask(ozolini: Family, receiver: User, how: How = WHY, *, by: User | None = None) -> HandOver:
    giver = ozolini.lead
    return hand_over(passings=[Passing(ozolini.case, receiver)], giver=giver, how=how, by=by or giver)[0]


def leads(case: Case) -> User:
    return LeadPeriod.objects.get(live(), case=case).worker


def test_until_it_is_accepted_the_former_lead_is_responsible_and_the_receiver_reads() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    before = Case.objects.visible_to(vija).count()

    row = ask(ozolini, vija)

    assert before == 0
    assert leads(ozolini.case) == ozolini.lead
    assert Case.objects.worked_by(vija).get() == ozolini.case
    assert PersonRecord.objects.visible_to(vija).count() == 4
    assert Case.objects.worked_by(ozolini.lead).get() == ozolini.case
    assert Notice.objects.get(user=vija).message == "cases.hand_over_asked"
    assert (row.received_at, row.pack["main_worker"]) == (None, True)


def test_after_acceptance_the_receiver_leads_and_the_former_lead_has_no_reach() -> None:
    ozolini = family()
    maija, vija = ozolini.lead, parish_of(ozolini)
    row = ask(ozolini, vija)

    receive(row=row, by=vija)

    assert leads(ozolini.case) == vija
    assert Case.objects.worked_by(vija).get() == ozolini.case
    assert not Case.objects.visible_to(maija).exists()
    assert not Grant.objects.filter(live(), holder=holder_of(maija), opens=Opens.CASE_WORK).exists()
    assert not Grant.objects.filter(live(), ground=Ground.HAND_OVER).exists()
    assert Case.objects.worked_by(ozolini.service.head).get() == ozolini.case
    assert AuditRow.objects.filter(act="cases.receive", about_no=ozolini.case.pk).count() == 1


def test_the_receiver_becomes_main_worker_where_the_giver_was_unless_told_otherwise() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    vija = parish_of(ozolini)

    receive(row=ask(ozolini, vija), by=vija)
    receive(row=ask(klavas, vija, How("Slodze", main_worker=False)), by=vija)

    mains = {row.client_id: row.worker for row in MainWorkerPeriod.objects.filter(live())}
    assert mains == {ozolini.case.client_id: vija, klavas.case.client_id: office.family}
    assert Case.objects.visible_to(office.family).get() == klavas.case
    assert not Case.objects.worked_by(office.family).exists()


def test_steps_follow_ups_and_notes_of_the_giver_go_along() -> None:
    ozolini = family()
    maija, vija = ozolini.lead, parish_of(ozolini)
    egils = may(ozolini.service.adults, *SOCIAL_WORK)
    add_member(case=ozolini.case, user=egils, role=TeamRole.ADULTS, by=maija)
    goal, due = goal_of(ozolini), clock.today() + timedelta(days=5)
    hers = Step.objects.create(goal=goal, user=maija, text="Zvanīt skolai", due=due)
    done = Step.objects.create(goal=goal, user=maija, text="Izdarīts", due=due, state="done", done_on=clock.today())
    other = Step.objects.create(goal=goal, user=egils, text="Apmeklēt", due=due)
    later = FollowUp.objects.create(case=ozolini.case, months=6, due=due, owner=maija)
    note = write_entry(case=ozolini.case, what=Happening(on=clock.today(), text="Izlasi"), colleague=maija, by=egils)

    receive(row=ask(ozolini, vija), by=vija)

    for row in (hers, done, other, later):
        row.refresh_from_db()
    assert (hers.user, done.user, other.user, later.owner) == (vija, maija, egils, vija)
    assert hers.version == 2
    assert note.receipts.get().user == vija


def test_who_stood_beside_and_now_leads_is_no_longer_listed_beside() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    add_member(case=ozolini.case, user=vija, role=TeamRole.CO_WORKER, by=ozolini.lead)

    receive(row=ask(ozolini, vija), by=vija)

    assert not TeamMember.objects.filter(live(), case=ozolini.case).exists()
    assert Case.objects.worked_by(vija).exists()


def test_the_team_is_told_who_leads_now() -> None:
    ozolini = family()
    vija, iveta = parish_of(ozolini), ozolini.service.psychosocial
    add_member(case=ozolini.case, user=iveta, role=TeamRole.PSYCHOSOCIAL, by=ozolini.lead)

    receive(row=ask(ozolini, vija), by=vija)

    assert Notice.objects.filter(user=iveta, message="cases.lead_changed").count() == 1
    assert Notice.objects.filter(user=ozolini.lead, message="cases.hand_over_received").count() == 1


def test_a_returned_file_stays_with_its_lead_and_is_closed_to_the_receiver_again() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    row = ask(ozolini, vija)

    with pytest.raises(Refusal):
        return_file(row=row, because=" ", by=vija)
    return_file(row=row, because="Esmu radiniece", by=vija)

    assert leads(ozolini.case) == ozolini.lead
    assert not Case.objects.visible_to(vija).exists()
    assert HandOver.objects.get().returned_because == "Esmu radiniece"
    with pytest.raises(Refusal):
        receive(row=row, by=vija)


def test_who_joins_the_family_while_it_waits_is_reached_by_the_receiver_too() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    ask(ozolini, vija)
    newborn = person("Anna", "Ozoliņa", clock.today(), by=ozolini.service.outsider)
    HouseholdMember.objects.create(household=ozolini.home, record=newborn, role="child", since=clock.today())

    act(extend_reach)(ozolini.case, clock.now())

    assert PersonRecord.objects.visible_to(vija).filter(pk=newborn.pk).exists()


def test_nobody_else_accepts_and_nobody_accepts_twice() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    row = ask(ozolini, vija)

    with pytest.raises(Refusal):
        receive(row=row, by=ozolini.lead)
    receive(row=row, by=vija)
    with pytest.raises(Refusal):
        receive(row=row, by=vija)

    assert LeadPeriod.objects.filter(case=ozolini.case).count() == 2


def test_a_colleague_of_the_team_does_not_hand_the_file_over() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    add_member(case=ozolini.case, user=vija, role=TeamRole.CO_WORKER, by=ozolini.lead)

    with pytest.raises(Refusal):
        ask(ozolini, vija, by=vija)


# ---------------------------------------------------------------- obstacles


@act
def decide(user: User, record: PersonRecord) -> None:
    give(
        holder=holder_of(user),
        numbers={"record": [record.pk]},
        opens=Opens.FACTS,
        ground=Ground.DECIDES,
        ground_no=1,
        at=clock.now(),
    )


def test_who_decides_the_benefit_of_one_of_the_family_does_not_take_the_file_over() -> None:
    ozolini = family()
    dace = may(ozolini.service.assistance, *SOCIAL_WORK)
    decide(dace, ozolini.son)

    with pytest.raises(Refusal) as refused:
        ask(ozolini, dace)

    assert len(refused.value.reasons) == 1
    assert "Dace Krūmiņa" in str(refused.value.reasons[0])
    assert HandOver.objects.count() == 0


def test_who_began_to_decide_while_the_file_waited_cannot_accept_it() -> None:
    ozolini = family()
    dace = may(ozolini.service.assistance, *SOCIAL_WORK)
    row = ask(ozolini, dace)
    decide(dace, ozolini.mother)

    with pytest.raises(Refusal):
        receive(row=row, by=dace)

    assert leads(ozolini.case) == ozolini.lead
    assert Side.objects.filter(live(), holder=holder_of(dace)).count() == 1


def test_a_relative_a_stranger_and_somebody_without_the_role_are_all_refused() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    Bar.objects.create(user=vija, about="record", about_no=ozolini.son.pk, ground="relative", since=clock.now())

    with pytest.raises(Refusal):
        ask(ozolini, vija)
    with pytest.raises(Refusal):
        ask(ozolini, may(office.outsider, *SOCIAL_WORK))
    with pytest.raises(Refusal):
        ask(ozolini, office.psychosocial)
    assert HandOver.objects.count() == 0


def keep(ozolini: Family, *named: User) -> list[Restriction]:
    fence = Fence(RestrictionReason.STAFF, "", clock.today() + timedelta(days=30), list(named))
    return restrict_file(case=ozolini.case, record_no=None, fence=fence, by=ozolini.service.head)


def test_a_restricted_file_goes_only_to_one_of_those_named_and_the_refusal_says_what_to_do() -> None:
    ozolini = family()
    vija, egils = parish_of(ozolini), may(ozolini.service.adults, *SOCIAL_WORK)
    keep(ozolini, ozolini.lead, egils)

    with pytest.raises(Refusal) as refused:
        ask(ozolini, vija)
    told = [str(reason) for reason in refused.value.reasons]
    assert told == [not_named(vija)]
    assert HandOver.objects.count() == 0

    receive(row=ask(ozolini, egils), by=egils)
    assert Case.objects.worked_by(egils).get() == ozolini.case
    assert not Case.objects.visible_to(ozolini.lead).exists()
    assert not PersonRecord.objects.visible_to(ozolini.lead).exists()


def test_a_file_restricted_while_it_waited_is_not_accepted_by_one_who_is_not_named() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    row = ask(ozolini, vija)
    keep(ozolini, ozolini.lead)

    with pytest.raises(Refusal) as refused:
        receive(row=row, by=vija)

    assert [str(reason) for reason in refused.value.reasons] == [not_named(vija)]
    assert leads(ozolini.case) == ozolini.lead


def test_who_is_named_with_facts_alone_and_takes_the_file_over_sees_the_whole_of_it() -> None:
    ozolini = family()
    dace = may(ozolini.service.assistance, *SOCIAL_WORK)
    add_member(case=ozolini.case, user=dace, role=TeamRole.ASSISTANCE, by=ozolini.lead)
    keep(ozolini, ozolini.lead, dace)
    assert not Case.objects.worked_by(dace).exists()

    row = ask(ozolini, dace)
    assert Case.objects.worked_by(dace).get() == ozolini.case
    return_file(row=row, because="Slodze", by=dace)

    assert not Case.objects.worked_by(dace).exists()
    assert Case.objects.visible_to(dace).get() == ozolini.case


def test_nobody_who_is_not_named_joins_the_team_stands_in_or_becomes_main_worker_of_a_restricted_file() -> None:
    ozolini = family()
    vija, until = parish_of(ozolini), clock.today() + timedelta(days=7)
    keep(ozolini, ozolini.lead)

    with pytest.raises(Refusal) as joins:
        add_member(case=ozolini.case, user=vija, role=TeamRole.DEPUTY, by=ozolini.lead)
    with pytest.raises(Refusal) as stands_in:
        add_deputy(case=ozolini.case, user=vija, until=clock.today(), by=ozolini.lead)
    with pytest.raises(Refusal) as main:
        set_main_worker(case=ozolini.case, worker=vija, reason="", by=ozolini.lead)

    assert str(joins.value.by_field["user"]) == not_named(vija)
    assert set(joins.value.by_field) == {"user", "role"}
    assert str(stands_in.value.by_field["user"]) == not_named(vija)
    assert set(stands_in.value.by_field) == {"user", "until"}
    assert str(main.value.by_field["worker"]) == not_named(vija)
    assert set(main.value.by_field) == {"worker", "reason"}
    assert TeamMember.objects.count() == 0
    with pytest.raises(Refusal):
        add_deputy(case=ozolini.case, user=vija, until=until, by=ozolini.lead)


def test_a_named_colleague_gets_with_her_role_what_it_opens_and_loses_it_when_she_leaves() -> None:
    ozolini = family()
    iveta = ozolini.service.psychosocial
    keep(ozolini, ozolini.lead, iveta)

    member = add_member(case=ozolini.case, user=iveta, role=TeamRole.PSYCHOSOCIAL, by=ozolini.lead)
    words = set(Case.objects.reachable(iveta, about="case", opens=[Opens.PSYCHOSOCIAL]).values_list("about_no"))
    assert words == {(ozolini.case.pk,)}
    end_member(member=member, by=ozolini.lead)

    assert not Case.objects.visible_to(iveta).exists()
    assert not PersonRecord.objects.visible_to(iveta).exists()
    assert Case.objects.worked_by(ozolini.lead).exists()


@pytest.mark.parametrize("first", ["named", "deputy"])
def test_a_deputy_is_named_as_long_as_she_stands_in(first: str) -> None:
    ozolini = family()
    vija, until = parish_of(ozolini), clock.today() + timedelta(days=7)
    if first == "deputy":
        add_deputy(case=ozolini.case, user=vija, until=until, by=ozolini.lead)
    keep(ozolini, ozolini.lead, vija)
    if first == "named":
        add_deputy(case=ozolini.case, user=vija, until=until, by=ozolini.lead)
    later = note_contact(
        happened=Happened(way="visit", reason="other", told="Saruna", outcome="case", on=clock.today()),
        record=ozolini.mother, by=ozolini.lead,
    )  # fmt: skip

    def sees() -> tuple[bool, bool, bool]:
        return (
            Case.objects.worked_by(vija).exists(),
            PersonRecord.objects.visible_to(vija).exists(),
            FirstContact.objects.filter(pk=later.pk).visible_to(vija).exists(),
        )

    with clock.at(clock.midnight(until) + timedelta(hours=23)):
        assert sees() == (True, True, True)
    with clock.at(clock.midnight(until + timedelta(days=1)) + timedelta(hours=1)):
        assert sees() == (False, False, False)
        assert Case.objects.worked_by(ozolini.lead).exists()


def test_a_deputy_who_takes_a_restricted_file_over_keeps_it_after_her_last_day() -> None:
    ozolini = family()
    vija, until = parish_of(ozolini), clock.today() + timedelta(days=7)
    keep(ozolini, ozolini.lead, vija)
    add_deputy(case=ozolini.case, user=vija, until=until, by=ozolini.lead)

    receive(row=ask(ozolini, vija), by=vija)

    with clock.at(clock.midnight(until + timedelta(days=2))):
        assert Case.objects.worked_by(vija).get() == ozolini.case
        assert PersonRecord.objects.visible_to(vija).count() == 4


# ---------------------------------------------------------------- chapters of the agreement


def test_chapters_in_force_of_who_leaves_pass_to_the_new_lead_and_the_team_is_told() -> None:
    ozolini = family()
    maija, vija = ozolini.lead, parish_of(ozolini)
    agreement = agreement_in_force(ozolini)
    chapters = Chapter.objects.filter(agreement=agreement)
    versions, signed = agreement.versions.count(), set(Signature.objects.values_list("party__user", flat=True))
    add_member(case=ozolini.case, user=ozolini.service.psychosocial, role=TeamRole.PSYCHOSOCIAL, by=maija)

    receive(row=ask(ozolini, vija), by=vija)

    assert set(chapters.values_list("owner", flat=True)) == {vija.pk}
    assert agreement.versions.count() == versions + 1
    assert set(Signature.objects.values_list("party__user", flat=True)) == signed
    newest = agreement.versions.order_by("-number").first()
    assert newest is not None
    assert {chapter["owner"] for chapter in newest.content["chapters"]} == {str(vija)}
    told = Notice.objects.filter(user=ozolini.service.psychosocial, message="cases.chapters_passed")
    assert told.count() == 1
    assert AuditRow.objects.filter(act="cases.chapter_passed").count() == chapters.count()


def test_who_still_leads_another_file_of_the_client_keeps_her_chapters() -> None:
    ozolini = family()
    maija, vija = ozolini.lead, parish_of(ozolini)
    agreement = agreement_in_force(ozolini)
    other = open_case(
        kind=file_kind("adult", subject="adult", prefix="SG"), municipality=ozolini.service.municipality,
        record=ozolini.father, lead=maija, purpose="Atbalsts", by=maija,
    )  # fmt: skip

    receive(row=ask(ozolini, vija), by=vija)
    assert set(Chapter.objects.filter(agreement=agreement).values_list("owner", flat=True)) == {maija.pk}

    receive(row=hand_over(passings=[Passing(other, vija)], giver=maija, how=WHY, by=maija)[0], by=vija)
    assert set(Chapter.objects.filter(agreement=agreement).values_list("owner", flat=True)) == {vija.pk}


@pytest.mark.parametrize("signed", [True, False])
def test_drafts_of_who_leaves_are_the_new_leads_to_sign(signed: bool) -> None:
    ozolini = family()
    maija, vija = ozolini.lead, parish_of(ozolini)
    draft = chapter(ozolini)
    if signed:
        sign_all(ozolini, draft)
    words = draft.versions.order_by("-number")[0].points

    receive(row=ask(ozolini, vija), by=vija)

    now = Chapter.objects.get(state="draft")
    assert (now.owner, now.pk == draft.pk) == (vija, not signed)
    assert list(now.parties.exclude(user=None).values_list("user", flat=True)) == [vija.pk]
    latest = now.versions.order_by("-number")[0]
    assert latest.points == words
    assert not latest.signatures.exists()
    assert Signature.objects.filter(party__user=maija).exists() is signed


def test_a_draft_that_replaces_a_signed_chapter_still_replaces_it_after_a_hand_over() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    agreement = agreement_in_force(ozolini)
    held = Chapter.objects.get(agreement=agreement)
    text = chapter_text(ozolini, points=points("Tiekas katru nedēļu"))
    sign_all(ozolini, change_chapter(case=ozolini.case, chapter=held, text=text, base=held.version, by=ozolini.lead))

    receive(row=ask(ozolini, vija), by=vija)

    draft = Chapter.objects.get(agreement=agreement, state="draft")
    assert (draft.owner, draft.carried_from) == (vija, held)
    assert Chapter.objects.get(pk=held.pk).owner == vija


# ---------------------------------------------------------------- the head, many files


def test_all_files_of_a_worker_go_in_one_act_or_none_does_and_every_obstacle_is_told() -> None:
    office = headed_service()
    ozolini, klavas, liepas = family(office), family(office, surname="Kļav"), family(office, surname="Zak")
    vija, egils = parish_of(ozolini), may(office.adults, *SOCIAL_WORK)
    may(office.head, *HEAD)
    decide(vija, ozolini.mother)
    Bar.objects.create(user=egils, about="case", about_no=liepas.case.pk, ground="relative", since=clock.now())
    passings = [Passing(ozolini.case, vija), Passing(klavas.case, vija), Passing(liepas.case, egils)]

    with pytest.raises(Refusal) as refused:
        hand_over(passings=passings, giver=office.family, how=WHY, by=office.head)

    told = [str(reason) for reason in refused.value.reasons]
    labels = [
        Case.objects.select_related("kind", "number__series").get(pk=one.case.pk).label for one in (ozolini, liepas)
    ]
    assert [reason.split(":")[0] for reason in told] == labels
    assert HandOver.objects.count() == 0

    rows = hand_over(
        passings=[Passing(klavas.case, vija), Passing(ozolini.case, egils)],
        giver=office.family,
        how=WHY,
        by=office.head,
    )
    assert {row.receiver for row in rows} == {vija, egils}


def test_of_many_files_the_restricted_one_stays_and_the_others_go() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    vija, head = parish_of(ozolini), may(office.head, *HEAD)
    keep(ozolini, office.family, head)
    passings = [Passing(ozolini.case, vija), Passing(klavas.case, vija)]

    rows = hand_over(passings=passings, giver=office.family, how=WHY, by=head)

    assert [row.case for row in rows] == [klavas.case]
    with pytest.raises(Refusal) as refused:
        hand_over(passings=passings[:1], giver=office.family, how=WHY, by=head)
    assert [str(reason) for reason in refused.value.reasons] == [not_named(vija)]


def test_all_that_is_wrong_with_a_hand_over_is_said_at_once() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    keep(ozolini, ozolini.lead)

    with pytest.raises(Refusal) as refused:
        ask(ozolini, vija, How(" ", at_once=True), by=vija)

    assert (len(refused.value.reasons), set(refused.value.by_field)) == (3, {"reason"})


def test_at_once_the_new_lead_answers_now_and_the_receipt_still_waits() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    may(office.head, *HEAD)

    row = ask(ozolini, vija, How("Aiziet no darba", at_once=True), by=office.head)

    assert leads(ozolini.case) == vija
    assert not Case.objects.visible_to(ozolini.lead).exists()
    assert HandOver.objects.get().received_at is None
    with pytest.raises(Refusal):
        return_file(row=row, because="Nevaru", by=vija)
    receive(row=row, by=vija)
    assert HandOver.objects.get().received_at is not None
    assert Case.objects.worked_by(vija).exists()
    assert LeadPeriod.objects.filter(case=ozolini.case).count() == 2


def test_only_the_head_hands_over_at_once() -> None:
    ozolini = family()

    with pytest.raises(Refusal):
        ask(ozolini, parish_of(ozolini), How("Atvaļinājums", at_once=True))


def test_after_any_hand_overs_the_leads_form_one_chain_without_a_gap() -> None:
    office = headed_service()
    files = [family(office), family(office, surname="Kļav")]
    may(office.head, *HEAD)
    workers = [may(worker(f"w{n}", f"V{n}", f"U{n}", at=office.unit), *SOCIAL_WORK) for n in range(4)] + [
        may(office.family, *SOCIAL_WORK)
    ]
    dice = Random(7)

    for _turn in range(25):
        one = dice.choice(files)
        giver = leads(one.case)
        receiver = dice.choice([user for user in workers if user != giver])
        how = How("Kārta", main_worker=dice.random() < 0.5, at_once=dice.random() < 0.3)
        row = hand_over(passings=[Passing(one.case, receiver)], giver=giver, how=how, by=office.head)[0]
        if how.at_once or dice.random() < 0.6:
            receive(row=row, by=receiver)
        else:
            return_file(row=row, because="Nē", by=receiver)

    for one in files:
        chain = list(LeadPeriod.objects.filter(case=one.case).order_by("since").values_list("since", "until", "worker"))
        assert [until for _since, until, _worker in chain[:-1]] == [since for since, _until, _worker in chain[1:]]
        assert chain[-1][1] is None
        reach = [user for user in workers if Case.objects.worked_by(user).filter(pk=one.case.pk).exists()]
        assert reach == [leads(one.case)]
        mains = list(
            MainWorkerPeriod.objects.filter(client=one.case.client).order_by("since").values_list("since", "until")
        )
        assert [until for _since, until in mains[:-1]] == [since for since, _until in mains[1:]]


def test_the_database_refuses_a_second_hand_over_on_its_way_and_one_to_oneself() -> None:
    ozolini = family()
    vija, maija = parish_of(ozolini), ozolini.lead
    ask(ozolini, vija)
    common = {"case": ozolini.case, "reason": "x", "asked_at": clock.now(), "asked_by": maija}
    wrong = [
        lambda: HandOver.objects.create(giver=maija, receiver=vija, **common),
        lambda: HandOver.objects.create(giver=maija, receiver=maija, returned_at=clock.now(), **common),
        lambda: HandOver.objects.filter(case=ozolini.case).update(received_at=clock.now(), returned_at=clock.now()),
        lambda: LeadPeriod.objects.create(case=ozolini.case, worker=vija, since=clock.now(), reason="x"),
        lambda: TeamMember.objects.create(case=ozolini.case, user=vija, role="deputy", since=clock.now()),
    ]

    for rogue in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rogue()


def test_the_entries_of_the_former_lead_stay_hers() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    write_entry(case=ozolini.case, what=Happening(on=date(2026, 11, 3), text="Saruna"), by=ozolini.lead)

    receive(row=ask(ozolini, vija), by=vija)

    assert JournalEntry.objects.visible_to(vija).get().by == ozolini.lead
    assert not JournalEntry.objects.visible_to(ozolini.lead).exists()


def test_who_has_declared_a_conflict_or_whose_role_does_not_lead_neither_stands_in_nor_is_main_worker() -> None:
    ozolini = family()
    vija = ozolini.service.parish
    Bar.objects.create(user=vija, about="record", about_no=ozolini.son.pk, ground="relative", since=clock.now())

    with pytest.raises(Refusal) as joins:
        add_member(case=ozolini.case, user=vija, role=TeamRole.CO_WORKER, by=ozolini.lead)
    with pytest.raises(Refusal) as stands_in:
        add_deputy(case=ozolini.case, user=vija, until=clock.today() + timedelta(days=7), by=ozolini.lead)
    with pytest.raises(Refusal) as main:
        set_main_worker(case=ozolini.case, worker=vija, reason="Maiņa", by=ozolini.lead)

    told = [
        str(joins.value.by_field["user"]),
        str(stands_in.value.by_field["user"]),
        str(main.value.by_field["worker"]),
    ]
    assert ["konflikts" in text for text in told] == [True, True, True]
    assert ["loma neļauj" in text for text in told] == [False, True, True]
