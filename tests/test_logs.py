"""What is written when something fails names lines of code and kinds of failure, never what somebody typed."""

import json
import logging
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from django.db import IntegrityError
from django.test import RequestFactory

from saikne.config.logs import logging_settings

TYPED = "kanārijputniņš 140388-12345"


def _formatter(*, with_values: bool) -> Any:
    told = logging_settings(level="INFO", with_values=with_values)["formatters"]["json"]
    return told.pop("()")(**told)


def _fail() -> None:
    try:
        raise psycopg.errors.UniqueViolation(f"Key (code)=({TYPED}) already exists.")
    except psycopg.Error as error:
        raise IntegrityError(f"DETAIL: {TYPED}") from error


def _written(log: Callable[[], None], *, with_values: bool = False) -> str:
    """The line that is written when this is logged."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keeping = Keeping()
    keeping.setFormatter(_formatter(with_values=with_values))
    logging.root.addHandler(keeping)
    try:
        log()
    finally:
        logging.root.removeHandler(keeping)
    (line,) = lines
    return line


def _as_django_does() -> None:
    try:
        _fail()
    except IntegrityError as error:
        request = RequestFactory().post("/cases/1/")
        logging.root.manager.getLogger("django.request").error(
            "Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500, "request": request}
        )


def _as_we_do() -> None:
    try:
        _fail()
    except IntegrityError:
        structlog.get_logger("tests").exception("request_failed", code=500)


def test_a_failure_is_told_by_its_kind_and_its_lines_without_what_was_typed() -> None:
    for log in (_as_django_does, _as_we_do):
        line = _written(log)
        told = json.loads(line)["exception"]

        assert json.dumps(TYPED)[1:-1] not in line
        assert [place for place in told if ".py" not in place] == ["IntegrityError", "UniqueViolation 23505"]
        assert any(place.endswith(" _fail") for place in told)


def test_in_a_checkout_a_failure_is_told_in_its_own_words() -> None:
    assert "DETAIL: kan" in _written(_as_we_do, with_values=True)


def test_a_line_without_a_failure_has_none() -> None:
    line = _written(lambda: structlog.get_logger("tests").warning("sealing waits", reason="OSError"))

    assert set(json.loads(line)) == {"event", "level", "timestamp", "reason"}


def test_the_server_of_a_checkout_writes_no_address_with_what_was_searched_for() -> None:
    told = logging_settings(level="INFO", with_values=True)

    assert told["loggers"]["django.server"] == {"handlers": ["nowhere"], "propagate": False}
    assert told["handlers"]["nowhere"] == {"class": "logging.NullHandler"}
