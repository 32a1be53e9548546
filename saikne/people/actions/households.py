"""Who lives with whom, by date; rooms above follow in the same act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import live
from saikne.organisation.models import Municipality
from saikne.people.actions.addresses import keep_secret_together
from saikne.people.actions.identity import hold_persons
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.queries import faces
from saikne.people.queries.naming import full_name
from saikne.people.registry import household_changed
from saikne.people.rules import is_child, sort_key


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who comes to live in a household; `leaves` the one before: of several, the one with number `home_no`."""

    record_no: int
    role: str
    since: date
    leaves: bool = False
    home_no: int = 0

    def left_behind(self, homes: Iterable[HouseholdMember]) -> list[HouseholdMember]:
        """Which of the memberships that stand now end with this one."""
        return [row for row in homes if self.leaves and self.home_no in (0, row.household_id)]


@act
def begin_household(
    *,
    name: str,
    municipality: Municipality,
    members: Sequence[Joining],
    by: User,
    continues: Household | None = None,
) -> Household:
    """A new household with its first members."""
    if problems := _beginning_problems(name, members):
        raise Refusal(**problems)
    hold_persons(one.record_no for one in members)
    household = Household.objects.create(
        municipality=municipality, name=name.strip(), sort_key=sort_key(name), continues=continues
    )
    _join(household, members, by=by)
    note(act="people.begin_household", about="people.household", about_no=household.pk, by=by)
    return household


def _beginning_problems(name: str, members: Sequence[Joining]) -> dict[str, str]:
    problems = {}
    if not name.strip():
        problems["name"] = _("Give the household a name, for example: Ozoliņu ģimene.")
    if not members:
        problems["members"] = _("A household has at least one person.")
    return problems


@act
def add_member(*, household: Household, joining: Joining, by: User) -> HouseholdMember:
    """Somebody comes to live in the household; whoever works with its files reaches her from now."""
    _hold(household, [joining.record_no])
    _join(household, [joining], by=by)
    row = HouseholdMember.objects.get(live(), household=household, record=joining.record_no)
    note(act="people.add_member", about="people.household", about_no=household.pk, by=by, row=row.pk)
    return row


@act
def end_membership(*, member: HouseholdMember, until: date, by: User) -> None:
    """From this day she no longer lives in the household."""
    _hold(member.household)
    held = HouseholdMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    if held.until is not None:
        raise Refusal(_("This membership has been ended already."))
    if problem := _end_problem(held, until):
        raise Refusal(until=problem)
    moment = clock.now()
    HouseholdMember.objects.filter(pk=held.pk).update(until=until)
    household_changed(household_no=held.household_id, left=[held.record_id], at=moment, by=by)
    note(act="people.end_membership", about="people.household", about_no=held.household_id, by=by, row=held.pk)


@act
def rename_household(*, household: Household, name: str, by: User) -> None:
    """Another name for the household, as its people call themselves."""
    if not name.strip():
        raise Refusal(name=_("Give the household a name, for example: Ozoliņu ģimene."))
    Household.objects.filter(pk=household.pk).update(name=name.strip(), sort_key=sort_key(name))
    note(act="people.rename_household", about="people.household", about_no=household.pk, by=by)


@act
def move_household(*, household: Household, municipality: Municipality, on: date, by: User) -> Household:
    """All its people move to another municipality: there a household begins that continues this one.

    A child's other home is left as it is.
    """
    rows = _hold(household)
    problems = {}
    if municipality.pk == household.municipality_id:
        problems["municipality"] = _("Choose another municipality; within one it is enough to change the addresses.")
    if late := next(iter(filter(None, (_end_problem(row, on) for row in rows))), ""):
        problems["on"] = late
    if problems:
        raise Refusal(**problems)
    joining = [Joining(row.record_id, row.role, on, leaves=True, home_no=household.pk) for row in rows]
    return begin_household(name=household.name, municipality=municipality, members=joining, continues=household, by=by)


