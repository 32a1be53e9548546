"""The first contact: written down, counted, corrected, and turned into a file without typing again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.enums import ContactOutcome, ContactWay
from saikne.cases.models import FirstContact
from saikne.cases.rules.contacts import ContactFacts, ContactProblem, contact_problems
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal
from saikne.organisation.queries import seat_of, unit_and_above
from saikne.people.actions import hold_persons
from saikne.people.models import PersonRecord
from saikne.privacy.actions import give, head_holder, holder_of, restrict_along
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import Grant, Holder

REGISTER = "cases.contact"


@dataclass(frozen=True, slots=True)
class Happened:
    """What somebody came with, and what came of it."""

    way: str
    reason: str
    told: str
    outcome: str
    on: date
    told_by: str = ""
    advised: str = ""
    minutes: int | None = None

    def fields(self) -> dict[str, object]:
        """As the columns hold it."""
        return {
            "way": self.way,
            "reason": self.reason,
            "told": self.told.strip(),
            "told_by": self.told_by.strip(),
            "advised": self.advised.strip(),
            "outcome": self.outcome,
            "on": self.on,
            "minutes": self.minutes,
        }


@act
def note_contact(*, happened: Happened, record: PersonRecord | None = None, by: User) -> FirstContact:
    """Somebody turned to the service; the worker and the heads over her unit see it from now.

    Of a person kept to named persons only these see it, even if somebody else wrote it down.
    """
    seat = seat_of(by)
    if seat is None:
        raise Refusal(_("You have no post in a municipality. Ask the administrator."))
    _refuse_gaps(happened)
    if record:
        hold_persons([record.pk])
    moment = clock.now()
    contact = FirstContact.objects.create(
        municipality_id=seat.municipality_id,
        unit_id=seat.unit_id,
        record=record,
        by=by,
        noted_at=moment,
        number=next_number(register=REGISTER, scope_no=seat.municipality_id, year=happened.on.year),
        **happened.fields(),
    )
    _open_to_unit(contact, by, {"contact": [contact.pk], "record": [record.pk] if record else []}, moment)
    if record:
        keep_contact(contact, {"record": [record.pk]}, by, moment)
    note(act="cases.note_contact", about="cases.firstcontact", about_no=contact.pk, by=by, at=moment)
    return contact


def _refuse_gaps(happened: Happened) -> None:
    facts = ContactFacts(
        report=happened.way == ContactWay.REPORT,
        advice_only=happened.outcome == ContactOutcome.ADVICE,
        told=happened.told,
        told_by=happened.told_by,
        advised=happened.advised,
        on=happened.on,
    )
    said = {
        ContactProblem.TOLD: _("Write in short what was told."),
        ContactProblem.TOLD_BY: _("A report of a third party needs who told: a name, an institution or „anonymous”."),
        ContactProblem.ADVISED: _("The outcome is advice, so write what was advised."),
        ContactProblem.ON: _("The date cannot be in the future."),
    }
    if problems := contact_problems(facts, today=clock.today()):
        raise Refusal(**{str(problem): said[problem] for problem in problems})


def _open_to_unit(contact: FirstContact, worker: User, numbers: dict[str, list[int]], at: datetime) -> None:
    """The worker who received it, and whoever heads her unit or a unit above."""
    holders = [holder_of(worker), *(head_holder(unit) for unit in unit_and_above(contact.unit_id))]
    for holder in holders:
        for about, opens in (("contact", Opens.CASE_WORK), ("record", Opens.IDENTITY)):
            missing = _missing(holder, about, numbers.get(about, []), contact.pk)
            give(
                holder=holder, numbers={about: missing}, opens=opens, ground=Ground.CONTACT, ground_no=contact.pk, at=at
            )


def keep_contact(contact: FirstContact, about: dict[str, list[int]], by: User, at: datetime) -> None:
    """Inside an action that holds the persons: a contact about somebody restricted is for those named, who are told."""
    named = restrict_along(kept=about, numbers={"contact": [contact.pk]}, at=at)
    tell(users=named, message="cases.contact_kept", about="contact", about_no=contact.pk, by=by)


def _missing(holder: Holder, about: str, numbers: Iterable[int], contact_no: int) -> list[int]:
    known = Grant.objects.filter(
        holder=holder, about=about, ground=Ground.CONTACT, ground_no=contact_no, until__isnull=True
    )
    return sorted(set(numbers) - set(known.values_list("about_no", flat=True)))


@act
def amend_contact(*, contact: FirstContact, base: int, happened: Happened, by: User) -> None:
    """Correct what was written; what stood there before stays in the revisions; that a file was opened stays too."""
    _refuse_gaps(happened)
    held = FirstContact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if held.case_id and happened.outcome != ContactOutcome.CASE:
        raise Refusal(outcome=_("A file has been opened from this contact already: that is what came of it."))
    save_fields(held, base=base, fields=happened.fields(), by=by, act="cases.amend_contact")


@act
def name_person(*, contact: FirstContact, record: PersonRecord, by: User) -> None:
    """The contact was about this person: whoever sees the contact knows now who she is."""
    hold_persons([record.pk])
    held = FirstContact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if held.record_id == record.pk:
        return
    if held.case_id:
        raise Refusal(_("A file has been opened from this contact already; its person stays."))
    moment = clock.now()
    save_fields(held, base=held.version, fields={"record": record}, by=by, act="cases.name_person")
    _open_to_unit(held, held.by, {"record": [record.pk]}, moment)
    keep_contact(held, {"record": [record.pk]}, by, moment)
