"""Signed, in force, replaced, ended: one agreement for a client, chapter by chapter."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.agreement_frame import (
    Held,
    held_chapter,
    hold,
    lines_of,
    refuse_future,
    write_agreement_version,
    write_chapter_version,
)
from saikne.cases.actions.represent import carry_signed_for, note_signed_for, signing
from saikne.cases.enums import AgreementState, ChapterState
from saikne.cases.models import (
    Agreement,
    Case,
    Chapter,
    ChapterParty,
    ClientMember,
    Participation,
    Signature,
)
from saikne.cases.queries.agreement import AgreementLines, ChapterLine, clashes_of
from saikne.cases.queries.agreement_words import obstacle_sentences
from saikne.cases.rules.agreement import chapter_lacks, clash_obstacles, force_obstacles
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.errors import Refusal
from saikne.core.periods import live


@act
def sign(
    *,
    case: Case,
    wordings: Mapping[int, int],
    parties: Collection[int],
    on: date,
    way: str,
    by: User,
    acting: Mapping[int, str] = MappingProxyType({}),
) -> list[Signature]:
    """These parties signed on a day; `wordings` says which wording of each chapter they had before them.

    `acting` says of a party who signed in her place: record:7, institution:3.
    """
    held = hold(case, by)
    chosen = set(ChapterParty.objects.filter(pk__in=list(parties)).values_list("chapter_id", flat=True))
    found = [held_chapter(held, chapter) for chapter in Chapter.objects.filter(pk__in=chosen).order_by("pk")]
    problems = [problem for lines, line in found for problem in _signing_problems(lines, line, wordings, parties)]
    by_field = refuse_future(on)
    fresh = _fresh(found, parties)
    signers = signing(found, parties, acting, on, by)
    problems += signers.problems if fresh else [_("Mark who has signed.")]
    if problems or by_field:
        raise Refusal(*problems, **by_field)
    moment = clock.now()
    rows = Signature.objects.bulk_create(
        Signature(version=line.version, party=party, on=on, way=way, noted_by=by, noted_at=moment)
        for line, party in fresh
    )
    note_signed_for(rows, signers)
    told = {"parties": [row.party_id for row in rows], "acting": signers.words()}
    agreement = found[0][0].agreement
    note(act="cases.agreement_sign", about="cases.agreement", about_no=agreement.pk, by=by, at=moment, **told)
    return rows


def _fresh(
    found: Iterable[tuple[AgreementLines, ChapterLine]], parties: Collection[int]
) -> list[tuple[ChapterLine, ChapterParty]]:
    """Those of the parties who have not signed yet, each with her chapter."""
    every = ((line, party) for _lines, line in found for party in line.parties)
    return [(line, one.party) for line, one in every if one.party.pk in parties and one.signature is None]


def _signing_problems(
    lines: AgreementLines, line: ChapterLine, wordings: Mapping[int, int], parties: Collection[int]
) -> list[str]:
    """Why this chapter cannot be signed: reworded meanwhile, incomplete, contradicting another."""
    chapter = line.chapter.pk
    if line.in_force:
        return [_("Chapter %(chapter)s is in force already.") % {"chapter": line.number}]
    problems = []
    if wordings.get(chapter) != line.version.pk:
        problems.append(_("Chapter %(chapter)s has been reworded meanwhile. Read it again.") % {"chapter": line.number})
    points, ends = clashes_of(lines.coming(chapter))
    lacks = chapter_lacks(line.facts, on=clock.today()) + clash_obstacles(points, ends, {chapter})
    return problems + obstacle_sentences(lacks, lines)


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody who does not sign said of the agreement, or why she was not asked."""

    record: int
    said: str = ""
    why_not_asked: str = ""


@act
def put_in_force(*, case: Case, heard: Collection[Heard], because: str = "", by: User) -> Agreement:
    """The draft comes into force with a number; what was in force before ends in the same act."""
    held = hold(case, by)
    if held.draft is None:
        raise Refusal(_("There is no draft of an agreement. Only a draft can come into force."))
    lines = lines_of(held.draft, seen_by=by)
    problems = _force_problems(held, lines)
    by_field = _heard_problems(held, heard)
    if held.in_force and not because.strip():
        by_field["because"] = _("Say why the agreement in force is replaced.")
    if problems or by_field:
        raise Refusal(*problems, **by_field)
    moment = clock.now()
    if held.in_force:
        _end_agreement(held.in_force, because.strip(), moment)
    number = next_number(
        register="cases.agreement", scope_no=held.client.municipality_id, year=clock.local_date(moment).year
    )
    Agreement.objects.filter(pk=held.draft.pk).update(
        state=AgreementState.IN_FORCE, in_force_since=moment, number=number
    )
    _bring_in(lines.drafts)
    agreement = Agreement.objects.get(pk=held.draft.pk)
    _note_heard(held, agreement, heard, by)
    write_agreement_version(agreement, by, moment)
    note(
        act="cases.agreement_in_force",
        about="cases.agreement",
        about_no=agreement.pk,
        by=by,
        at=moment,
        replaces=held.in_force.pk if held.in_force else None,
    )
    return agreement


