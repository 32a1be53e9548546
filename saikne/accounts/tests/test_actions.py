"""Accounts and notices are written by actions, each with its audit row."""

from datetime import timedelta

import pytest

from saikne.accounts.actions import make_user, mark_seen, system_user, tell
from saikne.accounts.enums import UserKind
from saikne.accounts.models import Notice, User
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow

pytestmark = pytest.mark.django_db


def _user(name: str) -> User:
    return User.objects.create(username=name)


@act
def _tell(*, users: list[User], by: User) -> None:
    tell(users=users, message="lead_changed", about="case", about_no=7, by=by)


def test_everybody_is_told_but_the_one_who_acts() -> None:
    maija, dace, gunta = _user("maija"), _user("dace"), _user("gunta")

    _tell(users=[maija, dace, gunta], by=maija)

    assert set(Notice.objects.values_list("user__username", "message", "about", "about_no")) == {
        ("dace", "lead_changed", "case", 7),
        ("gunta", "lead_changed", "case", 7),
    }


def test_looking_makes_my_notices_seen_leaves_those_of_others_and_is_in_the_audit() -> None:
    maija, dace = _user("maija"), _user("dace")
    _tell(users=[maija, dace], by=_user("gunta"))
    moment = clock.now() + timedelta(minutes=1)

    with clock.at(moment):
        mark_seen(user=maija)

    assert Notice.objects.get(user=maija).seen_at == moment
    assert Notice.objects.get(user=dace).seen_at is None
    assert User.objects.get(pk=maija.pk).last_seen_work_at == moment
    row = AuditRow.objects.get(act="accounts.mark_seen")
    assert (row.about, row.about_no, row.by_id, row.details) == ("accounts.user", maija.pk, maija.pk, {"notices": 1})


def test_an_account_without_a_password_cannot_be_signed_into_by_any() -> None:
    user = make_user(username="maija", first_name="Maija", last_name="Liepa", kind=UserKind.STAFF, by=system_user())

    assert not user.has_usable_password()
    assert AuditRow.objects.get(act="accounts.make_user").about_no == user.pk


def test_the_audit_of_an_account_holds_neither_its_name_nor_its_password() -> None:
    user = make_user(
        username="maija",
        first_name="Maija",
        last_name="Liepa",
        kind=UserKind.STAFF,
        password="kanārijputniņš",
        by=system_user(),
    )

    assert user.check_password("kanārijputniņš")
    assert AuditRow.objects.get(act="accounts.make_user").details == {}


def test_a_username_that_is_taken_is_refused_and_the_first_account_stays() -> None:
    make_user(username="maija", first_name="Maija", last_name="Liepa", kind=UserKind.STAFF, by=system_user())

    with pytest.raises(Refusal) as refused:
        make_user(username="maija", first_name="Cita", last_name="Maija", kind=UserKind.STAFF, by=system_user())

    assert [str(sentence) for sentence in refused.value.by_field.values()] == [
        "Šāds lietotājvārds jau ir. Izvēlieties citu."
    ]
    assert User.objects.get(username="maija").last_name == "Liepa"


def test_the_machine_is_one_user_however_often_it_is_asked_for() -> None:
    assert system_user() == system_user()
    assert system_user().kind == UserKind.SYSTEM
    assert not system_user().has_usable_password()
