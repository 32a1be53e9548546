"""Facts about the texts from which synthetic files are told."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from saikne.cases import enums

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = ("themes.yaml", "stories.yaml", "texts.yaml")
PEOPLE = {"parent", "mother", "father", "child", "grandmother", "adult"}
DOERS = PEOPLE | {"worker", "psychosocial", "assistance"} | {"school", "preschool", "custody_court", "police"}
DOERS |= {"health", "ngo", "provider", "parish", "probation"}
WORDS = {
    "way": enums.ContactWay,
    "reason": enums.ContactReason,
    "outcome": enums.ContactOutcome,
    "topic": enums.Topic,
    "severity": enums.Severity,
    "asked_by": enums.AskedBy,
    "work": enums.WorkKind,
}


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / name).read_text())
    return data


def themes() -> list[dict[str, Any]]:
    data = load("themes.yaml")
    return [theme for group in ("themes", "adult_themes", "minor_themes", "placed_themes") for theme in data[group]]


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from leaves(child)


def mappings(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from mappings(child)


@pytest.mark.parametrize("name", FILES)
def test_every_text_names_only_people_of_the_story(name: str) -> None:
    named = {person for text in leaves(load(name)) for person in re.findall(r"\{(.*?)\}", text)}
    assert named <= PEOPLE


@pytest.mark.parametrize("name", FILES)
def test_latvian_marks_are_right(name: str) -> None:
    for text in leaves({key: value for key, value in load(name).items() if key != "source"}):
        assert text.count("„") == text.count("”"), text
        assert not re.search(r"[«»“'\"]|\.\.|  | - |^\s|\s$", text), text


@pytest.mark.parametrize("name", FILES)
def test_problems_are_labelled_and_people_are_not(name: str) -> None:
    labels = (
        r"invalīd[si]\b|alkoholiķ|narkomān|bomz|nelabvēlīg|upur[sia]|varmāk|kurlmēm|grūts bērns|atsakās sadarboties"
    )
    assert not [text for text in leaves(load(name)) if re.search(labels, text, re.IGNORECASE)]


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_one_of_the_room(name: str) -> None:
    for mapping in mappings(load(name)):
        for key, enum in WORDS.items():
            if key in mapping and not (key == "reason" and "answer" in mapping):
                assert mapping[key] in enum.values, mapping


def test_each_theme_is_told_whole() -> None:
    for theme in themes():
        assert theme["holder"] in PEOPLE
        assert theme["problem"]["kind"] in enums.ProblemKind.values
        assert all(statement["kind"] in enums.StatementKind.values for statement in theme["statements"])
        assert all(statement["source"] for statement in theme["statements"])
        assert "own_words" in {statement["kind"] for statement in theme["statements"]}, theme["key"]
        assert len(theme["goal"]["levels"]) == 5
        assert {step["doer"] for step in theme["goal"]["steps"]} <= DOERS
        assert all(entry["kind"] in enums.EntryKind.values for entry in theme["journal"])
        assert theme.get("obstacle", {"kind": "other"})["kind"] in enums.ObstacleKind.values


def test_texts_fit_their_fields_with_a_long_name_in_them() -> None:
    for theme in themes():
        goal = theme["goal"]
        short = [goal["title"], *(step["text"] for step in goal["steps"]), *theme["problem"]["what"]]
        short += leaves(theme.get("child_aim", {}))
        assert all(len(text) <= 160 for text in short)


def test_every_story_joins_themes_that_are_told() -> None:
    known = {theme["key"]: theme for theme in load("themes.yaml")["themes"]}
    families = load("stories.yaml")["families"]
    assert len(families) >= 30
    for family in families:
        at_hand = {"both": {"mother", "father"}, "mother_partner": {"mother"}}.get(
            family["household"], {family["household"]}
        ) | set(family.get("beside", []))
        assert family["parent"] in at_hand, family["key"]
        told = [known[key] for key in family["themes"]]
        named = {person for text in leaves(told) for person in re.findall(r"\{(.*?)\}", text)}
        assert named <= at_hand | {"child", "parent"}, family["key"]
        holders = {theme["holder"] for theme in told} - {"child", "parent"}
        assert holders <= at_hand, family["key"]


def test_every_kind_of_chapter_has_its_points() -> None:
    assert set(load("texts.yaml")["chapters"]) == set(enums.ChapterKind.values)
