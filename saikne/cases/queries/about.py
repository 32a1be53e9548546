"""What files are called in lists, and whose data that shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from saikne.cases.models import Case
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.queries import faces


@dataclass(frozen=True, slots=True)
class About:
    """What a file is called in a list, and whose data that shows."""

    title: str
    records: tuple[int, ...]


def about_files(cases: Iterable[Case], *, on: date) -> dict[int, About]:
    """Titles of these files and their people; two queries."""
    rows = list(cases)
    people: dict[int, list[int]] = {}
    homes = [row.household_id for row in rows if row.household_id]
    for home, record in _living(homes=homes, on=on):
        people.setdefault(home, []).append(record)
    names = faces(row.record_id for row in rows if row.record_id)
    return {row.pk: _about(row, people, names) for row in rows}


@prepared
def _living(*, homes: list[int], on: date) -> QuerySet[HouseholdMember, Any]:
    living = HouseholdMember.objects.filter(standing(on), household__in=homes)
    return living.order_by("record_id").values_list("household_id", "record_id")


def _about(case: Case, people: Mapping[int, list[int]], names: Mapping[int, PersonRecord]) -> About:
    if case.household:
        return About(case.household.name, tuple(people.get(case.household.pk, ())))
    face = names.get(case.record_id or 0)
    return About(face.name if face else "", (case.record_id,) if case.record_id else ())
