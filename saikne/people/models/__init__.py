"""Persons as anchors, the records that speak of them, how people live together, who may act for whom."""

from saikne.people.models.records import (
    FIRST_NO,
    Address,
    CodeFact,
    Household,
    HouseholdMember,
    IdentityLink,
    Person,
    PersonRecord,
    RecordQuerySet,
    SearchKey,
    SearchMade,
    Tie,
)
from saikne.people.models.represent import ActedFor, BarredPerson, ContactWay, Representation

__all__ = [
    "FIRST_NO",
    "ActedFor",
    "Address",
    "BarredPerson",
    "CodeFact",
    "ContactWay",
    "Household",
    "HouseholdMember",
    "IdentityLink",
    "Person",
    "PersonRecord",
    "RecordQuerySet",
    "Representation",
    "SearchKey",
    "SearchMade",
    "Tie",
]
