"""What `saikne demo` refuses, and what it prints."""

import json
import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from saikne.accounts.actions import make_user, system_user
from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.web.demo import build, mark
from saikne.web.demo.mark import is_demo, mark_as_demo
from saikne.web.management.commands import demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout(settings: Any, tmp_path: Path) -> None:
    """As in a checkout: DEBUG on; nothing is written beside the database."""
    settings.DEBUG = True
    settings.AUDIT_HEADS = tmp_path / "heads.txt"


def refused(*arguments: str) -> str:
    """Run the command; what it says on its way out with 2."""
    with pytest.raises(CommandError) as caught:
        call_command("demo", *arguments, stdout=StringIO(), stderr=StringIO())
    assert caught.value.returncode == 2
    return str(caught.value)


def built() -> User:
    """A database that looks like a demo."""
    system = system_user()
    user = make_user(
        username="family", first_name="Maija", last_name="Liepa", kind="staff", password="saikne-demo", by=system
    )
    mark_as_demo()
    return user


def test_the_demo_does_not_start_with_debug_off(settings: Any) -> None:
    settings.DEBUG = False
    assert "DEBUG" in refused("--no-serve")


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::", "example.lv"])  # noqa: S104  # it must refuse
@pytest.mark.usefixtures("checkout")
def test_the_demo_is_not_served_to_others(address: str) -> None:
    assert "127.0.0.1" in refused("--address", address, "--no-serve")


@pytest.mark.usefixtures("checkout")
def test_a_taken_port_is_told_before_anything_is_built() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert str(port + 1) in refused("--port", str(port))
    assert not User.objects.exists()


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("arguments", [("--no-serve",), ("--no-serve", "--fresh")])
def test_a_database_that_is_no_demo_is_left_alone(arguments: tuple[str, ...]) -> None:
    make_user(username="anna", first_name="Anna", last_name="Kalna", kind="staff", by=system_user())
    assert "left alone" in refused(*arguments)
    assert User.objects.filter(username="anna").exists()
    assert not is_demo()


@pytest.mark.usefixtures("checkout")
def test_json_is_one_object_with_the_address_and_the_accounts() -> None:
    built()
    out = StringIO()
    call_command("demo", "--no-serve", "--json", "--port", "8123", stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert told["url"] == "http://127.0.0.1:8123"
    assert told["accounts"] == [
        {"username": "family", "password": "saikne-demo", "name": "Maija Liepa", "title": ""},
    ]


@pytest.mark.usefixtures("checkout")
def test_a_build_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(build, "plan_waiting", broken)
    with pytest.raises(ZeroDivisionError):
        build.build_demo(lambda share: None, families=1, share=0.001)
    assert not User.objects.exists()
    assert not Case.objects.exists()
    assert not is_demo()


class Closed:
    """A connection that can be closed and nothing else."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The file of a demo and the heads of its chain."""
    file, heads = tmp_path / "saikne.sqlite3", tmp_path / "audit-heads.txt"
    file.write_text("former")
    heads.write_text("1 former 1")
    monkeypatch.setattr(mark, "_database_file", lambda: file)
    monkeypatch.setattr(mark, "connection", Closed())
    return file, heads


def test_a_former_demo_is_back_when_the_new_one_fails(former: tuple[Path, Path]) -> None:
    file, heads = former

    def stopped_halfway() -> None:
        with mark.replacing(heads):
            assert not file.exists()
            file.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_halfway()
    assert (file.read_text(), heads.read_text()) == ("former", "1 former 1")
    assert sorted(file.parent.iterdir()) == sorted(former)


def test_a_former_demo_is_gone_when_the_new_one_stands(former: tuple[Path, Path]) -> None:
    file, heads = former
    with mark.replacing(heads):
        file.write_text("new")
    assert file.read_text() == "new"
    assert list(file.parent.iterdir()) == [file]


def test_heads_of_another_chain_are_kept(former: tuple[Path, Path]) -> None:
    file, heads = former
    file.unlink()
    with mark.replacing(heads):
        file.write_text("new")
    assert heads.with_name("audit-heads.txt.before").read_text() == "1 former 1"


def test_only_a_demo_with_debug_on_names_its_accounts(settings: Any, client: Client) -> None:
    built()
    for debug, named in ((True, True), (False, False)):
        settings.DEBUG = debug
        page = client.get("/accounts/login/").content.decode()
        assert ("Maija Liepa" in page) is named
        assert ("saikne-demo" in page) is named


def test_an_ordinary_service_names_nobody_on_the_page_of_signing_in(settings: Any, client: Client) -> None:
    settings.DEBUG = True
    make_user(username="family", first_name="Maija", last_name="Liepa", kind="staff", by=system_user())
    assert "Maija Liepa" not in client.get("/accounts/login/").content.decode()


def test_the_bar_is_drawn_once_for_each_per_cent() -> None:
    err = StringIO()
    command = demo.Command(stderr=err)
    for share in (0.0, 0.001, 0.5, 0.501, 1.0):
        command._bar(share)
    assert err.getvalue().count("\r") == 3
    assert "100 %" in err.getvalue()
