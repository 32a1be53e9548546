"""Logs as data, to standard error: ids, never names, and never what was typed."""

import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def drop_addresses(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep the path without its query, which may hold what was searched for; drop who asked from where."""
    if isinstance(request := event.get("request"), str):
        event["request"] = request.split("?")[0]
    for key in ("ip", "user_agent", "referer"):
        event.pop(key, None)
    return event


def say_where_it_failed(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Kinds of failure and lines of code: the words of an exception may hold what somebody typed."""
    told = event.pop("exc_info", None)
    error = told if isinstance(told, BaseException) else (sys.exc_info() if told is True else told or (None, None))[1]
    if error is not None:
        event["exception"] = [place for one in _chain(error) for place in _places(one)]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(error: BaseException) -> list[str]:
    state = getattr(error, "sqlstate", None)
    return [f"{type(error).__qualname__}{f' {state}' if state else ''}", *_lines(error.__traceback__)]


def _lines(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def logging_settings(*, level: str, with_values: bool) -> dict[str, Any]:
    """Everything through structlog, one JSON object a line; `with_values` tells exceptions in their own words."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    drop_addresses,
                    structlog.processors.format_exc_info if with_values else say_where_it_failed,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # It writes whole addresses, with what was searched for; django_structlog says the same without.
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "django_structlog": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
