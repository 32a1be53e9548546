"""Loads the project's own reference tables; running it again changes only what the tables changed."""

from collections.abc import Iterable
from typing import Any

from saikne.accounts.models import User
from saikne.core.acts import act, note
from saikne.methodology import reference
from saikne.methodology.enums import Language, NameKind
from saikne.methodology.models import ClassificationItem, LegalReference, Term, TermLabel, TermName
from saikne.methodology.rules import alphabet_key, first_letter, folded

Name = tuple[int, str, str, str]
TERM_FIELDS = ("sort_key", "letter", "note_en", "source_lv", "source_en", "verified")


@act
def load_tables(*, by: User) -> None:
    """Bring all the project's own tables of this room up to date; safe to repeat."""
    load_terms(by=by)
    load_legal_references(by=by)
    load_classifications(by=by)


@act
def load_terms(*, by: User) -> int:
    """Bring the glossary up to the project's table; say how many terms it holds."""
    rows = reference.terms()
    terms = [Term(slug=row["slug"], **_term_fields(row)) for row in rows]
    Term.objects.bulk_create(terms, update_conflicts=True, unique_fields=["slug"], update_fields=TERM_FIELDS)
    numbers = dict(Term.objects.values_list("slug", "pk"))
    _set_names({name for row in rows for name in _names_in(numbers[row["slug"]], row)})
    _set_labels({label: numbers[row["slug"]] for row in rows for label in row["labels"].split("|") if label})
    note(act="methodology.load_terms", about="methodology.term", about_no=0, by=by, terms=len(rows))
    return len(rows)


def _term_fields(row: reference.Row) -> dict[str, Any]:
    return {
        "sort_key": alphabet_key(row["lv"]),
        "letter": first_letter(row["lv"]),
        "note_en": row["note"],
        "source_lv": row["source_lv"],
        "source_en": row["source_en"],
        "verified": row["verified"] == "true",
    }


def _names_in(term: int, row: reference.Row) -> Iterable[Name]:
    said = (
        (Language.LATVIAN, NameKind.PREFERRED, row["lv"]),
        (Language.LATVIAN, NameKind.ADMITTED, row["lv_also"]),
        (Language.LATVIAN, NameKind.SHORT, row["lv_short"]),
        (Language.ENGLISH, NameKind.PREFERRED, row["en"]),
        (Language.ENGLISH, NameKind.ADMITTED, row["en_also"]),
    )
    return ((term, str(language), str(kind), text) for language, kind, text in said if text)


def _set_names(wanted: set[Name]) -> None:
    there = {(name.term_id, name.language, name.kind, name.text): name.pk for name in TermName.objects.all()}
    TermName.objects.filter(pk__in=[there[name] for name in there.keys() - wanted]).delete()
    TermName.objects.bulk_create(
        TermName(term_id=term, language=language, kind=kind, text=text, folded=folded(text))
        for term, language, kind, text in sorted(wanted - there.keys())
    )


def _set_labels(wanted: dict[str, int]) -> None:
    TermLabel.objects.exclude(message__in=wanted).delete()
    TermLabel.objects.bulk_create(
        [TermLabel(message=message, term_id=term) for message, term in sorted(wanted.items())],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["term"],
    )


@act
def load_legal_references(*, by: User) -> int:
    """Bring the legal references up to the project's table; say how many there are."""
    rows = reference.legal_references()
    for row in rows:
        fields: dict[str, Any] = dict(row) | {"verified": row["verified"] == "true"}
        LegalReference.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    note(
        act="methodology.load_legal_references",
        about="methodology.legalreference",
        about_no=0,
        by=by,
        references=len(rows),
    )
    return len(rows)


@act
def load_classifications(*, by: User) -> int:
    """Bring the lists of choices up to the project's table; say how many choices they hold."""
    rows = reference.classifications()
    for row in rows:
        fields: dict[str, Any] = dict(row)
        list_name, code = fields.pop("list"), fields.pop("code")
        ClassificationItem.objects.update_or_create(list=list_name, code=code, until=None, defaults=fields)
    note(
        act="methodology.load_classifications",
        about="methodology.classificationitem",
        about_no=0,
        by=by,
        choices=len(rows),
    )
    return len(rows)
