"""Where files are laid out while a study is read: folders searched, and all faults found so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from politeia.errors import BadInput, Fault
from politeia.scenario import checks, places
from politeia.scenario.marks import Mark, Node, Scalar, Step, Table, empty_keys, merged, place, read
from politeia.scenario.validate import validated
from politeia.scenario.world import World

Model = TypeVar("Model", bound=BaseModel)

NO_VALUE = "has no value: write one, or leave the key out"
_WITH_CODES = ("regimes", "sponsors", "senders", "hubs", "blocs", "aggregates")


@dataclass
class Desk:
    """Reads files, looks names up beside the study first, and keeps the faults of all of them.

    ``lost`` are codes that a world names but that its faults keep from being read: what is said of
    them elsewhere is no fault.
    """

    folders: list[Path]
    faults: list[Fault] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def checked(self, found: Model | None) -> Model:
        """Return what was found.

        Raises:
            BadInput: when there were faults.
        """
        if self.faults or found is None:
            raise BadInput(self.faults)
        return found

    @contextmanager
    def at(self, mark: Mark, key: str) -> Iterator[None]:
        """Keep the faults of what is done inside; those without a file are of ``key``."""
        try:
            yield
        except BadInput as error:
            self.faults.extend(error.faults or [mark.fault(key, str(error))])

    def find(self, kind: places.Kind, name: str, mark: Mark, key: str) -> Path | None:
        """Return the file that ``name`` means, or None and a fault of ``key``."""
        with self.at(mark, key):
            return places.find(kind, name, self.folders)
        return None

    def tree(self, kind: places.Kind, path: Path, chain: tuple[Path, ...] = ()) -> Table | None:
        """Return what a file says over what it extends, or None and its faults."""
        with self.at(Mark(path, 0), ""):
            table = named(read(path), path.stem)
            if kind == "studies" and path.parent not in self.folders:
                self.folders.append(path.parent)
            return self.extended(kind, table, (*chain, path.resolve()))
        return None

    def extended(
        self, kind: places.Kind, table: Table, chain: tuple[Path, ...] = ()
    ) -> Table | None:
        """Return ``table`` over what it extends, if it extends anything; refuse circles."""
        node = table.nodes.get("extends")
        if not isinstance(node, Scalar) or node.text is None:
            return table
        path = self.find(kind, node.text, node.mark, "extends")
        if path is None:
            return None
        if path.resolve() in chain:
            circle = " -> ".join(step.stem for step in (*chain, path))
            self.faults.append(node.mark.fault("extends", f"goes round in a circle: {circle}"))
            return None
        base = self.tree(kind, path, chain)
        if base is None:
            return None
        kept = {key: inner for key, inner in base.nodes.items() if key not in ("name", "extends")}
        return merged(Table(base.mark, kept, base.keys), table)

    def model(self, kind: type[Model], table: Table | None) -> tuple[Model, Table] | None:
        """Return what a table says as a schema, with what could be read of it."""
        if table is None:
            return None
        read = validated(kind, table, self.faults)
        told = {(fault.file, fault.line, fault.key) for fault in self.faults}
        empty = (mark.fault(key, NO_VALUE) for mark, key in empty_keys(table))
        self.faults.extend(f for f in empty if (f.file, f.line, f.key) not in told)
        return read

    def add(self, table: Table, found: checks.Found, under: tuple[Step, ...] = ()) -> None:
        """Add what a check found, at its places in ``table``."""
        for steps, told in found:
            mark, key, node = place(table, (*under, *steps))
            said = {str(steps[-1]), *re.findall(r"\w+", getattr(node, "text", None) or "")}
            if not said & self.lost:
                self.faults.append(mark.fault(key, told))

    def check_name(self, name: str, wanted: str, table: Table) -> None:
        """Add a fault where a file gives itself another name than the one it is found by."""
        if name != wanted:
            told = f"must be {wanted!r}, the name by which it is found, or be left out"
            self.add(table, iter([(("name",), told)]))

    def world(self, path: Path) -> World | None:
        """Return the world of a file, checked."""
        tree = self.tree("worlds", path)
        found = self.model(World, tree)
        if tree is None or found is None:
            return None
        world, table = found
        self.lost.update(set(_codes_of(tree)) - world.codes)
        self.check_name(world.name, path.stem, table)
        self.add(table, checks.world_faults(world))
        return world if world.title else world.model_copy(update={"title": world.name})

    def known_codes(self) -> set[str]:
        """Return the codes of all worlds that can be found, so that a history may serve several."""
        near = [
            place for own in self.folders for place in (own, own / "worlds", own.parent / "worlds")
        ]
        folders = dict.fromkeys((*near, places.folder_of("worlds")))
        files = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
        return {code for file in files for code in _codes_in(file)}


def named(table: Table, stem: str) -> Table:
    """Return ``table`` with the name of its file where it gives none."""
    if "name" in table.nodes:
        return table
    nodes: dict[str, Node] = {"name": Scalar(table.mark, stem), **table.nodes}
    return Table(table.mark, nodes, {"name": table.mark, **table.keys})


def _codes_in(file: Path) -> Iterator[str]:
    """Yield the codes that a file names where it is a world."""
    try:
        yield from _codes_of(read(file))
    except BadInput:
        return


def _codes_of(table: Table) -> Iterator[str]:
    """Yield the codes that a world names, right or not."""
    for group in _WITH_CODES:
        node = table.nodes.get(group)
        yield from node.nodes if isinstance(node, Table) else ()
    war = table.nodes.get("war")
    for role in ("attacker", "defender"):
        who = war.nodes.get(role) if isinstance(war, Table) else None
        if isinstance(who, Scalar) and who.text is not None:
            yield who.text
