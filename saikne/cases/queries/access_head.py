"""The head's page: files by kind and worker, what is overdue, what waits for her. A constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AssessmentState, ChapterState, StepState
from saikne.cases.models import Assessment, Case, Chapter, FollowUp, LeadPeriod, Step
from saikne.cases.models.files import CaseQuerySet
from saikne.cases.rules.access import Cell, Month, answer_due, cells, months_before, total
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.organisation.enums import Specialisation
from saikne.organisation.models import Municipality, Posting, Unit
from saikne.organisation.queries import units_under
from saikne.people.rules import person_sort_key
from saikne.privacy.models import AccessRow, BreakGlass, Restriction
from saikne.privacy.queries import headed_units, waiting_emergencies

LISTED = tuple(word for word in Specialisation.values if word not in (Specialisation.HEAD, Specialisation.OFFICE))
WEEK = timedelta(days=7)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """What a head heads: units with all under them and their people, and the municipalities with all who work there."""

    units: set[int]
    municipalities: dict[int, str]
    people: frozenset[int]
    posted: frozenset[int]

    @property
    def names(self) -> str:
        """The municipalities in words."""
        return ", ".join(self.municipalities.values())

    @property
    def hers(self) -> "Hers":
        """What `_leads` and `_files` ask by."""
        return {
            "whole": self.people == self.posted,
            "people": sorted(self.people),
            "posted": sorted(self.posted),
            "places": list(self.municipalities),
        }


class Hers(TypedDict):
    """Whose files a head's page speaks of: her people's, and those of whoever holds no post in the service any more.

    `whole`: all who hold a post are her people, so all files are hers, and nobody need be asked who leads them.
    """

    whole: bool
    people: list[int]
    posted: list[int]
    places: list[int]


def _led(whole: bool, people: list[int], posted: list[int]) -> QuerySet[LeadPeriod]:
    """Leading now of files of which her page speaks."""
    hers = Q() if whole else Q(worker__in=people) | ~Q(worker__in=posted)
    return LeadPeriod.objects.filter(hers, live())


def _files(whole: bool, people: list[int], posted: list[int], places: list[int]) -> CaseQuerySet:
    """The files of which every figure of her page speaks, open and closed."""
    found = Case.objects.filter(municipality__in=places)
    return found if whole else found.filter(pk__in=_led(whole, people, posted).values("case"))


def scope_of(user: User) -> Scope:
    """The units under this head, their municipalities and people; four queries."""
    units = units_under(headed_units(user))
    places = dict(Municipality.objects.filter(units__in=units).distinct().order_by("name").values_list("pk", "name"))
    rows = Posting.objects.filter(standing(clock.today()), post__unit__municipality__in=places, user__is_active=True)
    posted = list(rows.values_list("user_id", "post__unit_id"))
    people = frozenset(number for number, unit in posted if unit in units)
    return Scope(units, places, people, frozenset(number for number, _unit in posted))


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker's files by area."""

    name: str
    area: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Team:
    """A unit with its workers, by surname, and its sums; or those who lead files and have left the service."""

    name: str
    rows: list[WorkerRow]
    total: list[Cell]
    left: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """Open files of the whole scope."""

    teams: list[Team]
    total: list[Cell]


def load_of(scope: Scope) -> Load:
    """Open files by area and lead, unit by unit; three queries. Sorted by unit and surname, never by a number."""
    counts: dict[int, dict[str, int]] = {}
    for worker, area, files in _counted(**scope.hers):
        counts.setdefault(worker, {})[area] = files
    teams: dict[str, list[tuple[str, WorkerRow]]] = {}
    for key, unit, row in _workers(scope, counts):
        teams.setdefault(unit, []).append((key, row))
    found = [_team(name, rows) for name, rows in sorted(teams.items())]
    if left := list(_who_left({number: told for number, told in counts.items() if number not in scope.people})):
        found.append(_team(_("Whoever answers has left the service"), left, left=True))
    return Load(found, total([team.total for team in found]))


def _by_key(pair: tuple[str, WorkerRow]) -> str:
    return pair[0]


def _team(name: str, keyed: list[tuple[str, WorkerRow]], *, left: bool = False) -> Team:
    rows = [row for _key, row in sorted(keyed, key=_by_key)]
    return Team(name, rows, total([row.cells for row in rows]), left)


