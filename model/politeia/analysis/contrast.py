"""Paired contrasts: what a policy changes in histories that share draw, past and luck.

    d_jk   = policy_jk - baseline_jk         draw j, replicate k
    d_j    = mean over k of d_jk             quantiles and probabilities are over these
    mean   = mean over j of d_j
    within = sum (d_jk - d_j)^2 / sum (n_j - 1)
    Monte Carlo error of the mean = sqrt(within * mean(1/n_j) / N)
    between-draw variance = max(0, var(d_j) - within * mean(1/n_j))

The null arm is the baseline with other luck after the branch. Baseline and null arm are
exchangeable, so their difference is symmetric about zero and its size is what luck alone does:

    band of the mean = 1.96 * sqrt(mean of the null arm's squared differences / pairs)
    band of a draw   = 90th percentile of the null arm's |d_j|

Rule: an effect is *detectable* when |mean| exceeds both the null arm's band of the mean and 1.96
standard errors of the mean over draws; otherwise the verdict is "no detectable effect". A policy
whose every difference is zero does "exactly nothing". A draw counts as lowering (raising) the
outcome when d_j is below (above) zero and outside the band of a draw.

Source   common random numbers and the one-way random effects model by the method of moments, as in
         any textbook of simulation
Holds    where the draws are alike before the data; a mean over draws weighs each draw once
Departs  medians over single runs are not shown: levels jump, so most differences are zero
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from politeia.outcomes import Outcome
from politeia.quantity import Bools, Floats, Integers

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NORMAL_95 = 1.96
JUMP_OF_A_SHARE = 0.05
NOTHING, UNDETECTED, LOWER, HIGHER, NO_PAIRS = (
    "exactly nothing",
    "no detectable effect",
    "lower",
    "higher",
    "no pairs",
)
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Contrast:
    """Contrasts of many policies at once; every field has the axes before draw and replicate."""

    draws: Integers
    pairs: Integers
    mean: Floats
    quantiles: Floats
    error: Floats
    monte_carlo_error: Floats
    sd_between_draws: Floats
    null_band: Floats
    p_lowers: Floats
    p_raises: Floats
    p_jump_down: Floats
    p_jump_up: Floats
    variance_ratio: Floats
    verdict: Texts
    by_draw: Floats


def paired(
    policy: Floats,
    baseline: Floats,
    null: Floats | None = None,
    *,
    jump: Floats | float = JUMP_OF_A_SHARE,
) -> Contrast:
    """Return the contrasts of ``policy`` (..., draw, replicate) with ``baseline``.

    ``null`` is the null arm's difference to the baseline, ``jump`` the size of a change that counts
    as a jump. A pair that is not to count is NaN in the policy.
    """
    difference = policy.astype(np.float64) - baseline
    by_draw, counts = replicate_means(difference)
    within, per_draw = _within(difference, by_draw, counts)
    draws, mean, spread = _moments(by_draw)
    monte_carlo = np.sqrt(_divide(within * per_draw, draws))
    between = np.sqrt(np.maximum(0.0, spread**2 - np.nan_to_num(within * per_draw)))
    error = np.where(draws > 1, _divide(spread, np.sqrt(draws)), monte_carlo)
    pairs = counts.sum(axis=-1)
    band, draw_band = null_bands(null, pairs)
    outside = np.abs(by_draw) > draw_band[..., None]
    size = np.asarray(jump)[..., None, None]
    return Contrast(
        draws=draws,
        pairs=pairs,
        mean=mean,
        quantiles=quantiles(by_draw, LEVELS),
        error=error,
        monte_carlo_error=monte_carlo,
        sd_between_draws=between,
        null_band=band,
        p_lowers=_share(outside & (by_draw < 0), draws, axes=(-1,)),
        p_raises=_share(outside & (by_draw > 0), draws, axes=(-1,)),
        p_jump_down=_share(difference < -size, pairs, axes=(-2, -1)),
        p_jump_up=_share(difference > size, pairs, axes=(-2, -1)),
        variance_ratio=_variance_ratio(policy, baseline, within),
        verdict=verdicts(mean, band, error, _largest(difference)),
        by_draw=by_draw,
    )


def replicate_means(values: Floats) -> tuple[Floats, Integers]:
    """Return the mean over replicates, shape (..., draw), and how many were there."""
    sound = np.isfinite(values)
    counts = sound.sum(axis=-1)
    return _divide(np.where(sound, values, 0.0).sum(axis=-1), counts), counts


def quantiles(values: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles along the last axis without its NaNs, shape (level, ...)."""
    ordered = np.sort(values, axis=-1)
    last = np.isfinite(values).sum(axis=-1) - 1
    found = []
    for level in levels:
        place = np.maximum(last, 0) * level
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(last, 0))
        below = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
        above = np.take_along_axis(ordered, high[..., None], axis=-1)[..., 0]
        found.append(np.where(last >= 0, below + (above - below) * (place - low), np.nan))
    return np.stack(found)


