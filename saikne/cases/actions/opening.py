"""Opening a file: its number, stage, lead, place; the client and her main worker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import client_for, live_clients, main_worker_of, subjects_of
from saikne.cases.actions.reach import close_to_named, open_to_lead, open_to_main_worker
from saikne.cases.enums import Medium, Stage, Subject
from saikne.cases.models import (
    Case,
    Client,
    FileKind,
    FilePlace,
    LeadPeriod,
    MainWorkerPeriod,
    StagePeriod,
)
from saikne.cases.queries.access import not_named
from saikne.cases.queries.restricted import main_worker_problems
from saikne.cases.queries.team_obstacles import lead_problems
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.errors import Refusal
from saikne.core.models import RunningNumber
from saikne.core.periods import live
from saikne.organisation.models import Municipality
from saikne.people.actions import hold_persons
from saikne.people.models import Household, PersonRecord
from saikne.people.queries import faces, household_records, records_of
from saikne.people.rules import is_child
from saikne.privacy.actions import restrict_along, take_back
from saikne.privacy.enums import Ground
from saikne.privacy.queries import shut_out


@dataclass(frozen=True, slots=True)
class Place:
    """In what form a file is kept, and on which shelf."""

    medium: str = Medium.ELECTRONIC
    shelf: str = ""


ELECTRONIC = Place()


@dataclass(frozen=True, slots=True)
class NewMain:
    """Who should be the client's main worker, why, and whether one that there is already stays."""

    worker: User
    reason: str
    keep: bool


@act
def open_case(
    *,
    kind: FileKind,
    municipality: Municipality,
    household: Household | None = None,
    record: PersonRecord | None = None,
    lead: User,
    main_worker: User | None = None,
    main_reason: str = "",
    purpose: str,
    place: Place = ELECTRONIC,
    by: User,
) -> Case:
    """A file of a kind for a household or one person, with its lead; the client and her main worker if she is new.

    A client who has a main worker already keeps her unless `main_worker` names another; the form asks. The file of
    somebody restricted is restricted too.
    """
    records = household_records(household.pk, on=clock.today()) if household else [record.pk] if record else []
    persons = hold_persons(records)
    problems = _problems(kind, household, record, records, purpose, place)
    problems += _same_kind(kind, municipality, household, persons.values())
    problems += _workers_problems({user.pk: user for user in (lead, main_worker) if user}, records, municipality)
    problems += _new_main_problems(main_worker, persons, municipality, by)
    if problems:
        raise Refusal(*problems)
    client = client_for(records, persons.values(), municipality.pk)
    moment = clock.now()
    case = Case.objects.create(
        kind=kind, kind_code=kind.code, municipality=municipality, client=client, subject=kind.subject,
        household=household, record=record, purpose=purpose.strip(), opened_at=moment,
        number=_number(kind, municipality, moment),
    )  # fmt: skip
    _begin(case, lead, place, by, moment)
    chosen = NewMain(main_worker or lead, main_reason.strip(), keep=main_worker is None)
    _main_worker(client, case, records, chosen, at=moment)
    open_to_lead(case, records, lead, moment)
    restrict_along(kept={"record": records}, numbers={"case": [case.pk]}, at=moment)
    note(act="cases.open", about="cases.case", about_no=case.pk, by=by, at=moment, lead=lead.pk)
    return case


def _number(kind: FileKind, municipality: Municipality, at: datetime) -> RunningNumber:
    return next_number(register=f"cases.{kind.prefix}", scope_no=municipality.pk, year=clock.local_date(at).year)


def _problems(
    kind: FileKind,
    household: Household | None,
    record: PersonRecord | None,
    records: list[int],
    purpose: str,
    place: Place,
) -> list[str]:
    found = []
    if (kind.subject == Subject.HOUSEHOLD) != (household is not None):
        found.append(_("A file of this kind is for another subject: choose a household, an adult or a child."))
    if not records:
        found.append(_("Nobody lives in this household today. Add its people first."))
    if record is not None and kind.subject != Subject.HOUSEHOLD:
        found += _age_problems(kind, record)
    if not purpose.strip():
        found.append(_("Say why the file is kept."))
    if place.medium != Medium.ELECTRONIC and not place.shelf.strip():
        found.append(_("Say on which shelf the paper file stands."))
    return found


