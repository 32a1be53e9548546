"""What stands round every page of a file: who it is about, who answers for it, what is agreed. Two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, IntegerField, Min, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import AgreementState, AssessmentState, ChapterState, RiskLevel
from saikne.cases.models import (
    Agreement,
    Assessment,
    Case,
    Chapter,
    LeadPeriod,
    MainWorkerPeriod,
    StagePeriod,
)
from saikne.cases.models.files import CaseQuerySet
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.people.enums import AddressKind, MemberRole
from saikne.people.models import Address, HouseholdMember, PersonRecord, RecordQuerySet
from saikne.people.rules import age_on, is_child
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import Grant, Restriction

OPENS = (Opens.CASE_WORK, Opens.FACTS, Opens.PSYCHOSOCIAL)
BITS = {word: 2**n for n, word in enumerate(OPENS)}


@dataclass(frozen=True, slots=True)
class Member:
    """One of the people of a file, as she is called now."""

    record_no: int
    face: PersonRecord
    role: str
    age: int | None
    child: bool
    kept: bool = False

    @property
    def name(self) -> str:
        """Given name and surname."""
        return self.face.name

    @property
    def role_label(self) -> str:
        """Who she is in the household, in words."""
        return str(MemberRole(self.role).label) if self.role else ""


@dataclass(frozen=True, slots=True)
class FileFrame:
    """Identity of a file on every page: fields that templates read."""

    case: Case
    reader: User
    title: str
    people: list[Member]
    lead_no: int | None
    lead_name: str
    main_no: int | None
    main_name: str
    stage: str
    agreement_no: int | None
    agreement_label: str
    agreement_until: date | None
    risk: str
    risk_on: datetime | None
    address: str
    opens: frozenset[str]
    emergency_until: datetime | None = None

    @property
    def adults(self) -> list[Member]:
        """People of 18 and older, or of unknown age."""
        return [member for member in self.people if not member.child]

    @property
    def children(self) -> list[Member]:
        """People under 18, oldest first."""
        return sorted((m for m in self.people if m.child), key=lambda m: -(m.age or 0))

    @property
    def whole(self) -> bool:
        """This user may see and write the whole case work."""
        return Opens.CASE_WORK in self.opens and self.case.closed_at is None

    @property
    def reads(self) -> bool:
        """This user may see the whole case work."""
        return Opens.CASE_WORK in self.opens

    @property
    def psychosocial(self) -> bool:
        """This user may open the psychosocial notebook."""
        return Opens.PSYCHOSOCIAL in self.opens

    @property
    def risk_label(self) -> str:
        """The level of risk in words."""
        return str(RiskLevel(self.risk).label) if self.risk else ""

    def shown(self) -> list[int]:
        """Records of the people who are really shown: not those kept to named persons."""
        return [member.record_no for member in self.people if not member.kept]

    def names(self) -> dict[int, str]:
        """Record number → name, for the people of the file."""
        return {member.record_no: member.name for member in self.people}

    def open_names(self) -> dict[int, str]:
        """The same without those who are kept to named persons."""
        return {member.record_no: member.name for member in self.people if not member.kept}


def framed_case(user: User, pk: int) -> Case | None:
    """One file with all that the frame shows, in one query; nothing out of reach."""
    return next(iter(_framed(user_id=user.pk, at=clock.now(), pk=pk)), None)


@prepared
def _framed(*, user_id: int, at: datetime, pk: int) -> CaseQuerySet:
    return opened_to(framing(), user_id=user_id, at=at, pk=pk)


def opened_to(rows: CaseQuerySet, *, user_id: int, at: datetime, pk: int) -> CaseQuerySet:
    """This one of the files, if it is within reach, with what it opens to this user."""
    reach = Grant.objects.opening(user_id, about="case", opens=OPENS, at=at, only=pk)
    return rows.filter(pk=pk, pk__in=reach).annotate(
        emergency_until=Subquery(_emergency(user_id, at, pk)),
        opens_bits=Coalesce(Subquery(_opening(user_id, at, pk)), Value(0)),
    )


def framing() -> CaseQuerySet:
    """All files with what the frame shows, whoever asks."""
    leads = LeadPeriod.objects.filter(live(), case=OuterRef("pk"))
    mains = MainWorkerPeriod.objects.filter(live(), client=OuterRef("client_id"))
    agreed = Agreement.objects.filter(client=OuterRef("client_id"), state=AgreementState.IN_FORCE)
    judged = Assessment.objects.filter(case=OuterRef("pk")).exclude(state=AssessmentState.DRAFT).exclude(risk="")
    latest = judged.order_by("-signed_at")
    return Case.objects.select_related("kind", "number__series", "household", "municipality").annotate(
        lead_no=Subquery(leads.values("worker_id")[:1]),
        lead_name=Subquery(leads.values(name=_full_name("worker"))[:1]),
        main_no=Subquery(mains.values("worker_id")[:1]),
        main_name=Subquery(mains.values(name=_full_name("worker"))[:1]),
        stage=Subquery(StagePeriod.objects.filter(live(), case=OuterRef("pk")).values("stage")[:1]),
        agreement_no=Subquery(agreed.values("pk")[:1]),
        agreement_year=Subquery(agreed.values("number__series__year")[:1]),
        agreement_number=Subquery(agreed.values("number__number")[:1]),
        agreement_until=Subquery(_chapter_ends()),
        risk=Coalesce(Subquery(latest.values("risk")[:1]), Value("")),
        risk_on=Subquery(latest.values("signed_at")[:1]),
    )


def _full_name(path: str) -> Concat:
    return Concat(f"{path}__first_name", Value(" "), f"{path}__last_name", output_field=CharField())


def _chapter_ends() -> QuerySet[Any, Any]:
    """The earliest end among the chapters in force."""
    in_force = Chapter.objects.filter(
        agreement__client=OuterRef("client_id"), agreement__state=AgreementState.IN_FORCE, state=ChapterState.IN_FORCE
    )
    return in_force.order_by().values("agreement").annotate(first=Min("until")).values("first")[:1]


def _opening(user_id: int, at: datetime, pk: int) -> QuerySet[Any, Any]:
    """For which kinds of work the file is open to this user, as a sum of bits: the ledger is asked once for all."""
    told = [When(opens=word, then=Value(bit)) for word, bit in BITS.items()]
    grants = Grant.objects.opening(user_id, about="case", opens=OPENS, at=at, only=pk)
    bits = Sum(Choose(*told, default=Value(0), output_field=IntegerField()), distinct=True)
    return grants.order_by().values("about_no").annotate(bits=bits).values("bits")


def opened_by(case: Any) -> frozenset[str]:
    """The kinds of work for which a framed file is open to whoever fetched it."""
    return frozenset(str(word) for word, bit in BITS.items() if case.opens_bits & bit)


def _emergency(user_id: int, at: datetime, pk: int) -> QuerySet[Grant, Any]:
    """Until when an emergency opens the file to this user."""
    grants = Grant.objects.standing_for(user_id, at).filter(ground=Ground.EMERGENCY, about="case", about_no=pk)
    return grants.order_by("-until").values("until")[:1]


def people_of(case: Case, *, on: date) -> list[Member]:
    """The people of a file as they are called now, with role and age; one query."""
    return [_member(face, on) for face in _oldest_first(people_query(case, on=on))]


def people_query(case: Case, *, on: date) -> RecordQuerySet:
    """Faces of the file's people with `role` and the address of each; sorted where they are read."""
    return _people(home=case.household_id, record=case.record_id, on=on, at=clock.now())


