"""What this room tells of a person outside a file: who answers for her record, and which files are open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.models import Case, LeadPeriod
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.core.prepared import prepared
from saikne.organisation.models import Unit
from saikne.organisation.queries import seat_of, seats
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.registry import Responsible
from saikne.privacy.queries import opened

OPEN_FIRST = (F("closed_at").desc(nulls_first=True), F("opened_at").desc(), F("pk").asc())


def files_seen(record_no: int, user: User) -> list[Case]:
    """Files of a person within this user's reach, open ones first; one query."""
    homes = HouseholdMember.objects.filter(record=record_no)
    found = Case.objects.visible_to(user).filter(Q(record=record_no) | Q(household__in=homes.values("household")))
    return list(found.select_related("kind", "number__series", "household").order_by(*OPEN_FIRST))


def household_files(household_no: int, user: User) -> list[Case]:
    """Files of a household within this user's reach, open ones first; one query."""
    found = Case.objects.visible_to(user).filter(household=household_no)
    return list(found.select_related("kind", "number__series").order_by(*OPEN_FIRST))


def responsible_for(records: Iterable[int], *, by: User) -> dict[int, Responsible]:
    """Who answers: the lead's unit of an open file, case management first; else the unit of who entered the record."""
    numbers = sorted(set(records))
    if not numbers:
        return {}
    files = _files(numbers)
    entered = dict(_entered(records=numbers))
    seen = set(opened(by, about="case", numbers=[case.pk for found in files.values() for case in found]))
    leads = _leads(case.pk for found in files.values() for case in found)
    offices = _offices({*(user.pk for user in leads.values()), *entered.values()})
    seat = seat_of(by)
    here = seat.municipality_id if seat else None
    return {
        number: replace(
            _responsible(number, files[number], seen, leads, offices, entered.get(number)),
            emergency=_emergency(number, files[number], here),
        )
        for number in numbers
    }


def _emergency(number: int, files: list[Case], here: int | None) -> str:
    """Where she is opened in an emergency; whom only another municipality works with, its own people answer for."""
    ours = here is not None and (not files or any(case.municipality_id == here for case in files))
    return reverse("cases:break_glass", args=[number]) if ours else ""


def _files(numbers: list[int]) -> dict[int, list[Case]]:
    """Record → its open files, case management first; two queries."""
    homes: dict[int, set[int]] = defaultdict(set)
    for home, record in _living(records=numbers, on=clock.today()):
        homes[home].add(record)
    files: dict[int, list[Case]] = defaultdict(list)
    for case in _open_files(records=numbers, homes=list(homes)):
        for record in homes[case.household_id] if case.household_id else {case.record_id or 0}:
            files[record].append(case)
    return files


def _leads(cases: Iterable[int]) -> dict[int, User]:
    return {row.case_id: row.worker for row in _led(cases=sorted(set(cases)))}


@prepared
def _entered(*, records: list[int]) -> QuerySet[PersonRecord, tuple[int, int]]:
    return PersonRecord.objects.filter(pk__in=records).values_list("pk", "entered_by_id")


@prepared
def _living(*, records: list[int], on: date) -> QuerySet[HouseholdMember, tuple[int, int]]:
    return HouseholdMember.objects.filter(standing(on), record__in=records).values_list("household_id", "record_id")


@prepared
def _open_files(*, records: list[int], homes: list[int]) -> QuerySet[Case]:
    found = Case.objects.open().filter(Q(record__in=records) | Q(household__in=homes))
    return found.select_related("kind").order_by("-kind__managed", "pk")


@prepared
def _led(*, cases: list[int]) -> QuerySet[LeadPeriod]:
    return LeadPeriod.objects.filter(live(), case__in=cases).select_related("worker")


def _offices(users: set[int]) -> dict[int, tuple[str, str]]:
    """User → her unit with its service, and the phone; two queries."""
    places = seats(users)
    units = Unit.objects.filter(pk__in={seat.unit_id for seat in places.values()}).select_related("municipality")
    said = {unit.pk: _office(unit) for unit in units}
    return {user: said[seat.unit_id] for user, seat in places.items()}


def _office(unit: Unit) -> tuple[str, str]:
    service = unit.municipality.service_name
    name = unit.name if not service or service == unit.name else f"{service}, {unit.name}"
    return name, unit.phone or unit.municipality.service_phone


def _responsible(
    number: int,
    files: list[Case],
    seen: set[int],
    leads: dict[int, User],
    offices: dict[int, tuple[str, str]],
    entered_by: int | None,
) -> Responsible:
    """The worker and the number of files only for whoever sees the file itself."""
    first = next((case for case in files if case.pk in seen), files[0] if files else None)
    lead = leads.get(first.pk) if first else None
    unit, phone = offices.get(lead.pk if lead else entered_by or 0, ("", ""))
    visible = bool(first and first.pk in seen)
    return Responsible(
        unit=unit,
        phone=phone,
        worker=str(lead) if lead and visible else "",
        worker_title=_title(first) if first and visible else "",
        files=sum(case.pk in seen for case in files),
    )


def _title(case: Case) -> str:
    return _("Case manager") if case.kind.managed else _("Responsible social worker")
