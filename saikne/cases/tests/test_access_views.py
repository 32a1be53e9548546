"""Pages of access: who looked, why, emergency, restrictions, the head's page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saikne.accounts.models import Notice, User
from saikne.cases.actions.access import Fence, lift_file, open_in_emergency, restrict_file
from saikne.cases.models import Case
from saikne.cases.queries.access import Target
from saikne.cases.queries.access_pages import page_label
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.urls import urlpatterns
from saikne.core import clock
from saikne.core.work import work_of
from saikne.organisation.models import Posting
from saikne.organisation.tests.factories import Service
from saikne.people.models import HouseholdMember, PersonRecord
from saikne.people.tests.factories import person
from saikne.privacy.actions import log_shown
from saikne.privacy.models import AccessRow, BreakGlass, Restriction
from saikne.web.roles import give_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def _as(user: User, role: str = "family") -> Client:
    give_role(user, role)
    browser = Client()
    browser.force_login(user)
    return browser


def _emergency(here: Family, by: User) -> BreakGlass:
    return open_in_emergency(target=Target(case=here.case), reason="duty", words="Zvans no policijas", by=by)


def test_the_log_names_who_when_on_which_page_and_why() -> None:
    here = family()
    records = {here.mother.pk: "", here.son.pk: ""}
    log_shown(user=here.service.head, records=records, page="cases:journal")

    page = _as(here.lead).get(f"/cases/{here.case.pk}/looked/").content.decode()

    assert "Gunta Siliņa" in page
    assert "dienesta darba pārraudzība" in page
    assert "Žurnāls" in page
    assert "Sanita Ozoliņa, Toms Krastiņš" in page or "Toms Krastiņš, Sanita Ozoliņa" in page


def test_every_page_that_shows_people_has_its_name_in_the_log() -> None:
    shows_nobody = {"break_glass", "emergency_answer", "emergency_explain", "lift"}
    names = {str(address.name) for address in urlpatterns} - shows_nobody

    assert {name for name in names if page_label(f"cases:{name}") == page_label("cases:")} == set()


def test_looking_at_the_log_is_logged_as_a_review_of_access() -> None:
    here = family()

    _as(here.lead).get(f"/cases/{here.case.pk}/looked/")

    rows = list(AccessRow.objects.values_list("page", "purpose"))
    assert rows == [("cases:looked", "access_review")] * 4


def test_the_log_of_one_person_leaves_out_looks_at_others() -> None:
    here = family()
    log_shown(user=here.service.head, records={here.mother.pk: ""}, page="cases:file")
    log_shown(user=here.service.psychosocial, records={here.son.pk: ""}, page="cases:file")

    page = _as(here.lead).get(f"/cases/{here.case.pk}/looked/?person={here.son.pk}").content.decode()

    assert "Iveta Saulīte" in page
    assert "Gunta Siliņa" not in page


def test_an_emergency_is_marked_in_the_log() -> None:
    here = family()
    _emergency(here, here.service.adults)
    log_shown(user=here.service.adults, records={here.mother.pk: ""}, page="cases:file")

    page = _as(here.lead).get(f"/cases/{here.case.pk}/looked/?only=emergency").content.decode()

    assert "govuk-tag--red" in page
    assert "Egils Ozols" in page


def test_the_log_asks_as_many_queries_for_five_looks_as_for_one() -> None:
    here = family()
    browser = _as(here.lead)
    address = f"/cases/{here.case.pk}/looked/"
    log_shown(user=here.service.head, records={here.mother.pk: ""}, page="cases:file")
    browser.get(address)
    with _counting() as first:
        browser.get(address)
    for user in (here.service.head, here.service.adults, here.service.parish, here.service.psychosocial):
        log_shown(user=user, records={here.mother.pk: "", here.son.pk: ""}, page="cases:plan")

    with _counting() as second:
        browser.get(address)

    assert len(second) == len(first)


def _counting() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def test_why_i_see_it_is_told_in_words_with_its_beginning() -> None:
    here = family()

    lead = _as(here.lead).get(f"/cases/{here.case.pk}/why/").content.decode()
    head = _as(here.service.head, "head").get(f"/cases/{here.case.pk}/why/").content.decode()

    assert "vada lietu" in lead
    assert "vada atbildīgo nodaļu" in head
    assert "Tukuma novada sociālais dienests" in head


def test_an_emergency_is_opened_by_number_and_shown_on_every_page() -> None:
    here = family()
    browser = _as(here.service.adults)
    assert browser.get(f"/cases/{here.case.pk}/why/").status_code == 404

    answer = browser.post("/cases/emergency/", {"number": here.case.label, "reason": "duty", "words": "Zvans"})

    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{here.case.pk}/"
    page = browser.get(f"/cases/{here.case.pk}/why/").content.decode()
    assert "Ārkārtas piekļuve līdz" in page


def test_the_head_answers_by_a_button_that_says_what_it_does() -> None:
    here = family()
    row = _emergency(here, here.service.adults)

    page = _as(here.service.head, "head").get(f"/cases/emergency/{row.pk}/answer/").content.decode()

    assert {word for word in ("Atbilde", "Atbildēt") if f">{word}</button>" in page} == {"Atbildēt"}


def test_the_emergency_form_tells_nothing_of_the_file_before_it_is_opened() -> None:
    here = family()
    browser = _as(here.service.adults)

    by_record = browser.get(f"/cases/emergency/person/{here.mother.pk}/").content.decode()
    nobody = browser.get("/cases/emergency/person/999999/").content.decode()

    assert "Ozoliņ" not in by_record
    assert by_record.count("<input") == nobody.count("<input")


def test_an_unknown_number_is_refused_beside_its_field_and_what_was_typed_stays() -> None:
    here = family()
    browser = _as(here.service.adults)

    answer = browser.post("/cases/emergency/", {"number": "ĢL-2020/999", "reason": "duty", "words": "Zvans naktī"})

    assert answer.status_code == 422
    assert "Jūsu pašvaldībā nav lietas ar šādu numuru." in answer.content.decode()
    assert "Zvans naktī" in answer.content.decode()


def test_the_head_restricts_and_locks_herself_out_only_knowingly() -> None:
    here = family()
    browser = _as(here.service.head, "head")
    address = f"/cases/{here.case.pk}/restrict/"
    until = clock.today() + timedelta(days=30)
    sent = {"what": "file", "reason": "staff", "until": f"{until:%d.%m.%Y.}", "named": [str(here.lead.pk)]}

    refused = browser.post(address, sent)
    done = browser.post(address, {**sent, "aware": "on"})

    assert refused.status_code == 422
    assert done.status_code == 302
    assert browser.get(f"/cases/{here.case.pk}/why/").status_code == 404
    assert Restriction.objects.filter(about="case", about_no=here.case.pk).exists()


def test_the_lead_is_proposed_among_the_named() -> None:
    here = family()

    page = _as(here.service.head, "head").get(f"/cases/{here.case.pk}/restrict/").content.decode()

    boxes = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="named"' in tag]
    ticked = re.findall(r"value=\"(\d+)\"", " ".join(tag for tag in boxes if "checked" in tag.replace("checkbox", "")))
    assert ticked == [str(here.lead.pk)]
    assert any(f'value="{here.service.head.pk}"' in tag for tag in boxes)


def test_a_head_who_may_not_open_a_restricted_file_can_lift_it_by_number_alone() -> None:
    here = family()
    head = here.service.head
    fence = Fence("staff", "", clock.today() + timedelta(days=30), [here.lead])
    restrict_file(case=here.case, record_no=None, fence=fence, by=head)
    browser = _as(head, "head")

    overview = browser.get("/cases/service/").content.decode()
    asked = browser.get(f"/cases/{here.case.pk}/lift/").content.decode()
    done = browser.post(f"/cases/{here.case.pk}/lift/")

    assert here.case.label in overview
    assert "Ozoliņ" not in overview + asked
    assert done.status_code == 302
    assert Case.objects.visible_to(head).filter(pk=here.case.pk).exists()


def test_the_head_names_one_more_by_number_alone_and_the_others_stay_named() -> None:
    here = family()
    head, vija = here.service.head, here.service.parish
    fence = Fence("staff", "", clock.today() + timedelta(days=30), [here.lead])
    restrict_file(case=here.case, record_no=None, fence=fence, by=head)
    browser = _as(head, "head")
    address = f"/cases/{here.case.pk}/restrict/name/"

    asked = browser.get(address).content.decode()
    nobody = browser.post(address, {})
    named_before = browser.post(address, {"named": [str(here.lead.pk)]})
    done = browser.post(address, {"named": [str(vija.pk)]})

    assert ("Ozoliņ" in asked, here.case.label in asked, str(here.lead) in asked) == (False, True, True)
    assert [nobody.status_code, named_before.status_code, done.status_code] == [422, 422, 302]
    for user in (here.lead, vija):
        assert Case.objects.worked_by(user).get() == here.case
        assert PersonRecord.objects.visible_to(user).count() == 4
    assert not Case.objects.visible_to(head).exists()
    assert list(Notice.objects.filter(user=vija).values_list("message", flat=True)) == ["cases.restricted"]
    lift_file(case=here.case, restriction=Restriction.objects.all()[0], by=head)
    assert not Case.objects.visible_to(vija).exists()
    assert browser.get(address).status_code == 404


def test_a_worker_neither_restricts_nor_lifts_nor_answers() -> None:
    here = family()
    row = _emergency(here, here.service.adults)
    browser = _as(here.lead)

    for address in (
        f"/cases/{here.case.pk}/restrict/",
        f"/cases/{here.case.pk}/lift/",
        f"/cases/emergency/{row.pk}/answer/",
        "/cases/service/",
    ):
        assert browser.get(address).status_code == 403, address


def test_the_head_of_another_municipality_answers_nothing_here() -> None:
    here = family()
    row = _emergency(here, here.service.adults)
    outsider = _as(here.service.outsider, "head")

    assert outsider.get(f"/cases/emergency/{row.pk}/answer/").status_code == 404
    assert here.case.label not in outsider.get("/cases/service/").content.decode()


def test_the_emergency_waits_on_the_heads_page_until_answered() -> None:
    here = family()
    row = _emergency(here, here.service.adults)
    browser = _as(here.service.head, "head")

    before = browser.get("/cases/service/").content.decode()
    answer = browser.post(f"/cases/emergency/{row.pk}/answer/", {"answer": "justified"})
    after = browser.get("/cases/service/").content.decode()

    assert "Ārkārtas piekļuve gaida atbildi" in before
    assert answer.status_code == 302
    assert "Ārkārtas piekļuve gaida atbildi" not in after
    assert "Egils Ozols" in after


def test_the_one_who_opened_explains_when_asked_and_nobody_else() -> None:
    here = family()
    row = _emergency(here, here.service.adults)
    _as(here.service.head, "head").post(f"/cases/emergency/{row.pk}/answer/", {"answer": "explain", "words": "Kas?"})
    address = f"/cases/emergency/{row.pk}/explain/"

    assert _as(here.lead).get(address).status_code == 404
    browser = _as(here.service.adults)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"words": "Zvanīja dežurants"}).status_code == 302
    assert browser.get(address).status_code == 404


def test_work_waits_for_the_head_and_then_for_the_one_who_opened() -> None:
    here = family()
    head, colleague = here.service.head, here.service.adults
    give_role(head, "head")
    row = _emergency(here, colleague)

    kinds = [item.url for item in work_of(head, on=clock.today()) if "emergency" in item.url]
    _as(head, "head").post(f"/cases/emergency/{row.pk}/answer/", {"answer": "explain"})
    mine = [item.url for item in work_of(colleague, on=clock.today()) if "emergency" in item.url]

    assert kinds == [f"/cases/emergency/{row.pk}/answer/"]
    assert mine == [f"/cases/emergency/{row.pk}/explain/"]


def test_the_overview_counts_files_by_kind_and_worker_and_names_no_client() -> None:
    here = family()
    page = _as(here.service.head, "head").get("/cases/service/").content.decode()

    assert "Liepa, Maija" in page
    assert "Ozoliņ" not in page
    assert AccessRow.objects.count() == 0
    assert "Strazdiņa, Ilona" in page
    assert page.index("Liepa, Maija") < page.index("Ozols, Egils")
    assert "Vītols" not in page


def test_the_overview_asks_a_constant_number_of_queries() -> None:
    office = headed_service()
    family(office)
    browser = _as(office.head, "head")
    browser.get("/cases/service/")
    with _counting() as first:
        browser.get("/cases/service/")
    for number in range(4):
        here = family(office, surname=f"Kalniņ{'aeiu'[number]}")
        _emergency(here, office.adults)
        _again(office, number)

    with _counting() as second:
        browser.get("/cases/service/")

    # one query for the labels of emergencies, one for what was seen: only when there are any
    assert len(second) <= len(first) + 2
    _emergency(family(office, surname="Bērziņ"), office.parish)
    with _counting() as third:
        browser.get("/cases/service/")
    assert len(third) == len(second)


def _again(office: Service, number: int) -> None:
    worker = User.objects.create(username=f"w{number}", first_name="Ina", last_name=f"Zara{number}")
    post = Posting.objects.filter(user=office.family).get().post
    Posting.objects.create(user=worker, post=post, since=post.since)


def test_a_person_who_left_the_household_is_no_longer_in_the_files_log() -> None:
    here = family()
    gone = person("Zane", "Sveša", by=here.lead)
    HouseholdMember.objects.create(
        household=here.home, record=gone, role="other", since="2020-01-01", until="2021-01-01"
    )
    log_shown(user=here.service.psychosocial, records={gone.pk: ""}, page="people:person")

    page = _as(here.lead).get(f"/cases/{here.case.pk}/looked/").content.decode()

    assert "Iveta Saulīte" not in page
