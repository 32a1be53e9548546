"""Writing the ledger of reach, the access log, emergency access and restrictions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live, standing
from saikne.organisation.enums import UnitRole
from saikne.privacy.enums import PRECEDENCE, PURPOSE_OF, EmergencyAnswer, Ground, Opens, Purpose
from saikne.privacy.models import (
    AccessRow,
    Bar,
    BreakGlass,
    Grant,
    Holder,
    HolderMember,
    Restriction,
    Side,
)
from saikne.privacy.registry import anchors_of

SEPARATIONS = {Ground.LEAD: "lead_or_decide", Ground.DECIDES: "lead_or_decide"}
Numbers = Mapping[str, Iterable[int]]


def holder_of(user: User | int) -> Holder:
    """The user as a holder of grants; made at the first need, with herself as its member."""
    number = user if isinstance(user, int) else user.pk
    holder, made = Holder.objects.get_or_create(user_id=number)
    if made:
        HolderMember.objects.create(holder=holder, user_id=number, since=clock.now())
    return holder


def head_holder(unit_id: int) -> Holder:
    """Whoever heads this unit."""
    return Holder.objects.get_or_create(unit_id=unit_id, role=UnitRole.HEAD)[0]


@act
def appoint_head(*, user: User, unit_id: int, by: User) -> None:
    """From now this user acts as the head of the unit."""
    holder, moment = head_holder(unit_id), clock.now()
    HolderMember.objects.create(holder=holder, user=user, ground="post", since=moment)
    note(
        act="privacy.appoint_head",
        about="organisation.unit",
        about_no=unit_id,
        by=by,
        at=moment,
        user=user.pk,
    )


def give(
    *,
    holder: Holder,
    numbers: Numbers,
    opens: str,
    ground: str,
    ground_no: int,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Open records to a holder: `about` word → numbers. The caller holds the persons.

    Grounds that exclude each other (leads the case, decides the benefit) are refused.
    """
    for about, found in numbers.items():
        wanted = sorted(set(found))
        sides = _take_sides(holder, about, wanted, ground, at) if ground in SEPARATIONS and about == "record" else {}
        Grant.objects.bulk_create(
            Grant(
                holder=holder,
                about=about,
                about_no=number,
                opens=opens,
                ground=ground,
                ground_no=ground_no,
                since=at,
                until=until,
                side=sides.get(number),
            )
            for number in wanted
        )


def _take_sides(holder: Holder, about: str, numbers: list[int], ground: str, at: datetime) -> dict[int, Side]:
    """The holder's side for each record: the one she stands on, or a new one."""
    separation = SEPARATIONS[Ground(ground)]
    standing_on = Side.objects.filter(live(), holder=holder, about=about, about_no__in=numbers, separation=separation)
    sides = {side.about_no: side for side in standing_on}
    if any(side.ground != ground for side in sides.values()):
        raise Refusal(_("Who leads a client's case does not decide her benefit. Choose another worker."))
    new = [
        Side(holder=holder, about=about, about_no=number, separation=separation, ground=ground, since=at)
        for number in numbers
        if number not in sides
    ]
    return sides | {side.about_no: side for side in Side.objects.bulk_create(new)}


def take_back(*, ground: str, ground_no: int, at: datetime, holder: Holder | None = None) -> None:
    """End all that one ground opened, and the sides on which nothing leans any more."""
    rows = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=at), ground=ground, ground_no=ground_no)
    if holder is not None:
        rows = rows.filter(holder=holder)
    sides = {side for side in rows.values_list("side", flat=True) if side}
    rows.filter(since__gte=at).update(until=at + clock.TICK)
    rows.filter(since__lt=at).update(until=at)
    if sides:
        leaning = Grant.objects.filter(live(), side__in=sides).values_list("side", flat=True)
        left = Side.objects.filter(pk__in=sides - set(leaning))
        left.filter(since__gte=at).update(until=at + clock.TICK)
        left.filter(until__isnull=True).update(until=at)


def log_shown(*, user: User, records: Mapping[int, str], page: str) -> list[AccessRow]:
    """One row for each person shown, in one INSERT: the anchor of the moment, the purpose, the grant.

    A record behind which nobody stands cannot be logged, so it may not be shown: LookupError.
    """
    moment = clock.now()
    persons = anchors_of(records)
    if strangers := sorted(set(records) - set(persons)):
        raise LookupError(f"nobody stands behind the records {strangers}")
    standing_now = Grant.objects.standing_for(user.pk, moment).filter(about="record", about_no__in=list(records))
    rows = sorted(standing_now.values("about_no", "ground", "pk"), key=_weight, reverse=True)
    grants = {persons[row["about_no"]]: row for row in rows}  # the weightiest comes last and stays
    otherwise = _purpose(rows[-1]) if rows else Purpose.SEARCH  # a relative out of reach is shown for the page's sake
    told = {persons[number]: records[number] for number in sorted(records, key=lambda number: records[number])}
    return AccessRow.objects.bulk_create(
        AccessRow(
            at=moment,
            user_id=user.pk,
            person_no=person,
            page=page[:60],
            purpose=purpose or (_purpose(grants[person]) if person in grants else otherwise),
            grant_no=grants[person]["pk"] if person in grants else None,
        )
        for person, purpose in sorted(told.items())
    )


