"""Every test of this room runs on the small site of example pages."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from saikne.accounts.models import User
from saikne.ui.tests import site


@pytest.fixture(autouse=True)
def on_the_example_site(settings: object) -> Iterator[None]:
    settings.ROOT_URLCONF = "saikne.ui.tests.site"  # type: ignore[attr-defined]
    site.DONE.clear()
    site.Record.held = {"title": "Kopsavilkums", "summary": "Elza kavē skolu.", "live": True}
    site.Record.version = 3
    with translation.override("lv"):
        yield


@pytest.fixture
def maija(db: None) -> User:
    return User.objects.create_user("maija", password="ļoti gara parole", first_name="Maija", last_name="Liepa")


@pytest.fixture
def dace(db: None) -> User:
    return User.objects.create_user("dace", first_name="Dace", last_name="Krūmiņa")


@pytest.fixture
def signed_in(maija: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(maija)
    return client
