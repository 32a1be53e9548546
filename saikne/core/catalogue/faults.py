"""What is wrong with catalogues: stale, empty, fuzzy, other placeholders, one sentence said in two ways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from saikne.core.catalogue.extract import Found, Message
from saikne.core.catalogue.store import KEEP, PLURAL_FORMS, entries, forms_of, message_of

_PLACEHOLDER = re.compile(r"%%|%\(\w+\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Fault:
    """One thing to mend, as a line that names the file and the message."""

    path: Path
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: “{self.message}” {self.what}"


def stale(path: Path, catalog: Catalog, found: Found) -> Iterator[Fault]:
    """Messages that the source says and the catalogue does not, and the other way round."""
    there = {message_of(entry): entry for entry in entries(catalog)}
    for message in sorted(found.keys() - there.keys()):
        yield Fault(path, message.msgid, "is missing: run `saikne messages`.")
    for message in sorted(there.keys() - found.keys()):
        if KEEP not in there[message].user_comments:
            yield Fault(path, message.msgid, "is said nowhere any more: run `saikne messages`.")


def in_entries(path: Path, catalog: Catalog, language: str) -> Iterator[Fault]:
    """Entries that are empty, fuzzy, or differ from their message in placeholders."""
    if catalog.plural_forms != PLURAL_FORMS[language].rstrip(";") + ";":
        yield Fault(path, "Plural-Forms", f"must be {PLURAL_FORMS[language]}")
    for entry in entries(catalog):
        message = message_of(entry).msgid
        if entry.fuzzy:
            yield Fault(path, message, "is fuzzy.")
        if not all(forms_of(entry)):
            yield Fault(path, message, "is not translated." if not any(forms_of(entry)) else "lacks a plural form.")
            continue
        yield from (Fault(path, message, what) for what in _placeholder_faults(entry))


def _placeholder_faults(entry: Entry) -> Iterator[str]:
    message, forms = message_of(entry), forms_of(entry)
    if not message.plural:
        if _placeholders(forms[0]) != _placeholders(message.msgid):
            yield "has other placeholders than its translation."
        return
    known = _placeholders(message.plural)
    for number, form in enumerate(forms):
        spare = 1 if _may_leave_out_the_count(number, len(forms)) else 0
        if _placeholders(form) - known - _placeholders(message.msgid) or len(known - _placeholders(form)) > spare:
            yield f"has other placeholders than its plural form [{number}]."


def _may_leave_out_the_count(number: int, forms: int) -> bool:
    """English may write "one case", Latvian "nav lietu"; but Latvian [0] also says 21."""
    return number == (2 if forms == 3 else 0)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text)) - {"%%"}


def said_differently(catalogues: list[tuple[Path, Catalog]]) -> Iterator[Fault]:
    """The same message in the same context, translated in two ways in two rooms."""
    first: dict[Message, tuple[Path, tuple[str, ...]]] = {}
    for path, catalog in catalogues:
        for entry in entries(catalog):
            if not all(forms_of(entry)):
                continue
            other, forms = first.setdefault(message_of(entry), (path, forms_of(entry)))
            if forms != forms_of(entry):
                yield Fault(path, message_of(entry).msgid, f"is “{forms_of(entry)[0]}” here, “{forms[0]}” in {other}.")
