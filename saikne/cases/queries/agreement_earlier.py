"""Agreements and wordings that are not in force: as they were signed, and what became of each point since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, ChapterKind, SigningWay
from saikne.cases.models import Agreement, AgreementVersion, Chapter
from saikne.cases.queries.agreement import ChapterLine, agreement_lines, agreements_of
from saikne.cases.queries.agreement_people import client_people
from saikne.cases.queries.agreement_words import time_words
from saikne.cases.queries.frame import FileFrame
from saikne.cases.rules.agreement_difference import Change, differences
from saikne.cases.rules.agreement_wording import Point, fingerprint, read_point


@dataclass(frozen=True, slots=True)
class PointThen:
    """A point as it was worded, and what became of it; `now` is the point of today, if there is one."""

    label: str
    text: str
    time: str
    change: str
    now: "PointThen | None" = None


@dataclass(frozen=True, slots=True)
class PartyThen:
    """A party with the day and the way in which it signed."""

    name: str
    service: bool
    signed_on: str
    way: str


@dataclass(frozen=True, slots=True)
class ChapterThen:
    """A chapter as it stood in a wording; `now` is the chapter that holds in its place, if there is one."""

    number: int
    title: str
    owner: str
    ground: str
    since: date
    until: date | None
    parties: list[PartyThen]
    points: list[PointThen]
    added: list[PointThen]
    now: ChapterLine | None
    frame_changed: bool

    @property
    def changed(self) -> bool:
        """Whether the chapter that holds in its place says anything else."""
        return self.frame_changed or bool(self.added) or any(point.change != Change.SAME for point in self.points)


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an agreement: from when until when it held; no end means that it holds."""

    version: AgreementVersion
    since: datetime
    until: datetime | None

    @property
    def holds(self) -> bool:
        """Whether this is what is in force."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """A wording as a page and a paper need it."""

    wording: Wording
    agreement: Agreement
    chapters: list[ChapterThen]
    added: list[ChapterLine]
    siblings: list[Wording]
    in_force: Agreement | None
    intact: bool
    others: tuple[int, ...]

    @property
    def because(self) -> str:
        """Why the agreement ended, if this is the wording with which it ended."""
        return self.agreement.ended_because if self.wording.until == self.agreement.ended_at else ""


def wordings_of(agreements: Iterable[Agreement]) -> list[Wording]:
    """Every wording of these agreements, the latest first, each with the time in which it held; one query."""
    ends = {one.pk: one.ended_at for one in agreements}
    rows = AgreementVersion.objects.filter(agreement__in=list(ends)).defer("content")
    found: list[Wording] = []
    for row in rows.select_related("made_by", "agreement__number__series").order_by("-agreement", "-number"):
        later = found[-1] if found and found[-1].version.agreement_id == row.agreement_id else None
        found.append(Wording(row, row.made_at, later.since if later else ends[row.agreement_id]))
    return found


def earlier_page(frame: FileFrame, version: AgreementVersion, user: User, *, on: date) -> EarlierPage:
    """One wording beside what is in force today, in a constant number of queries."""
    client = frame.case.client_id
    in_force = agreements_of(client).filter(state=AgreementState.IN_FORCE).first()
    lines = agreement_lines([in_force], client, seen_by=user)[0].in_force if in_force else ()
    told: list[dict[str, Any]] = version.content["chapters"]
    named = {number for chapter in told for number in _records(chapter)}
    known = client_people(frame, user, also=named, on=on)
    hidden = named - set(known.others) - set(frame.shown())
    heirs = _heirs(client, lines)
    siblings = wordings_of([version.agreement])
    chapters = [_then(chapter, _heir(chapter, heirs, lines), known.names, hidden) for chapter in told]
    kept = {chapter.now.chapter.pk for chapter in chapters if chapter.now}
    return EarlierPage(
        wording=next(one for one in siblings if one.version.pk == version.pk),
        agreement=version.agreement,
        chapters=chapters,
        added=[line for line in lines if line.chapter.pk not in kept],
        siblings=siblings,
        in_force=in_force,
        intact=fingerprint(version.content) == version.sha256,
        others=known.others,
    )


def _records(chapter: Mapping[str, Any]) -> set[int]:
    words = [
        *chapter["parties"],
        *(f"record:{number}" for point in chapter["points"] for number in point.get("who", ())),
    ]
    return {int(word.removeprefix("record:")) for word in words if word.startswith("record:")}


def _heirs(client: int, lines: Sequence[ChapterLine]) -> dict[int, ChapterLine]:
    """Every chapter from which one in force was carried over or changed → that one; one query."""
    before = dict(
        Chapter.objects.filter(Q(agreement__client=client), carried_from__isnull=False).values_list(
            "pk", "carried_from_id"
        )
    )
    found: dict[int, ChapterLine] = {}
    for line in lines:
        number: int | None = line.chapter.pk
        while number is not None and number not in found:
            found[number] = line
            number = before.get(number)
    return found


def _heir(
    chapter: Mapping[str, Any], heirs: Mapping[int, ChapterLine], lines: Iterable[ChapterLine]
) -> ChapterLine | None:
    """What holds in place of a chapter; but for service contracts, a chapter of the same kind does."""
    if chapter["chapter"] in heirs or chapter["kind"] == ChapterKind.SERVICE:
        return heirs.get(chapter["chapter"])
    return next((line for line in lines if line.chapter.kind == chapter["kind"]), None)


def _then(
    chapter: Mapping[str, Any], heir: ChapterLine | None, names: Mapping[int, str], hidden: set[int]
) -> ChapterThen:
    number = chapter["number"]
    points = [read_point(point) for point in chapter["points"]]
    shown, added = compared(number, points, heir, names)
    return ChapterThen(
        number=number,
        title=str(ChapterKind(chapter["kind"]).label),
        owner=chapter["owner"],
        ground=chapter["ground"],
        since=date.fromisoformat(chapter["since"]),
        until=date.fromisoformat(chapter["until"]) if chapter["until"] else None,
        parties=[_party(word, chapter, hidden) for word in sorted(chapter["parties"], key=_place)],
        points=shown,
        added=added,
        now=heir,
        frame_changed=heir is not None and _frame(chapter) != _frame_now(heir),
    )


def _frame(chapter: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a chapter says round its points: who, until when, on what ground."""
    return (chapter["owner"], chapter["ground"], chapter["since"], chapter["until"], sorted(chapter["parties"]))


