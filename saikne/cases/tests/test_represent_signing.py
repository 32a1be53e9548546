"""Who may put a name under a chapter: an adult herself, else whoever may act for her on the day of signing."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from saikne.cases.actions.agreement import draft_replacement, put_in_force, sign
from saikne.cases.models import Chapter, ChapterParty, ClientMember, Signature
from saikne.cases.queries.agreement import agreement_lines
from saikne.cases.queries.represent_acted import signing_members
from saikne.cases.tests.agreements import chapter, heard
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.signed import signed_in
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.people.actions import add_tie
from saikne.people.actions.representation import Acting, Barring, add_representation, bar_person, end_said
from saikne.people.models import ActedFor, Representation

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)
SIGNS = frozenset({"may_sign", "may_receive", "may_be_told"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def home() -> Family:
    return family()


def trustee(home: Family) -> Representation:
    """Raivis signs for Sanita, by the court's decision."""
    words = Acting("trustee", SINCE, "Tiesas spriedums", SIGNS, by=home.father.pk)
    return add_representation(of=home.mother, words=words, by=home.lead)


def signing(home: Family, one: Chapter, acting: dict[int, str], on: date | None = None) -> list[Signature]:
    parties = ChapterParty.objects.filter(chapter=one)
    return sign(
        case=home.case,
        wordings={one.pk: one.versions.order_by("-number")[0].pk},
        parties=list(parties.values_list("pk", flat=True)),
        on=on or clock.today(),
        way="paper",
        by=home.lead,
        acting=acting,
    )


def party(one: Chapter, record_no: int) -> int:
    return ChapterParty.objects.get(chapter=one, record=record_no).pk


def test_an_adult_whose_trustee_signs_does_not_sign_herself_and_the_refusal_says_who_does(home: Family) -> None:
    trustee(home)
    one = chapter(home)

    with pytest.raises(Refusal) as refused:
        signing(home, one, {})

    told = "This person does not sign herself on this day: Sanita Ozoliņa. May sign instead: trustee of an adult: "
    assert refused.value.reasons == (f"{told}Raivis Krastiņš.",)
    assert not Signature.objects.exists()


def test_her_trustee_signs_in_her_place_and_it_is_kept_with_its_ground(home: Family) -> None:
    trustee(home)
    one = chapter(home)
    mine = party(one, home.mother.pk)

    signing(home, one, {mine: f"record:{home.father.pk}"})

    row = ActedFor.objects.get()
    assert (row.of_id, row.by_id, row.kind) == (home.mother.pk, home.father.pk, "trustee")
    assert row.about_no == Signature.objects.get(party=mine).pk
    details = AuditRow.objects.get(act="cases.agreement_sign").details
    assert details["acting"] == {str(mine): f"record:{home.father.pk}"}


def test_before_the_decision_she_signed_herself(home: Family) -> None:
    trustee(home)

    assert len(signing(home, chapter(home), {}, on=SINCE - timedelta(days=1))) == 3


@pytest.mark.parametrize("ended", [True, False])
def test_a_trustee_signs_only_while_the_right_holds_and_is_not_barred(home: Family, ended: bool) -> None:
    row = trustee(home)
    if ended:
        end_said(row=row, until=date(2025, 1, 1), how="", by=home.lead)
    else:
        bar = Barring(SINCE, "Tiesa", frozenset({"bars_contact"}), who=home.father.pk)
        bar_person(of=home.mother, words=bar, by=home.lead)
    one = chapter(home)

    with pytest.raises(Refusal) as refused:
        signing(home, one, {party(one, home.mother.pk): f"record:{home.father.pk}"})

    assert refused.value.reasons == (
        "Raivis Krastiņš may not sign on this day for this person: Sanita Ozoliņa. The person signs herself."
        if ended
        else "Raivis Krastiņš may not sign on this day for this person, nor may anybody else: Sanita Ozoliņa.",
    )


@pytest.mark.parametrize("forged", ["record:999999", "institution:1", "x", "record:", "record:-1"])
def test_nobody_unknown_signs_for_another(home: Family, forged: str) -> None:
    one = chapter(home)

    with pytest.raises(Refusal):
        signing(home, one, {party(one, home.mother.pk): forged})

    assert not Signature.objects.exists()


