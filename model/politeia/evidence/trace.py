"""The chain of evidence: what each thing rests on, and what rests on it.

Everything that has a name is a node: documents, facts, claims, options, events, tensions,
references, targets, mechanisms, parameters, levers, outcomes, policies and studies. A tie says why
one rests on another; it is written once, by what rests, and read in both directions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from politeia.errors import BadInput
from politeia.scenario.words import meant

DEPTH_BELOW = 5
"""Steps down to the ground that are followed: a study, a policy, a lever, a mechanism, a number."""
DEPTH_ABOVE = 2
"""Steps up that are followed; what rests on those is one more question."""
WIDE_ABOVE = ("document", "mechanism", "outcome", "reference", "study", "tension", "world")
LONGEST = 200
"""Letters of a name that is said again in a sentence; what is longer is no name."""
MOST = 40
"""Ties of one kind that are listed; the others are counted."""


@dataclass(frozen=True)
class Node:
    """A thing with a name: what it is in one line, and what else is known of it."""

    kind: str
    name: str
    title: str
    details: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Return what tells a policy from a study of the same name."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class Tie:
    """``upper`` rests on ``lower``; ``why`` says how, and ``back`` how it reads from below."""

    upper: str
    lower: str
    why: str
    back: str


@dataclass
class Web:
    """All nodes, and all ties in the order in which they were told."""

    nodes: dict[str, Node] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    below: dict[str, list[Tie]] = field(default_factory=lambda: defaultdict(list))
    above: dict[str, list[Tie]] = field(default_factory=lambda: defaultdict(list))

    def add(self, node: Node) -> Node:
        """Add a node and return it."""
        self.nodes[node.key] = node
        return node

    def tie(self, upper: str, lower: str, why: str, back: str) -> None:
        """Say that one node rests on another, once: the first reason stands.

        A tie to nothing known is left out.
        """
        if upper in self.nodes and lower in self.nodes and upper != lower:
            tie = Tie(upper, lower, why, back)
            if all(other.lower != lower for other in self.below[upper]):
                self._hold(tie)

    def _hold(self, tie: Tie) -> None:
        self.ties.append(tie)
        self.below[tie.upper].append(tie)
        self.above[tie.lower].append(tie)

    def as_data(self) -> dict[str, Any]:
        """Return nodes and ties as plain data."""
        return {
            "nodes": [astuple(node) for node in self.nodes.values()],
            "ties": [astuple(tie) for tie in self.ties],
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Web:
        """Return the web that ``as_data`` told."""
        web = cls()
        for kind, name, title, details in data["nodes"]:
            web.add(Node(kind, name, title, tuple((key, value) for key, value in details)))
        for tie in data["ties"]:
            web._hold(Tie(*tie))
        return web

    def named(self, name: str) -> list[Node]:
        """Return every node of that name, letters' case and blanks around it aside.

        Raises:
            BadInput: when there is none, with the nearest right name.
        """
        wanted = name.strip().casefold()
        found = [
            node
            for node in self.nodes.values()
            if wanted in (node.name.casefold(), node.key.casefold())
        ]
        if not found:
            if len(name) > LONGEST:
                raise BadInput(f"nothing has a name of {len(name)} letters")
            names = {node.name for node in self.nodes.values()}
            raise BadInput(f"nothing is called {name!r}{meant(name, names, most=0)}")
        return found


@dataclass(frozen=True)
class Branch:
    """A node in a chain: how it is tied to the one before, and its own chain."""

    why: str
    node: Node
    branches: tuple[Branch, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Chain:
    """A node with all that it rests on and all that rests on it."""

    node: Node
    rests_on: tuple[Branch, ...]
    left_out_below: int
    used_by: tuple[Branch, ...]
    left_out_above: int

    def as_data(self) -> dict[str, Any]:
        """Return the chain as plain data."""
        return {
            **_plain(self.node),
            "rests_on": [_branch_data(branch) for branch in self.rests_on],
            "used_by": [_branch_data(branch) for branch in self.used_by],
        }


def chain(web: Web, node: Node, most: int = MOST) -> Chain:
    """Return the chain of a node in both directions; no path comes twice to the same node."""
    seen = frozenset({node.key})
    below, hidden_below = _grow(web, node, "below", DEPTH_BELOW, seen, most)
    above, hidden_above = _grow(web, node, "above", DEPTH_ABOVE, seen, most)
    return Chain(node, below, hidden_below, above, hidden_above)


def _grow(
    web: Web, node: Node, way: str, depth: int, seen: frozenset[str], most: int
) -> tuple[tuple[Branch, ...], int]:
    """Return the branches of a node in one direction, and how many are left out."""
    if depth == 0:
        return (), 0
    ties = [tie for tie in getattr(web, way)[node.key] if _far(tie, way) not in seen]
    branches = tuple(_branch(web, tie, way, depth, seen, most) for tie in ties[:most])
    return branches, len(ties) - len(branches)


def _branch(web: Web, tie: Tie, way: str, depth: int, seen: frozenset[str], most: int) -> Branch:
    other = web.nodes[_far(tie, way)]
    why = tie.why if way == "below" else tie.back
    if _is_wide(other, way):
        return Branch(why, other)
    inner, hidden = _grow(web, other, way, depth - 1, seen | {other.key}, most)
    return Branch(why, other, inner, hidden)


def _far(tie: Tie, way: str) -> str:
    return tie.lower if way == "below" else tie.upper


def _is_wide(node: Node, way: str) -> bool:
    """Return whether a node leads to so much that only a question about itself follows it."""
    leads = ("mechanism", "tension") if way == "below" else WIDE_ABOVE
    return node.kind in leads


def _plain(node: Node) -> dict[str, Any]:
    return {"id": node.name, "kind": node.kind, "title": node.title, **dict(node.details)}


def _branch_data(branch: Branch) -> dict[str, Any]:
    inner = [_branch_data(one) for one in branch.branches]
    return {"how": branch.why, **_plain(branch.node), **({"branches": inner} if inner else {})}


def lines(chain: Chain) -> Iterator[tuple[int, str]]:
    """Yield the chain as lines with their depth, for a tree."""
    node = chain.node
    yield 0, f"{node.name}  {node.kind}: {node.title}"
    for name, value in node.details:
        yield 1, f"{name}: {value}"
    for heading, branches, hidden in (
        ("rests on", chain.rests_on, chain.left_out_below),
        ("used by", chain.used_by, chain.left_out_above),
    ):
        if branches:
            yield 1, heading
            yield from _branch_lines(branches, hidden, 2)


def _branch_lines(
    branches: tuple[Branch, ...], hidden: int, depth: int
) -> Iterator[tuple[int, str]]:
    for branch in branches:
        node = branch.node
        yield depth, f"{branch.why} {node.name}: {node.title}"
        yield from _branch_lines(branch.branches, branch.left_out, depth + 1)
    if hidden:
        yield depth, f"and {hidden} more"
