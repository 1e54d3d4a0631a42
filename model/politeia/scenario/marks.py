"""YAML as text with places: every scalar stays the string that was written, and knows its line.

YAML's habits are refused where they surprise: NO stays "NO", a key that stands twice is a fault,
and so are aliases (ten lines of which can stand for more values than a machine holds) and tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from politeia.errors import BadInput, Fault, MachineTrouble

LARGEST_FILE = 8_000_000
DEEPEST = 24
_EMPTY = ("", "~", "null", "Null", "NULL")

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Step: TypeAlias = "str | int"


@dataclass(frozen=True)
class Mark:
    """A place in a file; lines and columns count from 1."""

    file: Path
    line: int
    column: int = 1

    def fault(self, key: str, message: str) -> Fault:
        """Return the fault of ``key`` at this place."""
        return Fault(self.file, self.line, key, message)


@dataclass(frozen=True)
class Scalar:
    """A word or number as written; None where nothing is written."""

    mark: Mark
    text: str | None


@dataclass(frozen=True)
class Items:
    """A list."""

    mark: Mark
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Table:
    """A mapping; ``keys`` has the place of each key."""

    mark: Mark
    nodes: dict[str, Node]
    keys: dict[str, Mark]


Node: TypeAlias = "Scalar | Items | Table"


def read(path: Path) -> Table:
    """Return the mapping that a YAML file holds.

    Raises:
        BadInput: when the file is missing, empty, no YAML, no mapping, too large or too deep, or
            has a key twice, an alias or a tag; all faults that can be seen at once.
        MachineTrouble: when the disk does not give the file.
    """
    faults: list[Fault] = []
    try:
        node = _Reader(path, faults).document(_text(path))
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark
        line = place.line + 1 if place else 0
        raise BadInput([*faults, Fault(path, line, "", f"is no YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        raise BadInput([*faults, Fault(path, 0, "", f"is no YAML: {told}")]) from None
    if not isinstance(node, Table):
        line = 0 if node is None else node.mark.line
        empty = node is None or (isinstance(node, Scalar) and node.text is None)
        told = "the file is empty" if empty else "a file is a mapping of keys to values"
        faults.append(Fault(path, line, "", told))
    if faults or not isinstance(node, Table):
        raise BadInput(faults)
    return node


def _text(path: Path) -> str:
    """Return what a file says."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            told = f"is larger than {LARGEST_FILE // 10**6} MB"
            raise BadInput([Fault(path, 0, "", told)])
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise BadInput([Fault(path, 0, "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise BadInput([Fault(path, 0, "", "is no text in UTF-8")]) from None
    except OSError as error:
        raise MachineTrouble(f"{path} cannot be read: {error.strerror}") from error


class _Reader:
    """Builds nodes from the events of the parser."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, text: str) -> Node | None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        node = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    told = "a file holds one document: remove '---'"
                    raise BadInput([*self.faults, self._mark(event).fault("", told)])
                node = self._node(next(self.events), "", 0)
        return node

    def _mark(self, event: yaml.Event) -> Mark:
        place = event.start_mark
        return Mark(self.path, place.line + 1, place.column + 1) if place else Mark(self.path, 0)

    def _node(self, event: yaml.Event, key: str, depth: int) -> Node:
        mark = self._mark(event)
        if depth > DEEPEST:
            raise BadInput([*self.faults, mark.fault(key, f"is nested deeper than {DEEPEST}")])
        if isinstance(event, yaml.AliasEvent):
            self.faults.append(mark.fault(key, "aliases (*name) are not allowed: write it out"))
            return Scalar(mark, None)
        self._refuse_names(event, mark, key)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(mark, key, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(mark, key, depth)
        return self._scalar(event, mark)

    def _refuse_names(self, event: yaml.Event, mark: Mark, key: str) -> None:
        if getattr(event, "anchor", None) is not None:
            self.faults.append(mark.fault(key, "anchors (&name) are not allowed: write it out"))
        if getattr(event, "tag", None) is not None:
            self.faults.append(mark.fault(key, "tags (!name) are not allowed"))

    @staticmethod
    def _scalar(event: yaml.Event, mark: Mark) -> Scalar:
        text: str = getattr(event, "value", "")
        plain = getattr(event, "style", None) in (None, "")
        return Scalar(mark, None if plain and text in _EMPTY else text)

    def _items(self, mark: Mark, key: str, depth: int) -> Items:
        nodes: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            nodes.append(self._node(event, f"{key}[{len(nodes)}]", depth + 1))
        return Items(mark, tuple(nodes))

    def _table(self, mark: Mark, key: str, depth: int) -> Table:
        table = Table(mark, {}, {})
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            place = self._mark(event)
            name = self._node(event, key, depth + 1)
            text = name.text if isinstance(name, Scalar) else None
            text = getattr(event, "value", None) if text is None else text
            inner = f"{key}.{text}" if key else str(text)
            node = self._node(next(self.events), inner, depth + 1)
            if text is None:
                self.faults.append(place.fault(key, "a key is one word"))
            elif text in table.nodes:
                first = table.keys[text].line
                self.faults.append(place.fault(inner, f"stands twice: first in line {first}"))
            else:
                table.nodes[text] = node
                table.keys[text] = place
        return table


def plain(node: Node) -> Plain:
    """Return the same as lists, dictionaries and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(inner) for inner in node.nodes]
    return {name: plain(inner) for name, inner in node.nodes.items()}


def place(node: Node, steps: Sequence[Step]) -> tuple[Mark, str, Node]:
    """Return the place, dotted key and node that ``steps`` lead to.

    Steps that are not in the file are passed over; a missing last key is named at the place of what
    should hold it.
    """
    mark, key = node.mark, ""
    for step in steps:
        inner = child(node, step)
        if inner is not None:
            mark = node.keys[str(step)] if isinstance(node, Table) else inner.mark
            key = dotted(key, step)
            node = inner
    if steps and isinstance(steps[-1], str) and not key.endswith(steps[-1]):
        key = dotted(key, steps[-1])
    return mark, key, node


def dotted(key: str, step: Step) -> str:
    """Return the key of what lies one step below ``key``."""
    if isinstance(step, int):
        return f"{key}[{step}]"
    return f"{key}.{step}" if key else step


def empty_keys(node: Node, key: str = "") -> Iterator[tuple[Mark, str]]:
    """Yield the place and the dotted key of each key that has no value."""
    if isinstance(node, Items):
        for order, inner in enumerate(node.nodes):
            yield from empty_keys(inner, dotted(key, order))
    elif isinstance(node, Table):
        for name, inner in node.nodes.items():
            if isinstance(inner, Scalar) and inner.text is None:
                yield node.keys[name], dotted(key, name)
            yield from empty_keys(inner, dotted(key, name))


def child(node: Node, step: Step) -> Node | None:
    """Return what lies one step below, if anything does."""
    if isinstance(node, Table):
        return node.nodes.get(step) if isinstance(step, str) else None
    if isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
        return node.nodes[step]
    return None


def merged(base: Table, over: Table) -> Table:
    """Return ``base`` with what ``over`` says instead: mappings merge, all else is replaced.

    A key that ``over`` leaves empty is removed.
    """
    nodes, keys = dict(base.nodes), dict(base.keys)
    for name, node in over.nodes.items():
        old = nodes.get(name)
        if isinstance(node, Scalar) and node.text is None and old is not None:
            del nodes[name], keys[name]
            continue
        both = isinstance(old, Table) and isinstance(node, Table)
        nodes[name] = merged(old, node) if both else node  # type: ignore[arg-type]
        keys[name] = over.keys[name]
    return Table(over.mark, nodes, keys)


def without(node: Node, steps: Sequence[Step]) -> Node:
    """Return the same without what ``steps`` lead to; marks of the rest stay right."""
    first, rest = steps[0], steps[1:]
    inner = child(node, first)
    if inner is None or isinstance(node, Scalar):
        return node
    if isinstance(node, Items):
        kept = [without(inner, rest)] if rest else []
        at = int(first)
        return Items(node.mark, (*node.nodes[:at], *kept, *node.nodes[at + 1 :]))
    nodes = {
        name: without(old, rest) if name == first else old
        for name, old in node.nodes.items()
        if rest or name != first
    }
    return Table(node.mark, nodes, node.keys)
