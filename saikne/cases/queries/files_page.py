"""The first page of a file, beyond its frame: stages with their dates, counts, warnings; all in the frame's query."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, AssessmentState, Notebook, Stage
from saikne.cases.models import (
    AgreementVersion,
    Assessment,
    Case,
    ChildAim,
    ClientMember,
    JournalEntry,
    LeadPeriod,
    Plan,
    StagePeriod,
    Statement,
)
from saikne.cases.models.files import CaseQuerySet
from saikne.cases.queries.frame import FileFrame, Member, faces_at_home, framing, opened_to
from saikne.cases.queries.represent import cautioned
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.people.models import Address, PersonRecord
from saikne.privacy.enums import EmergencyAnswer
from saikne.privacy.models import BreakGlass, Restriction
from saikne.ui.words import day

STRIP = (Stage.INTAKE, Stage.ASSESSMENT, Stage.INTERVENTION, Stage.EVALUATION, Stage.CLOSED)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AimLine:
    """What is to change for one child, how it is now, what the child said."""

    record_no: int
    name: str
    age: int | None
    aim_no: int | None
    aim: str
    now: str
    own_words: str
    why_not_asked: str


@dataclass(frozen=True, slots=True)
class StageCell:
    """One cell of the stage strip."""

    label: str
    detail: str
    state: str


def page_case(user: User, pk: int) -> Case | None:
    """One framed file with what the first page shows besides; nothing out of reach."""
    return next(iter(_paged(user_id=user.pk, at=clock.now(), pk=pk)), None)


@prepared
def _paged(*, user_id: int, at: datetime, pk: int) -> CaseQuerySet:
    closed = Restriction.objects.filter(standing(at), about="case", about_no=pk)
    rows = opened_to(_paging(), user_id=user_id, at=at, pk=pk)
    return rows.annotate(restricted_until=Subquery(closed.order_by("-until").values("until")[:1]))


def _paging() -> CaseQuerySet:
    """What the first page shows of a file, whoever asks."""
    stages = StagePeriod.objects.filter(case=OuterRef("pk"))
    drafted = Assessment.objects.filter(case=OuterRef("pk"), state=AssessmentState.DRAFT).exclude(risk="")
    glass = BreakGlass.objects.filter(about="case", about_no=OuterRef("pk"), answer=EmergencyAnswer.WAITING)
    leads = LeadPeriod.objects.filter(live(), case=OuterRef("pk"))
    return framing().annotate(
        lead_since=Subquery(leads.values("since")[:1]),
        agreement_version=Subquery(_latest_version()),
        risk_in_draft=Exists(drafted),
        entry_count=_count(JournalEntry.objects.standing().filter(notebook=Notebook.WORK), "case"),
        told_count=_count(Statement.objects.standing().filter(withdraws=False), "case"),
        emergency_waits=Exists(glass),
        **{
            f"since_{stage.value}": Subquery(stages.filter(stage=stage).order_by("-since").values("since")[:1])
            for stage in STRIP
        },
    )


def _latest_version() -> QuerySet[Any, Any]:
    agreed = AgreementVersion.objects.filter(
        agreement__client=OuterRef("client_id"), agreement__state=AgreementState.IN_FORCE
    )
    return agreed.order_by().values("agreement").annotate(latest=Max("number")).values("latest")[:1]


def _count(rows: QuerySet[Any, Any], path: str) -> Coalesce:
    counted = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted[:1], output_field=IntegerField()), Value(0))


def page_people(case: Case, *, on: date, aims: bool) -> QuerySet[PersonRecord]:
    """The file's people: her line of the plan where it may be read, is an address hidden, is contact warned of."""
    return _page_people(
        home=case.household_id, record=case.record_id, client=case.client_id,
        case=case.pk, closed=case.closed_at is not None, aims=aims, on=on, at=clock.now(),
    )  # fmt: skip


@prepared
def _page_people(
    *, home: int | None, record: int | None, client: int, case: int, closed: bool, aims: bool, on: date, at: datetime
) -> QuerySet[PersonRecord]:
    plans = Plan.objects.of_file(case=case, client=client, closed=closed)
    lines = ChildAim.objects.filter(plan__in=plans, record=OuterRef("first_no"))
    hidden = Address.objects.filter(standing(on), record=OuterRef("first_no"), hidden=True)
    signing = ClientMember.objects.filter(live(), client=client, record=OuterRef("first_no"), signs=True)
    people = faces_at_home(home=home, record=record, on=on, at=at)
    people = people.annotate(hides_address=Exists(hidden), signs=Exists(signing), cautioned=cautioned(on))
    if not aims:
        return people
    names = ("pk", "aim", "now", "own_words", "why_not_asked")
    return people.annotate(**{f"aim_{name}": Subquery(lines.values(name)[:1]) for name in names})


def aim_lines(frame: FileFrame) -> list[AimLine]:
    """A line for each child, from what `page_people` fetched; a child without an aim has an empty one."""
    return [_aim_line(child) for child in frame.children]


def _aim_line(child: Member) -> AimLine:
    row: Any = child.face
    return AimLine(
        record_no=child.record_no,
        name=child.face.given_name or child.name,
        age=child.age,
        aim_no=row.aim_pk,
        aim=row.aim_aim or "",
        now=row.aim_now or "",
        own_words=row.aim_own_words or "",
        why_not_asked=row.aim_why_not_asked or "",
    )


def stage_strip(case: Case, stage: str) -> list[StageCell]:
    """The stages that this kind of file walks, the past ones with their dates; nothing for kinds without stages."""
    if not case.kind.staged:
        return []
    reached = STRIP.index(Stage(stage)) if stage in STRIP else -1
    return [_cell(case, word, number, reached) for number, word in enumerate(STRIP)]


def _cell(case: Any, word: Stage, number: int, reached: int) -> StageCell:
    since: datetime | None = getattr(case, f"since_{word.value}")
    if since is None or number > reached:
        return StageCell(str(word.label), "", "")
    if number < reached:
        return StageCell(str(word.label), day(since), "done")
    return StageCell(str(word.label), _("since %(day)s") % {"day": day(since)}, "now")


def ends_soon(frame: FileFrame, *, on: date) -> bool:
    """Whether the agreement in force ends within thirty days."""
    return frame.agreement_until is not None and frame.agreement_until <= on + SOON


def own_order(field: str, words: list[str]) -> Choose:
    """Rank rows by the place of a word in a list."""
    return Choose(
        *(When(**{field: word}, then=Value(rank)) for rank, word in enumerate(words)),
        default=Value(len(words)),
        output_field=IntegerField(),
    )
