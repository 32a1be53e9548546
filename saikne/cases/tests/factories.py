"""The Ozoliņš family and others: files opened by the actions themselves."""

from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.cases.actions.opening import open_case
from saikne.cases.models import Case, FileKind
from saikne.cases.tests.signed import may_lead
from saikne.organisation.tests.factories import Service, service
from saikne.people.models import Household, PersonRecord
from saikne.people.tests.factories import household, person
from saikne.privacy.actions import appoint_head


def file_kind(code: str = "family", *, subject: str = "household", staged: bool = True, prefix: str = "ĢL") -> FileKind:
    return FileKind.objects.get_or_create(
        code=code,
        until=None,
        defaults={
            "name_lv": "Ģimenes lieta",
            "name_en": "Family case",
            "prefix": prefix,
            "area": "ĢA",
            "subject": subject,
            "staged": staged,
            "managed": True,
            "target_group": subject == "household",
            "retention_years": 10,
            "retention_source": "iekšējie noteikumi",
            "since": date(2020, 1, 1),
        },
    )[0]


@dataclass(frozen=True, slots=True)
class Family:
    """A household of four with its file."""

    service: Service
    mother: PersonRecord
    father: PersonRecord
    daughter: PersonRecord
    son: PersonRecord
    home: Household
    case: Case

    @property
    def lead(self) -> User:
        return self.service.family


def family(here: Service | None = None, *, lead: User | None = None, surname: str = "Ozoliņ") -> Family:
    """Sanita, Raivis, Elza (14) and Toms (7), led by Maija; Gunta heads the service."""
    office = here or headed_service()
    who = may_lead(lead or office.family)
    mother = person("Sanita", surname + "a", date(1988, 3, 14), by=who)
    father = person("Raivis", "Krastiņš", date(1985, 5, 2), by=who, sex="M")
    daughter = person("Elza", surname + "a", date(2012, 6, 1), by=who)
    son = person("Toms", "Krastiņš", date(2019, 2, 3), by=who, sex="M")
    roles = {mother: "parent", father: "partner", daughter: "child", son: "child"}
    home = household(surname + "u ģimene", roles, of=office.municipality)
    case = open_case(
        kind=file_kind(),
        municipality=office.municipality,
        household=home,
        lead=who,
        purpose="Sociālais darbs ar ģimeni",
        by=who,
    )
    return Family(office, mother, father, daughter, son, home, case)


def headed_service() -> Service:
    """The service with Gunta as its head."""
    office = service()
    whole = office.unit.parent
    assert whole is not None
    appoint_head(user=office.head, unit_id=whole.pk, by=office.head)
    return office
