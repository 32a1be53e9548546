"""Whom family case management is for: multiple and long-lasting problems of parents, and a child. It only routes.

Source of the words: the methodology of family-centred case management. Its numbers are a service's own dated choice.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SETTING = "cases.target_group"
CORE_KINDS = ("addiction", "violence", "mental", "poverty")
ADULT_AGE = 18


class Route(StrEnum):
    """Where the check leads."""

    FAMILY_CASE = "family_case"
    PREVENTIVE = "preventive"
    ADULT_WORK = "adult_work"


class Sign(StrEnum):
    """What the target group is known by; all four together."""

    MULTIPLE = "multiple"
    LONG_LASTING = "long_lasting"
    FUNCTIONING = "functioning"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many problems, and from how many months on; dated, with its source."""

    long_months: int
    multiple: int
    valid_from: date | None = None
    source: str = ""
    verified: bool = False


UNSET = Thresholds(long_months=6, multiple=2)


@dataclass(frozen=True, slots=True)
class ProblemFact:
    """A problem as the rule sees it."""

    kind: str
    since: date
    hinders: bool
    of_caregiver: bool


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """The problems of a household, and whether there is a child in it or one expected."""

    problems: tuple[ProblemFact, ...]
    child: bool
    expected: bool


@dataclass(frozen=True, slots=True)
class TargetResult:
    """Where it leads, and which signs were found and which were not."""

    route: Route
    found: tuple[Sign, ...]
    missing: tuple[Sign, ...]


def check_target_group(facts: TargetFacts, thresholds: Thresholds, *, on: date) -> TargetResult:
    """Route a family by the facts told; nothing here refuses help."""
    core = [problem for problem in facts.problems if problem.of_caregiver and problem.kind in CORE_KINDS]
    long_lasting = {p.kind for p in core if months_between(p.since, on) >= thresholds.long_months}
    met = {
        Sign.MULTIPLE: len({problem.kind for problem in core}) >= thresholds.multiple,
        Sign.LONG_LASTING: len(long_lasting) >= thresholds.multiple,
        Sign.FUNCTIONING: any(problem.hinders for problem in facts.problems if problem.of_caregiver),
        Sign.CHILD: facts.child or facts.expected,
    }
    return TargetResult(
        route=_route(all(met.values()), met[Sign.CHILD]),
        found=tuple(sign for sign in Sign if met[sign]),
        missing=tuple(sign for sign in Sign if not met[sign]),
    )


def _route(all_met: bool, child: bool) -> Route:
    if all_met:
        return Route.FAMILY_CASE
    return Route.PREVENTIVE if child else Route.ADULT_WORK


def months_between(since: date, on: date) -> int:
    """Whole months gone by; none when `since` lies ahead."""
    gone = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return max(gone, 0)


def is_caregiver(role: str, age: int | None) -> bool:
    """A parent at any age, or another grown-up of the household who is not somebody's child in it."""
    if role == "parent":
        return True
    return role != "child" and (age is None or age >= ADULT_AGE)
