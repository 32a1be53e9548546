"""What the journal shows, to whom: entries by line, who reads along, what waits to be confirmed."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import ngettext

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.enums import Notebook, StatementKind
from saikne.cases.models import Case, EntryPerson, JournalEntry, Receipt, Statement
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk_names import kept_from
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.queries import faces
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import Bar, Grant, HolderMember, Restriction


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other file of an entry that was moved; its name only for who may see it."""

    case_no: int | None
    label: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a page shows it."""

    entry: JournalEntry
    present: tuple[str, ...]
    record_nos: tuple[int, ...]
    said: tuple[str, ...]
    statements: tuple[Statement, ...]
    receipts: tuple[Receipt, ...]
    went_to: Elsewhere | None
    came_from: Elsewhere | None

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor moved."""
        return self.entry.withdrawn_at is None

    @property
    def waiting(self) -> tuple[Receipt, ...]:
        """Colleagues who have not yet confirmed that they read it."""
        return tuple(receipt for receipt in self.receipts if receipt.received_at is None)


def notebook_entries(user: User, case_no: int, notebook: str) -> QuerySet[JournalEntry]:
    """Entries of one notebook of one file, with all that a line shows; newest first is the caller's choice."""
    return with_line(_entries(user_id=user.pk, case=case_no, notebook=str(notebook), at=clock.now()))


@prepared
def _entries(*, user_id: int, case: int, notebook: str, at: datetime) -> QuerySet[JournalEntry]:
    opens = Opens.CASE_WORK if notebook == Notebook.WORK else Opens.PSYCHOSOCIAL
    reach = Grant.objects.opening(user_id, about="case", opens=(opens,), at=at, only=case)
    return JournalEntry.objects.filter(case__in=reach, case=case, notebook=notebook)


