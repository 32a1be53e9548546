"""Who may sign, receive and be told in somebody's place on a day.

Read from the Civil Law (custody of parents, guardianship, trusteeship) and the Law on Orphan's and Custody Courts in
general terms, verified against no statute yet, to be checked by a lawyer: that a trustee with the right to sign signs
instead of the adult, that birth parents of an adopted child need a row of their own, and that a foster parent has only
what the row gives her.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from saikne.people.rules.life import ADULT_AGE, birthday, is_child


class What(StrEnum):
    """For what somebody stands in another's place."""

    SIGN = "sign"
    RECEIVE = "receive"
    TOLD = "told"


class Bar(StrEnum):
    """What somebody is barred from."""

    CONTACT = "contact"
    TOLD = "told"
    RECEIVING = "receiving"


class Kind(StrEnum):
    """On what ground she does; the words of `RepresentKind`, and the person herself."""

    SELF = "self"
    CUSTODY = "custody"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    GUARDIAN = "guardian"
    FOSTER = "foster"
    TRUSTEE = "trustee"
    ATTORNEY = "attorney"


class Denial(StrEnum):
    """Why somebody may not."""

    BARRED = "barred"
    REMOVED = "removed"
    SUSPENDED = "suspended"
    CHILD = "child"
    TRUSTEE = "trustee"
    DIED = "died"
    NO_RIGHT = "no_right"


TAKES_AWAY = {Kind.SUSPENDED: Denial.SUSPENDED, Kind.REMOVED: Denial.REMOVED}
OF_A_CHILD = frozenset({Kind.CUSTODY, Kind.GUARDIAN, Kind.FOSTER})
# Whoever signs is told what she signs and gets a copy of it, so each bar takes the signing away too.
BEATS = {
    Bar.CONTACT: frozenset({What.SIGN, What.RECEIVE}),
    Bar.TOLD: frozenset({What.SIGN, What.TOLD}),
    Bar.RECEIVING: frozenset({What.SIGN, What.RECEIVE}),
}


@dataclass(frozen=True, slots=True, order=True)
class Doer:
    """Who acts: a record, or an institution."""

    record: int = 0
    institution: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """When somebody was born and died, as far as it is known."""

    born_on: date | None = None
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class ParentTie:
    """A parent by birth or adoption, by date; often nobody knows since when."""

    parent: int
    adoptive: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RightRow:
    """What a document gives or takes away, by date."""

    doer: Doer
    kind: Kind
    gives: frozenset[What]
    since: date
    until: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class BarRow:
    """Who is barred from what, by date; 0 for somebody known by name alone."""

    who: int
    bars: frozenset[Bar]
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RepresentFacts:
    """All that decides who may act for one person."""

    of: int
    life: Life = Life()
    parents: tuple[ParentTie, ...] = ()
    rows: tuple[RightRow, ...] = ()
    bars: tuple[BarRow, ...] = ()
    lives: Mapping[int, Life] = field(default_factory=dict)

    def child(self, on: date) -> bool:
        """Whether she is under 18 on the day; of unknown age nobody is taken for a child."""
        return bool(self.life.born_on and is_child(self.life.born_on, on))


@dataclass(frozen=True, slots=True)
class Right:
    """Somebody who may, and on what ground."""

    doer: Doer
    kind: Kind


def may(facts: RepresentFacts, what: What, *, on: date) -> tuple[Right, ...]:
    """Everybody who may do this for her on this day, each once: herself first, then by the strength of the ground."""
    found: dict[Doer, Right] = {}
    for right in sorted(_rights(facts, what, on), key=lambda one: list(Kind).index(one.kind)):
        if _denied(facts, right.doer, what, on) is None:
            found.setdefault(right.doer, right)
    return tuple(found.values())


def why_not(facts: RepresentFacts, doer: Doer, what: What, *, on: date) -> Denial | None:
    """Why this one may not do it on this day; nothing for those who may."""
    if any(right.doer == doer for right in may(facts, what, on=on)):
        return None
    if denied := _denied(facts, doer, what, on):
        return denied
    if doer == Doer(facts.of):
        return Denial.CHILD if facts.child(on) else Denial.TRUSTEE
    return TAKES_AWAY.get(_custody(facts, doer.record, on), Denial.NO_RIGHT)


def acts_herself(facts: RepresentFacts, what: What, *, on: date) -> bool:
    """Whether she does it herself: an adult for whom no trustee signs."""
    return any(right.kind is Kind.SELF for right in may(facts, what, on=on))


def barred(facts: RepresentFacts, who: int, what: What, *, on: date) -> bool:
    """Whether this record is barred from it on this day; nobody is barred from what is her own."""
    if not who or who == facts.of:
        return False
    rows = (row for row in facts.bars if row.who == who and _stands(row.since, row.until, on))
    return any(what in BEATS[bar] for row in rows for bar in row.bars)


def _rights(facts: RepresentFacts, what: What, on: date) -> Iterable[Right]:
    """All grounds, before it is asked who is barred, dead or a child herself."""
    child = facts.child(on)
    standing = [row for row in facts.rows if what in row.gives and _stands(row.since, _end(facts, row), on)]
    if not child and not (what is What.SIGN and any(row.kind is Kind.TRUSTEE for row in standing)):
        yield Right(Doer(facts.of), Kind.SELF)
    for row in standing:
        if _fits(row.kind, child=child) and _custody(facts, row.doer.record, on) not in TAKES_AWAY:
            yield Right(row.doer, row.kind)
    if child:
        for parent in _parents(facts, on):
            if _custody(facts, parent, on) not in TAKES_AWAY:
                yield Right(Doer(parent), Kind.CUSTODY)


def _fits(kind: Kind, *, child: bool) -> bool:
    """Custody, guardian and foster parent are of a child, a trustee of an adult, a power of attorney of both."""
    if kind in TAKES_AWAY:
        return False
    return child if kind in OF_A_CHILD else kind is Kind.ATTORNEY or not child


def _end(facts: RepresentFacts, row: RightRow) -> date | None:
    """Until when a row holds: a power of attorney given for a child ends when she comes of age."""
    born = facts.life.born_on
    if row.kind is not Kind.ATTORNEY or born is None:
        return row.until
    adult = birthday(born, ADULT_AGE)
    return min(row.until or date.max, adult) if row.since < adult else row.until


def _parents(facts: RepresentFacts, on: date) -> list[int]:
    """Who has custody by the tie alone; of an adopted child the adoptive parents, not those by birth."""
    standing = [one for one in facts.parents if _stands(one.since or date.min, one.until, on)]
    adopted = any(one.adoptive for one in standing)
    return sorted({one.parent for one in standing if one.adoptive or not adopted})


def _custody(facts: RepresentFacts, parent: int, on: date) -> Kind:
    """How this parent's custody stands: of several rows the one that takes away most."""
    kinds = {
        row.kind for row in facts.rows if parent and row.doer.record == parent and _stands(row.since, row.until, on)
    }
    return next((kind for kind in (Kind.REMOVED, Kind.SUSPENDED) if kind in kinds), Kind.CUSTODY)


def _denied(facts: RepresentFacts, doer: Doer, what: What, on: date) -> Denial | None:
    """What beats every ground: a bar, a death, being a child oneself."""
    if barred(facts, doer.record, what, on=on):
        return Denial.BARRED
    life = facts.life if doer.record == facts.of else facts.lives.get(doer.record, Life())
    if life.died_on and life.died_on <= on:
        return Denial.DIED
    return Denial.CHILD if life.born_on and is_child(life.born_on, on) else None


def _stands(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)
