"""The wording of chapters: points as data, one spelling of it for ever, and its fingerprint."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what was agreed and, if it has a fixed time, on which weekdays (1–7), when and for whom."""

    text: str
    weekdays: tuple[int, ...] = ()
    start: time | None = None
    end: time | None = None
    who: tuple[int, ...] = ()
    kept: str = ""

    @property
    def timed(self) -> bool:
        """Whether the point has a fixed time that can clash with another."""
        return bool(self.weekdays and self.start and self.end and self.who)


def point_data(point: Point) -> dict[str, Any]:
    """The point as it is kept: only what it says."""
    told = {
        "text": point.text,
        "weekdays": list(point.weekdays),
        "from": f"{point.start:%H:%M}" if point.start else "",
        "to": f"{point.end:%H:%M}" if point.end else "",
        "who": sorted(point.who),
        "kept": point.kept,
    }
    return {name: value for name, value in told.items() if value}


def read_point(data: Mapping[str, Any]) -> Point:
    """The point as it was kept."""
    return Point(
        text=str(data.get("text", "")),
        weekdays=tuple(data.get("weekdays", ())),
        start=time.fromisoformat(data["from"]) if data.get("from") else None,
        end=time.fromisoformat(data["to"]) if data.get("to") else None,
        who=tuple(data.get("who", ())),
        kept=str(data.get("kept", "")),
    )


def canonical(content: Any) -> str:
    """One spelling of the same content, on every database: sorted keys, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: Any) -> str:
    """The sha256 of the canonical spelling."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def chapter_wording(
    *, kind: str, ground: str, since: date, until: date | None, parties: Iterable[str], points: Iterable[Point]
) -> dict[str, Any]:
    """What the parties of a chapter put their names to; a party is a word and a number: record:7."""
    return {
        "kind": kind,
        "ground": ground,
        "since": since.isoformat(),
        "until": until.isoformat() if until else "",
        "parties": sorted(parties),
        "points": [point_data(point) for point in points],
    }
