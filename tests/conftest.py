"""Whole-house tests stand on the same ground as those of the rooms; the world is built once for a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from saikne.conftest import _documents, _quiet_house, roles
from tests.world import World, build

__all__ = ["_documents", "_quiet_house", "roles", "world"]


class UndoError(Exception):
    """The module is done: take its world back."""


@pytest.fixture(scope="module")
def _module_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built in a transaction that is taken back after the module."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield build()
                raise UndoError
        except UndoError:
            pass


@pytest.fixture
def world(_module_world: World, db: None) -> World:
    """The module's world; what a test changes in it is taken back."""
    return _module_world
