"""Opening a file in an emergency; keeping a file to named persons, and opening it again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_case, subjects_of
from saikne.cases.actions.reach import name_while_working
from saikne.cases.models import Case, FirstContact
from saikne.cases.queries.access import Target, files_about
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.organisation.queries import municipality_of
from saikne.people.actions import hold_persons
from saikne.people.queries import anchors_of, records_of
from saikne.privacy.actions import (
    answer_emergency,
    break_glass,
    explain_emergency,
    give,
    holder_of,
    lift_restriction,
    restrict,
)
from saikne.privacy.enums import EmergencyAnswer, Ground, Opens
from saikne.privacy.models import BreakGlass, Grant, Restriction
from saikne.privacy.queries import heads_of, named_in, together_with


@act
def open_in_emergency(*, target: Target | None, reason: str, words: str, by: User) -> BreakGlass:
    """Open a file, or a person without one, for some hours; the head is told in the same act."""
    if target is None:
        raise Refusal(number=_("There is no file with this number in your municipality."))
    here = municipality_of(by)
    if here is None:
        raise Refusal(_("You have no post in a municipality. Ask the administrator."))
    if target.elsewhere:
        raise Refusal(_("Another municipality works with this person. Call its social service."))
    about, number, numbers = _held(target)
    if about == "case" and Case.objects.worked_by(by, only=number).exists():
        raise Refusal(_("This file is open to you already: you find it in the list of files."))
    row = break_glass(
        user=by, about=about, about_no=number, numbers=numbers, municipality_id=here.pk, reason=reason, words=words
    )
    heads = heads_of(about, number, municipality_id=here.pk)
    tell(users=heads, message="cases.emergency", about=about, about_no=number, by=by)
    return row


def _held(target: Target) -> tuple[str, int, dict[str, list[int]]]:
    """Lock what is to be opened: its people, then the file; the word, the number, and all that opens with it."""
    if target.case is None:
        alone = target.record_no or 0
        hold_persons([alone])
        return "record", alone, {"record": [alone]}
    records = subjects_of(target.case)
    hold_persons(records)
    hold_case(target.case.pk)
    return "case", target.case.pk, {"case": [target.case.pk], "record": records}


@act
def judge_emergency(*, row: BreakGlass, answer: str, words: str, by: User) -> None:
    """The head's answer; the one who opened the file is told of it."""
    answer_emergency(row=row, answer=answer, words=words, by=by)
    message = "cases.emergency_explain" if answer == EmergencyAnswer.EXPLAIN else "cases.emergency_judged"
    tell(users=[row.user], message=message, about=row.about, about_no=row.about_no, by=by)


@act
def explain(*, row: BreakGlass, words: str, by: User) -> None:
    """The explanation that the head asked for; she is told that it has come."""
    explain_emergency(row=row, words=words, by=by)
    if row.answered_by:
        tell(users=[row.answered_by], message="cases.emergency_told", about=row.about, about_no=row.about_no, by=by)


@dataclass(frozen=True, slots=True)
class Fence:
    """Whom a restriction keeps in, why, until when."""

    reason: str
    words: str
    until: date
    named: list[User] = field(default_factory=list)


@act
def restrict_file(*, case: Case, record_no: int | None, fence: Fence, by: User) -> list[Restriction]:
    """Keep a file with its people, or one of them, to named persons, with all else that the same people have here."""
    wanted = [record_no] if record_no else subjects_of(case)
    records = records_of(anchors_of(wanted).values())
    hold_persons(records)
    if not record_no and subjects_of(case) != wanted:
        raise Moved
    here = files_about(records).filter(municipality=case.municipality_id)
    files = sorted({case.pk, *here.values_list("pk", flat=True)})
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=files).order_by("pk"))
    told = FirstContact.objects.filter(Q(record__in=records) | Q(case__in=files), municipality=case.municipality_id)
    contacts = dict(told.values_list("pk", "record_id"))
    people = sorted(set(wanted) | (set(records) & (_subjects(files) | set(contacts.values()))))
    made = restrict(
        numbers={"case": files, "record": people, "contact": contacts},
        reason=fence.reason,
        words=fence.words,
        until=fence.until,
        named=fence.named,
        opens=_kept_open(case, fence.named),
        by=by,
    )
    name_while_working(fence.named, made, clock.now())
    tell(users=fence.named, message="cases.restricted", about="case", about_no=case.pk, by=by)
    return made


def _subjects(files: Iterable[int]) -> set[int]:
    """Records of the people of these files: another municipality's record of the same person is not among them."""
    return {record for case in Case.objects.filter(pk__in=list(files)) for record in subjects_of(case)}


def _kept_open(case: Case, named: Iterable[User]) -> dict[int, list[str]]:
    """A named person keeps what her role opened before: who writes the one notebook does not get the other."""
    moment = clock.now()
    return {
        user.pk: sorted(
            set(
                Grant.objects.standing_for(user.pk, moment)
                .filter(about="case", about_no=case.pk)
                .exclude(ground=Ground.EMERGENCY)
                .values_list("opens", flat=True)
            )
        )
        for user in named
    }


@act
def name_more(*, case: Case, restriction: Restriction, users: Iterable[User], by: User) -> list[User]:
    """More persons see what was restricted in one act, as long as it lasts; those named before stay named."""
    hold_persons(subjects_of(case))
    hold_case(case.pk)
    moment = clock.now()
    rows = list(together_with(restriction, moment))
    if not rows:
        raise Refusal(_("This restriction has ended already."))
    new = [user for user in users if user.pk not in named_in(restriction)]
    if not new:
        raise Refusal(named=_("Name at least one person who may still see the record."))
    opens = _kept_open(case, new)
    for user in new:
        for row in rows:
            for word in opens[user.pk] or [Opens.CASE_WORK]:
                give(
                    holder=holder_of(user),
                    numbers={row.about: [row.about_no]},
                    opens=word,
                    ground=Ground.NAMED,
                    ground_no=row.pk,
                    at=moment,
                    until=row.until,
                )
    name_while_working(new, rows, moment)
    tell(users=new, message="cases.restricted", about="case", about_no=case.pk, by=by)
    numbers = sorted(user.pk for user in new)
    note(act="cases.name_more", about="cases.case", about_no=case.pk, by=by, at=moment, named=numbers)
    return new


@act
def lift_file(*, case: Case, restriction: Restriction, by: User) -> None:
    """The file and whatever was restricted with it are open again to everyone whose work they are."""
    hold_persons(subjects_of(case))
    hold_case(case.pk)
    lift_restriction(row=restriction, by=by)
