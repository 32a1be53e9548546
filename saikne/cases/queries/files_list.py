"""Lists of files: mine, beside, all within reach, closed; by what is due, else by name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.db.models.functions import Coalesce, Least
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import Stage, StepState
from saikne.cases.models import Case, LeadPeriod, MainWorkerPeriod, StagePeriod, Step, TeamMember
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.queries import faces
from saikne.privacy.enums import Opens
from saikne.privacy.models import Grant
from saikne.ui.filters import Filter
from saikne.ui.words import short_name

MINE, BESIDE, ALL, CLOSED = "mine", "beside", "all", "closed"
SCOPES = (MINE, BESIDE, ALL, CLOSED)
NEVER = date(9999, 12, 31)
ORDER = ("due", "name_key", "pk")
ANY = (Opens.CASE_WORK, Opens.FACTS, Opens.PSYCHOSOCIAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list somebody wants to see."""

    scope: str = MINE
    kind: str = ""
    stage: str = ""

    def but(self, **changes: str) -> "Asked":
        """The same with one part changed."""
        return Asked(**{"scope": self.scope, "kind": self.kind, "stage": self.stage, **changes})

    @property
    def query(self) -> str:
        """As part of an address."""
        told = {"show": self.scope, "kind": self.kind, "stage": self.stage}
        return f"?{urlencode({name: value for name, value in told.items() if value})}"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of the list."""

    pk: int
    title: str
    kind: str
    label: str
    lead: str
    stage: str
    next_due: date | None
    next_what: str
    review_due: date | None
    records: tuple[int, ...]


def asked_of(told: Mapping[str, str], user: User) -> Asked:
    """What the address asks; words that mean nothing count as not said. The head begins with the whole service."""
    scope, stage = told.get("show", ""), told.get("stage", "")
    usual = ALL if user.has_perm(Perm.HEAD) else MINE
    return Asked(
        scope=scope if scope in SCOPES else usual,
        kind=told.get("kind", "")[:40],
        stage=stage if stage in Stage.values else "",
    )


def _reachable(user_id: int, at: datetime) -> QuerySet[Any]:
    """Files within reach; `leads_it`, `beside_it` and `stage` can be asked of each and cost nothing otherwise."""
    leads = LeadPeriod.objects.filter(live(), worker=user_id).values("case")
    beside = TeamMember.objects.filter(standing(at), user=user_id).values("case")
    mains = MainWorkerPeriod.objects.filter(live(), worker=user_id).values("client")
    stages = StagePeriod.objects.filter(live(), case=OuterRef("pk"))
    reach = Grant.objects.opening(user_id, about="case", opens=ANY, at=at)
    return Case.objects.filter(pk__in=reach).alias(
        leads_it=_whether(Q(pk__in=leads)),
        beside_it=_whether(Q(pk__in=beside) | Q(client__in=mains)),
        stage=Subquery(stages.values("stage")[:1]),
    )


def _whether(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _scope(word: str) -> Q:
    if word == CLOSED:
        return Q(closed_at__isnull=False)
    open_ = Q(closed_at__isnull=True)
    return {MINE: open_ & Q(leads_it=True), BESIDE: open_ & Q(leads_it=False, beside_it=True), ALL: open_}[word]


def files_of(user: User, asked: Asked) -> QuerySet[Any]:
    """The files asked for, with no more than what the list is sorted by: thousands are sorted, few are shown."""
    rows = _sorted(user_id=user.pk, scope=asked.scope, at=clock.now())
    if asked.kind:
        rows = rows.filter(kind__code=asked.kind)
    return rows.filter(stage=asked.stage) if asked.stage else rows


@prepared
def _sorted(*, user_id: int, scope: str, at: datetime) -> QuerySet[Any]:
    rows = _reachable(user_id, at).filter(_scope(scope)).only("pk")
    found: QuerySet[Any] = rows.annotate(due=_due(user_id, at), name_key=_name_key())
    return found


@prepared
def _listed(*, numbers: list[int]) -> QuerySet[Any]:
    """What the list shows of these files."""
    leads = LeadPeriod.objects.filter(live(), case=OuterRef("pk"))
    stages = StagePeriod.objects.filter(live(), case=OuterRef("pk"))
    rows = Case.objects.filter(pk__in=numbers).select_related("kind", "number__series", "household")
    return rows.annotate(
        lead_first=Subquery(leads.values("worker__first_name")[:1]),
        lead_last=Subquery(leads.values("worker__last_name")[:1]),
        stage=Subquery(stages.values("stage")[:1]),
    )


def _due(user_id: int, at: datetime) -> Coalesce:
    """What comes first: a step or the review; only where the case work is open to this user."""
    never = Value(NEVER, output_field=DateField())
    opening = Grant.objects.opening(user_id, about="case", opens=(Opens.CASE_WORK,), at=at)
    return Coalesce(
        Choose(
            When(
                Q(pk__in=opening, closed_at__isnull=True),
                then=Least(Coalesce(F("step_due"), never), Coalesce(F("review_due"), never)),
            ),
            output_field=DateField(),
        ),
        never,
        output_field=DateField(),
    )


def _name_key() -> Coalesce:
    """Sorts by what the row is called: the household's name, or the person's."""
    own = PersonRecord.objects.face_of(OuterRef("record_id"))
    return Coalesce(F("household__sort_key"), Subquery(own.values("sort_key")[:1]), Value(""), output_field=CharField())


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files of one kind and stage stand in a scope."""

    kind: str
    name: str
    stage: str
    scopes: frozenset[str]
    number: int


