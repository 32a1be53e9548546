"""One agreement in force: drafted, signed, in force, changed chapter by chapter, replaced; and clients joined."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.cases.actions.agreement import (
    draft_replacement,
    drop_agreement,
    drop_chapter,
    end_chapter,
    put_chapter_in_force,
    put_in_force,
    sign,
)
from saikne.cases.actions.agreement_chapters import add_chapter, change_chapter
from saikne.cases.models import (
    Agreement,
    AgreementVersion,
    Chapter,
    ChapterParty,
    ChapterVersion,
    Participation,
    Signature,
)
from saikne.cases.queries.agreement import agreement_lines, wording_of
from saikne.cases.rules.agreement_wording import fingerprint
from saikne.cases.tests.agreements import (
    agreement_in_force,
    chapter,
    chapter_text,
    group_on_thursday,
    heard,
    points,
    sign_all,
    work_on_thursday,
)
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.acts import next_number
from saikne.core.errors import Clash, Refusal
from saikne.core.models import AuditRow, RunningNumber
from saikne.organisation.tests.factories import institution

pytestmark = pytest.mark.django_db


def states(agreement: Agreement) -> list[tuple[str, str]]:
    return list(agreement.chapters.order_by("pk").values_list("kind", "state"))


def reasons(refusal: Refusal) -> str:
    return " | ".join(str(reason) for reason in refusal.reasons)


def test_the_first_chapter_begins_a_draft_and_the_second_joins_it() -> None:
    home = family()

    first, second = chapter(home), chapter(home, kind="participation")

    assert first.agreement == second.agreement
    assert list(Agreement.objects.values_list("state", flat=True)) == ["draft"]
    assert first.versions.get().number == 1


def test_everything_wrong_with_a_chapter_is_told_at_once() -> None:
    home, other = family(), family(surname="Kalniņ")

    with pytest.raises(Refusal) as told:
        chapter(
            home,
            kind="service",
            owner=home.service.outsider.pk,
            until=clock.today(),
            people=(other.mother.pk,),
            points=(),
        )

    assert set(told.value.by_field) == {"owner", "until", "people", "points", "institutions"}


def test_a_child_is_never_a_signing_party() -> None:
    home = family()

    with pytest.raises(Refusal) as told:
        chapter(home, people=(home.mother.pk, home.daughter.pk))

    assert "people" in told.value.by_field


def test_a_second_chapter_of_a_kind_is_refused_but_service_contracts_may_be_many() -> None:
    home = family()
    chapter(home)
    provider = institution("Zaļā istaba", "other")

    with pytest.raises(Refusal) as told:
        chapter(home)
    for _number in (1, 2):
        chapter(home, kind="service", institutions=(provider.pk,))

    assert "kind" in told.value.by_field
    assert Chapter.objects.filter(kind="service").count() == 2


def test_a_draft_comes_into_force_with_a_number_once_all_have_signed() -> None:
    home = family()
    draft = chapter(home)
    with pytest.raises(Refusal) as told:
        put_in_force(case=home.case, heard=[], by=home.lead)
    sign_all(home, draft)

    agreement = put_in_force(case=home.case, heard=heard(home), by=home.lead)

    assert len(told.value.reasons) == 3
    assert set(told.value.by_field) == {f"heard_{home.daughter.pk}", f"heard_{home.son.pk}"}
    assert (agreement.state, agreement.number.number if agreement.number else 0) == ("in_force", 1)
    assert states(agreement) == [("cooperation", "in_force")]
    assert Participation.objects.filter(decision="agreement", decision_no=agreement.pk).count() == 2
    assert AuditRow.objects.filter(act="cases.agreement_in_force").count() == 1


def test_case_management_without_a_cooperation_chapter_is_refused() -> None:
    home = family()
    sign_all(home, chapter(home, kind="participation"))

    with pytest.raises(Refusal) as told:
        put_in_force(case=home.case, heard=heard(home), by=home.lead)

    assert len(told.value.reasons) == 1


def test_every_wording_keeps_its_fingerprint() -> None:
    home = family()
    agreement = agreement_in_force(home)

    (line,) = agreement_lines([agreement], agreement.client_id)[0].chapters
    whole = AgreementVersion.objects.get()

    assert line.version.sha256 == fingerprint(wording_of(line.chapter, (one.word for one in line.parties), line.points))
    assert whole.sha256 == fingerprint(whole.content)
    assert [one["sha256"] for one in whole.content["chapters"]] == [line.version.sha256]


def test_ending_one_chapter_leaves_the_rest() -> None:
    home = family()
    sign_all(home, chapter(home), chapter(home, kind="participation"))
    agreement = put_in_force(case=home.case, heard=heard(home), by=home.lead)
    cooperation, participation = agreement.chapters.order_by("pk")
    before = Chapter.objects.filter(pk=cooperation.pk).values().get()

    end_chapter(case=home.case, chapter=participation, because="Pabalsts beidzies", by=home.lead)

    agreement.refresh_from_db()
    assert agreement.state == "in_force"
    assert Chapter.objects.filter(pk=cooperation.pk).values().get() == before
    assert states(agreement) == [("cooperation", "in_force"), ("participation", "ended")]
    assert [len(one.content["chapters"]) for one in agreement.versions.order_by("number")] == [2, 1]


def test_with_its_last_chapter_the_agreement_ends() -> None:
    home = family()
    agreement = agreement_in_force(home)

    with pytest.raises(Refusal):
        end_chapter(case=home.case, chapter=agreement.chapters.get(), because=" ", by=home.lead)
    end_chapter(case=home.case, chapter=agreement.chapters.get(), because="Pārceļas", by=home.lead)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_because) == ("ended", "Pārceļas")


def test_a_reworded_draft_is_signed_again() -> None:
    home = family()
    draft = chapter(home)
    sign_all(home, draft)

    change_chapter(case=home.case, chapter=draft, text=chapter_text(home, points=points("Cits")), base=1, by=home.lead)

    assert list(draft.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    with pytest.raises(Refusal) as told:
        put_in_force(case=home.case, heard=heard(home), by=home.lead)
    assert len(told.value.reasons) == 3


def test_who_signs_a_former_wording_is_told_so() -> None:
    home = family()
    draft = chapter(home)
    seen = draft.versions.get().pk
    change_chapter(case=home.case, chapter=draft, text=chapter_text(home, points=points("Cits")), base=1, by=home.lead)
    everybody = list(draft.parties.values_list("pk", flat=True))

    with pytest.raises(Refusal):
        sign(case=home.case, wordings={draft.pk: seen}, parties=everybody, on=clock.today(), way="paper", by=home.lead)

    assert not Signature.objects.exists()


def test_two_workers_change_different_things_in_a_draft_and_both_stay() -> None:
    home = family()
    draft = chapter(home)
    text = chapter_text(home)
    change_chapter(case=home.case, chapter=draft, text=replace(text, ground="5.p."), base=1, by=home.lead)

    change_chapter(
        case=home.case,
        chapter=draft,
        text=replace(text, ground="5.p.", points=points("Cits")),
        base=1,
        by=home.service.head,
    )
    with pytest.raises(Clash) as told:
        change_chapter(
            case=home.case, chapter=draft, text=replace(text, points=points("Vēl cits")), base=1, by=home.lead
        )

    assert set(told.value.theirs) == {"ground", "points"}


def test_a_chapter_in_force_is_changed_by_a_draft_that_replaces_it_once_signed() -> None:
    home = family()
    agreement = agreement_in_force(home)
    old = agreement.chapters.get()

    new = change_chapter(
        case=home.case, chapter=old, text=chapter_text(home, points=points("Reizi nedēļā")), base=1, by=home.lead
    )
    between = states(agreement)
    with pytest.raises(Refusal):
        put_chapter_in_force(case=home.case, chapter=new, by=home.lead)
    sign_all(home, new)
    put_chapter_in_force(case=home.case, chapter=new, by=home.lead)

    assert between == [("cooperation", "in_force"), ("cooperation", "draft")]
    assert states(agreement) == [("cooperation", "ended"), ("cooperation", "in_force")]
    assert [line.number for line in agreement_lines([agreement], agreement.client_id)[0].chapters] == [1, 1]
    assert agreement.versions.count() == 2


def test_a_chapter_that_clashes_cannot_be_signed_until_it_is_said_why_both_stay() -> None:
    home = family()
    agreement_in_force(home, points=(group_on_thursday(home),))
    text = chapter_text(home, kind="participation", points=(work_on_thursday(home),))
    draft = add_chapter(case=home.case, text=text, by=home.lead)

    with pytest.raises(Refusal) as told:
        sign_all(home, draft)
    kept = replace(work_on_thursday(home), kept="Grupa notiek tikai reizi mēnesī")
    change_chapter(case=home.case, chapter=draft, text=replace(text, points=(kept,)), base=1, by=home.lead)
    sign_all(home, draft)
    put_chapter_in_force(case=home.case, chapter=draft, by=home.lead)

    assert "2.1" in reasons(told.value)
    assert "1.1" in reasons(told.value)
    assert Chapter.objects.get(pk=draft.pk).state == "in_force"


def test_a_second_agreement_replaces_the_first_in_one_act_and_carries_chapters_over() -> None:
    home = family()
    sign_all(home, chapter(home), chapter(home, kind="participation"))
    first = put_in_force(case=home.case, heard=heard(home), by=home.lead)
    cooperation, participation = first.chapters.order_by("pk")

    draft_replacement(case=home.case, carry=[cooperation.pk], by=home.lead)
    with pytest.raises(Refusal) as told:
        put_in_force(case=home.case, heard=heard(home), by=home.lead)
    second = put_in_force(case=home.case, heard=heard(home), because="Jauna kārtība", by=home.lead)

    first.refresh_from_db()
    assert set(told.value.by_field) == {"because"}
    assert (first.state, second.state) == ("ended", "in_force")
    assert first.ended_at == second.in_force_since
    carried = second.chapters.get()
    assert carried.carried_from == cooperation
    assert carried.versions.get().sha256 == cooperation.versions.get().sha256
    assert Signature.objects.filter(party__chapter=carried).count() == 3
    assert [one.state for one in first.chapters.order_by("pk")] == ["ended", "ended"]
    assert participation.pk in {one.pk for one in first.chapters.all()}


def test_a_dropped_draft_leaves_what_is_in_force_and_can_be_drafted_again() -> None:
    home = family()
    agreement = agreement_in_force(home)
    carry = [agreement.chapters.get().pk]

    for _try in range(2):
        draft_replacement(case=home.case, carry=carry, by=home.lead)
        with pytest.raises(Refusal):
            draft_replacement(case=home.case, carry=carry, by=home.lead)
        drop_agreement(case=home.case, by=home.lead)

    agreement.refresh_from_db()
    assert agreement.state == "in_force"
    assert Agreement.objects.filter(state="dropped").count() == 2


def test_a_dropped_chapter_leaves_the_rest() -> None:
    home = family()
    agreement = agreement_in_force(home)
    draft = chapter(home, kind="participation")

    drop_chapter(case=home.case, chapter=draft, by=home.lead)
    with pytest.raises(Refusal):
        drop_chapter(case=home.case, chapter=agreement.chapters.get(kind="cooperation"), by=home.lead)

    assert states(agreement) == [("cooperation", "in_force"), ("participation", "dropped")]


def refused_by_database(make: Any) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_wrong_rows_of_an_agreement() -> None:
    home = family()
    agreement = agreement_in_force(home)
    one = agreement.chapters.get()
    change = change_chapter(
        case=home.case, chapter=one, text=chapter_text(home, points=points("Cits")), base=1, by=home.lead
    )
    draft = draft_row(home)
    party, signature = one.parties.first(), Signature.objects.first()
    assert party
    assert signature
    today = clock.today()
    version = one.versions.get()
    spare = spare_number(home)
    agreements = Agreement.objects.filter(pk=draft.pk)
    chapters = Chapter.objects.filter(pk=one.pk)
    wrong = [
        lambda: Agreement.objects.create(client=agreement.client),
        lambda: agreements.update(state="in_force", in_force_since=clock.now()),
        lambda: agreements.update(state="in_force", in_force_since=clock.now(), number=spare),
        lambda: agreements.update(ended_at=clock.now()),
        lambda: Chapter.objects.filter(pk=change.pk).update(state="in_force"),
        lambda: Chapter.objects.filter(pk=change.pk).update(carried_from=change.pk),
        lambda: Chapter.objects.create(agreement=draft, kind="service", owner=home.lead, since=today, carried_from=one),
        lambda: chapters.update(until=one.since),
        lambda: chapters.update(state="ended"),
        lambda: chapters.update(ended_on=today),
        lambda: ChapterParty.objects.filter(pk=party.pk).update(user=home.lead),
        lambda: ChapterParty.objects.filter(pk=party.pk).update(record=None),
        lambda: ChapterParty.objects.create(chapter=one, record=party.record),
        lambda: ChapterVersion.objects.create(
            chapter=one, number=version.number, points=[], sha256="x", made_at=clock.now(), made_by=home.lead
        ),
        lambda: Signature.objects.create(
            version=signature.version,
            party=signature.party,
            on=today,
            way="paper",
            noted_by=home.lead,
            noted_at=clock.now(),
        ),
    ]

    assert [refused_by_database(row) for row in wrong] == [True] * len(wrong)


def spare_number(home: Family) -> RunningNumber:
    with transaction.atomic():
        return next_number(register="cases.agreement", scope_no=home.service.municipality.pk, year=2026)


def draft_row(home: Family) -> Agreement:
    return Agreement.objects.create(client=home.case.client)