def _who_left(counts: Mapping[int, Mapping[str, int]]) -> Iterable[tuple[str, WorkerRow]]:
    """Sort key and row of each who leads files and has no post here any more."""
    for user in User.objects.filter(pk__in=counts):
        row = WorkerRow(f"{user.last_name}, {user.first_name}", "", cells("", counts[user.pk]))
        yield person_sort_key(user.last_name, user.first_name), row


@prepared
def _counted(
    *, whole: bool, people: list[int], posted: list[int], places: list[int]
) -> QuerySet[LeadPeriod, tuple[int, str, int]]:
    led = _led(whole, people, posted).filter(case__municipality__in=places, case__closed_at__isnull=True)
    counted = led.order_by().values("worker", "case__kind__area").annotate(n=Count("pk"))
    return counted.values_list("worker", "case__kind__area", "n")


def _workers(scope: Scope, counts: dict[int, dict[str, int]]) -> Iterable[tuple[str, str, WorkerRow]]:
    """Sort key, unit and row of each worker with a post in the scope; the first of several posts counts."""
    postings = (
        Posting.objects.filter(standing(clock.today()), post__unit__in=scope.units, user__is_active=True)
        .select_related("user", "post__unit")
        .order_by("-since", "-pk")
    )
    for user_id, posting in {posting.user_id: posting for posting in reversed(postings)}.items():
        post, user = posting.post, posting.user
        if post.specialisation in LISTED or user_id in counts:
            row = WorkerRow(
                name=f"{user.last_name}, {user.first_name}",
                area=_inside(str(Specialisation(post.specialisation).label)),
                cells=cells(post.specialisation, counts.get(user_id, {})),
            )
            yield person_sort_key(user.last_name, user.first_name), post.unit.name, row


def _inside(label: str) -> str:
    """A label as it is written after a name."""
    return label[:1].lower() + label[1:]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An emergency access that the head has not judged."""

    row: BreakGlass
    label: str
    pages: int
    minutes: int
    due: date


def emergencies(scope: Scope) -> list[Waiting]:
    """Emergency accesses that wait, the oldest first, with what was seen; three queries."""
    rows = list(waiting_emergencies(scope.municipalities)[:SHOWN])
    labels = labels_of(row.about_no for row in rows if row.about == "case")
    seen = _seen(rows)
    return [
        Waiting(
            row=row,
            label=labels.get(row.about_no, "") if row.about == "case" else "",
            pages=len(times := seen.get(row.pk, [])),
            minutes=int((times[-1] - times[0]).total_seconds() // 60) if times else 0,
            due=answer_due(clock.local_date(row.since)),
        )
        for row in rows
    ]


def _seen(rows: Sequence[BreakGlass]) -> dict[int, list[datetime]]:
    """When pages were shown on the ground of each emergency: one moment a page."""
    found = Q(pk__in=[])
    for row in rows:
        found |= Q(user=row.user_id, at__gte=row.since, at__lt=row.until)
    looked = AccessRow.objects.filter(found, purpose="emergency") if rows else AccessRow.objects.none()
    pairs = list(looked.order_by("at").values_list("user", "at").distinct())
    return {
        row.pk: [at for user, at in pairs if user == row.user_id and row.since <= at and row.until and at < row.until]
        for row in rows
    }


def labels_of(cases: Iterable[int]) -> dict[int, str]:
    """Numbers of files, as they are written; a number tells nobody's name."""
    rows = Case.objects.filter(pk__in=set(cases)).select_related("kind", "number__series")
    return {case.pk: case.label for case in rows}


@dataclass(frozen=True, slots=True)
class Overdue:
    """One kind of deadline: how many have passed, how many fall in the coming week."""

    label: str
    late: int
    week: int


def overdue(scope: Scope) -> list[Overdue]:
    """Deadlines of these files by kind; a query each."""
    today = clock.today()
    labels = {
        "review": _("Reviews of the plan"),
        "step": _("Steps of the workers"),
        "chapter": _("Agreement chapters that end"),
        "follow_up": _("Follow-ups"),
    }
    return [
        Overdue(label, late, week)
        for word, label in labels.items()
        for late, week in _overdue(word=word, on=today, until=today + WEEK, **scope.hers)
    ]


@prepared
def _overdue(
    *, word: str, on: date, until: date, whole: bool, people: list[int], posted: list[int], places: list[int]
) -> QuerySet[Any, tuple[int, int]]:
    """One row: how many deadlines of a kind have passed, and how many fall in the coming week."""
    rows, day = _deadlines(word, _files(whole, people, posted, places))
    late = Q(**{f"{day}__lt": on})
    due = rows.filter(**{f"{day}__lte": until}).order_by()
    counted: QuerySet[Any, tuple[int, int]] = (
        due.values(together=Value(1))
        .annotate(late=Count("pk", filter=late), week=Count("pk", filter=~late))
        .values_list("late", "week")
    )
    return counted


