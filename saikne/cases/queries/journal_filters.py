"""Filters of the journal, as links: kind, kind of work, person, mine."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import EntryKind, WorkKind
from saikne.cases.models import EntryPerson, JournalEntry
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.journal import Counts
from saikne.ui.filters import Filter


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the journal the address asks for; words that mean nothing are left out."""

    kind: str = ""
    work: str = ""
    person: int = 0
    mine: bool = False

    def query(self) -> str:
        """As it stands in the address."""
        told = {"kind": self.kind, "work": self.work, "person": self.person or "", "mine": "1" if self.mine else ""}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def everything(self) -> bool:
        """Nothing is filtered away."""
        return self == Asked()


@dataclass(frozen=True, slots=True)
class Filters:
    """The links, group by group."""

    kinds: list[Filter]
    works: list[Filter]
    people: list[Filter]


def chosen(told: Mapping[str, str], frame: FileFrame) -> Asked:
    """Read the address."""
    people = {str(member.record_no): member.record_no for member in frame.people}
    return Asked(
        kind=told.get("kind", "") if told.get("kind") in EntryKind else "",
        work=told.get("work", "") if told.get("work") in WorkKind else "",
        person=people.get(told.get("person", ""), 0),
        mine=told.get("mine") == "1",
    )


def filtered(entries: QuerySet[JournalEntry], asked: Asked, user: User) -> QuerySet[JournalEntry]:
    """Keep what is asked for."""
    if asked.kind:
        entries = entries.filter(kind=asked.kind)
    if asked.work:
        entries = entries.filter(work=asked.work)
    if asked.person:
        entries = entries.filter(pk__in=EntryPerson.objects.filter(record=asked.person).values("entry"))
    return entries.filter(by=user) if asked.mine else entries


def journal_filters(path: str, asked: Asked, counts: Counts, frame: FileFrame) -> Filters:
    """Links that change one part of what is asked and keep the rest; kinds that never occur are left out."""

    def link(label: str, other: Asked, *, current: bool, count: int | None = None) -> Filter:
        query = other.query()
        return Filter(label, f"{path}?{query}" if query else path, current, count)

    everything, mine = pgettext("journal entries", "All"), pgettext("journal entries", "Mine")
    unfiltered = not asked.kind and not asked.mine
    return Filters(
        kinds=[
            link(everything, replace(asked, kind="", mine=False), current=unfiltered, count=counts.total),
            link(mine, replace(asked, mine=not asked.mine), current=asked.mine, count=counts.mine),
            *(
                link(str(kind.label), replace(asked, kind=kind), current=asked.kind == kind, count=counts.kinds[kind])
                for kind in (word for word in EntryKind if word in counts.kinds)
            ),
        ],
        works=[
            link(_("All kinds of work"), replace(asked, work=""), current=not asked.work),
            *(
                link(str(work.label), replace(asked, work=work), current=asked.work == work, count=counts.works[work])
                for work in (word for word in WorkKind if word in counts.works)
            ),
        ],
        people=[
            link(pgettext("people of the file", "All"), replace(asked, person=0), current=not asked.person),
            *(
                link(one.name, replace(asked, person=one.record_no), current=asked.person == one.record_no)
                for one in frame.people
            ),
        ],
    )
