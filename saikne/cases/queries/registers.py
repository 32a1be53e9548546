"""The registers of a service: lists by running number and year, which other parts of the room join."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, QuerySet

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.core import clock
from saikne.core.errors import Sentence
from saikne.core.models import NumberSeries
from saikne.core.periods import standing
from saikne.core.registry import Registry
from saikne.organisation.models import Posting
from saikne.people.rules import person_sort_key
from saikne.privacy.enums import Purpose
from saikne.ui.exports import Listing

R = TypeVar("R")
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a register somebody wants to see: of which year and municipality, narrowed or not."""

    municipality: int
    year: int
    kind: str = ""
    unit: int = 0
    worker: int = 0
    state: str = ""

    @property
    def told(self) -> dict[str, object]:
        """For the audit row: numbers and words of the code."""
        named = {"kind": self.kind, "unit": self.unit, "worker": self.worker, "state": self.state}
        return {"year": self.year, **{name: value for name, value in named.items() if value}}


@dataclass(frozen=True, slots=True)
class Register(Generic[R]):
    """One register. `rows` keeps to what the user may see; `series` names the running numbers it is made of.

    `kinds` are what it can be narrowed to, under the word `kind_label`; `states` likewise. A register whose rows know
    no unit or no worker says so; so does one that leaves for other purposes than most.
    """

    listing: Listing[R]
    order: tuple[str, ...]
    rows: Callable[[User, Asked], QuerySet[Any]]
    lines: Callable[[User, Sequence[Any]], list[R]]
    link: Callable[[R], str]
    series: Callable[[], Mapping[str, str]]
    may: Callable[[User], bool]
    kinds: Callable[[], Choices] = list
    kind_label: Sentence = ""
    states: Callable[[], Choices] = list
    by_unit: bool = True
    by_worker: bool = True
    purposes: tuple[Purpose, ...] = (Purpose.ASSISTANCE, Purpose.STAND_IN)


REGISTERS: Registry[Register[Any]] = Registry("registers")


def registers_for(user: User) -> dict[str, Register[Any]]:
    """The registers that this user may open, by the word in their address."""
    found: list[Register[Any]] = [register for register in REGISTERS if register.may(user)]
    return {register.listing.name: register for register in found}


def purposes_of(user: User, *more: Purpose) -> list[Purpose]:
    """For what this user may take a list out: what her work is, never a search or an emergency."""
    heads = [Purpose.OVERSIGHT] if user.has_perm(Perm.HEAD) else []
    works = [Purpose.CASE_MANAGEMENT] if user.has_perm(Perm.WORK) else []
    team = [Purpose.TEAM_WORK] if works or user.has_perm(Perm.PSYCHOSOCIAL) else []
    return [*dict.fromkeys([*works, *team, *more, *heads])]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """The running numbers of one year: how far they have come, and how many of them are missing."""

    register: Register[Any]
    name: str
    label: str
    kind: str
    year: int
    last: int
    missing: int


def series_lines(municipality: int, registers: Iterable[Register[Any]]) -> list[SeriesLine]:
    """Years from the latest, registers in their order; what is missing of 1…n is asked in one query."""
    rows = NumberSeries.objects.filter(scope_no=municipality).annotate(
        given=Count("numbers"), highest=Max("numbers__number", default=0)
    )
    found = {(row.year, row.register): row for row in rows}
    years = sorted({year for year, _register in found}, reverse=True)
    known = [(register, register.series()) for register in registers]
    return [
        _line(register, code, label, found[year, code])
        for year in years
        for register, series in known
        for code, label in series.items()
        if (year, code) in found
    ]


def _line(register: Register[Any], code: str, label: str, row: Any) -> SeriesLine:
    """Numbers are unique and begin with 1: as many as the highest means no hole, none above the last given."""
    missing = max(row.last, row.highest) - row.given
    kind = code.rpartition(".")[2] if label else ""
    return SeriesLine(register, register.listing.name, label, kind, row.year, row.last, missing)


def years_of(municipality: int, asked: int) -> list[int]:
    """Years in which the service has given numbers, this one and the one asked for, from the latest."""
    rows = NumberSeries.objects.filter(scope_no=municipality).values_list("year", flat=True).distinct()
    return sorted({*rows, clock.today().year, asked}, reverse=True)


def units_and_workers(municipality: int) -> tuple[Choices, Choices]:
    """Units by name and those who work there by surname, as choices; one query."""
    rows = Posting.objects.filter(standing(clock.today()), post__unit__municipality=municipality).values_list(
        "post__unit_id", "post__unit__name", "user_id", "user__first_name", "user__last_name"
    )
    units, workers = dict[int, str](), dict[int, tuple[str, str]]()
    for unit, name, user, first, last in rows:
        units[unit], workers[user] = name, (last, first)
    people = sorted(workers.items(), key=lambda item: person_sort_key(*item[1]))
    return (
        [(str(number), name) for number, name in sorted(units.items(), key=lambda item: item[1])],
        [(str(number), f"{last}, {first}") for number, (last, first) in people],
    )


def workers_in(unit: int) -> "QuerySet[Posting, Any]":
    """Numbers of those who work in a unit today, as a subquery."""
    return Posting.objects.filter(standing(clock.today()), post__unit=unit).values("user")
