"""Pages of the service: opened from nothing by an administrator, kept by a head, closed to everybody else."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import OneTimeLink, User
from saikne.core import clock
from saikne.organisation.actions import load_municipalities, open_post, open_unit
from saikne.organisation.actions.staff import NewWorker, add_qualification, take_on
from saikne.organisation.models import Municipality, Post, Unit
from saikne.organisation.queries import seat_of
from saikne.organisation.tests.factories import SINCE, Service, service, worker
from saikne.people.models import PersonRecord
from saikne.privacy.actions import appoint_head
from saikne.privacy.queries import headed_units
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(roles: None) -> User:
    user = User.objects.create(username="admin", first_name="Toms", last_name="Grava")
    give_role(user, "admin")
    return user


@pytest.fixture
def office(admin: User) -> Service:
    found = service()
    give_role(found.head, "head")
    appoint_head(user=found.head, unit_id=found.unit.parent_id or 0, by=admin)
    return found


def _in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="saikne.accounts.backends.RoleBackend")
    return browser


def test_the_first_administrator_is_made_by_a_command_and_sets_her_own_password(db: None) -> None:
    with pytest.raises(CommandError, match="saikne prepare"):
        call_command("administrator", "t.grava", "--first-name=Toms", "--last-name=Grava", stdout=StringIO())
    assert not User.objects.filter(username="t.grava").exists()
    sync_roles()
    out = StringIO()
    call_command("administrator", "t.grava", "--first-name=Toms", "--last-name=Grava", stdout=out)
    code = out.getvalue().split()[-1]

    browser, page = Browser(), reverse("accounts:first_password")
    assert browser.get(page).status_code == 200
    typed = {"username": "t.grava", "code": code, "password": "četri-vārdi-kopā-4", "again": "četri-vārdi-kopā-5"}
    assert browser.post(page, typed).status_code == 422
    answer = browser.post(page, typed | {"again": typed["password"]})

    assert answer.headers["Location"] == reverse("account_login")
    assert browser.login(username="t.grava", password=typed["password"])
    assert reverse("organisation:home") in browser.get("/").content.decode()


def test_a_service_is_opened_from_nothing_page_by_page(admin: User) -> None:
    load_municipalities(by=admin)
    here = Municipality.objects.get(code="LV-099")
    browser = _in(admin)
    assert "Neviens dienests vēl nav sākts" in browser.get(reverse("organisation:home")).content.decode()
    assert "Nodaļu vēl nav" in browser.get(reverse("organisation:units", args=[here.pk])).content.decode()
    today = f"{clock.today():%d.%m.%Y}."

    def send(page: str, number: int, /, **typed: Any) -> Any:
        answer = browser.post(reverse(f"organisation:{page}", args=[number]), typed)
        assert answer.status_code in {200, 302}, answer.content.decode()
        return answer

    send(
        "service_edit", here.pk, service_name="Tukuma novada sociālais dienests", service_phone="1", service_address="2"
    )
    send("territory_add", here.pk, name="Pūres pagasts", since=today)
    send("unit_add", here.pk, name="Tukuma novada sociālais dienests", since=today)
    whole = Unit.objects.get()
    send("post_add", whole.pk, title="Vadītājs", specialisation="head", share="0,5", since=today)
    who = {"first_name": "Gunta", "last_name": "Siliņa", "roles": ["head"], "post": Post.objects.get().pk}
    paper = send("worker_add", here.pk, since=today, share="0,5", **who)
    boss = User.objects.get(username="g.silina")
    send("head_add", whole.pk, user=boss.pk, since=today)

    seat = seat_of(boss)
    assert seat is not None
    assert seat.unit_id == whole.pk
    assert headed_units(boss) == [whole.pk]
    assert "g.silina" in paper.content.decode()
    assert paper.headers["Cache-Control"] == "no-store"
    assert browser.get(reverse("organisation:home")).headers["Location"] == reverse(
        "organisation:units", args=[here.pk]
    )


def test_a_code_is_shown_once_and_stands_on_no_later_page(admin: User, office: Service) -> None:
    browser, here = _in(admin), reverse("organisation:code", args=[office.family.pk])
    asked = browser.get(here)
    assert not OneTimeLink.objects.exists()
    once = asked.context["page"].once
    shown = browser.post(here, {"form-once": once}).context["code"]

    again = browser.post(here, {"form-once": once})

    assert OneTimeLink.objects.count() == 1
    for page in (again, browser.get(here), browser.get(reverse("organisation:worker", args=[office.family.pk]))):
        assert shown not in page.content.decode()


def test_a_head_gives_no_roles_and_sees_no_other_municipality(office: Service) -> None:
    browser = _in(office.head)
    abroad = office.outsider.postings.get()
    for name, number in (
        ("units", abroad.post.unit.municipality_id),
        ("unit", abroad.post.unit_id),
        ("worker", office.outsider.pk),
        ("posting_end", abroad.pk),
        ("leave", office.outsider.pk),
    ):
        assert browser.get(reverse(f"organisation:{name}", args=[number])).status_code == 404
    for name in ("roles", "code", "two_step"):
        assert browser.get(reverse(f"organisation:{name}", args=[office.family.pk])).status_code == 403
    assert browser.get(reverse("organisation:worker", args=[office.family.pk])).status_code == 200


def test_a_head_of_one_unit_changes_nothing_in_another(office: Service, admin: User) -> None:
    part = worker("part", "Daina", "Priede", at=office.unit, specialisation="head")
    give_role(part, "head")
    appoint_head(user=part, unit_id=office.unit.pk, by=admin)
    browser, other = _in(part), office.other_unit

    assert browser.get(reverse("organisation:worker", args=[other.pk])).status_code == 200
    for name in ("posting_add", "leave", "worker_edit"):
        assert browser.post(reverse(f"organisation:{name}", args=[other.pk])).status_code == 404
    assert browser.get(reverse("organisation:posting_add", args=[office.family.pk])).status_code == 200
    assert browser.get(reverse("organisation:unit_end", args=[office.unit.parent_id])).status_code == 404


def test_an_administrator_still_sees_no_client(admin: User, office: Service) -> None:
    browser = _in(admin)
    for address in ("/people/", "/people/search/", "/cases/service/"):
        assert browser.get(address).status_code == 403
    assert not PersonRecord.objects.visible_to(admin).exists()


def test_leaving_by_the_page_shuts_out_and_coming_back_gives_a_code(admin: User, office: Service) -> None:
    browser, one = _in(admin), office.family
    hers = _in(one)
    leave = reverse("organisation:leave", args=[one.pk])
    told = browser.get(leave).content.decode()
    assert office.unit.name in told

    assert browser.post(leave).status_code == 302
    assert hers.get("/").status_code == 302
    assert browser.get(leave).status_code == 404
    assert "Vairs te nestrādā" in browser.get(reverse("organisation:worker", args=[one.pk])).content.decode()
    post = open_post(unit=office.unit, specialisation="family", title="x", since=SINCE, by=admin)
    back = browser.post(
        reverse("organisation:come_back", args=[one.pk]),
        {"roles": ["family"], "post": post.pk, "since": f"{clock.today():%d.%m.%Y}.", "share": "1"},
    )

    assert back.status_code == 200
    assert back.context["code"] in back.content.decode()
    assert User.objects.get(pk=one.pk).is_active


@pytest.mark.parametrize("name", ["units", "workers", "qualifications"])
def test_a_list_asks_the_same_for_one_row_and_for_five(name: str, admin: User, office: Service) -> None:
    browser, counts = _in(admin), []
    for rows in (1, 4):
        for number in range(rows):
            tag = f"{rows}{number}"
            unit = open_unit(municipality=office.municipality, name=tag, since=SINCE, parent=office.unit, by=admin)
            post = open_post(unit=unit, specialisation="family", title=tag, since=SINCE, by=admin)
            who = NewWorker(f"w{tag}", "A", tag, roles=("family",), post=post, since=SINCE)
            made = take_on(who=who, by=admin).user
            until = clock.today() + timedelta(days=5)
            add_qualification(user=made, kind="method", scope=tag, since=SINCE, last_day=until, by=admin)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(reverse(f"organisation:{name}", args=[office.municipality.pk])).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
