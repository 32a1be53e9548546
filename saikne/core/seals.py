"""Seal audit rows into a hash chain, beside the writers, and check the chain.

One seal covers a batch of rows in the order in which they became visible. A row that commits late is a hole until it
shows; a hole older than the longest transaction allowed was rolled back and is dropped. Nothing is locked: two sealers
at once would write the same `no`, and the primary key refuses the second. After each commit the chain's head is also
written outside the database; without that, a chain cut off at its end still looks whole.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import structlog
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction

from saikne.core import clock
from saikne.core.acts import LONGEST_TRANSACTION
from saikne.core.models import AuditRow, AuditSeal

BATCH = 2000
AFTER_TROUBLE = 5.0
log = structlog.get_logger(__name__)
ENTRY = 40
NO_HASH = "-"
HEAD = re.compile(r"(?P<no>\d{1,18}) (?P<hash>[0-9a-f]{64}|-) \d+(?: (?P<restored>restored)\b.*)?")
COLUMNS = ("id", "at", "by_id", "act", "about", "about_no", "details")
Row = tuple[Any, ...]


def row_hash(row: Row) -> bytes:
    """The hash of one row, the same on every database."""
    number, at, *rest = row
    text = json.dumps([number, at.timestamp(), *rest], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def seal_hash(seal: AuditSeal) -> str:
    """The hash of one seal, over the hash of the seal before."""
    head = json.dumps([seal.no, seal.at.timestamp(), seal.upto, seal.holes, seal.total, seal.previous])
    return hashlib.sha256(head.encode() + bytes(seal.entries)).hexdigest()


def next_seal(*, now: datetime) -> AuditSeal | None:
    """Read what is new since the last seal and build the next one; None when nothing is."""
    last = AuditSeal.objects.order_by("-no").first() or AuditSeal(no=0, upto=0, holes=[], total=0, hash="")
    rows = AuditRow.objects.values_list(*COLUMNS)
    late = list(rows.filter(id__in=[number for number, _ in last.holes]).order_by("id")) if last.holes else []
    new = list(rows.filter(id__gt=last.upto).order_by("id")[:BATCH])
    if not late and not new:
        return None
    upto = new[-1][0] if new else last.upto
    seal = AuditSeal(
        no=last.no + 1,
        at=now,
        upto=upto,
        holes=_holes(last, {row[0] for row in [*late, *new]}, upto, now),
        entries=b"".join(row[0].to_bytes(8, "big") + row_hash(row) for row in [*late, *new]),
        rows=len(late) + len(new),
        total=last.total + len(late) + len(new),
        previous=last.hash,
    )
    seal.hash = seal_hash(seal)
    return seal


def _holes(last: AuditSeal, seen: set[int], upto: int, now: datetime) -> list[list[float]]:
    """Ids not seen yet: old ones that may still commit, and new gaps."""
    oldest = (now - LONGEST_TRANSACTION).timestamp()
    waiting = [hole for hole in last.holes if hole[0] not in seen and hole[1] > oldest]
    return waiting + [[number, now.timestamp()] for number in range(last.upto + 1, upto + 1) if number not in seen]


def seal_once(*, heads: Path | None = None) -> int:
    """Seal one batch and write its head outside the database; how many rows. Writers wait for the one insert only."""
    seal = next_seal(now=clock.now())
    if seal is None:
        return 0
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return 0  # another sealer was quicker
    if heads is not None:
        write_head(heads, seal)
    return seal.rows


def seal_all(*, heads: Path | None = None) -> int:
    """Seal until nothing is left; how many rows."""
    total = 0
    while rows := seal_once(heads=heads):
        total += rows
    return total


def keep_sealing(stop: Event, *, heads: Path, every: float) -> None:
    """Seal again and again until told to stop; a database that restarts and a full disk are waited out."""
    while not stop.wait(every):
        try:
            seal_all(heads=heads)
        except (DatabaseError, OSError) as error:
            log.warning("sealing waits", reason=type(error).__name__)
            stop.wait(AFTER_TROUBLE)
        finally:
            close_old_connections()
    connection.close()


def write_head(heads: Path, seal: AuditSeal, *, remark: str = "") -> None:
    """Append the chain's head to the file kept outside the database."""
    _append(heads, f"{seal.no} {seal.hash} {seal.total}{' ' + remark if remark else ''}")


