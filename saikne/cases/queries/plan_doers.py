"""Who may be named as the one who does a step."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from saikne.accounts.models import User
from saikne.cases.models import Step, TeamMember
from saikne.cases.queries.frame import OPENS, FileFrame
from saikne.cases.queries.journal import file_readers
from saikne.cases.queries.plan import plan_people_of
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.models import Institution

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Doers:
    """Choices in three groups, and the records shown in them."""

    people: list[Choice]
    workers: list[Choice]
    partners: list[Choice]
    numbers: list[int]


def doers_of(frame: FileFrame, user: User, step: Step | None, *, on: date) -> Doers:
    """The client's people, the workers round the file with the one who asks, the partners of the municipality."""
    people = plan_people_of(frame, on=on)
    return Doers(
        people=[(f"record-{number}", one.name) for number, one in people.items()],
        workers=[(f"user-{number}", name) for number, name in workers_of(frame, user, step.user_id if step else None)],
        partners=[(f"institution-{number}", name) for number, name in partners_of(frame)],
        numbers=[number for number, one in people.items() if not one.kept],
    )


def workers_of(frame: FileFrame, user: User, also: int | None = None) -> list[Choice]:
    """Who asks, the lead, the main worker, the team, and one more who is named already: those who reach the file."""
    team = TeamMember.objects.filter(standing(clock.now()), case=frame.case.pk)
    numbers = {user.pk, frame.lead_no or 0, frame.main_no or 0, also or 0}
    found = step_doers(frame.case.pk).filter(Q(pk__in=numbers) | Q(pk__in=team.values("user")))
    return [(str(one.pk), str(one)) for one in found]


def step_doers(case_no: int) -> QuerySet[User]:
    """Colleagues whom a step of this file would reach: some part of it is open to them, and not for an emergency."""
    return file_readers(case_no, opens=OPENS)


def partners_of(frame: FileFrame) -> list[Choice]:
    """Partners known in the municipality, by name."""
    here = Q(municipality=frame.case.municipality_id) | Q(municipality__isnull=True)
    return [(str(one.pk), one.name) for one in Institution.objects.filter(here).order_by("name")]
