"""What stands in the way of handing files over: facts gathered for many files at once, obstacles in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.models import Case, HandOver, LeadPeriod, MainWorkerPeriod
from saikne.cases.queries.access import not_named
from saikne.cases.queries.restricted import kept_from_main_worker
from saikne.cases.rules.team import HandOverFacts, HandOverObstacle, hand_over_obstacles
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.organisation.queries import Seat, seats
from saikne.people.models import HouseholdMember
from saikne.people.queries import anchors_of, records_of
from saikne.privacy.enums import Ground
from saikne.privacy.models import Bar, Grant, Restriction, Side


@dataclass(frozen=True, slots=True)
class Passing:
    """A file that is to go from its lead to somebody."""

    case: Case
    receiver: User


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a file cannot go to somebody, in a sentence."""

    case_no: int
    receiver_no: int
    kind: HandOverObstacle
    sentence: str


def obstacles_to(
    passings: Sequence[Passing], giver: User, *, by: User, main_worker: bool, waiting: bool = True
) -> list[Obstacle]:
    """All obstacles to all of these hand-overs, file by file, as `by` may know them; a constant number of queries.

    `main_worker`: who receives becomes the main worker where the giver is. `waiting`: that the file waits for a
    receipt already is an obstacle too.
    """
    known = _gather(passings, giver, _files_of_main(passings, giver) if main_worker else [])
    return [
        Obstacle(passing.case.pk, passing.receiver.pk, obstacle, _told(obstacle, passing, known, by))
        for passing in passings
        for obstacle in hand_over_obstacles(known.facts(passing))
        if waiting or obstacle != HandOverObstacle.WAITS_ALREADY
    ]


def _files_of_main(passings: Sequence[Passing], giver: User) -> list[Case]:
    """All open files of those clients of these files whose main worker gives them away."""
    clients = {passing.case.client_id for passing in passings}
    mains = MainWorkerPeriod.objects.filter(live(), client__in=clients, worker=giver)
    return list(Case.objects.open().filter(client__in=mains.values("client")).order_by("pk"))


def _told(obstacle: HandOverObstacle, passing: Passing, known: "_Known", by: User) -> str:
    if obstacle == HandOverObstacle.MAIN_KEPT:
        return kept_from_main_worker(passing.receiver, known.kept_beside(passing), by)
    return _sentence(obstacle, passing.receiver)


def kept_back(passings: Sequence[Passing], obstacles: Iterable[Obstacle]) -> set[int]:
    """Among several files the restricted ones that their receivers may not see: they stay, and the others go."""
    if len(passings) < 2:
        return set()
    return {row.case_no for row in obstacles if row.kind == HandOverObstacle.RESTRICTED}


@dataclass(frozen=True, slots=True)
class _Known:
    giver: int
    leads: Mapping[int, int]
    waiting: frozenset[int]
    seats: Mapping[int, Seat]
    may_lead: frozenset[int]
    people: Mapping[int, frozenset[int]]
    beside: Sequence[Case]
    decided: frozenset[tuple[int, int]]
    bars: frozenset[tuple[int, str, int]]
    closed_to_all: frozenset[tuple[str, int]]
    named: frozenset[tuple[int, str, int]]

    def facts(self, passing: Passing) -> HandOverFacts:
        """What is known of one file and the one who is to take it over."""
        case, who = passing.case, passing.receiver
        seat = self.seats.get(who.pk)
        subjects = self.people.get(case.pk, frozenset())
        numbers, restricted = self._numbers(case), self._closed(case, who)
        return HandOverFacts(
            closed=case.closed_at is not None,
            giver_leads=self.leads.get(case.pk) == self.giver,
            receiver_leads=self.leads.get(case.pk) == who.pk,
            waits=case.pk in self.waiting,
            staff=who.is_active and who.kind == UserKind.STAFF,
            posted_here=seat is not None and seat.municipality_id == case.municipality_id,
            may_lead=who.pk in self.may_lead,
            decides=any((who.pk, number) in self.decided for number in subjects),
            barred=any((who.pk, *pair) in self.bars for pair in numbers),
            restricted=restricted,
            main_kept=not restricted and bool(self.kept_beside(passing)),
        )

    def kept_beside(self, passing: Passing) -> list[Case]:
        """Other files of the client that the receiver would come to know as her main worker, and that are closed."""
        beside = [case for case in self.beside if case.client_id == passing.case.client_id and case != passing.case]
        return [case for case in beside if self._closed(case, passing.receiver)]

    def _numbers(self, case: Case) -> set[tuple[str, int]]:
        return {("case", case.pk), *(("record", number) for number in self.people.get(case.pk, ()))}

    def _closed(self, case: Case, who: User) -> bool:
        """Whether the file or one of its people is kept to named persons, and she is not among them."""
        return any((who.pk, *pair) not in self.named for pair in self._numbers(case) if pair in self.closed_to_all)


