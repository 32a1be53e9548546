"""Read settings from the environment; NAME_FILE points at a secret on disk."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str | None = None) -> str:
    """Return the setting `name`, or stop with a sentence saying what is missing."""
    if path := os.environ.get(f"{name}_FILE"):
        return _from_file(name, Path(path))
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE); see .env.example.")
    return value


def _from_file(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes/no setting, refusing anything but true and false."""
    value = env(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def env_int(name: str, *, default: int) -> int:
    """Return a whole number, refusing anything else."""
    value = env(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)
