"""An assessment is written by several, signed, approved, and from then unchangeable."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import Notice
from saikne.cases.actions import talk_assessment as acts
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.talk_assessment import (
    Wording,
    approve_assessment,
    begin_assessment,
    edit_assessment,
    return_assessment,
    sign_assessment,
)
from saikne.cases.models import Assessment, Participation
from saikne.cases.queries.talk_assessment import is_intact
from saikne.cases.rules.talk_voices import Voice
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.signed import may_lead
from saikne.cases.tests.talk_factories import approving, say, signed, voices, wording
from saikne.core import clock
from saikne.core.errors import Clash, Refusal

pytestmark = pytest.mark.django_db


def draft(of: Family) -> Assessment:
    return begin_assessment(case=of.case, wording=wording(of), by=of.lead)


def test_signing_names_everything_that_is_missing_at_once() -> None:
    ozolini = family()
    empty = begin_assessment(
        case=ozolini.case, wording=wording(ozolini, strengths="", needs={}, conclusion="", risk=""), by=ozolini.lead
    )

    with pytest.raises(Refusal) as refused:
        sign_assessment(assessment=empty, voices=[Voice(ozolini.son.pk, child=False, took_part=True)], by=ozolini.lead)

    told = " ".join(str(reason) for reason in refused.value.reasons)
    assert len(refused.value.reasons) == 6
    assert "Elza Ozoliņa" in told
    assert "Toms Krastiņš" in told
    assert set(refused.value.by_field) == {
        f"part_{ozolini.mother.pk}",
        f"part_{ozolini.father.pk}",
        f"part_{ozolini.daughter.pk}",
        f"said_{ozolini.son.pk}",
    }


def test_a_signed_assessment_tells_who_was_heard_and_stands_under_a_fingerprint() -> None:
    ozolini = family()
    debt = say(ozolini)

    made = signed(ozolini, statements=(debt.pk,))

    assert (made.state, made.signed_by, len(made.sha256)) == ("signed", ozolini.lead, 64)
    assert is_intact(Assessment.objects.get(pk=made.pk))
    heard = Participation.objects.filter(decision="assessment", decision_no=made.pk)
    assert {(row.record_id, row.took_part, row.said or row.why_not_asked) for row in heard} == {
        (ozolini.mother.pk, True, "Gribu, lai Elza iet skolā."),
        (ozolini.father.pk, False, "bija darbā"),
        (ozolini.daughter.pk, True, "Ja Marta iet, tad eju arī es."),
        (ozolini.son.pk, False, "slims"),
    }


@pytest.mark.parametrize("part", ["conclusion", "strengths", "risk"])
def test_a_text_changed_behind_our_back_no_longer_fits_its_fingerprint(part: str) -> None:
    ozolini = family()
    made = signed(ozolini)

    Assessment.objects.filter(pk=made.pk).update(**{part: "low"})

    assert not is_intact(Assessment.objects.get(pk=made.pk))


def test_the_words_of_a_child_changed_behind_our_back_are_found_too() -> None:
    ozolini = family()
    made = signed(ozolini)

    Participation.objects.filter(record=ozolini.daughter).update(said="Man viss labi.")

    assert not is_intact(Assessment.objects.get(pk=made.pk))


def test_an_approved_assessment_cannot_be_changed_by_any_action() -> None:
    ozolini = family()
    approving(ozolini)
    made = approve_assessment(assessment=signed(ozolini), by=ozolini.service.head)
    row = Assessment.objects.values().get(pk=made.pk)
    tries = {
        "edit_assessment": lambda: edit_assessment(
            assessment=made, wording=wording(ozolini, conclusion="Cits"), base_version=made.version, by=ozolini.lead
        ),
        "sign_assessment": lambda: sign_assessment(assessment=made, voices=voices(ozolini), by=ozolini.lead),
        "approve_assessment": lambda: approve_assessment(assessment=made, by=ozolini.service.head),
        "return_assessment": lambda: return_assessment(assessment=made, because="Kāpēc", by=ozolini.service.head),
    }

    for attempt in tries.values():
        with pytest.raises(Refusal):
            attempt()

    assert Assessment.objects.values().get(pk=made.pk) == row
    taking = [name for name, act in vars(acts).items() if "assessment" in getattr(act, "__annotations__", {})]
    public = [name for name in taking if not name.startswith("_") and vars(acts)[name].__module__ == acts.__name__]
    assert sorted(public) == sorted(tries)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "approved"},
        {"state": "signed", "signed_at": None},
        {"state": "draft"},
        {"sha256": ""},
    ],
)
def test_the_database_refuses_a_state_without_its_dates(wrong: dict[str, object]) -> None:
    made = signed(family())

    with pytest.raises(IntegrityError, match="cases_assessment_state_and_dates"), transaction.atomic():
        Assessment.objects.filter(pk=made.pk).update(**wrong)


def test_nobody_approves_what_she_signed_and_nothing_is_approved_where_the_service_does_not_ask() -> None:
    ozolini = family()
    made = signed(ozolini)
    with pytest.raises(Refusal):
        approve_assessment(assessment=made, by=ozolini.service.head)

    approving(ozolini)
    with pytest.raises(Refusal):
        approve_assessment(assessment=made, by=ozolini.lead)

    assert approve_assessment(assessment=made, by=ozolini.service.head).state == "approved"


def test_a_file_has_one_draft_and_a_stranger_to_it_does_not_sign() -> None:
    ozolini = family()
    begun = draft(ozolini)

    with pytest.raises(Refusal, match="Maija Liepa"):
        draft(ozolini)
    with pytest.raises(Refusal):
        sign_assessment(assessment=begun, voices=voices(ozolini), by=ozolini.service.head)


def test_two_who_write_in_different_columns_lose_nothing() -> None:
    ozolini = family()
    begun = draft(ozolini)
    son, daughter = str(ozolini.son.pk), str(ozolini.daughter.pk)
    needs = dict(begun.needs)

    edit_assessment(
        assessment=begun,
        wording=wording(ozolini, needs=needs | {son: "logopēds"}),
        base_version=1,
        by=ozolini.service.head,
    )
    edit_assessment(
        assessment=begun,
        wording=wording(ozolini, needs=needs | {daughter: "psihologs"}),
        base_version=1,
        by=ozolini.lead,
    )

    kept = Assessment.objects.get(pk=begun.pk).needs
    assert (kept[son], kept[daughter]) == ("logopēds", "psihologs")


def test_two_who_write_in_the_same_column_see_both_texts() -> None:
    ozolini = family()
    begun = draft(ozolini)
    son = str(ozolini.son.pk)
    needs = dict(begun.needs)
    edit_assessment(
        assessment=begun,
        wording=wording(ozolini, needs=needs | {son: "logopēds"}, conclusion="Cits"),
        base_version=1,
        by=ozolini.service.head,
    )

    with pytest.raises(Clash) as clash:
        edit_assessment(
            assessment=begun,
            wording=wording(ozolini, needs=needs | {son: "peldēšana"}, conclusion="Vēl cits"),
            base_version=1,
            by=ozolini.lead,
        )

    assert clash.value.theirs == {f"needs_{son}": "logopēds", "conclusion": "Cits"}
    assert clash.value.by == "Gunta Siliņa"
    edit_assessment(
        assessment=begun,
        wording=wording(ozolini, needs=needs | {son: "peldēšana"}, conclusion="Vēl cits"),
        base_version=clash.value.version,
        by=ozolini.lead,
    )
    assert Assessment.objects.get(pk=begun.pk).needs[son] == "peldēšana"


def test_an_assessment_rests_on_statements_of_its_own_file() -> None:
    ozolini, others = family(), family(surname="Bērziņ")
    foreign = say(others)

    with pytest.raises(Refusal) as refused:
        begin_assessment(case=ozolini.case, wording=wording(ozolini, statements=(foreign.pk,)), by=ozolini.lead)

    assert set(refused.value.by_field) == {"statements"}


def test_the_team_is_told_when_the_risk_changes_and_only_then() -> None:
    ozolini = family()
    with clock.at(datetime(2026, 5, 28, 9, tzinfo=UTC)):
        signed(ozolini, risk="high")
    before = Notice.objects.filter(message="cases.risk_changed").count()

    acts.sign_assessment(
        assessment=begin_assessment(case=ozolini.case, wording=wording(ozolini, risk="high"), by=ozolini.service.head),
        voices=voices(ozolini),
        by=ozolini.service.head,
    )
    same = Notice.objects.filter(message="cases.risk_changed").count()
    signed(ozolini, risk="low", by=ozolini.service.head)

    assert (before, same) == (0, 0)
    assert [row.user for row in Notice.objects.filter(message="cases.risk_changed")] == [ozolini.lead]


def test_in_the_file_of_one_adult_needs_stand_under_her_own_name() -> None:
    ozolini = family()
    case = open_case(
        kind=file_kind("adult", subject="adult", prefix="PL"),
        municipality=ozolini.service.municipality,
        record=ozolini.father,
        lead=may_lead(ozolini.service.adults),
        purpose="Sociālais darbs",
        by=ozolini.service.adults,
    )
    empty = begin_assessment(
        case=case, wording=Wording(strengths="x", conclusion="x", risk="low"), by=case.leads.get().worker
    )

    with pytest.raises(Refusal) as refused:
        sign_assessment(assessment=empty, voices=[], by=ozolini.service.adults)

    assert len(refused.value.reasons) == 1
    assert "Raivis Krastiņš" in str(refused.value.reasons[0])
