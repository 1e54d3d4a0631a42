"""What the tests of theories share: a block of parameters at the medians of its ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import pytest

from politeia.evidence.ledger import load_ledger
from politeia.evidence.priors import Prior
from politeia.quantity import Block

B = TypeVar("B", bound=Block)


def middle(prior: Prior) -> float:
    """Return a number in the middle of a prior."""
    if prior.kind == "uniform":
        return 0.5 * (prior.first + prior.second)
    if prior.kind == "beta":
        return prior.first / (prior.first + prior.second)
    return prior.first


@cache
def middles_of(ledger: str) -> dict[str, float]:
    """Return the middle of each prior of a ledger, by name."""
    (entry,) = [entry for entry in load_ledger().entries if entry.stem == ledger]
    return {parameter.name: middle(parameter.prior) for parameter in entry.parameters}


def at_medians(kind: type[B], runs: int = 1, **other: float) -> B:
    """Return ``kind`` at the middles of its ledger, but ``other`` where given."""
    return kind.of(runs, **(middles_of(kind.__module__.rsplit(".", 1)[1]) | other))


@pytest.fixture(scope="session")
def middles() -> Callable[..., Any]:
    """Return the function that makes a block at the middles of its ledger."""
    return at_medians
