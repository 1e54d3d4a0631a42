"""All luck of the model: every draw is a pure function of what it is for.

A number is a hash of (seed, draw, life, country, purpose, step, slot), never the next of a stream.
The same citizen has the same luck under every policy, a history does not depend on its neighbours
in a batch, and a new mechanism shifts nobody else's draws. ``life`` is the particle of a past or
the replicate of a future; a purpose is a word.

Counts come from one uniform each by inverting their distribution, so that with the same luck a
larger mean never gives a smaller count.
"""

from __future__ import annotations

import hashlib
import math
from functools import cache

import numpy as np

from politeia.kernel import kernel
from politeia.quantity import Floats, Keys, clip

HALF_ULP = 2.0**-54


@kernel("uint64(uint64)")
def mix(word: np.uint64) -> np.uint64:
    """Return ``word`` thoroughly mixed: the finaliser of splitmix64 (Steele and others, 2014)."""
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@kernel("void(uint64[::1], uint64, int64, int64, float64[:, ::1])")
def fill_uniform(keys: Keys, purpose: np.uint64, step: int, first: int, out: Floats) -> None:
    """Fill ``out`` of shape (slot, run) with uniforms in (0, 1); slots count from ``first``."""
    for run in range(keys.shape[0]):
        word = mix(mix(keys[run] ^ np.uint64(purpose)) + np.uint64(step))
        for slot in range(out.shape[0]):
            drawn = mix(word ^ mix(np.uint64(first + slot)))
            out[slot, run] = np.float64(drawn >> np.uint64(11)) * 2.0**-53 + 2.0**-54


@kernel("float64(UniTuple(float64, 8), float64)")
def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Return the polynomial of ``coefficients``, that of the highest power first, at ``x``."""
    value = coefficients[0]
    for place in range(1, 8):
        value = value * x + coefficients[place]
    return value


CENTRE_OVER = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
CENTRE_UNDER = (
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
MIDDLE_OVER = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
MIDDLE_UNDER = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
TAIL_OVER = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
TAIL_UNDER = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)
"""Coefficients of AS 241, highest power first: numerators and denominators of its three ranges."""


@kernel("float64(float64)")
def normal_quantile(u: float) -> float:
    """Return the standard normal quantile of ``u``: AS 241, Wichura (1988), Applied Statistics."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * polynomial(CENTRE_OVER, r) / polynomial(CENTRE_UNDER, r)
    r = math.sqrt(-math.log(u if q < 0 else 1.0 - u))
    if r <= 5.0:
        size = polynomial(MIDDLE_OVER, r - 1.6) / polynomial(MIDDLE_UNDER, r - 1.6)
    else:
        size = polynomial(TAIL_OVER, r - 5.0) / polynomial(TAIL_UNDER, r - 5.0)
    return size if q >= 0 else -size


LARGE = 400.0
"""Beyond this mean (or variance) a count is read off a corrected normal quantile."""
BEYOND = 1.1 * LARGE
"""Beyond this mean the normal quantile lies above every exact count of the mean ``LARGE``."""


@kernel("float64(float64, float64)")
def poisson_quantile(mean: float, u: float) -> float:
    """Return the count below which a Poisson variable of ``mean`` lies with probability ``u``."""
    small = min(mean, LARGE)
    if small <= 0.0:
        return 0.0
    count, chance = 0.0, math.exp(-small)
    below = chance
    while below < u and count < 4.0 * LARGE:
        count += 1.0
        chance *= small / count
        below += chance
    if mean > LARGE:
        z = normal_quantile(u)
        count = max(count, math.floor(mean + z * math.sqrt(mean) + (z * z - 1.0) / 6.0 + 0.5))
    return count


@kernel("float64(float64, float64, float64)")
def binomial_quantile(trials: float, share: float, u: float) -> float:
    """Return the count below which a binomial variable lies with probability ``u``."""
    if trials < 1.0 or share <= 0.0:
        return 0.0
    if share >= 1.0:
        return trials
    if share > 0.5:
        return trials - binomial_quantile(trials, 1.0 - share, 1.0 - u)
    guess = 0.0
    if trials * share > LARGE:
        z = normal_quantile(u)
        spread = math.sqrt(trials * share * (1.0 - share))
        guess = trials * share + z * spread + (z * z - 1.0) * (1.0 - 2.0 * share) / 6.0
        guess = min(max(math.floor(guess + 0.5), 0.0), trials)
        if trials * share > BEYOND:
            return guess
    small = min(share, LARGE / trials)
    count, odds = 0.0, small / (1.0 - small)
    chance = math.exp(trials * math.log1p(-small))
    below = chance
    while below < u and count < trials:
        chance *= odds * (trials - count) / (count + 1.0)
        count += 1.0
        below += chance
    return max(count, guess)


@kernel("void(float64[:, ::1])")
def uniforms_to_normals(values: Floats) -> None:
    """Turn uniforms into standard normals in place."""
    for row in range(values.shape[0]):
        for run in range(values.shape[1]):
            values[row, run] = normal_quantile(values[row, run])


@kernel("void(float64[::1], float64[::1], float64[::1])")
def fill_poisson(mean: Floats, u: Floats, out: Floats) -> None:
    """Fill ``out`` with Poisson counts of ``mean``, one uniform each."""
    for run in range(out.shape[0]):
        out[run] = poisson_quantile(mean[run], u[run])


@kernel("void(float64[::1], float64[::1], float64[::1], float64[::1])")
def fill_binomial(trials: Floats, share: Floats, u: Floats, out: Floats) -> None:
    """Fill ``out`` with binomial counts, one uniform each."""
    for run in range(out.shape[0]):
        out[run] = binomial_quantile(trials[run], share[run], u[run])


