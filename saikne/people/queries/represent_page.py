"""What the page of a person says of who may act for her, who is barred, and how she is reached without harm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.core.prepared import prepared
from saikne.people.enums import FORBIDDEN, ContactMeans, RepresentKind
from saikne.people.models import BarredPerson, ContactWay, Representation, Tie
from saikne.people.queries.naming import Named
from saikne.people.queries.representation import facts_from
from saikne.people.rules.representation import Doer, Kind, RepresentFacts, Right, What, may, why_not

Row = Representation | BarredPerson | ContactWay


@dataclass(frozen=True, slots=True)
class SaidRows:
    """Every row of one person, corrected ones too."""

    rights: list[Representation]
    bars: list[BarredPerson]
    ways: list[ContactWay]

    @property
    def people(self) -> set[int]:
        """Records that the rows name."""
        named = {row.by_id for row in self.rights} | {row.who_id for row in self.bars}
        return {number for number in named if number}


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One row in words: about whom, what, since when, by which document; what has become of it."""

    what: str
    row_no: int
    label: str
    person: Named | None
    name: str
    details: str
    source: str
    since: date
    until: date | None
    forbids: bool = False
    beaten: str = ""
    became: str = ""

    @property
    def end(self) -> str:
        """The name of the page that ends it."""
        return f"people:{self.what}_end"

    @property
    def correct(self) -> str:
        """The name of the page that corrects it."""
        return f"people:{self.what}_correct"


@dataclass(frozen=True, slots=True)
class MayLine:
    """Who may do one thing today."""

    label: str
    who: list[tuple[Named | None, str, str]]


@dataclass(frozen=True, slots=True)
class RepresentPage:
    """Today's answers, the rows that stand, and those that have ended or were corrected."""

    answers: list[MayLine]
    rights: list[SaidLine]
    bars: list[SaidLine]
    ways: list[SaidLine]
    past: list[SaidLine]
    child: bool


def said_rows(record_no: int) -> SaidRows:
    """All that was written down of this record; three queries."""
    return SaidRows(list(_rights(record=record_no)), list(_bars(record=record_no)), list(_ways(record=record_no)))


@prepared
def _rights(*, record: int) -> QuerySet[Representation]:
    return Representation.objects.filter(of=record).select_related("institution").order_by("-since", "-pk")


@prepared
def _bars(*, record: int) -> QuerySet[BarredPerson]:
    return BarredPerson.objects.filter(of=record).order_by("-since", "-pk")


@prepared
def _ways(*, record: int) -> QuerySet[ContactWay]:
    return ContactWay.objects.filter(record=record).order_by("means", "-since", "-pk")


def represent_page(
    record_no: int, rows: SaidRows, ties: Iterable[Tie], named: Mapping[int, Named], *, on: date
) -> RepresentPage:
    """The rows in words, and what follows from them today; one query."""
    rights = [row for row in rows.rights if _current(row)]
    bars = [row for row in rows.bars if _current(row)]
    facts = facts_from([record_no], rights, bars, ties)[record_no]
    every: list[tuple[Row, SaidLine]] = [(row, _right_line(row, named, facts, on)) for row in rows.rights]
    every += [(row, _bar_line(row, named)) for row in rows.bars]
    every += [(row, _way_line(row)) for row in rows.ways]
    standing = [line for row, line in every if _stands(row, on)]
    # What never was so is told once, by the row that says so.
    undone = {(type(row), row.supersedes_id) for row, _line in every if row.withdrawn}
    institutions = {row.institution_id: str(row.institution) for row in rights if row.institution_id}
    return RepresentPage(
        answers=[_answer(facts, what, label, named, institutions, on) for what, label in _labels()],
        rights=[line for line in standing if line.what == "represent"],
        bars=[line for line in standing if line.what == "bar"],
        ways=[line for line in standing if line.what == "contact"],
        past=[line for row, line in every if not _stands(row, on) and (type(row), row.pk) not in undone],
        child=facts.child(on),
    )


def _labels() -> list[tuple[What, str]]:
    return [
        (What.SIGN, _("May sign")),
        (What.RECEIVE, _("May receive letters and decisions")),
        (What.TOLD, _("May be told")),
    ]


def _answer(
    facts: RepresentFacts,
    what: What,
    label: str,
    named: Mapping[int, Named],
    institutions: Mapping[int, str],
    on: date,
) -> MayLine:
    found = may(facts, what, on=on)
    return MayLine(
        label,
        [(named.get(one.doer.record), institutions.get(one.doer.institution, ""), ground_words(one)) for one in found],
    )


def ground_words(right: Right) -> str:
    """On what ground, in a few words."""
    if right.kind is Kind.SELF:
        return _("acts herself")
    return str(RepresentKind(right.kind.value).label)


def _current(row: Row) -> bool:
    return row.corrected_at is None and not row.withdrawn


def _stands(row: Row, on: date) -> bool:
    return _current(row) and (row.until is None or row.until > on)


def _became(row: Row) -> str:
    """What has become of it besides its end."""
    if row.withdrawn:
        return _("It never was so: %(why)s") % {"why": row.why}
    if row.corrected_at is not None:
        return _("corrected")
    return row.how_ended


def _right_line(row: Representation, named: Mapping[int, Named], facts: RepresentFacts, on: date) -> SaidLine:
    gives = ((row.may_sign, _("signs")), (row.may_receive, _("receives")), (row.may_be_told, _("is told")))
    person = named.get(row.by_id or 0)
    given = [what for what, has in zip(What, (row.may_sign, row.may_receive, row.may_be_told), strict=True) if has]
    beaten = [what for what in given if why_not(facts, Doer(row.by_id or 0, row.institution_id or 0), what, on=on)]
    return SaidLine(
        what="represent",
        row_no=row.pk,
        label=str(RepresentKind(row.kind).label),
        person=person,
        name=str(row.institution) if row.institution_id else "",
        details=", ".join(word for has, word in gives if has) or _("may do nothing in this person's place"),
        source=row.source,
        since=row.since,
        until=row.until,
        beaten=_("a bar, age or custody stands in the way") if beaten and _stands(row, on) else "",
        became=_became(row),
    )


def _bar_line(row: BarredPerson, named: Mapping[int, Named]) -> SaidLine:
    bars = (
        (row.bars_contact, _("contact")),
        (row.bars_told, _("being told")),
        (row.bars_receiving, _("receiving letters and decisions")),
    )
    return SaidLine(
        what="bar",
        row_no=row.pk,
        label=pgettext("person", "Barred"),
        person=named.get(row.who_id or 0),
        name=row.name,
        details=", ".join(word for has, word in bars if has),
        source=row.source,
        since=row.since,
        until=row.until,
        became=_became(row),
    )


def _way_line(row: ContactWay) -> SaidLine:
    means = ContactMeans(row.means)
    return SaidLine(
        what="contact",
        row_no=row.pk,
        label=str(FORBIDDEN[means] if row.forbidden else means.label),
        person=None,
        name=row.how,
        details=_("not by: %(who)s") % {"who": row.not_by} if row.not_by else "",
        source=row.source,
        since=row.since,
        until=row.until,
        forbids=row.forbidden,
        became=_became(row),
    )
