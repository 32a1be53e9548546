"""Open work of those who no longer work here: it stands in the head's list until it is handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import AgreementState, ChapterState, GoalState, StepState
from saikne.cases.models import Case, Chapter, FollowUp, HandOver, LeadPeriod, MainWorkerPeriod, Step
from saikne.cases.models.files import CaseQuerySet
from saikne.cases.queries.about import about_files
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.work import WorkItem, work_items
from saikne.organisation.models import Posting
from saikne.people.rules import person_sort_key

SHOWN = 200


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One open thing of somebody who left: what it is, in whose file, where another takes it over."""

    what: str
    label: str
    title: str
    url: str


@dataclass(slots=True)
class Left:
    """Somebody who left: files she leads in name, and what else is still hers."""

    worker: User
    files: list[LeftLine] = field(default_factory=list)
    others: list[LeftLine] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many things are open."""
        return len(self.files) + len(self.others)


@dataclass(slots=True)
class LeftWork:
    """Everybody who left work behind within a head's reach, and whose data that shows."""

    rows: list[Left] = field(default_factory=list)
    records: tuple[int, ...] = ()


def gone() -> list[int]:
    """Staff who cannot sign in any more, or hold no post today."""
    posted = Posting.objects.filter(standing(clock.today()), user=OuterRef("pk"))
    rows = User.objects.filter(Q(is_active=False) | Q(~Exists(posted)), kind=UserKind.STAFF)
    return list(rows.values_list("pk", flat=True))


def left_work(head: User) -> LeftWork:
    """By surname; a constant number of queries, one where nobody has left."""
    reached, who = Case.objects.worked_by(head), gone()
    if not who:
        return LeftWork()
    parts = (_led, _main, _chapters, _steps, _follow_ups)
    found = [line for part in parts for line in part(reached, who)]
    cases = {case.pk: case for _user, case, *_rest in found}
    about = about_files(cases.values(), on=clock.today()) if cases else {}
    rows: dict[int, Left] = {}
    for user, case, what, url in found:
        left = rows.setdefault(user.pk, Left(user))
        line = LeftLine(what, case.label, about[case.pk].title, url)
        (left.others if what else left.files).append(line)
    ordered = sorted(rows.values(), key=lambda row: person_sort_key(row.worker.last_name, row.worker.first_name))
    return LeftWork(ordered, tuple(number for one in about.values() for number in one.records))


Found = tuple[User, Case, str, str]
OF_CASE = ("kind", "number__series", "household")


def _of(case: str) -> list[str]:
    return [f"{case}__{part}" for part in OF_CASE]


def _led(reached: CaseQuerySet, who: list[int]) -> list[Found]:
    """Files that she leads in name; those on their way to somebody are left out: they wait for a receipt."""
    waiting = HandOver.objects.filter(received_at__isnull=True, returned_at__isnull=True)
    rows = LeadPeriod.objects.filter(live(), worker__in=who, case__in=reached.open())
    rows = rows.exclude(case__in=waiting.values("case")).select_related("worker", *_of("case"))
    return [
        (row.worker, row.case, "", reverse("cases:team", args=[row.case_id]))
        for row in rows.order_by("case__kind__prefix", "case__number__series__year", "case__number__number")[:SHOWN]
    ]


def _cases_of_clients(reached: CaseQuerySet, clients: Any) -> Mapping[int, Case]:
    """One open file within reach of each of these clients."""
    files = reached.open().filter(client__in=clients).select_related(*OF_CASE).order_by("-pk")
    return {case.client_id: case for case in files}


def _main(reached: CaseQuerySet, who: list[int]) -> list[Found]:
    """Clients whose main worker she is, while another leads their files."""
    led = LeadPeriod.objects.filter(live(), case__client=OuterRef("client"), worker=OuterRef("worker"))
    rows = MainWorkerPeriod.objects.filter(live(), worker__in=who, client__cases__in=reached.open())
    rows = rows.filter(~Exists(led)).select_related("worker").distinct().order_by("pk")[:SHOWN]
    found = list(rows)
    files = _cases_of_clients(reached, {row.client_id for row in found})
    return [
        (row.worker, case, _("Main worker of the client"), reverse("cases:main_worker", args=[case.pk]))
        for row in found
        if (case := files.get(row.client_id))
    ]


def _chapters(reached: CaseQuerySet, who: list[int]) -> list[Found]:
    """Chapters in force for which she answers, in files that another leads."""
    led = LeadPeriod.objects.filter(live(), case__client=OuterRef("agreement__client"), worker=OuterRef("owner"))
    rows = Chapter.objects.filter(
        ~Exists(led),
        owner__in=who,
        state=ChapterState.IN_FORCE,
        agreement__state=AgreementState.IN_FORCE,
        agreement__client__cases__in=reached.open(),
    )
    found = list(rows.select_related("owner", "agreement").distinct().order_by("pk")[:SHOWN])
    files = _cases_of_clients(reached, {row.agreement.client_id for row in found})
    return [
        (
            row.owner,
            case,
            _("Chapter of the agreement: %(chapter)s") % {"chapter": row.get_kind_display()},
            reverse("cases:agreement", args=[case.pk]),
        )
        for row in found
        if (case := files.get(row.agreement.client_id))
    ]


def _steps(reached: CaseQuerySet, who: list[int]) -> list[Found]:
    """Steps that she had still to do in files that another leads."""
    led = LeadPeriod.objects.filter(live(), case=OuterRef("goal__case"), worker=OuterRef("user"))
    rows = Step.objects.filter(~Exists(led), user__in=who, state=StepState.TODO, goal__case__in=reached.open()).exclude(
        goal__state=GoalState.SET_ASIDE
    )
    return [
        (row.user, row.goal.case, _("Step: %(text)s") % {"text": row.text}, reverse("cases:goal", args=[row.goal_id]))
        for row in rows.select_related("user", *_of("goal__case")).order_by("due", "pk")[:SHOWN]
        if row.user
    ]


def _follow_ups(reached: CaseQuerySet, who: list[int]) -> list[Found]:
    """Closed families that she was to ask how they fare."""
    rows = FollowUp.objects.filter(owner__in=who, done_on__isnull=True, case__closed_at__isnull=False, case__in=reached)
    return [
        (row.owner, row.case, _("Follow-up after closing"), reverse("cases:follow_up", args=[row.pk]))
        for row in rows.select_related("owner", *_of("case")).order_by("due", "pk")[:SHOWN]
    ]


def work_left_behind(user: User, on: date) -> list[WorkItem]:
    """For a head: whose work is to be handed over, by name of the colleague, never of a client."""
    if not user.has_perm(Perm.HEAD):
        return []
    return [
        WorkItem(
            due=on,
            label=_("Hand over the work of a colleague who has left. Things still open: %(n)d") % {"n": row.total},
            about=str(row.worker),
            url=reverse("cases:left_work"),
            kind=pgettext("kind of work", "Hand-over"),
        )
        for row in left_work(user).rows
    ]


def register() -> None:
    """Let *Mans darbs* ask for these."""
    work_items.register("cases.left_work", work_left_behind, rank=7)