@dataclass(frozen=True, slots=True)
class Filters:
    """The three rows of links above the list."""

    scopes: list[Filter]
    kinds: list[Filter]
    stages: list[Filter]


def filters_of(user: User, asked: Asked, path: str) -> Filters:
    """Scopes, kinds and stages, each with how many files it leaves; one query."""
    tallies = _tallies(user)
    here = [tally for tally in tallies if asked.scope in tally.scopes]
    kinds, stages, names = Counter[str](), Counter[str](), dict[str, str]()
    for tally in here:
        names[tally.kind] = tally.name
        kinds[tally.kind] += tally.number if asked.stage in ("", tally.stage) else 0
        stages[tally.stage] += tally.number if asked.kind in ("", tally.kind) else 0
    by_name = dict(sorted(names.items(), key=lambda item: item[1]))
    in_order = {word: str(Stage(word).label) for word in Stage.values if word in stages}
    return Filters(
        scopes=_scopes(user, asked, path, tallies),
        kinds=_choices(asked, path, "kind", by_name, kinds),
        stages=_choices(asked, path, "stage", in_order, stages),
    )


def _tallies(user: User) -> list[Tally]:
    rows = _counted(user_id=user.pk, at=clock.now())
    english = get_language() == "en"
    return [
        Tally(code, name_en if english else name_lv, stage or "", _scopes_of(leads, beside, shut), number)
        for code, name_lv, name_en, stage, leads, beside, shut, number in rows
    ]


@prepared
def _counted(*, user_id: int, at: datetime) -> QuerySet[Any, Any]:
    rows = _reachable(user_id, at).annotate(
        shut=_whether(Q(closed_at__isnull=False)), led=F("leads_it"), helped=F("beside_it"), now=F("stage")
    )
    kinds = rows.order_by().values_list("kind__code", "kind__name_lv", "kind__name_en", "now", "led", "helped", "shut")
    counted: QuerySet[Any, Any] = kinds.annotate(n=Count("pk"))
    return counted


def _scopes_of(leads: bool, beside: bool, shut: bool) -> frozenset[str]:
    if shut:
        return frozenset({CLOSED})
    if leads:
        return frozenset({MINE, ALL})
    return frozenset({BESIDE, ALL} if beside else {ALL})