def null_bands(difference: Floats | None, pairs: Integers) -> tuple[Floats, Floats]:
    """Return the null arm's band of a mean over ``pairs``, and of a draw; zero without the arm."""
    if difference is None:
        return np.zeros(pairs.shape), np.zeros(pairs.shape)
    by_draw, counts = replicate_means(difference)
    square = _divide(np.nansum(difference**2, axis=(-2, -1)), counts.sum(axis=-1))
    band = NORMAL_95 * np.sqrt(_divide(np.nan_to_num(square), pairs))
    draw = np.nan_to_num(quantiles(np.abs(by_draw), (0.9,))[0])
    return band, np.broadcast_to(draw, pairs.shape)


def verdicts(mean: Floats, band: Floats, error: Floats, largest: Floats) -> Texts:
    """Return the verdict on each contrast by the rule of the module's header."""
    limit = np.maximum(np.nan_to_num(band), NORMAL_95 * np.nan_to_num(error))
    names: Texts = np.where(
        ~np.isfinite(mean),
        NO_PAIRS,
        np.where(
            largest == 0.0,
            NOTHING,
            np.where(np.abs(mean) <= limit, UNDETECTED, np.where(mean < 0, LOWER, HIGHER)),
        ),
    )
    return names


def on_scale(values: Floats, outcome: Outcome) -> Floats:
    """Return values on the scale of their outcome: logit, ln, or as they are.

    A count is ln(1 + count), since it may be none; a share keeps 1e-4 from 0 and 1, another
    quantity 1e-6 from 0.
    """
    if outcome.scale == "logit":
        share = np.clip(values, 1e-4, 1 - 1e-4)
        return np.log(share / (1 - share))
    if outcome.scale == "log":
        counted = outcome.unit.startswith(("person", "organisation"))
        return np.log1p(np.maximum(values, 0.0)) if counted else np.log(np.maximum(values, 1e-6))
    return values


def scaled_means(policy: Floats, baseline: Floats, outcome: Outcome) -> Floats:
    """Return the mean contrast on the outcome's own scale, NaN where that is the plain one."""
    if outcome.scale == "linear":
        return np.full(policy.shape[:-2], np.nan)
    difference = on_scale(policy, outcome) - on_scale(baseline, outcome)
    return _moments(replicate_means(difference)[0])[1]


def jump_size(baseline: Floats, scale: str) -> Floats:
    """Return the change that counts as a jump: .05 of a share, else a quarter of the runs' sd."""
    shape = baseline.shape[:-2]
    if scale == "logit":
        return np.full(shape, JUMP_OF_A_SHARE)
    flat = baseline.reshape(*shape, -1).astype(np.float64)
    _, _, spread = _moments(flat)
    return 0.25 * np.nan_to_num(spread)


def _within(difference: Floats, by_draw: Floats, counts: Integers) -> tuple[Floats, Floats]:
    """Return the variance within draws, and the mean of 1/n over draws."""
    square = np.nansum((difference - by_draw[..., None]) ** 2, axis=(-2, -1))
    freedom = np.maximum(counts - 1, 0).sum(axis=-1)
    there = counts > 0
    inverse = np.where(there, 1.0 / np.maximum(counts, 1), 0.0).sum(axis=-1)
    return _divide(square, freedom), _divide(inverse, there.sum(axis=-1))


def _moments(values: Floats) -> tuple[Integers, Floats, Floats]:
    """Return number, mean and standard deviation along the last axis, without NaNs."""
    sound = np.isfinite(values)
    number = sound.sum(axis=-1)
    mean = _divide(np.where(sound, values, 0.0).sum(axis=-1), number)
    square = np.where(sound, (values - mean[..., None]) ** 2, 0.0).sum(axis=-1)
    return number, mean, np.sqrt(np.nan_to_num(_divide(square, number - 1)))


def _variance_ratio(policy: Floats, baseline: Floats, within: Floats) -> Floats:
    """Return the variance of a paired difference over that of an unpaired one, within draws."""
    parts = []
    for arm in (policy, np.broadcast_to(baseline, policy.shape)):
        values = np.where(np.isfinite(policy), arm, np.nan).astype(np.float64)
        means, counts = replicate_means(values)
        parts.append(_within(values, means, counts)[0])
    return _divide(within, parts[0] + parts[1])


def _largest(difference: Floats) -> Floats:
    """Return the largest absolute difference of all pairs."""
    largest: Floats = np.abs(np.nan_to_num(difference)).max(axis=(-2, -1))
    return largest


def _share(hits: Bools, total: Integers, axes: tuple[int, ...]) -> Floats:
    return _divide(hits.sum(axis=axes), total)


def _divide(top: npt.ArrayLike, bottom: npt.ArrayLike) -> Floats:
    """Return ``top / bottom``, NaN where the bottom is not above zero."""
    above, below = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient: Floats = np.where(below > 0, above / below, np.nan)
    return quotient
