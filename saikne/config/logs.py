"""Logs as data, to standard error: ids, never names, and never what was typed."""

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


structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def logging_settings(*, level: str) -> dict[str, Any]:
    """Everything through structlog, one JSON object a line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    drop_addresses,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django_structlog": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