def _deadlines(word: str, files: CaseQuerySet) -> tuple[QuerySet[Any], str]:
    """The rows that carry deadlines of one kind, and their column."""
    if word == "step":
        return Step.objects.filter(goal__case__in=files.open(), state=StepState.TODO, user__isnull=False), "due"
    if word == "chapter":
        clients = files.open().values("client")
        return Chapter.objects.filter(state=ChapterState.IN_FORCE, agreement__client__in=clients), "until"
    if word == "follow_up":
        return FollowUp.objects.filter(done_on__isnull=True, case__in=files), "due"
    return files.open(), "review_due"


def months_of(scope: Scope) -> list[Month]:
    """New and closed files of the last twelve months; two queries."""
    firsts = months_before(clock.today())
    begins = tuple(clock.midnight(first) for first in firsts)
    new, closed = (dict(_by_month(column=column, begins=begins, **scope.hers)) for column in ("opened_at", "closed_at"))
    return [Month(first, new.get(n, 0), closed.get(n, 0)) for n, first in enumerate(firsts)]


@prepared
def _by_month(
    *, column: str, begins: tuple[datetime, ...], whole: bool, people: list[int], posted: list[int], places: list[int]
) -> QuerySet[Any, tuple[int, int]]:
    """Place of a month and how many files of it, told apart by the month's first moment.

    SQLite would work out the month of every row in Python. The moments choose the wording: they stay for a month.
    """
    last_first = sorted(enumerate(begins), reverse=True)
    month = Choose(
        *(When(**{f"{column}__gte": begin}, then=Value(n)) for n, begin in last_first), output_field=IntegerField()
    )
    rows = _files(whole, people, posted, places).filter(**{f"{column}__gte": begins[0]}).order_by()
    counted: QuerySet[Any, tuple[int, int]] = (
        rows.annotate(month=month).values("month").annotate(n=Count("pk")).values_list("month", "n")
    )
    return counted


@dataclass(frozen=True, slots=True)
class Approval:
    """An assessment that waits for the head's word."""

    case_no: int
    label: str
    author: str
    signed_at: datetime


def approvals(user: User, scope: Scope) -> list[Approval]:
    """Signed assessments within reach where the service asks for the head's approval, the oldest first."""
    rows = (
        Assessment.objects.visible_to(user)
        .filter(
            ~Exists(Assessment.objects.filter(case=OuterRef("case"), signed_at__gt=OuterRef("signed_at"))),
            state=AssessmentState.SIGNED,
            case__municipality__in=list(scope.municipalities),
            case__municipality__approves_assessments=True,
        )
        .select_related("case__kind", "case__number__series", "signed_by")
        .order_by("signed_at", "pk")[:SHOWN]
    )
    return [Approval(row.case_id, row.case.label, str(row.signed_by), row.signed_at) for row in rows if row.signed_at]


@dataclass(frozen=True, slots=True)
class Closed:
    """A restriction of a file: its number, why, until when."""

    pk: int
    case_no: int
    label: str
    reason: str
    until: datetime | None


def restrictions(scope: Scope) -> list[Closed]:
    """Files of the service that only named persons see, by their end; two queries."""
    mine = Case.objects.filter(municipality__in=list(scope.municipalities))
    rows = list(
        Restriction.objects.filter(standing(clock.now()), about="case", about_no__in=mine.values("pk"))
        .order_by("until", "pk")
    )  # fmt: skip
    labels = labels_of(row.about_no for row in rows)
    return [Closed(row.pk, row.about_no, labels[row.about_no], row.get_reason_display(), row.until) for row in rows]


def emergency_of(user: User, pk: int) -> BreakGlass | None:
    """An emergency access in the service that this user heads."""
    here = Unit.objects.filter(pk__in=headed_units(user)).values("municipality")
    return BreakGlass.objects.filter(pk=pk, municipality__in=here).select_related("user").first()


def judged_before(scope: Scope, *, limit: int = 10) -> list[BreakGlass]:
    """Emergency accesses already judged, the latest first."""
    rows = BreakGlass.objects.filter(municipality__in=list(scope.municipalities), answered_at__isnull=False)
    return list(rows.select_related("user", "answered_by").order_by("-answered_at", "-pk")[:limit])
