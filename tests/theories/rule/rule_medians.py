"""Blocks at the medians of their ledgers, for claims that should hold at ordinary values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml

from politeia.quantity import Block

LEDGERS = Path(__file__).parents[3] / "calibration" / "parameters"
Kind = TypeVar("Kind", bound=Block)


def _median(prior: dict[str, dict[str, float] | float]) -> float:
    ((family, given),) = prior.items()
    if isinstance(given, (int, float)):
        return float(given)
    if family == "beta":
        return (given["a"] - 1 / 3) / (given["a"] + given["b"] - 2 / 3)
    if family == "uniform":
        return (given["low"] + given["high"]) / 2.0
    return given["median" if family == "lognormal" else "mean"]


@cache
def _medians(ledger: str) -> dict[str, float]:
    entries = yaml.safe_load((LEDGERS / f"{ledger}.yaml").read_text("utf-8"))["parameters"]
    return {name: _median(entry["prior"]) for name, entry in entries.items()}


def at_medians(kind: type[Kind], runs: int = 1, **instead: float) -> Kind:
    """Return the block of ``kind`` at its priors' medians, but for what stands ``instead``."""
    return kind.of(runs, **(_medians(kind.__module__.split(".")[-1]) | instead))
