"""Writing, withdrawing, moving, confirming: what is kept, who may, who sees it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import Notice, User
from saikne.cases.actions.journal import Happening, Next, Said, confirm_receipt, write_entry, write_psychosocial
from saikne.cases.actions.journal_changes import move_entry, withdraw_entry
from saikne.cases.actions.plan_steps import Doer, StepText
from saikne.cases.actions.reach import open_to_member
from saikne.cases.enums import Notebook, TeamRole
from saikne.cases.models import Case, EntryPerson, Goal, JournalEntry, Plan, Receipt, Statement, Step, TeamMember
from saikne.cases.queries.journal import asked_receipts, file_readers
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.people.models import HouseholdMember

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@act
def join(ozolini: Family, user: User, role: str) -> TeamMember:
    member = TeamMember.objects.create(case=ozolini.case, user=user, role=role, since=clock.now())
    records = [ozolini.mother.pk, ozolini.father.pk, ozolini.daughter.pk, ozolini.son.pk]
    open_to_member(member, records, clock.now())
    return member


def goal_of(ozolini: Family) -> Goal:
    plan = Plan.objects.create(client=ozolini.case.client, since=clock.now())
    return Goal.objects.create(
        plan=plan, case=ozolini.case, title="Elza apmeklē skolu", asked_by="family", due=TODAY + timedelta(days=90)
    )


def test_an_entry_is_written_with_its_people_statements_step_and_note_in_one_act() -> None:
    ozolini = family()
    goal, maija, egils = goal_of(ozolini), ozolini.lead, ozolini.service.adults
    join(ozolini, egils, TeamRole.ADULTS)

    entry = write_entry(
        case=ozolini.case,
        what=Happening(
            on=TODAY,
            text=" Krāsns kurināta. ",
            kind="home_visit",
            minutes=45,
            travel_minutes=20,
            records=(ozolini.mother.pk, ozolini.daughter.pk),
            others=(" Sociālais pedagogs ", ""),
        ),
        statements=[
            Said("fact", "Krāsns salabota", "meistara čeks"),
            Said("own_words", "Eju arī es", "Elza", ozolini.daughter.pk),
        ],
        step=Next(goal.pk, StepText(Doer(user=maija.pk), "Saruna skolā", TODAY + timedelta(days=3))),
        colleague=egils,
        by=maija,
    )

    assert entry.text == "Krāsns kurināta."
    assert [(row.record_id, row.name) for row in entry.people.order_by("pk")] == [
        (ozolini.mother.pk, ""),
        (ozolini.daughter.pk, ""),
        (None, "Sociālais pedagogs"),
    ]
    assert list(entry.statements.order_by("pk").values_list("kind", "about")) == [
        ("fact", None),
        ("own_words", ozolini.daughter.pk),
    ]
    assert Step.objects.get(goal=goal).user == maija
    assert list(asked_receipts(egils)) == [Receipt.objects.get(entry=entry)]
    assert Notice.objects.get(user=egils).message == "cases.receipt_asked"
    assert AuditRow.objects.filter(act="cases.write_entry", about_no=entry.pk).count() == 1


def test_when_the_step_is_refused_nothing_at_all_is_written() -> None:
    ozolini, other = family(), family(surname="Kļav")
    goal = goal_of(other)

    with pytest.raises(Refusal) as refused:
        write_entry(
            case=ozolini.case,
            what=Happening(on=TODAY, text="Saruna"),
            statements=[Said("fact", "Parāds", "rēķins")],
            step=Next(goal.pk, StepText(Doer(user=ozolini.lead.pk), "Zvanīt", TODAY)),
            by=ozolini.lead,
        )

    assert set(refused.value.by_field) == {"step_goal"}
    assert (JournalEntry.objects.count(), Statement.objects.count()) == (0, 0)


def test_what_is_refused_of_a_statement_stands_beside_its_own_field() -> None:
    ozolini = family()

    with pytest.raises(Refusal) as refused:
        write_entry(
            case=ozolini.case,
            what=Happening(on=TODAY, text="Saruna"),
            statements=[Said("fact", "Parāds", " ")],
            by=ozolini.lead,
        )

    assert set(refused.value.by_field) == {"new_source"}


def test_a_note_cannot_be_sent_to_somebody_who_does_not_read_the_journal() -> None:
    ozolini = family()
    iveta = ozolini.service.psychosocial
    join(ozolini, iveta, TeamRole.PSYCHOSOCIAL)

    with pytest.raises(Refusal) as refused:
        write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna"), colleague=iveta, by=ozolini.lead)

    assert set(refused.value.by_field) == {"colleague"}
    assert JournalEntry.objects.count() == 0


def test_the_readers_of_a_journal_are_its_lead_the_head_and_the_team_without_the_psychosocial_worker() -> None:
    ozolini = family()
    office = ozolini.service
    join(ozolini, office.adults, TeamRole.CO_WORKER)
    join(ozolini, office.psychosocial, TeamRole.PSYCHOSOCIAL)
    join(ozolini, office.assistance, TeamRole.ASSISTANCE)

    assert set(file_readers(ozolini.case.pk)) == {office.family, office.head, office.adults}
    assert set(file_readers(ozolini.case.pk, opens=["psychosocial"])) == {office.psychosocial}


def test_only_the_one_addressed_confirms_and_the_second_click_changes_nothing() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Izlasi"), colleague=egils, by=ozolini.lead)
    receipt = entry.receipts.get()

    with pytest.raises(Refusal):
        confirm_receipt(receipt=receipt, by=ozolini.lead)
    first = confirm_receipt(receipt=receipt, by=egils).received_at
    second = confirm_receipt(receipt=receipt, by=egils).received_at

    assert first is not None
    assert second == first
    assert not asked_receipts(egils).exists()
    assert AuditRow.objects.filter(act="cases.read_note").count() == 1


def test_nobody_writes_in_a_closed_file() -> None:
    ozolini = family()
    Case.objects.filter(pk=ozolini.case.pk).update(closed_at=clock.now(), closing_reason="moved")

    with pytest.raises(Refusal):
        write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna"), by=ozolini.lead)


def test_a_withdrawn_entry_stays_with_its_reason_and_its_statements_no_longer_hold() -> None:
    ozolini = family()
    entry = write_entry(
        case=ozolini.case,
        what=Happening(on=TODAY, text="Parāds"),
        statements=[Said("fact", "Parāds", "rēķins")],
        by=ozolini.lead,
    )

    withdraw_entry(entry=entry, because="Rēķins bija cita klienta", by=ozolini.lead)

    entry.refresh_from_db()
    assert (entry.withdrawn_because, entry.withdrawn_by) == ("Rēķins bija cita klienta", ozolini.lead)
    assert not Statement.objects.standing().filter(withdraws=False).exists()
    with pytest.raises(Refusal):
        withdraw_entry(entry=entry, because="Vēlreiz", by=ozolini.lead)


def test_a_colleague_of_the_team_does_not_withdraw_what_another_wrote() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna"), by=ozolini.lead)

    with pytest.raises(Refusal):
        withdraw_entry(entry=entry, because="Man nepatīk", by=egils)

    assert JournalEntry.objects.standing().count() == 1


def test_a_moved_entry_is_struck_where_it_stood_and_stands_where_it_belongs() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    entry = write_entry(
        case=ozolini.case,
        what=Happening(on=date(2026, 11, 3), text="Saruna", records=(ozolini.mother.pk,), others=("Skolotāja",)),
        statements=[Said("fact", "Parāds", "rēķins"), Said("fact", "Strādā", "izziņa", ozolini.mother.pk)],
        by=ozolini.lead,
    )

    moved = move_entry(entry=entry, to=klavas.case, because="Nepareizā lieta", by=ozolini.lead)

    entry.refresh_from_db()
    assert (entry.case, moved.case, moved.moved_from) == (ozolini.case, klavas.case, entry)
    assert (entry.withdrawn_because, moved.withdrawn_at) == ("Nepareizā lieta", None)
    assert (moved.on, moved.by, moved.text) == (entry.on, ozolini.lead, "Saruna")
    assert [(row.record_id, row.name) for row in moved.people.all()] == [(None, "Skolotāja")]
    assert list(Statement.objects.filter(case=klavas.case).values_list("text", flat=True)) == ["Parāds"]
    assert not Statement.objects.standing().filter(case=ozolini.case, withdraws=False).exists()


def test_somebody_present_who_belongs_to_both_files_goes_along() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    entry = write_entry(
        case=ozolini.case, what=Happening(on=TODAY, text="Saruna", records=(ozolini.mother.pk,)), by=ozolini.lead
    )

    HouseholdMember.objects.create(
        household=klavas.home, record=ozolini.mother, role="relative", since=date(2026, 1, 1)
    )

    moved = move_entry(entry=entry, to=klavas.case, because="Nepareizā lieta", by=ozolini.lead)

    assert [row.record_id for row in moved.people.all()] == [ozolini.mother.pk]


def test_the_psychosocial_notebook_and_the_journal_never_show_each_other() -> None:
    ozolini = family()
    office = ozolini.service
    iveta = office.psychosocial
    join(ozolini, iveta, TeamRole.PSYCHOSOCIAL)
    work = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="ŽURNĀLS"), by=ozolini.lead)
    quiet = write_psychosocial(case=ozolini.case, what=Happening(on=TODAY, text="KLADE"), by=iveta)

    seen = {
        user.username: set(JournalEntry.objects.visible_to(user))
        for user in (office.family, office.head, iveta, office.outsider)
    }

    assert seen == {"family": {work}, "head": {work}, "psychosocial": {quiet}, "outsider": set()}
    assert quiet.notebook == Notebook.PSYCHOSOCIAL


def test_one_sentence_of_the_notebook_is_shared_only_on_purpose() -> None:
    ozolini = family()
    iveta = ozolini.service.psychosocial
    join(ozolini, iveta, TeamRole.PSYCHOSOCIAL)

    write_psychosocial(case=ozolini.case, what=Happening(on=TODAY, text="KLADE 1"), by=iveta)
    write_psychosocial(
        case=ozolini.case, what=Happening(on=TODAY, text="KLADE 2"), shared="Raivim vieglāk ārpus mājām.", by=iveta
    )

    shared = Statement.objects.visible_to(ozolini.lead).get()
    assert (shared.kind, shared.text) == ("opinion", "Raivim vieglāk ārpus mājām.")
    assert "Iveta Saulīte" in shared.source


def test_the_database_refuses_a_withdrawal_without_reason_and_a_present_nobody() -> None:
    ozolini = family()
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna"), by=ozolini.lead)
    wrong = [
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(withdrawn_at=clock.now(), withdrawn_by=ozolini.lead),
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(moved_from=entry.pk),
        lambda: EntryPerson.objects.create(entry=entry),
        lambda: EntryPerson.objects.create(entry=entry, record=ozolini.mother, name="Sanita"),
        lambda: Receipt.objects.bulk_create([Receipt(entry=entry, user=ozolini.lead, asked_at=clock.now())] * 2),
    ]

    for rogue in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rogue()
