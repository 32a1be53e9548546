"""Units, posts and people change by date; what ends stays, and whoever leaves is shut out at once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client as Browser

from saikne.accounts.actions import issue_code, set_roles, use_code
from saikne.accounts.enums import Role
from saikne.accounts.models import OneTimeLink, User
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow, Revision
from saikne.organisation.actions import open_post, open_unit, post_worker
from saikne.organisation.actions.staff import (
    NewWorker,
    add_qualification,
    begin_again,
    end_posting,
    end_qualification,
    end_work,
    give_post,
    take_on,
)
from saikne.organisation.actions.units import (
    begin_territory,
    edit_service,
    edit_unit,
    end_post,
    end_territory,
    end_unit,
)
from saikne.organisation.models import Posting, Unit
from saikne.organisation.queries import colleagues, seat_of
from saikne.organisation.queries.workers import expiring
from saikne.organisation.registry import heads
from saikne.organisation.tests.factories import SINCE, Service, service
from saikne.privacy.actions import holder_of
from saikne.privacy.models import Grant, HolderMember, Side
from saikne.privacy.queries import headed_units

pytestmark = pytest.mark.django_db
PASSWORD = "kanārijputniņš-dzied"


@pytest.fixture
def office(roles: None) -> Service:
    found = service()
    found.head.groups.add(Group.objects.get(name="head"))
    return found


@pytest.fixture
def admin(office: Service) -> User:
    user = User.objects.create(username="admin", first_name="Toms", last_name="Grava")
    user.groups.add(Group.objects.get(name="admin"))
    return user


def _today() -> date:
    return clock.today()


def test_a_worker_is_taken_on_with_account_roles_post_and_code_in_one_act(office: Service, admin: User) -> None:
    post = open_post(unit=office.unit, specialisation="family", title="Sociālais darbinieks", since=SINCE, by=admin)
    who = NewWorker("m.jauna", "Made", "Jaunā", roles=("family",), post=post, since=_today(), share=Decimal(1))

    welcome = take_on(who=who, by=admin)

    seat = seat_of(welcome.user)
    assert seat is not None
    assert seat.unit_id == office.unit.pk
    assert welcome.user.has_perm("cases.change_case")
    assert welcome.user.title == "Sociālais darbinieks"
    assert not welcome.user.has_usable_password()
    assert {"accounts.make_user", "accounts.set_roles", "organisation.post_worker", "accounts.issue_code"} <= set(
        AuditRow.objects.values_list("act", flat=True)
    )


def test_a_code_sets_the_password_once_and_only_its_hash_is_kept(admin: User, office: Service) -> None:
    code = issue_code(user=office.family, by=admin)
    assert code.replace("-", "") not in str(list(OneTimeLink.objects.values()))

    user = use_code(username="family", code=f" {code.lower().replace('-', ' ')} ", password=PASSWORD)

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    with pytest.raises(Refusal) as again:
        use_code(username="family", code=code, password="cits-garš-teikums-4")
    assert set(again.value.by_field) == {"code"}
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_code_is_refused_with_one_sentence_whatever_was_wrong(admin: User, office: Service) -> None:
    old = issue_code(user=office.family, by=admin)
    code = issue_code(user=office.family, by=admin)
    told = set()
    for username, typed in (("adults", code), ("family", old), ("family", ""), ("nav", code)):
        with pytest.raises(Refusal) as refused:
            use_code(username=username, code=typed, password=PASSWORD)
        told.add(str(refused.value))
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(Refusal) as late:
        use_code(username="family", code=code, password=PASSWORD)

    assert told == {str(late.value)}
    assert not User.objects.get(username="family").check_password(PASSWORD)


def test_a_weak_password_is_refused_and_the_code_still_works(admin: User, office: Service) -> None:
    code = issue_code(user=office.family, by=admin)
    with pytest.raises(Refusal) as refused:
        use_code(username="family", code=code, password="12345")
    assert set(refused.value.by_field) == {"password"}

    assert use_code(username="family", code=code, password=PASSWORD) == office.family


def test_an_administrator_works_with_no_client(admin: User, office: Service) -> None:
    with pytest.raises(Refusal):
        set_roles(user=office.family, roles=["family", "admin"], by=admin)
    assert set_roles(user=office.family, roles=["admin"], by=admin) == {"admin"}
    assert not User.objects.get(username="family").has_perm("people.view_personrecord")


def test_nobody_changes_her_own_roles_and_the_last_administrator_stays(admin: User, office: Service) -> None:
    with pytest.raises(Refusal):
        set_roles(user=admin, roles=["family"], by=admin)
    with pytest.raises(Refusal):
        set_roles(user=admin, roles=[], by=office.head)
    with pytest.raises(Refusal):
        end_work(user=admin, by=office.head)
    set_roles(user=office.adults, roles=[Role.ADMIN], by=admin)

    assert set_roles(user=admin, roles=[], by=office.adults) == frozenset()


def test_a_role_taken_away_opens_nothing_any_more(admin: User, office: Service) -> None:
    set_roles(user=office.family, roles=["family"], by=admin)
    set_roles(user=office.family, roles=["office"], by=admin)

    assert not User.objects.get(pk=office.family.pk).has_perm("cases.change_case")
    row = AuditRow.objects.filter(act="accounts.set_roles").latest("pk")
    assert row.details == {"given": ["office"], "taken": ["family"]}


def test_whoever_leaves_is_shut_out_at_once_and_from_everything(admin: User, office: Service) -> None:
    user = office.family
    user.set_password(PASSWORD)
    user.save()
    set_roles(user=user, roles=["family"], by=admin)
    browser = Browser()
    browser.force_login(user, backend="saikne.accounts.backends.RoleBackend")
    assert browser.get("/").status_code == 200
    holder = holder_of(user)
    Grant.objects.create(holder=holder, about="case", about_no=1, opens="case_work", ground="lead", ground_no=1,
                         since=clock.now())  # fmt: skip
    Side.objects.create(holder=holder, about="record", about_no=1, separation="lead_or_decide", ground="lead",
                        since=clock.now())  # fmt: skip
    code = issue_code(user=user, by=admin)

    end_work(user=user, by=admin)

    gone = User.objects.get(pk=user.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.groups.count()) == (False, False, 0)
    assert browser.get("/").status_code == 302
    assert seat_of(gone) is None
    assert gone not in colleagues(office.adults)
    assert not Grant.objects.filter(until__isnull=True, holder=holder).exists()
    assert not Side.objects.filter(until__isnull=True, holder=holder).exists()
    assert not HolderMember.objects.filter(until__isnull=True, user=user).exists()
    with pytest.raises(Refusal):
        use_code(username=user.username, code=code, password=PASSWORD)
    assert not Browser().login(username=user.username, password=PASSWORD)


def test_whoever_comes_back_has_her_account_but_not_her_former_reach(admin: User, office: Service) -> None:
    user = office.family
    holder = holder_of(user)
    Grant.objects.create(holder=holder, about="case", about_no=1, opens="case_work", ground="team", ground_no=1,
                         since=clock.now())  # fmt: skip
    end_work(user=user, by=admin)
    post = open_post(unit=office.unit, specialisation="family", title="x", since=SINCE, by=admin)

    back = begin_again(user=user, roles=["family"], post=post, since=_today(), share=Decimal(1), by=admin)

    assert back.user.is_active
    assert HolderMember.objects.filter(until__isnull=True, user=user, holder=holder, ground="self").count() == 1
    assert not Grant.objects.standing_for(user.pk, clock.now()).exists()
    assert use_code(username=user.username, code=back.code, password=PASSWORD) == user


def test_heads_are_appointed_and_ended_by_date_and_the_history_stays(admin: User, office: Service) -> None:
    whole = office.unit.parent
    assert whole is not None
    heads().appoint(user=office.head, unit_id=whole.pk, since=_today(), by=admin)
    assert headed_units(office.head) == [whole.pk]
    with pytest.raises(Refusal):
        heads().appoint(user=office.head, unit_id=whole.pk, since=_today(), by=admin)
    with pytest.raises(Refusal):
        heads().appoint(user=office.family, unit_id=whole.pk, since=_today(), by=admin)

    row = heads().rows([whole.pk])[0]
    heads().end(row=row, last_day=_today() + timedelta(days=3), by=admin)

    for days, found in ((0, [whole.pk]), (3, [whole.pk]), (4, [])):
        with clock.at(clock.midnight(_today() + timedelta(days=days)) + timedelta(hours=23) if days else clock.now()):
            assert headed_units(office.head) == found
    assert [one.user for one in heads().rows([whole.pk])] == [office.head]


def test_a_head_begins_on_a_later_day_and_never_in_the_past(admin: User, office: Service) -> None:
    tomorrow = _today() + timedelta(days=1)
    heads().appoint(user=office.head, unit_id=office.unit.pk, since=tomorrow, by=admin)
    assert headed_units(office.head) == []
    with clock.at(clock.midnight(tomorrow)):
        assert headed_units(office.head) == [office.unit.pk]
    with pytest.raises(Refusal) as refused:
        heads().appoint(user=office.head, unit_id=office.other_unit.pk, since=_today() - timedelta(days=1), by=admin)
    assert set(refused.value.by_field) == {"since"}


def test_a_head_who_ends_yesterday_ends_at_this_moment(admin: User, office: Service) -> None:
    heads().appoint(user=office.head, unit_id=office.unit.pk, since=_today(), by=admin)
    heads().end(row=heads().rows([office.unit.pk])[0], last_day=_today() - timedelta(days=1), by=admin)
    assert headed_units(office.head) == []


def test_a_post_is_held_from_a_day_to_a_day_and_not_twice_at_once(admin: User, office: Service) -> None:
    post = open_post(unit=office.unit, specialisation="adults", title="x", since=SINCE, share=Decimal("0.5"), by=admin)
    half = Decimal("0.5")
    made = give_post(
        user=office.family, post=post, since=_today(), last_day=_today() + timedelta(days=9), share=half, by=admin
    )
    assert made.until == _today() + timedelta(days=10)

    for since, field in ((_today() + timedelta(days=9), "post"), (SINCE - timedelta(days=1), "since")):
        with pytest.raises(Refusal) as refused:
            give_post(user=office.family, post=post, since=since, share=half, by=admin)
        assert field in refused.value.by_field
    with pytest.raises(Refusal) as too_much:
        give_post(user=office.adults, post=post, since=_today(), share=Decimal(1), by=admin)
    assert set(too_much.value.by_field) == {"share"}
    assert post_worker(user=office.family, post=post, since=_today() + timedelta(days=10), share=half, by=admin)


def test_a_posting_ends_with_its_last_day_and_stays_in_the_history(admin: User, office: Service) -> None:
    row = office.family.postings.get()
    end_posting(posting=row, last_day=_today(), by=admin)

    assert seat_of(office.family) is not None
    assert seat_of(office.family, on=_today() + timedelta(days=1)) is None
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(Refusal):
        end_posting(posting=row, last_day=_today() + timedelta(days=30), by=admin)
    assert Posting.objects.filter(pk=row.pk).exists()


def test_a_unit_ends_only_after_its_posts_parts_and_heads(admin: User, office: Service) -> None:
    unit = open_unit(municipality=office.municipality, name="Jauna", since=SINCE, parent=office.unit, by=admin)
    post = open_post(unit=unit, specialisation="family", title="x", since=SINCE, by=admin)
    part = open_unit(municipality=office.municipality, name="Daļa", since=SINCE, parent=unit, by=admin)
    heads().appoint(user=office.head, unit_id=unit.pk, since=_today(), by=admin)
    with pytest.raises(Refusal) as refused:
        end_unit(unit=unit, last_day=_today(), by=admin)
    assert len(refused.value.reasons) == 3

    end_post(post=post, last_day=_today(), by=admin)
    end_unit(unit=part, last_day=_today(), by=admin)
    heads().end(row=heads().rows([unit.pk])[0], last_day=_today(), by=admin)
    end_unit(unit=unit, last_day=_today(), by=admin)

    assert Unit.objects.get(pk=unit.pk).until == _today() + timedelta(days=1)


def test_a_post_that_is_held_does_not_end(admin: User, office: Service) -> None:
    posting = office.family.postings.get()
    with pytest.raises(Refusal) as refused:
        end_post(post=posting.post, last_day=_today(), by=admin)
    assert "Maija Liepa" in str(refused.value)

    end_posting(posting=posting, last_day=_today(), by=admin)
    end_post(post=posting.post, last_day=_today(), by=admin)


def test_what_was_called_otherwise_is_kept(admin: User, office: Service) -> None:
    other: dict[str, Any] = {"name": "Cits nosaukums", "name_locative": "", "phone": "1", "parent_id": None}
    part = begin_territory(municipality=office.municipality, name="Pūres pagasts", since=SINCE, by=admin)
    edit_unit(unit=office.unit, fields=other, territories=[part], by=admin)
    edit_service(municipality=office.municipality, fields={"service_phone": "+371 20 000 001"}, by=admin)

    before = Revision.objects.get(about="organisation.unit").before
    assert before["name"] == "Sociālā darba nodaļa"
    assert list(office.unit.territories.all()) == [part]
    with pytest.raises(Refusal):
        edit_unit(unit=office.unit, fields=other, territories=[part], by=admin)
    end_territory(territory=part, last_day=_today(), by=admin)


def test_a_unit_never_stands_under_its_own_part(admin: User, office: Service) -> None:
    part = open_unit(municipality=office.municipality, name="Daļa", since=SINCE, parent=office.unit, by=admin)
    with pytest.raises(Refusal) as refused:
        edit_unit(unit=office.unit, fields={"parent_id": part.pk}, territories=[], by=admin)
    assert set(refused.value.by_field) == {"parent"}


def test_what_expires_within_sixty_days_is_shown_until_it_is_renewed(admin: User, office: Service) -> None:
    def paper(user: User, days: int, scope: str = "40 h") -> Any:
        until = _today() + timedelta(days=days)
        return add_qualification(user=user, kind="child_rights", scope=scope, since=SINCE, last_day=until, by=admin)

    soon, _late, gone = paper(office.family, 59), paper(office.adults, 61), paper(office.parish, -10)
    paper(office.outsider, 5)
    paper(office.assistance, -90)

    def shown() -> list[Any]:
        return [one.row for one in expiring(office.municipality)]

    assert shown() == [gone, soon]
    add_qualification(user=office.family, kind="child_rights", scope="40 h", since=_today(), by=admin)
    assert shown() == [gone]
    end_qualification(qualification=gone, last_day=_today() + timedelta(days=400), by=admin)
    assert shown() == []
