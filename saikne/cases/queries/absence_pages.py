"""Absences as pages show them: mine and those of my people, who stands in, what happened meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from saikne.accounts.models import Notice, User
from saikne.cases.access import Perm
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, JournalEntry, LeadPeriod, Step, TeamMember
from saikne.cases.queries.about import About, about_files
from saikne.cases.queries.access_head import scope_of
from saikne.cases.queries.notices import NoticeLine, notice_lines
from saikne.core import clock
from saikne.core.models import Revision
from saikne.core.periods import standing
from saikne.organisation.models import Absence, Deputyship, Posting
from saikne.organisation.queries.absence import coming_absences
from saikne.privacy.models import Document

SHOWN = 200


def people_of(head: User) -> QuerySet[User]:
    """Workers with a post in the units under this head."""
    if not head.has_perm(Perm.HEAD):
        return User.objects.none()
    posts = Posting.objects.filter(standing(clock.today()), post__unit__in=scope_of(head).units)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True).exclude(pk=head.pk)
    return people.order_by("last_name", "first_name", "pk")


def absences_of(user: User) -> QuerySet[Absence]:
    """Her own absences and those of her people."""
    return Absence.objects.filter(Q(user=user) | Q(user__in=people_of(user))).select_related("user", "noted_by")


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence with who stands in for all the work, the present naming first."""

    row: Absence
    deputies: list[Deputyship]
    by_file: int

    @property
    def uncovered(self) -> bool:
        """Whether nobody is named."""
        return not self.deputies and not self.by_file


def rows_of(absences: Sequence[Absence]) -> list[AbsenceRow]:
    """Two queries for any number of absences."""
    moment = clock.now()
    named: dict[int, list[Deputyship]] = {}
    standing_in = Deputyship.objects.filter(absence__in=absences, until__gt=moment).select_related("deputy")
    for one in standing_in.order_by("-pk"):
        named.setdefault(one.absence_id, []).append(one)
    users = {absence.user_id for absence in absences}
    files = TeamMember.objects.filter(
        standing(moment), role=TeamRole.DEPUTY, case__leads__until__isnull=True, case__leads__worker__in=users
    )
    counts: dict[int, int] = {}
    for worker in files.values_list("case__leads__worker", flat=True):
        counts[worker] = counts.get(worker, 0) + 1
    return [AbsenceRow(row, named.get(row.pk, []), counts.get(row.user_id, 0)) for row in absences]


def coming(user: User) -> list[AbsenceRow]:
    """Absences of today and later that she may see."""
    mine = list(coming_absences([user.pk]))
    theirs = list(coming_absences(people_of(user).values_list("pk", flat=True)))
    return rows_of([*mine, *theirs])


def over(user: User) -> list[Absence]:
    """Her own absences that are over, the latest first."""
    rows = Absence.objects.filter(Q(back_at__isnull=False) | Q(until__lte=clock.today()), user=user)
    return list(rows.order_by("-since", "-pk")[:20])


def unread_absences(user: User, on: date) -> list[Absence]:
    """Her own that have begun and whose meanwhile she has not read, the latest first."""
    return list(Absence.objects.filter(user=user, since__lte=on, read_at__isnull=True).order_by("-since")[:3])


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others did in her files while she was away."""

    since: datetime
    until: datetime
    entries: list[tuple[JournalEntry, About]]
    steps: list[tuple[Step, About]]
    documents: list[tuple[Document, About]]
    notices: list[NoticeLine]
    files: int

    @property
    def records(self) -> set[int]:
        """Whose data that shows."""
        shown = (*self.entries, *self.steps, *self.documents)
        return {number for _row, about in shown for number in about.records}


def span_of(absence: Absence) -> tuple[datetime, datetime]:
    """From the first moment of the absence to its end, or to now."""
    since, now = clock.midnight(absence.since), clock.now()
    until = absence.back_at or (clock.midnight(absence.until) if absence.until else now)
    return since, min(until, now)


def meanwhile(absence: Absence, user: User) -> Meanwhile:
    """Entries and steps of others in files that she led then and reaches now, and the notices that came."""
    since, until = span_of(absence)
    until = max(until, since + timedelta(microseconds=1))
    led = LeadPeriod.objects.filter(Q(until__isnull=True) | Q(until__gt=since), worker=absence.user_id, since__lt=until)
    reached = Case.objects.worked_by(user).filter(pk__in=led.values("case"))
    files = {case.pk: case for case in reached.select_related("kind", "number__series", "household")}
    about = about_files(files.values(), on=clock.today())
    entries = (
        JournalEntry.objects.visible_to(user)
        .standing()
        .filter(case__in=files, noted_at__gte=since, noted_at__lt=until)
        .exclude(by=absence.user_id)
    )
    changed = Revision.objects.filter(about="cases.step", at__gte=since, at__lt=until).exclude(by=absence.user_id)
    steps = Step.objects.filter(goal__case__in=files, pk__in=changed.values("about_no")).select_related("goal")
    filed = Document.objects.visible_to(user).standing().filter(filed_no__in=files, noted_at__gte=since)
    documents = filed.filter(noted_at__lt=until).exclude(by=absence.user_id).select_related("by")
    notices = Notice.objects.filter(user=absence.user_id, at__gte=since, at__lt=until).select_related("by")
    return Meanwhile(
        since,
        until,
        [(row, about[row.case_id]) for row in entries.select_related("by").order_by("noted_at", "pk")[:SHOWN]],
        [(row, about[row.goal.case_id]) for row in steps.order_by("due", "pk")[:SHOWN]],
        [(row, about[row.filed_no]) for row in documents.order_by("noted_at", "pk")[:SHOWN]],
        notice_lines(user, notices.order_by("-at", "-pk")[:SHOWN]) if user.pk == absence.user_id else [],
        len(files),
    )
