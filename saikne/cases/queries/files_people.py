"""The people round a file: relatives elsewhere, colleagues beside the lead, and who looked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import TeamRole
from saikne.cases.models import TeamMember
from saikne.cases.queries.frame import FileFrame
from saikne.cases.rules.reach import LEAD_OPENS, ROLE_OPENS
from saikne.core import clock
from saikne.core.periods import standing
from saikne.core.prepared import prepared
from saikne.people.enums import EQUAL, TieKind
from saikne.people.models import PersonRecord, Tie
from saikne.people.rules import age_on, initials
from saikne.privacy.enums import Opens
from saikne.privacy.models import Grant, Restriction


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody tied to the people of the file who does not live with them."""

    record_no: int
    name: str
    age: int | None
    tie: str
    within: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who works with the file, as what; of a deputy the last day."""

    name: str
    role: str
    does: str
    phone: str = ""
    since: date | None = None
    until: date | None = None
    user_no: int = 0
    word: str = ""

    @property
    def sees(self) -> str:
        """What of the file is not opened to her."""
        opens = ROLE_OPENS.get(self.word, LEAD_OPENS)
        if Opens.CASE_WORK in opens:
            return ""
        return _("own notebook, sees facts only") if Opens.PSYCHOSOCIAL in opens else _("sees facts only")


def relatives_of(user: User, frame: FileFrame, *, on: date) -> list[Relative]:
    """Ties of the file's people to others, by date; one query. Out of reach: initials alone."""
    inside = [member.record_no for member in frame.people]
    if not inside:
        return []
    names = {member.record_no: member.face.given_name or member.name for member in frame.people}
    found: dict[int, list[Any]] = {}
    for row in _tie_rows(user_id=user.pk, inside=inside, on=on, at=clock.now()):
        found.setdefault(row["other"], []).append(row)
    return [_relative(number, rows, names, on) for number, rows in found.items()]


@prepared
def _tie_rows(*, user_id: int, inside: list[int], on: date, at: datetime) -> QuerySet[Tie, Any]:
    face = PersonRecord.objects.face_of(OuterRef("other"))
    reach = Grant.objects.opening(user_id, about="record", opens=Opens.values, at=at)
    shut = Restriction.objects.filter(standing(at), about="record")
    dated = (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gt=on))
    return (
        Tie.objects.filter(dated, Q(a__in=inside) ^ Q(b__in=inside))
        .annotate(other=Choose(When(a__in=inside, then=F("b_id")), default=F("a_id")))
        .annotate(
            within=Exists(reach.filter(about_no=OuterRef("other"))),
            closed=Exists(shut.filter(about_no=OuterRef("other"))),
            given=Coalesce(Subquery(face.values("given_name")[:1]), Value("")),
            family=Coalesce(Subquery(face.values("family_name")[:1]), Value("")),
            born=Subquery(face.values("born_on")[:1]),
            key=Coalesce(Subquery(face.values("sort_key")[:1]), Value("")),
        )
        .order_by("key", "pk")
        .values("a_id", "b_id", "kind", "other", "within", "closed", "given", "family", "born")
    )


def _relative(number: int, rows: list[Any], names: dict[int, str], on: date) -> Relative:
    row = rows[0]
    within = bool(row["within"])
    return Relative(
        record_no=number,
        name=_name_of(row, number),
        age=age_on(row["born"], on) if row["born"] and within else None,
        tie="; ".join(_tie_words(row, names) for row in rows),
        within=within,
    )


def _name_of(row: Any, number: int) -> str:
    """By name within reach, by initials out of it; of a restricted record the number alone."""
    if row["within"]:
        return f"{row['given']} {row['family']}".strip() or _("Name not known")
    if row["closed"]:
        return _("Restricted record no. %(number)s") % {"number": number}
    return initials(row["given"], row["family"]) or _("Name not known")


def _tie_words(row: Any, names: dict[int, str]) -> str:
    """What she is, and to whom."""
    kind = TieKind(row["kind"])
    if row["a_id"] == row["other"] or kind in EQUAL:
        return f"{kind.label} ({names.get(row['b_id']) or names.get(row['a_id'], '')})"
    return f"{_other_end(kind)} ({names.get(row['a_id'], '')})"


def _other_end(kind: TieKind) -> str:
    """What somebody is to her parent, guardian or grandparent."""
    words = {
        TieKind.BIRTH_PARENT: pgettext("tie", "child"),
        TieKind.ADOPTIVE_PARENT: pgettext("tie", "adopted child"),
        TieKind.FOSTER_PARENT: pgettext("tie", "child in the foster family"),
        TieKind.GUARDIAN: pgettext("tie", "child under guardianship"),
        TieKind.GRANDPARENT: pgettext("tie", "grandchild"),
    }
    return words.get(kind, str(kind.label))


def team_of(frame: FileFrame) -> list[Colleague]:
    """Who stands beside the lead now, deputies with their end; one query."""
    return [_colleague(row) for row in _team(case=frame.case.pk, at=clock.now())]


@prepared
def _team(*, case: int, at: datetime) -> QuerySet[TeamMember]:
    rows = TeamMember.objects.filter(standing(at), case=case)
    return rows.select_related("user").order_by("role", "user__last_name", "pk")


def _colleague(row: TeamMember) -> Colleague:
    return Colleague(
        name=str(row.user),
        role=str(TeamRole(row.role).label),
        does=row.does,
        phone=row.user.phone,
        since=clock.local_date(row.since),
        until=clock.local_date(row.until - clock.TICK) if row.until else None,
        user_no=row.user_id,
        word=row.role,
    )
