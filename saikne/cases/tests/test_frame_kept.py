"""A record kept to named persons is not told by the family's page."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from saikne.cases.queries.frame import frame_of, framed_cases
from saikne.cases.tests.factories import family
from saikne.core import clock
from saikne.privacy.actions import give, holder_of
from saikne.privacy.models import Restriction

pytestmark = pytest.mark.django_db


def test_a_kept_member_of_a_family_is_neither_named_nor_noted_as_shown() -> None:
    home = family()
    end = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=30), time.max))
    Restriction.objects.create(
        about="record", about_no=home.father.pk, reason="staff", since=clock.now(), until=end, by=home.service.head
    )

    frame = frame_of(framed_cases(home.lead).get(pk=home.case.pk), user=home.lead, on=clock.today())

    assert sorted(member.name for member in frame.people) == [
        "Elza Ozoliņa",
        "Ierobežotas pieejamības ieraksts",
        "Sanita Ozoliņa",
        "Toms Krastiņš",
    ]
    assert home.father.pk not in frame.shown()


def test_a_named_person_sees_the_kept_member() -> None:
    home = family()
    moment = clock.now()
    end = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=30), time.max))
    Restriction.objects.create(
        about="record", about_no=home.father.pk, reason="staff", since=moment, until=end, by=home.service.head
    )
    give(
        holder=holder_of(home.lead),
        numbers={"record": [home.father.pk]},
        opens="case_work",
        ground="named",
        ground_no=1,
        at=moment,
        until=end,
    )

    frame = frame_of(framed_cases(home.lead).get(pk=home.case.pk), user=home.lead, on=clock.today())

    assert "Raivis Krastiņš" in frame.names().values()
