"""The agreement with its chapters, parties, signatures and clashes, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterState
from saikne.cases.models import Agreement, Chapter, ChapterParty, ChapterVersion, ClientMember, Signature
from saikne.cases.queries.represent_acted import SignedFor, acted_signatures, signed_words, signing_members
from saikne.cases.queries.talk_names import kept_from
from saikne.cases.rules.agreement import ChapterFacts, PartyFacts, PartyKind, chapter_numbers
from saikne.cases.rules.agreement_clash import EndClash, PointClash, Term, end_clashes, point_clashes
from saikne.cases.rules.agreement_wording import Point, chapter_wording, read_point
from saikne.core.periods import live
from saikne.people.queries import faces

LIVE = (ChapterState.DRAFT, ChapterState.IN_FORCE)


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party with its name and its signature under the latest wording."""

    party: ChapterParty
    kind: PartyKind
    name: str
    child: bool
    signature: Signature | None
    signed_by: str = ""
    signed_by_no: int = 0

    @property
    def signed_name(self) -> str:
        """Her name, with who signed in her place: Anna Liepa (paraksta aizgādnis: Juris Kalns)."""
        return f"{self.name} ({self.signed_by})" if self.signed_by else self.name

    @property
    def word(self) -> str:
        """The party as it stands in the wording: record:7."""
        return party_word(self.party)


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A chapter with its number, its latest wording and its parties."""

    chapter: Chapter
    number: int
    version: ChapterVersion
    points: tuple[Point, ...]
    parties: tuple[PartyLine, ...]

    @property
    def in_force(self) -> bool:
        """Whether it holds now."""
        return self.chapter.state == ChapterState.IN_FORCE

    @property
    def draft(self) -> bool:
        """Whether it is still being agreed on."""
        return self.chapter.state == ChapterState.DRAFT

    @property
    def live(self) -> bool:
        """Whether it holds or is being agreed on."""
        return self.chapter.state in LIVE

    @property
    def signed(self) -> bool:
        """Whether every party has signed the latest wording."""
        return bool(self.parties) and all(line.signature for line in self.parties)

    @property
    def term(self) -> Term:
        """What the search for clashes needs."""
        chapter = self.chapter
        return Term(
            chapter.pk,
            self.number,
            chapter.kind,
            chapter.since,
            chapter.until,
            self.points,
            chapter.carried_from_id,
        )

    @property
    def facts(self) -> ChapterFacts:
        """What decides whether it may come into force."""
        return ChapterFacts(
            self.chapter.pk,
            self.number,
            self.chapter.kind,
            self.chapter.until,
            len(self.points),
            tuple(PartyFacts(line.party.pk, line.kind, bool(line.signature), line.child) for line in self.parties),
            in_force=self.in_force,
        )


@dataclass(frozen=True, slots=True)
class AgreementLines:
    """One agreement with its chapters."""

    agreement: Agreement
    chapters: tuple[ChapterLine, ...]

    @property
    def live(self) -> tuple[ChapterLine, ...]:
        """Chapters in force or in draft."""
        return tuple(line for line in self.chapters if line.live)

    @property
    def in_force(self) -> tuple[ChapterLine, ...]:
        """Chapters in force."""
        return tuple(line for line in self.chapters if line.in_force)

    @property
    def drafts(self) -> tuple[ChapterLine, ...]:
        """Chapters still being agreed on."""
        return tuple(line for line in self.chapters if line.draft)

    def line(self, chapter_no: int) -> ChapterLine | None:
        """The chapter of that number, if it belongs here."""
        return next((line for line in self.chapters if line.chapter.pk == chapter_no), None)

    @property
    def records(self) -> frozenset[int]:
        """Everybody whom a chapter names: its parties, and those who are to be somewhere at a fixed time."""
        parties = [party.party.record_id for line in self.chapters for party in line.parties]
        parties += [party.signed_by_no for line in self.chapters for party in line.parties]
        awaited = [number for line in self.chapters for point in line.points for number in point.who]
        return frozenset(number for number in (*parties, *awaited) if number)

    def coming(self, chapter_no: int) -> tuple[ChapterLine, ...]:
        """What would hold together if this draft came into force: all of a draft agreement, else those in force."""
        if self.agreement.state == AgreementState.DRAFT:
            return self.live
        chosen = self.line(chapter_no)
        replaced = chosen.chapter.carried_from_id if chosen else None
        held = tuple(line for line in self.in_force if line.chapter.pk != replaced)
        return held + ((chosen,) if chosen and chosen.draft else ())

    def clashes(self) -> tuple[list[PointClash], list[EndClash]]:
        """Contradictions among the chapters in force or in draft."""
        return clashes_of(self.live)


def clashes_of(lines: Iterable[ChapterLine]) -> tuple[list[PointClash], list[EndClash]]:
    """Contradictions among these chapters: of points, and of ends."""
    terms = [line.term for line in lines]
    return point_clashes(terms), end_clashes(terms)


def party_word(party: ChapterParty) -> str:
    """A party as it stands in the wording: record:7."""
    if party.record_id:
        return f"record:{party.record_id}"
    return f"user:{party.user_id}" if party.user_id else f"institution:{party.institution_id}"


def wording_of(chapter: Chapter, parties: Iterable[str], points: Iterable[Point]) -> dict[str, object]:
    """What the parties put their names to."""
    return chapter_wording(
        kind=chapter.kind,
        ground=chapter.ground,
        since=chapter.since,
        until=chapter.until,
        parties=parties,
        points=points,
    )


def agreements_of(client_id: int) -> QuerySet[Agreement]:
    """The client's agreements, latest first, with their numbers."""
    return Agreement.objects.filter(client=client_id).select_related("number__series").order_by("-pk")