def _frame_now(line: ChapterLine) -> tuple[Any, ...]:
    row = line.chapter
    until = row.until.isoformat() if row.until else ""
    return (str(row.owner), row.ground, row.since.isoformat(), until, sorted(party.word for party in line.parties))


def _place(word: str) -> tuple[int, int]:
    """People first, then the service, then the third party."""
    kind, _colon, number = word.partition(":")
    return ("record", "user", "institution").index(kind), int(number)


def _party(word: str, chapter: Mapping[str, Any], hidden: set[int]) -> PartyThen:
    """As she was called when she signed; who is kept to named persons is not named to others."""
    kind, _colon, number = word.partition(":")
    signed_on, _space, way = chapter["signed"].get(word, "").rpartition(" ")
    name = _("Restricted record") if kind == "record" and int(number) in hidden else chapter["names"].get(word, "")
    return PartyThen(name, kind == "user", signed_on, str(SigningWay(way).label) if way else "")


def compared(
    number: int, points: Sequence[Point], heir: ChapterLine | None, names: Mapping[int, str]
) -> tuple[list[PointThen], list[PointThen]]:
    """The points of then with what became of them, and points of today that are new."""
    then = [_point(number, place, point, names) for place, point in enumerate(points, start=1)]
    if heir is None:
        return then, []
    now = [_point(heir.number, place, point, names) for place, point in enumerate(heir.points, start=1)]
    found = differences(points, heir.points)
    shown = [
        replace(then[one.then - 1], change=str(one.change), now=now[one.now - 1] if one.now else None)
        for one in found
        if one.then
    ]
    return shown, [now[one.now - 1] for one in found if one.change == Change.NEW]


def _point(number: int, place: int, point: Point, names: Mapping[int, str]) -> PointThen:
    return PointThen(f"{number}.{place}.", point.text, time_words(point, names), "")
