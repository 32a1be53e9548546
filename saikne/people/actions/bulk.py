"""Many people at once, through the same gate: same checks, same keys, one audit row for a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.people.actions.identity import Identity
from saikne.people.enums import AddressKind, CodeStanding, RecordSource
from saikne.people.models import Address, CodeFact, IdentityLink, Person, PersonRecord, SearchKey
from saikne.people.rules import KEY_VERSION, person_sort_key, record_keys


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be placed: who she is, and where she lives, if that is known."""

    identity: Identity
    address: str = ""
    address_since: date | None = None


@act
def place_many(*, people: Sequence[Newcomer], source: RecordSource, by: User) -> list[PersonRecord]:
    """Place a batch of people who are not on record yet; a code that somebody holds already is contested."""
    moment = clock.now()
    anchors = Person.objects.bulk_create(Person(made_at=moment) for _ in people)
    records = PersonRecord.objects.bulk_create(
        PersonRecord(
            given_name=who.identity.given_name,
            family_name=who.identity.family_name,
            born_on=who.identity.born_on,
            sex=who.identity.sex,
            unknown=dict(who.identity.unknown),
            sort_key=person_sort_key(who.identity.family_name, who.identity.given_name),
            source=source,
            entered_at=moment,
            entered_by=by,
        )
        for who in people
    )
    IdentityLink.objects.bulk_create(
        IdentityLink(record=record, person=anchor, since=moment, decided_by=by)
        for record, anchor in zip(records, anchors, strict=True)
    )
    CodeFact.objects.bulk_create(_codes(people, records, by))
    SearchKey.objects.bulk_create(_keys(people, records))
    Address.objects.bulk_create(_addresses(people, records, by))
    note(act="people.enter_many", about="people.personrecord", about_no=records[0].pk, by=by, rows=len(records))
    return records


def _codes(people: Iterable[Newcomer], records: Iterable[PersonRecord], by: User) -> list[CodeFact]:
    """Codes of the batch: the first to bring a free code holds it, the others contest it."""
    wanted = [(record, who.identity.code) for who, record in zip(people, records, strict=True) if who.identity.code]
    held = set(
        CodeFact.objects.filter(standing=CodeStanding.HOLDS, code__in=[code for _record, code in wanted]).values_list(
            "code", flat=True
        )
    )
    rows = []
    for record, code in wanted:
        standing = CodeStanding.CONTESTED if code in held else CodeStanding.HOLDS
        held.add(code)
        rows.append(CodeFact(record=record, code=code, standing=standing, noted_at=clock.now(), noted_by=by))
    return rows


def _keys(people: Iterable[Newcomer], records: Iterable[PersonRecord]) -> list[SearchKey]:
    return [
        SearchKey(record=record, key=key, version=KEY_VERSION)
        for who, record in zip(people, records, strict=True)
        for key in sorted(
            record_keys(
                given=who.identity.given_name,
                family=who.identity.family_name,
                born_on=who.identity.born_on,
                codes=(who.identity.code,) if who.identity.code else (),
            )
        )
    ]


def _addresses(people: Iterable[Newcomer], records: Iterable[PersonRecord], by: User) -> list[Address]:
    return [
        Address(
            record=record,
            kind=AddressKind.DECLARED,
            text=who.address,
            since=who.address_since or clock.today(),
            noted_at=clock.now(),
            noted_by=by,
        )
        for who, record in zip(people, records, strict=True)
        if who.address
    ]
