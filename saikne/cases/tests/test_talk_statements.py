"""Told once: statements keep their kind, source and day; later ones supersede and erase nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from saikne.cases.actions.talk import Said, add_statement, edit_summary, replace_statement, withdraw_statement
from saikne.cases.models import Case, Statement
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.core import clock
from saikne.core.errors import Clash, Refusal
from saikne.core.models import AuditRow, Revision

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)


def say(ozolini: Family, text: str = "Parāds par elektrību 412,00 EUR.", **changed: object) -> Statement:
    told = {"kind": "fact", "topic": "situation", "source": "rēķins", "about": None, "said_on": DAY} | changed
    return add_statement(case=ozolini.case, text=text, by=ozolini.lead, **told)  # type: ignore[arg-type]


def test_a_statement_keeps_its_kind_source_and_day() -> None:
    ozolini = family()

    said = say(ozolini, kind="own_words", about=ozolini.daughter.pk, source=" Elza, saruna ")

    kept = Statement.objects.get(pk=said.pk)
    assert (kept.kind, kept.source, kept.said_on, kept.about_id) == (
        "own_words",
        "Elza, saruna",
        DAY,
        ozolini.daughter.pk,
    )
    assert AuditRow.objects.filter(act="cases.say", about_no=said.pk).count() == 1


def test_everything_wrong_with_a_statement_is_said_at_once() -> None:
    ozolini, stranger = family(), family(surname="Bērziņ")
    tomorrow = date.fromordinal(clock.today().toordinal() + 1)

    with pytest.raises(Refusal) as refused:
        say(ozolini, " ", source=" ", about=stranger.son.pk, said_on=tomorrow)

    assert set(refused.value.by_field) == {"text", "source", "about", "said_on"}
    assert not Statement.objects.exists()


def test_a_replaced_statement_stays_readable_under_the_newer_one() -> None:
    ozolini = family()
    old = say(ozolini)

    new = replace_statement(
        statement=old, said=Said("fact", "situation", "Parāds ir 300 EUR.", "rēķins", None, DAY), by=ozolini.lead
    )

    assert list(Statement.objects.standing()) == [new]
    assert Statement.objects.get(pk=old.pk).text == "Parāds par elektrību 412,00 EUR."
    assert new.supersedes == old


def test_a_withdrawn_statement_stays_readable() -> None:
    ozolini = family()
    old = say(ozolini, kind="opinion", topic="risk")

    ending = withdraw_statement(
        statement=old, text="Parāds ir samaksāts.", source="bankas izraksts", said_on=DAY, by=ozolini.lead
    )

    assert not Statement.objects.standing().exists()
    assert {row.text for row in Statement.objects.all()} == {old.text, "Parāds ir samaksāts."}
    assert (ending.kind, ending.topic, ending.withdraws) == ("opinion", "risk", True)


def test_a_statement_is_superseded_once_and_never_by_an_older_one() -> None:
    ozolini = family()
    old = say(ozolini)
    withdraw_statement(statement=old, text="Samaksāts.", source="izraksts", said_on=DAY, by=ozolini.lead)

    with pytest.raises(Refusal) as refused:
        withdraw_statement(statement=old, text="x", source="y", said_on=date(2026, 1, 1), by=ozolini.lead)

    assert len(refused.value.reasons) == 1
    assert set(refused.value.by_field) == {"said_on"}


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"source": ""}, "cases_statement_has_source"),
        ({"withdraws": True}, "cases_statement_withdraws_one"),
    ],
)
def test_the_database_refuses_a_statement_without_source_or_one_that_withdraws_nothing(
    wrong: dict[str, object], constraint: str
) -> None:
    said = say(family())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Statement.objects.filter(pk=said.pk).update(**wrong)


def test_whoever_has_the_facts_sees_facts_about_the_situation_and_no_opinion() -> None:
    ozolini = family(headed_service(), lead=None)
    say(ozolini)
    say(ozolini, kind="opinion")
    say(ozolini, topic="risk")

    outsider = Statement.objects.visible_to(ozolini.service.outsider)

    assert Statement.objects.visible_to(ozolini.lead).count() == 3
    assert not outsider.exists()


def test_two_who_write_the_summary_both_see_both_versions() -> None:
    ozolini = family()
    seen = ozolini.case.version
    edit_summary(case=ozolini.case, summary="Parāds par elektrību.", base_version=seen, by=ozolini.lead)

    with pytest.raises(Clash) as clash:
        edit_summary(case=ozolini.case, summary="Skolas kavējumi.", base_version=seen, by=ozolini.service.head)

    assert clash.value.theirs["summary"] == "Parāds par elektrību."
    assert Case.objects.get(pk=ozolini.case.pk).summary == "Parāds par elektrību."
    assert Revision.objects.filter(about="cases.case").count() == 1


def test_nothing_is_written_into_a_closed_file() -> None:
    ozolini = family()
    Case.objects.filter(pk=ozolini.case.pk).update(closed_at=clock.now(), closing_reason="moved")

    with pytest.raises(Refusal):
        say(ozolini)
