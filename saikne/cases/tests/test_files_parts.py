"""People by date, the place of a file, the client's card, the boundaries of practice."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from saikne.cases.actions.files_place import Boundaries, set_boundaries
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.team import add_deputy
from saikne.cases.models import FilePlace, PracticeBoundary, TeamMember
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.signed import SOCIAL_WORK, may, may_lead
from saikne.cases.tests.test_files_page import facts_reader, is_about_the_log, signed_in
from saikne.core import clock
from saikne.core.models import AuditRow
from saikne.people.models import HouseholdMember, Tie
from saikne.people.tests.factories import person
from saikne.privacy.actions import restrict
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
SAYS = Boundaries(
    contact_hours="darbdienās no 9.00 līdz 16.30",
    in_an_emergency="zvaniet 112",
    we_do="Uzklausām\n\n  Palīdzam sakārtot dokumentus ",
    we_do_not="Neaizdodam naudu",
)


@pytest.fixture
def ozolini() -> Family:
    return family()


def address(name: str, ozolini: Family) -> str:
    return reverse(f"cases:{name}", args=[ozolini.case.pk])


def card_text(user_response: object) -> str:
    reader = PdfReader(io.BytesIO(getattr(user_response, "content")))  # noqa: B009
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_family_is_told_by_date_with_those_who_left(ozolini: Family) -> None:
    gone = person("Velta", "Lapa", date(1958, 1, 1), by=ozolini.lead)
    HouseholdMember.objects.create(
        household=ozolini.home, record=gone, role="grandparent", since=date(2020, 1, 1), until=date(2023, 5, 1)
    )
    Tie.objects.create(a=gone, b=ozolini.mother, kind="birth_parent", noted_at=clock.now(), noted_by=ozolini.lead)

    response = signed_in(ozolini.lead).get(address("people", ozolini))

    home = response.context["family"].homes[0]
    assert [line.person.name for line in home.now][-2:] == ["Elza Ozoliņa", "Toms Krastiņš"]
    assert {line.person.name: line.signs for line in home.now}["Toms Krastiņš"] is False
    assert {line.person.name: line.signs for line in home.now}["Sanita Ozoliņa"] is True
    assert [line.person.name for line in home.before] == ["Velta Lapa"]
    assert response.context["family"].ties[0].a.name == "Velta Lapa"


def test_somebody_out_of_reach_is_initials_on_the_page_of_people(ozolini: Family) -> None:
    stranger = person("Andris", "Kanārijs", date(1980, 1, 1), by=ozolini.service.other_unit, sex="M")
    noted = {"noted_at": clock.now(), "noted_by": ozolini.lead}
    Tie.objects.create(a=stranger, b=ozolini.daughter, kind="birth_parent", **noted)

    text = signed_in(ozolini.lead).get(address("people", ozolini)).content.decode()

    assert "A… K…" in text
    assert "Kanārijs" not in text


def test_a_restricted_relative_is_a_number_alone(ozolini: Family) -> None:
    office = ozolini.service
    hidden = person("Andris", "Kanārijs", date(1980, 1, 1), by=ozolini.lead, sex="M")
    Tie.objects.create(a=hidden, b=ozolini.daughter, kind="birth_parent", noted_at=clock.now(), noted_by=ozolini.lead)
    browser = signed_in(ozolini.lead)
    assert "Kanārijs" in browser.get(address("people", ozolini)).content.decode()
    restrict(
        numbers={"record": [hidden.pk]}, reason="staff", words="", until=clock.today() + timedelta(days=30),
        named=[office.head], by=office.head,
    )  # fmt: skip

    for name in ["people", "file"]:
        text = browser.get(address(name, ozolini)).content.decode()
        assert f"ieraksts Nr. {hidden.pk}" in text
        assert "Kanārijs" not in text
        assert "A… K…" not in text


def test_the_page_of_people_asks_as_often_for_twelve_as_for_four(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address("people", ozolini)).status_code == 200
        return sum(not is_about_the_log(query["sql"]) for query in queries.captured_queries)

    before = asked()
    for number in range(8):
        more = person(f"Bērns{number}", "Ozoliņš", date(2016, 1, 1 + number), by=ozolini.lead)
        HouseholdMember.objects.create(household=ozolini.home, record=more, role="child", since=date(2020, 1, 1))
        Tie.objects.create(a=ozolini.mother, b=more, kind="birth_parent", noted_at=clock.now(), noted_by=ozolini.lead)

    assert asked() == before


def test_a_file_is_lent_and_comes_back_and_every_place_is_remembered(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)
    lent = {"medium": "paper", "shelf": "12. kabinets", "borrower": ozolini.service.adults.pk}

    assert browser.post(address("place", ozolini), lent).status_code == 302
    assert browser.post(address("place", ozolini), {**lent, "borrower": ""}).status_code == 302

    rows = FilePlace.objects.filter(case=ozolini.case).order_by("since")
    assert [(row.medium, row.shelf, row.borrower) for row in rows] == [
        ("electronic", "", None), ("paper", "12. kabinets", ozolini.service.adults), ("paper", "12. kabinets", None),
    ]  # fmt: skip
    assert [row.until is None for row in rows] == [False, False, True]
    assert rows[0].until == rows[1].since
    assert AuditRow.objects.filter(act="cases.move_file").count() == 2
    assert "Egils Ozols" in browser.get(address("place", ozolini)).content.decode()


def test_a_paper_file_without_a_shelf_and_a_move_to_the_same_place_are_refused(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)

    nowhere = browser.post(address("place", ozolini), {"medium": "paper", "shelf": "", "borrower": ""})
    same = browser.post(address("place", ozolini), {"medium": "electronic", "shelf": "", "borrower": ""})

    assert "shelf" in nowhere.context["form"].errors
    assert same.status_code == 422
    assert FilePlace.objects.filter(case=ozolini.case).count() == 1


def test_the_card_names_my_social_worker_first_and_says_what_each_other_does(ozolini: Family) -> None:
    office = ozolini.service
    set_boundaries(municipality=office.municipality, says=SAYS, base=0, by=office.head)
    TeamMember.objects.create(case=ozolini.case, user=office.psychosocial, role="psychosocial", since=clock.now())
    TeamMember.objects.create(
        case=ozolini.case, user=office.adults, role="adults", does="palīdz Raivim meklēt darbu", since=clock.now()
    )

    response = signed_in(ozolini.lead).get(address("card", ozolini))
    text = card_text(response)

    assert response["Content-Type"] == "application/pdf"
    assert text.index("Mans sociālais darbinieks") < text.index("Maija Liepa") < text.index("Iveta Saulīte")
    for told in ["Ozoliņu ģimene", "palīdz Raivim meklēt darbu", "darbdienās no 9.00 līdz 16.30", "Neaizdodam naudu"]:
        assert told in text
    assert text.count("Maija Liepa") == 1


def test_the_card_of_one_adult_speaks_of_no_family(ozolini: Family) -> None:
    office = ozolini.service
    case = open_case(
        kind=file_kind("adult", subject="adult", prefix="SG"), municipality=office.municipality,
        record=ozolini.father, lead=ozolini.lead, purpose="Atbalsts", by=ozolini.lead,
    )  # fmt: skip
    for one in (case, ozolini.case):
        TeamMember.objects.create(case=one, user=office.adults, role="adults", since=clock.now())

    alone, family_card = (
        card_text(signed_in(ozolini.lead).get(reverse("cases:card", args=[one.pk]))) for one in (case, ozolini.case)
    )

    assert ("strādā kopā ar jūsu sociālo darbinieku" in alone, "pieaugušajiem" in alone) == (True, False)
    assert "palīdz ģimenes pieaugušajiem" in family_card


def test_the_card_names_the_main_worker_and_not_whoever_leads_this_file(ozolini: Family) -> None:
    office = ozolini.service
    second = open_case(
        kind=file_kind("assistance", staged=False, prefix="SP"), municipality=office.municipality,
        household=ozolini.home, lead=may_lead(office.assistance), purpose="Pabalsts", by=office.assistance,
    )  # fmt: skip

    response = signed_in(office.assistance, "assistance").get(reverse("cases:card", args=[second.pk]))
    text = card_text(response)

    assert text.index("Maija Liepa") < text.index("Dace Krūmiņa")


def test_who_opens_the_card_is_noted_and_the_name_of_the_pdf_names_nobody(ozolini: Family) -> None:
    response = signed_in(ozolini.lead).get(address("card", ozolini))

    assert AccessRow.objects.filter(page="cases:card", user=ozolini.lead).count() == 4
    shown = response["Content-Disposition"]
    assert ".pdf" in shown
    assert "Ozoli" not in shown


def test_what_is_typed_into_a_role_is_not_run_on_the_card(ozolini: Family) -> None:
    TeamMember.objects.create(
        case=ozolini.case, user=ozolini.service.adults, role="adults", does='#panic("x") *b* @a', since=clock.now()
    )

    assert '#panic("x") *b* @a' in card_text(signed_in(ozolini.lead).get(address("card", ozolini)))


def test_strangers_get_none_of_these_pages_and_facts_readers_only_the_card(ozolini: Family) -> None:
    own, reader = signed_in(ozolini.lead), signed_in(facts_reader(ozolini), "assistance")
    outsider = signed_in(ozolini.service.outsider)

    for name in ["people", "place", "card"]:
        assert own.get(address(name, ozolini)).status_code == 200
        assert outsider.get(address(name, ozolini)).status_code == 404
    assert reader.get(address("card", ozolini)).status_code == 200
    for name in ["people", "place"]:
        assert reader.get(address(name, ozolini)).status_code == 404


def test_the_head_writes_the_boundaries_and_everybody_of_the_service_reads_them(ozolini: Family) -> None:
    office = ozolini.service
    told = {"contact_hours": "no 9", "in_an_emergency": "112", "we_do": "Palīdzam", "we_do_not": "Neaizdodam"}

    assert signed_in(office.family).post(reverse("cases:boundaries_edit"), told).status_code == 403
    assert signed_in(office.head, "head").post(reverse("cases:boundaries_edit"), told).status_code == 302

    assert "Neaizdodam" in signed_in(office.family).get(reverse("cases:boundaries")).content.decode()
    assert "Neaizdodam" not in signed_in(office.outsider).get(reverse("cases:boundaries")).content.decode()


def test_new_boundaries_begin_where_the_old_ones_end(ozolini: Family) -> None:
    office = ozolini.service

    def say(hours: str, base: int, since: date | None = None) -> PracticeBoundary:
        told = replace(SAYS, contact_hours=hours)
        return set_boundaries(municipality=office.municipality, says=told, base=base, since=since, by=office.head)

    first = say("no 9", 0, date(2026, 1, 1))
    say("no 10", first.version)
    say("no 11", first.version + 1)

    rows = list(PracticeBoundary.objects.order_by("since"))
    assert [(row.contact_hours, row.since, row.until) for row in rows] == [
        ("no 9", date(2026, 1, 1), clock.today()), ("no 11", clock.today(), None),
    ]  # fmt: skip
    assert rows[1].we_do == "Uzklausām\nPalīdzam sakārtot dokumentus"


def test_what_says_the_same_begins_nothing_anew(ozolini: Family) -> None:
    office, day = ozolini.service, date(2026, 1, 1)
    first = set_boundaries(municipality=office.municipality, says=SAYS, base=0, since=day, by=office.head)

    set_boundaries(municipality=office.municipality, says=SAYS, base=first.version, by=office.head)

    assert [(row.since, row.until) for row in PracticeBoundary.objects.all()] == [(day, None)]


def test_of_a_deputy_the_card_and_the_page_say_the_last_day(ozolini: Family) -> None:
    vija, last = may(ozolini.service.parish, *SOCIAL_WORK), clock.today() + timedelta(days=7)
    add_deputy(case=ozolini.case, user=vija, until=last, by=ozolini.lead)
    browser = signed_in(ozolini.lead)

    texts = [card_text(browser.get(address("card", ozolini))), browser.get(address("file", ozolini)).content.decode()]

    assert [f"{last:%d.%m.%Y.}" in text for text in texts] == [True, True]
    assert [f"{last + timedelta(days=1):%d.%m.%Y.}" in text for text in texts] == [False, False]


def test_boundaries_half_written_wait_as_a_draft(ozolini: Family) -> None:
    page = signed_in(ozolini.service.head, "head").get(reverse("cases:boundaries_edit")).content.decode()

    assert "data-draft" in page
