"""Translation catalogues by Babel, without a system gettext: one a room and language.

`python -m saikne.core.catalogue` does what `saikne messages` does, before settings or a database are there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog

from saikne.core.catalogue import faults, store
from saikne.core.catalogue.extract import Found, SourceError, messages_of
from saikne.core.catalogue.faults import Fault
from saikne.core.catalogue.store import LANGUAGES, CatalogueError

PACKAGE = Path(__file__).resolve().parents[2]
NO_ROOMS = {"config"}

__all__ = ["CatalogueError", "Fault", "Room", "SourceError", "check", "compile_all", "find_rooms", "update"]


@dataclass
class Room:
    """A room whose sentences are collected; `root` is the package that holds the rooms."""

    name: str
    root: Path = PACKAGE
    _found: Found | None = field(default=None, repr=False)

    @property
    def path(self) -> Path:
        """The folder of the room."""
        return self.root / self.name

    @property
    def found(self) -> Found:
        """What the room says, read once."""
        if self._found is None:
            self._found = messages_of(self.path, self.root.parent)
        return self._found

    def catalogue(self, language: str) -> tuple[Path, Catalog]:
        """The catalogue as it is, with its path shown from the checkout."""
        path = store.path_of(self.path, language)
        return path.relative_to(self.root.parent), store.read(path, language)


def find_rooms(root: Path = PACKAGE) -> list[Room]:
    """All rooms that say something or have a catalogue."""
    folders = sorted(path.parent for path in root.glob("*/__init__.py") if path.parent.name not in NO_ROOMS)
    rooms = [Room(folder.name, root) for folder in folders]
    return [room for room in rooms if room.found or (room.path / "locale").exists()]


def update(rooms: list[Room]) -> dict[str, list[str]]:
    """Bring the catalogues of these rooms up to date; say for each room which messages lack Latvian."""
    missing: dict[str, list[str]] = {}
    for room in rooms:
        for language in LANGUAGES:
            path = store.path_of(room.path, language)
            new = store.merged(store.read(path, language), room.found, language)
            store.write(path, store.text_of(new, language))
            if language == "lv":
                missing[room.name] = [
                    store.message_of(entry).msgid
                    for entry in store.entries(new)
                    if entry.fuzzy or not all(store.forms_of(entry))
                ]
    return missing


def check(rooms: list[Room]) -> list[Fault]:
    """Everything that is wrong with the catalogues of these rooms, writing nothing."""
    return list(_faults(rooms))


def _faults(rooms: list[Room]) -> Iterator[Fault]:
    for language in LANGUAGES:
        read = [room.catalogue(language) for room in rooms]
        for room, (path, catalog) in zip(rooms, read, strict=True):
            yield from faults.stale(path, catalog, room.found)
            yield from faults.in_entries(path, catalog, language)
        yield from faults.said_differently(read)


def compile_all(root: Path = PACKAGE) -> int:
    """Compile every catalogue that changed; say how many did."""
    pairs = [(path, path.parents[1].name) for path in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po"))]
    return sum(store.compiled(path, language) for path, language in pairs if language in LANGUAGES)
