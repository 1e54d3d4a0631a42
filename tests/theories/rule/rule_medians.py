"""Blocks at the medians of their ledgers, for claims that should hold at ordinary values."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from politeia.evidence.ledger import load_ledger
from politeia.evidence.priors import Prior
from politeia.quantity import Block

Kind = TypeVar("Kind", bound=Block)


def _median(prior: Prior) -> float:
    if prior.kind == "beta":
        return (prior.first - 1 / 3) / (prior.first + prior.second - 2 / 3)
    if prior.kind == "uniform":
        return (prior.first + prior.second) / 2.0
    return prior.first


@cache
def _medians(ledger: str) -> dict[str, float]:
    (entry,) = [entry for entry in load_ledger().entries if entry.stem == ledger]
    return {parameter.name: _median(parameter.prior) for parameter in entry.parameters}


def at_medians(kind: type[Kind], runs: int = 1, **instead: float) -> Kind:
    """Return the block of ``kind`` at its priors' medians, but for what stands ``instead``."""
    return kind.of(runs, **(_medians(kind.__module__.split(".")[-1]) | instead))
