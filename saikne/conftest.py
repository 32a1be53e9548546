"""What every test stands on: fast passwords, letters kept in memory, Latvian, no deadline for properties."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

settings.register_profile("saikne", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("saikne")


@pytest.fixture(scope="session", autouse=True)
def _documents(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files are kept apart from those of the checkout; one folder for all, since worlds outlive a test."""
    django_settings.MEDIA_ROOT = tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True)
def _quiet_house(settings: Any, tmp_path: Any) -> Iterator[None]:
    """No letter leaves, no file of the checkout is touched, and the screen speaks Latvian."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.AUDIT_HEADS = tmp_path / "audit-heads.txt"
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def roles(db: None) -> None:
    """The role presets stand in their groups."""
    from saikne.web.roles import sync_roles

    sync_roles()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What pages say in detail is told on SQLite; on PostgreSQL `tests/test_access.py` walks through all of them."""
    for item in items:
        if item.path.stem.endswith(("_views", "_pages", "_hostile_input")):
            item.add_marker(pytest.mark.one_database)


def pytest_configure(config: pytest.Config) -> None:
    """A warning that nobody has thought about is a mistake."""
    if "error" not in config.getini("filterwarnings"):
        warnings.warn("pyproject.toml must make unknown warnings errors", pytest.PytestConfigWarning, stacklevel=1)
