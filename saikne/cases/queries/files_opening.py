"""On the way to a new file: for whom, of which kind, what the target-group check says, who is the main worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.enums import ContactOutcome, Route, Subject
from saikne.cases.models import Case, ClientMember, FileKind, FirstContact, MainWorkerPeriod, TargetCheck
from saikne.cases.rules.files_target import SETTING, UNSET, Sign, Thresholds
from saikne.core import clock
from saikne.core.models import Setting
from saikne.core.periods import live, standing
from saikne.organisation.models import Municipality
from saikne.organisation.queries import municipality_of
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.queries import faces
from saikne.people.rules import age_on, is_child

WAITING = 10
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Way:
    """What has been chosen so far; it travels in the address from step to step."""

    contact: int = 0
    household: int = 0
    record: int = 0
    kind: str = ""
    check: int = 0

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> "Way":
        """Read an address; the search for people names its answer `person`."""
        return cls(
            contact=_number(sent.get("contact")),
            household=_number(sent.get("household")),
            record=_number(sent.get("record")) or _number(sent.get("person")),
            kind=str(sent.get("kind", ""))[:40],
            check=_number(sent.get("check")),
        )

    def but(self, **changes: Any) -> "Way":
        """The same with something chosen."""
        names = ("contact", "household", "record", "kind", "check")
        return Way(**{**{name: getattr(self, name) for name in names}, **changes})

    def to(self, url_name: str = "cases:open") -> str:
        """The address of a step."""
        names = ("contact", "household", "record", "kind", "check")
        told = {name: getattr(self, name) for name in names if getattr(self, name)}
        return f"{reverse(url_name)}?{urlencode(told)}" if told else reverse(url_name)


def _number(text: object) -> int:
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and int(said) <= LARGEST else 0


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people for whom a file may be opened, within reach."""

    record_no: int
    name: str
    age: int | None
    child: bool
    role: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """For whom the file is to be: what the address named, fetched within reach."""

    municipality: Municipality
    contact: FirstContact | None = None
    household: Household | None = None
    record: PersonRecord | None = None
    people: list[Person] = field(default_factory=list)
    hidden: int = 0
    homes: list[Household] = field(default_factory=list)

    @property
    def chosen(self) -> bool:
        """Whether it is known for whom."""
        return self.household is not None or self.record is not None

    @property
    def title(self) -> str:
        """How the subject is called."""
        if self.household:
            return self.household.name
        return self.people[0].name if self.people else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of file that may be opened for this subject."""

    kind: FileKind
    url: str
    there: Case | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Kinds for one subject."""

    title: str
    choices: list[Choice]


def ground_of(user: User, way: Way) -> Ground:
    """Everything that the address names, or 404 where it is out of reach or of another municipality."""
    municipality = municipality_of(user)
    if municipality is None:
        raise Http404
    contact = _contact(user, way.contact) if way.contact else None
    record_no = way.record or (contact.record_id or 0 if contact and not way.household else 0)
    if way.household:
        home = get_object_or_404(Household.objects.visible_to(user, only=way.household), pk=way.household)
        if home.municipality_id != municipality.pk:
            raise Http404
        people, hidden = _people_of(user, home)
        return Ground(municipality, contact, household=home, people=people, hidden=hidden)
    if record_no:
        record = get_object_or_404(PersonRecord.objects.visible_to(user, only=record_no).roots(), pk=record_no)
        return Ground(
            municipality,
            contact,
            record=record,
            people=_persons([record.pk], {}),
            homes=_homes(user, record, municipality),
        )
    return Ground(municipality, contact)


def _contact(user: User, number: int) -> FirstContact:
    return get_object_or_404(FirstContact.objects.visible_to(user, only=number), pk=number, case__isnull=True)


def _homes(user: User, record: PersonRecord, municipality: Municipality) -> list[Household]:
    living = HouseholdMember.objects.filter(standing(clock.today()), record=record)
    homes = Household.objects.visible_to(user).filter(pk__in=living.values("household"), municipality=municipality)
    return list(homes.order_by("pk"))


def _people_of(user: User, home: Household) -> tuple[list[Person], int]:
    """Who lives in the household and is within reach, and how many are not."""
    rows = HouseholdMember.objects.filter(standing(clock.today()), household=home)
    roles = dict(rows.values_list("record_id", "role"))
    within = PersonRecord.objects.visible_to(user).filter(pk__in=list(roles)).values_list("pk", flat=True)
    people = _persons(list(within), roles)
    return people, len(roles) - len(people)


def _persons(records: Sequence[int], roles: Mapping[int, str]) -> list[Person]:
    today = clock.today()
    found = [_person(number, face, roles.get(number, ""), today) for number, face in faces(records).items()]
    return sorted(found, key=lambda person: (person.child, -(person.age or 0), person.record_no))


def _person(number: int, face: PersonRecord, role: str, today: date) -> Person:
    born = face.born_on
    return Person(number, face.name, age_on(born, today) if born else None, bool(born and is_child(born, today)), role)


