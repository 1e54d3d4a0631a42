"""What a result came from: digests of the model's code and data, and the versions that ran it."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

from politeia.scenario import places

PACKAGE = Path(__file__).resolve().parents[1]
SILENT = frozenset({"__init__", "cli", "compare", "figures", "report", "view", "analysis"})
"""Parts of the package that only tell or draw: a change there changes no row."""
SILENT_FILES = frozenset(
    {
        "evidence/bibliography.py",
        "evidence/book.py",
        "evidence/check.py",
        "evidence/crosschecks.py",
        "evidence/judging.py",
        "evidence/references.py",
        "evidence/statistics.py",
        "evidence/targets.py",
        "experiment/progress.py",
        "experiment/crew.py",
        "experiment/preload.py",
    }
)
LIBRARIES = ("numpy", "scipy", "numba", "mesa", "pyarrow")


def digests(study: Mapping[str, Any]) -> dict[str, str]:
    """Return the digest of each thing on which rows depend, for a resolved study."""
    parts = {name: _words_digest(study.get(name)) for name in ("world", "history", "filter")}
    return {
        "model": code_digest(PACKAGE),
        "study": _words_digest(study),
        **parts,
        "parameters": believed_digest(places.calibration()),
    }


def believed_digest(calibration: Path) -> str:
    """Return the digest of what is drawn from: priors, and the facts that formulas in them use."""
    files = (calibration.glob(f"{folder}/*.yaml") for folder in ("parameters", "facts"))
    return _files_digest(calibration, chain.from_iterable(files))


def code_digest(package: Path) -> str:
    """Return the digest of all modules that can change rows, blind to comments and docstrings."""
    return _digest(
        part
        for module in sorted(package.rglob("*.py"))
        if _can_change_rows(module.relative_to(package))
        for part in (str(module.relative_to(package)).encode(), normal_form(module).encode())
    )


def _can_change_rows(module: Path) -> bool:
    part = Path(module.parts[0]).stem
    return part not in SILENT and module.as_posix() not in SILENT_FILES


def normal_form(module: Path) -> str:
    """Return a module's code as its syntax tree spells it, without comments and docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not _is_text(part)] or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(part: ast.stmt) -> bool:
    """Return whether a statement is a bare string: a docstring, or the note below a constant."""
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    )


def _words_digest(value: object) -> str:
    """Return the digest of plain data, whatever the order of its keys."""
    return _digest([json.dumps(value, sort_keys=True, separators=(",", ":")).encode()])


def _files_digest(folder: Path, files: Iterable[Path]) -> str:
    return _digest(
        part
        for file in sorted(files)
        for part in (file.relative_to(folder).as_posix().encode(), file.read_bytes())
    )


def _digest(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of parts, each with its length, so that no two lists read alike."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python, Politeia and the libraries that compute rows."""
    found = {"python": platform.python_version(), "politeia": metadata.version("politeia")}
    return found | {library: metadata.version(library) for library in LIBRARIES}
