"""Two people edit one thing: different fields merge, the same field shows both."""

import threading

import pytest
from django.db import connection

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.tests.factories import family
from saikne.core.acts import act
from saikne.core.edits import save_fields
from saikne.core.errors import Clash, Refusal
from saikne.core.models import AuditRow, Revision

pytestmark = pytest.mark.django_db


@act
def _edit(case: Case, *, base: int, by: User, **fields: object) -> int:
    return save_fields(case, base=base, fields=fields, by=by)


def _now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_change_makes_a_version_and_keeps_what_stood_before() -> None:
    here = family()
    base = _now(here.case).version

    version = _edit(here.case, base=base, by=here.lead, purpose="Jauns nolūks")

    assert version == base + 1
    assert _now(here.case).purpose == "Jauns nolūks"
    revision = Revision.objects.get(about="cases.case", about_no=here.case.pk)
    assert revision.before == {"purpose": "Sociālais darbs ar ģimeni"}


def test_the_audit_row_of_an_edit_names_fields_and_never_what_they_hold() -> None:
    here = family()
    _edit(here.case, base=_now(here.case).version, by=here.lead, purpose="Noslēpums", summary="Vēl viens")

    row = AuditRow.objects.get(act="core.edit")

    assert row.details["fields"] == ["purpose", "summary"]
    assert "Noslēpums" not in str(row.details)


def test_different_fields_merge() -> None:
    here = family()
    base = _now(here.case).version
    _edit(here.case, base=base, by=here.lead, purpose="Pirmais")

    _edit(here.case, base=base, by=here.service.head, summary="Otrais")

    case = _now(here.case)
    assert (case.purpose, case.summary, case.version) == ("Pirmais", "Otrais", base + 2)


def test_the_same_field_shows_what_stands_there_and_who_wrote_it() -> None:
    here = family()
    base = _now(here.case).version
    _edit(here.case, base=base, by=here.lead, purpose="Pirmais")

    with pytest.raises(Clash) as clash:
        _edit(here.case, base=base, by=here.service.head, purpose="Otrais", summary="Arī šis")

    assert clash.value.theirs == {"purpose": "Pirmais"}
    assert (clash.value.version, clash.value.by) == (base + 1, "Maija Liepa")
    assert (_now(here.case).purpose, _now(here.case).summary) == ("Pirmais", "")


@pytest.mark.parametrize("ahead", [1, 2**31 - 1])
def test_a_version_that_is_not_there_yet_overwrites_nothing(ahead: int) -> None:
    here = family()
    base = _now(here.case).version
    _edit(here.case, base=base, by=here.lead, purpose="Pirmais")

    with pytest.raises(Clash) as clash:
        _edit(here.case, base=base + 1 + ahead, by=here.service.head, purpose="Otrais")

    assert clash.value.theirs == {"purpose": "Pirmais"}


def test_the_same_words_written_twice_are_no_clash() -> None:
    here = family()
    base = _now(here.case).version
    _edit(here.case, base=base, by=here.lead, purpose="Vienādi")

    assert _edit(here.case, base=base, by=here.service.head, purpose="Vienādi") == base + 1
    assert Revision.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite database in memory in tests")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_every_one_is_saved_or_told_of_the_clash() -> None:
    here = family()
    base, outcomes = _now(here.case).version, list[str]()

    def one(number: int) -> None:
        try:
            field = "purpose" if number % 2 else "summary"
            _edit(here.case, base=base, by=here.lead, **{field: f"No {number}"})
            outcomes.append(field)
        except (Clash, Refusal):
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["purpose", "summary", *["told"] * 6]
    assert _now(here.case).version == base + 2
    assert Revision.objects.filter(about="cases.case").count() == 2
