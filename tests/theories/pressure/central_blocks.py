"""Blocks of parameters at the middle of their priors, and one-number arrays to ask them with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml

from politeia.quantity import Block, Floats

LEDGERS = Path(__file__).parents[3] / "calibration" / "parameters"
B = TypeVar("B", bound=Block)


@cache
def _read(module: str) -> dict[str, Any]:
    text = (LEDGERS / f"{module.rpartition('.')[2]}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def ledger(kind: type[Block]) -> dict[str, Any]:
    """Return the ledger of a block as read from its file."""
    return _read(kind.__module__)


def middle(prior: dict[str, Any]) -> float:
    """Return the median of a prior, or the mean of a beta."""
    ((name, given),) = prior.items()
    match name:
        case "fixed":
            return float(given)
        case "lognormal":
            return float(given["median"])
        case "normal":
            return float(given["mean"])
        case "uniform":
            return 0.5 * (float(given["low"]) + float(given["high"]))
    return float(given["a"]) / (float(given["a"]) + float(given["b"]))


def central(kind: type[B], runs: int = 1, **instead: float) -> B:
    """Return a block at the middle of its priors, with some values set instead."""
    values = {name: middle(entry["prior"]) for name, entry in ledger(kind)["parameters"].items()}
    return kind.of(runs, **(values | instead))


def a(*values: float) -> Floats:
    """Return the values as one array, a history each."""
    return np.array(values, dtype=np.float64)
