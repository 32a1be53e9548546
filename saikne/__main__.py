"""The `saikne` command: Django's commands and ours, with our settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; an empty line of arguments lists them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saikne.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