def _same_kind(
    kind: FileKind, municipality: Municipality, household: Household | None, persons: Iterable[int]
) -> list[str]:
    """An open file of this kind, however dated, for the same household, or for the same person under any record."""
    same = Case.objects.open().filter(kind_code=kind.code, municipality=municipality)
    if household:
        sentence = _("This household already has an open file of this kind. Open that one.")
        return [sentence] if same.filter(household=household).exists() else []
    sentence = _("This person already has an open file of this kind. Open that one.")
    return [sentence] if same.filter(record__in=records_of(persons)).exists() else []


def _workers_problems(workers: Mapping[int, User], records: list[int], municipality: Municipality) -> list[str]:
    """Why the lead or the main worker may not be who is chosen: post, role, people who are not open to her."""
    kept = shut_out(workers, {"record": records})
    found = [problem for user in workers.values() for problem in lead_problems(user, municipality.pk)]
    return found + [not_named(user) for number, user in workers.items() if number in kept]


def _new_main_problems(
    worker: User | None, persons: Mapping[int, int], municipality: Municipality, by: User
) -> list[str]:
    """A new main worker comes to know the client's other files too: none of them may be closed to her."""
    if worker is None:
        return []
    clients = live_clients(records_of(persons.values()), municipality.pk)
    known = MainWorkerPeriod.objects.filter(live(), client__in=clients, worker=worker).exists()
    if known or shut_out([worker.pk], {"record": persons}):
        return []
    files = {case: subjects_of(case) for case in Case.objects.open().filter(client__in=clients).order_by("pk")}
    return main_worker_problems(worker, files, by)


def _age_problems(kind: FileKind, record: PersonRecord) -> list[str]:
    face = faces([record.pk])[record.pk]
    if face.born_on is None:
        return []
    child = is_child(face.born_on, clock.today())
    if child and kind.subject == Subject.ADULT:
        return [_("This kind of file is for adults, and the person is under 18.")]
    if not child and kind.subject == Subject.CHILD:
        return [_("This kind of file is for children, and the person is 18 or older.")]
    return []


def _begin(case: Case, lead: User, place: Place, by: User, at: datetime) -> None:
    LeadPeriod.objects.create(case=case, worker=lead, since=at, reason="opened")
    StagePeriod.objects.create(case=case, stage=Stage.INTAKE if case.kind.staged else Stage.OPEN, since=at, by=by)
    FilePlace.objects.create(case=case, medium=place.medium, shelf=place.shelf.strip(), since=at, by=by)


def _main_worker(client: Client, case: Case, records: list[int], chosen: NewMain, *, at: datetime) -> None:
    """Begin with this main worker, or keep the one there is; she knows of every file of the client."""
    current, worker = main_worker_of(client), chosen.worker
    if current is None:
        MainWorkerPeriod.objects.create(client=client, worker=worker, since=at)
    elif chosen.keep or current.worker_id == worker.pk:
        worker = current.worker
    else:
        change_main_worker(client, worker, reason=chosen.reason, at=at)
        return
    open_to_main_worker(case, records, worker, at)


def change_main_worker(client: Client, worker: User, *, reason: str, at: datetime) -> None:
    """Inside an action that holds the client: from this instant another is the main worker."""
    former = main_worker_of(client)
    MainWorkerPeriod.objects.filter(live(), client=client).update(until=at)
    MainWorkerPeriod.objects.create(client=client, worker=worker, since=at, reason=reason)
    take_back(ground=Ground.MAIN_WORKER, ground_no=client.pk, at=at)
    for case in Case.objects.filter(client=client).open().order_by("pk"):
        people = subjects_of(case)
        open_to_main_worker(case, people, worker, at)
        if former:
            close_to_named(case, people, former.worker, at)
