"""Who acts for whom on a day: a function of dates, with exactly one answer.

The colleague herself while she is here; else her latest deputy, or if that one is away, hers; on a circle, or where
nobody is named, whoever heads her unit, or the unit above it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from saikne.organisation.rules.days import Span


@dataclass(frozen=True, slots=True)
class Away:
    """From a day, up to (not including) another; back, or not gone at all, on a day."""

    user: int
    span: Span
    back: date | None = None

    def covers(self, on: date) -> bool:
        """Whether she is away on this day."""
        return self.span.meets(Span(on, _next(on))) and (self.back is None or on < self.back)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody is named to stand in on these days; the higher number is the later naming."""

    number: int
    absent: int
    deputy: int
    span: Span


@dataclass(frozen=True, slots=True)
class Duty:
    """All that the answer rests on; `heads` of each worker from her own unit upward."""

    away: Sequence[Away] = ()
    deputies: Sequence[StandIn] = ()
    working: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    heads: Mapping[int, Sequence[int]] = field(default_factory=dict)
    may_head: frozenset[int] = frozenset()

    def works(self, user: int, on: date) -> bool:
        """Whether she holds a post on this day."""
        return any(span.meets(Span(on, _next(on))) for span in self.working.get(user, ()))

    def here(self, user: int, on: date) -> bool:
        """Whether she works on this day and is not away."""
        return self.works(user, on) and not any(one.covers(on) for one in self.away if one.user == user)

    def deputy(self, user: int, on: date) -> int | None:
        """Whoever was named last to stand in for her on this day."""
        named = [one for one in self.deputies if one.absent == user and one.span.meets(Span(on, _next(on)))]
        return max(named, key=lambda one: one.number).deputy if named else None


def _next(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)


def in_her_place(user: int, duty: Duty, *, on: date) -> int | None:
    """She herself, or the one at the end of the line of deputies; nobody on a circle, or where nobody is named."""
    seen: set[int] = set()
    step: int | None = user
    while step is not None and step not in seen:
        if duty.here(step, on):
            return step
        seen.add(step)
        step = duty.deputy(step, on) if duty.works(step, on) else None
    return None


def line_of(user: int, duty: Duty, *, on: date) -> Iterator[int]:
    """Everybody who could act for her on this day, the first of them does; never empty."""
    told: set[int] = set()
    for one in _line(user, duty, on):
        if one not in told:
            told.add(one)
            yield one


def _line(user: int, duty: Duty, on: date) -> Iterator[int]:
    first = in_her_place(user, duty, on=on)
    if first is not None:
        yield first
    heads = duty.heads.get(user, ())
    for head in heads:
        acting = in_her_place(head, duty, on=on)
        if acting is not None and (acting == head or acting in duty.may_head):
            yield acting
    yield from heads  # away, with nobody in her place: a head still answers
    yield user


def acting_for(user: int, duty: Duty, *, on: date) -> int:
    """Who answers for her work on this day."""
    return next(line_of(user, duty, on=on))


@dataclass(frozen=True, slots=True, order=True)
class Membership:
    """On these days the user acts with the reach of the absent one."""

    absent: int
    user: int
    since: date
    until: date


def memberships(duty: Duty, *, on: date) -> set[Membership]:
    """From this day on: each deputy while the absent one is away, and for a deputy who is away herself, hers."""
    found = {one for row in duty.deputies for one in _while_away(row, row.absent, duty)}
    new = found
    while (
        new := {
            longer
            for one in new
            for row in duty.deputies
            if row.absent == one.user and row.deputy != one.absent
            for part in _while_away(row, one.absent, duty)
            if (longer := _shared(part, one)) is not None
        }
        - found
    ):
        found |= new
    return {Membership(one.absent, one.user, max(one.since, on), one.until) for one in found if one.until > on}


def _while_away(row: StandIn, absent: int, duty: Duty) -> Iterable[Membership]:
    """The days of a deputyship on which the one it is for is away; told for `absent`, at the end of the line."""
    for one in duty.away:
        if one.user != row.absent or not one.span.meets(row.span):
            continue
        ends = [day for day in (one.span.until, row.span.until, one.back) if day is not None]
        since = max(one.span.since, row.span.since)
        if ends and since < min(ends):
            yield Membership(absent, row.deputy, since, min(ends))


def _shared(one: Membership, other: Membership) -> Membership | None:
    since, until = max(one.since, other.since), min(one.until, other.until)
    return Membership(one.absent, one.user, since, until) if since < until else None
