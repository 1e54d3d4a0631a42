"""M19 War outcome: what the end of a war does to the patron, and through dependence to clients.

    W    = win if f < -fw, loss if f > fw, else stalemate    of the attacker, when the war ends
    pi   + w_o Dep 2^(-t/Hp)     w_win at a win, w_loss at a loss    elite belief in survival
    Cap x k_o    for ``lasting`` years: k_win at a win, k_loss at a loss, 1 at a stalemate
    hazard of the patron's ruler x m_o   in the same years: m_win, m_loss, 1

t is the time since the end in years, Dep the client's dependence on the patron. Clients feel the
war's end through Dep alone: at Dep = 0 nothing reaches them.

Source   defeat removes leaders, long-serving autocrats less: Bueno de Mesquita and Siverson (1995);
         Debs and Goemans (2010), American Political Science Review; personalists least: Weeks
         (2014) (from memory, unverified); that a victory consolidates clients is claim C10
Holds    for clients of one patron at war; not for parties to the war
Departs  win and loss have parameters of their own, each of free sign; the belief fades with a
         half-life, since no generation remembers for ever; senders feel the war's end through
         attention (M20), not here
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Floats, quantity

LN2 = float(np.log(2.0))
WIN, STALEMATE, LOSS = 1.0, 0.0, -1.0
"""Outcome of the war for the attacker; also 0 while the war goes on."""


class Outcome(Block):
    """Parameters of the feedback of a war's outcome."""

    mechanism = "M19"

    decisive = quantity("front that decides the war", unit="1", bounds=(0.01, 1), symbol="fw")
    belief_win = quantity(
        "clients' elite belief after a win", unit="1", bounds=(-1, 1), symbol="w_win"
    )
    belief_loss = quantity(
        "clients' elite belief after a loss", unit="1", bounds=(-1, 1), symbol="w_loss"
    )
    belief_half_life = quantity(
        "half-life of that belief", unit="year", bounds=(0.5, 100), symbol="Hp"
    )
    capacity_win = quantity(
        "patron's capacity after a win", unit="1", bounds=(0.2, 2), symbol="k_win"
    )
    capacity_loss = quantity(
        "patron's capacity after a loss", unit="1", bounds=(0, 2), symbol="k_loss"
    )
    hazard_win = quantity("ruler's hazard after a win", unit="1", bounds=(0.1, 3), symbol="m_win")
    hazard_loss = quantity(
        "ruler's hazard after a loss", unit="1", bounds=(0.3, 10), symbol="m_loss"
    )
    lasting = quantity(
        "time for which capacity and hazard are changed", unit="year", bounds=(0.2, 20)
    )


def verdict(p: Outcome, front: Floats) -> Floats:
    """Return W from the front at the war's end: 1 the attacker won, -1 lost, 0 neither."""
    return (front < -p.decisive).astype(np.float64) - (front > p.decisive)


def belief_shift(p: Outcome, outcome: Floats, years: Floats, dependence: Floats) -> Floats:
    """Return what the outcome adds to the client elite's belief, ``years`` after the end."""
    weight = np.where(outcome > 0.0, p.belief_win, np.where(outcome < 0.0, p.belief_loss, 0.0))
    return weight * dependence * np.exp(-LN2 * np.maximum(years, 0.0) / p.belief_half_life)


def _while_it_lasts(
    p: Outcome, won: Floats, lost: Floats, outcome: Floats, years: Floats
) -> Floats:
    """Return ``won``, ``lost`` or 1 by outcome, and 1 when the time is over."""
    factor = np.where(outcome > 0.0, won, np.where(outcome < 0.0, lost, 1.0))
    return np.where(years < p.lasting, factor, 1.0)


def capacity_scale(p: Outcome, outcome: Floats, years: Floats) -> Floats:
    """Return by what the outcome multiplies the patron's capacity."""
    return _while_it_lasts(p, p.capacity_win, p.capacity_loss, outcome, years)


def hazard_multiplier(p: Outcome, outcome: Floats, years: Floats) -> Floats:
    """Return by what the outcome multiplies the breakdown hazard of the patron's own ruler."""
    return _while_it_lasts(p, p.hazard_win, p.hazard_loss, outcome, years)
