"""A setting that cannot be used is told in one sentence that says what to do; the command never ends in a traceback."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {"SECRET_KEY": "s" * 40, "DRAFT_KEY": "d" * 40, "DOCUMENT_KEY": "c" * 40, "SIGN_IN_KEY": "i" * 40}
SERVICE = {"DEBUG": "false", "ALLOWED_HOSTS": "saikne.example.lv", **SECRETS}


def _run(folder: Path, *arguments: str, **told: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a person would run it."""
    command = [sys.executable, "-m", "saikne", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=_told(folder, told), cwd=ROOT)


def _told(folder: Path, told: dict[str, str]) -> dict[str, str]:
    ours = {"SAIKNE_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}"}
    return {name: value for name, value in os.environ.items() if name not in {"DEBUG", *SERVICE}} | ours | told


def _read(folder: Path, **told: str) -> dict[str, Any]:
    """The settings file, read anew in this environment."""
    with mock.patch.dict(os.environ, _told(folder, told), clear=True):
        return runpy.run_path(str(ROOT / "saikne" / "config" / "settings.py"))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"DEBUG": "yes"}, "DEBUG must be true or false, not 'yes'."),
        ({"DEBUG": "false"}, "Set SECRET_KEY (or SECRET_KEY_FILE); see .env.example."),
        ({"DEBUG": "false", "SECRET_KEY": "s" * 40}, "Set DRAFT_KEY (or DRAFT_KEY_FILE); see .env.example."),
        (
            {"DEBUG": "false", "SECRET_KEY": "s" * 40, "DRAFT_KEY": "d" * 40},
            "Set DOCUMENT_KEY (or DOCUMENT_KEY_FILE); see .env.example.",
        ),
        ({**SERVICE, "DOCUMENT_KEY": "short"}, "DOCUMENT_KEY is shorter than 32 characters."),
        ({**SERVICE, "DOCUMENT_KEY": "d" * 40}, "DOCUMENT_KEY must differ from SECRET_KEY and DRAFT_KEY"),
        ({"DOCUMENT_MAX_MB": "many"}, "DOCUMENT_MAX_MB must be a whole number, not 'many'."),
        ({**SERVICE, "SIGN_IN_KEY": "short"}, "SIGN_IN_KEY is shorter than 32 characters."),
        ({**SERVICE, "SIGN_IN_KEY": "d" * 40}, "SIGN_IN_KEY must differ from SECRET_KEY and DRAFT_KEY"),
        ({**SERVICE, "DRAFT_KEY": "short"}, "DRAFT_KEY is shorter than 32 characters."),
        ({**SERVICE, "DRAFT_KEY": "s" * 40}, "DRAFT_KEY and SECRET_KEY must differ"),
        ({"SECRET_KEY_FILE": "/no/such"}, "SECRET_KEY_FILE names /no/such, which cannot be read: No such file"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must be postgres://user:password@host:5432/name or sqlite:////"),
        (
            {"DATABASE_URL": "mysql://a/b"},
            "DATABASE_URL must be postgres://user:password@host:5432/name or sqlite:////",
        ),
        ({"DATABASE_URL": "postgres://u:p@h:x/b"}, "DATABASE_URL must be postgres://user:password@host:5432/name"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, not 'LOUD'."),
        ({"BREAK_GLASS_HOURS": "-1"}, "BREAK_GLASS_HOURS must be a whole number, not '-1'."),
        ({"SAIKNE_DATA": "/proc/saikne"}, "SAIKNE_DATA names /proc/saikne, which cannot be made"),
        ({"ALLOWED_HOSTS": "saikne.lv"}, "With DEBUG on, ALLOWED_HOSTS may name this machine only, not saikne.lv."),
    ],
    ids=lambda given: given[:30] if isinstance(given, str) else "",
)
def test_a_setting_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, told: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        _read(tmp_path, **told)

    assert str(refused.value).startswith(sentence)


def test_a_service_has_what_a_checkout_does_without(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    service, checkout = _read(tmp_path, **SERVICE), _read(tmp_path, DEBUG="true")

    assert [service[name] for name in names] == [True, True, True, 31_536_000]
    assert [checkout[name] for name in names] == [False, False, False, 0]


def test_names_between_commas_may_have_spaces_round_them(tmp_path: Path) -> None:
    assert _read(tmp_path, **{**SERVICE, "ALLOWED_HOSTS": "a.lv, b.lv,"})["ALLOWED_HOSTS"] == ["a.lv", "b.lv"]


def test_secrets_are_read_from_files_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")

    assert _read(tmp_path, **SERVICE, DRAFT_KEY_FILE=str(tmp_path / "key"))["DRAFT_KEY"] == "k" * 40


def test_behind_a_proxy_everybody_has_an_address_of_her_own_when_sign_ins_are_counted(tmp_path: Path) -> None:
    assert _read(tmp_path, **SERVICE)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert _read(tmp_path, **SERVICE, BEHIND_PROXY="true")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_all_worker_processes_count_sign_ins_together(tmp_path: Path) -> None:
    told = _read(tmp_path, **SERVICE)["CACHES"]["default"]

    assert told["BACKEND"].endswith(".FileBasedCache")
    assert told["LOCATION"] == tmp_path / "cache"


def test_nobody_else_on_the_machine_may_look_into_the_folder_of_the_data(tmp_path: Path) -> None:
    _read(tmp_path / "var")

    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("arguments", "told", "sentence"),
    [
        (("verify_audit", "--json"), {}, "has no tables of Saikne, or of another version. Run `saikne migrate`"),
        (("seal_audit",), {"DATABASE_URL": "sqlite:////no/such/x.sqlite3"}, "unable to open database file"),
        (("seal_audit",), {"DATABASE_URL": "postgres://postgres@127.0.0.1:9/x"}, "Connection refused"),
        (("nonsense",), {}, "Unknown command: 'nonsense'"),
        (("verify_audit",), {"DEBUG": "yes"}, "Settings: DEBUG must be true or false, not 'yes'."),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_command_that_cannot_be_done_ends_with_two_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], told: dict[str, str], sentence: str
) -> None:
    done = _run(tmp_path, *arguments, **told)

    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
