"""M9 Citizens, the compiled part: one step of all citizens of a country, in all histories.

    s_i  = (1 - m) mean of the a_j that i sees + m A           perceived turnout      [0, 1]
    u_i  = u + bg x_i + bS s_i/(s_i + sh)                      inclination            logit
    p_i  = mu sigma(u_i)                                       share that would act   [0, mu]
    a_i' = a_i + (1 - exp(-k dt)) (p_i - a_i)                  share active           [0, mu]
    n_i' = n_i + nu k dt p_i (1 - n_i/(R mu))                  share that ever acted  [0, R mu]

A citizen is a community of people with a share active, not a person: with 2,000 persons for nine
million nobody would be on the street in 96 % of quiet weeks, and the answer would depend on N.
Arrays are (citizen, run), contiguous along the runs; everything is elementwise along the runs, in
float32 by additions, products, divisions and comparisons alone, so that the object-by-object
reference in ``politeia.citizens`` gives the same bits.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; thresholds and perceived size: Granovetter (1978), American Journal of Sociology
         83(6), 1420-1443; Kuran (1991), World Politics 44(1), 7-48
Holds    where people see a few others and hear of the rest through media
Departs  sigma is a polynomial of our own (error below 2e-5 of its value); people who could turn out
         rotate between weeks: R times as many can ever act as in one week, without which
         cumulative participation saturates at 2.6 times the peak (observed 3.5-8)
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from politeia.kernel import kernel
from politeia.quantity import Floats, Integers

Singles: TypeAlias = npt.NDArray[np.float32]
Indices: TypeAlias = npt.NDArray[np.int32]

ONE = np.float32(1.0)
ZERO = np.float32(0.0)
FAR = np.float32(20.0)
C1 = np.float32(1.0 / 64.0)
C2 = np.float32(1.0 / (2.0 * 64.0**2))
C3 = np.float32(1.0 / (6.0 * 64.0**3))
C4 = np.float32(1.0 / (24.0 * 64.0**4))
C5 = np.float32(1.0 / (120.0 * 64.0**5))
C6 = np.float32(1.0 / (720.0 * 64.0**6))
EIGHT = 8
LINE = 64
"""Bytes of a cache line, and of the widest vector."""


@kernel("float32(float32)")
def logistic(u: np.float32) -> np.float32:
    """Return sigma(u) in (0, 1) by the six-term series of exp(-|u|/64), squared six times."""
    far = abs(u)
    far = far if far < FAR else FAR
    e = ONE - far * (C1 - far * (C2 - far * (C3 - far * (C4 - far * (C5 - far * C6)))))
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    return (e if u < ZERO else ONE) / (ONE + e)


SIGNATURE = (
    "void(float32[:, ::1], float32[:, ::1], float32[:, ::1], int32[:, ::1], float32[::1], "
    "float32[:, ::1], float64[::1])"
)
DIALS = (
    "inclination",
    "spread",
    "pull",
    "half",
    "reach",
    "mean",
    "most",
    "switch",
    "entry",
    "ever",
)
"""The rows of ``dials``, each (run,): u, bg, bS, sh, m, A, mu, 1-exp(-k dt), nu k dt, 1/(R mu)."""


def columns(citizens: int, runs: int) -> Singles:
    """Return unset (citizen, run) columns that begin on a cache line.

    ``numpy`` begins an array anywhere; where every vector that is read straddles two lines, the
    step takes a tenth longer. The numbers are the same.
    """
    room = np.empty(citizens * runs * 4 + LINE, dtype=np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + citizens * runs * 4].view(np.float32).reshape(citizens, runs)


@kernel(SIGNATURE, distinct=True)
def step_of_eight(
    active: Singles,
    after: Singles,
    ever: Singles,
    sees: Indices,
    leaning: Singles,
    dials: Singles,
    turnout: Floats,
) -> None:
    """Advance citizens who see eight others: the same sums as ``step``, written out for speed.

    Written out, the inner loop runs over contiguous histories alone and becomes vector code. An
    eighth is a power of two, so that it may be taken from the share that the eight have in what is
    perceived before they are summed; a test holds it to the object-by-object citizens bit by bit.
    """
    citizens, runs = active.shape
    near = np.empty(runs, dtype=np.float32)
    heard = np.empty(runs, dtype=np.float32)
    block = np.zeros(runs, dtype=np.float32)
    for run in range(runs):
        near[run] = (ONE - dials[4, run]) * (ONE / np.float32(EIGHT))
        heard[run] = dials[4, run] * dials[5, run]
        turnout[run] = 0.0
    base, spread, pull, half = dials[0], dials[1], dials[2], dials[3]
    most, switch, entry, full = dials[6], dials[7], dials[8], dials[9]
    for citizen in range(citizens):
        a, b = active[sees[citizen, 0]], active[sees[citizen, 1]]
        c, d = active[sees[citizen, 2]], active[sees[citizen, 3]]
        e, f = active[sees[citizen, 4]], active[sees[citizen, 5]]
        g, h = active[sees[citizen, 6]], active[sees[citizen, 7]]
        own, out, past, x = active[citizen], after[citizen], ever[citizen], leaning[citizen]
        for run in range(runs):
            seen = a[run] + b[run] + c[run] + d[run] + e[run] + f[run] + g[run] + h[run]
            s = near[run] * seen + heard[run]
            u = base[run] + spread[run] * x + pull[run] * (s / (s + half[run]))
            p = most[run] * logistic(u)
            now = own[run] + switch[run] * (p - own[run])
            out[run] = now
            been = past[run]
            past[run] = been + entry[run] * p * (ONE - been * full[run])
            block[run] = block[run] + now
        if citizen % 16 == 15 or citizen == citizens - 1:
            for run in range(runs):
                turnout[run] += np.float64(block[run])
                block[run] = ZERO
    for run in range(runs):
        turnout[run] /= citizens


@kernel(SIGNATURE, distinct=True)
def step(
    active: Singles,
    after: Singles,
    ever: Singles,
    sees: Indices,
    leaning: Singles,
    dials: Singles,
    turnout: Floats,
) -> None:
    """Advance all citizens by one step: reads ``active``, writes ``after``, ``ever``, ``turnout``.

    ``active``, ``after``, ``ever`` are (citizen, run); ``sees`` (citizen, neighbour) indexes
    citizens; ``leaning`` is x, (citizen,); ``dials`` is (10, run) in the order of ``DIALS``;
    ``turnout`` receives the mean share active, (run,). No two of them may share memory.
    """
    if sees.shape[1] == EIGHT:
        step_of_eight(active, after, ever, sees, leaning, dials, turnout)
        return
    citizens, runs = active.shape
    inverse = ONE / np.float32(sees.shape[1])
    seen = np.empty(runs, dtype=np.float32)
    block = np.zeros(runs, dtype=np.float32)
    for run in range(runs):
        turnout[run] = 0.0
    for citizen in range(citizens):
        for run in range(runs):
            seen[run] = active[sees[citizen, 0], run]
        for place in range(1, sees.shape[1]):
            other = sees[citizen, place]
            for run in range(runs):
                seen[run] = seen[run] + active[other, run]
        x = leaning[citizen]
        for run in range(runs):
            reach = dials[4, run]
            s = (ONE - reach) * (seen[run] * inverse) + reach * dials[5, run]
            u = dials[0, run] + dials[1, run] * x + dials[2, run] * (s / (s + dials[3, run]))
            p = dials[6, run] * logistic(u)
            now = active[citizen, run] + dials[7, run] * (p - active[citizen, run])
            after[citizen, run] = now
            been = ever[citizen, run]
            ever[citizen, run] = been + dials[8, run] * p * (ONE - been * dials[9, run])
            block[run] = block[run] + now
        if citizen % 16 == 15 or citizen == citizens - 1:
            for run in range(runs):
                turnout[run] += np.float64(block[run])
                block[run] = ZERO
    for run in range(runs):
        turnout[run] /= citizens


@kernel("void(float32[:, ::1], float64[::1])")
def mean_of(shares: Singles, out: Floats) -> None:
    """Fill ``out`` with the mean over citizens of ``shares``, (citizen, run), row by row."""
    for run in range(out.shape[0]):
        out[run] = 0.0
    for citizen in range(shares.shape[0]):
        for run in range(out.shape[0]):
            out[run] += np.float64(shares[citizen, run])
    for run in range(out.shape[0]):
        out[run] /= shares.shape[0]


@kernel("void(float32[:, ::1], int64[::1], int64, float32[:, ::1])")
def gather(source: Singles, columns: Integers, start: int, out: Singles) -> None:
    """Copy the histories ``columns`` of ``source`` into ``out`` from its column ``start`` on."""
    for citizen in range(source.shape[0]):
        for place in range(columns.shape[0]):
            out[citizen, start + place] = source[citizen, columns[place]]


@kernel("void(float32[:, ::1], int64[::1], int64, float32[:, ::1])")
def scatter(source: Singles, columns: Integers, start: int, out: Singles) -> None:
    """Copy columns of ``source`` from ``start`` on into the histories ``columns`` of ``out``."""
    for citizen in range(out.shape[0]):
        for place in range(columns.shape[0]):
            out[citizen, columns[place]] = source[citizen, start + place]
