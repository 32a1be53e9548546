"""Where somebody lives, by date: a new address ends the one before it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.organisation.models import Territory
from saikne.people.actions.identity import hold_persons
from saikne.people.models import Address, HouseholdMember, PersonRecord
from saikne.people.queries import faces
from saikne.people.queries.naming import full_name
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
    also: Iterable[int] = (),
) -> Address:
    """From this day she lives, or is declared, here, and so do the others; for the same day the text is corrected.

    Of the others, whoever was born later has lived there since birth. What one of a household keeps secret is
    secret for all of it who live there.
    """
    people = faces({record.pk, *also})
    hold_persons({*people, *(number for home in _homes(people).values() for number in home)})
    days = _days(people, record.pk, since)
    rows = Address.objects.select_for_update(no_key=True).filter(live(), record__in=people, kind=kind).order_by("pk")
    current = {row.record_id: row for row in rows}
    later = [number for number, row in current.items() if days[number] < row.since]
    if problems := _problems(record.pk, text, since, [people[number] for number in later]):
        raise Refusal(**problems)
    moment = clock.now()
    said = {"text": text.strip(), "territory": territory, "hidden": hidden, "noted_at": moment, "noted_by": by}
    written = {number: _write(number, kind, day, current.get(number), said) for number, day in days.items()}
    tell_address_changed(record_nos=sorted(people), by=by)
    told = {"rows": sorted(row.pk for row in written.values())}
    if kept := keep_secret_together(people):
        told["kept_secret"] = kept
    note(act="people.set_address", about="people.personrecord", about_no=record.pk, by=by, at=moment, **told)
    return Address.objects.get(pk=written[record.pk].pk)


def _days(people: Mapping[int, PersonRecord], record_no: int, since: date) -> dict[int, date]:
    """Since when each lives there: whoever was born later, since birth."""
    return {
        number: since if number == record_no else max(since, face.born_on or since) for number, face in people.items()
    }


def keep_secret_together(records: Iterable[int]) -> list[int]:
    """Inside an act that holds the persons: a secret address is secret for everybody of the household who lives there.

    Else the lists would tell it beside the name of a child. The rows that were opened before are given back.
    """
    homes = _homes(records)
    lived: dict[int, list[Address]] = {}
    for row in Address.objects.filter(live(), record__in={number for home in homes.values() for number in home}):
        lived.setdefault(row.record_id, []).append(row)
    found = set()
    for home in homes.values():
        rows = [row for number in home for row in lived.get(number, ())]
        secret = {_same_place(row.text) for row in rows if row.hidden}
        found |= {row.pk for row in rows if not row.hidden and _same_place(row.text) in secret}
    if found:
        Address.objects.filter(pk__in=found).update(hidden=True)
    return sorted(found)


def _homes(records: Iterable[int]) -> dict[int, list[int]]:
    """Household → records, of the households in which these live."""
    mine = HouseholdMember.objects.filter(live(), record__in=list(records)).values("household")
    homes: dict[int, list[int]] = {}
    for home, number in HouseholdMember.objects.filter(live(), household__in=mine).values_list("household", "record"):
        homes.setdefault(home, []).append(number)
    return homes


def _same_place(text: str) -> str:
    """Two ways of writing one address: case, spaces, commas and dots do not tell them apart."""
    return " ".join(text.casefold().replace(",", " ").replace(".", " ").replace("–", "-").split())


def _write(number: int, kind: str, since: date, current: Address | None, said: Mapping[str, object]) -> Address:
    """The new address of one; a correction, where it begins on the day of the one known."""
    if current and current.since == since:
        Address.objects.filter(pk=current.pk).update(**said)
        return Address.objects.get(pk=current.pk)
    if current:
        Address.objects.filter(pk=current.pk).update(until=since)
    return Address.objects.create(record_id=number, kind=kind, since=since, **said)


def _problems(record_no: int, text: str, since: date, later: Iterable[PersonRecord]) -> dict[str, str]:
    """Every reason at once; `later` are those whose known address begins after the day."""
    problems = {}
    others = []
    for face in later:
        if face.root_no == record_no:
            problems["since"] = _("The address that is known now begins later than this day. Check the date.")
        else:
            others.append(_("%(name)s: the known address begins later than this day.") % {"name": full_name(face)})
    if others:
        problems["also"] = " ".join(others)
    if not text.strip():
        problems["text"] = _("Write the address.")
    if since > clock.today():
        problems["since"] = _("The date cannot be in the future.")
    return problems
