"""Documents of a file: numbers, files, ties, withdrawing, moving; and what stays on the disk."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.db import IntegrityError, transaction

from saikne.accounts.models import User
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.actions.documents import (
    Use,
    add_documents,
    filed_in,
    may_change,
    move_to_file,
    tie_document,
    untie_document,
    withdraw_from_file,
)
from saikne.cases.actions.journal import Happening, write_entry, write_psychosocial
from saikne.cases.models import Case, DocumentUse
from saikne.cases.queries.documents import documents_of, page_of
from saikne.cases.queries.documents_uses import use_choices, uses_of
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.tests import documents_factories as made
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.frames import frame_for
from saikne.cases.tests.signed import PSYCHOSOCIAL, SOCIAL_WORK, may
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow
from saikne.privacy.actions.documents import take_in
from saikne.privacy.models import Document, DocumentPerson, Upload

pytestmark = pytest.mark.django_db


def entry(home: Family) -> Use:
    row = write_entry(case=home.case, what=Happening(on=clock.today(), text="Atnesa izziņu"), by=home.lead)
    return Use("entry", row.pk)


def close(case: Case) -> None:
    """As if the work were done."""
    Case.objects.filter(pk=case.pk).update(closed_at=clock.now(), closing_reason="moved")


def test_documents_of_a_municipality_are_numbered_without_a_gap() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")

    first = made.paper(home.case, home.lead)
    with pytest.raises(Refusal):
        add_documents(case=home.case, what=made.described(), by=home.lead)
    second = made.paper(other.case, home.lead)

    assert [first.label, second.label] == [f"D-{clock.today().year}/001", f"D-{clock.today().year}/002"]


def test_the_audit_names_numbers_and_nothing_of_the_document() -> None:
    home = family()

    document = made.document(home.case, home.lead, title="kanārijputns", name="kanārijputns.pdf", party="kanārijputns")

    rows = [(row.act, str(row.details)) for row in AuditRow.objects.filter(about__startswith="privacy.").order_by("pk")]
    assert [act for act, _details in rows] == ["privacy.take_in", "privacy.file_document"]
    assert not any("kanārij" in details for _act, details in rows)
    assert document.by_id == home.lead.pk


def test_a_description_is_refused_with_all_reasons_at_once() -> None:
    home = family()
    what = made.described(kind="other", party="", on=clock.today() + timedelta(days=1), medium="paper")

    with pytest.raises(Refusal) as refused:
        add_documents(case=home.case, what=what, by=home.lead)

    assert sorted(refused.value.by_field) == ["on", "party", "shelf", "title"]


def test_a_paper_with_a_file_is_not_on_paper_only() -> None:
    home = family()
    upload = made.sent(home.case, home.lead)
    what = made.described(medium="paper", shelf="1")

    with pytest.raises(Refusal, match="tikai papīrā"):
        add_documents(case=home.case, what=what, uploads=[upload.pk], by=home.lead)


def test_what_was_made_in_the_service_names_no_other_side() -> None:
    home = family()

    assert made.paper(home.case, home.lead, way="own", party="kāds").party == ""


def test_a_stranger_is_not_concerned_by_a_document_of_the_family() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")

    with pytest.raises(Refusal, match="lietā vairs nav"):
        made.paper(home.case, home.lead, records=(other.mother.pk,))


def test_nothing_is_added_to_a_closed_file() -> None:
    home = family()
    close(home.case)

    with pytest.raises(Refusal, match="slēgta"):
        made.paper(home.case, home.lead)


def test_a_file_is_filed_once_by_its_sender_in_its_own_file() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")
    upload = made.sent(home.case, home.lead)

    for case, by in ((other.case, home.lead), (home.case, home.service.head)):
        with pytest.raises(Refusal, match="šeit vairs nav"):
            add_documents(case=case, what=made.described(), uploads=[upload.pk], by=by)
    add_documents(case=home.case, what=made.described(), uploads=[upload.pk], by=home.lead)
    with pytest.raises(Refusal):
        add_documents(case=home.case, what=made.described(), uploads=[upload.pk], by=home.lead)

    assert Document.objects.count() == 1


def test_what_was_sent_and_not_filed_is_gone_after_a_day(django_capture_on_commit_callbacks: Any) -> None:
    home = family()
    with clock.at(clock.now() - timedelta(days=1, minutes=1)):
        old = made.sent(home.case, home.lead)
    path = Path(house.MEDIA_ROOT) / old.blob[:2] / old.blob
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        new = made.sent(home.case, home.lead)

    assert not path.exists()
    assert list(Upload.objects.all()) == [new]


def test_nobody_fills_the_disk_with_what_is_never_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    home = family()
    monkeypatch.setattr("saikne.privacy.actions.documents.MOST_WAITING", 1)
    made.sent(home.case, home.lead)

    with pytest.raises(Refusal, match="Pārāk daudz jūsu failu"):
        made.sent(home.case, home.lead)

    assert made.sent(home.case, home.service.head).by_id == home.service.head.pk


def test_where_the_row_cannot_be_written_nothing_stays_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    home = family()
    before = set(Path(house.MEDIA_ROOT).rglob("*"))
    monkeypatch.setattr("saikne.privacy.actions.documents._note_upload", lambda **_told: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        made.sent(home.case, home.lead)

    assert {path for path in Path(house.MEDIA_ROOT).rglob("*") if path.is_file()} <= before


def test_a_file_is_named_in_the_sentence_that_refuses_it() -> None:
    home = family()

    with pytest.raises(Refusal) as refused:
        take_in(content=b"MZ", name="100% izziņa\u202e.pdf", filed=filed_in(home.case), by=home.lead)

    assert refused.value.by_field["sent"] == "100% izziņa.pdf: tā ir programma, nevis dokuments. To neglabā."


# ---------------------------------------------------------------- what rests on it


def test_what_rests_on_a_document_is_named_and_led_to() -> None:
    home = family()
    today = clock.today()
    text = ChapterText(
        "cooperation", home.lead.pk, "", today, today + timedelta(days=90), (home.mother.pk,), (), (Point("Nāk"),)
    )
    chapter = add_chapter(case=home.case, text=text, by=home.lead)
    document = made.paper(home.case, home.lead)

    tie_document(document=document, use=Use("chapter", chapter.pk), by=home.lead)
    tie_document(document=document, use=entry(home), by=home.lead)

    lines = uses_of(document, home.case, home.lead)
    assert [(line.word, line.label) for line in lines] == [
        ("Vienošanās sadaļa", "Vienošanās melnraksts: Sadarbība sociālajā darbā"),
        ("Žurnāla ieraksts", f"Darba piezīme, {today:%d.%m.%Y.}"),
    ]
    assert lines[0].url == f"/cases/{home.case.pk}/agreement/"


def test_an_act_of_another_file_cannot_rest_on_it() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")
    document = made.paper(home.case, home.lead)

    for use in (entry(other), Use("goal", 999), Use("nothing", 1)):
        with pytest.raises(Refusal, match="vairs nepieder"):
            tie_document(document=document, use=use, by=home.lead)


def test_each_audience_ties_its_own() -> None:
    home = family()
    own = may(home.service.psychosocial, *PSYCHOSOCIAL)
    notes = write_psychosocial(case=home.case, what=Happening(on=clock.today(), text="saruna"), by=own)
    private = made.paper(home.case, own)
    Document.objects.filter(pk=private.pk).update(audience="psychosocial")
    private.refresh_from_db()

    tie_document(document=private, use=Use("entry", notes.pk), by=own)

    with pytest.raises(Refusal):
        tie_document(document=private, use=entry(home), by=own)
    with pytest.raises(Refusal):
        tie_document(document=made.paper(home.case, home.lead), use=Use("entry", notes.pk), by=home.lead)
    offered = use_choices(home.case, home.lead, audience="case_work")
    assert f"entry-{notes.pk}" not in {word for _group, rows in offered for word, _label in rows}


def test_the_same_act_is_tied_once_and_again_after_it_was_untied() -> None:
    home = family()
    document, use = made.paper(home.case, home.lead), entry(home)

    first = tie_document(document=document, use=use, by=home.lead)
    with pytest.raises(Refusal, match="jau ir piesaistīts"):
        tie_document(document=document, use=use, by=home.lead)
    untie_document(use=first, by=home.lead)
    untie_document(use=first, by=home.lead)
    tie_document(document=document, use=use, by=home.lead)

    assert DocumentUse.objects.count() == 2


def test_the_database_ties_an_act_once_too() -> None:
    home = family()
    document, use = made.paper(home.case, home.lead), entry(home)
    row = tie_document(document=document, use=use, by=home.lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentUse.objects.create(
            document=document, about=row.about, about_no=row.about_no, since=clock.now(), by=home.lead
        )


# ---------------------------------------------------------------- withdrawn and moved


def test_only_its_author_the_lead_and_the_head_withdraw_a_document() -> None:
    home = family()
    head = home.service.head
    may(home.lead, *SOCIAL_WORK)
    colleague = may(home.service.adults, *SOCIAL_WORK)
    document = made.paper(home.case, head)

    with pytest.raises(Refusal, match="To var darīt tikai"):
        withdraw_from_file(document=document, because="dubults", by=colleague)
    with pytest.raises(Refusal, match="Norādiet iemeslu"):
        withdraw_from_file(document=document, because=" ", by=home.lead)
    withdrawn = withdraw_from_file(document=document, because="dubults", by=home.lead)
    with pytest.raises(Refusal, match="jau ir atsaukts"):
        withdraw_from_file(document=document, because="vēlreiz", by=home.lead)

    assert (withdrawn.withdrawn_because, withdrawn.withdrawn_by) == ("dubults", home.lead)
    assert not may_change(document, lead_no=home.lead.pk, user=colleague)


def test_a_moved_document_keeps_its_number_its_files_and_its_trace() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")
    document = made.document(home.case, home.lead, records=(home.mother.pk,))
    tie_document(document=document, use=entry(home), by=home.lead)

    moved = move_to_file(document=document, to=other.case, because="nepareizā lieta", by=home.lead)

    document.refresh_from_db()
    assert (moved.number_id, moved.filed_no, moved.moved_from) == (document.number_id, other.case.pk, document)
    assert [row.blob for row in moved.files.all()] == [row.blob for row in document.files.all()]
    assert document.withdrawn_because == "nepareizā lieta"
    assert not DocumentPerson.objects.filter(document=moved).exists()
    assert document.uses.get().until is not None
    there = page_of(frame_for(home.lead, other), home.lead, list(documents_of(home.lead, other.case.pk))).lines[0]
    assert there.came_from is not None
    assert there.came_from.label == home.case.label


def test_a_document_is_not_moved_into_a_closed_file_nor_into_its_own() -> None:
    home = family()
    other = family(home.service, surname="Bērziņ")
    close(other.case)
    document = made.paper(home.case, home.lead)

    for case, sentence in ((other.case, "slēgta"), (home.case, "jau ir šajā lietā")):
        with pytest.raises(Refusal, match=sentence):
            move_to_file(document=document, to=case, because="nepareizā lieta", by=home.lead)


# ---------------------------------------------------------------- the database holds the line too


def _row(home: Family, by: User, **more: object) -> Document:
    number = made.paper(home.case, by).number
    told: dict[str, object] = {
        "filed_kind": "case", "filed_no": home.case.pk, "number": number, "kind": "letter", "way": "own",
        "on": date(2026, 1, 1), "medium": "file", "by": by, "noted_at": clock.now(), "moved_from": None,
    }  # fmt: skip
    return Document(**(told | more))


@pytest.mark.parametrize(
    "wrong",
    [
        {"medium": "paper", "shelf": ""},
        {"way": "received", "party": ""},
        {"audience": "facts"},
        {"withdrawn_because": "nav"},
        {},
    ],
    ids=["no shelf", "no other side", "another audience", "withdrawn by nobody", "the same number twice"],
)
def test_a_wrong_row_is_refused_by_the_database(wrong: dict[str, object]) -> None:
    home = family()
    row = _row(home, home.lead, **wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