def is_last_in_force(chapter: Chapter) -> bool:
    """Whether the agreement ends with this chapter."""
    others = Chapter.objects.filter(agreement=chapter.agreement_id, state=ChapterState.IN_FORCE)
    return not others.exclude(pk=chapter.pk).exists()


def agreement_lines(
    agreements: Iterable[Agreement], client_id: int, *, seen_by: User | None = None, dropped: int = 0
) -> list[AgreementLines]:
    """These agreements with all that hangs on them: a constant number of queries.

    Seen by somebody, a party kept to named persons is not named to her; the wording that is kept names everybody.
    Chapters given up are left out, but for the `dropped` one on which somebody was still writing.
    """
    wanted = list(agreements)
    if not wanted:
        return []
    chapters = list(
        Chapter.objects.filter(agreement__in=[one.pk for one in wanted])
        .exclude(~Q(pk=dropped), state=ChapterState.DROPPED)
        .select_related("owner")
        .prefetch_related(
            Prefetch("parties", ChapterParty.objects.select_related("user", "institution").order_by("pk")),
            Prefetch("versions", ChapterVersion.objects.order_by("-number")),
            Prefetch("versions__signatures", Signature.objects.order_by("pk")),
        )
        .order_by("pk")
    )
    acted = acted_signatures(_signatures(chapters))
    numbers = {party.record_id for chapter in chapters for party in chapter.parties.all() if party.record_id}
    names = {number: face.name for number, face in faces(numbers).items()} if numbers else {}
    if seen_by and numbers:
        names |= kept_from(numbers, seen_by)
    members = ClientMember.objects.filter(live(), client=client_id)
    found = dict(members.values_list("record_id", "signs"))
    children = set(found) - signing_members(found)
    signed = signed_words(acted, seen_by)
    return [
        AgreementLines(one, _lines([row for row in chapters if row.agreement_id == one.pk], names, children, signed))
        for one in wanted
    ]


def _signatures(chapters: Iterable[Chapter]) -> list[int]:
    """Those under the latest wordings, which are read already."""
    return [one.pk for chapter in chapters for one in chapter.versions.all()[0].signatures.all()]


def _lines(
    chapters: list[Chapter], names: Mapping[int, str], children: set[int], acted: Mapping[int, SignedFor]
) -> tuple[ChapterLine, ...]:
    given = {chapter.pk: chapter.number for chapter in chapters if chapter.number}
    numbers = chapter_numbers(((chapter.pk, chapter.carried_from_id) for chapter in chapters), given=given)
    lines = [_line(chapter, numbers[chapter.pk], names, children, acted) for chapter in chapters]
    return tuple(sorted(lines, key=lambda line: (line.number, line.chapter.pk)))


def _line(
    chapter: Chapter, number: int, names: Mapping[int, str], children: set[int], acted: Mapping[int, SignedFor]
) -> ChapterLine:
    version = chapter.versions.all()[0]
    signed = {signature.party_id: signature for signature in version.signatures.all()}
    return ChapterLine(
        chapter=chapter,
        number=number,
        version=version,
        points=tuple(read_point(point) for point in version.points),
        parties=tuple(_party(party, names, children, signed, acted) for party in chapter.parties.all()),
    )


def _party(
    party: ChapterParty,
    names: Mapping[int, str],
    children: set[int],
    signed: Mapping[int, Signature],
    acted: Mapping[int, SignedFor],
) -> PartyLine:
    signature = signed.get(party.pk)
    if party.record_id:
        child = party.record_id in children
        by = acted.get(signature.pk, SignedFor()) if signature else SignedFor()
        name = names.get(party.record_id, "")
        return PartyLine(party, PartyKind.PERSON, name, child, signature, by.words, by.record)
    if party.user_id:
        return PartyLine(party, PartyKind.SERVICE, str(party.user), child=False, signature=signature)
    return PartyLine(party, PartyKind.INSTITUTION, str(party.institution), child=False, signature=signature)
