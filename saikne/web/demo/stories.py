"""The pieces from which the demo's families are told: read, and filled with the names of a family."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from saikne import cases

DATA = Path(cases.__file__).resolve().parent / "data"
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """Stories of families, themes by their key, themes of one adult or one child, texts that fit any file."""

    stories: tuple[Told, ...]
    themes: dict[str, Told]
    adult_themes: tuple[Told, ...]
    minor_themes: tuple[Told, ...]
    placed_themes: tuple[Told, ...]
    texts: Told


@cache
def library() -> Library:
    """The project's own data, read once."""
    told = {name: yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8")) for name in ("stories", "themes", "texts")}
    groups = told["themes"]
    return Library(
        stories=tuple(told["stories"]["families"]),
        themes={theme["key"]: theme for theme in groups["themes"]},
        adult_themes=tuple(groups["adult_themes"]),
        minor_themes=tuple(groups["minor_themes"]),
        placed_themes=tuple(groups["placed_themes"]),
        texts=told["texts"],
    )


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in a story: given names by placeholder; record numbers of those who live in the household."""

    names: dict[str, str] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """The text with names in it; nothing where somebody it names is not at hand."""
        named = set(re.findall(r"\{(\w+)\}", text))
        return text.format(**self.names) if named <= set(self.names) else ""

    def about(self, word: str) -> int | None:
        """The record of whom this word means; nobody for the household and for those who live elsewhere."""
        return self.records.get(word)

    def with_child(self, name: str, record: int) -> "Cast":
        """The same people with this child as {child}."""
        return replace(self, names={**self.names, "child": name}, records={**self.records, "child": record})
