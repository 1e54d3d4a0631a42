"""Priors of parameters: what is believed of a number before a model is fitted.

A prior answers two questions: where its quantile ``u`` lies, cut to the bounds of the quantity, and
how much of it lies outside them. Draws are quantiles of uniform numbers, so that a Sobol sequence
serves all kinds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from types import ModuleType
from typing import Literal, TypeAlias

import numpy as np

from politeia.quantity import Floats

Kind: TypeAlias = Literal["normal", "lognormal", "uniform", "beta", "fixed"]
Bounds: TypeAlias = tuple[float, float]

ARGUMENTS: dict[Kind, tuple[str, ...]] = {
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
    "uniform": ("low", "high"),
    "beta": ("a", "b"),
    "fixed": ("value",),
}
_EDGE = 2.0**-53


@cache
def _special() -> ModuleType:
    """Return the special functions, loaded when a prior is computed: to explain one needs none."""
    from scipy import special

    return special


@dataclass(frozen=True)
class Prior:
    """A distribution by its name and the two numbers that ``ARGUMENTS`` names, cut to ``bounds``.

    The first number is mean, median, low or a; the second sd, sigma, high or b, 0 where fixed.
    """

    kind: Kind
    first: float
    second: float
    bounds: Bounds

    def quantile(self, u: Floats) -> Floats:
        """Return the value below which the share ``u`` in [0, 1] lies, in any shape, in bounds."""
        low, high = self.cumulated(self.bounds)
        inside = np.clip(low + np.asarray(u, np.float64) * (high - low), _EDGE, 1 - _EDGE)
        return np.clip(self._inverse(inside), *self.bounds)

    @property
    def median(self) -> float:
        """Return the value that is as likely exceeded as not, within bounds."""
        return float(self.quantile(np.array([0.5]))[0])

    @property
    def is_fixed(self) -> bool:
        """Return whether the prior is a single value."""
        return self.kind == "fixed"

    @property
    def outside(self) -> float:
        """Return the share of the distribution that lies outside the bounds."""
        low, high = self.bounds
        if self.is_fixed:
            return float(not low <= self.first <= high)
        return 1.0 - (self._below(high) - self._below(low))

    def _below(self, x: float) -> float:
        """Return the share below ``x``, as ``cumulated`` has it but for rounding."""
        if self.kind == "uniform":
            return min(max((x - self.first) / (self.second - self.first), 0.0), 1.0)
        if self.kind == "beta":
            return _beta_below(min(max(x, 0.0), 1.0), self.first, self.second)
        if self.kind == "normal":
            return NormalDist(self.first, self.second).cdf(x)
        return NormalDist(math.log(self.first), self.second).cdf(math.log(x)) if x > 0 else 0.0

    def interval(self, share: float = 0.9) -> Bounds:
        """Return the central interval that holds ``share`` of the prior."""
        low, high = self.quantile(np.array([0.5 - share / 2, 0.5 + share / 2]))
        return float(low), float(high)

    def cumulated(self, limits: Bounds) -> Bounds:
        """Return the shares of the distribution below two limits, before it is cut."""
        with np.errstate(divide="ignore"):
            low, high = self._cumulative(np.array(limits, dtype=np.float64))
        return float(low), float(high)

    def _cumulative(self, x: Floats) -> Floats:
        if self.kind == "normal":
            return np.asarray(_special().ndtr((x - self.first) / self.second))
        if self.kind == "lognormal":
            logs = np.log(np.maximum(x, 0.0))
            return np.asarray(_special().ndtr((logs - np.log(self.first)) / self.second))
        if self.kind == "uniform":
            return np.clip((x - self.first) / (self.second - self.first), 0.0, 1.0)
        if self.kind == "beta":
            share = np.clip(x, 0.0, 1.0)
            return np.asarray(_special().betainc(self.first, self.second, share))
        return (x >= self.first).astype(np.float64)

    def _inverse(self, u: Floats) -> Floats:
        if self.kind == "normal":
            return np.asarray(self.first + self.second * _special().ndtri(u))
        if self.kind == "lognormal":
            return np.asarray(self.first * np.exp(self.second * _special().ndtri(u)))
        if self.kind == "uniform":
            return self.first + (self.second - self.first) * u
        if self.kind == "beta":
            return np.asarray(_special().betaincinv(self.first, self.second, u))
        return np.full_like(u, self.first)


def _beta_below(x: float, a: float, b: float, steps: int = 400) -> float:
    """Return the regularised incomplete beta function to three digits.

    It tells whether bounds cut a prior, each time that somebody asks where a number comes from:
    loading scipy for that takes longer than all the rest of the answer.
    """
    if x > 0.5:
        return 1.0 - _beta_below(1.0 - x, b, a, steps)
    power = max(1.0, 2.0 / a)
    s = (np.arange(steps) + 0.5) / steps
    mean = float(np.mean(s ** (power * a - 1.0) * (1.0 - x * s**power) ** (b - 1.0)))
    return (
        power
        * mean
        * math.pow(x, a)
        * math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))
    )


def wrong(kind: Kind, first: float, second: float) -> str | None:
    """Return what is wrong with the numbers of a prior, if anything is."""
    if kind == "uniform":
        return None if first < second else "low must lie below high"
    if kind in ("normal", "lognormal") and second <= 0:
        return f"{ARGUMENTS[kind][1]} must be greater than 0"
    if kind in ("lognormal", "beta") and min(first, second) <= 0:
        return f"{ARGUMENTS[kind][0]} and {ARGUMENTS[kind][1]} must be greater than 0"
    return None
