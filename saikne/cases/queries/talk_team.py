"""Everybody who works with a file: the lead, those beside her, the client's main worker."""

from saikne.accounts.models import User
from saikne.cases.models import Case, LeadPeriod, MainWorkerPeriod, TeamMember
from saikne.core import clock
from saikne.core.periods import live, standing


def whole_team(case: Case) -> list[User]:
    """Who is to be told of a change of stage, lead, risk or address; one query."""
    leads = LeadPeriod.objects.filter(live(), case=case).values("worker")
    beside = TeamMember.objects.filter(standing(clock.now()), case=case).values("user")
    mains = MainWorkerPeriod.objects.filter(live(), client=case.client_id).values("worker")
    return list(User.objects.filter(pk__in=leads.union(beside, mains)).order_by("pk"))
