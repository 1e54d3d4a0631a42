"""Breakdown as what it is: four kinds of pairs, the time until it, and what luck leaves of both.

    restricted mean survival time = sum over records of (not yet broken) * step, up to the last
    survival S(t) = share of histories not yet broken at t (no history is censored before the end)

The interval of a share is Wilson's with an effective number of pairs: replicates of a draw share
their parameters, so the number is p (1 - p) / var(mean over draws), kept between the number of
draws and the number of pairs; where all pairs agree it is the number of draws, the cautious end.

Source   Wilson (1927), JASA 22, 209-212; restricted mean survival time as in Royston and Parmar
         (2013) (both from memory, unverified)
Holds    where broken stays broken, as the outcome is defined
Departs  the design effect is estimated, not known; no bootstrap, so that tables never vary
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politeia.quantity import Bools, Floats, Integers

CELLS = ("both survive", "only the baseline breaks", "only the policy's run breaks", "both break")


@dataclass(frozen=True)
class Pairs:
    """Shares of the four cells and their 95 % intervals, each of shape (cell, ...)."""

    share: Floats
    low: Floats
    high: Floats
    pairs: int


def four_cells(policy_broken: Bools, baseline_broken: Bools) -> Pairs:
    """Return the shares of pairs (..., draw, replicate) in each of ``CELLS``."""
    policy, baseline = np.broadcast_arrays(policy_broken, baseline_broken)
    cells = (~policy & ~baseline, ~policy & baseline, policy & ~baseline, policy & baseline)
    found = [share_with_interval(cell) for cell in cells]
    share, low, high = (np.stack(part) for part in zip(*found, strict=True))
    return Pairs(share, low, high, policy.shape[-1] * policy.shape[-2])


def share_with_interval(hits: Bools, z: float = 1.96) -> tuple[Floats, Floats, Floats]:
    """Return the share of hits over (draw, replicate) with Wilson's interval, draws clustered."""
    by_draw = hits.mean(axis=-1)
    share = by_draw.mean(axis=-1)
    draws, replicates = hits.shape[-2:]
    number = _effective(share, by_draw, draws, replicates)
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    spread = np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    half = z * spread / (1 + z**2 / number)
    return share, np.maximum(0.0, centre - half), np.minimum(1.0, centre + half)


def _effective(share: Floats, by_draw: Floats, draws: int, replicates: int) -> Floats:
    """Return the number of independent pairs that would leave a share as uncertain as it is."""
    if draws == 1:
        return np.full(np.shape(share), float(replicates))
    variance = by_draw.var(axis=-1, ddof=1) / draws
    with np.errstate(divide="ignore", invalid="ignore"):
        number = np.where(variance > 0, share * (1 - share) / variance, draws)
    bounded: Floats = np.clip(number, draws, draws * replicates)
    return bounded


def survival_years(records_alive: Integers, years: Floats) -> Floats:
    """Return how long each history lived within the records, in years, with ``years`` the dates."""
    step = float(np.median(np.diff(years))) if len(years) > 1 else 0.0
    return np.asarray(records_alive * step, dtype=np.float64)


def curves(records_alive: Integers, records: int) -> Floats:
    """Return the share of histories not yet broken at each record, shape (..., record)."""
    alive = records_alive.reshape(*records_alive.shape[:-2], -1)
    return np.stack([(alive > record).mean(axis=-1) for record in range(records)], axis=-1)
