"""Look at a file that somebody sent, in another process."""

import json
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from saikne.privacy.engines.uploads.kinds import HEAD, Fault, Kind, Remark, kind_of

WORKER = "saikne.privacy.engines.uploads.worker"
PATIENCE = 30.0
AT_ONCE = 2  # each may take a gigabyte and a half for a moment
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may be."""

    size: int
    pixels: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file, and what a reader should know of it."""

    kind: Kind
    content: bytes
    pages: int | None
    remarks: tuple[Remark, ...]
    preview: bytes


def look(content: bytes, limits: Limits, *, patience: float = PATIENCE) -> Kept | Fault:
    """What is kept of this file, or why nothing is."""
    if len(content) > limits.size:
        return Fault.TOO_LARGE
    kind = kind_of(content[:HEAD])
    if isinstance(kind, Fault):
        return kind
    if not _turns.acquire(timeout=patience):
        return Fault.BUSY
    try:
        answer, ended = _ask(kind, content, limits, patience)
    finally:
        _turns.release()
    return _understood(content, answer, ended)


def _ask(kind: Kind, content: bytes, limits: Limits, patience: float) -> tuple[bytes, int | None]:
    """What the worker said, and how it ended: none if it was stopped."""
    command = [sys.executable, "-I", "-m", WORKER, kind.value, str(limits.pixels), str(limits.size)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    # None of our secrets goes along: the environment of the worker is empty.
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, env={}) as worker:  # noqa: S603
        try:
            answer, _nothing = worker.communicate(content, timeout=patience)
        except subprocess.TimeoutExpired:
            worker.kill()
            answer, _nothing = worker.communicate()
            return answer, None
    return answer, worker.returncode


def _understood(content: bytes, answer: bytes, ended: int | None) -> Kept | Fault:
    line, found, rest = answer.partition(b"\n")
    told = json.loads(line) if found else {}
    if "fault" in told:
        return Fault(told["fault"])
    stopped = ended is None or ended < 0
    if not told or (stopped and told["new"]):
        return Fault.TOO_HEAVY if stopped else Fault.BROKEN
    new, preview = rest[: told["new"]], b"" if stopped or ended else rest[told["new"] :]
    remarks = [Remark(word) for word in told["remarks"]]
    if not preview and Remark.NO_PREVIEW not in remarks:
        remarks.append(Remark.NO_PREVIEW)
    return Kept(Kind(told["kind"]), new or content, told["pages"], tuple(remarks), preview)