@prepared
def _people(*, home: int | None, record: int | None, on: date, at: datetime) -> RecordQuerySet:
    return faces_at_home(home=home, record=record, on=on, at=at)


def faces_at_home(*, home: int | None, record: int | None, on: date, at: datetime) -> RecordQuerySet:
    """Faces of the people of a household, or of one person, with `role` and address, and whether they are kept.

    Asked for an order, SQLite would rather go through everybody by birth date than look up these few.
    """
    living = HouseholdMember.objects.filter(standing(on), household=home)
    numbers = living.values("record_id") if home else [record]
    homes = Address.objects.filter(standing(on), record=OuterRef("first_no"), hidden=False)
    return PersonRecord.objects.faces_of(numbers).annotate(
        kept=_kept(at),
        role=Coalesce(Subquery(living.filter(record=OuterRef("first_no")).values("role")[:1]), Value("")),
        home=Coalesce(
            Subquery(homes.filter(kind=AddressKind.ACTUAL).values("text")[:1]),
            Subquery(homes.filter(kind=AddressKind.DECLARED).values("text")[:1]),
            Value(""),
        ),
    )


def _oldest_first(faces: Iterable[PersonRecord]) -> list[PersonRecord]:
    """Adults before children; those of unknown birth date first, and last of all those kept to named persons."""
    return sorted(faces, key=_place)


