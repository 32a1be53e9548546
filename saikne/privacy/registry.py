"""What this room asks of those above: who stands behind a record, and what a number is called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from saikne.core.registry import Registry

Anchors = Callable[[Iterable[int]], dict[int, int]]
anchors: Registry[Anchors] = Registry("anchors of records")


def anchors_of(records: Iterable[int]) -> dict[int, int]:
    """The person of each record, now: record number → person number."""
    return anchors.get("people")(records)


@dataclass(frozen=True, slots=True)
class Span:
    """For this time this record spoke of this person."""

    record_no: int
    person_no: int
    since: datetime
    until: datetime | None


Spans = Callable[[Iterable[int]], list[Span]]
spans: Registry[Spans] = Registry("whose record it was, and when")


def spans_of(records: Iterable[int]) -> list[Span]:
    """Of whom each record has spoken, period by period: right even after a merge was taken apart."""
    return spans.get("people")(records)