def _weight(row: Mapping[str, Any]) -> tuple[int, int]:
    return PRECEDENCE.index(Ground(row["ground"])), row["pk"]


def _purpose(row: Mapping[str, Any]) -> Purpose:
    return PURPOSE_OF[Ground(row["ground"])]


@act
def break_glass(
    *, user: User, about: str, about_no: int, numbers: Numbers, municipality_id: int, reason: str, words: str
) -> BreakGlass:
    """Open a record with which no relation joins the user, for some hours; the head is to answer.

    The caller holds the persons. One restricted record among `numbers` keeps all of them closed.
    """
    moment = clock.now()
    _refuse_emergency(user, numbers, words, moment)
    until = moment + timedelta(hours=settings.BREAK_GLASS_HOURS)
    row = BreakGlass.objects.create(
        user=user,
        about=about,
        about_no=about_no,
        municipality_id=municipality_id,
        reason=reason,
        words=words.strip(),
        since=moment,
        until=until,
    )
    give(
        holder=holder_of(user),
        numbers=numbers,
        opens=Opens.CASE_WORK,
        ground=Ground.EMERGENCY,
        ground_no=row.pk,
        at=moment,
        until=until,
    )
    note(
        act="privacy.break_glass",
        about=about,
        about_no=about_no,
        by=user,
        at=moment,
        row=row.pk,
        reason=reason,
    )
    return row


def _refuse_emergency(user: User, numbers: Numbers, words: str, at: datetime) -> None:
    if not words.strip():
        raise Refusal(words=_("Say in your own words what happened."))
    if _restricted(numbers, at).exists():
        raise Refusal(_("This record is restricted to named persons. Call the head of service."))
    if Bar.objects.filter(_named(numbers), standing(at), user=user).exists():
        raise Refusal(_("You have declared that you do not work with these people. Call the head of service."))


def _named(numbers: Numbers) -> Q:
    """Rows about any of these records."""
    found = Q(pk__in=[])
    for about, wanted in numbers.items():
        found |= Q(about=about, about_no__in=list(wanted))
    return found


def _restricted(numbers: Numbers, at: datetime) -> QuerySet[Restriction]:
    return Restriction.objects.filter(_named(numbers), standing(at))


@act
def answer_emergency(*, row: BreakGlass, answer: str, words: str, by: User) -> None:
    """The head says whether it was justified; the one who opened it does not answer for herself."""
    if answer == EmergencyAnswer.NOT_JUSTIFIED and not words.strip():
        raise Refusal(words=_("Say why it was not justified."))
    held = BreakGlass.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.user_id == by.pk:
        raise Refusal(_("You cannot answer for your own emergency access. Ask the head's stand-in."))
    if held.answer not in (EmergencyAnswer.WAITING, EmergencyAnswer.EXPLAIN):
        raise Refusal(_("This emergency access has been answered already."))
    moment = clock.now()
    BreakGlass.objects.filter(pk=held.pk).update(
        answer=answer, answer_words=words.strip(), answered_by=by, answered_at=moment
    )
    if answer == EmergencyAnswer.NOT_JUSTIFIED:
        take_back(ground=Ground.EMERGENCY, ground_no=held.pk, at=moment)
    note(
        act="privacy.answer_emergency",
        about=held.about,
        about_no=held.about_no,
        by=by,
        at=moment,
        row=held.pk,
        answer=answer,
    )


@act
def explain_emergency(*, row: BreakGlass, words: str, by: User) -> None:
    """The one who opened a record says why, when the head has asked; the head then answers again."""
    if not words.strip():
        raise Refusal(words=_("Say in your own words what happened."))
    held = BreakGlass.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.user_id != by.pk or held.answer != EmergencyAnswer.EXPLAIN or held.explained_at is not None:
        raise Refusal(_("No explanation is asked of you for this emergency access."))
    moment = clock.now()
    BreakGlass.objects.filter(pk=held.pk).update(explanation=words.strip(), explained_at=moment)
    note(act="privacy.explain_emergency", about=held.about, about_no=held.about_no, by=by, at=moment, row=held.pk)


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
    if _restricted(numbers, moment).exists():
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
    for row in _restricted(kept, at).order_by("pk"):
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
