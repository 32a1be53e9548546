"""Search before create: from a question to the likeliest records. The country-scale engine will take this place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.enums import AddressKind, CodeStanding
from saikne.people.models import Address, CodeFact, PersonRecord, SearchKey
from saikne.people.rules import Candidate, Match, ParsedQuery, blocking_keys, rank

STRONG_LIMIT = 300
WIDE_LIMIT = 200
PREFIX_LIMIT = 100
MOST_SHOWN = 20
AFTER_ANY_LETTER = "zzzz"


@dataclass(slots=True)
class Found:
    """All that was loaded of one record to compare it, and to show it."""

    face: PersonRecord
    former: tuple[str, ...] = ()
    codes: list[CodeFact] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)

    @property
    def record_no(self) -> int:
        """Number of the first record."""
        return self.face.root_no

    @property
    def hides(self) -> bool:
        """An address of hers is told to nobody who need not go there."""
        return any(row.hidden for row in self.addresses)

    def address(self) -> Address | None:
        """Where she lives now, in fact or else as declared."""
        return next(iter(sorted(self.addresses, key=lambda row: row.kind != AddressKind.ACTUAL)), None)

    def candidate(self) -> Candidate:
        """As the rules compare it; a hidden address is no place to find anybody by."""
        return Candidate(
            record_no=self.record_no,
            given=self.face.given_name,
            family=self.face.family_name,
            former_families=self.former,
            born_on=self.face.born_on,
            codes=tuple(row.code for row in self.codes),
            place=", ".join(row.text for row in self.addresses if not row.hidden),
        )


def find(query: ParsedQuery, *, limit: int = MOST_SHOWN) -> tuple[list[Match], dict[int, Found]]:
    """The likeliest records for a question, best first, with what was loaded of each."""
    known = load(_blocked(query)) if not query.is_empty else {}
    return rank(query, (one.candidate() for one in known.values()), limit=limit), known


def found_numbers(query: ParsedQuery) -> list[int]:
    """Only the numbers: what the gate asks again before it lets anybody in."""
    return [match.candidate.record_no for match in find(query)[0]]


def _blocked(query: ParsedQuery) -> set[int]:
    """Records that share a key with the question: narrow keys all, wide ones up to a limit."""
    keys = blocking_keys(query)
    found: set[int] = set()
    if keys.strong:
        found |= _numbers(SearchKey.objects.filter(key__in=keys.strong), STRONG_LIMIT)
    if keys.wide:
        found |= _numbers(SearchKey.objects.filter(key__in=keys.wide), WIDE_LIMIT)
    if keys.prefixes:
        found |= _numbers(SearchKey.objects.filter(_beginning(keys.prefixes)), PREFIX_LIMIT)
    return found


def _beginning(prefixes: Iterable[str]) -> Q:
    """Keys that begin so: a range, which an index answers in any collation, then the exact test."""
    either = Q()
    for prefix in prefixes:
        either |= Q(key__gte=prefix, key__lt=prefix + AFTER_ANY_LETTER, key__startswith=prefix)
    return either


def _numbers(rows: QuerySet[SearchKey], limit: int) -> set[int]:
    return set(rows.order_by("key", "record_id").values_list("record_id", flat=True)[:limit])


def load(records: Iterable[int]) -> dict[int, Found]:
    """These records with all their wordings, codes and addresses of today; three queries."""
    numbers = set(records)
    if not numbers:
        return {}
    found = _wordings(numbers)
    for code in _codes(records=sorted(numbers)):
        found[code.record_id].codes.append(code)
    for address in _lived(records=sorted(numbers), on=clock.today()):
        found[address.record_id].addresses.append(address)
    return found


def _wordings(numbers: set[int]) -> dict[int, Found]:
    said: dict[int, list[PersonRecord]] = defaultdict(list)
    for row in _worded(records=sorted(numbers)):
        said[row.root_no].append(row)
    return {number: _found(wordings) for number, wordings in said.items()}


@prepared
def _worded(*, records: list[int]) -> QuerySet[PersonRecord]:
    return PersonRecord.objects.filter(Q(pk__in=records) | Q(root__in=records)).order_by("pk")


@prepared
def _codes(*, records: list[int]) -> QuerySet[CodeFact]:
    held = CodeFact.objects.filter(record__in=records)
    return held.exclude(standing=CodeStanding.WITHDRAWN).order_by("pk")


@prepared
def _lived(*, records: list[int], on: date) -> QuerySet[Address]:
    lived = Address.objects.filter(standing(on), record__in=records)
    return lived.select_related("territory").order_by("pk")


def _found(wordings: list[PersonRecord]) -> Found:
    face = wordings[-1]
    former = {row.family_name for row in wordings} - {face.family_name, ""}
    return Found(face, tuple(sorted(former)))
