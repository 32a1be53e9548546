"""Registers and lists on their way out: within reach, for a purpose, each person logged once, no number missing."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, restrict_file
from saikne.cases.actions.contacts import note_contact
from saikne.cases.models import Case
from saikne.cases.queries.registers import REGISTERS, series_lines
from saikne.cases.queries.registers_lists import FILES as FILES_LIST
from saikne.cases.tests.agreements import agreement_in_force
from saikne.cases.tests.documents_factories import paper
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.letters_factories import came as letter_came
from saikne.cases.tests.signed import may
from saikne.cases.tests.test_contacts import came
from saikne.cases.tests.test_files_list import small_family
from saikne.cases.tests.test_files_page import is_about_the_log, signed_in
from saikne.core import clock
from saikne.core.models import AuditRow, RunningNumber
from saikne.organisation.tests.factories import Service
from saikne.people.tests.factories import person
from saikne.privacy.models import AccessRow
from saikne.ui.exports import Export, export_page
from saikne.ui.words import short_name

pytestmark = pytest.mark.django_db
FILES, LIST = "/cases/registers/files/export/", "/cases/export/"
CANARY = "Kanāriņa"


@pytest.fixture
def office() -> Service:
    return headed_service()


@pytest.fixture
def ozolini(office: Service) -> Family:
    return family(office)


def taken(browser: Browser, path: str, way: str = "csv", purpose: str = "case_management", **more: str) -> HttpResponse:
    response = browser.post(path, {"way": way, "purpose": purpose, "words": "", **more})
    assert response.status_code == 200, response.content.decode()
    return response  # type: ignore[return-value]


def table(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def contact(office: Service, surname: str, *, by: User | None = None) -> None:
    who = by or office.family
    about = person("Anna", surname, date(1980, 1, 1), by=who)
    note_contact(happened=came(), record=about, by=who)


def test_the_register_of_files_says_the_same_on_paper_in_csv_and_as_a_sheet(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)
    lead = short_name(ozolini.lead)

    header, row = table(taken(browser, FILES))
    assert header == ["Numurs", "Atvērta", "Klients", "Lietas veids", "Atbildīgais", "Slēgta"]
    assert row == [ozolini.case.label, clock.today().isoformat(), "Ozoliņu ģimene", "Ģimenes lieta", lead, ""]

    made = taken(browser, FILES, "xlsx")
    sheet = load_workbook(io.BytesIO(made.content))
    assert [cell.value for cell in sheet.active[1]] == header
    assert sheet.active["B2"].value.date() == clock.today()
    assert sheet.active["C2"].value == "Ozoliņu ģimene"
    assert sheet.properties.creator in {ozolini.service.municipality.service_name, ozolini.service.municipality.name}

    paper = taken(browser, FILES, "print").content.decode()
    assert all(cell in paper for cell in (ozolini.case.label, "Ozoliņu ģimene", f"{clock.today():%d.%m.%Y.}"))
    assert "Ierobežotas pieejamības informācija" in paper
    assert "Piekļuves nolūks: gadījuma vadīšana" in paper


@pytest.mark.parametrize("way", ["csv", "xlsx", "print"])
def test_everybody_taken_out_is_logged_once_with_the_purpose_and_the_list_is_one_audit_row(
    ozolini: Family, way: str
) -> None:
    browser = signed_in(ozolini.lead)
    AccessRow.objects.all().delete()

    taken(browser, f"{FILES}?kind=ĢL", way, "team_work", words="Pieprasījums Nr. 12")

    people = {row.person_no for row in AccessRow.objects.all()}
    assert len(people) == AccessRow.objects.count() == 4
    assert set(AccessRow.objects.values_list("page", "purpose")) == {("cases:register_export", "team_work")}
    row = AuditRow.objects.get(act="ui.export")
    assert row.by == ozolini.lead
    assert row.details == {
        "list": "files", "way": way, "purpose": "team_work", "words": "Pieprasījums Nr. 12",
        "filters": {"year": clock.today().year, "kind": "ĢL"}, "rows": 1, "persons": 4,
    }  # fmt: skip


def test_asking_for_an_export_shows_nobody_and_writes_nothing(ozolini: Family) -> None:
    page = signed_in(ozolini.lead).get(f"{FILES}?as=xlsx")

    assert page.context["form"]["way"].initial == "xlsx"
    assert "Ozoliņ" not in page.content.decode()
    assert not AccessRow.objects.exists()
    assert not AuditRow.objects.filter(act="ui.export").exists()


@pytest.mark.parametrize("purpose", ["", "search", "emergency", "oversight", "nonsense"])
def test_without_a_purpose_of_her_own_work_nothing_leaves(ozolini: Family, purpose: str) -> None:
    response = signed_in(ozolini.lead).post(FILES, {"way": "csv", "purpose": purpose})

    assert response.status_code == 422
    assert not AccessRow.objects.exists()
    assert not AuditRow.objects.filter(act="ui.export").exists()


def test_the_head_takes_registers_out_for_oversight(ozolini: Family) -> None:
    response = taken(signed_in(ozolini.service.head, "head"), FILES, purpose="oversight")

    assert len(table(response)) == 2
    assert set(AccessRow.objects.values_list("purpose", flat=True)) == {"oversight"}


@pytest.mark.parametrize("path", [FILES, LIST, "/cases/registers/agreements/export/", "/people/export/"])
@pytest.mark.parametrize("way", ["csv", "print"])
def test_a_strangers_client_never_leaves_in_my_list(ozolini: Family, path: str, way: str) -> None:
    stranger = ozolini.service.other_unit
    small_family(ozolini.service, CANARY, lead=stranger)
    theirs = f"{path}?show=all" if path == LIST else path

    mine = taken(signed_in(ozolini.lead), theirs, way)
    assert CANARY not in mine.content.decode()

    own = taken(signed_in(stranger), theirs, way).content.decode()
    assert "Ozoliņ" not in own
    assert (CANARY in own) == (path != "/cases/registers/agreements/export/")


def test_an_outsiders_register_is_empty_and_the_log_of_my_file_is_none_of_hers(ozolini: Family) -> None:
    browser = signed_in(ozolini.service.outsider)

    assert len(table(taken(browser, FILES))) == 1
    looked = f"/cases/{ozolini.case.pk}/looked/export/"
    assert browser.get(looked).status_code == 404
    assert browser.post(looked, {"way": "csv", "purpose": "access_review"}).status_code == 404
    assert browser.get("/cases/registers/nonsense/").status_code == 404


def test_nobodys_data_leave_without_a_purpose_to_choose(ozolini: Family) -> None:
    asked = RequestFactory().post("/", {"way": "csv"})
    asked.user = ozolini.lead
    export = Export(FILES_LIST, rows=lambda most: pytest.fail("asked for rows"), back="/", purposes=())

    with pytest.raises(PermissionDenied):
        export_page(asked, export)


def test_a_psychosocial_worker_takes_out_her_work_in_the_team_only(ozolini: Family) -> None:
    browser = signed_in(ozolini.service.psychosocial, "psychosocial")
    page = browser.get("/cases/registers/documents/export/")

    offered = [value for value, _label in page.context["form"].fields["purpose"].choices]
    assert offered == ["team_work", "assistance", "stand_in"]


def test_no_file_is_named_after_a_person(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)
    day = clock.today().isoformat()

    names = [
        taken(browser, path, purpose=purpose).headers["Content-Disposition"]
        for path, purpose in [
            (FILES, "case_management"),
            (f"/cases/{ozolini.case.pk}/looked/export/?person={ozolini.mother.pk}", "access_review"),
        ]
    ]

    assert names == [
        f'attachment; filename="lietu-registrs-{day}.csv"',
        f'attachment; filename="kas-skatija-{day}.csv"',
    ]


def test_a_list_longer_than_a_file_holds_does_not_leave_in_part(ozolini: Family, settings: Any) -> None:
    settings.EXPORT_ROWS = settings.PRINT_ROWS = 1
    small_family(ozolini.service, CANARY, lead=ozolini.lead)
    browser = signed_in(ozolini.lead)

    refused = browser.post(FILES, {"way": "csv", "purpose": "case_management"})
    assert refused.status_code == 422
    assert "Sarakstā ir vairāk par 1 rindu" in refused.content.decode()
    assert not AuditRow.objects.filter(act="ui.export").exists()

    paper = taken(browser, FILES, "print").content.decode()
    assert "Izdrukāta tikai pirmā 1 rinda" in paper
    assert "Ozoliņu ģimene" in paper
    assert CANARY not in paper


def test_one_question_more_is_asked_for_no_row(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)
    for path in [FILES, LIST, "/people/export/", "/cases/registers/files/"]:
        first = _asked(browser, path)
        for surname in ["Liepa", "Kalna", "Priede", "Egle"]:
            small_family(ozolini.service, f"{surname}{len(path)}", lead=ozolini.lead)
        again = _asked(browser, path)
        assert len(again) == len(first), path
        assert sum(sql.startswith('INSERT INTO "privacy_accessrow"') for sql in again) == 1


@pytest.mark.parametrize("name", ["contacts", "files", "agreements", "letters-in", "letters-out", "documents"])
def test_a_register_asks_at_most_twelve_times(ozolini: Family, name: str) -> None:
    agreement_in_force(ozolini)
    paper(ozolini.case, ozolini.lead)
    letter_came(ozolini.lead, case=ozolini.case)
    browser = signed_in(ozolini.lead)

    asked = [sql for sql in _asked(browser, f"/cases/registers/{name}/") if not is_about_the_log(sql)]

    assert len(asked) <= 12, "\n".join(asked)


def _asked(browser: Browser, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        if path.endswith("export/"):
            taken(browser, path)
        else:
            assert browser.get(path).status_code == 200
    return [query["sql"] for query in queries]


def test_contacts_leave_with_their_people_named_as_far_as_i_may_know_them(office: Service) -> None:
    lead = may(office.family)
    browser = signed_in(lead)
    contact(office, "Liepa", by=lead)

    for path in ["/cases/contacts/export/", "/cases/registers/contacts/export/"]:
        header, row = table(taken(browser, path, purpose="first_contact"))
        assert header[3] == "Persona"
        assert row[3] == "Anna Liepa"
        assert row[0].startswith("PK-")
    assert "Nav par ko nopirkt malku" not in str(row)


def test_agreements_stand_in_their_register_with_their_client(ozolini: Family) -> None:
    agreement_in_force(ozolini)
    browser = signed_in(ozolini.lead)

    page = browser.get("/cases/registers/agreements/")
    assert "Ozoliņu ģimene" in page.content.decode()
    _header, row = table(taken(browser, "/cases/registers/agreements/export/"))
    assert row[:3] == [f"{clock.today().year}/001", clock.today().isoformat(), "Ozoliņu ģimene"]


def test_documents_stand_in_their_register_for_those_who_read_them(ozolini: Family) -> None:
    paper(ozolini.case, ozolini.lead, title="Slēpjamais slēdziens")
    path = "/cases/registers/documents/export/"
    AccessRow.objects.all().delete()

    _header, row = table(taken(signed_in(ozolini.lead), path))

    assert row[0] == f"D-{clock.today().year}/001"
    assert "Slēpjamais slēdziens" in row[2]
    assert row[5] == ozolini.case.label
    assert AccessRow.objects.count() >= 1
    for other in (ozolini.service.other_unit, ozolini.service.outsider):
        assert "Slēpjamais" not in taken(signed_in(other), path).content.decode()
    assert (
        "Slēpjamais"
        not in taken(
            signed_in(ozolini.service.psychosocial, "psychosocial"), path, purpose="team_work"
        ).content.decode()
    )


def test_letters_stand_in_their_register_for_those_who_see_them(ozolini: Family) -> None:
    letter = letter_came(ozolini.lead, case=ozolini.case, subject="Slēpjamā vēstule")
    path = "/cases/registers/letters-in/export/"

    _header, row = table(taken(signed_in(ozolini.lead), path))

    assert row[0] == letter.label
    assert row[3] == "Slēpjamā vēstule"
    assert len(table(taken(signed_in(ozolini.lead), "/cases/registers/letters-out/export/"))) == 1
    for other in (ozolini.service.other_unit, ozolini.service.outsider):
        assert "Slēpjamā" not in taken(signed_in(other), path).content.decode()


def test_a_restricted_file_leaves_with_those_alone_who_are_named(ozolini: Family) -> None:
    head = ozolini.service.head
    browser = signed_in(head, "head")
    fence = Fence("staff", "", clock.today() + timedelta(days=90), [ozolini.lead])
    restrict_file(case=ozolini.case, record_no=None, fence=fence, by=head)

    for path in (FILES, f"{LIST}?show=all", "/people/export/"):
        assert "Ozoliņ" not in taken(browser, path, purpose="oversight").content.decode()
    assert "Ozoliņu ģimene" in taken(signed_in(ozolini.lead), FILES).content.decode()


def test_filters_of_the_register_narrow_page_and_file_alike(ozolini: Family) -> None:
    other = may(ozolini.service.adults)
    small_family(ozolini.service, "Liepa", lead=other)
    browser = signed_in(ozolini.service.head, "head")

    for query, expected in [
        ("", {"Ozoliņu ģimene", "Liepa ģimene"}),
        (f"?worker={other.pk}", {"Liepa ģimene"}),
        ("?state=closed", set()),
        ("?state=open", {"Ozoliņu ģimene", "Liepa ģimene"}),
        ("?year=2001", set()),
        ("?kind=ĢL", {"Ozoliņu ģimene", "Liepa ģimene"}),
        ("?kind=XX", set()),
    ]:
        page = browser.get(f"/cases/registers/files/{query}")
        assert {dict(row)["Klients"] for _link, row in page.context["rows"]} == expected
        rows = table(taken(browser, f"{FILES}{query}", purpose="oversight"))[1:]
        assert {row[2] for row in rows} == expected


def test_who_looked_leaves_with_each_look_at_each_person(ozolini: Family) -> None:
    browser = signed_in(ozolini.lead)
    browser.get(reverse("cases:file", args=[ozolini.case.pk]))
    AccessRow.objects.exclude(page="cases:file").delete()

    rows = table(taken(browser, f"/cases/{ozolini.case.pk}/looked/export/", purpose="access_review"))[1:]

    assert len(rows) == 4
    assert {row[5] for row in rows} == {"Sanita Ozoliņa", "Raivis Krastiņš", "Elza Ozoliņa", "Toms Krastiņš"}
    audit = AuditRow.objects.get(act="ui.export")
    assert (audit.about, audit.about_no) == ("cases.case", ozolini.case.pk)


def test_the_head_is_told_of_a_number_that_is_missing(ozolini: Family) -> None:
    head = signed_in(ozolini.service.head, "head")
    assert "visi numuri no 1 līdz pēdējam" in head.get("/cases/registers/").content.decode()

    number = ozolini.case.number
    given = RunningNumber.objects.create(series=number.series, number=3)
    number.series.last = 3
    number.series.save()
    page = head.get("/cases/registers/")

    assert [(line.name, line.last, line.missing) for line in page.context["lines"]] == [("files", 3, 1)]
    assert "Trūkst numuru." in page.content.decode()
    assert "Trūkst numuru" not in signed_in(ozolini.lead).get("/cases/registers/").content.decode()
    given.delete()


def test_holes_of_all_registers_are_found_by_one_question(ozolini: Family) -> None:
    registers = [one for one in REGISTERS if one.listing.name in {"contacts", "agreements"}]
    with CaptureQueriesContext(connection) as queries:
        series_lines(ozolini.service.municipality.pk, registers)
    assert len(queries) == 1


def test_whoever_has_no_register_finds_no_page_of_them(office: Service) -> None:
    assert signed_in(office.assistance, "admin").get("/cases/registers/").status_code == 404
    assert Case.objects.count() == 0
