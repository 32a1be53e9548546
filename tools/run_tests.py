"""Run the tests on SQLite, on PostgreSQL and in a browser, as far as they are found, and say what was not.

REQUIRE=all makes a missing part a failure. DATABASE_URL or CHROMIUM name a server or a browser elsewhere.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SERVERS = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://postgres@%2Fvar%2Frun%2Fpostgresql/postgres",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_COLLECTED = 5
PARTS = ("sqlite", "postgresql", "browser")


@dataclass
class Outcome:
    """What one part came to."""

    name: str
    said: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    ran: bool = False
    exit_code: int = 0


def main() -> int:
    """Run the parts asked for and print a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, help="run one part")
    options, extra = parser.parse_known_args()
    parts = [options.only] if options.only else list(PARTS)
    runs = {"sqlite": on_sqlite, "postgresql": on_postgresql, "browser": in_a_browser}
    with tempfile.TemporaryDirectory(prefix="saikne-tests-") as folder:
        outcomes = [runs[part](Path(folder), extra) for part in parts]
    return summary(outcomes)


def on_sqlite(folder: Path, extra: list[str]) -> Outcome:
    """Everything but the browser, on SQLite."""
    url = f"sqlite:///{folder / 'sqlite' / 'saikne.sqlite3'}"
    arguments = ["-n", workers(), "-m", "not e2e and not postgres", *extra]
    return run("SQLite", folder / "sqlite", arguments, {"DATABASE_URL": url})


def on_postgresql(folder: Path, extra: list[str]) -> Outcome:
    """The same on PostgreSQL but for the details of pages, with what only a server can show."""
    tried = [url for url in (os.environ.get("DATABASE_URL", ""), *SERVERS) if url.startswith("postgres")]
    url = next((url for url in tried if answers(url)), None)
    if url is None:
        where = (
            "DATABASE_URL, 127.0.0.1:5432 or its socket"
            if len(tried) > len(SERVERS)
            else "127.0.0.1:5432 or its socket"
        )
        return Outcome("PostgreSQL", f"not run: no PostgreSQL server answered at {where}")
    return run(
        "PostgreSQL",
        folder / "postgresql",
        ["-n", workers(), "-m", "not e2e and not one_database", *extra],
        {"DATABASE_URL": url},
    )


def in_a_browser(folder: Path, extra: list[str]) -> Outcome:
    """The tests that drive Chromium, on a SQLite file."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or not Path(browser).exists():
        return Outcome("Browser", f"not run: no Chromium was found ({', '.join(BROWSERS)}, or CHROMIUM=path)")
    url = f"sqlite:///{folder / 'browser' / 'saikne.sqlite3'}"
    return run("Browser", folder / "browser", ["-m", "e2e", *extra], {"DATABASE_URL": url, "CHROMIUM": browser})


def workers() -> str:
    """How many processes share the tests."""
    return os.environ.get("WORKERS", "auto")


def answers(url: str) -> bool:
    """Whether a server lets us in and may make databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def run(name: str, state: Path, arguments: list[str], settings: Mapping[str, str]) -> Outcome:
    """Run pytest with a state folder of its own."""
    state.mkdir(parents=True)
    report = state / "report.xml"
    print(f"\n--- {name} ---", flush=True)
    started = time.monotonic()
    finished = subprocess.run(  # noqa: S603 - our own pytest
        [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "true", "SAIKNE_DATA": str(state), **settings},
        check=False,
    )
    outcome = Outcome(name, "", ran=True, exit_code=finished.returncode)
    count(outcome, report)
    outcome.said = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
    outcome.said += f" in {time.monotonic() - started:.0f} s"
    if finished.returncode == NOTHING_COLLECTED:
        outcome.said, outcome.ran, outcome.exit_code = "not run: there are no such tests", False, 0
    elif finished.returncode and not outcome.failed:
        outcome.said += f"; pytest stopped with exit code {finished.returncode}"
    return outcome


def count(outcome: Outcome, report: Path) -> None:
    """Read the numbers that pytest wrote."""
    if not report.exists():
        return
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own pytest
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        outcome.failed += failed
        outcome.skipped += skipped
        outcome.passed += int(suite.get("tests", 0)) - failed - skipped


def summary(outcomes: list[Outcome]) -> int:
    """Print what ran and what did not; 1 if anything failed, or is missing while all is required."""
    print("\n--- Summary ---")
    for outcome in outcomes:
        print(f"{outcome.name:<11} {outcome.said}")
    missing = [outcome.name for outcome in outcomes if not outcome.ran]
    required = os.environ.get("REQUIRE") == "all"
    if missing and required:
        print(f"All parts are required here, but these did not run: {', '.join(missing)}.")
    totals = [sum(getattr(outcome, field) for outcome in outcomes) for field in ("passed", "failed", "skipped")]
    print("{} passed, {} failed, {} skipped".format(*totals))
    return 1 if any(outcome.exit_code for outcome in outcomes) or (missing and required) else 0


if __name__ == "__main__":
    sys.exit(main())
