"""The `saikne` command: Django's commands and ours, with our settings."""

import os
import sys
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.db import DatabaseError, OperationalError, connection

NO_SUCH_TABLE = ("no such table", "no such column", "does not exist")


def main() -> None:
    """Run one command; an empty line of arguments lists them all. What cannot be used is told, with exit 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saikne.config.settings")
    try:
        _run(sys.argv)
    except ImproperlyConfigured as error:
        _stop(f"Settings: {error}")
    except DatabaseError as error:
        if "--traceback" in sys.argv or not (sentence := _said_of(error)):
            raise
        _stop(sentence)


def _run(arguments: list[str]) -> None:
    name = arguments[1] if len(arguments) > 1 else "help"
    try:
        ManagementUtility(arguments).execute()
    except SystemExit as stopped:
        known = name.startswith("-") or name in {"help", "version", *get_commands()}
        sys.exit(stopped.code if known else 2)


def _said_of(error: DatabaseError) -> str:
    """Why the database cannot be used; nothing where the mistake may be ours."""
    told = str(error).strip()
    if any(words in told.partition("\n")[0] for words in NO_SUCH_TABLE):
        name = connection.settings_dict["NAME"]
        return f"The database {name} has no tables of Saikne, or of another version. Run `saikne migrate` first."
    if not isinstance(error, OperationalError):
        return ""
    return f"The database cannot be used: {' '.join(told.split())}. DATABASE_URL says which it is."


def _stop(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