def write_head_of_nothing(heads: Path, *, remark: str) -> None:
    """The head of a chain that has no seal yet."""
    _append(heads, f"0 {NO_HASH} 0 {remark}")


def _append(heads: Path, line: str) -> None:
    heads.parent.mkdir(parents=True, exist_ok=True)
    with heads.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def heads_kept(path: Path) -> list[str]:
    """Lines of the file of heads; none where nothing was sealed yet. Bytes that are no text make no head."""
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]


@dataclass
class Verdict:
    """What checking the chain found."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing was edited, removed, cut off or slipped in."""
        return not self.bad


def _entries_of(seal: AuditSeal) -> Iterator[tuple[int, bytes]]:
    blob = bytes(seal.entries)
    for start in range(0, len(blob), ENTRY):
        yield int.from_bytes(blob[start : start + 8], "big"), blob[start + 8 : start + ENTRY]


def _check_rows(seal: AuditSeal, verdict: Verdict) -> int:
    """Compare every row of a seal with what it was; how many stand."""
    wanted = dict(_entries_of(seal))
    rows = AuditRow.objects.values_list(*COLUMNS).filter(id__in=list(wanted)) if wanted else []
    found = {row[0]: row_hash(row) for row in rows}
    verdict.rows += len(wanted)
    for number, digest in wanted.items():
        if number not in found:
            verdict.bad.append(f"row {number} removed (seal {seal.no})")
        elif found[number] != digest:
            verdict.bad.append(f"row {number} edited (seal {seal.no})")
    return len(found)


def verify(*, heads: Iterable[str] = ()) -> Verdict:
    """Walk the chain from its first seal, row by row; compare it with the heads kept outside."""
    verdict, hashes, standing = Verdict(), dict[int, str](), 0
    last = AuditSeal(no=0, upto=0, holes=[], total=0, hash="")
    for seal in AuditSeal.objects.order_by("no").iterator(chunk_size=50):
        verdict.seals += 1
        if seal.previous != last.hash or seal.no != last.no + 1 or seal.hash != seal_hash(seal):
            verdict.bad.append(f"seal {seal.no} does not follow the one before")
        standing += _check_rows(seal, verdict)
        hashes[seal.no], last = seal.hash, seal
    _check_heads(heads, hashes, verdict)
    _check_strangers(last, standing, verdict)
    return verdict


def _check_heads(heads: Iterable[str], hashes: dict[int, str], verdict: Verdict) -> None:
    standing, unread = _standing_heads(heads)
    verdict.bad += [f"line {place} of the heads kept outside cannot be read" for place in unread]
    for number, digest in sorted(standing.items()):
        if hashes.get(number, NO_HASH) != digest:
            verdict.bad.append(f"head {number} kept outside is not in the chain: cut off or written anew")
            return


def _standing_heads(heads: Iterable[str]) -> tuple[dict[int, str], list[int]]:
    """Heads that still bind, and lines that are none.

    A restored copy sets aside the heads written after it was taken, and says so itself.
    """
    kept: dict[int, str] = {}
    unread: list[int] = []
    for place, line in enumerate(heads, start=1):
        head = HEAD.fullmatch(line.strip())
        if head is None:
            unread.append(place)
            continue
        number = int(head["no"])
        if head["restored"]:
            kept = {no: known for no, known in kept.items() if no < number}
        kept[number] = head["hash"]
    return kept, unread


def _check_strangers(last: AuditSeal, standing: int, verdict: Verdict) -> None:
    """Rows that no seal covers. Late ones, which come at any moment, are left out in the same question."""
    verdict.unsealed = AuditRow.objects.filter(id__gt=last.upto).count()
    waiting = [number for number, _since in last.holes]
    if AuditRow.objects.filter(id__lte=last.upto).exclude(id__in=waiting).count() != standing:
        verdict.bad.append("a row stands in the table that no seal covers: written in afterwards")
