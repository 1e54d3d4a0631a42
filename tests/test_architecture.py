"""Who may know whom: imports run downward, theories are siblings, figures know no model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import politeia
from politeia.theories import blocks

PACKAGE = Path(politeia.__file__).parent

LEVELS: dict[int, tuple[str, ...]] = {
    0: (
        "arms",
        "errors",
        "calendar",
        "quantity",
        "kernel",
        "chance",
        "outcomes",
        "levers_table",
        "usercache",
    ),
    1: ("guard", "theories", "actors.data", "experiment.jobs"),
    2: ("network", "parameters", "scenario"),
    3: ("actors", "evidence"),
    4: ("designs", "founding", "chorus", "chronicle", "levers", "record", "street"),
    5: ("scenario.load", "abroad", "bill", "diplomacy", "prospects"),
    6: ("week",),
    7: ("model",),
    8: ("state", "probe", "filter", "shadow", "citizens"),
    9: ("lives",),
    10: ("experiment",),
    11: ("figures", "analysis", "answers", "report", "compare", "analyse", "single"),
    12: ("cli",),
}
"""Parts of the package from the ground up: a part may know its own level and those below."""

FIGURES_MAY_KNOW = ("figures", "arms", "outcomes", "errors", "calendar", "quantity")


@cache
def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name without ``politeia``."""
    return {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree(name: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes but those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _nodes(child)


@cache
def imports(name: str) -> frozenset[str]:
    """Return the modules of the package that a module imports, early or late."""
    found: set[str] = set()
    for node in _nodes(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} imports by dots: write the whole name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    inside = {name.removeprefix("politeia").lstrip(".") for name in found if _is_ours(name)}
    return frozenset(_module_of(target) for target in inside) - {name}


def _is_ours(name: str) -> bool:
    return name.split(".")[0] == "politeia"


def _module_of(target: str) -> str:
    """Return the module in which an imported name lives: itself, or the longest one around it."""
    while target and target not in modules():
        target = target.rpartition(".")[0]
    return target


def level(name: str) -> int:
    """Return the level of a module, by the longest part that names it."""
    parts = {part: number for number, row in LEVELS.items() for part in row}
    while name and name not in parts:
        name = name.rpartition(".")[0]
    return parts[name] if name else -1


INSIDE = sorted(set(modules()) - {""})


def test_every_module_has_a_level() -> None:
    homeless = [name for name in INSIDE if level(name) < 0]
    assert not homeless, f"say in LEVELS where these belong: {homeless}"


def test_every_level_names_parts_that_exist() -> None:
    parts = [part for row in LEVELS.values() for part in row]
    assert not [part for part in parts if part not in modules()]


@pytest.mark.parametrize("name", INSIDE)
def test_imports_run_downward(name: str) -> None:
    upward = [other for other in imports(name) if level(other) > level(name)]
    assert not upward, f"{name} knows what stands above it: {upward}"


@pytest.mark.parametrize("name", INSIDE)
def test_nothing_inside_imports_the_front_door(name: str) -> None:
    assert "" not in imports(name)


def test_there_are_no_circles() -> None:
    graph = {name: imports(name) for name in INSIDE}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("name", [name for name in INSIDE if name.startswith("theories.")])
def test_theories_are_siblings(name: str) -> None:
    others = [other for other in imports(name) if other.startswith("theories")]
    assert not others, f"{name} leans on another theory: {others}"


def test_parameters_name_the_block_of_every_mechanism() -> None:
    named = {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.walk(tree("parameters"))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert named == {name: block.__name__ for name, block in blocks().items()}


@pytest.mark.parametrize("name", [name for name in INSIDE if name.startswith("figures")])
def test_figures_know_no_model(name: str) -> None:
    known = [other for other in imports(name) if other.split(".")[0] not in FIGURES_MAY_KNOW]
    assert not known, f"{name} must draw what it is handed, and knows {known}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_module_runs_text_as_code(name: str) -> None:
    called = {
        node.func.id
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_module_stores_objects_that_hold_code(name: str) -> None:
    named: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            named |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module.split(".")[0])
    assert not named & {"pickle", "cloudpickle", "dill", "marshal", "shelve", "joblib"}


@pytest.mark.parametrize("name", [n for n in INSIDE if n != "chance"])
def test_all_luck_comes_from_one_module(name: str) -> None:
    spelled = ast.unparse(tree(name))
    assert "np.random" not in spelled
    assert "default_rng" not in spelled
    assert ".model.random" not in spelled
