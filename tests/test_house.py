"""The house itself: what leans on what, what stands where, and how long things may be."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "saikne"
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
CLOSED_DOORS = frozenset({"views", "forms", "tables", "filters", "panels", "tasks", "urls", "apps"})
OPEN_TO_ALL = frozenset({"core", "ui"})
IN_REACH = frozenset(
    {
        "visible_to",
        "worked_by",
        "given_to",
        "reachable",
        "within_reach",
        "open_file",
        "open_whole_file",
        "open_to_write",
    }
)


def _floors() -> dict[str, int]:
    """Room → floor, the ground floor being 0, from the contract in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Floors")
    return {room: floor for floor, layer in enumerate(reversed(layers)) for room in re.findall(r"[a-z]+", layer)}


FLOORS = _floors()


def _rooms() -> list[str]:
    return sorted(app.label for app in apps.get_app_configs() if app.name.startswith("saikne."))


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("saikne.") or model._meta.app_label in _rooms()
    ]


def _sources(*, tests: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).parts
        if "migrations" in parts or ("tests" in parts and not tests):
            continue
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _named(path: Path, node: ast.AST | None = None) -> str:
    line = f":{getattr(node, 'lineno', 1)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


# ---------------------------------------------------------------- rooms


def test_every_room_stands_on_a_floor() -> None:
    assert [room for room in _rooms() if room not in FLOORS] == []


def test_keys_point_down_and_never_sideways() -> None:
    climbing = []
    for model in _models():
        room = model._meta.app_label
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            to = field.related_model
            if not isinstance(to, type) or to._meta.label == settings.AUTH_USER_MODEL:
                continue
            other = to._meta.app_label
            if other != room and other in FLOORS and FLOORS[other] >= FLOORS[room]:
                climbing.append(f"{model._meta.label}.{field.name} → {to._meta.label}")
    assert climbing == []


def _imports(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def test_rooms_meet_only_at_their_doors() -> None:
    through_the_wall = []
    for path, tree in _sources():
        room = path.relative_to(HOUSE).parts[0]
        for node, name in _imports(tree):
            house, other, *inside = [*name.split("."), ""]
            closed = bool(inside) and inside[0] in CLOSED_DOORS
            if house == "saikne" and other not in (room, *OPEN_TO_ALL) and closed and path.name != "__main__.py":
                through_the_wall.append(f"{_named(path, node)} imports {name}")
    assert through_the_wall == []


def test_nothing_leans_on_tests() -> None:
    leaning = [
        f"{_named(path, node)} imports {name}"
        for path, tree in _sources()
        for node, name in _imports(tree)
        if name.startswith("saikne.") and ".tests" in name and path.name != "conftest.py"
    ]
    assert leaning == []


def test_every_room_stands_in_the_table_of_the_houses_description() -> None:
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    named = {word for row in re.findall(r"^\|.*$", text, re.MULTILINE) for word in re.findall(r"`(\w+)`", row)}

    assert [room for room in _rooms() if room not in named] == []


# ---------------------------------------------------------------- permissions


def _perms() -> dict[str, str]:
    """Every word of every room's `Perm`, with where it stands."""
    found = {}
    for room in _rooms():
        if (HOUSE / room / "access.py").exists():
            for perm in import_module(f"saikne.{room}.access").Perm:
                found[str(perm)] = f"{room}.{perm.name}"
    return found


@pytest.mark.django_db
def test_every_permission_named_exists() -> None:
    from django.contrib.auth.models import Permission

    known = {f"{app}.{word}" for app, word in Permission.objects.values_list("content_type__app_label", "codename")}

    assert {word: where for word, where in _perms().items() if word not in known} == {}


def test_every_permission_belongs_to_a_role() -> None:
    from saikne.web.roles import ROLES

    given = {str(word) for words in ROLES.values() for word in words}

    assert {word: where for word, where in _perms().items() if word not in given} == {}


@pytest.mark.django_db
def test_every_permission_of_a_role_exists() -> None:
    from django.contrib.auth.models import Group

    from saikne.web.roles import ROLES, sync_roles

    sync_roles()

    given = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert given == {role: len({str(word) for word in words}) for role, words in ROLES.items()}


# ---------------------------------------------------------------- reach


def _personal() -> set[str]:
    return {model.__name__ for model in _models() if getattr(getattr(model, "Personal", None), "fields", None)}


def _is_view(path: Path) -> bool:
    parts = path.relative_to(HOUSE).parts
    return any(part.removesuffix(".py") in {"views", "panels"} for part in parts)


def _manager_of(node: ast.AST) -> str:
    """`Model` when the node is `Model.objects`."""
    if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
        return node.value.id
    return ""


def _stands_within_reach(function: ast.AST, personal: set[str]) -> bool:
    """The function asks for reach by name, or was handed a row that somebody within reach had fetched."""
    words = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(function)}
    handed = {
        getattr(argument.annotation, "id", "")
        for node in _functions(function)
        for argument in [*node.args.args, *node.args.kwonlyargs]
    }
    return bool(words & IN_REACH or handed & (personal | {"FileFrame"}))


