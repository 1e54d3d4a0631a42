"""Effects at equal political cost, and how wrong a cost may be before two policies change places.

    effect per point = mean effect / mean discounted points over three years
    flip ratio of neighbours a before b = (effect_a / cost_a) / (effect_b / cost_b)

If the cost of ``a`` over that of ``b`` is more than the flip ratio times what was assumed, ``b``
stands before ``a``. A policy whose mean cost is not above zero is listed apart: nothing can be
divided by it.

Source   the definition of a point in the design's section on political cost
Holds    where an effect grows in proportion to what is spent, near the policy as written
Departs  a policy is not run again at the common budget; its effect is scaled in proportion
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from politeia.analysis.contrast import quantiles
from politeia.quantity import Floats


@dataclass(frozen=True)
class Ranked:
    """One policy in the ranking: points, effect of a budget, and what flips it with the next."""

    policy: str
    points: float
    effect: float
    at_budget: float
    low: float
    high: float
    flip_ratio: float
    p_before_next: float
    detectable: bool


@dataclass(frozen=True)
class Ranking:
    """Policies by what a budget buys, best first, and those that have no cost to divide by."""

    budget: float
    ranked: tuple[Ranked, ...]
    apart: tuple[tuple[str, float, float], ...]


def rank(
    effects: Mapping[str, Floats],
    costs: Mapping[str, Floats],
    detectable: Mapping[str, bool],
    *,
    budget: float,
    wanted: int,
) -> Ranking:
    """Return the ranking of policies at equal cost.

    ``effects`` and ``costs`` hold one value a draw; ``wanted`` is -1 where lower is better, else 1.
    """
    points = {name: float(np.nanmean(costs[name])) for name in effects}
    means = {name: float(np.nanmean(effects[name])) for name in effects}
    paying = [name for name in effects if points[name] > 0.0]
    paying.sort(key=lambda name: -wanted * means[name] / points[name])
    ranked = tuple(
        _ranked(name, after, effects, costs, points, means, budget, wanted, detectable[name])
        for name, after in zip_longest(paying, paying[1:])
    )
    apart = tuple((name, points[name], means[name]) for name in effects if points[name] <= 0.0)
    return Ranking(budget, ranked, apart)


def _ranked(
    name: str,
    after: str | None,
    effects: Mapping[str, Floats],
    costs: Mapping[str, Floats],
    points: Mapping[str, float],
    means: Mapping[str, float],
    budget: float,
    wanted: int,
    detectable: bool,
) -> Ranked:
    """Return the line of one policy, with its neighbour ``after`` it."""
    by_draw = _per_point(effects[name], costs[name])
    low, high = quantiles(budget * by_draw, (0.05, 0.95))
    per_point = means[name] / points[name]
    flip = before = float("nan")
    if after is not None:
        next_per_point = means[after] / points[after]
        if per_point * next_per_point > 0:
            ratio = per_point / next_per_point
            flip = ratio if wanted * per_point > 0 else 1 / ratio
        ahead = wanted * (by_draw - _per_point(effects[after], costs[after]))
        sound = np.isfinite(ahead)
        if sound.any():
            before = float((ahead[sound] > 0).mean())
    effect = budget * per_point
    return Ranked(
        name, points[name], means[name], effect, float(low), float(high), flip, before, detectable
    )


def _per_point(effect: Floats, cost: Floats) -> Floats:
    """Return the effect of a point in each draw, NaN where the draw's cost is not above zero."""
    return np.where(cost > 0, effect / np.where(cost > 0, cost, 1.0), np.nan)
