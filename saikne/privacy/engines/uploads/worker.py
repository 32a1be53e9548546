"""The process that opens a stranger's file: it may use little memory and time, write nothing, and die alone.

The file comes on standard input. A line of JSON goes out, then the new bytes of a picture, then the preview.
"""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress

from saikne.privacy.engines.uploads import papers, pictures
from saikne.privacy.engines.uploads.kinds import Fault, Kind, Remark
from saikne.privacy.engines.uploads.pictures import Drawn, UnkeptError

MEMORY = 1536 * 1024 * 1024
SECONDS = 20
GROWN = 3  # a picture drawn anew may be larger than it came, but not by much


def main(word: str, most_pixels: int, most_bytes: int) -> None:
    """Read, look, answer."""
    _confine()
    content = sys.stdin.buffer.read(most_bytes + 1)
    try:
        for number, found in enumerate(_looked(Kind(word), content, most_pixels)):
            if found.content and len(found.content) > GROWN * most_bytes:
                raise UnkeptError(Fault.TOO_HEAVY)
            _tell(found, again=number > 0)
    except UnkeptError as unkept:
        _say({"fault": unkept.fault.value})
    except MemoryError:
        _say({"fault": Fault.TOO_HEAVY.value})


def _looked(kind: Kind, content: bytes, most_pixels: int) -> Iterator[Drawn]:
    if kind == Kind.PDF:
        yield from papers.read(content)
    else:
        yield pictures.draw(content, kind, most_pixels=most_pixels)


def _confine() -> None:
    """No core of what is private on the disk, no file written, no more memory and time than a document needs.

    Where a limit is not known, or a stricter one holds already, that one stays.
    """
    wanted = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_AS": MEMORY, "RLIMIT_CPU": SECONDS}
    for name, most in wanted.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _tell(found: Drawn, *, again: bool) -> None:
    """A paper is told of before its first page is drawn: if that takes too long, it is kept without."""
    if not again:
        content = found.content or b""
        remarks = [Remark(remark).value for remark in found.remarks]
        _say({"kind": found.kind.value, "pages": found.pages, "remarks": remarks, "new": len(content)})
        sys.stdout.buffer.write(content)
    sys.stdout.buffer.write(found.preview)
    sys.stdout.buffer.flush()


def _say(told: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
