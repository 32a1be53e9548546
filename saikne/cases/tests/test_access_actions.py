"""Emergency access, its answer, restrictions: what opens, what closes, who is told."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from saikne.accounts.models import Notice, User
from saikne.cases.actions.access import Fence, explain, judge_emergency, lift_file, open_in_emergency, restrict_file
from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.team import add_member, end_member
from saikne.cases.models import Case, FirstContact
from saikne.cases.queries.access import Target, latest_looks, target_by_number, target_by_record, who_sees
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import may_lead
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.people.models import IdentityLink, Person, PersonRecord
from saikne.people.tests.factories import household, person
from saikne.privacy.actions import give, holder_of, log_shown
from saikne.privacy.enums import Ground, Opens, Purpose
from saikne.privacy.models import AccessRow, Bar, BreakGlass, Restriction

pytestmark = pytest.mark.django_db


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def _break_glass(here: Family, by: User | None = None) -> BreakGlass:
    return open_in_emergency(
        target=Target(case=here.case), reason="duty", words="Zvans no policijas", by=by or here.service.adults
    )


def _fence(*named: User) -> Fence:
    return Fence("staff", "", clock.today() + timedelta(days=30), list(named))


def test_an_emergency_opens_the_file_and_its_people_for_some_hours() -> None:
    here = family()
    colleague = here.service.adults
    assert not _sees(colleague, here.case)

    row = _break_glass(here)

    assert _sees(colleague, here.case)
    assert PersonRecord.objects.visible_to(colleague).count() == 4
    with clock.at(clock.now() + timedelta(hours=settings.BREAK_GLASS_HOURS, minutes=1)):
        assert not _sees(colleague, here.case)
        assert PersonRecord.objects.visible_to(colleague).count() == 0
    assert AuditRow.objects.filter(act="privacy.break_glass", details__row=row.pk).count() == 1


def test_the_head_is_told_in_the_same_act_and_nobody_else() -> None:
    here = family()

    _break_glass(here)

    assert list(Notice.objects.values_list("user__username", "message", "about_no")) == [
        ("head", "cases.emergency", here.case.pk)
    ]


def test_without_own_words_nothing_opens() -> None:
    here = family()

    with pytest.raises(Refusal) as refused:
        open_in_emergency(target=Target(case=here.case), reason="duty", words="  ", by=here.service.adults)

    assert "words" in refused.value.by_field
    assert not _sees(here.service.adults, here.case)


def test_who_works_with_the_file_needs_no_emergency() -> None:
    here = family()

    with pytest.raises(Refusal):
        _break_glass(here, by=here.lead)

    assert not BreakGlass.objects.exists()


def test_a_look_in_an_emergency_is_red_even_where_a_smaller_ground_stands() -> None:
    here = family()
    colleague = here.service.assistance
    with_facts = {"case": [here.case.pk], "record": [here.mother.pk]}
    give(
        holder=holder_of(colleague), numbers=with_facts, opens=Opens.FACTS, ground=Ground.TEAM, ground_no=1,
        at=clock.now(),
    )  # fmt: skip
    _break_glass(here, by=colleague)

    log_shown(user=colleague, records={here.mother.pk: ""}, page="cases:file")

    assert AccessRow.objects.get().purpose == Purpose.EMERGENCY


def test_a_file_of_another_municipality_does_not_open_in_an_emergency() -> None:
    here = family()
    outsider = here.service.outsider

    assert target_by_number(outsider, here.case.label) is None
    assert target_by_number(here.service.adults, f" {here.case.label.lower()} ") == Target(case=here.case)
    elsewhere = target_by_record(outsider, here.mother.pk)
    assert elsewhere == Target(record_no=here.mother.pk, elsewhere=True)
    for target in (None, elsewhere):
        with pytest.raises(Refusal):
            open_in_emergency(target=target, reason="duty", words="Zvans", by=outsider)
    assert not PersonRecord.objects.visible_to(outsider).exists()


def test_a_person_found_by_search_leads_to_the_open_file_of_her_household() -> None:
    here = family()

    found = target_by_record(here.service.adults, here.son.pk)

    assert found is not None
    assert found.case == here.case


def test_the_head_answers_and_what_was_not_justified_closes_at_once() -> None:
    here = family()
    row = _break_glass(here)

    judge_emergency(row=row, answer="not_justified", words="Nebija pamata", by=here.service.head)

    assert not _sees(here.service.adults, here.case)
    told = Notice.objects.filter(user=here.service.adults).values_list("message", flat=True)
    assert list(told) == ["cases.emergency_judged"]
    with pytest.raises(Refusal):
        judge_emergency(row=row, answer="justified", words="", by=here.service.head)


def test_an_answer_of_not_justified_needs_words_and_nobody_answers_for_herself() -> None:
    here = family()
    row = _break_glass(here)

    with pytest.raises(Refusal):
        judge_emergency(row=row, answer="not_justified", words=" ", by=here.service.head)
    with pytest.raises(Refusal):
        judge_emergency(row=row, answer="justified", words="", by=here.service.adults)

    row.refresh_from_db()
    assert row.answer == "waiting"


def test_an_explanation_is_asked_given_and_answered() -> None:
    here = family()
    head, colleague = here.service.head, here.service.adults
    row = _break_glass(here)
    with pytest.raises(Refusal):
        explain(row=row, words="Vēl nav jautāts", by=colleague)

    judge_emergency(row=row, answer="explain", words="Kas zvanīja?", by=head)
    row.refresh_from_db()
    explain(row=row, words="Zvanīja dežurants", by=colleague)
    judge_emergency(row=row, answer="justified", words="", by=head)

    row.refresh_from_db()
    assert (row.answer, row.explanation) == ("justified", "Zvanīja dežurants")
    assert Notice.objects.filter(user=head, message="cases.emergency_told").count() == 1


def test_a_restricted_file_is_seen_by_the_named_alone_and_not_by_the_head() -> None:
    here = family()
    assert _sees(here.service.head, here.case)

    restrict_file(case=here.case, record_no=None, fence=_fence(here.lead), by=here.service.head)

    assert _sees(here.lead, here.case)
    assert not _sees(here.service.head, here.case)
    assert PersonRecord.objects.visible_to(here.service.head).count() == 0
    assert PersonRecord.objects.visible_to(here.lead).count() == 4


def test_a_restricted_file_does_not_open_in_an_emergency_nor_does_one_with_a_restricted_person() -> None:
    here = family()
    restrict_file(case=here.case, record_no=here.mother.pk, fence=_fence(here.lead), by=here.service.head)

    with pytest.raises(Refusal):
        _break_glass(here)
    with pytest.raises(Refusal):
        open_in_emergency(target=Target(record_no=here.mother.pk), reason="duty", words="Zvans", by=here.service.adults)

    assert not BreakGlass.objects.exists()


def test_restricting_one_person_restricts_every_file_of_hers_and_no_other_person() -> None:
    here = family()
    adult_file = _adult_file(here)

    restrict_file(case=here.case, record_no=here.mother.pk, fence=_fence(here.lead), by=here.service.head)

    assert not _sees(here.service.adults, adult_file)
    assert not _sees(here.service.head, here.case)
    restricted = set(Restriction.objects.filter(about="record").values_list("about_no", flat=True))
    assert restricted == {here.mother.pk}


def _adult_file(here: Family) -> Case:
    kind = file_kind("adult", subject="adult", prefix="PL")
    return open_case(
        kind=kind,
        municipality=here.service.municipality,
        record=here.mother,
        lead=may_lead(here.service.adults),
        purpose="Aprūpe mājās",
        by=here.service.adults,
    )


def test_lifting_opens_all_that_was_restricted_in_the_same_act() -> None:
    here = family()
    adult_file = _adult_file(here)
    rows = restrict_file(case=here.case, record_no=None, fence=_fence(here.lead), by=here.service.head)

    lift_file(case=here.case, restriction=rows[0], by=here.service.head)

    assert _sees(here.service.head, here.case)
    assert _sees(here.service.adults, adult_file)
    assert PersonRecord.objects.visible_to(here.service.head).count() == 4


def test_after_lifting_the_named_keep_nothing_of_what_naming_gave() -> None:
    here = family()
    stranger = here.service.other_unit
    rows = restrict_file(case=here.case, record_no=None, fence=_fence(here.lead, stranger), by=here.service.head)
    assert _sees(stranger, here.case)

    lift_file(case=here.case, restriction=rows[-1], by=here.service.head)

    assert not _sees(stranger, here.case)
    assert PersonRecord.objects.visible_to(stranger).count() == 0


def test_the_restriction_ends_by_itself() -> None:
    here = family()
    restrict_file(case=here.case, record_no=None, fence=_fence(here.lead), by=here.service.head)

    with clock.at(clock.now() + timedelta(days=32)):
        assert _sees(here.service.head, here.case)


def test_a_named_person_keeps_what_her_role_opened_and_gets_no_other_notebook() -> None:
    here = family()
    iveta = here.service.psychosocial
    numbers = {"case": [here.case.pk]}
    give(
        holder=holder_of(iveta), numbers=numbers, opens=Opens.PSYCHOSOCIAL, ground=Ground.TEAM, ground_no=9,
        at=clock.now(),
    )  # fmt: skip

    restrict_file(case=here.case, record_no=None, fence=_fence(here.lead, iveta), by=here.service.head)

    assert _sees(iveta, here.case)
    assert not Case.objects.worked_by(iveta).exists()


def test_who_looked_follows_the_person_of_the_moment_through_merge_and_split() -> None:
    here = family()
    stranger = person("Zane", "Sveša", date(1990, 1, 1), by=here.lead)
    link = IdentityLink.objects.get(record=here.mother)
    _look(here.lead, here.mother)
    _link(here.mother, IdentityLink.objects.get(record=stranger).person)
    _look(here.service.head, stranger)
    _link(here.mother, link.person)
    _look(here.service.adults, stranger)

    seen = [line.who for line in latest_looks({here.mother.pk: here.mother.name}, limit=9)]

    assert seen == ["Gunta Siliņa", "Maija Liepa"]


def _look(user: User, record: PersonRecord) -> None:
    log_shown(user=user, records={record.pk: ""}, page="cases:file")


def _link(record: PersonRecord, to: Person) -> None:
    moment = clock.now()
    IdentityLink.objects.filter(record=record, until=None).update(until=moment)
    IdentityLink.objects.create(record=record, person=to, since=moment, decided_by_id=record.entered_by_id)


def test_everybody_who_may_open_a_file_is_listed_with_the_ground() -> None:
    office = headed_service()
    here = family(office)

    found = {watcher.name: [line.ground for line in watcher.lines] for watcher in who_sees(here.case, None)}

    assert set(found) == {"Maija Liepa", "Gunta Siliņa"}
    assert str(Ground.LEAD.label) in found["Maija Liepa"]
    assert found["Gunta Siliņa"] == [str(Ground.UNIT.label)]


def test_an_emergency_for_a_person_without_a_file_opens_her_record_alone() -> None:
    here = family()
    alone = person("Zane", "Sveša", date(1990, 1, 1), by=here.lead)
    home = household("Svešo ģimene", {alone: "parent"}, of=here.service.municipality)
    assert home.pk

    open_in_emergency(
        target=target_by_record(here.service.adults, alone.pk), reason="duty", words="Zvans", by=here.service.adults
    )

    assert [face.name for face in PersonRecord.objects.visible_to(here.service.adults)] == ["Zane Sveša"]
    assert Notice.objects.filter(user=here.service.head, message="cases.emergency", about="record").exists()


def test_who_has_declared_a_conflict_is_not_among_those_who_may_open_a_file() -> None:
    here = family()
    Bar.objects.create(
        user=here.service.head, about="case", about_no=here.case.pk, ground="relative", since=clock.now()
    )

    assert [watcher.name for watcher in who_sees(here.case, None)] == ["Maija Liepa"]


def test_who_stops_working_with_a_file_is_named_no_longer_in_anything_restricted_with_it() -> None:
    here = family()
    adult_file, contact = _adult_file(here), _contact_of(here)
    iveta = here.service.psychosocial
    member = add_member(case=here.case, user=iveta, role="psychosocial", by=here.lead)
    restrict_file(case=here.case, record_no=None, fence=_fence(here.lead, iveta), by=here.service.head)
    before = _sees(iveta, adult_file), FirstContact.objects.visible_to(iveta).filter(pk=contact.pk).exists()

    end_member(member=member, by=here.lead)

    assert before == (True, True)
    assert not Case.objects.visible_to(iveta).exists()
    assert not PersonRecord.objects.visible_to(iveta).exists()
    assert not FirstContact.objects.visible_to(iveta).exists()
    assert _sees(here.lead, here.case)


def test_who_still_works_with_another_file_of_the_same_restriction_stays_named_there() -> None:
    here = family()
    adult_file, contact = _adult_file(here), _contact_of(here)
    iveta = here.service.psychosocial
    member = add_member(case=here.case, user=iveta, role="psychosocial", by=here.lead)
    add_member(case=adult_file, user=iveta, role="psychosocial", by=here.service.adults)
    restrict_file(case=here.case, record_no=None, fence=_fence(here.lead, iveta), by=here.service.head)

    end_member(member=member, by=here.lead)

    assert [case.pk for case in Case.objects.visible_to(iveta)] == [adult_file.pk]
    assert [face.pk for face in PersonRecord.objects.visible_to(iveta)] == [here.mother.pk]
    assert FirstContact.objects.visible_to(iveta).filter(pk=contact.pk).exists()


def _contact_of(here: Family) -> FirstContact:
    happened = Happened(
        way="visit", reason="other", told="Saruna", advised="Zvanīt", outcome="advice", on=clock.today()
    )
    return note_contact(happened=happened, record=here.mother, by=here.lead)
