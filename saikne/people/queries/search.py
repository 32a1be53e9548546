"""The search engine's one interface: what is asked, by whom, and what of it she may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.queries.engine import MOST_SHOWN, Found, find
from saikne.people.queries.words import coarse, sentence
from saikne.people.registry import Responsible, responsible_for
from saikne.people.rules import (
    Match,
    NamePart,
    ParsedQuery,
    ReasonKind,
    Sign,
    initials,
    mask_code,
    parse_query,
)
from saikne.privacy.models import Restriction
from saikne.privacy.queries import opened

SAME_WORDS = (
    ReasonKind.SAME_NAME,
    ReasonKind.SAME_NAME_FOLDED,
    ReasonKind.SAME_NAME_VARIANT,
    ReasonKind.NAME_BEGINS,
)
SIGN_CLASS = {Sign.SAME: "", Sign.NEAR: "near", Sign.DIFFERS: "no"}


class Standing(StrEnum):
    """What of a match may be shown."""

    WITHIN = "within"
    OUTSIDE = "outside"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class HitReason:
    """One reason in words; `sign` is the class that draws =, ≈ or ≠."""

    text: str
    sign: str


@dataclass(frozen=True, slots=True)
class Lives:
    """The household in which somebody lives today, and how many live in it."""

    household_no: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One match as far as the searcher may know it."""

    number: int
    standing: Standing
    match: Match
    reasons: tuple[HitReason, ...] = ()
    face: PersonRecord | None = None
    initials: str = ""
    born_year: int | None = None
    code: str = ""
    address: str = ""
    address_hidden: bool = False
    place: str = ""
    household: Lives | None = None
    answers: Responsible | None = None

    @property
    def within(self) -> bool:
        """The searcher may open the record."""
        return self.standing is Standing.WITHIN

    @property
    def closed(self) -> bool:
        """Only named persons may open the record."""
        return self.standing is Standing.CLOSED

    @property
    def given_marked(self) -> bool:
        """The given name is what was typed."""
        return self._marked(NamePart.GIVEN)

    @property
    def family_marked(self) -> bool:
        """The surname is what was typed."""
        return self._marked(NamePart.FAMILY)

    def _marked(self, part: NamePart) -> bool:
        return any(
            reason.part in (part, NamePart.FULL) and (reason.kind in SAME_WORDS or reason.slip is not None)
            for reason in self.match.reasons
        )


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was asked and who was found, best first; `more` when others were found whom the list leaves out."""

    asked: ParsedQuery
    hits: tuple[Hit, ...]
    more: bool = False

    @property
    def numbers(self) -> list[int]:
        """Numbers of all records in the list, within reach or not."""
        return [hit.number for hit in self.hits]


def search(asked: str | ParsedQuery, *, by: User) -> SearchResult:
    """Look among all persons for whom these words may mean; each is shown as far as this user may know her."""
    query = parse_query(asked) if isinstance(asked, str) else asked
    found, known = find(query, limit=MOST_SHOWN + 1)
    matches = found[:MOST_SHOWN]
    shown = {match.candidate.record_no: known[match.candidate.record_no] for match in matches}
    seer = _Seer(shown, by)
    return SearchResult(query, tuple(seer.hit(match) for match in matches), more=len(found) > MOST_SHOWN)


def within_reach(records: Iterable[int], user: User) -> set[int]:
    """Those of these records that this user may see, for any kind of work; one query."""
    numbers = set(records)
    return set(opened(user, about="record", numbers=numbers)) if numbers else set()


def restricted(records: Iterable[int]) -> set[int]:
    """Those of these records that only named persons may see now; one query."""
    return {number for (number,) in _restricted(records=sorted(set(records)), at=clock.now())}


@prepared
def _restricted(*, records: list[int], at: datetime) -> QuerySet[Restriction, tuple[int]]:
    return Restriction.objects.filter(standing(at), about="record", about_no__in=records).values_list("about_no")


def lives_in(records: Iterable[int]) -> dict[int, Lives]:
    """The latest household of each record today, with its size; one query."""
    found = _living(records=sorted(set(records)), on=clock.today())
    return {row.record_id: Lives(row.household_id, row.household.name, row.size) for row in found}


@prepared
def _living(*, records: list[int], on: date) -> QuerySet[Any]:
    others = HouseholdMember.objects.filter(standing(on), household=OuterRef("household")).order_by()
    size = others.values("household").annotate(n=Count("pk")).values("n")
    rows = HouseholdMember.objects.filter(standing(on), record__in=records).select_related("household")
    found: QuerySet[Any] = rows.annotate(size=Coalesce(Subquery(size), 1)).order_by("since", "pk")
    return found


class _Seer:
    """Decides what of each match one user may see."""

    def __init__(self, known: dict[int, Found], by: User) -> None:
        self.known = known
        self.within = within_reach(known, by)
        self.closed = restricted(known) - self.within
        self.homes = lives_in(known)
        self.answers = responsible_for(known, by=by)

    def hit(self, match: Match) -> Hit:
        number = match.candidate.record_no
        if number in self.within:
            return self._within(match)
        if number in self.closed:
            return Hit(number, Standing.CLOSED, match)
        return self._outside(match)

    def _within(self, match: Match) -> Hit:
        found = self.known[match.candidate.record_no]
        address = found.address()
        current = [row.code for row in found.codes if not row.former] or [row.code for row in found.codes]
        return Hit(
            found.record_no,
            Standing.WITHIN,
            match,
            reasons=tuple(HitReason(sentence(one), SIGN_CLASS[one.sign]) for one in match.reasons),
            face=found.face,
            code=mask_code(current[-1]) if current else "",
            address=address.text if address and not found.hides else "",
            address_hidden=found.hides,
            household=self.homes.get(found.record_no),
            answers=self.answers.get(found.record_no),
        )

    def _outside(self, match: Match) -> Hit:
        found = self.known[match.candidate.record_no]
        address = found.address()
        said = dict.fromkeys(text for one in match.reasons if (text := coarse(one)))
        return Hit(
            found.record_no,
            Standing.OUTSIDE,
            match,
            reasons=tuple(HitReason(text, "") for text in said),
            initials=initials(found.face.given_name, found.face.family_name),
            born_year=found.face.born_on.year if found.face.born_on else None,
            place=address.territory.name if address and address.territory and not found.hides else "",
            answers=self._answers(found.record_no),
        )

    def _answers(self, number: int) -> Responsible | None:
        """Out of reach: the unit and its phone, never the worker's name or how many files there are."""
        known = self.answers.get(number)
        return Responsible(known.unit, known.phone, emergency=known.emergency) if known else None
