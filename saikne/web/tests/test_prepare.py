"""`saikne prepare` brings a service up to its version; what is up to date stays as it is."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from saikne.cases.models import FileKind
from saikne.methodology.models import Term
from saikne.organisation.models import Municipality
from saikne.web.roles import ROLES

pytestmark = pytest.mark.django_db


def _prepare() -> dict[str, Any]:
    out = StringIO()
    call_command("prepare", "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def _counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Group, Municipality, FileKind, Term))


def test_a_new_service_gets_roles_municipalities_kinds_and_the_glossary(settings: Any) -> None:
    settings.DEBUG = True

    told = _prepare()

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert _counted()[1:] == (42, 22, 220)
    assert told["kinds_changed"] >= 22


def test_repeating_it_changes_nothing(settings: Any) -> None:
    settings.DEBUG = True
    _prepare()
    before = _counted()

    assert _prepare() == {"kinds_changed": 0}
    assert _counted() == before


def test_a_role_that_was_changed_by_hand_is_as_this_version_says_again(settings: Any) -> None:
    settings.DEBUG = True
    _prepare()
    Group.objects.get(name="family").permissions.clear()

    _prepare()

    assert Group.objects.get(name="family").permissions.count() == len(ROLES["family"])
