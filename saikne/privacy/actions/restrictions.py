"""Restricting a record to named persons, and lifting that."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import standing
from saikne.privacy.actions.ledger import Numbers, any_of, give, holder_of, take_back
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import (
    Grant,
    Holder,
    Restriction,
)


def restrictions_on(numbers: Numbers, at: datetime) -> QuerySet[Restriction]:
    """Restrictions of any of these records at this moment."""
    return Restriction.objects.filter(any_of(numbers), standing(at))


@act
def restrict(
    *,
    numbers: Numbers,
    reason: str,
    words: str,
    until: date,
    named: Iterable[User],
    opens: Mapping[int, Iterable[str]] = MappingProxyType({}),
    by: User,
) -> list[Restriction]:
    """From now until a day only the named persons see these records; `about` word → numbers.

    What is restricted already stays so with those named there, and is open to these too; it is refused only if nothing
    would change. `opens` says what a named user keeps open (user number → words); whoever is not in it gets the whole
    file. The caller holds the persons.
    """
    people = {person.pk: person for person in named}
    moment, end = clock.now(), timezone.make_aware(datetime.combine(until, time.max))
    if problems := _restriction_problems(list(people.values()), until):
        raise Refusal(**problems)
    if _covered(numbers, moment, end):
        raise Refusal(_("All of this is restricted until that day already. Name more persons there, or lift it first."))
    made = Restriction.objects.bulk_create(
        Restriction(about=about, about_no=number, reason=reason, note=words.strip(), since=moment, until=end, by=by)
        for about, found in numbers.items()
        for number in sorted(set(found))
    )
    for person in people.values():
        for word in opens.get(person.pk) or (Opens.CASE_WORK,):
            _open_to_named(made, holder_of(person), word, moment)
    note(
        act="privacy.restrict",
        about=made[0].about,
        about_no=made[0].about_no,
        by=by,
        at=moment,
        rows=[row.pk for row in made],
        named=sorted(people),
    )
    return made


def _covered(numbers: Numbers, at: datetime, end: datetime) -> bool:
    """Whether each of these records is restricted at least as long."""
    lasting = set(restrictions_on(numbers, at).filter(until__gte=end).values_list("about", "about_no"))
    return all((about, number) in lasting for about, found in numbers.items() for number in found)


def _open_to_named(
    rows: Iterable[Restriction], holder: Holder, word: str, at: datetime, until: datetime | None = None
) -> None:
    """Each restricted record stays open to a named holder on the ground of its own restriction, at most `until`."""
    for row in rows:
        give(
            holder=holder,
            numbers={row.about: [row.about_no]},
            opens=word,
            ground=Ground.NAMED,
            ground_no=row.pk,
            at=at,
            until=min((end for end in (row.until, until) if end), default=None),
        )


def restrict_along(*, kept: Numbers, numbers: Numbers, at: datetime) -> list[User]:
    """Records that come to be of restricted ones are kept like them: for whom, how long, lifted together with them.

    Inside an action that holds the persons. Who may see them is answered: those named for every such record.
    """
    rows = list(restrictions_on(kept, at).order_by("pk"))
    acts: dict[tuple[datetime, int], list[Restriction]] = {}
    for row in rows:
        acts.setdefault((row.since, row.by_id), []).append(row)
    common = _named_for_all(rows, at)
    for together in acts.values():
        made, words = Restriction.objects.bulk_create(_like(together[0], numbers)), _named_words(together, at)
        for number in sorted(common & set(words)):
            for word, end in sorted(words[number].items()):
                _open_to_named(made, Holder.objects.get(pk=number), word, at, end)
    return list(User.objects.filter(holder__in=common).order_by("pk"))


def _named_for_all(rows: Iterable[Restriction], at: datetime) -> set[int]:
    """Holders who are named for each of these records, in one restriction of it or another."""
    record = {row.pk: (row.about, row.about_no) for row in rows}
    grants = Grant.objects.filter(standing(at), ground=Ground.NAMED, ground_no__in=record)
    named: dict[tuple[str, int], set[int]] = {pair: set() for pair in record.values()}
    for holder, number in grants.values_list("holder_id", "ground_no"):
        named[record[number]].add(holder)
    return set.intersection(*named.values()) if named else set()


def _named_words(rows: Iterable[Restriction], at: datetime) -> dict[int, dict[str, datetime | None]]:
    """Holder → what these restrictions keep open to her, and until when."""
    found: dict[int, dict[str, datetime | None]] = {}
    grants = Grant.objects.filter(standing(at), ground=Ground.NAMED, ground_no__in=[row.pk for row in rows])
    for holder, word, end in grants.order_by("until").values_list("holder_id", "opens", "until"):
        found.setdefault(holder, {})[word] = end
    return found


def _like(row: Restriction, numbers: Numbers) -> list[Restriction]:
    """The same restriction for other records, but for those that the same act keeps already."""
    together = Restriction.objects.filter(since=row.since, until=row.until, by=row.by_id)
    known = set(together.values_list("about", "about_no"))
    return [
        Restriction(
            about=about,
            about_no=number,
            reason=row.reason,
            note=row.note,
            since=row.since,
            until=row.until,
            by_id=row.by_id,
        )
        for about, found in numbers.items()
        for number in sorted(set(found))
        if (about, number) not in known
    ]


def _restriction_problems(people: list[User], until: date) -> dict[str, str]:
    problems = {}
    if not people:
        problems["named"] = _("Name at least one person who may still see the record.")
    if until <= clock.today():
        problems["until"] = _("The end date must be after today.")
    return problems


@act
def lift_restriction(*, row: Restriction, by: User) -> list[Restriction]:
    """The records that were restricted in one act with this one are open again to everyone whose work they are."""
    moment = clock.now()
    together = Restriction.objects.filter(standing(moment), since=row.since, by=row.by_id)
    rows = list(together.select_for_update(no_key=True).order_by("pk"))
    if not rows:
        raise Refusal(_("This restriction has ended already."))
    for lifted in rows:
        take_back(ground=Ground.NAMED, ground_no=lifted.pk, at=moment)
    together.update(until=moment)
    note(
        act="privacy.lift_restriction",
        about=row.about,
        about_no=row.about_no,
        by=by,
        at=moment,
        rows=[lifted.pk for lifted in rows],
    )
    return rows