def test_with_a_power_of_attorney_either_signs(home: Family) -> None:
    words = Acting("attorney", SINCE, "Pilnvara", frozenset({"may_sign"}), by=home.father.pk)
    add_representation(of=home.mother, words=words, by=home.lead)
    one = chapter(home)

    signing(home, one, {party(one, home.mother.pk): f"record:{home.father.pk}"})

    assert ActedFor.objects.get().kind == "attorney"


def test_the_form_offers_the_trustee_and_the_page_and_the_paper_say_who_signed(home: Family) -> None:
    trustee(home)
    one = chapter(home)
    mine = party(one, home.mother.pk)
    browser = signed_in(home.lead)
    address = reverse("cases:agreement_sign", args=[home.case.pk])
    form = browser.get(address).content.decode()
    parties = list(ChapterParty.objects.filter(chapter=one).values_list("pk", flat=True))
    wording = one.versions.get().pk
    today = clock.today()
    typed = {f"chapter_{one.pk}": parties, f"wording_{one.pk}": wording, "on": f"{today:%d.%m.%Y.}", "way": "paper"}

    refused = browser.post(address, typed)
    noted = browser.post(address, {**typed, f"for_{mine}": f"record:{home.father.pk}"})
    page = browser.get(reverse("cases:agreement", args=[home.case.pk])).content.decode()

    assert f'name="for_{mine}"' in form
    assert f'value="record:{home.father.pk}"' in form
    assert refused.status_code == 422
    assert "Raivis Krastiņš" in refused.content.decode()
    assert noted.status_code == 302
    assert "Sanita Ozoliņa (" in page


def test_a_plain_agreement_asks_nothing_about_others(home: Family) -> None:
    chapter(home)
    form = signed_in(home.lead).get(reverse("cases:agreement_sign", args=[home.case.pk])).content.decode()

    assert 'name="for_' not in form


def test_who_signed_goes_with_a_chapter_that_is_carried_over(home: Family) -> None:
    trustee(home)
    one = chapter(home)
    signing(home, one, {party(one, home.mother.pk): f"record:{home.father.pk}"})
    put_in_force(case=home.case, heard=heard(home), by=home.lead)

    fresh = draft_replacement(case=home.case, carry=[one.pk], by=home.lead)

    line = agreement_lines([fresh], home.case.client_id, seen_by=home.lead)[0].drafts[0]
    assert [one.signed_by for one in line.parties if one.party.record_id == home.mother.pk] == [
        "signed by trustee of an adult: Raivis Krastiņš"
    ]
    assert ActedFor.objects.count() == 2


def test_of_a_client_without_adults_the_children_are_parties() -> None:
    assert signing_members({1: True, 2: False}) == {1}
    assert signing_members({1: False, 2: False}) == {1, 2}


def test_for_a_child_who_is_the_only_client_a_parent_with_custody_signs(home: Family) -> None:
    ClientMember.objects.filter(client=home.case.client_id).update(signs=False)
    for parent in (home.mother, home.father):
        add_tie(a=parent, b=home.daughter, kind="birth_parent", by=home.lead)
    words = Acting("suspended", SINCE, "Bāriņtiesas lēmums", by=home.father.pk)
    add_representation(of=home.daughter, words=words, by=home.lead)
    one = chapter(home, people=(home.daughter.pk,))
    mine = party(one, home.daughter.pk)

    said: list[str] = []
    for acting in ({}, {mine: f"record:{home.father.pk}"}):
        with pytest.raises(Refusal) as refused:
            signing(home, one, acting)
        said += [str(reason) for reason in refused.value.reasons]
    signing(home, one, {mine: f"record:{home.mother.pk}"})

    assert all("May sign instead: parent with custody: Sanita Ozoliņa." in sentence for sentence in said)
    assert len(said) == 2
    assert (ActedFor.objects.get().kind, ActedFor.objects.get().of_id) == ("custody", home.daughter.pk)


def test_beside_an_adult_of_the_client_a_child_is_no_party(home: Family) -> None:
    with pytest.raises(Refusal) as refused:
        chapter(home, people=(home.mother.pk, home.daughter.pk))

    assert set(refused.value.by_field) == {"people"}


def test_the_paper_for_signing_names_who_signs_in_her_place(home: Family) -> None:
    trustee(home)
    chapter(home)
    browser = signed_in(home.lead)

    answer = browser.get(reverse("cases:agreement_pdf", args=[home.case.pk]) + "?which=draft")
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)

    assert "Sanita Ozoliņa – paraksta: aizgādnis: Raivis Krastiņš" in " ".join(said.split())
