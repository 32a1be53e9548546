"""Writing reach for files through the one ledger: lead, heads, team, main worker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from saikne.accounts.models import User
from saikne.cases.actions.frame import lead_of, main_worker_of, subjects_of
from saikne.cases.models import Case, HandOver, TeamMember
from saikne.cases.rules.reach import LEAD_OPENS, ROLE_OPENS
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.organisation.queries import seat_of, unit_and_above
from saikne.privacy.actions import any_of, give, head_holder, holder_of, take_back
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import Grant, Holder, Restriction
from saikne.privacy.queries import together_with

# Grounds on which somebody works with a file: when the last of them ends, so does what naming kept open for it.
WORKING = (
    Ground.LEAD,
    Ground.MAIN_WORKER,
    Ground.DECIDES,
    Ground.TEAM,
    Ground.DEPUTY,
    Ground.HAND_OVER,
    Ground.UNIT,
)


def _open(
    holder: Holder,
    case: Case,
    records: Iterable[int],
    opens: Iterable[str],
    ground: str,
    ground_no: int,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Open the file and its people, leaving alone what this ground opens already."""
    people = list(records)
    kept = list(_restrictions(case=case.pk, records=people, at=at))
    for word in opens:
        numbers = [case.pk, *people]
        known = set(_opened(holder=holder.pk, numbers=numbers, opens=word, ground=ground, ground_no=ground_no, at=at))
        missing = {
            about: [number for number in found if (about, number) not in known]
            for about, found in (("case", [case.pk]), ("record", people))
        }
        give(holder=holder, numbers=missing, opens=word, ground=ground, ground_no=ground_no, at=at, until=until)
        _let_through(holder, kept, word, at, until)


@prepared
def _opened(
    *, holder: int, numbers: list[int], opens: str, ground: str, ground_no: int, at: datetime
) -> QuerySet[Grant, Any]:
    """Files and people with these numbers that one ground opens to a holder; asked in the columns of the index."""
    rows = Grant.objects.filter(standing(at), holder=holder, about__in=("case", "record"), opens=opens)
    return rows.filter(about_no__in=numbers, ground=ground, ground_no=ground_no).values_list("about", "about_no")


@prepared
def _restrictions(*, case: int, records: list[int], at: datetime) -> QuerySet[Restriction]:
    """Restrictions that stand on a file or its people."""
    there = Q(about="case", about_no=case) | Q(about="record", about_no__in=records)
    return Restriction.objects.filter(there, standing(at))


def _let_through(
    holder: Holder, restrictions: Iterable[Restriction], word: str, at: datetime, until: datetime | None
) -> None:
    """A holder named in a restriction keeps open there what her work opens from now, as long as it does."""
    for row in restrictions:
        named = Grant.objects.filter(standing(at), holder=holder, ground=Ground.NAMED, ground_no=row.pk)
        ends = dict(named.order_by("until").values_list("opens", "until"))
        end = min(found for found in (row.until, until) if found)
        if ends and (ends.get(word) or at) < end:
            give(
                holder=holder,
                numbers={row.about: [row.about_no]},
                opens=word,
                ground=Ground.NAMED,
                ground_no=row.pk,
                at=at,
                until=end,
            )


def close_to_named(case: Case, records: Iterable[int], user: User, at: datetime) -> None:
    """Somebody's work with a file has ended: named or not, she sees of it what she still works with.

    If nothing of the file is left to her, that holds for all that was restricted together with it.
    """
    here = {"case": [case.pk], "record": list(records)}
    closed = list(Restriction.objects.filter(any_of(here), standing(at)))
    mine = Grant.objects.standing_for(user.pk, at)
    if mine.filter(about="case", about_no=case.pk, ground__in=WORKING).exists():
        kept = closed
    else:
        kept = [row for one in closed for row in together_with(one, at)]
    works = set(mine.filter(any_of(_numbers(kept)), ground__in=WORKING).values_list("about", "about_no", "opens"))
    named = mine.filter(ground=Ground.NAMED, ground_no__in=[row.pk for row in kept])
    ending = Grant.objects.filter(pk__in=[row.pk for row in named if not _works_with(row, works)])
    ending.filter(since__gte=at).update(until=at + clock.TICK)
    ending.filter(since__lt=at).update(until=at)