def with_line(entries: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Fetch along what a line shows."""
    return entries.select_related(
        "by",
        "withdrawn_by",
        "moved_from__case__kind",
        "moved_from__case__number__series",
        "moved_to__case__kind",
        "moved_to__case__number__series",
    ).prefetch_related(
        Prefetch("people", EntryPerson.objects.order_by("pk")),
        Prefetch("statements", Statement.objects.order_by("pk")),
        Prefetch("receipts", Receipt.objects.select_related("user").order_by("pk")),
    )


def lines(user: User, entries: Sequence[JournalEntry], names: Mapping[int, str]) -> list[EntryLine]:
    """Entries fetched by `with_line` as lines; three more queries: who is kept, who left, files within reach.

    Of a person kept from this user neither the name is told nor what was said about her.
    """
    kept = kept_from(_people_in(entries), user)
    known = {**names, **_other_names(entries, names), **kept}
    others = {row.case_id for entry in entries for row in (_moved_to(entry), entry.moved_from) if row is not None}
    seen = set(Case.objects.visible_to(user).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    return [_line(entry, known, seen, kept) for entry in entries]


def _people_in(entries: Iterable[JournalEntry]) -> set[int]:
    """Who was present, and about whom something was said."""
    present = {row.record_id for entry in entries for row in entry.people.all()}
    told_of = {row.about_id for entry in entries for row in entry.statements.all()}
    return {number for number in present | told_of if number}


def _other_names(entries: Iterable[JournalEntry], names: Mapping[int, str]) -> dict[int, str]:
    """Those who were present once and do not belong to the file today."""
    missing = {row.record_id for entry in entries for row in entry.people.all() if row.record_id} - set(names)
    return {number: face.name for number, face in faces(missing).items()} if missing else {}


def _line(entry: JournalEntry, names: Mapping[int, str], seen: set[int], kept: Container[int]) -> EntryLine:
    people = list(entry.people.all())
    said = tuple(row for row in entry.statements.all() if row.about_id not in kept)
    return EntryLine(
        entry=entry,
        present=tuple(names.get(row.record_id, "") if row.record_id else row.name for row in people),
        record_nos=tuple(row.record_id for row in people if row.record_id and row.record_id not in kept),
        said=_said_words(said),
        statements=said,
        receipts=tuple(entry.receipts.all()),
        went_to=_elsewhere(_moved_to(entry), seen),
        came_from=_elsewhere(entry.moved_from, seen),
    )


def _moved_to(entry: JournalEntry) -> JournalEntry | None:
    return getattr(entry, "moved_to", None)


def _elsewhere(entry: JournalEntry | None, seen: set[int]) -> Elsewhere | None:
    if entry is None:
        return None
    reached = entry.case_id in seen
    return Elsewhere(entry.case_id if reached else None, entry.case.label if reached else "")


def _said_words(statements: Iterable[Statement]) -> tuple[str, ...]:
    """1 fact, 2 opinions: what of the entry stays in the summary."""
    kinds = [row.kind for row in statements]
    return tuple(_counted(kind, kinds.count(kind)) for kind in StatementKind if kind in kinds)


def _counted(kind: str, n: int) -> str:
    if kind == StatementKind.FACT:
        return ngettext("%(n)d fact", "%(n)d facts", n) % {"n": n}
    if kind == StatementKind.OPINION:
        return ngettext("%(n)d opinion", "%(n)d opinions", n) % {"n": n}
    return ngettext("%(n)d statement of the client", "%(n)d statements of the client", n) % {"n": n}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries of each kind, and of each kind of work; those struck stand in the list too and are counted."""

    kinds: Mapping[str, int]
    works: Mapping[str, int]
    total: int
    mine: int


def entry_counts(user: User, case_no: int, notebook: str) -> Counts:
    """For the filters, in one query."""
    rows = (
        JournalEntry.objects.visible_to(user, case=case_no)
        .filter(case=case_no, notebook=notebook)
        .order_by()
        .values("kind", "work", "by")
        .annotate(n=Count("pk"))
    )
    kinds: dict[str, int] = {}
    works: dict[str, int] = {}
    mine = 0
    for row in rows:
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["n"]
        works[row["work"]] = works.get(row["work"], 0) + row["n"]
        mine += row["n"] if row["by"] == user.pk else 0
    return Counts(kinds, works, sum(kinds.values()), mine)


def file_readers(case_no: int, *, opens: Iterable[str] = (Opens.CASE_WORK,)) -> QuerySet[User]:
    """Colleagues who may read this part of the file now, by surname; emergency access is not counted."""
    moment = clock.now()
    closed = Restriction.objects.filter(standing(moment), about="case", about_no=case_no)
    grants = Grant.objects.filter(standing(moment), about="case", about_no=case_no, opens__in=list(opens)).filter(
        Q(ground=Ground.NAMED) | ~Q(about_no__in=closed.values("about_no"))
    )
    acting = HolderMember.objects.filter(
        standing(moment), holder__in=grants.exclude(ground=Ground.EMERGENCY).values("holder")
    )
    barred = Bar.objects.filter(standing(moment), about="case", about_no=case_no)
    return (
        User.objects.filter(pk__in=acting.values("user"), is_active=True)
        .exclude(pk__in=barred.values("user"))
        .order_by("last_name", "first_name", "pk")
    )


def my_files(user: User, *, opens: str) -> QuerySet[Case]:
    """Open files that this user works with herself, not only as a head: where an entry can be moved."""
    moment = clock.now()
    mine = Grant.objects.filter(
        standing(moment),
        holder__user=user,
        about="case",
        opens=opens,
        ground__in=[Ground.LEAD, Ground.TEAM, Ground.DEPUTY],
    )
    reached = Case.objects.visible_to(user).open()
    return (
        reached.filter(pk__in=mine.values("about_no"))
        .select_related("kind", "number__series", "household")
        .order_by("kind__prefix", "number__series__year", "number__number")
    )


def asked_receipts(user: User) -> QuerySet[Receipt]:
    """Notes addressed to this user that she has yet to confirm, whether or not the file is still within her reach."""
    return _receipts(user_id=user.pk)


@prepared
def _receipts(*, user_id: int) -> QuerySet[Receipt]:
    waiting = Receipt.objects.filter(user=user_id, received_at__isnull=True, entry__withdrawn_at__isnull=True)
    return waiting.select_related("entry__by", "entry__case__household").order_by("asked_at", "pk")


def entries_of(user: User, **by: Any) -> QuerySet[JournalEntry]:
    """Entries of either notebook within reach, with all that a line shows."""
    return with_line(JournalEntry.objects.visible_to(user).filter(**by)).select_related("case")


def may_change(entry: JournalEntry, frame: FileFrame, user: User) -> bool:
    """Whether this user may withdraw or move the entry: her own, or one of a file for which she answers."""
    if entry.notebook == Notebook.PSYCHOSOCIAL:
        return entry.by_id == user.pk and user.has_perm(Perm.PSYCHOSOCIAL)
    answers = frame.lead_no == user.pk or user.has_perm(Perm.HEAD)
    return user.has_perm(Perm.WORK) and (entry.by_id == user.pk or answers)
