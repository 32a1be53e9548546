"""Write tests/access.csv anew from what the house answers now. Review the difference before you commit it.

python tests/make_access.py
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Build the world of the tests in a database of its own and write what everybody in it is answered."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saikne.config.settings"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    sys.path.insert(0, str(ROOT))
    django.setup()
    from tests import access_table
    from tests.world import build

    with ground_of_tests():
        access_table.write(build())
    sys.stdout.write(
        f"{access_table.TABLE.relative_to(ROOT)} is written. Review the difference before you commit it.\n"
    )
    return 0


@contextmanager
def ground_of_tests() -> Iterator[None]:
    """What every test stands on, without their runner: tables made from the models, all in one transaction."""
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import utils
    from django.utils import translation

    logging.disable(logging.ERROR)
    connection.settings_dict["TEST"]["MIGRATE"] = False
    utils.setup_test_environment(debug=False)
    with TemporaryDirectory() as folder, utils.override_settings(**_quiet(Path(folder))):
        databases = utils.setup_databases(verbosity=0, interactive=False)
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            yield
        utils.teardown_databases(databases, verbosity=0)
    utils.teardown_test_environment()


def _quiet(folder: Path) -> dict[str, object]:
    """The settings of saikne/conftest.py: fast passwords, no file of the checkout touched."""
    return {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "AUDIT_HEADS": folder / "audit-heads.txt",
        "MEDIA_ROOT": folder / "documents",
    }


if __name__ == "__main__":
    sys.exit(main())
