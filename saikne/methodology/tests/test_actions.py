"""Facts about loading the glossary and about what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from saikne.core.models import AuditRow
from saikne.methodology import actions, reference
from saikne.methodology.enums import Language, NameKind
from saikne.methodology.models import ClassificationItem, LegalReference, Term, TermLabel, TermName
from saikne.methodology.queries import all_legal_references, choices_on, find_terms, letters_in_use, term_for
from saikne.methodology.tests.factories import user

pytestmark = pytest.mark.django_db


def loaded() -> None:
    by = user()
    actions.load_tables(by=by)


def test_the_glossary_holds_220_terms_each_named_in_both_languages() -> None:
    loaded()
    assert Term.objects.count() == 220
    for language in Language.values:
        assert TermName.objects.filter(language=language, kind=NameKind.PREFERRED).count() == 220
    assert AuditRow.objects.get(act="methodology.load_terms").details == {"terms": 220}


def test_loading_again_changes_nothing() -> None:
    loaded()
    tables = (Term, TermName, TermLabel, LegalReference, ClassificationItem)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    by = user("jana")
    actions.load_tables(by=by)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_a_reworded_term_replaces_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded()
    rows = reference.terms()
    rows[0] |= {"lv": "pašvaldības sociālais dienests", "labels": "Service office"}
    monkeypatch.setattr(reference, "terms", lambda: rows)
    actions.load_terms(by=user("jana"))
    assert find_terms(words="pasvaldibas socialais").get().latvian == "pašvaldības sociālais dienests"
    assert term_for("Service office") == find_terms(words="pasvaldibas socialais").get()


def test_a_term_is_found_without_diacritics_in_either_language_and_by_its_abbreviation() -> None:
    loaded()
    assert find_terms(words="gimenes asistents").get().english == "family assistant"
    assert find_terms(words="Foster FAMILY specialised").get().latvian == "specializētā audžuģimene"
    assert "pirmsskolas izglītības iestāde" in {term.latvian for term in find_terms(words="PII")}
    assert not find_terms(words="zirnis").exists()


def test_a_letter_keeps_its_own_terms() -> None:
    loaded()
    assert all(term.latvian.startswith("ģ") for term in find_terms(letter="Ģ"))
    assert find_terms(letter="Ģ").count() > 1
    used = letters_in_use()
    assert used.index("A") + 1 == used.index("Ā")
    assert used.index("G") < used.index("Ģ") < used.index("I")


def test_a_label_finds_its_term_by_message_or_by_english_name() -> None:
    loaded()
    labelled, named = term_for("Case manager"), term_for("Night shelter")
    assert [str(term) for term in (labelled, named)] == ["gadījuma vadītājs", "naktspatversme"]
    assert term_for("Save") is None


def test_what_may_be_chosen_depends_on_the_day() -> None:
    loaded()
    ClassificationItem.objects.filter(code="de").update(until=date(2026, 1, 1))
    before, after = choices_on("language", date(2025, 12, 31)), choices_on("language", date(2026, 1, 1))
    assert {item.code for item in before} - {item.code for item in after} == {"de"}


def test_every_verified_legal_reference_names_its_source() -> None:
    loaded()
    assert all(reference.source for reference in all_legal_references() if reference.verified)
    assert all_legal_references().filter(verified=False).exists()


@pytest.mark.parametrize(
    "rogue", ["second preferred", "same name", "no text", "unsourced law", "second choice", "backward"]
)
def test_the_database_refuses_the_wrong_row(rogue: str) -> None:
    loaded()
    term = Term.objects.get(slug="goal")
    item = ClassificationItem.objects.get(list="language", code="lv")
    rows = {
        "second preferred": TermName(term=term, language="lv", kind="preferred", text="nolūks"),
        "same name": TermName(term=term, language="lv", kind="admitted", text="mērķis"),
        "no text": TermName(term=term, language="lv", kind="admitted", text=""),
        "unsourced law": LegalReference(code="x", says_lv="x", says_en="x", verified=True),
        "second choice": ClassificationItem(list="language", code="lv", label_lv="x", since=date(2026, 1, 1)),
        "backward": ClassificationItem(list="language", code="xx", since=item.since, until=item.since),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        rows[rogue].save()
