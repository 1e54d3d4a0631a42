"""How much of the model rests on documents, on data, on research and on assumption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from politeia.evidence.kinds import KINDS, Kind, kind_of
from politeia.evidence.trace import Node, Web
from politeia.scenario.schema import ASSUMPTION

GROUNDING = ("rests on", "is computed from")
"""The ties of a parameter that say what its number was read from."""


@dataclass(frozen=True)
class Standing:
    """A parameter and what it rests on."""

    name: str
    mechanism: str
    ground: Kind
    is_uncertain: bool


@dataclass(frozen=True)
class Survey:
    """The whole ledger at a glance; each pair is a name and a reason."""

    parameters: tuple[Standing, ...]
    undecided_claims: tuple[tuple[str, str], ...]
    options_without_policy: tuple[tuple[str, str], ...]
    unused_facts: tuple[tuple[str, str], ...]
    targets_by_use: tuple[tuple[str, int], ...]
    targets_not_computed: tuple[tuple[str, str], ...]
    references_by_check: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]

    def share(self, ground: str) -> float:
        """Return the share of parameters that rest on a ground, in [0, 1]."""
        return sum(one.ground == ground for one in self.parameters) / len(self.parameters)

    def as_data(self) -> dict[str, Any]:
        """Return the survey as plain data."""
        return {
            "parameters": [vars(one) for one in self.parameters],
            "shares": {ground: self.share(ground) for ground in KINDS},
            "undecided_claims": dict(self.undecided_claims),
            "options_without_policy": dict(self.options_without_policy),
            "unused_facts": dict(self.unused_facts),
            "targets_by_use": dict(self.targets_by_use),
            "targets_not_computed": dict(self.targets_not_computed),
            "references_by_check": dict(self.references_by_check),
            "counts": dict(self.counts),
        }


def surveyed(web: Web) -> Survey:
    """Return the survey of a web."""
    kinds = Counter(node.kind for node in web.nodes.values())
    return Survey(
        parameters=tuple(_standing(web, node) for node in _of(web, "parameter")),
        undecided_claims=_reasons(web, "claim", "undecided"),
        options_without_policy=_reasons(web, "option", "none"),
        unused_facts=_reasons(web, "fact", "unused"),
        targets_by_use=_tally(web, "target", "use"),
        targets_not_computed=_reasons(web, "target", "cannot"),
        references_by_check=_tally(web, "reference", "verified"),
        counts=tuple(sorted(kinds.items())),
    )


def ground_of(web: Web, node: Node) -> Kind:
    """Return what a parameter rests on; one that names nothing is an assumption."""
    lower = [web.nodes[tie.lower] for tie in web.below[node.key] if tie.why in GROUNDING]
    data = [one.name for one in lower if dict(one.details).get("type") == "data"]
    return kind_of([one.name for one in lower] or [ASSUMPTION], data)


def _standing(web: Web, node: Node) -> Standing:
    mechanism = next(tie.upper for tie in web.above[node.key] if tie.upper.startswith("mechanism:"))
    fixed = dict(node.details).get("prior", "").startswith("fixed")
    return Standing(node.name, mechanism.partition(":")[2], ground_of(web, node), not fixed)


def _of(web: Web, kind: str) -> Iterator[Node]:
    return (node for node in web.nodes.values() if node.kind == kind)


def _reasons(web: Web, kind: str, key: str) -> tuple[tuple[str, str], ...]:
    found = ((node.name, dict(node.details).get(key)) for node in _of(web, kind))
    return tuple((name, reason) for name, reason in found if reason)


def _tally(web: Web, kind: str, key: str) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(dict(node.details)[key] for node in _of(web, kind)).most_common())
