"""Who may do what comes from roles alone; nobody is above them, and the doors of pages ask for them."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from saikne.accounts.enums import UserKind
from saikne.accounts.http import StaffRequest, only, staff
from saikne.accounts.models import User

pytestmark = pytest.mark.django_db
PERM = "accounts.change_user"


@pytest.fixture
def role() -> Group:
    group = Group.objects.create(name="keeper")
    group.permissions.add(Permission.objects.get(content_type__app_label="accounts", codename="change_user"))
    return group


def _user(name: str = "maija", **told: Any) -> User:
    return User.objects.get(pk=User.objects.create(username=name, **told).pk)


def test_a_role_carries_its_permissions_and_no_others(role: Group) -> None:
    maija = _user()
    maija.groups.add(role)

    assert maija.has_perm(PERM)
    assert maija.get_all_permissions() == {PERM}
    assert not maija.has_perm("accounts.add_user")


def test_a_superuser_has_no_permission_that_no_role_gives_her() -> None:
    root = _user("root", is_superuser=True, is_staff=True)

    assert not root.has_perm(PERM)
    assert not root.has_module_perms("accounts")
    assert root.get_all_permissions() == set()


def test_a_permission_given_to_the_user_herself_is_no_role() -> None:
    maija = _user()
    maija.user_permissions.add(Permission.objects.get(content_type__app_label="accounts", codename="change_user"))

    assert not maija.has_perm(PERM)


def test_whoever_is_switched_off_may_do_nothing(role: Group) -> None:
    gone = _user(is_active=False)
    gone.groups.add(role)

    assert not gone.has_perm(PERM)
    assert gone.get_all_permissions() == set()


def test_roles_are_asked_once_however_often_a_page_asks(role: Group) -> None:
    maija = _user()
    maija.groups.add(role)

    with CaptureQueriesContext(connection) as asked:
        answers = [maija.has_perm(perm) for perm in (PERM, "accounts.add_user", PERM)]

    assert answers == [True, False, True]
    assert len(asked) == 1


# ---------------------------------------------------------------- doors


@staff
def page(request: StaffRequest) -> HttpResponse:
    return HttpResponse("in")


@only(UserKind.PARTNER)
def partners_page(request: StaffRequest) -> HttpResponse:
    return HttpResponse("in")


def _asked_by(user: Any) -> Any:
    request = RequestFactory().get("/somewhere/?q=1")
    request.user = user
    return request


def test_whoever_has_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    answer = page(_asked_by(AnonymousUser()))

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/somewhere/%3Fq%3D1")


@pytest.mark.parametrize("kind", [UserKind.PARTNER, UserKind.CLIENT, UserKind.SYSTEM])
def test_the_door_for_staff_is_shut_to_others(kind: str) -> None:
    with pytest.raises(PermissionDenied):
        page(_asked_by(_user(kind=kind)))


def test_each_door_lets_its_own_in() -> None:
    assert page(_asked_by(_user())).content == b"in"
    assert partners_page(_asked_by(_user("partner", kind=UserKind.PARTNER))).content == b"in"
    with pytest.raises(PermissionDenied):
        partners_page(_asked_by(_user("worker")))
