"""What the database itself refuses in the ledger of reach; a right row beside each wrong one is held."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saikne.organisation.tests.factories import Service, service
from saikne.privacy.actions import head_holder, holder_of
from saikne.privacy.models import Bar, BreakGlass, Grant, Holder, HolderMember, Restriction, Side

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=4)


@pytest.fixture
def office() -> Service:
    return service()


def grant(o: Service, until: datetime | None = None, **more: Any) -> Grant:
    fields = {"about": "case", "about_no": 7, "opens": "case_work", "ground": "team", "ground_no": 1}
    return Grant.objects.create(holder=holder_of(o.family), since=NOON, until=until, **fields | more)


def emergency(o: Service, **more: Any) -> BreakGlass:
    fields = {"about": "case", "about_no": 7, "reason": "duty", "words": "zvans", "since": NOON, "until": LATER}
    return BreakGlass.objects.create(user=o.family, municipality=o.municipality, **fields | more)


def restriction(o: Service, until: datetime | None) -> Restriction:
    return Restriction.objects.create(about="case", about_no=7, reason="staff", by=o.head, since=NOON, until=until)


def side(o: Service, ground: str, until: datetime | None = None) -> Side:
    return Side.objects.create(
        holder=holder_of(o.family), about="record", about_no=7, separation="lead_or_decide", ground=ground,
        since=NOON, until=until,
    )  # fmt: skip


def member(o: Service, since: datetime, until: datetime | None) -> HolderMember:
    return HolderMember.objects.create(
        holder=head_holder(o.unit.pk), user=o.head, ground="post", since=since, until=until
    )


def bar(o: Service, until: datetime | None) -> Bar:
    return Bar.objects.create(user=o.family, about="case", about_no=7, ground="relative", since=NOON, until=until)


Deed = Callable[[Service], object]
PAIRS: dict[str, tuple[Deed, Deed]] = {
    "the same grant twice": (lambda o: (grant(o, LATER), grant(o)), grant),
    "a grant that ends as it begins": (lambda o: grant(o, LATER), lambda o: grant(o, NOON)),
    "a restriction without an end": (lambda o: restriction(o, LATER), lambda o: restriction(o, None)),
    "a restriction that runs backward": (lambda o: restriction(o, LATER), lambda o: restriction(o, NOON)),
    "a bar that ends as it begins": (lambda o: bar(o, None), lambda o: bar(o, NOON)),
    "both sides of a separation": (
        lambda o: (side(o, "lead", LATER), side(o, "lead")),
        lambda o: side(o, "decides"),
    ),
    "a membership that ends as it begins": (lambda o: member(o, NOON, LATER), lambda o: member(o, LATER, LATER)),
    "the same membership twice": (lambda o: member(o, NOON, LATER), lambda o: member(o, NOON, None)),
    "a role of a unit held twice": (
        lambda o: head_holder(o.unit.pk),
        lambda o: Holder.objects.create(unit=o.unit, role="head"),
    ),
    "an emergency answered by nobody": (
        lambda o: emergency(o, answer="justified", answered_by=o.head, answered_at=LATER),
        lambda o: emergency(o, answer="justified", answered_at=LATER),
    ),
    "an emergency that waits and is answered": (
        emergency,
        lambda o: emergency(o, answered_by=o.head, answered_at=LATER),
    ),
    "an explanation that nobody asked for": (
        lambda o: emergency(
            o, answer="explain", answered_by=o.head, answered_at=LATER, explanation="x", explained_at=LATER
        ),
        lambda o: emergency(o, explanation="x", explained_at=LATER),
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", PAIRS)
def test_the_database_holds_the_right_row_and_refuses_the_wrong_one(office: Service, wrong: str) -> None:
    held, refused = PAIRS[wrong]
    held(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        refused(office)
