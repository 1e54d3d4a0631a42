"""M20 Aid: promised in bursts, given smoothly.

    hcom = tempo At pace (1 - blocked)                           commitments                 1/year
    size = Su budget/tempo exp(s z - s^2/2)                      one commitment        share of GDP
    P'   = (P - flow tau) exp(-dt/tau) + flow tau + size         promised, not given   share of GDP
    out  = P + flow dt + size - P'                               given in the step     share of GDP
    hblk = lb per year; a block ends at le per year              legislative block

What is promised lies in a pipeline and is given from it at a constant rate, so that the sum of what
is given is the sum of what was promised, later and evenly. A policy's ``flow`` is promised evenly.

Source   own equations, set by eye on series of 2020-24 in a small prototype: monthly coefficient of
         variation 0.9 of commitments against 0.2 of allocations; Ukraine Support Tracker of the
         Kiel Institute (Trebesch et al., release 29)
Holds    for grants and arms of democracies to a state at war; not for loans against frozen assets
Departs  allocation is a first-order release and not min(pipeline, cap), which is not smooth; a
         sender makes at most one commitment a week beside its policy's flow; unity enters by the
         pace; a block stops promises, not deliveries
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, quantity


class Aid(Block):
    """Parameters of aid to the defender of a war."""

    mechanism = "M20"

    tempo = quantity(
        "commitments of a fully attentive sender", unit="1/year", bounds=(0.1, 52), symbol="tempo"
    )
    budget = quantity(
        "aid at full attention, support and unity",
        unit="share of GDP/year",
        bounds=(0, 0.1),
        symbol="budget",
    )
    size_spread = quantity(
        "standard deviation of the logarithm of a commitment", unit="1", bounds=(0, 2), symbol="s"
    )
    military_share = quantity(
        "share of commitments that is military", unit="1", bounds=(0, 1), symbol="sm"
    )
    release_time = quantity(
        "mean time from promise to delivery", unit="week", bounds=(0.5, 260), symbol="tau"
    )
    block_rate = quantity(
        "hazard that a legislature blocks aid", unit="1/year", bounds=(0, 5), symbol="lb"
    )
    block_end = quantity("hazard that a block ends", unit="1/year", bounds=(0.1, 20), symbol="le")
    fungible = quantity(
        "share of financial aid that frees money for the war", unit="1", bounds=(0, 1), symbol="fu"
    )


def commitment_hazard(p: Aid, attention: Floats, pace: Floats, blocked: Floats) -> Floats:
    """Return the hazard of a commitment, per year; ``blocked`` is 1 under a legislative block."""
    return p.tempo * attention * pace * (1.0 - blocked)


def commitment_size(p: Aid, support: Floats, luck: Floats) -> Floats:
    """Return one commitment, share of the sender's GDP; ``luck`` is standard normal."""
    spread = np.exp(p.size_spread * luck - 0.5 * p.size_spread * p.size_spread)
    return support * p.budget / p.tempo * spread


def pipeline_after(p: Aid, pipeline: Floats, committed: Floats, flow: Floats, dt: float) -> Floats:
    """Return P, promised and not yet given, share of GDP.

    ``committed`` is promised at the end of the step, ``flow`` (share of GDP a year) during it.
    """
    level = flow * p.release_time / WEEKS_PER_YEAR
    return level + (pipeline - level) * np.exp(-dt / p.release_time) + committed


def given(before: Floats, committed: Floats, flow: Floats, after: Floats, dt: float) -> Floats:
    """Return the allocation of the step as a rate, share of GDP a year: what the pipeline lost."""
    promised = committed + flow * (dt / WEEKS_PER_YEAR)
    return np.maximum(before + promised - after, 0.0) * (WEEKS_PER_YEAR / dt)


def block_hazard(p: Aid, blocked: Floats) -> Floats:
    """Return the hazard that a legislative block begins or, where one stands, ends, per year."""
    return np.where(blocked > 0.0, p.block_end, p.block_rate)
