"""What common luck is worth: the variance of unpaired differences over that of paired ones.

    paired    V_d       within-draw variance of policy - baseline, which share past and luck
    unpaired  V_p + V_b  what the same difference would vary by if their luck were independent
    ratio     (V_p + V_b) / V_d: so many times fewer runs give the same Monte Carlo error

V = sum over draws of squared deviations from the draw's mean / (runs - draws). The error is a
jackknife over draws of the logarithm of the ratio. Differences that are all zero have no ratio:
common luck has made them exact, up to the rounding of stored rows.

Source   common random numbers, as in any textbook of simulation; jackknife of Quenouille and Tukey
Holds    with at least two draws and two replicates
Departs  the median over contrasts is jackknifed as a whole, since contrasts share their runs
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politeia.quantity import Floats

NORMAL_95 = 1.96
ROUNDING = 2.0**-20
"""Differences within the rounding of stored rows, which are float32, are none."""


@dataclass(frozen=True)
class Worth:
    """The ratio of one outcome at one horizon over many contrasts, and how sure it is.

    ``below`` counts contrasts whose ratio lies below 1 beyond 95 % error, ``exact`` those whose
    differences are all zero.
    """

    median: float
    low: float
    high: float
    least: float
    contrasts: int
    below: int
    exact: int


def squares(values: Floats) -> Floats:
    """Return each draw's sum of squared deviations over replicates, (..., draw), NaN left out."""
    count = np.isfinite(values).sum(axis=-1)
    mean = np.where(count > 0, np.nansum(values, axis=-1) / np.maximum(count, 1), 0.0)
    return np.asarray(np.nansum((values - mean[..., None]) ** 2, axis=-1))


def ratios(policy: Floats, baseline: Floats) -> tuple[Floats, Floats]:
    """Return the log ratio of each contrast, and with each draw left out, (..., draw).

    Shapes are (..., draw, replicate); a contrast without any difference is NaN. Where the draw left
    out is the only one with differences, the ratio of the others is infinite.
    """
    both = np.isfinite(policy) & np.isfinite(baseline)
    arms = [np.where(both, part, np.nan) for part in (policy, baseline)]
    difference = arms[0] - arms[1]
    difference[np.abs(difference) <= ROUNDING * np.abs(arms[1])] = 0.0
    apart, paired = squares(arms[0]) + squares(arms[1]), squares(difference)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.log(apart.sum(axis=-1) / paired.sum(axis=-1))
        left = np.log(
            (apart.sum(axis=-1, keepdims=True) - apart)
            / np.maximum(paired.sum(axis=-1, keepdims=True) - paired, 0.0)
        )
    known = np.isfinite(whole)
    return np.where(known, whole, np.nan), np.where(known[..., None], left, np.nan)


def jackknife(left: Floats) -> Floats:
    """Return the standard error from values with each draw left out, along the last axis.

    Infinite where it hangs on one draw: where fewer than two values are known, or one is infinite.
    """
    count = np.isfinite(left).sum(axis=-1)
    finite = np.where(np.isfinite(left), left, 0.0)
    mean = finite.sum(axis=-1) / np.maximum(count, 1)
    square = (np.where(np.isfinite(left), left - mean[..., None], 0.0) ** 2).sum(axis=-1)
    error = np.sqrt(square * (count - 1) / np.maximum(count, 1))
    sure = (count > 1) & ~np.isinf(left).any(axis=-1)
    return np.asarray(np.where(sure, error, np.inf))


def worth(policy: Floats, baseline: Floats) -> Worth | None:
    """Return what common luck is worth over contrasts (contrast, draw, replicate).

    None where there are fewer than two draws or replicates, or every contrast is exact.
    """
    if min(policy.shape[-2:]) < 2:
        return None
    whole, left = ratios(policy, baseline)
    known = np.isfinite(whole)
    if not known.any():
        return None
    error = jackknife(left)[known]
    middle = float(np.median(whole[known]))
    spread = float(jackknife(np.nanmedian(left[known], axis=0)))
    return Worth(
        median=float(np.exp(middle)),
        low=float(np.exp(middle - NORMAL_95 * spread)),
        high=float(np.exp(middle + NORMAL_95 * spread)),
        least=float(np.exp(whole[known].min())),
        contrasts=int(known.sum()),
        below=int((whole[known] + NORMAL_95 * error < 0).sum()),
        exact=int((~known).sum()),
    )