def _scopes(user: User, asked: Asked, path: str, tallies: Iterable[Tally]) -> list[Filter]:
    labels = {
        MINE: _("I lead"),
        BESIDE: _("I stand beside"),
        ALL: _("The whole service") if user.has_perm(Perm.HEAD) else _("All that I see"),
        CLOSED: pgettext("cases", "Closed"),
    }
    counts = Counter[str]()
    for tally in tallies:
        counts.update(dict.fromkeys(tally.scopes, tally.number))
    return [Filter(labels[word], path + Asked(scope=word).query, asked.scope == word, counts[word]) for word in SCOPES]


def _choices(asked: Asked, path: str, part: str, labels: Mapping[str, str], counts: Counter[str]) -> list[Filter]:
    """Nothing to choose where there is but one."""
    current = getattr(asked, part)
    if len(labels) < 2 and not current:
        return []
    everything = Filter(
        _("All kinds") if part == "kind" else _("All stages"), path + asked.but(**{part: ""}).query, not current, None
    )
    return [everything] + [
        Filter(label, path + asked.but(**{part: word}).query, word == current, counts[word])
        for word, label in labels.items()
        if counts[word] or word == current
    ]


def file_lines(user: User, cases: Iterable[Any]) -> list[FileLine]:
    """The rows of a page in words, in their order; four queries: files, people, names of persons, first steps."""
    due = {row.pk: row.due for row in cases}
    known = {row.pk: row for row in _listed(numbers=list(due))}
    rows = [known[number] for number in due]
    names = faces(row.record_id for row in rows if row.record_id)
    living = _living(row.household_id for row in rows if row.household_id)
    steps = _first_steps(user, [row.pk for row in rows if due[row.pk] != NEVER])
    return [_line(row, due[row.pk], names, living, steps) for row in rows]


def _living(households: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for household, record in _members(households=sorted(set(households)), on=clock.today()):
        found.setdefault(household, []).append(record)
    return found


@prepared
def _members(*, households: list[int], on: date) -> QuerySet[HouseholdMember, Any]:
    rows = HouseholdMember.objects.filter(standing(on), household__in=households)
    return rows.values_list("household_id", "record_id")


def _first_steps(user: User, cases: list[int]) -> dict[int, tuple[date, str]]:
    found: dict[int, tuple[date, str]] = {}
    if not cases:
        return found
    for case, due, text in _open_steps(user_id=user.pk, cases=cases, at=clock.now()):
        found.setdefault(case, (due, text))
    return found


@prepared
def _open_steps(*, user_id: int, cases: list[int], at: datetime) -> QuerySet[Step, Any]:
    reach = Grant.objects.opening(user_id, about="case", opens=(Opens.CASE_WORK,), at=at)
    rows = Step.objects.filter(goal__case__in=reach).filter(goal__case__in=cases, state=StepState.TODO)
    return rows.order_by("due", "pk").values_list("goal__case_id", "due", "text")


def _line(
    row: Any,
    first: date,
    names: Mapping[int, PersonRecord],
    living: Mapping[int, list[int]],
    steps: Mapping[int, tuple[date, str]],
) -> FileLine:
    due = None if first == NEVER else first
    step = steps.get(row.pk)
    what = ""
    if due is not None:
        what = step[1] if step and step[0] == due else _("Review of the plan")
    person = names.get(row.record_id) if row.record_id else None
    return FileLine(
        pk=row.pk,
        title=row.household.name if row.household else person.name if person else "",
        kind=str(row.kind),
        label=row.label,
        lead=short_name(f"{row.lead_first} {row.lead_last}") if row.lead_last else "",
        stage=str(Stage(row.stage).label) if row.stage else "",
        next_due=due,
        next_what=what,
        review_due=row.review_due if due is not None else None,
        records=tuple(living.get(row.household_id, ())) if row.household_id else (row.record_id,),
    )
