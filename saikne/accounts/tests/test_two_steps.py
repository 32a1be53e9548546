"""Secrets of two-step sign-in lie sealed in the database; without the key no code fits."""

import importlib
import json
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps

from saikne.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def maija(db: None) -> User:
    return User.objects.create(username="maija")


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def lying_in_the_database() -> str:
    return json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def totp(user: User) -> TOTP:
    return TOTP(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP))


def test_the_secret_is_not_in_the_database_and_its_code_fits(maija: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(maija, secret)

    assert secret not in lying_in_the_database()
    assert totp(maija).validate_code(code_of(secret))


def test_the_seed_of_recovery_codes_is_not_in_the_database_and_each_code_fits_once(
    maija: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecoveryCodes, "generate_seed", classmethod(lambda _cls: "ab" * 40))
    codes = RecoveryCodes.activate(maija)
    first = codes.get_unused_codes()[0]

    assert "ab" * 40 not in lying_in_the_database()
    assert [codes.validate_code(first), codes.validate_code(first)] == [True, False]


def test_under_another_key_no_code_fits_and_nothing_fails(maija: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(maija, secret)
    first = RecoveryCodes.activate(maija).get_unused_codes()[0]

    settings.SIGN_IN_KEY = "another key"

    assert not totp(maija).validate_code(code_of(secret))
    assert not RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).validate_code(first)


def test_a_secret_put_into_the_database_in_the_clear_lets_nobody_in(maija: User) -> None:
    secret = generate_totp_secret()
    Authenticator.objects.create(user=maija, type=Authenticator.Type.TOTP, data={"secret": secret})

    assert not totp(maija).validate_code(code_of(secret))


def test_secrets_from_before_are_sealed_by_the_migration_once_and_can_be_opened_again(maija: User) -> None:
    migration = importlib.import_module("saikne.accounts.migrations.0002_two_step_secrets_sealed")
    secret = generate_totp_secret()
    Authenticator.objects.create(user=maija, type=Authenticator.Type.TOTP, data={"secret": secret})

    migration.seal_secrets(apps, None)
    migration.seal_secrets(apps, None)

    assert secret not in lying_in_the_database()
    assert totp(maija).validate_code(code_of(secret))
    migration.open_secrets(apps, None)
    assert secret in lying_in_the_database()