def _hold(household: Household, newcomers: Iterable[int] = ()) -> list[HouseholdMember]:
    """Lock everybody who lives in the household, and who comes; its open memberships, read under the locks."""
    before = _living(household)
    hold_persons([*(row.record_id for row in before), *newcomers])
    rows = _living(household)
    if {row.record_id for row in rows} != {row.record_id for row in before}:
        raise Moved
    return rows


def _living(household: Household) -> list[HouseholdMember]:
    return list(HouseholdMember.objects.filter(live(), household=household).order_by("pk"))


def _join(household: Household, members: Sequence[Joining], *, by: User) -> None:
    """Inside an act that holds the persons: begin these memberships, ending the ones that are left."""
    numbers = [one.record_no for one in members]
    living = HouseholdMember.objects.filter(live(), record__in=numbers).select_related("household")
    elsewhere: dict[int, list[HouseholdMember]] = {number: [] for number in numbers}
    for row in living:
        elsewhere[row.record_id].append(row)
    if problems := _joining_problems(household, members, elsewhere):
        raise Refusal(*problems.pop("", []), **{name: " ".join(said) for name, said in problems.items()})
    moment = clock.now()
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=household, record_id=one.record_no, role=one.role, since=one.since) for one in members
    )
    for one in members:
        _leave(one.left_behind(elsewhere[one.record_no]), one.since, by=by)
    keep_secret_together(numbers)
    household_changed(household_no=household.pk, joined=numbers, at=moment, by=by)


def _leave(rows: list[HouseholdMember], on: date, *, by: User) -> None:
    for row in rows:
        HouseholdMember.objects.filter(pk=row.pk).update(until=on)
        household_changed(household_no=row.household_id, left=[row.record_id], at=clock.now(), by=by)


def _joining_problems(
    household: Household, members: Sequence[Joining], elsewhere: dict[int, list[HouseholdMember]]
) -> dict[str, list[str]]:
    """Field of the form → each reason once; what belongs to no field stands under the empty name."""
    people = faces(one.record_no for one in members)
    problems: dict[str, list[str]] = {}
    for one in members:
        face, homes = people[one.record_no], elsewhere[one.record_no]
        if any(row.household_id == household.pk for row in homes):
            found = [("", _("%(name)s: lives in this household already.") % {"name": full_name(face)})]
        else:
            found = [*_home_problems(one, face, homes), *_day_problems(one, face, homes)]
        for name, said in found:
            if said not in problems.setdefault(name, []):
                problems[name].append(said)
    return problems


def _home_problems(one: Joining, face: PersonRecord, homes: Sequence[HouseholdMember]) -> list[tuple[str, str]]:
    """A child may live in two households; an adult leaves the one before; of several it is said which."""
    child = bool(face.born_on and is_child(face.born_on, clock.today()))
    if homes and not one.leaves and not child:
        said = _("%(name)s: lives in another household. Mark that she leaves it, or end that membership first.")
    elif len(one.left_behind(homes)) > 1:
        said = _("%(name)s: lives in several households. End the membership of the one that is left first.")
    else:
        return []
    return [("leaves", said % {"name": full_name(face)})]


def _day_problems(one: Joining, face: PersonRecord, homes: Sequence[HouseholdMember]) -> list[tuple[str, str]]:
    problems = []
    if one.since > clock.today():
        problems.append(("since", _("The date cannot be in the future.")))
    if face.born_on and one.since < face.born_on:
        problems.append(("since", _("The person was born after this day.")))
    if any(row.since >= one.since for row in one.left_behind(homes)):
        problems.append(("since", _("She moved into the earlier household on this day or later. Check the date.")))
    return problems


def _end_problem(row: HouseholdMember, until: date) -> str:
    if until > clock.today():
        return _("The date cannot be in the future.")
    if until <= row.since:
        return _("The last day must be after the day of moving in.")
    return ""
