"""*Mans darbs* shows what waits for me, by term, with the same number of questions however much there is."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.core import clock
from saikne.core.work import WorkItem
from saikne.privacy.models import AccessRow
from saikne.web.queries import bands, filters
from saikne.web.roles import give_role, sync_roles

ON = date(2026, 11, 24)  # a Tuesday


def item(due: date | None, kind: str = "Lieta") -> WorkItem:
    return WorkItem(due=due, label="Piezvanīt", about="Ozoliņu ģimene", url="/", kind=kind)


def test_work_is_grouped_into_overdue_today_this_week_later_and_without_a_term() -> None:
    days = [ON - timedelta(days=1), ON, ON + timedelta(days=5), ON + timedelta(days=6), None]

    found = bands([item(day) for day in days], on=ON)

    assert [(band.name, len(band.items)) for band in found] == [
        ("overdue", 1),
        ("today", 1),
        ("week", 1),
        ("later", 1),
        ("open", 1),
    ]


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 11, 27), ["today", "week", "week", "later", "later", "later"]),  # Friday
        (date(2026, 11, 28), ["overdue", "today", "week", "next", "next", "later"]),  # Saturday
        (date(2026, 11, 29), ["overdue", "overdue", "today", "next", "next", "later"]),  # Sunday
        (date(2026, 11, 30), ["overdue", "overdue", "overdue", "today", "week", "later"]),  # Monday
    ],
)
def test_at_the_end_of_a_week_the_next_one_stands_by_itself(on: date, found: list[str]) -> None:
    friday, monday, sunday = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 6)
    days = [friday, friday + timedelta(days=1), friday + timedelta(days=2), monday, sunday, sunday + timedelta(days=1)]

    assert [band.name for day in days for band in bands([item(day)], on=on)] == found


def test_the_bands_of_a_sunday_are_called_by_their_stretch_of_time() -> None:
    sunday = date(2026, 11, 29)
    days = [sunday - timedelta(days=1), sunday, sunday + timedelta(days=1), sunday + timedelta(days=8), None]

    found = bands([item(day) for day in days], on=sunday)

    assert [band.label for band in found] == ["Nokavēts", "Šodien", "Nākamnedēļ", "Vēlāk", "Bez termiņa"]


def test_bands_without_work_are_left_out() -> None:
    assert [band.name for band in bands([item(ON)], on=ON)] == ["today"]


def test_each_kind_of_work_has_a_filter_with_its_count() -> None:
    rows = filters([item(ON), item(ON), item(None, "Melnraksts")], "Lieta")

    assert [(str(row.label), row.count, row.current) for row in rows] == [
        ("Viss", 3, False),
        ("Lieta", 2, True),
        ("Melnraksts", 1, False),
    ]


def due_families(count: int) -> tuple[User, list[Family]]:
    office = headed_service()
    sync_roles()
    give_role(office.family, "family")
    found = [family(office, surname=f"Liep{letter}") for letter in "abcdefgh"[:count]]
    Case.objects.update(review_due=clock.today())
    return office.family, found


@pytest.mark.django_db
def test_a_review_due_today_stands_on_the_first_page_and_its_people_are_logged(client: Client) -> None:
    worker, (home,) = due_families(1)
    client.force_login(worker)

    page = client.get("/").content.decode()

    assert home.home.name in page
    assert AccessRow.objects.filter(user=worker, page="web:home").count() == 4


@pytest.mark.django_db
def test_a_colleague_without_relation_sees_none_of_it(client: Client) -> None:
    _worker, (home,) = due_families(1)
    stranger = User.objects.get(username="outsider")
    client.force_login(stranger)

    page = client.get("/").content.decode()

    assert home.home.name not in page
    assert not AccessRow.objects.exists()


@pytest.mark.django_db
def test_home_asks_the_same_number_of_questions_for_one_family_and_for_five(client: Client) -> None:
    counts = []
    for count in (1, 5):
        Case.objects.update(closed_at=None)
        worker, _families = due_families(count)
        client.force_login(worker)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_an_administrator_is_led_to_the_handbook_and_not_to_people() -> None:
    sync_roles()
    admin = User.objects.create(username="admin", first_name="Ilze", last_name="Krūma")
    give_role(admin, "admin")
    client = Client()
    client.force_login(admin)

    page = client.get("/").content.decode()

    assert 'href="/handbook/admin/"' in page
    for address in ("/people/", "/people/search/", "/search/", "/cases/", "/cases/contacts/"):
        assert f'"{address}"' not in page
        assert address == "/cases/" or client.get(address).status_code == 403
