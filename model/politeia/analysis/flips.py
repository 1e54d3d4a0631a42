"""Flips: the smallest change of an assumption that turns the ranking of two policies round.

    h_k(u)  = mean over conditions of f(conditions with x_k at its place u)     f emulates a - b
    flip    = the place u nearest to 1/2 at which h_k has the other sign
    distance = |u - 1/2|: 0 flips at once, 0.5 only at the end of what is believed of x_k

One assumption is fixed at a place of its prior while all others stay as uncertain as they were. A
switch is fixed on or off, which is a distance of one half: all belief moves to one side. Where no
single assumption does it, two are moved together and their distance is Euclidean.

Source   threshold analysis, as in any textbook of decision analysis; partial dependence after
         Friedman (2001), Annals of Statistics 29, 1189-1232 (from memory, unverified)
Holds    where the emulator of the difference holds
Departs  the distance is in places of the prior, so that assumptions of any unit can be compared
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from politeia.analysis.emulator import Emulator, Space
from politeia.quantity import Floats

STEPS = 101
PAIR_STEPS = 21
MOST_PAIRED = 5
Advantage = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Flip:
    """A change of assumptions that reverses a ranking: names, places, and how far that is."""

    names: tuple[str, ...]
    places: tuple[float, ...]
    distance: float


def averaged(emulator: Advantage, u: Floats, column: int, places: Floats) -> Floats:
    """Return the mean of an emulator over conditions ``u`` with one column at each place."""
    held = np.repeat(u[None], len(places), axis=0)
    held[:, :, column] = places[:, None]
    told = emulator(held.reshape(-1, u.shape[1])).reshape(len(places), -1)
    return np.asarray(told.mean(axis=1))


def nearest_single(advantage: Floats, places: Floats, sign: float) -> tuple[float, float] | None:
    """Return the place nearest to 1/2 where the advantage has lost its sign, and the distance.

    Between two places the crossing is found by a straight line.
    """
    turned = advantage * sign < 0
    if not turned.any():
        return None
    candidates = [float(place) for place in places[turned]]
    for at in np.flatnonzero(turned[1:] != turned[:-1]):
        low, high = advantage[at], advantage[at + 1]
        candidates.append(float(places[at] + (places[at + 1] - places[at]) * low / (low - high)))
    place = min(candidates, key=lambda candidate: abs(candidate - 0.5))
    return place, abs(place - 0.5)


def singles(found: Space, emulator: Emulator, sign: float) -> list[Flip]:
    """Return the flip by each single assumption that makes one, nearest first."""
    u = found.u[:, emulator.columns]
    flips = []
    for at, column in enumerate(emulator.columns):
        name = found.names[column]
        if found.is_coarse(name):
            flips += _coarse(found, emulator, u, at, name, sign)
            continue
        places = np.linspace(0.0, 1.0, STEPS)
        hit = nearest_single(averaged(emulator, u, at, places), places, sign)
        if hit is not None:
            flips.append(Flip((name,), (hit[0],), hit[1]))
    return sorted(flips, key=lambda flip: flip.distance)


def _coarse(
    found: Space, emulator: Emulator, u: Floats, at: int, name: str, sign: float
) -> list[Flip]:
    """Return the flip by fixing a switch or a value that a case sets."""
    steps = found.steps(name)
    turned = averaged(emulator, u, at, steps) * sign < 0
    if not turned.any():
        return []
    place = min(map(float, steps[turned]), key=lambda step: abs(step - 0.5))
    return [Flip((name,), (place,), 0.5)]


def pairs(found: Space, emulator: Emulator, sign: float) -> list[Flip]:
    """Return the nearest flip by two assumptions together, for pairs of the first columns."""
    u = found.u[:, emulator.columns]
    smooth = [
        at for at, column in enumerate(emulator.columns) if not found.is_coarse(found.names[column])
    ][:MOST_PAIRED]
    grid = np.linspace(0.0, 1.0, PAIR_STEPS)
    flips = []
    for one, two in combinations(smooth, 2):
        first, second = (part.ravel() for part in np.meshgrid(grid, grid, indexing="ij"))
        held = np.repeat(u[None], len(first), axis=0)
        held[:, :, one], held[:, :, two] = first[:, None], second[:, None]
        told = emulator(held.reshape(-1, u.shape[1])).reshape(len(first), -1).mean(axis=1)
        turned = np.flatnonzero(told * sign < 0)
        if len(turned):
            far = np.hypot(first[turned] - 0.5, second[turned] - 0.5)
            best = turned[np.argmin(far)]
            names = tuple(found.names[emulator.columns[at]] for at in (one, two))
            flips.append(Flip(names, (float(first[best]), float(second[best])), float(far.min())))
    return sorted(flips, key=lambda flip: flip.distance)