def _place(face: PersonRecord) -> tuple[bool, date, str, int]:
    kept = getattr(face, "kept", False)
    return kept, face.born_on or date.min, "" if kept else face.sort_key, face.pk


def faces_outside(frame: FileFrame, numbers: Iterable[int]) -> dict[int, PersonRecord]:
    """People who do not belong to the file; one kept to named persons shows nothing of herself. No query for none."""
    wanted = set(numbers)
    found = list(PersonRecord.objects.faces_of(wanted).annotate(kept=_kept(clock.now()))) if wanted else []
    _keep(found, frame.reader)
    return {face.root_no: face for face in found}


def _kept(at: datetime) -> Exists:
    return Exists(Restriction.objects.filter(standing(at), about="record", about_no=OuterRef("first_no")))


def _keep(faces: list[PersonRecord], user: User) -> None:
    """A record kept to named persons shows nothing of itself to anybody else, not even inside a family."""
    kept = [face.root_no for face in faces if getattr(face, "kept", False)]
    if not kept:
        return
    open_to_her = set(PersonRecord.objects.visible_to(user).filter(pk__in=kept).values_list("pk", flat=True))
    for face in faces:
        row: Any = face
        row.kept = row.kept and face.root_no not in open_to_her
        if row.kept:
            row.given_name, row.family_name, row.born_on, row.home = _("Restricted record"), "", None, ""
            row.language, row.reading, row.interpreter, row.hides_address = "", "", False, False
            for name in vars(row):
                if name.startswith("aim_") and isinstance(getattr(row, name), str):
                    setattr(row, name, "")


def _member(face: PersonRecord, on: date) -> Member:
    born = face.born_on
    return Member(
        record_no=face.root_no,
        face=face,
        role=getattr(face, "role", ""),
        age=age_on(born, on) if born else None,
        child=bool(born and is_child(born, on)),
        kept=getattr(face, "kept", False),
    )


def frame_of(case: Case, *, user: User, on: date, asked: QuerySet[PersonRecord] | None = None) -> FileFrame:
    """The frame of a file fetched by `framed_case`; one more query for its people.

    A page that asks more of each person hands over its own `people_query` as `asked`.
    """
    row: Any = case
    faces = list(people_query(case, on=on) if asked is None else asked)
    _keep(faces, user)
    faces = _oldest_first(faces)
    people = [_member(face, on) for face in faces]
    homes = [str(getattr(face, "home", "")) for face in faces]
    opens = opened_by(case)
    return FileFrame(
        case=case,
        reader=user,
        title=case.household.name if case.household else people[0].name if people else "",
        people=people,
        lead_no=row.lead_no,
        lead_name=row.lead_name or "",
        main_no=row.main_no,
        main_name=row.main_name or "",
        stage=row.stage or "",
        agreement_no=row.agreement_no,
        agreement_label=f"{row.agreement_year}/{row.agreement_number}" if row.agreement_no else "",
        agreement_until=row.agreement_until,
        risk=row.risk if Opens.CASE_WORK in opens else "",
        risk_on=row.risk_on,
        address=next((home for home in homes if home), ""),
        opens=opens,
        emergency_until=row.emergency_until,
    )
