"""Questions about people that other rooms ask too."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.people.models import HouseholdMember, IdentityLink, PersonRecord, RecordQuerySet


def anchors_of(records: Iterable[int]) -> dict[int, int]:
    """The person of each record, now: record number → person number."""
    return dict(_anchors(records=list(records)))


@prepared
def _anchors(*, records: list[int]) -> QuerySet[IdentityLink, Any]:
    return IdentityLink.objects.filter(live(), record__in=records).values_list("record_id", "person_id")


def records_of(persons: Iterable[int]) -> list[int]:
    """All records that speak of these persons, now."""
    found = IdentityLink.objects.filter(live(), person__in=set(persons))
    return list(found.order_by("record_id").values_list("record_id", flat=True))


def faces(records: Iterable[int]) -> dict[int, PersonRecord]:
    """What is said now of these records, by the number of the first record; one query."""
    return {face.root_no: face for face in _faces(records=sorted(set(records)))}


@prepared
def _faces(*, records: list[int]) -> RecordQuerySet:
    return PersonRecord.objects.faces_of(records)


def household_records(household_id: int, *, on: date) -> list[int]:
    """The records of those who live in the household on a day."""
    return sorted(number for (number,) in _living(household=household_id, on=on))


@prepared
def _living(*, household: int, on: date) -> QuerySet[HouseholdMember, tuple[int]]:
    return HouseholdMember.objects.filter(standing(on), household=household).values_list("record_id")