def live_kinds() -> list[FileKind]:
    """Kinds that may be opened today: case management first."""
    return list(FileKind.objects.filter(standing(clock.today())).order_by("-managed", "-staged", "pk"))


def two_clients(ground: Ground) -> bool:
    """Whether people of this household, as far as they are within reach, belong to different clients."""
    if ground.household is None:
        return False
    people = [person.record_no for person in ground.people]
    members = ClientMember.objects.filter(live(), record__in=people, municipality=ground.municipality)
    return members.values("client").distinct().count() > 1


def offers_for(user: User, ground: Ground, way: Way) -> list[Offer]:
    """What may be opened: for the household, and for each of its people; what is open already is linked."""
    kinds = live_kinds()
    homes = [ground.household] if ground.household else ground.homes
    there = _open_files(user, homes, ground.people)
    offers = [
        Offer(home.name, _choices(kinds, Subject.HOUSEHOLD, way.but(household=home.pk, record=0), there))
        for home in homes
    ]
    for person in ground.people:
        words = [Subject.CHILD] if person.child else [Subject.ADULT]
        words += [Subject.CHILD] if person.age is None else []
        target = way.but(household=0, record=person.record_no)
        offers.append(Offer(person.name, [each for word in words for each in _choices(kinds, word, target, there)]))
    return offers


def _open_files(user: User, homes: Sequence[Household], people: Sequence[Person]) -> list[Case]:
    subjects = Q(household__in=[home.pk for home in homes]) | Q(record__in=[person.record_no for person in people])
    return list(Case.objects.visible_to(user).open().filter(subjects).select_related("kind", "number__series"))


def _choices(kinds: Sequence[FileKind], subject: str, way: Way, there: Sequence[Case]) -> list[Choice]:
    def already(kind: FileKind) -> Case | None:
        same = (case for case in there if case.kind.code == kind.code)
        return next(
            (case for case in same if way.household in (case.household_id,) or way.record in (case.record_id,)), None
        )

    return [Choice(kind, way.but(kind=kind.code).to(), already(kind)) for kind in kinds if kind.subject == subject]


def kind_for(way: Way, ground: Ground) -> FileKind:
    """The live kind that was chosen, fitting its subject, or 404."""
    kind = get_object_or_404(FileKind.objects.filter(standing(clock.today())), code=way.kind)
    if (kind.subject == Subject.HOUSEHOLD) != (ground.household is not None):
        raise Http404
    return kind


def route_of(kind: FileKind) -> Route:
    """Where opening a file of this kind leads."""
    if kind.target_group:
        return Route.FAMILY_CASE
    return Route.PREVENTIVE if kind.subject == Subject.HOUSEHOLD else Route.ADULT_WORK


def thresholds_on(day: date, *, municipality_id: int) -> Thresholds:
    """The thresholds in force: the service's own before those for all."""
    rows = Setting.objects.filter(code=SETTING, scope_no__in=[0, municipality_id], valid_from__lte=day)
    row = rows.order_by("-scope_no", "-valid_from", "-known_since").first()
    if row is None:
        return UNSET
    return Thresholds(
        long_months=int(row.value["long_months"]),
        multiple=int(row.value["multiple"]),
        valid_from=row.valid_from,
        source=row.source,
        verified=row.verified,
    )


def unlinked_check(user: User, household: Household) -> TargetCheck | None:
    """The check that this worker made and that has not led to a file yet."""
    rows = TargetCheck.objects.filter(by=user, household=household, case__isnull=True)
    return rows.order_by("-pk").first()


def check_for(user: User, ground: Ground, number: int) -> TargetCheck | None:
    """The check named in the address, if it is this worker's and of this household."""
    homes = [ground.household] if ground.household else ground.homes
    rows = TargetCheck.objects.filter(pk=number, by=user, case__isnull=True, household__in=homes)
    return rows.first() if number else None


def signs_of(check: TargetCheck) -> tuple[list[Sign], list[Sign]]:
    """Which signs were found at the check, and which were not."""
    found = [Sign(word) for word in check.found.get("signs", [])]
    return found, [sign for sign in Sign if sign not in found]


def main_worker_now(ground: Ground) -> User | None:
    """The main worker whom these people have already, if they are of one client."""
    records = [ground.record.pk] if ground.record else _living(ground.household)
    clients = ClientMember.objects.filter(live(), record__in=records, municipality=ground.municipality)
    rows = MainWorkerPeriod.objects.filter(live(), client__in=clients.values("client")).select_related("worker")
    found = {row.client_id: row.worker for row in rows}
    return next(iter(found.values())) if len(found) == 1 else None


def _living(home: Household | None) -> list[int]:
    rows = HouseholdMember.objects.filter(standing(clock.today()), household=home)
    return list(rows.values_list("record_id", flat=True))


def waiting_contacts(user: User) -> list[FirstContact]:
    """First contacts of this worker that were to become files and have not."""
    rows = FirstContact.objects.visible_to(user).filter(
        by=user, outcome=ContactOutcome.CASE, case__isnull=True, record__isnull=False
    )
    return list(rows.select_related("number__series").order_by("-on", "-pk")[:WAITING])
