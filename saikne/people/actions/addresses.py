"""Where somebody lives, by date: a new address ends the one before it."""

from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.organisation.models import Territory
from saikne.people.actions.identity import hold_persons
from saikne.people.models import Address, PersonRecord
from saikne.people.registry import tell_address_changed


@act
def set_address(
    *,
    record: PersonRecord,
    kind: str,
    text: str,
    since: date,
    by: User,
    territory: Territory | None = None,
    hidden: bool = False,
) -> Address:
    """From this day she lives, or is declared, here; for the same day the text is corrected."""
    hold_persons([record.pk])
    current = Address.objects.select_for_update(no_key=True).filter(live(), record=record, kind=kind).first()
    if problems := _problems(text, since, current):
        raise Refusal(**problems)
    moment = clock.now()
    said = {"text": text.strip(), "territory": territory, "hidden": hidden}
    if current and current.since == since:
        Address.objects.filter(pk=current.pk).update(**said, noted_at=moment, noted_by=by)
        row = Address.objects.get(pk=current.pk)
    else:
        Address.objects.filter(live(), record=record, kind=kind).update(until=since)
        row = Address.objects.create(record=record, kind=kind, since=since, noted_at=moment, noted_by=by, **said)
    tell_address_changed(record_no=record.pk, by=by)
    note(act="people.set_address", about="people.personrecord", about_no=record.pk, by=by, at=moment, row=row.pk)
    return row


def _problems(text: str, since: date, current: Address | None) -> dict[str, str]:
    problems = {}
    if not text.strip():
        problems["text"] = _("Write the address.")
    if since > clock.today():
        problems["since"] = _("The date cannot be in the future.")
    elif current and since < current.since:
        problems["since"] = _("The address that is known now begins later than this day. Check the date.")
    return problems
