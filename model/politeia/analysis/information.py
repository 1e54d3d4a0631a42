"""Value of information: what knowing an uncertainty before choosing would be worth.

    EVPPI_k = E_k[ max_p E(v_p | x_k) ] - max_p E(v_p)      in units of the outcome
    EVPI    = E[ max_p v_p ] - max_p E(v_p)                 of knowing everything: the upper limit
    changes = share of conditions in which the best policy given x_k is not the best one without

E(v_p | x_k) is a regression of the gains on the draws: a cubic in the place u of x_k, the mean of
each group where x_k takes few values. A regression on few draws finds a little in pure noise, so
the draws are shuffled many times: ``band`` is the 95th percentile of the largest EVPPI of all
uncertainties in shuffled draws. An EVPPI inside it is no detectable value, and none is said to be
above EVPI. Noisy gains make all of them a little too large, as they do regret.

Source   Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311-326, for EVPPI by
         regression (from memory, unverified)
Holds    where conditions are draws from what is believed, so not on a design
Departs  a cubic for a spline; the band is over all uncertainties together, which is cautious
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politeia.analysis.emulator import Space
from politeia.analysis.resample import bootstraps, rows_of, shuffles
from politeia.quantity import Floats, Integers

SHUFFLES, RESAMPLES, DEGREE, BAND = 60, 60, 3, 0.95


@dataclass(frozen=True)
class Information:
    """The worth of each uncertainty, shape (column,), of everything, and of pure noise."""

    value: Floats
    low: Floats
    high: Floats
    changes: Floats
    everything: float
    band: float


def information(found: Space, gains: Floats) -> Information:
    """Return what each uncertainty is worth to a choice by mean gains (policy, condition)."""
    bases = _bases(found)
    value, changes = worth(bases, gains)
    groups = np.unique(found.groups, return_inverse=True)[1]
    number = int(groups.max()) + 1
    noise = [
        worth(bases, gains[:, moved(groups, order)])[0].max(initial=0.0)
        for order in shuffles(SHUFFLES, number)
    ]
    again = np.stack([_again(found, gains, groups, rows) for rows in bootstraps(RESAMPLES, number)])
    low, high = np.quantile(again, [0.05, 0.95], axis=0)
    everything = float(gains.max(axis=0).mean() - gains.mean(axis=1).max())
    value = np.minimum(value, everything)
    return Information(
        value=value,
        low=np.minimum(low, value),
        high=np.clip(high, value, everything),
        changes=changes,
        everything=everything,
        band=float(np.quantile(noise, BAND)),
    )


def worth(bases: Floats, gains: Floats) -> tuple[Floats, Floats]:
    """Return EVPPI and the share of conditions with another choice, each of shape (column,).

    ``bases`` (column, condition, function) are orthonormal over conditions.
    """
    weights = np.einsum("kcb,pc->kbp", bases, gains)
    fitted = np.einsum("kcb,kbp->kpc", bases, weights)
    best = int(gains.mean(axis=1).argmax())
    value = fitted.max(axis=1).mean(axis=-1) - gains.mean(axis=1).max()
    changes = (fitted.max(axis=1) > fitted[:, best] + 1e-12).mean(axis=-1)
    return np.maximum(value, 0.0), changes


def _bases(found: Space) -> Floats:
    """Return the functions of each column that its regression is made of, orthonormal."""
    return np.stack([_basis(found, column) for column in range(len(found.names))])


def _basis(found: Space, column: int) -> Floats:
    """Return constants and powers of a column, or an indicator of each of its few values."""
    u = found.u[:, column]
    steps = np.unique(u)
    functions = (
        [np.where(u == step, 1.0, 0.0) for step in steps]
        if len(steps) <= DEGREE + 1
        else [(2.0 * u - 1.0) ** power for power in range(DEGREE + 1)]
    )
    full = np.linalg.qr(np.stack(functions, axis=-1))[0]
    basis = np.zeros((len(u), DEGREE + 1))
    basis[:, : full.shape[1]] = full
    return basis


def moved(groups: Integers, order: Integers) -> Integers:
    """Return, for each row, a row of the group that takes its group's place, case by case."""
    members = [np.flatnonzero(groups == group) for group in range(len(order))]
    rows = np.arange(len(groups))
    for group, other in enumerate(order):
        own, taken = members[group], members[other]
        rows[own] = taken[np.arange(len(own)) % len(taken)]
    return rows


def _again(found: Space, gains: Floats, groups: Integers, chosen: Integers) -> Floats:
    """Return EVPPI in a bootstrap of the draws."""
    rows = rows_of(groups, chosen)
    picked = Space(found.names, found.u[rows], found.groups[rows], found.values[rows])
    return worth(_bases(picked), gains[:, rows])[0]
