"""Read settings from the environment; NAME_FILE points at a secret on disk."""

import os
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


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
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is not text in UTF-8.") from error


def env_secret(name: str) -> str:
    """Return a secret, refusing one that is too short to be guessed by nobody."""
    value = env(name)
    if len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name} is shorter than {SHORTEST_SECRET} characters. This makes one: {MAKE_ONE}")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes/no setting, refusing anything but true and false."""
    value = env(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def env_int(name: str, *, default: int) -> int:
    """Return a whole number, refusing anything else."""
    value = env(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name: str, *, default: str = "") -> list[str]:
    """Return what stands between commas, without the spaces round it."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_choice(name: str, *, default: str, among: Collection[str]) -> str:
    """Return one of these words, refusing any other."""
    value = env(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def env_folder(name: str, *, default: Path | None) -> Path:
    """Return a folder, made if it is not there; nobody else on this machine may look into it."""
    path = Path(env(name, None if default is None else str(default)))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} names {path}, which cannot be made: {error.strerror}.") from error
    return path
