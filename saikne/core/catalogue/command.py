"""What `messages` prints and answers, for the management command and for `python -m`."""

import argparse
from collections.abc import Callable

from saikne.core.catalogue import (
    PACKAGE,
    CatalogueError,
    Room,
    SourceError,
    check,
    compile_all,
    find_rooms,
    update,
)

Say = Callable[[str], object]
HELP = "Collects the sentences of rooms into their catalogues; --check and --compile as they say."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `messages`."""
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="rooms; all, if none is named")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is wrong")
    parser.add_argument("--compile", action="store_true", help="compile all catalogues that changed")


def run(names: list[str], *, checking: bool, compiling: bool, say: Say) -> int:
    """Do it; answer with the exit code."""
    try:
        if compiling and not checking:
            say(f"{compile_all()} catalogues compiled.")
            return 0
        return _check(names, say) if checking else _update(names, say)
    except (SourceError, CatalogueError, LookupError) as error:
        say(str(error.args[0]))
        return 2


def _chosen(names: list[str]) -> list[Room]:
    """The rooms named, or all; a room that is not named may be half-written just now."""
    if unknown := [name for name in names if not (PACKAGE / name / "__init__.py").exists()]:
        raise LookupError(f"No such room: {', '.join(unknown)}.")
    return [Room(name) for name in names] or find_rooms()


def _update(names: list[str], say: Say) -> int:
    for name, missing in update(_chosen(names)).items():
        say(f"{name}: {len(missing)} without Latvian" if missing else f"{name}: complete")
        for message in missing:
            say(f"  {message!r}")
    return 0


def _check(names: list[str], say: Say) -> int:
    chosen = _chosen(names)
    faults = check(chosen)
    for fault in faults:
        say(str(fault))
    say(f"Catalogues of {len(chosen)} rooms: {len(faults)} faults.")
    return 1 if faults else 0
