"""A record kept to named persons is not told by the family's page."""

import io
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from saikne.accounts.models import Notice, User
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.journal import Said as Journalled
from saikne.cases.actions.plan import Said, answer_goal
from saikne.cases.actions.talk import add_statement
from saikne.cases.actions.team import add_member
from saikne.cases.actions.team_hand_over import How, hand_over
from saikne.cases.models import Assessment, Problem, Step
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.frames import frame_for
from saikne.cases.tests.signed import SOCIAL_WORK, may, signed_in
from saikne.cases.tests.test_plan_actions import goal
from saikne.core import clock
from saikne.people.actions import Joining
from saikne.people.actions import add_member as live_with
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.queries import anchors_of
from saikne.people.tests.factories import person
from saikne.privacy.actions import give, holder_of, log_shown, restrict
from saikne.privacy.models import AccessRow, Restriction

pytestmark = pytest.mark.django_db


def kept(home: Family) -> None:
    """The father's record is restricted, and nobody but the head is named."""
    end = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=30), time.max))
    Restriction.objects.create(
        about="record", about_no=home.father.pk, reason="staff", since=clock.now(), until=end, by=home.service.head
    )


def test_a_kept_member_of_a_family_is_neither_named_nor_noted_as_shown() -> None:
    home = family()
    kept(home)

    frame = frame_for(home.lead, home)

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

    frame = frame_for(home.lead, home)

    assert "Raivis Krastiņš" in frame.names().values()


@pytest.mark.parametrize("still_here", [True, False])
def test_of_a_kept_person_the_plan_tells_neither_name_nor_words(still_here: bool) -> None:
    home = family()
    aim = goal(home, record=None)
    answer_goal(goal=aim, answers=[Said(home.father.pk, "agrees", "Kanarija runā")], on=clock.today(), by=home.lead)
    if not still_here:
        HouseholdMember.objects.filter(record=home.father).update(until=clock.today())
    kept(home)

    browser = signed_in(home.lead)
    pages = [
        browser.get(reverse("cases:plan", args=[home.case.pk])).content.decode(),
        browser.get(reverse("cases:goal", args=[aim.pk])).content.decode(),
    ]

    assert [word for page in pages for word in ("Raivis", "Kanarija") if word in page] == []
    assert not AccessRow.objects.filter(person_no=anchors_of([home.father.pk])[home.father.pk]).exists()
    assert all("Sanita" in page for page in pages[:1])


@pytest.mark.parametrize("still_here", [True, False])
def test_of_a_kept_person_no_page_of_the_file_tells_anything(still_here: bool) -> None:
    home = family()
    secret = "Kanarija runā"
    happened = Happening(on=clock.today(), text="Apmeklējums", records=(home.father.pk,))
    said = Journalled("fact", f"{secret} žurnālā", "tēvs", home.father.pk)
    write_entry(case=home.case, what=happened, statements=[said], by=home.lead)
    for topic in ("strength", "situation"):
        add_statement(case=home.case, about=home.father.pk, kind="fact", topic=topic, text=f"{secret} {topic}",
                       source="tēvs", said_on=clock.today(), by=home.lead)  # fmt: skip
    Problem.objects.create(
        case=home.case, record=home.father, kind="addiction", what=f"{secret} problēma", severity="heavy",
        since=clock.today(), noted_by=home.lead, noted_at=clock.now(),
    )  # fmt: skip
    aim = goal(home, record=None)
    Step.objects.create(goal=aim, text="Piezvanīt", record=home.father, due=clock.today())
    PersonRecord.objects.filter(pk=home.father.pk).update(interpreter=True, language="uk")
    iveta = home.service.psychosocial
    give(holder=holder_of(iveta), numbers={"record": [home.father.pk]}, opens="case_work", ground="team",
         ground_no=9, at=clock.now())  # fmt: skip
    log_shown(user=iveta, records={home.father.pk: ""}, page="people:person")
    row = hand_over(
        passings=[Passing(home.case, may(home.service.parish, *SOCIAL_WORK))],
        giver=home.lead,
        how=How("Maiņa"),
        by=home.lead,
    )[0]
    if not still_here:
        HouseholdMember.objects.filter(record=home.father).update(until=clock.today())
    kept(home)

    browser = signed_in(home.lead)
    names = ("file", "people", "statements", "journal", "looked", "team")
    pages = {name: browser.get(reverse(f"cases:{name}", args=[home.case.pk])).content.decode() for name in names}
    pages["pack"] = browser.get(reverse("cases:hand_over_pack", args=[row.pk])).content.decode()

    told = {
        (name, word)
        for name, page in pages.items()
        for word in ("Raivis", "Kanarija", "Iveta", "tulks", "krainiešu")
        if word in page
    }
    assert told == set()
    assert (
        AccessRow.objects.exclude(user=iveta).filter(person_no=anchors_of([home.father.pk])[home.father.pk]).count()
        == 0
    )


def test_colleagues_with_facts_only_are_not_told_the_risk() -> None:
    home = family()
    Assessment.objects.create(
        case=home.case, state="signed", risk="high", begun_at=clock.now(), begun_by=home.lead,
        signed_at=clock.now(), signed_by=home.lead, sha256="0" * 64,
    )  # fmt: skip
    organiser = home.service.assistance
    add_member(case=home.case, user=organiser, role="assistance", does="pabalsti", by=home.lead)

    def told(user: User) -> str:
        return frame_for(user, home).risk

    assert (told(home.lead), told(organiser)) == ("high", "")


def test_of_a_restricted_person_who_joins_an_open_file_the_team_learns_only_that_somebody_joined() -> None:
    home = family()
    zane = person("Zane", "Slepena", date(1990, 1, 1), by=home.service.head)
    PersonRecord.objects.filter(pk=zane.pk).update(interpreter=True)
    restrict(
        numbers={"record": [zane.pk]}, reason="staff", words="", until=clock.today() + timedelta(days=30),
        named=[home.service.head], by=home.service.head,
    )  # fmt: skip
    live_with(household=home.home, joining=Joining(zane.pk, "other", clock.today()), by=home.service.head)

    browser = signed_in(home.lead)
    names = [
        "file",
        "people",
        "statements",
        "plan",
        "agreement",
        "journal",
        "entry_add",
        "chapter_add",
        "looked",
        "team",
    ]
    pages = {name: browser.get(reverse(f"cases:{name}", args=[home.case.pk])).content.decode() for name in names}
    assert not AccessRow.objects.filter(user=home.lead, person_no=anchors_of([zane.pk])[zane.pk]).exists()
    pages |= {name: browser.get(reverse(name)).content.decode() for name in ("web:home", "cases:notices")}
    card = browser.get(reverse("cases:card", args=[home.case.pk])).content

    told = {name for name, page in pages.items() for word in ("Zane", "Slepen", "tulks") if word in page}
    assert told == set()
    assert "Slepena" not in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(card)).pages)
    assert [notice.message for notice in Notice.objects.filter(user=home.lead)] == ["cases.member_joined"]
