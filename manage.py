"""The same as the `saikne` command, for those used to Django."""

from saikne.__main__ import main

if __name__ == "__main__":
    main()