def _numbers(restrictions: Iterable[Restriction]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in restrictions:
        found.setdefault(row.about, []).append(row.about_no)
    return found


def _works_with(named: Grant, works: Iterable[tuple[str, int, str]]) -> bool:
    """Nobody works with a first contact as such: it is hers as long as something of its people is."""
    if named.about == "contact":
        return any(opens == named.opens for _about, _number, opens in works)
    return (named.about, named.about_no, named.opens) in works


def name_while_working(users: Iterable[User], restrictions: Iterable[Restriction], at: datetime) -> None:
    """Whoever is named in these restrictions and works there until a day only, is named until that day."""
    rows = list(restrictions)
    for user in users:
        work = Grant.objects.standing_for(user.pk, at).filter(any_of(_numbers(rows)), ground__in=WORKING)
        ends = list(work.values_list("until", flat=True))
        if ends and None not in ends:
            last = max(end for end in ends if end)
            named = Grant.objects.filter(standing(at), holder__user=user, ground=Ground.NAMED)
            named.filter(ground_no__in=[row.pk for row in rows], until__gt=last).update(until=last)


def open_to_lead(case: Case, records: Iterable[int], worker: User, at: datetime) -> None:
    """The lead's reach, and that of the heads over her unit. The caller holds the persons."""
    people = list(records)
    _open(holder_of(worker), case, people, LEAD_OPENS, Ground.LEAD, case.pk, at)
    seat = seat_of(worker)
    for unit in unit_and_above(seat.unit_id) if seat else []:
        _open(head_holder(unit), case, people, LEAD_OPENS, Ground.UNIT, case.pk, at)


def close_to_lead(case: Case, at: datetime) -> None:
    """End the reach of the lead and of the heads over her unit."""
    take_back(ground=Ground.LEAD, ground_no=case.pk, at=at)
    take_back(ground=Ground.UNIT, ground_no=case.pk, at=at)


def open_to_member(member: TeamMember, records: Iterable[int], at: datetime) -> None:
    """What a role in the team opens; a deputy's reach ends by itself."""
    ground = Ground.DEPUTY if member.role == "deputy" else Ground.TEAM
    opens, people = ROLE_OPENS[member.role], list(records)
    _open(holder_of(member.user), member.case, people, opens, ground, member.pk, at, member.until)
    if member.until:
        kept = Restriction.objects.filter(any_of({"case": [member.case_id], "record": people}), standing(at))
        together = [row for one in kept for row in together_with(one, at)]
        name_while_working([member.user], together, at)


def close_to_member(member: TeamMember, at: datetime) -> None:
    """End what a role in the team opened."""
    ground = Ground.DEPUTY if member.role == "deputy" else Ground.TEAM
    take_back(ground=ground, ground_no=member.pk, at=at)


def open_to_main_worker(case: Case, records: Iterable[int], worker: User, at: datetime) -> None:
    """The client's main worker knows of every file of the client: its people and its facts."""
    _open(holder_of(worker), case, records, (Opens.FACTS,), Ground.MAIN_WORKER, case.client_id, at)


def open_to_receiver(row: HandOver, records: Iterable[int], at: datetime) -> None:
    """Whoever is to take the file over reads it while it waits for her receipt."""
    _open(holder_of(row.receiver_id), row.case, records, LEAD_OPENS, Ground.HAND_OVER, row.pk, at)


def extend_reach(case: Case, at: datetime) -> None:
    """Somebody has joined the people of a file: whoever works with it reaches them too; the persons are held."""
    records = subjects_of(case)
    lead, main = lead_of(case), main_worker_of(case.client_id)
    if lead:
        open_to_lead(case, records, lead.worker, at)
    if main:
        open_to_main_worker(case, records, main.worker, at)
    for member in TeamMember.objects.filter(standing(at), case=case).select_related("user", "case"):
        open_to_member(member, records, at)
    for row in HandOver.objects.filter(case=case, received_at__isnull=True, returned_at__isnull=True):
        open_to_receiver(row, records, at)
