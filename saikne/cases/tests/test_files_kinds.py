"""The kinds of files are data: complete, loaded once, and dated when they change."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from saikne.accounts.models import User
from saikne.cases.actions.files_kinds import DATA, load_file_kinds
from saikne.cases.enums import Subject
from saikne.cases.models import FileKind
from saikne.core import clock
from saikne.core.models import AuditRow, Setting
from saikne.organisation.tests.factories import service

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def head() -> User:
    return service().head


def test_every_kind_named_by_the_field_is_there(head: User) -> None:
    load_file_kinds(by=head)

    kinds = {kind.code: kind for kind in FileKind.objects.all()}
    assert {"family", "adult", "offence_prevention", "out_of_family", "guardian_family", "care_leaver"} <= set(kinds)
    assert {"assistance", "state_rehabilitation", "long_term_care", "psychologist", "addiction"} <= set(kinds)
    assert {kind.area for kind in kinds.values()} >= {"SP", "ĢA", "SG", "N", "VR"}
    assert {kind.subject for kind in kinds.values()} == set(Subject.values)
    assert kinds["offence_prevention"].subject == Subject.CHILD


def test_prefixes_are_unique_because_running_numbers_hang_on_them(head: User) -> None:
    load_file_kinds(by=head)

    prefixes = list(FileKind.objects.values_list("prefix", flat=True))
    assert len(prefixes) == len(set(prefixes)) > 10


def test_an_unverified_retention_says_so(head: User) -> None:
    load_file_kinds(by=head)

    assert not FileKind.objects.filter(retention_verified=True).exists()
    assert not FileKind.objects.filter(retention_source="").exists()
    assert set(FileKind.objects.values_list("retention_years", flat=True)) == {10}


def test_only_case_management_is_managed(head: User) -> None:
    load_file_kinds(by=head)

    assert set(FileKind.objects.filter(managed=True).values_list("code", flat=True)) == {"family", "adult"}


def test_loading_again_changes_nothing(head: User) -> None:
    first = load_file_kinds(by=head)
    kinds, audited = FileKind.objects.count(), AuditRow.objects.count()

    assert first > 10
    assert load_file_kinds(by=head) == 0
    assert (FileKind.objects.count(), AuditRow.objects.count()) == (kinds, audited)
    assert Setting.objects.filter(code="cases.target_group").count() == 1


def test_a_changed_kind_ends_today_and_a_new_one_begins(head: User, tmp_path: Path) -> None:
    with clock.at(NOON):
        load_file_kinds(by=head)
        told = yaml.safe_load(DATA.read_text(encoding="utf-8"))
        told["kinds"][0]["retention"] = {"years": 75, "source": "Pārbaudīts", "verified": True}
        changed = tmp_path / "kinds.yaml"
        changed.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")

        assert load_file_kinds(by=head, source=changed) == 1

    rows = FileKind.objects.filter(code=told["kinds"][0]["code"]).order_by("since")
    assert [(row.since, row.until, row.retention_years) for row in rows] == [
        (date(2015, 1, 1), date(2026, 11, 24), 10),
        (date(2026, 11, 24), None, 75),
    ]
