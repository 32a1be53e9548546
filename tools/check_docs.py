"""Check that every relative link in the documents leads to a file of this checkout."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:", "#")


def documents() -> list[Path]:
    """The documents at the root and under docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def dead_links(document: Path) -> Iterator[str]:
    """Links of one document that lead nowhere."""
    for target in LINK.findall(CODE.sub("", document.read_text(encoding="utf-8"))):
        if not target.startswith(ELSEWHERE) and not (document.parent / target.split("#")[0]).exists():
            yield f"{document.relative_to(ROOT)}: {target} leads nowhere."


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    dead = [line for document in documents() for line in dead_links(document)]
    for line in dead:
        print(line)
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
