"""Facts for the rule of representation, and what pages say of who may act for whom and of safe contact."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet

from saikne.core.prepared import prepared
from saikne.people.enums import TieKind
from saikne.people.models import BarredPerson, Representation, Tie
from saikne.people.models.represent import BARS, RIGHTS, current
from saikne.people.queries.records import faces
from saikne.people.rules.representation import (
    Bar,
    BarRow,
    Doer,
    Kind,
    Life,
    ParentTie,
    RepresentFacts,
    RightRow,
    What,
)

WHAT = dict(zip(RIGHTS, (What.SIGN, What.RECEIVE, What.TOLD), strict=True))
FROM = dict(zip(BARS, (Bar.CONTACT, Bar.TOLD, Bar.RECEIVING), strict=True))
PARENTS = (TieKind.BIRTH_PARENT, TieKind.ADOPTIVE_PARENT)


def represent_facts(records: Iterable[int]) -> dict[int, RepresentFacts]:
    """All that decides who may act for each of these; four queries."""
    numbers = sorted(set(records))
    if not numbers:
        return {}
    rows, bars = list(_rights(of=numbers)), list(_bars(of=numbers))
    ties = list(_parents(of=numbers))
    return facts_from(numbers, rows, bars, ties)


@prepared
def _rights(*, of: list[int]) -> QuerySet[Representation]:
    return Representation.objects.filter(current(), of__in=of).select_related("institution").order_by("-since", "pk")


@prepared
def _bars(*, of: list[int]) -> QuerySet[BarredPerson]:
    return BarredPerson.objects.filter(current(), of__in=of).order_by("-since", "pk")


@prepared
def _parents(*, of: list[int]) -> QuerySet[Tie]:
    return Tie.objects.filter(b__in=of, kind__in=PARENTS).order_by("pk")


def facts_from(
    numbers: Iterable[int], rows: list[Representation], bars: list[BarredPerson], ties: Iterable[Tie]
) -> dict[int, RepresentFacts]:
    """The same from rows that a page has read already; one query, for the births of those who act."""
    wanted = list(numbers)
    parents = [tie for tie in ties if tie.kind in PARENTS and tie.b_id in wanted]
    doers = {row.by_id for row in rows if row.by_id} | {tie.a_id for tie in parents}
    lives = {number: Life(face.born_on, face.died_on) for number, face in faces({*wanted, *doers}).items()}
    found = {number: RepresentFacts(number, lives.get(number, Life()), lives=lives) for number in wanted}
    for tie in parents:
        held = found[tie.b_id]
        told = ParentTie(tie.a_id, tie.kind == TieKind.ADOPTIVE_PARENT, tie.since, tie.until)
        found[tie.b_id] = replace(held, parents=(*held.parents, told))
    for row in rows:
        found[row.of_id] = replace(found[row.of_id], rows=(*found[row.of_id].rows, _right(row)))
    for bar in bars:
        found[bar.of_id] = replace(found[bar.of_id], bars=(*found[bar.of_id].bars, _bar(bar)))
    return found


def _right(row: Representation) -> RightRow:
    gives = frozenset(what for name, what in WHAT.items() if getattr(row, name))
    return RightRow(Doer(row.by_id or 0, row.institution_id or 0), Kind(row.kind), gives, row.since, row.until, row.pk)


def _bar(row: BarredPerson) -> BarRow:
    bars = frozenset(bar for name, bar in FROM.items() if getattr(row, name))
    return BarRow(row.who_id or 0, bars, row.since, row.until)
