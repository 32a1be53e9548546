"""Opening a file by the wizard: the target-group check, then the file with its problems and its first contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.contacts import keep_contact
from saikne.cases.actions.frame import subjects_of
from saikne.cases.actions.opening import ELECTRONIC, Place, open_case
from saikne.cases.actions.talk_problems import Trouble, add_problem
from saikne.cases.enums import ContactOutcome
from saikne.cases.models import Case, FileKind, FirstContact, TargetCheck
from saikne.cases.queries.files_opening import route_of, thresholds_on
from saikne.cases.rules.files_target import ProblemFact, TargetFacts, check_target_group, is_caregiver
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal
from saikne.core.periods import standing
from saikne.organisation.models import Municipality
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.queries import faces
from saikne.people.rules import age_on, is_child


@dataclass(frozen=True, slots=True)
class NewFile:
    """What the wizard has gathered."""

    kind: FileKind
    municipality: Municipality
    lead: User
    purpose: str
    household: Household | None = None
    record: PersonRecord | None = None
    main_worker: User | None = None
    main_reason: str = ""
    place: Place = ELECTRONIC
    check: TargetCheck | None = None
    differs_because: str = ""
    contact: FirstContact | None = None


@act
def save_check(*, household: Household, troubles: Sequence[Trouble], expected: bool, by: User) -> TargetCheck:
    """Say where the target-group check leads; until it has led to a file, its author may make it anew."""
    moment = clock.now()
    today = clock.local_date(moment)
    _refuse_check(troubles, today)
    roles = dict(HouseholdMember.objects.filter(standing(today), household=household).values_list("record_id", "role"))
    facts = _facts(troubles, roles, expected, today)
    thresholds = thresholds_on(today, municipality_id=household.municipality_id)
    result = check_target_group(facts, thresholds, on=today)
    found = {
        "problems": [_told(trouble) for trouble in troubles],
        "child": facts.child,
        "expected": expected,
        "signs": [str(sign) for sign in result.found],
        "long_months": thresholds.long_months,
        "multiple": thresholds.multiple,
    }
    fields = {"on": today, "found": found, "suggested": result.route, "chosen": result.route, "reason": ""}
    check = _unlinked(household, by) or TargetCheck(household=household, by=by)
    for name, value in fields.items():
        setattr(check, name, value)
    check.save()
    note(act="cases.target_check", about="cases.targetcheck", about_no=check.pk, by=by, at=moment)
    return check


def _unlinked(household: Household, by: User) -> TargetCheck | None:
    rows = TargetCheck.objects.select_for_update(no_key=True).filter(household=household, case__isnull=True, by=by)
    return rows.order_by("-pk").first()


def _refuse_check(troubles: Sequence[Trouble], today: date) -> None:
    if not troubles:
        raise Refusal(_("Write down at least one problem: whose it is, what it is, since when."))
    if any(trouble.since > today for trouble in troubles):
        raise Refusal(_("A problem cannot begin in the future."))


def _facts(troubles: Sequence[Trouble], roles: dict[int, str], expected: bool, today: date) -> TargetFacts:
    born = {number: face.born_on for number, face in faces(roles).items()}
    ages = {number: age_on(day, today) if day else None for number, day in born.items()}
    caregivers = {number for number, role in roles.items() if is_caregiver(role, ages.get(number))}
    if any(trouble.record_id is not None and trouble.record_id not in roles for trouble in troubles):
        raise Refusal(_("A problem is told of somebody who does not live in this household today."))
    return TargetFacts(
        problems=tuple(
            ProblemFact(
                kind=trouble.kind,
                since=trouble.since,
                hinders=trouble.hinders,
                of_caregiver=trouble.record_id is None or trouble.record_id in caregivers,
            )
            for trouble in troubles
        ),
        child=any(day is not None and is_child(day, today) for day in born.values()),
        expected=expected,
    )


def _told(trouble: Trouble) -> dict[str, Any]:
    return {
        "record": trouble.record_id,
        "kind": trouble.kind,
        "what": trouble.what.strip(),
        "cause": trouble.cause.strip(),
        "severity": trouble.severity,
        "hinders": trouble.hinders,
        "since": trouble.since.isoformat(),
    }


def troubles_in(check: TargetCheck) -> list[Trouble]:
    """The problems that a check was told of."""
    return [
        Trouble(
            record_id=row["record"],
            kind=row["kind"],
            what=row["what"],
            cause=row["cause"],
            severity=row["severity"],
            hinders=row["hinders"],
            since=date.fromisoformat(row["since"]),
        )
        for row in check.found.get("problems", [])
    ]


@act
def open_file(*, new: NewFile, by: User) -> Case:
    """Open the file; the check, its problems and the first contact become part of it in the same act."""
    _refuse_opening(new)
    case = open_case(
        kind=new.kind,
        municipality=new.municipality,
        household=new.household,
        record=new.record,
        lead=new.lead,
        main_worker=new.main_worker,
        main_reason=new.main_reason,
        purpose=new.purpose,
        place=new.place,
        by=by,
    )
    if new.check is not None:
        _settle_check(new.check, case, new.differs_because, by)
    if new.contact is not None:
        _join_contact(new.contact, case, by)
    return case


def _join_contact(contact: FirstContact, case: Case, by: User) -> None:
    """The contact led to this file, and to no other."""
    held = FirstContact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if held.case_id:
        raise Refusal(_("A file has been opened from this contact already; its person stays."))
    fields = {"case_id": case.pk, "outcome": ContactOutcome.CASE.value}
    save_fields(held, base=held.version, fields=fields, by=by, act="cases.contact_to_case")
    keep_contact(held, {"case": [case.pk]}, by, case.opened_at)


def _refuse_opening(new: NewFile) -> None:
    problems: dict[str, str] = {}
    reasons: list[str] = []
    if new.kind.target_group and new.check is None:
        reasons.append(_("Make the target-group check first; it never refuses help."))
    if new.check is not None and route_of(new.kind) != new.check.suggested and not new.differs_because.strip():
        problems["differs_because"] = _("The check suggests another way. Say why you choose differently.")
    if new.main_worker is not None and not new.main_reason.strip():
        problems["main_reason"] = _("Say why the client's main worker changes.")
    if problems or reasons:
        raise Refusal(*reasons, **problems)


def _settle_check(check: TargetCheck, case: Case, reason: str, by: User) -> None:
    """The check led here; its problems, as far as they are of this file's people, are problems of the file."""
    chosen = route_of(case.kind)
    rows = TargetCheck.objects.filter(pk=check.pk, case__isnull=True)
    rows.update(case=case, chosen=chosen, reason=reason.strip() if chosen != check.suggested else "")
    people = subjects_of(case)
    for trouble in troubles_in(check):
        if trouble.record_id is None or trouble.record_id in people:
            add_problem(case=case, trouble=trouble, by=by)