def _gather(passings: Sequence[Passing], giver: User, beside: Sequence[Case]) -> _Known:
    files = {case.pk: case for case in (*beside, *(passing.case for passing in passings))}
    receivers = {passing.receiver.pk: passing.receiver for passing in passings}
    people = people_of_files(files.values())
    records = {number for numbers in people.values() for number in numbers}
    moment = clock.now()
    numbers = Q(about="case", about_no__in=files) | Q(about="record", about_no__in=records)
    bars = Bar.objects.filter(standing(moment), numbers, user__in=receivers)
    named = Grant.objects.filter(standing(moment), numbers, ground=Ground.NAMED, holder__user__in=receivers)
    return _Known(
        giver=giver.pk,
        leads=dict(LeadPeriod.objects.filter(live(), case__in=files).values_list("case_id", "worker_id")),
        waiting=frozenset(open_hand_overs().filter(case__in=files).values_list("case_id", flat=True)),
        seats=seats(receivers),
        may_lead=frozenset(who_may_lead().filter(pk__in=receivers).values_list("pk", flat=True)),
        people=people,
        beside=beside,
        decided=_decided(records, receivers),
        bars=frozenset(bars.values_list("user_id", "about", "about_no")),
        closed_to_all=frozenset(Restriction.objects.filter(standing(moment), numbers).values_list("about", "about_no")),
        named=frozenset(
            (user or 0, about, number) for user, about, number in named.values_list("holder__user", "about", "about_no")
        ),
    )


def _decided(records: Iterable[int], receivers: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Who of these decides a benefit of which of these people, whichever record of a person the decision names."""
    anchors = anchors_of(records)
    others = anchors_of(records_of(anchors.values()))
    mine: dict[int, list[int]] = {}
    for record, person in anchors.items():
        mine.setdefault(person, []).append(record)
    sides = Side.objects.filter(
        live(), about="record", about_no__in=others, ground=Ground.DECIDES, holder__user__in=list(receivers)
    )
    return frozenset(
        (user or 0, record)
        for user, number in sides.values_list("holder__user", "about_no")
        for record in mine.get(others[number], [])
    )


def people_of_files(cases: Iterable[Case]) -> dict[int, frozenset[int]]:
    """The people of each file today; one query."""
    rows = list(cases)
    homes: dict[int, set[int]] = {}
    living = HouseholdMember.objects.filter(
        standing(clock.today()), household__in=[row.household_id for row in rows if row.household_id]
    )
    for home, record in living.values_list("household_id", "record_id"):
        homes.setdefault(home, set()).add(record)
    return {
        row.pk: frozenset([row.record_id] if row.record_id else homes.get(row.household_id or 0, ())) for row in rows
    }


def who_may_lead() -> QuerySet[User]:
    """Active staff whose role allows writing in files."""
    app, _dot, code = str(Perm.WORK).partition(".")
    roles = Group.objects.filter(permissions__codename=code, permissions__content_type__app_label=app)
    return User.objects.filter(kind=UserKind.STAFF, is_active=True, groups__in=roles).distinct()


def lead_problems(user: User, municipality_no: int) -> list[str]:
    """Why somebody cannot answer for files of this municipality, whichever they are."""
    seat = seats([user.pk]).get(user.pk)
    posted = seat is not None and seat.municipality_id == municipality_no
    found = [] if posted else [_sentence(HandOverObstacle.NO_POSTING, user)]
    return found if who_may_lead().filter(pk=user.pk).exists() else [*found, may_not_lead(user)]


def may_not_lead(user: User) -> str:
    """That somebody's role does not allow leading files."""
    return _sentence(HandOverObstacle.MAY_NOT_LEAD, user)


def barred_problem(user: User, numbers: Mapping[str, Iterable[int]]) -> list[str]:
    """Why somebody who has declared a conflict of interest does not work with these; `about` word → numbers."""
    wanted = Q(pk__in=[])
    for about, found in numbers.items():
        wanted |= Q(about=about, about_no__in=list(found))
    barred = Bar.objects.filter(wanted, standing(clock.now()), user=user).exists()
    return [_sentence(HandOverObstacle.BARRED, user)] if barred else []


def open_hand_overs() -> QuerySet[HandOver]:
    """Hand-overs that wait for a receipt."""
    return HandOver.objects.filter(received_at__isnull=True, returned_at__isnull=True)


def _sentence(obstacle: HandOverObstacle, receiver: User) -> str:
    name = {"name": str(receiver)}
    return {
        HandOverObstacle.CLOSED: _("The file is closed."),
        HandOverObstacle.NOT_THE_LEAD: _("Somebody else leads this file now. Open the page again."),
        HandOverObstacle.RECEIVER_LEADS: _("%(name)s leads this file already.") % name,
        HandOverObstacle.WAITS_ALREADY: _("The file is being handed over already and waits for a receipt."),
        HandOverObstacle.NOT_STAFF: _("%(name)s does not work in the service any more.") % name,
        HandOverObstacle.NO_POSTING: _("%(name)s has no post in the municipality of the file.") % name,
        HandOverObstacle.MAY_NOT_LEAD: _("The role of %(name)s does not allow leading files.") % name,
        HandOverObstacle.DECIDES_BENEFIT: _(
            "%(name)s decides a benefit of the same client, and cannot lead the file too."
        )
        % name,
        HandOverObstacle.BARRED: _("%(name)s may not see this file: a relative or another conflict of interest.")
        % name,
        HandOverObstacle.RESTRICTED: not_named(receiver),
    }[obstacle]
