"""What the agreement's page shows: the document, clashes in words, ends, signatures, versions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterState
from saikne.cases.models import Agreement
from saikne.cases.queries.agreement import (
    AgreementLines,
    ChapterLine,
    agreement_lines,
    agreements_of,
)
from saikne.cases.queries.agreement_asking import Asked, asked_about
from saikne.cases.queries.agreement_earlier import Wording, wordings_of
from saikne.cases.queries.agreement_people import client_people
from saikne.cases.queries.agreement_words import clash_words, obstacle_sentences, time_words
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import file_readers
from saikne.cases.queries.plan import Person
from saikne.cases.rules.agreement import chapter_lacks, ends_soon, has_passed
from saikne.cases.rules.agreement_clash import EndClash, PointClash, PointRef


@dataclass(frozen=True, slots=True)
class PointShown:
    """A point as it is read: 1.2., its text, its time, whether another contradicts it."""

    label: str
    text: str
    time: str
    kept: str
    hit: bool


@dataclass(frozen=True, slots=True)
class ChapterShown:
    """A chapter as it is read."""

    line: ChapterLine
    points: list[PointShown]
    state: str
    soon: bool
    passed: bool
    change: bool
    replaced: bool

    @property
    def number(self) -> int:
        """Its number in the document."""
        return self.line.number

    @property
    def because(self) -> str:
        """Why it ended; what only gave way to its own new wording needs no reason."""
        return self.line.chapter.ended_because or (_("A new wording has come into force.") if self.replaced else "")

    @property
    def reworded(self) -> bool:
        """Whether there is an earlier wording to read."""
        return self.line.version.number > 1 or self.line.chapter.carried_from_id is not None

    @property
    def ready(self) -> bool:
        """Signed by all and not in force yet."""
        return self.state == "signed"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two points that contradict each other."""

    ref: PointRef
    line: ChapterLine


@dataclass(frozen=True, slots=True)
class ClashShown:
    """Two points that want somebody at two places at once."""

    when: str
    kept: str
    first: Side
    second: Side
    asks: Side | None = None
    reads: bool = False
    asked: Asked | None = None

    @property
    def edited(self) -> Side:
        """The side that is changed more easily: a draft before what is in force, the later before the earlier."""
        return self.first if self.first.line.draft and not self.second.line.draft else self.second


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A party with its mark for each chapter: yes, not yet, or nothing to sign."""

    name: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All that the page shows; `shown` is the agreement in force or, if asked for or alone, the draft."""

    in_force: Agreement | None
    draft: Agreement | None
    shown: AgreementLines | None
    chapters: list[ChapterShown]
    clashes: list[ClashShown]
    ends: list[EndClash]
    signatures: list[SignatureRow]
    versions: list[Wording]
    former: list[Wording]
    people: Mapping[int, Person]
    others: tuple[int, ...]
    missing: list[str]

    @property
    def live(self) -> list[ChapterShown]:
        """Chapters in force or in draft."""
        return [chapter for chapter in self.chapters if chapter.line.live]

    @property
    def ended(self) -> list[ChapterShown]:
        """Chapters that have ended."""
        return [chapter for chapter in self.chapters if not chapter.line.live]

    @property
    def is_draft(self) -> bool:
        """Whether the page shows a draft."""
        return bool(self.shown and self.shown.agreement.state == AgreementState.DRAFT)

    @property
    def unsigned(self) -> bool:
        """Whether somebody is still to sign a chapter."""
        return any(chapter.line.draft and not chapter.line.signed for chapter in self.chapters)

    @property
    def ends_of(self) -> list[date]:
        """Last days of the chapters in force, earliest first."""
        found = {chapter.line.chapter.until for chapter in self.chapters if chapter.line.in_force}
        return sorted(day for day in found if day)


def agreement_page(frame: FileFrame, user: User, *, want_draft: bool, on: date) -> AgreementPage:
    """The client's agreement as a page needs it, in a constant number of queries."""
    every = list(agreements_of(frame.case.client_id))
    by_state = {one.state: one for one in every}
    in_force, draft = by_state.get(AgreementState.IN_FORCE), by_state.get(AgreementState.DRAFT)
    chosen = draft if draft and (want_draft or not in_force) else in_force
    found = agreement_lines([chosen] if chosen else [], frame.case.client_id, seen_by=user)
    lines = found[0] if found else None
    known = client_people(frame, user, also=lines.records if lines else (), on=on)
    names = known.names
    points, ends = lines.clashes() if lines else ([], [])
    versions, former = _wordings(every, chosen)
    return AgreementPage(
        in_force=in_force,
        draft=draft,
        shown=lines,
        chapters=_chapters(lines, points, ends, names, on) if lines else [],
        clashes=_clashes(lines, points, names, frame, user) if lines else [],
        ends=ends,
        signatures=_signatures(lines) if lines else [],
        versions=versions,
        former=former,
        people=known.people,
        others=known.others,
        missing=_missing(lines, on) if lines else [],
    )


