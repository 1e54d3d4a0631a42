"""Who sees whom among the citizens, and how leanings cluster along these ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politeia.chance import Luck, key_of_life
from politeia.quantity import Floats, Integers
from politeia.theories.people.crowd import Indices, Singles

REGION = 2048
"""Communities of a region: rewired ties lead anywhere in it, not across a continent."""
KINDS = ("small_world", "lattice", "scale_free")
OWN, SHARED = 0.8, 0.6
"""Weights of a citizen's own leaning and of the neighbourhood's, as in the prototype."""


@dataclass(frozen=True)
class Network:
    """``sees`` is (citizen, neighbour), the others whom each sees; ``leaning`` (citizen,), sd 1."""

    sees: Indices
    leaning: Singles


def draw_network(
    citizens: int,
    neighbours: int = 8,
    kind: str = "small_world",
    rewired: float = 0.2,
    seed: int = 1,
) -> Network:
    """Draw a network of ``citizens`` who see ``neighbours`` others each.

    Raises:
        ValueError: for an unknown kind or more neighbours than there are others.
    """
    if kind not in KINDS or not 0 < neighbours < citizens:
        raise ValueError(f"no network {kind!r} of {citizens} citizens with {neighbours} neighbours")
    luck = Luck(np.array([key_of_life(seed, 0, 0, f"network/{kind}")]))
    slots = luck.uniforms("ties", 0, citizens * neighbours * 2)[:, 0].reshape(2, citizens, -1)
    sees = _ring(citizens, neighbours)
    if kind == "scale_free":
        sees = _preferred(slots[1], citizens)
    elif kind == "small_world":
        sees = np.where(slots[0] < rewired, _strangers(slots[1], citizens), sees)
    return Network(np.ascontiguousarray(sees, dtype=np.int32), _leanings(luck, sees))


def _ring(citizens: int, neighbours: int) -> Indices:
    """Return the nearest others on a ring, half on each side."""
    half = neighbours // 2
    offsets: Integers = np.array([*range(-half, 0), *range(1, neighbours - half + 1)])
    return ((np.arange(citizens)[:, None] + offsets) % citizens).astype(np.int32)


def _strangers(slots: Floats, citizens: int) -> Indices:
    """Return others anywhere in a citizen's region: the country, up to ``REGION`` citizens."""
    near = min(citizens, REGION)
    offsets = np.floor((slots - 0.5) * near).astype(np.int64)
    reached = (np.arange(citizens)[:, None] + offsets) % citizens
    return reached.astype(np.int32)


def _preferred(slots: Floats, citizens: int) -> Indices:
    """Return others seen with a chance that falls as one over the square root of their rank."""
    weights = 1.0 / np.sqrt(np.arange(1, citizens + 1))
    ladder = np.cumsum(weights) / weights.sum()
    return np.searchsorted(ladder, slots).astype(np.int32)


def _leanings(luck: Luck, sees: Indices) -> Singles:
    """Return leanings that are normal, correlated along the ties, with mean 0 and sd 1."""
    own = luck.normals("leaning", 0, sees.shape[0])[:, 0]
    mixed: Floats = OWN * own + SHARED * np.sqrt(sees.shape[1]) * own[sees].mean(axis=1)
    leaning: Singles = ((mixed - mixed.mean()) / mixed.std()).astype(np.float32)
    return leaning