def _fetches(tree: ast.AST, personal: set[str]) -> Iterator[tuple[ast.AST, str]]:
    """Every question to the manager of a personal model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _manager_of(node.value) in personal:
            yield node, f"{_manager_of(node.value)}.objects.{node.attr}"
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"get_object_or_404", "get_list_or_404"}:
            first = getattr(node.args[0], "id", "")
            if first in personal:
                yield node, f"{first} by number alone"


def test_views_fetch_personal_data_within_reach_only() -> None:
    personal = _personal() - {"User"}  # colleagues are no clients
    beyond = [
        f"{_named(path, node)} {asked}"
        for path, tree in _sources()
        if _is_view(path)
        for part in tree.body
        if not _stands_within_reach(part, personal)
        for node, asked in _fetches(part, personal)
    ]
    assert beyond == []


def test_the_rule_of_reach_finds_a_fetch_by_number_alone() -> None:
    tree = ast.parse("def page(request, pk):\n    return Case.objects.get(pk=pk), get_object_or_404(Goal, pk=pk)\n")
    within = ast.parse("def page(request, pk):\n    return Case.objects.visible_to(request.user).get(pk=pk)\n")

    assert len(list(_fetches(tree, {"Case", "Goal"}))) == 2
    assert not _stands_within_reach(tree.body[0], {"Case", "Goal"})
    assert _stands_within_reach(within.body[0], {"Case", "Goal"})


def test_views_write_nothing_themselves() -> None:
    writes = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update", "delete"}
    found = [
        f"{_named(path, node)} .{node.func.attr}()"
        for path, tree in _sources()
        if _is_view(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in writes
        and getattr(node.func.value, "id", "") != "drafts"
    ]
    assert found == []


# ---------------------------------------------------------------- size and words


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = [
        f"{_named(path)}: {lines}"
        for path, _tree in _sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert long == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{_named(path, node)} {node.name}: {lines}"
        for path, tree in _sources()
        for node in _functions(tree)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of its public classes."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from (
                part
                for part in node.body
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("_")
            )


def _overloaded(node: ast.AST) -> bool:
    return any(getattr(mark, "id", "") == "overload" for mark in getattr(node, "decorator_list", []))


def test_every_module_and_public_name_says_what_it_is_for() -> None:
    silent = []
    for path, tree in _sources():
        if tree.body and not ast.get_docstring(tree):
            silent.append(_named(path))
        silent += [
            f"{_named(path, node)} {node.name}"
            for node in _public(tree)
            if not ast.get_docstring(node) and not _overloaded(node)
        ]
    assert silent == []


def test_nothing_names_the_material_the_house_was_built_from() -> None:
    told = "/work/" + "shared"
    texts = {".py", ".md", ".html", ".toml", ".yaml", ".yml", ".json", ".csv", ".po", ".scss", ".js", ".sh", ".typ"}
    folders = [HOUSE, ROOT / "tests", ROOT / "tools", ROOT / "docs"]
    named = [
        _named(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in texts and path.is_file() and told in path.read_text(encoding="utf-8")
    ]
    assert named == []
