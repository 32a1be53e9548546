"""How the wording of one chapter came about: every wording, who signed it when, and what became of its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from saikne.accounts.models import User
from saikne.cases.enums import ChapterState
from saikne.cases.models import Chapter, ChapterParty, ChapterVersion, Signature
from saikne.cases.queries.agreement import ChapterLine
from saikne.cases.queries.agreement_earlier import PartyThen, PointThen, compared
from saikne.cases.queries.agreement_people import client_people
from saikne.cases.queries.frame import FileFrame
from saikne.cases.rules.agreement_wording import read_point
from saikne.ui.words import day

HELD = (ChapterState.IN_FORCE, ChapterState.ENDED)


@dataclass(frozen=True, slots=True)
class WordingThen:
    """One wording of a chapter beside the latest one; `held` says that it came into force."""

    version: ChapterVersion
    chapter: Chapter
    signed: list[PartyThen]
    points: list[PointThen]
    added: list[PointThen]
    latest: bool
    held: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All wordings of a chapter, the latest first."""

    line: ChapterLine
    wordings: list[WordingThen]
    others: tuple[int, ...]


def chapter_history(frame: FileFrame, line: ChapterLine, user: User, *, on: date) -> HistoryPage:
    """The wordings of a chapter and of those that it replaced, in a constant number of queries."""
    rows = _versions(frame.case.client_id, line.chapter.pk)
    parties = {signature.party.record_id for row in rows for signature in row.signatures.all()}
    awaited = {number for row in rows for point in row.points for number in point.get("who", ())}
    known = client_people(frame, user, also={number for number in parties | awaited if number}, on=on)
    lasting: dict[int, int] = {}
    for row in rows:
        lasting.setdefault(row.chapter_id, row.pk)
    return HistoryPage(
        line=line,
        wordings=[
            _wording(row, line, known.names, held=row.pk in lasting.values() and row.chapter.state in HELD)
            for row in rows
        ],
        others=known.others,
    )


def _versions(client: int, chapter: int) -> list[ChapterVersion]:
    """Wordings of the chapter and of those before it, the latest first; one carried over unchanged stands once."""
    before = dict(Chapter.objects.filter(agreement__client=client).values_list("pk", "carried_from_id"))
    chain: list[int] = []
    number: int | None = chapter
    while number is not None and number not in chain:
        chain.append(number)
        number = before.get(number)
    parties = ChapterParty.objects.select_related("user", "institution")
    rows = (
        ChapterVersion.objects.filter(chapter__in=chain)
        .select_related("made_by", "chapter__agreement__number__series")
        .prefetch_related(
            Prefetch("signatures", Signature.objects.order_by("pk")), Prefetch("signatures__party", parties)
        )
        .order_by("-chapter", "-number")
    )
    return [row for row, earlier in _beside(list(rows)) if earlier is None or not _carried(row, earlier)]


def _beside(rows: list[ChapterVersion]) -> list[tuple[ChapterVersion, ChapterVersion | None]]:
    """Each wording with the one before it."""
    return list(zip(rows, [*rows[1:], None], strict=True))


def _carried(row: ChapterVersion, earlier: ChapterVersion) -> bool:
    return row.chapter_id != earlier.chapter_id and row.sha256 == earlier.sha256


def _wording(row: ChapterVersion, line: ChapterLine, names: Mapping[int, str], *, held: bool) -> WordingThen:
    points, added = compared(line.number, [read_point(point) for point in row.points], line, names)
    return WordingThen(
        version=row,
        chapter=row.chapter,
        signed=[_signed(signature, names) for signature in row.signatures.all()],
        points=points,
        added=added,
        latest=row.pk == line.version.pk or row.sha256 == line.version.sha256,
        held=held,
    )


def _signed(signature: Signature, names: Mapping[int, str]) -> PartyThen:
    party = signature.party
    name = names.get(party.record_id, "") if party.record_id else str(party.user or party.institution)
    return PartyThen(name, party.user_id is not None, day(signature.on), str(signature.get_way_display()))
