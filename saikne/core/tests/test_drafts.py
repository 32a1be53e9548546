"""Nothing typed is lost, nobody else reads it, and it ends with the form's action."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from saikne.core.acts import act
from saikne.core.drafts import DraftKey, discard, ending, load, mine, save
from saikne.core.errors import Refusal
from saikne.core.models import Draft

pytestmark = pytest.mark.django_db

KEY = DraftKey("journal_entry", "case", 7)
TYPED = {"text": ["Krāsns salabota, kanārijputniņš dzied"], "kind": ["home_visit"]}


def _user(name: str) -> Any:
    return get_user_model().objects.create(username=name)


def test_a_draft_comes_back_as_it_was_typed() -> None:
    maija = _user("maija")

    save(KEY, author=maija, payload=TYPED, base_version=3)
    kept = load(KEY, author=maija)

    assert kept is not None
    assert (kept.payload, kept.base_version, kept.key) == (TYPED, 3, KEY)


def test_what_was_typed_cannot_be_read_in_the_database() -> None:
    save(KEY, author=_user("maija"), payload=TYPED)

    stored = bytes(Draft.objects.get().payload)

    assert b"kan\xc4\x81rijputni" not in stored
    assert "kanārijputniņš" not in stored.decode("latin-1")
    assert b"home_visit" not in stored


def test_a_draft_sealed_with_another_key_is_not_shown(settings: object) -> None:
    maija = _user("maija")
    save(KEY, author=maija, payload=TYPED)

    settings.DRAFT_KEY = "another key"  # type: ignore[attr-defined]

    assert load(KEY, author=maija) is None
    assert mine(author=maija) == []


def test_a_draft_belongs_to_one_author_one_form_and_one_subject() -> None:
    maija, dace = _user("maija"), _user("dace")
    save(KEY, author=maija, payload=TYPED)

    assert load(KEY, author=dace) is None
    assert load(DraftKey("journal_entry", "case", 8), author=maija) is None
    assert load(DraftKey("goal", "case", 7), author=maija) is None
    assert load(DraftKey("journal_entry", "client", 7), author=maija) is None


def test_saving_again_replaces_what_was_kept() -> None:
    maija = _user("maija")
    save(KEY, author=maija, payload=TYPED)
    save(KEY, author=maija, payload={"text": ["Otrais"]})

    assert Draft.objects.count() == 1
    assert [one.payload for one in mine(author=maija)] == [{"text": ["Otrais"]}]


def test_a_draft_outlives_signing_out_and_a_new_session() -> None:
    maija = _user("maija")
    browser = Client()
    browser.force_login(maija)
    save(KEY, author=maija, payload=TYPED)

    browser.logout()
    browser.force_login(maija)

    assert load(KEY, author=maija) is not None


def test_a_draft_ends_with_the_action_of_its_form() -> None:
    maija = _user("maija")
    save(KEY, author=maija, payload=TYPED)

    with ending(KEY, author=maija):
        _deed(fail=False)

    assert load(KEY, author=maija) is None


def test_a_refused_action_leaves_the_draft() -> None:
    maija = _user("maija")
    save(KEY, author=maija, payload=TYPED)

    with pytest.raises(Refusal), ending(KEY, author=maija):
        _deed(fail=True)

    assert load(KEY, author=maija) is not None


def test_an_action_after_the_form_ends_no_other_draft() -> None:
    maija, other = _user("maija"), DraftKey("goal", "case", 7)
    save(KEY, author=maija, payload=TYPED)
    save(other, author=maija, payload=TYPED)
    with ending(KEY, author=maija):
        _deed(fail=False)

    _deed(fail=False)

    assert load(other, author=maija) is not None


def test_a_discarded_draft_is_gone() -> None:
    maija = _user("maija")
    save(KEY, author=maija, payload=TYPED)

    discard(KEY, author=maija)

    assert Draft.objects.count() == 0


@act
def _deed(*, fail: bool) -> None:
    if fail:
        raise Refusal("Nē.")
