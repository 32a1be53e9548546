"""Believable people, placed through the gate as made-up data."""

from datetime import date

from saikne.accounts.models import User
from saikne.core.acts import act
from saikne.organisation.models import Municipality
from saikne.people.actions import Identity, place_person
from saikne.people.enums import RecordSource
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.rules import sort_key

MOVED_IN = date(2020, 1, 1)


@act
def person(
    given: str, family: str, born: date | None = None, *, by: User, sex: str = "F", code: str = ""
) -> PersonRecord:
    unknown = {} if born else {"born_on": "not_told"}
    identity = Identity(given_name=given, family_name=family, born_on=born, sex=sex, code=code, unknown=unknown)
    return place_person(identity=identity, source=RecordSource.SYNTHETIC, search=None, by=by)


def household(name: str, members: dict[PersonRecord, str], *, of: Municipality) -> Household:
    home = Household.objects.create(municipality=of, name=name, sort_key=sort_key(name))
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=home, record=record, role=role, since=MOVED_IN) for record, role in members.items()
    )
    return home
