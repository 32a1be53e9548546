"""Chapters written and changed: a draft is reworded, one in force gets a draft that will replace it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.agreement_frame import (
    Held,
    add_parties,
    held_chapter,
    hold,
    lines_of,
    write_chapter_version,
)
from saikne.cases.enums import AgreementState, ChapterKind, ChapterState
from saikne.cases.models import Agreement, Case, Chapter, ChapterParty, ClientMember, Signature
from saikne.cases.queries.agreement import AgreementLines, ChapterLine
from saikne.cases.queries.represent_acted import signing_members
from saikne.cases.rules.agreement_wording import Point, point_data
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Clash, Refusal
from saikne.core.models import Revision
from saikne.core.periods import live
from saikne.organisation.models import Institution
from saikne.organisation.queries import seats


@dataclass(frozen=True, slots=True)
class ChapterText:
    """What a chapter says: its kind, who answers for it, on what ground, its term, parties and points."""

    kind: str
    owner: int
    ground: str
    since: date
    until: date | None
    people: tuple[int, ...]
    institutions: tuple[int, ...]
    points: tuple[Point, ...]

    def columns(self) -> dict[str, Any]:
        """What stands on the chapter itself."""
        return {"owner_id": self.owner, "ground": self.ground.strip(), "since": self.since, "until": self.until}

    def rest(self) -> dict[str, Any]:
        """What hangs on it."""
        return {
            "people": sorted(set(self.people)),
            "institutions": sorted(set(self.institutions)),
            "points": [point_data(point) for point in self.points],
        }


def text_of(line: ChapterLine) -> ChapterText:
    """What a chapter says now."""
    chapter, parties = line.chapter, [line.party for line in line.parties]
    return ChapterText(
        kind=chapter.kind,
        owner=chapter.owner_id,
        ground=chapter.ground,
        since=chapter.since,
        until=chapter.until,
        people=tuple(party.record_id for party in parties if party.record_id),
        institutions=tuple(party.institution_id for party in parties if party.institution_id),
        points=line.points,
    )


@act
def add_chapter(*, case: Case, text: ChapterText, by: User) -> Chapter:
    """A new chapter in draft: in the agreement being drafted, in the one in force, or in a first draft."""
    held = hold(case, by)
    lines = lines_of(held.current, seen_by=by) if held.current else None
    problems = _text_problems(text, held)
    if text.kind != ChapterKind.SERVICE and lines and any(line.chapter.kind == text.kind for line in lines.live):
        problems["kind"] = _("The agreement has a chapter of this kind already. Change that one instead.")
    if problems:
        raise Refusal(**problems)
    moment = clock.now()
    agreement = held.current or Agreement.objects.create(client=held.client, state=AgreementState.DRAFT)
    chapter = _make(agreement, text, by)
    note(act="cases.chapter_add", about="cases.chapter", about_no=chapter.pk, by=by, at=moment, agreement=agreement.pk)
    return chapter


def _make(agreement: Agreement, text: ChapterText, by: User, carried_from: int | None = None) -> Chapter:
    chapter = Chapter.objects.create(
        agreement=agreement, kind=text.kind, carried_from_id=carried_from, **text.columns()
    )
    add_parties(chapter, text.people, text.owner, text.institutions)
    write_chapter_version(chapter, text.points, by, clock.now())
    return chapter


def _text_problems(text: ChapterText, held: Held) -> dict[str, str]:
    """All that is wrong with a wording; a child is never a party that signs."""
    problems = {}
    if text.until and text.until <= text.since:
        problems["until"] = _("The end date must be after the start date.")
    if not any(point.text.strip() for point in text.points):
        problems["points"] = _("Write at least one point: who does what.")
    members = dict(ClientMember.objects.filter(live(), client=held.client).values_list("record_id", "signs"))
    if not text.people or set(text.people) - signing_members(members):
        problems["people"] = _("Choose the adults who sign. A child does not sign; other people are not this client.")
    seat = seats([text.owner]).get(text.owner)
    if seat is None or seat.municipality_id != held.case.municipality_id:
        problems["owner"] = _("Choose a worker of this service.")
    return problems | _third_party_problem(text, held) | _point_problems(text, set(members))


def _third_party_problem(text: ChapterText, held: Held) -> dict[str, str]:
    here = Q(municipality=held.case.municipality_id) | Q(municipality__isnull=True)
    known = Institution.objects.filter(here, pk__in=text.institutions).count()
    if known < len(set(text.institutions)):
        return {"institutions": _("Choose institutions from the list.")}
    if text.kind == ChapterKind.SERVICE and not known:
        return {"institutions": _("A service contract has three parties. Choose who provides the service.")}
    return {}


def _point_problems(text: ChapterText, members: set[int]) -> dict[str, str]:
    for point in text.points:
        if point.start and point.end and point.start >= point.end:
            return {"points": _("The end of a time must be after its beginning.")}
        if set(point.who) - members:
            return {"points": _("A time names somebody who does not belong to the client.")}
    return {}


@act
def change_chapter(*, case: Case, chapter: Chapter, text: ChapterText, base: int, by: User) -> Chapter:
    """Reword a draft; of a chapter in force, draft the wording that will replace it once it is signed."""
    held = hold(case, by)
    lines, line = held_chapter(held, chapter)
    problems, reasons = _text_problems(text, held), _change_reasons(held, lines, line, text)
    if problems or reasons:
        raise Refusal(*reasons, **problems)
    if line.draft:
        return _reword(line, text, base, by)
    made = _make(line.chapter.agreement, text, by, carried_from=chapter.pk)
    note(act="cases.chapter_change", about="cases.chapter", about_no=made.pk, by=by, replaces=chapter.pk)
    return made


def _change_reasons(held: Held, lines: AgreementLines, line: ChapterLine, text: ChapterText) -> list[str]:
    """Why no draft can be made that would replace this chapter in force."""
    if line.draft:
        return []
    if held.draft:
        return [_("A new agreement is being drafted already. Work on that draft.")]
    if any(other.chapter.carried_from_id == line.chapter.pk for other in lines.drafts):
        return [_("A change of this chapter is being drafted already. Change that draft.")]
    known = text_of(line)
    if known.columns() == text.columns() and known.rest() == text.rest():
        return [_("Nothing is different from the chapter in force.")]
    return []


def _reword(line: ChapterLine, text: ChapterText, base: int, by: User) -> Chapter:
    """A draft gets a new wording; what was signed is the former one, so signatures are given again."""
    before, after = ({**one.columns(), **one.rest()} for one in (text_of(line), text))
    changes = {name for name in after if after[name] != before[name]}
    chapter = line.chapter
    if not changes:
        return chapter
    _refuse_clash(chapter, base, changes, before)
    moment = clock.now()
    Chapter.objects.filter(pk=chapter.pk).update(version=F("version") + 1, **text.columns())
    chapter.refresh_from_db()
    if changes & {"people", "institutions", "owner_id"}:
        _replace_parties(chapter, text)
    write_chapter_version(chapter, text.points, by, moment)
    Revision.objects.create(
        about=Chapter._meta.label_lower,
        about_no=chapter.pk,
        version=chapter.version,
        before={name: _plain(before[name]) for name in sorted(changes)},
        by=by,
        at=moment,
    )
    note(
        act="cases.chapter_edit",
        about="cases.chapter",
        about_no=chapter.pk,
        by=by,
        at=moment,
        fields=sorted(changes),
        version=chapter.version,
    )
    return chapter


def pass_draft(line: ChapterLine, *, owner: User, by: User) -> Chapter:
    """Inside an action that holds the agreement: another worker answers for a draft and is to sign it.

    A draft that the former one has signed is dropped with her signature, and the same is written anew.
    """
    text, chapter = replace(text_of(line), owner=owner.pk), line.chapter
    if not Signature.objects.filter(party__chapter=chapter, party__user=chapter.owner_id).exists():
        return _reword(line, text, chapter.version, by)
    Chapter.objects.filter(pk=chapter.pk).update(state=ChapterState.DROPPED, carried_from=None)
    made = _make(chapter.agreement, text, by, carried_from=chapter.carried_from_id)
    note(act="cases.chapter_passed", about="cases.chapter", about_no=made.pk, by=by, replaces=chapter.pk)
    return made


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_clash(chapter: Chapter, base: int, changes: set[str], now: Mapping[str, Any]) -> None:
    later = Revision.objects.filter(about=Chapter._meta.label_lower, about_no=chapter.pk, version__gt=base)
    touched = {name: row for row in later.select_related("by").order_by("version") for name in row.before}
    if both := set(touched) & changes:
        names = ", ".join(sorted({str(touched[name].by) for name in both}))
        theirs = {name.removesuffix("_id"): now[name] for name in both}
        raise Clash(theirs, version=chapter.version, by=names)


def _replace_parties(chapter: Chapter, text: ChapterText) -> None:
    """The parties of a draft follow its wording; whoever has signed a wording of it cannot be taken out."""
    wanted = {
        *(("record_id", number) for number in text.people),
        ("user_id", text.owner),
        *(("institution_id", number) for number in text.institutions),
    }
    rows = {_key(party): party for party in ChapterParty.objects.filter(chapter=chapter)}
    leaving = [party.pk for key, party in rows.items() if key not in wanted]
    if Signature.objects.filter(party__in=leaving).exists():
        raise Refusal(_("Somebody whom you take out has signed this draft. Drop it and write a new one."))
    ChapterParty.objects.filter(pk__in=leaving).delete()
    new = sorted(wanted - set(rows))
    ChapterParty.objects.bulk_create(ChapterParty(chapter=chapter, **{name: number}) for name, number in new)


def _key(party: ChapterParty) -> tuple[str, int]:
    names = ("record_id", "user_id", "institution_id")
    return next((name, getattr(party, name)) for name in names if getattr(party, name) is not None)
