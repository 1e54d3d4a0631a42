"""What a parameter, target or tension may name as its source, and which names resolve.

A reference is the word ``assumption``, the id of a fact, claim, event, option or tension, the id of
a target, or a key of the bibliography. Anything else is a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from politeia.errors import BadInput
from politeia.evidence.ids import kind_of
from politeia.scenario import places
from politeia.scenario.marks import Items, Scalar, Table, read
from politeia.scenario.schema import ASSUMPTION
from politeia.scenario.words import meant

REFERABLE = ("facts", "claims", "events", "options", "tensions", "targets")
"""Kinds of entries whose ids are references."""


@dataclass(frozen=True)
class Known:
    """All words that a reference may be: ids by kind of entry, and keys of the bibliography."""

    ids: Mapping[str, Collection[str]]
    works: Collection[str]

    def joined(self, other: Known) -> Known:
        """Return what either knows."""
        ids = {
            kind: frozenset((*self.ids.get(kind, ()), *other.ids.get(kind, ())))
            for kind in {*self.ids, *other.ids}
        }
        return Known(ids, frozenset((*self.works, *other.works)))

    def fault_of(self, word: str) -> str | None:
        """Return what is wrong with a reference, if anything is."""
        if word == ASSUMPTION or word in self.works:
            return None
        kind = kind_of(word)
        if kind in REFERABLE:
            ids = self.ids.get(kind, ())
            return None if word in ids else f"{word} is none of the {kind}{meant(word, ids, 0)}"
        every = {ASSUMPTION, *self.works, *(one for ids in self.ids.values() for one in ids)}
        return f"{word!r} is no entry of evidence and no key of the bibliography" + meant(
            word, every, most=0
        )


def unresolved(references: Iterable[str], known: Known | None = None) -> dict[str, str]:
    """Return what is wrong with each reference that resolves to nothing, of the project's own."""
    known = known_in(places.calibration()) if known is None else known
    told = {word: known.fault_of(word) for word in references}
    return {word: fault for word, fault in told.items() if fault is not None}


@cache
def known_in(calibration: Path) -> Known:
    """Return all references that a folder of evidence knows, read once a process."""
    return named_in(calibration)


def named_in(calibration: Path) -> Known:
    """Return all that a folder of evidence names, whatever else is wrong in it."""
    kinds = ("claims", "options", "events", "tensions", "documents")
    files = {kind: [calibration / f"{kind}.yaml"] for kind in kinds}
    for kind in ("facts", "targets"):
        files[kind] = sorted((calibration / kind).glob("*.yaml"))
    ids = {kind: _keys(paths, kind) for kind, paths in files.items()}
    return Known(ids, _works(calibration / "bibliography.yaml"))


def parameters_named_in(calibration: Path) -> frozenset[str]:
    """Return the dotted names of all parameters of a folder, whatever else is wrong in it."""
    sheets = sorted((calibration / "parameters").glob("*.yaml"))
    return frozenset(
        f"{path.stem}.{name}" for path in sheets for name in _keys([path], "parameters")
    )


def _keys(paths: Iterable[Path], under: str) -> frozenset[str]:
    """Return the keys of a mapping of files."""
    tables = [_inside(path, under) for path in paths]
    return frozenset(name for table in tables if isinstance(table, Table) for name in table.nodes)


def _works(path: Path) -> frozenset[str]:
    """Return the keys of a bibliography."""
    items = _inside(path, "references")
    nodes = items.nodes if isinstance(items, Items) else ()
    ids = [node.nodes.get("id") for node in nodes if isinstance(node, Table)]
    return frozenset(one.text for one in ids if isinstance(one, Scalar) and one.text)


def _inside(path: Path, under: str) -> Any:
    """Return what stands under a key of a file, or None where it cannot be read."""
    try:
        return read(path).nodes.get(under)
    except BadInput:
        return None
