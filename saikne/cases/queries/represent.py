"""Safe contact and who acts for whom, as the pages of a file need it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from saikne.cases.queries.frame import FileFrame
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.enums import FORBIDDEN, ContactMeans, RepresentKind
from saikne.people.models import BarredPerson, ContactWay, Representation
from saikne.people.models.represent import current

BARRED = "bar"
# Of an adult these rows say nothing any more, whatever their end.
OF_A_CHILD = frozenset({"custody", "suspended", "removed", "guardian", "foster"})


@dataclass(frozen=True, slots=True)
class Caution:
    """What must not be done with one person of the file: chips, and what is said beside them."""

    record_no: int
    name: str
    chips: tuple[str, ...]
    not_by: tuple[str, ...]


def cautioned(on: date) -> Q:
    """Whether something is forbidden for a face, or somebody barred: asked with the people of a page."""
    ways = ContactWay.objects.filter(current(), standing(on), record=OuterRef("first_no"), forbidden=True)
    bars = BarredPerson.objects.filter(current(), standing(on), of=OuterRef("first_no"))
    return Q(Exists(ways)) | Q(Exists(bars))


def cautions_of(frame: FileFrame, *, on: date) -> list[Caution]:
    """Of the people of the file those for whom something is forbidden; one query, none where nobody is."""
    warned = {one.record_no for one in frame.people if getattr(one.face, "cautioned", True)}
    names = {number: name for number, name in frame.open_names().items() if number in warned}
    if not names:
        return []
    found: dict[int, list[tuple[str, str]]] = {}
    for number, means, not_by in _forbidden(records=sorted(names), on=on):
        found.setdefault(number, []).append((means, not_by))
    return [_caution(number, names[number], found[number]) for number in names if number in found]


@prepared
def _forbidden(*, records: list[int], on: date) -> QuerySet[Any, Any]:
    ways = ContactWay.objects.filter(current(), standing(on), record__in=records, forbidden=True)
    bars = BarredPerson.objects.filter(current(), standing(on), of__in=records)
    said = ways.order_by().values_list("record_id", "means", "not_by")
    barred = bars.order_by().values_list("of_id", Value(BARRED, output_field=CharField()), "name")
    return said.union(barred)


def _caution(number: int, name: str, rows: Iterable[tuple[str, str]]) -> Caution:
    order = [*ContactMeans.values, BARRED]
    told = sorted(rows, key=lambda row: (order.index(row[0]), row[1]))
    chips = [_("Somebody is barred") if means == BARRED else str(FORBIDDEN[ContactMeans(means)]) for means, _by in told]
    return Caution(number, name, tuple(dict.fromkeys(chips)), tuple(dict.fromkeys(by for _means, by in told if by)))


@dataclass(frozen=True, slots=True)
class ActingLine:
    """In short for one person of the file: who acts by documents, and what safe contact forbids."""

    record_no: int
    name: str
    acting: tuple[str, ...]
    chips: tuple[str, ...]


def acting_lines(frame: FileFrame, *, on: date) -> list[ActingLine]:
    """A line for each person of whom something is written down; one query."""
    people = {member.record_no: member for member in frame.people if not member.kept}
    names = frame.open_names()
    found: dict[int, list[tuple[str, str, int]]] = {}
    for number, word, text, doer in _said(records=sorted(people), on=on):
        if people[number].child or word not in OF_A_CHILD:
            found.setdefault(number, []).append((word, text, doer))
    return [_line(number, names, found[number]) for number in people if number in found]


@prepared
def _said(*, records: list[int], on: date) -> QuerySet[Any, Any]:
    nobody = Value(0, output_field=BigIntegerField())
    ways = ContactWay.objects.filter(current(), standing(on), record__in=records, forbidden=True)
    bars = BarredPerson.objects.filter(current(), standing(on), of__in=records)
    rights = Representation.objects.filter(current(), standing(on), of__in=records)
    said = rights.order_by().values_list("of_id", "kind", _or_nothing("institution__name"), _or_nobody("by_id"))
    forbidden = ways.order_by().values_list("record_id", "means", "not_by", nobody)
    return said.union(
        forbidden, bars.order_by().values_list("of_id", Value(BARRED, output_field=CharField()), "name", nobody)
    )


def _or_nothing(field: str) -> Coalesce:
    return Coalesce(field, Value(""), output_field=CharField())


def _or_nobody(field: str) -> Coalesce:
    return Coalesce(field, Value(0), output_field=BigIntegerField())


def _line(number: int, names: Mapping[int, str], rows: Iterable[tuple[str, str, int]]) -> ActingLine:
    """Somebody outside the file is named on the person's page, as far as the reader may know her."""
    told = list(rows)
    acting = [
        f"{RepresentKind(word).label}: {text or names.get(doer) or _('a person outside this file')}"
        for word, text, doer in told
        if word in RepresentKind.values
    ]
    caution = _caution(number, names[number], [(word, "") for word, _t, _d in told if word not in RepresentKind.values])
    return ActingLine(number, names[number], tuple(sorted(acting)), caution.chips)
