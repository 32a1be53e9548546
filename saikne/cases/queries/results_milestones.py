"""Birthdays make work: school start, 15, 18 and 24 of a client's children, for the one who answers for the client."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from saikne.accounts.models import User
from saikne.cases.models import Case, ClientMember, LeadPeriod, MainWorkerPeriod, MilestoneDone
from saikne.core.periods import live
from saikne.core.prepared import prepared
from saikne.people.models import PersonRecord
from saikne.people.queries import anchors_of, faces
from saikne.people.rules import Milestone, births_with_milestones, milestones_due

EVER = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class MilestoneTask:
    """One child's milestone, due on a day, with the file in which it is worked on."""

    record_no: int
    name: str
    kind: Milestone
    due: date
    case_no: int
    municipality_no: int


def milestones_for(user: User, since: date, until: date) -> list[MilestoneTask]:
    """Milestones not done yet of the clients for whom this user answers, `since` ≤ due < `until`; five queries."""
    born = births_with_milestones(since, until)
    return _tasks(_children_of(clients=_answered_for(user), born=born), since, until)


def milestone_within(user: User, record_no: int, kind: str) -> MilestoneTask | None:
    """This milestone of this child, if it is not done and the user answers for the client or has her file."""
    worked = _members(Case.objects.worked_by(user).open()).order_by("record")
    answered = _children_of(clients=_answered_for(user), born=(EVER,))
    tasks = [task for members in (answered, worked) for task in _tasks(members.filter(record=record_no), *EVER)]
    return next((task for task in tasks if task.kind == kind), None)


def _answered_for(user: User) -> list[int]:
    """Clients whose main worker is the user; where there is none, the lead of an open file answers.

    By number: asked inside one query with their children, both databases would go through every client there is.
    """
    return [number for (number,) in _answered(user_id=user.pk)]


@prepared
def _answered(*, user_id: int) -> QuerySet[MainWorkerPeriod, tuple[int]]:
    mains = MainWorkerPeriod.objects.filter(live())
    led = LeadPeriod.objects.filter(live(), worker=user_id, case__closed_at__isnull=True)
    unanswered = led.exclude(Exists(mains.filter(client=OuterRef("case__client"))))
    return mains.filter(worker=user_id).values_list("client_id").union(unanswered.values_list("case__client_id"))


@prepared
def _children_of(*, clients: list[int], born: tuple[tuple[date, date], ...]) -> QuerySet[ClientMember]:
    """Children of these clients, and adults with a file of their own, by record; born in one of these spans.

    The spans choose the wording: they are the same for everybody on one day.
    """
    said = PersonRecord.objects.face_of(OuterRef("record_id")).values("born_on")
    members = _members(Case.objects.open()).filter(client__in=clients).annotate(born=Subquery(said[:1]))
    within = Q(pk__in=[])
    for first, last in born:
        within |= Q(born__gte=first, born__lte=last)
    return members.filter(within).order_by("record")


def _members(cases: QuerySet[Case]) -> QuerySet[ClientMember]:
    """Children of clients with one of these open files, and adults with a file of their own."""
    of_client = cases.filter(client=OuterRef("client")).order_by("opened_at")
    own = Case.objects.open().filter(record=OuterRef("record"))
    return (
        ClientMember.objects.filter(live())
        .filter(Q(signs=False) | Q(Exists(own)))
        .annotate(case_no=Subquery(of_client.values("pk")[:1]))
        .filter(case_no__isnull=False)
    )


def _tasks(members: QuerySet[ClientMember], since: date, until: date) -> list[MilestoneTask]:
    """A person who stands under two records has one task; what is done under either is done."""
    rows: list[Any] = list(members)
    numbers = [row.record_id for row in rows]
    people, anchors = faces(numbers), anchors_of(numbers)
    done = _done(anchors)
    found: dict[tuple[int, str], MilestoneTask] = {}
    for row in rows:
        face = people.get(row.record_id)
        anchor = anchors.get(row.record_id, -row.record_id)
        for task in _of_person(row, face, since, until) if face else ():
            if (anchor, row.municipality_id, str(task.kind)) not in done:
                found.setdefault((anchor, task.kind), task)
    return sorted(found.values(), key=lambda task: (task.due, task.name))


def _of_person(row: Any, face: PersonRecord, since: date, until: date) -> Iterable[MilestoneTask]:
    if face.born_on is None or face.died_on is not None:
        return ()
    return [
        MilestoneTask(row.record_id, face.name, due.kind, due.on, row.case_no, row.municipality_id)
        for due in milestones_due(face.born_on, since=since, until=until)
    ]


def _done(anchors: Mapping[int, int]) -> set[tuple[int, int, str]]:
    return {(anchors[record], place, kind) for record, place, kind in _noted(records=list(anchors))}


@prepared
def _noted(*, records: list[int]) -> QuerySet[MilestoneDone, Any]:
    return MilestoneDone.objects.filter(record__in=records).values_list("record_id", "municipality_id", "kind")
