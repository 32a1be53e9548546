"""What the acts on an agreement stand on: locks in order, chapters read under them, wordings kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.plan import hold_file
from saikne.cases.enums import AgreementState
from saikne.cases.models import (
    Agreement,
    AgreementVersion,
    Case,
    Chapter,
    ChapterParty,
    ChapterVersion,
    Client,
)
from saikne.cases.queries.agreement import (
    AgreementLines,
    ChapterLine,
    agreement_lines,
    party_word,
    wording_of,
)
from saikne.cases.rules.agreement_wording import Point, fingerprint, point_data
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import RunningNumber
from saikne.ui.words import day


@dataclass(frozen=True, slots=True)
class Held:
    """The client, the open file, and the agreements that are in force or in draft, all locked; and who acts."""

    client: Client
    case: Case
    in_force: Agreement | None
    draft: Agreement | None
    by: User

    @property
    def current(self) -> Agreement | None:
        """Where a new chapter goes: into the draft if there is one, else into what is in force."""
        return self.draft or self.in_force


def hold(case: Case, by: User) -> Held:
    """Lock the client, the file and her agreements, in this order."""
    client, held = hold_file(case.pk)
    rows = Agreement.objects.select_for_update(no_key=True).filter(
        client=client, state__in=[AgreementState.DRAFT, AgreementState.IN_FORCE]
    )
    found = {row.state: row for row in rows.order_by("pk")}
    return Held(client, held, found.get(AgreementState.IN_FORCE), found.get(AgreementState.DRAFT), by)


def lines_of(agreement: Agreement, *, seen_by: User | None = None) -> AgreementLines:
    """The agreement with its chapters as they stand under the lock; what a refusal says of it is seen by somebody."""
    return agreement_lines([agreement], agreement.client_id, seen_by=seen_by)[0]


def held_chapter(held: Held, chapter: Chapter) -> tuple[AgreementLines, ChapterLine]:
    """The chapter as it stands under the lock, with its agreement; refused if it belongs to none that is alive."""
    for agreement in (held.draft, held.in_force):
        if agreement and agreement.pk == chapter.agreement_id:
            lines = lines_of(agreement, seen_by=held.by)
            if (found := lines.line(chapter.pk)) and found.live:
                return lines, found
    raise Refusal(_("This chapter is not in force any more. Open the agreement again."))


def add_parties(chapter: Chapter, people: Iterable[int], service: int, institutions: Iterable[int]) -> None:
    """The people who sign, the worker who signs for the service, and the third parties."""
    ChapterParty.objects.bulk_create(
        [
            *(ChapterParty(chapter=chapter, record_id=number) for number in sorted(set(people))),
            ChapterParty(chapter=chapter, user_id=service),
            *(ChapterParty(chapter=chapter, institution_id=number) for number in sorted(set(institutions))),
        ]
    )


def write_chapter_version(chapter: Chapter, points: Iterable[Point], by: User, at: datetime) -> ChapterVersion:
    """Keep this wording of the chapter for ever, with its fingerprint."""
    worded = tuple(points)
    parties = [party_word(party) for party in ChapterParty.objects.filter(chapter=chapter)]
    last = ChapterVersion.objects.filter(chapter=chapter).aggregate(n=Max("number"))["n"] or 0
    return ChapterVersion.objects.create(
        chapter=chapter,
        number=last + 1,
        points=[point_data(point) for point in worded],
        sha256=fingerprint(wording_of(chapter, parties, worded)),
        made_at=at,
        made_by=by,
    )


def write_agreement_version(agreement: Agreement, by: User, at: datetime) -> AgreementVersion:
    """Keep the whole agreement as it stands now: its chapters in force, with names as they are today."""
    lines = lines_of(agreement)
    content = {
        "agreement": agreement.pk,
        "in_force_since": agreement.in_force_since.isoformat() if agreement.in_force_since else "",
        "chapters": [_chapter_content(line) for line in lines.in_force],
    }
    last = AgreementVersion.objects.filter(agreement=agreement).aggregate(n=Max("number"))["n"] or 0
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=last + 1,
        content=content,
        sha256=fingerprint(content),
        made_at=at,
        made_by=by,
    )


def _chapter_content(line: ChapterLine) -> dict[str, object]:
    wording = wording_of(line.chapter, (party.word for party in line.parties), line.points)
    signed_for = {party.word: party.signed_by for party in line.parties if party.signed_by}
    return {
        **wording,
        **({"signed_for": signed_for} if signed_for else {}),
        "chapter": line.chapter.pk,
        "number": line.number,
        "owner": str(line.chapter.owner),
        "version": line.version.number,
        "sha256": line.version.sha256,
        "names": {party.word: party.name for party in line.parties},
        "signed": {
            party.word: f"{day(party.signature.on)} {party.signature.way}" for party in line.parties if party.signature
        },
    }


def number_words(number: RunningNumber | None) -> str:
    """2026/41"""
    return f"{number.series.year}/{number.number}" if number else ""


def refuse_future(on: date) -> dict[str, str]:
    """A day on which something happened lies behind us, or is today."""
    return {"on": _("The date cannot be in the future.")} if on > clock.today() else {}
