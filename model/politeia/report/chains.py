"""The chains of evidence that a page shows: where each policy and outcome comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from politeia.evidence import trace
from politeia.evidence.trace import Branch, Web

SHOWN = 12
"""Ties of one node that a page lists; the command lists the others."""


@dataclass(frozen=True)
class Link:
    """A step of a chain, with the steps below it."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A chain as it stands in a page: its anchor, its heading, how to ask for more, its steps."""

    anchor: str
    heading: str
    command: str
    details: tuple[str, ...]
    links: tuple[Link, ...]


def anchor(kind: str, name: str) -> str:
    """Return the name of the place in a page where a chain stands."""
    return f"chain-{kind}-{name}"


def shown(web: Web, things: Iterable[tuple[str, str]]) -> Sequence[Shown]:
    """Return the chains of (kind, name) that have one, in order."""
    nodes = [web.nodes[f"{kind}:{name}"] for kind, name in things if f"{kind}:{name}" in web.nodes]
    return [_shown(trace.chain(web, node, SHOWN)) for node in nodes]


def _shown(chain: trace.Chain) -> Shown:
    """Return a chain; of an outcome, which rests on nothing, what is seen in it."""
    node = chain.node
    branches = chain.rests_on or chain.used_by
    hidden = chain.left_out_below if chain.rests_on else chain.left_out_above
    return Shown(
        anchor(node.kind, node.name),
        f"{node.name.replace('_', ' ')}: {node.title}",
        f"politeia explain {node.name}",
        tuple(f"{name}: {value}" for name, value in node.details),
        _links(branches, hidden),
    )


def _links(branches: tuple[Branch, ...], hidden: int) -> tuple[Link, ...]:
    made = tuple(
        Link(f"{one.why} {one.node.name}: {one.node.title}", _links(one.branches, one.left_out))
        for one in branches
    )
    return (*made, Link(f"and {hidden} more")) if hidden else made
