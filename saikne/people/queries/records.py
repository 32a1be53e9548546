"""Questions about people that other rooms ask too."""

from collections.abc import Iterable
from datetime import date

from saikne.core.periods import live, standing
from saikne.people.models import HouseholdMember, IdentityLink, PersonRecord


def anchors_of(records: Iterable[int]) -> dict[int, int]:
    """The person of each record, now: record number → person number."""
    found = IdentityLink.objects.filter(live(), record__in=list(records))
    return dict(found.values_list("record_id", "person_id"))


def records_of(persons: Iterable[int]) -> list[int]:
    """All records that speak of these persons, now."""
    found = IdentityLink.objects.filter(live(), person__in=set(persons))
    return list(found.order_by("record_id").values_list("record_id", flat=True))


def faces(records: Iterable[int]) -> dict[int, PersonRecord]:
    """What is said now of these records, by the number of the first record; one query."""
    numbers = set(records)
    found = PersonRecord.objects.faces_of(numbers)
    return {face.root_no: face for face in found}


def household_records(household_id: int, *, on: date) -> list[int]:
    """The records of those who live in the household on a day."""
    rows = HouseholdMember.objects.filter(standing(on), household=household_id)
    return sorted(rows.values_list("record_id", flat=True))
