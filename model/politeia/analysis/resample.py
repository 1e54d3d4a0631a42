"""Resampling by the project's own luck: the same shuffles and bootstraps on every machine."""

from __future__ import annotations

import numpy as np

from politeia.chance import Luck, key_of_life
from politeia.quantity import Floats, Integers


def uniforms(times: int, size: int, purpose: str) -> Floats:
    """Draw uniforms in (0, 1), shape (time, size)."""
    luck = Luck(np.array([key_of_life(0, 0, 0, "analysis")], dtype=np.uint64))
    return np.stack([luck.uniforms(purpose, step, size)[:, 0] for step in range(times)])


def shuffles(times: int, size: int, purpose: str = "shuffle") -> Integers:
    """Draw orders of ``size`` things, shape (time, size)."""
    return np.argsort(uniforms(times, size, purpose), axis=-1, kind="stable")


def bootstraps(times: int, size: int, purpose: str = "bootstrap") -> Integers:
    """Draw samples of ``size`` things with replacement, shape (time, size)."""
    return np.floor(uniforms(times, size, purpose) * size).astype(np.int64)


def rows_of(groups: Integers, chosen: Integers) -> Integers:
    """Return the rows of the chosen groups, whole groups at a time; groups count from 0."""
    order = np.argsort(groups, kind="stable")
    bounds = np.searchsorted(groups[order], np.arange(groups.max() + 2))
    return np.concatenate([order[bounds[group] : bounds[group + 1]] for group in chosen])
