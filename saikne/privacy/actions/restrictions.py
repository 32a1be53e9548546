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

    `opens` says what a named user keeps open (user number → words); whoever is not in it gets the whole file.
    The caller holds the persons.
    """
    people = {person.pk: person for person in named}
    moment, end = clock.now(), timezone.make_aware(datetime.combine(until, time.max))
    if problems := _restriction_problems(list(people.values()), until):
        raise Refusal(**problems)
    if restrictions_on(numbers, moment).exists():
        raise Refusal(_("One of these records is restricted already. Lift that restriction first."))
    rows = [
        Restriction(about=about, about_no=number, reason=reason, note=words.strip(), since=moment, until=end, by=by)
        for about, found in numbers.items()
        for number in sorted(set(found))
    ]
    made = Restriction.objects.bulk_create(rows)
    for person in people.values():
        for word in opens.get(person.pk) or (Opens.CASE_WORK,):
            _open_to_named(made, holder_of(person), word, moment)
    note(
        act="privacy.restrict",
        about=rows[0].about,
        about_no=rows[0].about_no,
        by=by,
        at=moment,
        rows=[row.pk for row in made],
        named=sorted(people),
    )
    return made


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

    Inside an action that holds the persons. Who may see them is answered: those named in every such restriction.
    """
    acts: dict[tuple[datetime, int], list[Restriction]] = {}
    for row in restrictions_on(kept, at).order_by("pk"):
        acts.setdefault((row.since, row.by_id), []).append(row)
    opens = [_named_words(rows, at) for rows in acts.values()]
    common = set.intersection(*(set(words) for words in opens)) if opens else set()
    for rows, words in zip(acts.values(), opens, strict=True):
        made = Restriction.objects.bulk_create(_like(rows[0], numbers))
        for number in sorted(common):
            for word, end in sorted(words[number].items()):
                _open_to_named(made, Holder.objects.get(pk=number), word, at, end)
    return list(User.objects.filter(holder__in=common).order_by("pk"))


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
