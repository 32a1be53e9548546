"""Absence, deputy, leaving, return and hand-over in any order: every open piece of work has one who answers.

Deeds fall on the days of a fortnight; after each of them, and on the days after the last, it is asked who answers.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from saikne.accounts.models import User
from saikne.cases.actions.absence_deputies import return_to_work, stand_in_by_file, stand_in_for_all
from saikne.cases.actions.team_hand_over import How, hand_over, receive
from saikne.cases.models import Case, HandOver, LeadPeriod
from saikne.cases.queries.absence_work import responsible_for
from saikne.cases.queries.leaver_work import left_work
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.organisation.actions import open_post
from saikne.organisation.actions.absence import mark_absence
from saikne.organisation.actions.staff import begin_again, end_work
from saikne.organisation.models import Absence, Post
from saikne.organisation.tests.factories import SINCE

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ABSENCE_STORIES", "20"))  # more, when somebody looks for a rare order
WORKERS = ("family", "adults", "parish", "head")
WHO = st.sampled_from(("family", "family", "adults", "adults", "parish", "head"))
DEEDS = st.one_of(
    st.tuples(st.just("away"), WHO, st.integers(0, 4), st.one_of(st.none(), st.integers(0, 6))),
    st.tuples(st.just("deputy"), WHO, WHO, st.integers(0, 6)),
    st.tuples(st.just("file"), WHO, WHO, st.integers(0, 6)),
    st.tuples(st.just("back"), WHO),
    st.tuples(st.just("leave"), WHO),
    st.tuples(st.just("again"), WHO),
    st.tuples(st.just("ask"), WHO, st.booleans()),
    st.tuples(st.just("receive"), WHO),
)
ANY_ORDER = st.lists(st.tuples(st.integers(0, 2), DEEDS), min_size=1, max_size=7)
# Half of the stories begin where most go wrong: the lead of both files is away, and somebody stands in.
BEGUN = st.tuples(st.just(0), st.tuples(st.just("deputy"), st.just("family"), WHO, st.integers(0, 6)))
STORY = st.one_of(ANY_ORDER, st.builds(lambda first, rest: [first, *rest], BEGUN, ANY_ORDER))


class UndoError(Exception):
    """The story is told: take it back."""


class Office:
    """A service of four on a day, with two open files."""

    def __init__(self, home: Family) -> None:
        self.first = clock.today() + timedelta(days=1)
        here = home.service
        self.boss = User.objects.get(pk=here.head.pk)
        self.day = 0
        self.files = [home.case, family(here, surname="Otr").case]
        self.post: Post = open_post(unit=here.unit, specialisation="family", title="x", since=SINCE, by=here.head)

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    def on(self, number: int) -> date:
        return self.first + timedelta(days=number)

    def noon(self, number: int) -> datetime:
        return clock.midnight(self.on(number)) + timedelta(hours=12)

    def do(self, deed: tuple[Any, ...]) -> None:
        """What cannot be done is refused, as in life; nothing else may fail."""
        word, *told = deed
        deeds: dict[str, Callable[..., object]] = {
            "away": self.away, "deputy": self.deputy, "file": self.file, "back": self.back,
            "leave": self.leave, "again": self.again, "ask": self.ask, "receive": self.receive,
        }  # fmt: skip
        with suppress(Refusal):
            deeds[word](*told)
            event(f"done: {word}")

    def _absence(self, who: str) -> Absence:
        """Her coming absence, or one from this morning."""
        today = self.on(self.day)
        rows = Absence.objects.filter(
            Q(until__isnull=True) | Q(until__gt=today), user__username=who, back_at__isnull=True
        )
        return rows.order_by("-since").first() or self.away(who, 0, None)

    def away(self, who: str, first: int, length: int | None) -> Absence:
        since = self.on(self.day + first)
        last = None if length is None else since + timedelta(days=length)
        return mark_absence(user=self.user(who), kind="sick", since=since, last_day=last, by=self.boss)

    def deputy(self, who: str, by: str, length: int) -> None:
        row = self._absence(who)
        if row.until is not None:
            length = min(length, (row.until - max(row.since, self.on(self.day))).days - 1)
        last = max(row.since, self.on(self.day)) + timedelta(days=length)
        stand_in_for_all(absence=row, deputy=self.user(by), last_day=last, by=self.boss)

    def file(self, who: str, by: str, length: int) -> None:
        led = [case for case in self.files if self._lead(case) == who][:1]
        passings = [
            Passing(Case.objects.select_related("kind", "number__series").get(pk=one.pk), self.user(by)) for one in led
        ]
        last = self.on(self.day + length + 1)
        stand_in_by_file(absence=self._absence(who), passings=passings, last_day=last, by=self.boss)

    def back(self, who: str) -> None:
        return_to_work(absence=self._absence(who), by=self.boss)

    def leave(self, who: str) -> None:
        if who == "head":
            raise Refusal("somebody must head the service")
        end_work(user=self.user(who), by=self.boss)

    def again(self, who: str) -> None:
        begin_again(
            user=self.user(who),
            roles=["family"],
            post=self.post,
            since=self.on(self.day),
            share=Decimal(1),
            by=self.boss,
        )

    def ask(self, receiver: str, at_once: bool) -> None:
        giver = self._lead(self.files[0])
        led = [case for case in self.files if self._lead(case) == giver]
        hand_over(
            passings=[
                Passing(Case.objects.select_related("kind", "number__series").get(pk=one.pk), self.user(receiver))
                for one in led
            ],
            giver=self.user(giver),
            how=How("kārtībai", at_once=at_once),
            by=self.boss,
        )

    def receive(self, who: str) -> None:
        for row in HandOver.objects.filter(receiver__username=who, received_at__isnull=True, returned_at__isnull=True):
            receive(row=row, by=self.user(who))

    def _lead(self, case: Case) -> str:
        return LeadPeriod.objects.get(live(), case=case).worker.username

    def check(self, number: int) -> None:
        """On this day each file has one who answers, who works here and reaches it; what a leaver led is listed."""
        with clock.at(self.noon(number)):
            listed = {line.label for row in left_work(self.boss).rows for line in row.files}
            for case in Case.objects.select_related("kind", "number__series"):
                lead = LeadPeriod.objects.get(live(), case=case).worker
                answers = responsible_for(case)
                assert answers is not None
                assert answers.is_active
                event(f"answers: {'lead' if answers == lead else 'head' if answers == self.boss else 'deputy'}")
                assert Case.objects.worked_by(answers, only=case.pk).exists(), (number, str(answers), str(lead))
                waits = HandOver.objects.filter(case=case, received_at__isnull=True, returned_at__isnull=True).exists()
                assert lead.is_active or waits or case.label in listed
                if not lead.is_active:
                    assert not Case.objects.worked_by(lead, only=case.pk).exists()


@pytest.fixture
def office(roles: None) -> Office:
    home = family()
    for name in WORKERS:
        User.objects.get(username=name).groups.add(Group.objects.get(name=name))
    return Office(home)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STORY)
def test_in_any_order_every_file_has_one_who_answers_on_every_day(office: Office, story: list[tuple[int, Any]]) -> None:
    with suppress(UndoError), transaction.atomic():
        _tell(office, story)
        raise UndoError


def _tell(office: Office, story: list[tuple[int, Any]]) -> None:
    office.day = 0
    for step, deed in story:
        office.day += step
        with clock.at(office.noon(office.day) - timedelta(hours=1)):
            office.do(deed)
        office.check(office.day)
    for number in (1, 3, 6, 9):
        office.check(office.day + number)
