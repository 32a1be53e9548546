"""Write tests/access.csv anew from what the house answers now. Review the difference before you commit it.

python tests/make_access.py
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the one test that writes the table, in a database of its own."""
    os.environ["WRITE_ACCESS_TABLE"] = "1"
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    sys.path.insert(0, str(ROOT))
    return int(pytest.main(["-q", "-p", "no:xdist", f"{ROOT}/tests/test_access.py", "-k", "writes_the_table"]))


if __name__ == "__main__":
    sys.exit(main())