@kernel("uint64(uint64, uint64)")
def join(key: np.uint64, word: np.uint64) -> np.uint64:
    """Return the key that belongs to ``word`` under ``key``."""
    return mix(mix(key) ^ word)


@cache
def word_of(name: str) -> np.uint64:
    """Return the 64-bit word of a purpose, a country or any other name."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big"))


def key_of_life(seed: int, draw: int, life: int, stage: str) -> np.uint64:
    """Return the key of one history; ``stage`` keeps pasts, futures and other luck apart."""
    key = join(np.uint64(seed), word_of(stage))
    return np.uint64(join(join(key, np.uint64(draw)), np.uint64(life)))


class Luck:
    """The luck of an actor in all histories of a batch: ``keys`` has shape ``(run,)``.

    A chorus of countries has keys of shape ``(country, run)``; draws then have these last axes.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = np.ascontiguousarray(keys, dtype=np.uint64)

    def of(self, name: str) -> Luck:
        """Return the luck of the actor ``name`` in the same histories."""
        return Luck(mix_all(self.keys, word_of(name)))

    def uniforms(self, purpose: str, step: int, slots: int, first: int = 0) -> Floats:
        """Draw uniforms in (0, 1), shape (slot, run)."""
        out = np.empty((slots, self.keys.size))
        fill_uniform(self.keys.reshape(-1), word_of(purpose), step, first, out)
        return out.reshape(slots, *self.keys.shape)

    def uniform(self, purpose: str, step: int, slot: int = 0) -> Floats:
        """Draw one uniform in (0, 1) for each history."""
        row: Floats = self.uniforms(purpose, step, 1, slot)[0]
        return row

    def normals(self, purpose: str, step: int, slots: int, first: int = 0) -> Floats:
        """Draw standard normals, shape (slot, run)."""
        out = self.uniforms(purpose, step, slots, first)
        uniforms_to_normals(out.reshape(slots, -1))
        return out

    def normal(self, purpose: str, step: int) -> Floats:
        """Draw one standard normal for each history."""
        row: Floats = self.normals(purpose, step, 1)[0]
        return row

    def poisson(self, purpose: str, step: int, mean: Floats) -> Floats:
        """Draw Poisson counts of ``mean``."""
        out = np.empty(self.keys.size)
        fill_poisson(self._plain(mean), self._plain(self.uniform(purpose, step)), out)
        return out.reshape(self.keys.shape)

    def binomial(self, purpose: str, step: int, trials: Floats, share: Floats) -> Floats:
        """Draw binomial counts out of ``trials`` whole persons, each with probability ``share``."""
        out = np.empty(self.keys.size)
        uniform = self._plain(self.uniform(purpose, step))
        fill_binomial(self._plain(trials), self._plain(share), uniform, out)
        return out.reshape(self.keys.shape)

    def spells(self, purpose: str, spell: Floats) -> Floats:
        """Draw one standard exponential for each history's own ``spell`` of a clock."""
        return -np.log(self.spell_uniform(purpose, spell))

    def spell_uniform(self, purpose: str, spell: Floats) -> Floats:
        """Draw one uniform for each history's own ``spell`` of a clock."""
        drawn = spell_uniforms(self.keys.reshape(-1), word_of(purpose), self._plain(spell))
        return drawn.reshape(self.keys.shape)

    def spell_normals(self, purpose: str, spell: Floats, slots: int) -> Floats:
        """Draw standard normals for each history's own ``spell`` of a clock, shape (slot, run)."""
        drawn = [self.spell_uniform(f"{purpose}/{slot}", spell) for slot in range(slots)]
        out = np.stack(drawn)
        uniforms_to_normals(out.reshape(slots, -1))
        return out

    def _plain(self, values: Floats) -> Floats:
        out = np.empty(self.keys.shape)
        out[...] = values
        return out.reshape(-1)


@kernel("uint64[::1](uint64[::1], uint64)")
def mix_all(keys: Keys, word: np.uint64) -> Keys:
    """Return the keys that belong to ``word`` under each of ``keys``."""
    out = np.empty_like(keys)
    for run in range(keys.shape[0]):
        out[run] = join(keys[run], word)
    return out


@kernel("float64[::1](uint64[::1], uint64, float64[::1])")
def spell_uniforms(keys: Keys, purpose: np.uint64, spell: Floats) -> Floats:
    """Return one uniform for each history, the step being its own ``spell``."""
    out = np.empty(keys.shape[0])
    for run in range(keys.shape[0]):
        word = mix(mix(keys[run] ^ purpose) + np.uint64(np.int64(spell[run])))
        out[run] = np.float64(word >> np.uint64(11)) * 2.0**-53 + HALF_ULP
    return out


def sobol(draws: int, dimensions: int, seed: int) -> Floats:
    """Return a scrambled Sobol sequence, shape (draw, dimension), in (0, 1).

    The first draws of a longer sequence are those of a shorter one.
    """
    from scipy.stats import qmc

    power = max(1, math.ceil(math.log2(max(draws, 2))))
    engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    points: Floats = engine.random_base2(power)[:draws]
    return clip(points, 1e-12, 1 - 1e-12)


def latin_hypercube(points: int, dimensions: int, seed: int) -> Floats:
    """Return a scrambled Latin hypercube, shape (point, dimension), in (0, 1)."""
    from scipy.stats import qmc

    engine = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed))
    drawn: Floats = engine.random(points)
    return drawn


def seed_of(name: str, seed: int) -> int:
    """Return the seed below 2**32 that belongs to a purpose."""
    return int(join(np.uint64(seed), word_of(name))) % 2**32