def _wordings(every: list[Agreement], chosen: Agreement | None) -> tuple[list[Wording], list[Wording]]:
    """The wordings of the agreement on the page, and the last one of each that has ended; one query."""
    rows = wordings_of([one for one in every if one.number])
    ended = [one.pk for one in every if one.state == AgreementState.ENDED]
    last = {row.version.agreement_id: row for row in reversed(rows)}
    return [row for row in rows if chosen and row.version.agreement_id == chosen.pk], [last[one] for one in ended]


def _chapters(
    lines: AgreementLines,
    points: list[PointClash],
    ends: list[EndClash],
    names: Mapping[int, str],
    on: date,
) -> list[ChapterShown]:
    hits = {(ref.chapter, ref.number) for clash in points if not clash.kept for ref in (clash.first, clash.second)}
    wrong = {chapter for chapter, _number in hits} | {
        term.chapter for clash in ends for term in (clash.first, clash.second)
    }
    heirs = {line.chapter.carried_from_id for line in lines.chapters}
    return [
        ChapterShown(
            line=line,
            points=[
                PointShown(
                    f"{line.number}.{number}.",
                    point.text,
                    time_words(point, names),
                    point.kept,
                    hit=(line.chapter.pk, number) in hits,
                )
                for number, point in enumerate(line.points, start=1)
            ],
            state=_state(line, on, clashing=line.chapter.pk in wrong),
            soon=line.in_force and ends_soon(line.chapter.until, on=on),
            passed=line.in_force and has_passed(line.chapter.until, on=on),
            change=line.draft and lines.line(line.chapter.carried_from_id or 0) is not None,
            replaced=not line.live and line.chapter.pk in heirs,
        )
        for line in lines.chapters
    ]


def _state(line: ChapterLine, on: date, *, clashing: bool) -> str:
    """In force, ended; of a draft: signed by all, waits for signatures, or still being written."""
    if not line.draft:
        return str(line.chapter.state)
    if line.signed:
        return "signed"
    return str(ChapterState.DRAFT) if clashing or chapter_lacks(line.facts, on=on) else "waits"


def _clashes(
    lines: AgreementLines, points: list[PointClash], names: Mapping[int, str], frame: FileFrame, user: User
) -> list[ClashShown]:
    """Each contradiction with the colleague who may be asked to change her point; two queries while there are any."""
    by_chapter = {line.chapter.pk: line for line in lines.chapters}
    owners = {line.chapter.owner_id for line in lines.live}
    open_ones = [clash for clash in points if not clash.kept]
    asked = asked_about(line.version for line in lines.live) if open_ones else {}
    readers = set(file_readers(frame.case.pk).filter(pk__in=owners).values_list("pk", flat=True)) if open_ones else ()
    found = []
    for clash in points:
        first = Side(clash.first, by_chapter[clash.first.chapter])
        second = Side(clash.second, by_chapter[clash.second.chapter])
        shown = ClashShown(clash_words(clash, names), clash.kept, first, second)
        if asks := _who_is_asked(shown, user):
            noted = asked.get((asks.line.version.pk, asks.ref.number))
            shown = replace(shown, asks=asks, reads=asks.line.chapter.owner_id in readers, asked=noted)
        found.append(shown)
    return found


def _who_is_asked(clash: ClashShown, user: User) -> Side | None:
    """The side for which a colleague answers: rather the one that is harder to change here."""
    if clash.kept:
        return None
    other = clash.first if clash.edited is clash.second else clash.second
    return next((side for side in (other, clash.edited) if side.line.chapter.owner_id != user.pk), None)


def _signatures(lines: AgreementLines) -> list[SignatureRow]:
    """A row for each party, people first, and a mark for each chapter."""
    names = {party.word: (party.kind, party.signed_name) for line in lines.live for party in line.parties}
    order = ("person", "service", "institution")
    rows = sorted(names.items(), key=lambda item: (order.index(item[1][0]), item[1][1]))
    return [SignatureRow(name, [_mark(line, word) for line in lines.live]) for word, (_kind, name) in rows]


def _mark(line: ChapterLine, word: str) -> str:
    party = next((one for one in line.parties if one.word == word), None)
    if party is None:
        return ""
    return "yes" if party.signature else "no"


def _missing(lines: AgreementLines, on: date) -> list[str]:
    """What the drafts lack besides signatures."""
    lacks = [lack for line in lines.drafts for lack in chapter_lacks(line.facts, on=on)]
    return obstacle_sentences(lacks, lines)
