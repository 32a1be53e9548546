"""What the database itself refuses about people, whoever writes; a right row beside each wrong one is held."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.accounts.models import User
from saikne.core import clock
from saikne.organisation.models import Municipality
from saikne.organisation.tests.factories import service
from saikne.people.models import (
    Address,
    CodeFact,
    Household,
    HouseholdMember,
    IdentityLink,
    Person,
    PersonRecord,
    SearchKey,
    SearchMade,
    Tie,
)
from saikne.people.tests.factories import household, person

pytestmark = pytest.mark.django_db
BORN, DAY = date(1988, 3, 14), date(2024, 5, 1)
NEXT = DAY + timedelta(days=1)
CODE = "14038812345"


@dataclass(frozen=True)
class Scene:
    """Two people, a household, and who writes."""

    by: User
    here: Municipality
    sanita: PersonRecord
    raivis: PersonRecord
    home: Household

    def record(self, **fields: Any) -> PersonRecord:
        return PersonRecord.objects.create(
            **{"source": "import", "entered_at": clock.now(), "entered_by": self.by} | fields
        )

    def search(self) -> SearchMade:
        return SearchMade.objects.create(by=self.by, at=clock.now(), digest="x")

    def wording(self, of: PersonRecord, **fields: Any) -> PersonRecord:
        return self.record(**{"root": self.sanita, "amends": of} | fields)

    def link(self, since: int, until: int | None = None) -> IdentityLink:
        moment = clock.now()
        return IdentityLink.objects.create(
            record=self.record(), person=Person.objects.create(made_at=moment), decided_by=self.by,
            since=moment + timedelta(days=since), until=None if until is None else moment + timedelta(days=until),
        )  # fmt: skip

    def relink(self, of: PersonRecord, **period: Any) -> IdentityLink:
        anchor = Person.objects.create(made_at=clock.now())
        return IdentityLink.objects.create(record=of, person=anchor, decided_by=self.by, since=clock.now(), **period)

    def code(self, record: PersonRecord, code: str = CODE, standing: str = "holds", **more: Any) -> CodeFact:
        return CodeFact.objects.create(
            record=record, code=code, standing=standing, noted_at=clock.now(), noted_by=self.by, **more
        )

    def address(self, since: date = DAY, until: date | None = None, kind: str = "actual") -> Address:
        return Address.objects.create(
            record=self.sanita, kind=kind, text="Bērzu iela 6", since=since, until=until,
            noted_at=clock.now(), noted_by=self.by,
        )  # fmt: skip

    def member(
        self, since: date = DAY, until: date | None = None, *, of: PersonRecord | None = None
    ) -> HouseholdMember:
        return HouseholdMember.objects.create(
            household=self.home, record=of or self.raivis, role="partner", since=since, until=until
        )

    def tie(self, a: PersonRecord, b: PersonRecord, since: date | None = None, until: date | None = None) -> Tie:
        return Tie.objects.create(
            a=a, b=b, kind="spouse", since=since, until=until, noted_at=clock.now(), noted_by=self.by
        )


@pytest.fixture
def scene() -> Scene:
    office = service()
    sanita = person("Sanita", "Ozoliņa", BORN, by=office.family)
    raivis = person("Raivis", "Krastiņš", BORN, by=office.family)
    home = household("Ozoliņu ģimene", {sanita: "parent"}, of=office.municipality)
    return Scene(office.family, office.municipality, sanita, raivis, home)


Deed = Callable[[Scene], object]
PAIRS: dict[str, tuple[Deed, Deed]] = {
    "a worker's record without a search": (
        lambda s: s.record(source="worker", search=s.search()),
        lambda s: s.record(source="worker"),
    ),
    "a death before the birth": (
        lambda s: s.record(born_on=DAY, died_on=DAY),
        lambda s: s.record(born_on=DAY, died_on=DAY - timedelta(days=1)),
    ),
    "a root that amends nothing": (lambda s: s.wording(s.sanita), lambda s: s.record(root=s.sanita)),
    "an amendment without a root": (lambda s: s.wording(s.sanita), lambda s: s.record(amends=s.raivis)),
    "two wordings of one wording": (
        lambda s: s.wording(s.sanita, amended_at=clock.now()),
        lambda s: s.wording(s.sanita, amended_at=clock.now()),
    ),
    "two faces": (lambda s: s.wording(s.sanita), lambda s: s.wording(s.raivis)),
    "a second open link": (lambda s: s.link(0), lambda s: s.relink(s.sanita)),
    "a link that ends as it begins": (lambda s: s.link(0, 1), lambda s: s.link(0, 0)),
    "a second holder of a code": (
        lambda s: (s.code(s.sanita), s.code(s.raivis, standing="contested")),
        lambda s: s.code(s.record()),
    ),
    "a code twice on one record": (lambda s: s.code(s.sanita), lambda s: s.code(s.sanita, standing="contested")),
    "a code that repeats nobody": (
        lambda s: s.code(s.raivis, standing="repeats", holder=s.code(s.sanita)),
        lambda s: s.code(s.record(), standing="repeats"),
    ),
    "a held code with another holder": (
        lambda s: s.code(s.raivis, standing="withdrawn"),
        lambda s: s.code(s.sanita, "32123456789", holder=CodeFact.objects.get()),
    ),
    "a code of ten digits": (lambda s: s.code(s.sanita), lambda s: s.code(s.raivis, CODE[:10])),
    "a code with a letter": (lambda s: s.code(s.sanita), lambda s: s.code(s.raivis, CODE[:10] + "x")),
    "a second address of a kind": (
        lambda s: (s.address(until=NEXT), s.address(NEXT), s.address(kind="declared")),
        lambda s: s.address(),
    ),
    "an address for no day": (lambda s: s.address(DAY, NEXT), lambda s: s.address(DAY, DAY)),
    "living twice in one household": (lambda s: (s.member(DAY, NEXT), s.member(NEXT)), lambda s: s.member()),
    "living for no day": (lambda s: s.member(DAY, NEXT), lambda s: s.member(NEXT, DAY)),
    "a household that continues itself": (
        lambda s: Household.objects.create(municipality=s.here, name="B", continues=s.home),
        lambda s: Household.objects.filter(pk=s.home.pk).update(continues=s.home),
    ),
    "two households that continue one": (
        lambda s: Household.objects.create(municipality=s.here, name="B", continues=s.home),
        lambda s: Household.objects.create(municipality=s.here, name="C", continues=s.home),
    ),
    "a tie with oneself": (lambda s: s.tie(s.sanita, s.raivis), lambda s: s.tie(s.sanita, s.sanita)),
    "a tie twice": (
        lambda s: (s.tie(s.sanita, s.raivis, DAY, NEXT), s.tie(s.sanita, s.raivis, NEXT)),
        lambda s: s.tie(s.sanita, s.raivis),
    ),
    "a tie that ends before it began": (
        lambda s: s.tie(s.sanita, s.raivis, None, DAY),
        lambda s: s.tie(s.raivis, s.sanita, NEXT, DAY),
    ),
    "a key twice": (
        lambda s: SearchKey.objects.create(record=s.sanita, key="w:x", version=1),
        lambda s: SearchKey.objects.create(record=s.sanita, key="w:x", version=2),
    ),
    "two people after one search": (
        lambda s: s.record(source="worker", search=s.search()),
        lambda s: s.record(source="worker", search=PersonRecord.objects.exclude(search=None).get().search),
    ),
}


@pytest.mark.parametrize("wrong", PAIRS)
def test_the_database_holds_the_right_row_and_refuses_the_wrong_one(scene: Scene, wrong: str) -> None:
    held, refused = PAIRS[wrong]
    held(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        refused(scene)


def test_a_record_is_neither_its_own_root_nor_its_own_amendment(scene: Scene) -> None:
    wording = scene.wording(scene.sanita)
    for rogue in ({"root": wording.pk}, {"amends": wording.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonRecord.objects.filter(pk=wording.pk).update(**rogue)
