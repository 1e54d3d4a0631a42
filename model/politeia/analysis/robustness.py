"""Robustness: which policy does well enough whatever is true.

    gain     v(p, s)     of policy p in state s (a draw under a case), more is better; nothing = 0
    regret   max_q v(q, s) - v(p, s)       of what could have been chosen, doing nothing included
    maximin  the policy with the highest min_s v(p, s)
    satisficing   share of states in which v(p, s) is at least ``enough``
    dominated     another policy gains at least as much in every state and more in one

Regret is that of noisy means: with few replicates a little of it is luck, which makes all regrets a
little too large. The share of it that luck makes is said by the Monte Carlo error of a gain.

Source   Savage (1951), JASA 46, 55-67, for regret; Wald for maximin; Simon for satisficing (all
         from memory, unverified)
Holds    where states are those of the study, weighing alike
Departs  the 90th percentile of regret is shown beside the largest, which one odd draw decides
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from politeia.quantity import Floats

PERCENTILE = 0.9


@dataclass(frozen=True)
class Measures:
    """Measures of policies in one place, each of shape (policy,); the first does nothing."""

    mean: Floats
    worst: Floats
    largest_regret: Floats
    regret_90: Floats
    mean_regret: Floats
    satisfied: Floats
    best_in: Floats


def regrets(gains: Floats) -> Floats:
    """Return the regret of each policy in each state, of gains (policy, state)."""
    return np.asarray(gains.max(axis=0) - gains)


def measures(gains: Floats, enough: float = 0.0) -> Measures:
    """Return the measures of gains (policy, state); states with a NaN are left out."""
    known = gains[:, np.isfinite(gains).all(axis=0)]
    lost = regrets(known)
    first = known >= known.max(axis=0)
    return Measures(
        mean=known.mean(axis=1),
        worst=known.min(axis=1),
        largest_regret=lost.max(axis=1),
        regret_90=np.quantile(lost, PERCENTILE, axis=1),
        mean_regret=lost.mean(axis=1),
        satisfied=(known >= enough).mean(axis=1),
        best_in=(first / first.sum(axis=0)).mean(axis=1),
    )


def dominated(gains: Floats, names: Sequence[str]) -> dict[str, str]:
    """Return, for each policy that another one dominates, the best of those that do."""
    known = gains[:, np.isfinite(gains).all(axis=0)]
    found = {}
    for at, name in enumerate(names):
        better = [
            other
            for other in range(len(names))
            if (known[other] >= known[at]).all() and (known[other] > known[at]).any()
        ]
        if better:
            found[name] = names[max(better, key=lambda other: float(known[other].mean()))]
    return found
