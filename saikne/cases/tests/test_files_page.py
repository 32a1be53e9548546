"""The first page of a file answers: who, who is responsible, what is agreed, what is due, what changed."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.plan_steps import copy_first_steps
from saikne.cases.enums import AskedBy, EntryKind, StatementKind, Topic
from saikne.cases.models import (
    Case,
    ChildAim,
    Goal,
    GoalAnswer,
    JournalEntry,
    Obstacle,
    Plan,
    Problem,
    Statement,
    Step,
    TeamMember,
)
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.signed import may_lead
from saikne.core import clock
from saikne.organisation.tests.factories import institution
from saikne.people.models import HouseholdMember, Tie
from saikne.people.tests.factories import person
from saikne.privacy.actions import give, holder_of
from saikne.privacy.models import AccessRow
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LOG = ("privacy_accessrow", "privacy_grant", "people_identitylink")


def signed_in(user: User, role: str = "family") -> Browser:
    sync_roles()
    give_role(user, role)
    browser = Browser()
    browser.force_login(user)
    return browser


def goal(ozolini: Family, title: str, *, steps: int = 0, due: date = TODAY + timedelta(days=20)) -> Goal:
    plan, _ = Plan.objects.get_or_create(
        client=ozolini.case.client, until=None, defaults={"since": ozolini.case.opened_at}
    )
    made = Goal.objects.create(
        plan=plan, case=ozolini.case, title=title, asked_by=AskedBy.CHILD, due=due, state="in_progress"
    )
    for number in range(steps):
        Step.objects.create(
            goal=made, user=ozolini.lead, text=f"{title}: {number}. solis", due=due + timedelta(days=number)
        )
    GoalAnswer.objects.create(
        goal=made, record=ozolini.daughter, answer="agrees", on=TODAY, noted_at=clock.now(), by=ozolini.lead
    )
    return made


def furnished(ozolini: Family) -> Goal:
    """A file with something in every part of the page."""
    case, lead = ozolini.case, ozolini.lead
    school = goal(ozolini, "Elza apmeklē skolu", steps=1)
    Step.objects.create(goal=school, record=ozolini.daughter, text="Tikties ar psihologu", due=TODAY)
    late = Step.objects.create(goal=school, institution=institution(), text="Kavējumu pārskats", due=TODAY)
    Obstacle.objects.create(step=late, kind="no_transport", on=TODAY, by=lead)
    Step.objects.create(goal=school, user=lead, text="Jau izdarīts", due=TODAY, state="done", done_on=TODAY)
    ChildAim.objects.create(
        plan=school.plan,
        record=ozolini.daughter,
        aim="Jūtas skolā droši",
        own_words="„Ja Marta iet, eju arī es.”",
        on=TODAY,
    )
    said = {"case": case, "source": "saruna", "said_on": TODAY, "noted_by": lead, "noted_at": clock.now()}
    Statement.objects.create(
        kind=StatementKind.FACT, topic=Topic.STRENGTH, text="Sanita pati zvana", about=ozolini.mother, **said
    )
    Statement.objects.create(kind=StatementKind.FACT, topic=Topic.SITUATION, text="Rēķins nav samaksāts", **said)
    Statement.objects.create(kind=StatementKind.OPINION, topic=Topic.RISK, text="Vientuļa", **said)
    noted = {"case": case, "severity": "medium", "noted_by": lead, "noted_at": clock.now()}
    Problem.objects.create(kind="debt", what="Parāds par elektrību", since=date(2026, 1, 1), **noted)
    Problem.objects.create(
        kind="school", what="Beidzies kavējums", since=date(2025, 1, 1), until=date(2025, 6, 1), **noted
    )
    JournalEntry.objects.create(
        case=case, kind=EntryKind.HOME_VISIT, on=TODAY, at_time=time(14, 20), minutes=50,
        text="Krāsns salabota.", by=lead, noted_at=clock.now(),
    )  # fmt: skip
    TeamMember.objects.create(case=case, user=ozolini.service.psychosocial, role="psychosocial", since=clock.now())
    Case.objects.filter(pk=case.pk).update(summary="Ģimene lūdza palīdzību.", summary_on=TODAY, review_due=TODAY)
    copy_first_steps(Case.objects.filter(pk=case.pk))
    return school


@pytest.fixture
def ozolini() -> Family:
    return family()


def page(browser: Browser, ozolini: Family) -> str:
    response = browser.get(reverse("cases:file", args=[ozolini.case.pk]))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_one_page_tells_who_who_answers_what_is_agreed_due_and_changed(ozolini: Family) -> None:
    furnished(ozolini)

    text = page(signed_in(ozolini.lead), ozolini)

    for told in [
        "Ozoliņu ģimene", ozolini.case.label, "Maija Liepa", "Gadījuma vadītājs", "Elza apmeklē skolu",
        "Tikties ar psihologu", "Kavējumu pārskats", "Sēmes pamatskola", "šķērslis: nav transporta",
        "Sanita pati zvana",
        "Parāds par elektrību", "Jūtas skolā droši", "„Ja Marta iet, eju arī es.”", "Krāsns salabota.",
        "Iveta Saulīte", "Ģimene lūdza palīdzību.", "Elza Ozoliņa",
    ]:  # fmt: skip
        assert told in text


def test_what_has_ended_has_left_the_first_page(ozolini: Family) -> None:
    furnished(ozolini)

    text = page(signed_in(ozolini.lead), ozolini)

    assert "Beidzies kavējums" not in text
    assert "Jau izdarīts" not in text


def test_an_empty_file_says_how_to_begin(ozolini: Family) -> None:
    response = signed_in(ozolini.lead).get(reverse("cases:file", args=[ozolini.case.pk]))

    assert reverse("cases:goal_add", args=[ozolini.case.pk]) in response.content.decode()
    assert response.content.decode().count("app-empty") >= 3


def test_only_case_management_is_called_so(ozolini: Family) -> None:
    ozolini.case.kind.managed = False
    ozolini.case.kind.save()

    text = page(signed_in(ozolini.lead), ozolini)

    assert "Atbildīgais sociālais darbinieks" in text
    assert "Gadījuma vadītājs" not in text


def facts_reader(ozolini: Family) -> User:
    reader = ozolini.service.assistance
    people = [ozolini.mother.pk, ozolini.father.pk, ozolini.daughter.pk, ozolini.son.pk]
    give(
        holder=holder_of(reader), numbers={"case": [ozolini.case.pk], "record": people}, opens="facts",
        ground="team", ground_no=1, at=clock.now(),
    )  # fmt: skip
    return reader


def test_who_sees_facts_only_sees_no_opinion_goal_or_journal(ozolini: Family) -> None:
    furnished(ozolini)

    text = page(signed_in(facts_reader(ozolini), "assistance"), ozolini)

    assert "Rēķins nav samaksāts" in text
    assert "Maija Liepa" in text
    for hidden in ["Vientuļa", "Elza apmeklē skolu", "Krāsns salabota.", "Parāds par elektrību", "Ja Marta iet"]:
        assert hidden not in text


def test_a_stranger_gets_no_page_and_a_colleague_of_another_unit_neither(ozolini: Family) -> None:
    address = reverse("cases:file", args=[ozolini.case.pk])

    assert signed_in(ozolini.lead).get(address).status_code == 200
    for stranger in [ozolini.service.outsider, ozolini.service.other_unit]:
        assert signed_in(stranger).get(address).status_code == 404


def test_everybody_in_the_family_is_noted_as_shown(ozolini: Family) -> None:
    before = AccessRow.objects.count()

    page(signed_in(ozolini.lead), ozolini)

    rows = AccessRow.objects.order_by("-pk")[: AccessRow.objects.count() - before]
    assert len(rows) == 4
    assert {row.page for row in rows} == {"cases:file"}


def test_a_relative_out_of_reach_is_two_initials_and_one_within_reach_a_name(ozolini: Family) -> None:
    lead = ozolini.lead
    other = ozolini.service.other_unit
    known = person("Velta", "Lapa", date(1960, 1, 1), by=lead)
    stranger = person("Andris", "Kanārijs", date(1980, 1, 1), by=other, sex="M")
    noted = {"noted_at": clock.now(), "noted_by": lead}
    Tie.objects.create(a=known, b=ozolini.mother, kind="birth_parent", **noted)
    Tie.objects.create(a=stranger, b=ozolini.daughter, kind="birth_parent", **noted)

    text = page(signed_in(lead), ozolini)

    assert "Velta Lapa" in text
    assert "A… K…" in text
    assert "Kanārijs" not in text


def queries_of(browser: Browser, ozolini: Family) -> list[str]:
    """What the page asked, but for the access log and its reasons."""
    address = reverse("cases:file", args=[ozolini.case.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    queries = [query["sql"] for query in asked.captured_queries]
    return [sql for sql in queries if not is_about_the_log(sql)]


def is_about_the_log(sql: str) -> bool:
    if sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")):
        return True
    begins = (f'SELECT "{LOG[2]}"."', f'SELECT "{LOG[1]}"."', f'INSERT INTO "{LOG[0]}"')
    return sql.startswith(begins) or f'FROM "{LOG[0]}"' in sql


# Documents, which belong to privacy.
PANELS_OF_OTHER_ROOMS = 1


def test_the_page_asks_at_most_twelve_times_and_once_for_each_panel_of_another_room(ozolini: Family) -> None:
    furnished(ozolini)
    browser = signed_in(ozolini.lead)
    few = queries_of(browser, ozolini)

    for number in range(8):
        goal(ozolini, f"Mērķis {number}", steps=3)
        cousin = person(f"Bērns{number}", "Ozoliņš", date(2015, 1, 1 + number), by=ozolini.lead)
        HouseholdMember.objects.create(household=ozolini.home, record=cousin, role="child", since=date(2020, 1, 1))
        aunt = person(f"Tante{number}", "Lapa", date(1970, 1, 1 + number), by=ozolini.lead)
        Tie.objects.create(a=aunt, b=ozolini.mother, kind="sibling", noted_at=clock.now(), noted_by=ozolini.lead)
    many = queries_of(browser, ozolini)

    assert len(few) <= 12 + PANELS_OF_OTHER_ROOMS, "\n\n".join(few)
    assert len(many) == len(few)


def test_the_page_of_one_adult_reads_well_too(ozolini: Family) -> None:
    office = ozolini.service
    alone = person("Ausma", "Lapiņa", date(1950, 3, 1), by=office.adults)
    kind = file_kind("seniors", subject="adult", staged=False, prefix="SN")
    case = open_case(
        kind=kind,
        municipality=office.municipality,
        record=alone,
        lead=may_lead(office.adults),
        purpose="Atbalsts",
        by=office.adults,
    )

    response = signed_in(office.adults, "adults").get(reverse("cases:file", args=[case.pk]))

    text = response.content.decode()
    assert response.status_code == 200
    assert "Ausma Lapiņa" in text
    assert "app-stages" not in text


def test_a_file_of_one_person_speaks_of_the_client_and_never_of_a_family(ozolini: Family) -> None:
    office = ozolini.service
    browser = signed_in(office.adults, "adults")
    born = {"adult": date(1950, 3, 1), "child": date(2015, 3, 1)}
    for subject, code in (("adult", "SG"), ("child", "NL")):
        alone = person("Ausma", "Lapiņa", born[subject], by=office.adults)
        case = open_case(
            kind=file_kind(subject, subject=subject, prefix=code), municipality=office.municipality, record=alone,
            lead=office.adults, purpose="Atbalsts", by=office.adults,
        )  # fmt: skip
        plan = Plan.objects.create(client=case.client, since=case.opened_at)
        wish = Goal.objects.create(plan=plan, case=case, title="Dzīvot mājās", asked_by=AskedBy.CLIENT, due=TODAY)
        Problem.objects.create(
            case=case, kind="debt", what="Parāds", since=date(2026, 1, 1), severity="medium", noted_by=office.adults,
            noted_at=clock.now(),
        )  # fmt: skip

        for name, number in (
            ("file", case.pk), ("statements", case.pk), ("statement_add", case.pk), ("goal_add", case.pk),
            ("step_add", wish.pk), ("entry_add", case.pk), ("review_add", case.pk), ("close", case.pk),
        ):  # fmt: skip
            page = browser.get(reverse(f"cases:{name}", args=[number])).content.decode()
            text = page
            for named_so in ("Ģimene un saiknes", str(case.kind), "Atbalsts ģimenei pēc bērna nošķiršanas"):
                text = text.replace(named_so, "")
            assert (name, re.findall(r"[^<>]*(?:[Ģģ]imen)[^<>]*", text)) == (name, [])
        first = browser.get(reverse("cases:file", args=[case.pk])).content.decode()
        assert ("Ko dara klients" in first, "Parāds – Ausma" in first) == (True, True)


def test_a_deputy_stands_on_the_page_with_an_end(ozolini: Family) -> None:
    moment = clock.now()
    until = moment + timedelta(days=9)
    TeamMember.objects.create(case=ozolini.case, user=ozolini.service.parish, role="deputy", since=moment, until=until)
    TeamMember.objects.create(
        case=ozolini.case, user=ozolini.service.adults, role="adults", since=moment, until=clock.now()
    )

    text = page(signed_in(ozolini.lead), ozolini)

    assert "Vija Ābele" in text
    assert f"{clock.local_date(until):%d.%m.%Y.}" in text
    assert "Egils Ozols" not in text


def test_a_closed_file_is_read_and_not_written(ozolini: Family) -> None:
    furnished(ozolini)
    Case.objects.filter(pk=ozolini.case.pk).update(closed_at=clock.now(), closing_reason="goals_reached")

    response = signed_in(ozolini.lead).get(reverse("cases:file", args=[ozolini.case.pk]))

    text = response.content.decode()
    assert "Mērķi ir sasniegti" in text
    assert "Elza apmeklē skolu" in text
    assert reverse("cases:reopen", args=[ozolini.case.pk]) in text
    for name in ["entry_add", "goal_add", "hand_over", "stage"]:
        assert reverse(f"cases:{name}", args=[ozolini.case.pk]) not in text


def test_the_main_worker_stands_beside_the_lead_where_they_are_two(ozolini: Family) -> None:
    office = ozolini.service
    second = open_case(
        kind=file_kind("assistance", staged=False, prefix="SP"),
        municipality=office.municipality,
        household=ozolini.home,
        lead=may_lead(office.assistance),
        purpose="Pabalsts",
        by=office.assistance,
    )

    response = signed_in(office.assistance, "assistance").get(reverse("cases:file", args=[second.pk]))

    text = response.content.decode()
    assert "Klienta galvenais darbinieks" in text
    assert text.index("Dace Krūmiņa") < text.rindex("Maija Liepa")
