"""What the tests of theories share: a block of parameters at the medians of its ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from politeia.quantity import Block

LEDGERS = Path(__file__).parents[2] / "calibration" / "parameters"
B = TypeVar("B", bound=Block)


def middle(prior: Any) -> float:
    """Return a number in the middle of a prior."""
    if "fixed" in prior:
        return float(prior["fixed"])
    ((kind, shape),) = prior.items()
    if kind == "uniform":
        return 0.5 * float(shape["low"] + shape["high"])
    if kind == "beta":
        return float(shape["a"]) / float(shape["a"] + shape["b"])
    return float(shape["median"] if kind == "lognormal" else shape["mean"])


@cache
def middles_of(ledger: str) -> dict[str, float]:
    """Return the middle of each prior of a ledger, by name."""
    entries = yaml.safe_load((LEDGERS / f"{ledger}.yaml").read_text())["parameters"]
    return {name: middle(entry["prior"]) for name, entry in entries.items()}


def at_medians(kind: type[B], runs: int = 1, **other: float) -> B:
    """Return ``kind`` at the middles of its ledger, but ``other`` where given."""
    return kind.of(runs, **(middles_of(kind.__module__.rsplit(".", 1)[1]) | other))


@pytest.fixture(scope="session")
def middles() -> Callable[..., Any]:
    """Return the function that makes a block at the middles of its ledger."""
    return at_medians
