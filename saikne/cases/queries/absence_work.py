"""Work of absent colleagues in *Mans darbs* of whoever acts for them; who answers for a file on a day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import StepState, TeamRole
from saikne.cases.models import Case, LeadPeriod, Step, TeamMember
from saikne.cases.queries.about import about_files
from saikne.cases.queries.results_work import birthdays_due
from saikne.cases.queries.tasks import ANY, TASKS, Task
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.work import WorkItem, work_items
from saikne.organisation.models import Absence, Deputyship
from saikne.organisation.queries import unit_and_above
from saikne.organisation.queries.absence import away_on, duty_of
from saikne.organisation.registry import heads
from saikne.organisation.rules.absence import Duty, in_her_place, line_of
from saikne.people.models import PersonRecord
from saikne.privacy.enums import Ground
from saikne.privacy.models import Grant
from saikne.privacy.queries import barred_from, opened, shut_out

# What only she herself can answer, and her steps, which stand on a page of her own: they are led to their goal.
IN_PERSON = frozenset({"cases.hand_overs", "cases.receipts", "cases.deputyships", "cases.assessments", "cases.steps"})
AHEAD = timedelta(days=14)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class ActingFor:
    """An absent colleague for whom somebody acts, and until when she is named."""

    absence: Absence
    last_day: date | None


def acting_for_whom(user: User, on: date) -> list[ActingFor]:
    """Absent colleagues whose place this user takes as a deputy; one query where she stands in for nobody."""
    if not Deputyship.objects.filter(since__lt=clock.midnight(on + timedelta(days=1)), until__gt=clock.now()).exists():
        return []
    duty = duty_of()
    absent = {one.user for one in duty.away if one.covers(on) and one.user != user.pk}
    hers = [number for number in absent if in_her_place(number, duty, on=on) == user.pk]
    away = away_on(hers, on)
    return [ActingFor(away[number], _last_day(number, duty, on)) for number in hers if number in away]


def _last_day(absent: int, duty: Duty, on: date) -> date | None:
    named = [one for one in duty.deputies if one.absent == absent and one.span.since <= on]
    until = max((one for one in named), key=lambda one: one.number).span.until if named else None
    return until - timedelta(days=1) if until else None


def work_of_absent(user: User, on: date) -> list[WorkItem]:
    """What waits for those for whom she acts, each thing marked with whose it is."""
    absent = list(User.objects.filter(pk__in=[one.absence.user_id for one in acting_for_whom(user, on)]))
    found = [(one, task) for one in absent for task in _tasks(one, on)]
    reach = opened(user, about="case", numbers={task.case.pk for _one, task in found}) if found else {}
    found = [(one, task) for one, task in found if reach.get(task.case.pk, frozenset()).intersection(task.opens)]
    known = about_files({task.case.pk: task.case for _one, task in found}.values(), on=on) if found else {}
    return [
        *(
            WorkItem(
                task.due,
                _marked(task.label, one),
                known[task.case.pk].title,
                task.url,
                task.kind,
                known[task.case.pk].records,
            )
            for one, task in found
        ),
        *(item for one in absent for item in _birthdays(user, one, on)),
    ]


def _marked(label: str, absent: User) -> str:
    return _("%(task)s (standing in for: %(name)s)") % {"task": label, "name": absent}


def _tasks(absent: User, on: date) -> list[Task]:
    sorts = [sort for name, sort in TASKS.items().items() if name not in IN_PERSON]
    return [*(task for sort in sorts for task in sort.find(absent, on)), *_steps(absent, on)]


def _steps(absent: User, on: date) -> list[Task]:
    """What she had promised to do, on the page of the goal: the deputy does it or agrees on another day."""
    rows = Step.objects.filter(
        user=absent, state=StepState.TODO, due__lte=on + AHEAD, goal__case__closed_at__isnull=True,
        goal__plan__until__isnull=True,
    ).select_related("goal__case__household")  # fmt: skip
    return [
        Task(row.goal.case, row.due, row.text, reverse("cases:goal", args=[row.goal_id]), _("Step"), ANY)
        for row in rows.order_by("due", "pk")[:SHOWN]
    ]


def _birthdays(user: User, absent: User, on: date) -> list[WorkItem]:
    items = birthdays_due(absent, on)
    records = {number for item in items for number in item.record_nos}
    within = set(PersonRecord.objects.visible_to(user).filter(pk__in=records).values_list("pk", flat=True))
    return [replace(item, label=_marked(item.label, absent)) for item in items if set(item.record_nos) <= within]


def nobody_in_place(user: User, on: date) -> list[WorkItem]:
    """For a head: colleagues who are away and for whom nobody stands in; until somebody does, she answers."""
    if not user.has_perm(Perm.HEAD):
        return []
    today = Q(until__isnull=True) | Q(until__gt=on)
    if not Absence.objects.filter(today, since__lte=on, back_at__isnull=True).exists():
        return []
    duty = duty_of()
    alone = {
        one.user: one
        for one in duty.away
        if one.covers(on) and duty.works(one.user, on) and in_her_place(one.user, duty, on=on) is None
        and next(iter(line_of(one.user, duty, on=on))) == user.pk
    }  # fmt: skip
    rows = away_on(alone, on)
    people = {one.pk: one for one in User.objects.filter(pk__in=rows)}
    return [
        WorkItem(
            due=on,
            label=_("Name a deputy: this colleague is away and nobody stands in"),
            about=str(people[number]),
            url=reverse("cases:absence", args=[row.pk]),
            kind=pgettext("kind of work", "Absence"),
        )
        for number, row in rows.items()
    ]


def responsible_for(case: Case, *, on: date | None = None) -> User | None:
    """Who answers for an open file on a day, and reaches it: exactly one, if anybody may see it at all.

    The lead while she is here; else the deputy named for this file, or for all her work; else a head over it.
    """
    day = on or clock.today()
    lead = LeadPeriod.objects.filter(live(), case=case).first()
    if lead is None:
        return None
    duty = replace(duty_of(), heads={lead.worker_id: _heads_over(case)})
    line = _in_line(case, lead.worker_id, duty, day)
    kept = shut_out(line, {"case": [case.pk]}) | barred_from("case", case.pk)
    for user in sorted(User.objects.filter(pk__in=set(line) - kept), key=lambda one: line.index(one.pk)):
        if day != clock.today() or Case.objects.worked_by(user, only=case.pk).exists():
            return user
    return None


def _in_line(case: Case, lead: int, duty: Duty, on: date) -> list[int]:
    first = [lead] if duty.here(lead, on) else []
    named = TeamMember.objects.filter(standing(clock.now()), case=case, role=TeamRole.DEPUTY).order_by("-since", "-pk")
    for_this = [in_her_place(user, duty, on=on) for user in named.values_list("user", flat=True)]
    return list(dict.fromkeys([*first, *(one for one in for_this if one), *line_of(lead, duty, on=on)]))


def _heads_over(case: Case) -> list[int]:
    """Who heads the units that the file is open to, the lowest unit first."""
    grants = Grant.objects.filter(
        standing(clock.now()), about="case", about_no=case.pk, ground=Ground.UNIT, holder__unit__isnull=False
    )
    units = sorted(
        {unit for unit in grants.values_list("holder__unit", flat=True) if unit},
        key=lambda unit: -len(unit_and_above(unit)),
    )
    now = clock.now()
    rows = [row for row in heads().rows(units) if not row.deputy and row.user.is_active and row.since <= now]
    live_rows = [row for row in rows if row.until is None or row.until > now]
    return [row.user.pk for unit in units for row in live_rows if row.unit_id == unit]


def led_files(user: User) -> QuerySet[Case]:
    """Open files that she leads, by number."""
    led = LeadPeriod.objects.filter(live(), worker=user, case__closed_at__isnull=True)
    rows = Case.objects.filter(pk__in=led.values("case")).select_related("kind", "number__series", "household")
    return rows.order_by("kind__prefix", "number__series__year", "number__number")


def register() -> None:
    """Let *Mans darbs* ask for these."""
    work_items.register("cases.absent", work_of_absent, rank=12)
    work_items.register("cases.nobody_in_place", nobody_in_place, rank=8)
