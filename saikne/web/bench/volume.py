"""A municipality's worth of data in bulk: persons, files, plans, agreements and a long journal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from django.contrib.auth.models import Group
from django.db import transaction

from saikne.accounts.actions import system_user
from saikne.accounts.models import User
from saikne.cases.models import (
    Case,
    Client,
    ClientMember,
    FileKind,
    FilePlace,
    LeadPeriod,
    MainWorkerPeriod,
    StagePeriod,
    TeamMember,
)
from saikne.core import clock
from saikne.core.models import NumberSeries, RunningNumber
from saikne.organisation.models import Municipality, Post, Posting, Unit
from saikne.people.actions import Identity
from saikne.people.actions.bulk import Newcomer, place_many
from saikne.people.engines.synthetic import SyntheticPerson, register
from saikne.people.enums import RecordSource
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.rules import sort_key
from saikne.privacy.actions import appoint_head, head_holder, holder_of
from saikne.privacy.models import Grant
from saikne.web.bench.content import Files, Home, in_batches, write_content, write_journal
from saikne.web.roles import give_role, sync_roles

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Volume:
    """How much."""

    persons: int = 20_000
    cases: int = 5_000
    entries: int = 200_000
    workers: int = 60


@dataclass(frozen=True, slots=True)
class Office:
    """Who works with the data."""

    municipality: Municipality
    workers: list[User]
    head: User


def build(volume: Volume, *, seed: int, tell: Progress) -> Office:
    """Write the data in batches; the same seed writes the same."""
    office = _office(volume.workers)
    tell("persons")
    records = _persons(volume.persons, seed)
    tell("files")
    cases = _files(office, list(_homes(records, volume.cases)), Random(seed))  # noqa: S311  # not a secret
    tell("journal")
    write_journal(cases, volume.entries)
    return office


def _office(workers: int) -> Office:
    sync_roles()
    system = system_user()
    home = Municipality.objects.create(
        code="LV-099", name="Tukuma novads", name_genitive="Tukuma novada", name_locative="Tukuma novadā", kind="novads"
    )
    unit = Unit.objects.create(municipality=home, name="Sociālais dienests", since=date(2020, 1, 1))
    users = [_worker(unit, f"worker{number}", "family") for number in range(workers)]
    head = _worker(unit, "head", "head")
    appoint_head(user=head, unit_id=unit.pk, by=system)
    return Office(home, users, head)


def _worker(unit: Unit, name: str, role: str) -> User:
    user = User.objects.create(username=name, first_name="Anna", last_name=name.capitalize())
    post = Post.objects.create(unit=unit, specialisation="family", title=role, since=date(2020, 1, 1))
    Posting.objects.create(user=user, post=post, since=date(2020, 1, 1))
    assert Group.objects.filter(name=role).exists()  # noqa: S101  # roles were just written
    give_role(user, role)
    return user


def _persons(count: int, seed: int) -> list[tuple[SyntheticPerson, PersonRecord]]:
    rows = register(count, seed=seed, today=clock.today())
    found: list[tuple[SyntheticPerson, PersonRecord]] = []
    system = system_user()
    while batch := list(islice(rows, 1000)):
        newcomers = [
            Newcomer(
                Identity(
                    given_name=row.first,
                    family_name=row.last,
                    born_on=row.birth,
                    sex=row.sex,
                    code=row.code,
                    unknown={} if row.code else {"code": "not_told"},
                ),
                f"{row.street}, {row.place}",
            )
            for row in batch
        ]
        found += zip(batch, place_many(people=newcomers, source=RecordSource.SYNTHETIC, by=system), strict=True)
    return found


def _homes(people: Sequence[tuple[SyntheticPerson, PersonRecord]], count: int) -> Iterator[Home]:
    """People of one address and surname, with at least one adult; as many homes as files are wanted."""
    grown = clock.today() - timedelta(days=18 * 366)
    by_address: dict[tuple[str, str], list[tuple[SyntheticPerson, PersonRecord]]] = {}
    for row, record in people:
        by_address.setdefault((row.street, row.place), []).append((row, record))
    homes = (
        Home([r for p, r in rows if p.birth <= grown][:3], [r for p, r in rows if p.birth > grown][:4])
        for rows in by_address.values()
    )
    return islice((home for home in homes if home.adults), count)


@transaction.atomic
def _files(office: Office, homes: list[Home], random: Random) -> list[tuple[Case, Home, User]]:
    moment, place = clock.now() - timedelta(days=300), office.municipality
    kind = FileKind.objects.create(
        code="family", name_lv="Ģimenes lieta", name_en="Family case", prefix="ĢL", area="ĢA", subject="household",
        staged=True, managed=True, retention_years=10, retention_source="bench", since=date(2020, 1, 1),
    )  # fmt: skip
    series = NumberSeries.objects.create(register="cases.ĢL", scope_no=place.pk, year=2026, last=len(homes))
    agreed = NumberSeries.objects.create(register="cases.agreements", scope_no=place.pk, year=2026, last=len(homes))
    leads = [random.choice(office.workers) for _home in homes]
    clients = Client.objects.bulk_create(Client(municipality=place, since=moment) for _home in homes)
    houses = Household.objects.bulk_create(
        Household(municipality=place, name=(name := f"{home.adults[0].family_name}: ģimene"), sort_key=sort_key(name))
        for home in homes
    )
    numbers = RunningNumber.objects.bulk_create(RunningNumber(series=series, number=n + 1) for n in range(len(homes)))
    cases = Case.objects.bulk_create(
        Case(
            kind=kind, kind_code=kind.code, municipality=place, client=client, subject="household", household=house,
            number=number,
            purpose="Sociālais darbs ar ģimeni", summary="Ģimenē krājas parādi. " * 4, opened_at=moment,
            review_due=clock.today() + timedelta(days=random.randrange(-20, 160)),
        )
        for client, house, number in zip(clients, houses, numbers, strict=True)
    )  # fmt: skip
    files = list(zip(cases, homes, leads, strict=True))
    _people_of(files, houses, clients, moment)
    _responsible(files, clients, moment)
    _reach(office, files, moment)
    write_content(files, clients, agreed, moment, random)
    return files


def _people_of(files: Files, houses: list[Household], clients: list[Client], moment: datetime) -> None:
    rows = list(zip(files, houses, clients, strict=True))
    in_batches(
        (
            HouseholdMember(
                household=house,
                record=record,
                role="child" if record in home.children else "parent",
                since=moment.date(),
            )
            for (_case, home, _lead), house, _client in rows
            for record in home.records
        ),
        HouseholdMember,
    )
    in_batches(
        (
            ClientMember(
                client=client, municipality_id=client.municipality_id, record=record,
                signs=record in home.adults, since=moment,
            )
            for (_case, home, _lead), _house, client in rows
            for record in home.records
        ),
        ClientMember,
    )  # fmt: skip


def _responsible(files: Files, clients: list[Client], moment: datetime) -> None:
    LeadPeriod.objects.bulk_create(
        LeadPeriod(case=c, worker=lead, since=moment, reason="opened") for c, _h, lead in files
    )
    MainWorkerPeriod.objects.bulk_create(
        MainWorkerPeriod(client=client, worker=lead, since=moment)
        for (_c, _h, lead), client in zip(files, clients, strict=True)
    )
    StagePeriod.objects.bulk_create(
        StagePeriod(case=c, stage="intervention", since=moment, by=lead) for c, _h, lead in files
    )
    FilePlace.objects.bulk_create(
        FilePlace(case=c, medium="electronic", since=moment, by=lead) for c, _h, lead in files
    )
    TeamMember.objects.bulk_create(
        TeamMember(case=c, user=files[n - 1][2], role="co_worker", since=moment)
        for n, (c, _h, lead) in enumerate(files)
        if files[n - 1][2] != lead
    )


def _reach(office: Office, files: Files, moment: datetime) -> None:
    unit = Unit.objects.get(municipality=office.municipality)
    head = head_holder(unit.pk)
    holders = {worker.pk: holder_of(worker) for worker in office.workers}
    in_batches(
        (
            Grant(
                holder=holder,
                about=about,
                about_no=number,
                opens="case_work",
                ground=ground,
                ground_no=case.pk,
                since=moment,
            )
            for case, home, lead in files
            for holder, ground in ((holders[lead.pk], "lead"), (head, "unit"))
            for about, number in [("case", case.pk), *(("record", record.pk) for record in home.records)]
        ),
        Grant,
    )
