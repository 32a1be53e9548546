"""Reads and writes catalogues: one .po file a room and language, without anything that changes by itself."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from saikne.core.catalogue.extract import Found, Message

PLURAL_FORMS = {
    "lv": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
    "en": "nplurals=2; plural=(n != 1);",
}
LANGUAGES = tuple(PLURAL_FORMS)
KEEP = "keep"  # `# keep` above an entry: it overrides a sentence of Django's or of a library's

_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


class CatalogueError(Exception):
    """A catalogue that cannot be read, with its place."""


def path_of(room: Path, language: str) -> Path:
    """Where Django looks for the catalogue of this room."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """Read a catalogue; one that is not there yet is empty."""
    if not path.exists():
        return Catalog(locale=language)
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def entries(catalog: Catalog) -> list[Entry]:
    """The entries of a catalogue, without its header."""
    return [entry for entry in catalog if entry.id]


def message_of(entry: Entry) -> Message:
    """What an entry translates."""
    if isinstance(entry.id, (tuple, list)):
        return Message(entry.context or "", entry.id[0], entry.id[1])
    return Message(entry.context or "", entry.id)


def forms_of(entry: Entry) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    return tuple(entry.string) if isinstance(entry.string, (tuple, list)) else (entry.string or "",)


def merged(old: Catalog, found: Found, language: str) -> Catalog:
    """The catalogue as the source asks for it: translations kept, what nobody says any more dropped."""
    known = {(entry.context or "", message_of(entry).msgid): entry for entry in entries(old)}
    kept = {message_of(entry): set[str]() for entry in entries(old) if KEEP in entry.user_comments}
    said = {(message.context, message.msgid) for message in found}
    wanted = found | {message: files for message, files in kept.items() if (message.context, message.msgid) not in said}
    new = Catalog(locale=language)
    for message, files in sorted(wanted.items()):
        entry = known.get((message.context, message.msgid))
        new.add(
            (message.msgid, message.plural) if message.plural else message.msgid,
            _forms(message, entry, language),
            locations=[(file, 0) for file in sorted(files)],
            flags=[flag for flag in entry.flags if flag == "fuzzy"] if entry else [],
            user_comments=entry.user_comments if entry else [],
            context=message.context or None,
        )
    return new


def _forms(message: Message, entry: Entry | None, language: str) -> str | tuple[str, ...]:
    """What stood there before; English that only repeated the message follows it."""
    count = 1 if not message.plural else (3 if language == "lv" else 2)
    forms = forms_of(entry) if entry else ()
    if language == "en":
        source = (message.msgid, message.plural)[:count]
        before = (message_of(entry).msgid, message_of(entry).plural)[: len(forms)] if entry else ()
        forms = source if not all(forms) or forms == before else forms
    forms = (forms + ("",) * count)[:count]
    return forms if message.plural else forms[0]


def text_of(catalog: Catalog, language: str) -> str:
    """The catalogue as its file holds it."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = _HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return header + buffer.getvalue().decode().rstrip("\n") + "\n"


def write(path: Path, text: str) -> None:
    """Write the file if its text changed."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def compiled(path: Path, language: str) -> bool:
    """Compile one catalogue for the running program; say whether there was anything to do."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return False
    catalog = read(path, language)
    catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    part = target.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(target)
    return True