def _bring_in(lines: Iterable[ChapterLine]) -> None:
    """From now they hold, under the numbers that stand on the signed paper."""
    for line in lines:
        Chapter.objects.filter(pk=line.chapter.pk).update(state=ChapterState.IN_FORCE, number=line.number)


def _force_problems(held: Held, lines: AgreementLines) -> list[str]:
    points, ends = lines.clashes()
    needed = Case.objects.filter(client=held.client, kind__managed=True).open().exists()
    facts = [line.facts for line in lines.live]
    obstacles = force_obstacles(facts, points, ends, cooperation_needed=needed, on=clock.today())
    return obstacle_sentences(obstacles, lines)


def unheard(client_id: int) -> list[int]:
    """The client's people who do not sign: each is asked, or it is said why not."""
    members = ClientMember.objects.filter(live(), client=client_id, signs=False)
    return list(members.order_by("record_id").values_list("record_id", flat=True))


def _heard_problems(held: Held, heard: Collection[Heard]) -> dict[str, str]:
    told = {one.record for one in heard if one.said.strip() or one.why_not_asked.strip()}
    sentence = _("Write what the child said, or why the child was not asked.")
    return {f"heard_{number}": sentence for number in unheard(held.client.pk) if number not in told}


def _note_heard(held: Held, agreement: Agreement, heard: Collection[Heard], by: User) -> None:
    today = clock.today()
    Participation.objects.bulk_create(
        Participation(
            case=held.case,
            decision="agreement",
            decision_no=agreement.pk,
            record_id=one.record,
            took_part=bool(one.said.strip()),
            said=one.said.strip(),
            why_not_asked="" if one.said.strip() else one.why_not_asked.strip(),
            on=today,
            by=by,
        )
        for one in heard
    )


def _end_agreement(agreement: Agreement, because: str, at: datetime) -> None:
    """End what is in force: its chapters with it, its drafts dropped."""
    drafts = Chapter.objects.filter(agreement=agreement, state=ChapterState.DRAFT)
    drafts.update(state=ChapterState.DROPPED, carried_from=None)
    Chapter.objects.filter(agreement=agreement, state=ChapterState.IN_FORCE).update(
        state=ChapterState.ENDED, ended_on=clock.local_date(at), ended_because=because
    )
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.ENDED, ended_at=at, ended_because=because)


@act
def put_chapter_in_force(*, case: Case, chapter: Chapter, by: User) -> Chapter:
    """A signed chapter joins the agreement in force; the one that it replaces ends in the same act."""
    held = hold(case, by)
    lines, line = held_chapter(held, chapter)
    if lines.agreement.state != AgreementState.IN_FORCE:
        raise Refusal(_("The whole agreement is still a draft. Bring the agreement into force."))
    if line.in_force:
        raise Refusal(_("Chapter %(chapter)s is in force already.") % {"chapter": line.number})
    coming = lines.coming(chapter.pk)
    points, ends = clashes_of(coming)
    facts = [one.facts for one in coming]
    obstacles = force_obstacles(facts, points, ends, cooperation_needed=False, on=clock.today())
    if obstacles:
        raise Refusal(*obstacle_sentences(obstacles, lines))
    moment = clock.now()
    replaced = line.chapter.carried_from_id
    Chapter.objects.filter(pk=replaced or 0, agreement=lines.agreement, state=ChapterState.IN_FORCE).update(
        state=ChapterState.ENDED,
        ended_on=clock.local_date(moment),
    )
    _bring_in([line])
    write_agreement_version(lines.agreement, by, moment)
    note(
        act="cases.chapter_in_force",
        about="cases.chapter",
        about_no=chapter.pk,
        by=by,
        at=moment,
        agreement=lines.agreement.pk,
        replaces=replaced,
    )
    return Chapter.objects.get(pk=chapter.pk)


