"""Every test of this room runs on the small site of example pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from saikne.core.registry import Registry
from saikne.ui import context
from saikne.ui.tests import site


@pytest.fixture(autouse=True)
def on_the_example_site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.ROOT_URLCONF = "saikne.ui.tests.site"
    monkeypatch.setattr(context, "NAVIGATION", Registry("navigation"))
    monkeypatch.setattr(context, "FOOTER", Registry("footer"))
    site.DONE.clear()
    site.Record.anew()
    with translation.override("lv"):
        yield


@pytest.fixture
def maija(db: None) -> Any:
    return get_user_model().objects.create_user(
        "maija", password="ļoti gara parole", first_name="Maija", last_name="Liepa"
    )


@pytest.fixture
def dace(db: None) -> Any:
    return get_user_model().objects.create_user("dace", first_name="Dace", last_name="Krūmiņa")


@pytest.fixture
def signed_in(maija: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(maija)
    return client
