"""The same form sent again does nothing twice; a refused one may be sent again."""

from datetime import timedelta

import pytest

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow, FormDone
from saikne.core.once import is_done, new_token, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def maija() -> User:
    return User.objects.create(username="maija")


@act
def write(*, by: User, refuse: bool = False) -> None:
    note(act="test.write", about="test", about_no=1, by=by)
    if refuse:
        raise Refusal("Not yet.")


def test_a_form_that_was_done_is_known_as_done(maija: User) -> None:
    token = new_token()

    with once(token, by=maija):
        write(by=maija)

    assert is_done(token)


def test_the_same_form_at_the_same_moment_is_refused_and_writes_nothing(maija: User) -> None:
    token = new_token()
    with once(token, by=maija):
        write(by=maija)

    with pytest.raises(Refusal), once(token, by=maija):
        write(by=maija)

    assert AuditRow.objects.filter(act="test.write").count() == 1


def test_a_refused_form_can_be_sent_again(maija: User) -> None:
    token = new_token()
    with pytest.raises(Refusal), once(token, by=maija):
        write(by=maija, refuse=True)

    assert not is_done(token)


def test_tokens_are_kept_for_a_day_only(maija: User) -> None:
    with clock.at(clock.now() - timedelta(days=2)), once("old", by=maija):
        write(by=maija)

    with once("new", by=maija):
        write(by=maija)

    assert list(FormDone.objects.values_list("token", flat=True)) == ["new"]