@act
def end_chapter(*, case: Case, chapter: Chapter, because: str, by: User) -> Agreement:
    """This chapter ends today and the rest stay as they are; with its last chapter the agreement ends too."""
    held = hold(case, by)
    lines, line = held_chapter(held, chapter)
    if line.draft:
        raise Refusal(_("This chapter is only a draft. Drop it instead."))
    last = all(one.chapter.pk == chapter.pk for one in lines.in_force)
    reasons = [_still_in_draft(one) for one in lines.drafts if last and one.chapter.carried_from_id != chapter.pk]
    problems = {} if because.strip() else {"because": _("Say why the chapter ends.")}
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    moment, agreement = clock.now(), lines.agreement
    Chapter.objects.filter(carried_from=chapter, state=ChapterState.DRAFT).update(
        state=ChapterState.DROPPED, carried_from=None
    )
    Chapter.objects.filter(pk=chapter.pk).update(
        state=ChapterState.ENDED, ended_on=clock.local_date(moment), ended_because=because.strip()
    )
    if last:
        _end_agreement(agreement, because.strip(), moment)
    else:
        write_agreement_version(agreement, by, moment)
    note(
        act="cases.chapter_end",
        about="cases.chapter",
        about_no=chapter.pk,
        by=by,
        at=moment,
        agreement=agreement.pk,
    )
    return Agreement.objects.get(pk=agreement.pk)


def _still_in_draft(line: ChapterLine) -> str:
    """What is being agreed on is never dropped in passing."""
    return _("Chapter %(chapter)s is still a draft. Bring it into force or drop it first.") % {"chapter": line.number}


@act
def draft_replacement(*, case: Case, carry: Collection[int], by: User) -> Agreement:
    """A second agreement is drafted to replace the one in force; chosen chapters are carried over as they stand."""
    held = hold(case, by)
    if held.in_force is None:
        raise Refusal(_("No agreement is in force. Write the first chapter of a new one."))
    if held.draft is not None:
        raise Refusal(_("A new agreement is being drafted already. Work on that draft."))
    lines = lines_of(held.in_force, seen_by=by)
    if lines.drafts:
        raise Refusal(*(_still_in_draft(line) for line in lines.drafts))
    moment = clock.now()
    agreement = Agreement.objects.create(client=held.client, state=AgreementState.DRAFT)
    for line in lines.in_force:
        if line.chapter.pk in carry:
            _carry(line, agreement, by, moment)
    note(
        act="cases.agreement_draft",
        about="cases.agreement",
        about_no=agreement.pk,
        by=by,
        at=moment,
        replaces=held.in_force.pk,
        carried=sorted(carry),
    )
    return agreement


def _carry(line: ChapterLine, agreement: Agreement, by: User, at: datetime) -> None:
    """The same wording in the new agreement: who has signed it has signed it."""
    old = line.chapter
    new = Chapter.objects.create(
        agreement=agreement,
        kind=old.kind,
        owner_id=old.owner_id,
        ground=old.ground,
        since=old.since,
        until=old.until,
        carried_from=old,
    )
    parties = {
        one.party.pk: ChapterParty.objects.create(
            chapter=new,
            record_id=one.party.record_id,
            user_id=one.party.user_id,
            institution_id=one.party.institution_id,
        )
        for one in line.parties
    }
    version = write_chapter_version(new, line.points, by, at)
    rows = Signature.objects.bulk_create(
        Signature(
            version=version,
            party=parties[one.party.pk],
            on=one.signature.on,
            way=one.signature.way,
            noted_by_id=one.signature.noted_by_id,
            noted_at=one.signature.noted_at,
        )
        for one in line.parties
        if one.signature
    )
    carry_signed_for([one.signature.pk for one in line.parties if one.signature], rows)


@act
def drop_agreement(*, case: Case, by: User) -> None:
    """The draft is given up; what is in force stays in force."""
    held = hold(case, by)
    if held.draft is None:
        raise Refusal(_("There is no draft of an agreement."))
    chapters = Chapter.objects.filter(agreement=held.draft, state=ChapterState.DRAFT)
    chapters.update(state=ChapterState.DROPPED, carried_from=None)
    Agreement.objects.filter(pk=held.draft.pk).update(state=AgreementState.DROPPED)
    note(act="cases.agreement_drop", about="cases.agreement", about_no=held.draft.pk, by=by)


@act
def drop_chapter(*, case: Case, chapter: Chapter, by: User) -> None:
    """A chapter in draft is given up; the rest stay as they are."""
    held = hold(case, by)
    _agreement, line = held_chapter(held, chapter)
    if not line.draft:
        raise Refusal(_("This chapter is in force. End it instead."))
    Chapter.objects.filter(pk=chapter.pk).update(state=ChapterState.DROPPED, carried_from=None)
    note(act="cases.chapter_drop", about="cases.chapter", about_no=chapter.pk, by=by)
