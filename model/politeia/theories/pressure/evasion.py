"""M4 Evasion: how goods find their way round sanctions, and what closes the way for a time.

    pi'  = pi + (1 - exp(-dt/taup)) (1 + p1 Eff - pi)            price premium               >= 1
    g_h  = kappa (1 - exp(-fine q/(margin_h + pi - 1)))          firms that stop             [0, 1]
    x_h' -> x_h0 (1 - g_h)           half-life Hw                trade through hub h         [0, 1]
    D'   -> sum_h (x_h0 - x_h)       half-life Hr                trade that found a detour   [0, 1]
    R    = [sum_h (x_h0 - x_h) - D]+                             routes lost, not replaced   [0, 1]
    top  = Emax (1 - kx R)+ (1 - exp(-(pi - 1)/ph))              what evasion can reach      [0, 1]
    Ev'  = Ev + (1 - exp(-eta dt)) (top - Ev)     eta rising, phi falling                    [0, 1]

The margins of a hub's firms are exponential about the hub's own, so that the share for which the
expected fine exceeds the margin is smooth and is zero without a threat. Two kinds of goods have
their own ceiling: all goods together, and the priority goods that a war needs.

Source   own equations, set by eye on series of 2020-24 in a small prototype; imports of priority
         goods .40 (April 2022) and .93 (December 2023) of the level before: KSE (kse2024); Early
         (2015), Busted Sanctions (Stanford University Press); unit values and re-routed exports:
         EBRD (ebrd2023); premium and threat to banks: assumption
Holds    for goods that third countries can pass on; not for finance, and not where a hub is itself
         under sanctions
Departs  threats to hubs move the ceiling, not the stock, else a standing threat drives evasion
         below zero; premium and bite are simultaneous and are solved by lagging the premium by some
         weeks, a time and not a step, so that half a step gives the same path; re-routing is a
         detour that fills behind every closed route, hence a threat that stands loses its grip
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Evasion(Block):
    """Parameters of evasion."""

    mechanism = "M4"

    ceiling = quantity(
        "evasion of all goods once every route is found", unit="1", bounds=(0, 1), symbol="Emax"
    )
    ceiling_priority = quantity(
        "evasion of priority goods once every route is found",
        unit="1",
        bounds=(0, 1),
        symbol="Emax_p",
    )
    rise = quantity("speed of finding routes", unit="1/year", bounds=(0, 20), symbol="eta")
    fall = quantity("speed of losing routes", unit="1/year", bounds=(0, 60), symbol="phi")
    route_weight = quantity(
        "fall of the ceiling per share of routes lost", unit="1", bounds=(0, 3), symbol="kx"
    )
    premium_slope = quantity("premium on goods at full bite", unit="1", bounds=(0, 20), symbol="p1")
    premium_lag = quantity(
        "time in which prices follow the bite", unit="week", bounds=(0.1, 104), symbol="taup"
    )
    premium_scale = quantity(
        "premium at which 63 % of the routes pay", unit="1", bounds=(1e-4, 5), symbol="ph"
    )
    fine = quantity(
        "expected fine under a full threat", unit="share of value", bounds=(0, 20), symbol="fine"
    )
    reach = quantity(
        "share of a hub's firms that a threat can reach", unit="1", bounds=(0, 1), symbol="kappa"
    )
    withdrawal_half_life = quantity(
        "half-life in which firms withdraw or return", unit="week", bounds=(0.1, 104), symbol="Hw"
    )
    rerouting_half_life = quantity(
        "half-life in which lost routes are replaced", unit="week", bounds=(1, 520), symbol="Hr"
    )


def premium_after(p: Evasion, premium: Floats, effective: Floats, dt: float) -> Floats:
    """Return pi, the price in units of the price before sanctions, at least 1."""
    follow = -np.expm1(-dt / p.premium_lag)
    return premium + follow * (1.0 + p.premium_slope * effective - premium)


def firms_stopping(p: Evasion, pressure: Floats, margin: Floats, premium: Floats) -> Floats:
    """Return g, the share of a hub's firms for which the fine exceeds the margin, in [0, 1].

    ``pressure`` is q in [0, 1], ``margin`` the hub's gain as a share of value.
    """
    gain = np.maximum(margin + premium - 1.0, 1e-6)
    return p.reach * -np.expm1(-p.fine * pressure / gain)


def exposure_after(
    p: Evasion, exposure: Floats, at_start: Floats, stopping: Floats, dt: float
) -> Floats:
    """Return x_h, the share of re-routed trade that passes a hub, in [0, 1]."""
    target = at_start * (1.0 - stopping)
    return target + (exposure - target) * np.exp(-dt * LN2 / p.withdrawal_half_life)


def detour_after(p: Evasion, detour: Floats, lost: Floats, dt: float) -> Floats:
    """Return D, the trade that has found a detour; ``lost`` is what has left its hubs."""
    return lost + (detour - lost) * np.exp(-dt * LN2 / p.rerouting_half_life)


def routes_lost(lost: Floats, detour: Floats) -> Floats:
    """Return R, the share of routes that are closed and not yet replaced, in [0, 1]."""
    return clip(lost - detour, 0.0, 1.0)


def reachable(p: Evasion, ceiling: Floats, closed: Floats, premium: Floats) -> Floats:
    """Return top for goods with this ``ceiling``; ``closed`` is R."""
    pays = -np.expm1(-np.maximum(premium - 1.0, 0.0) / p.premium_scale)
    return ceiling * np.maximum(1.0 - p.route_weight * closed, 0.0) * pays


def evasion_after(p: Evasion, evasion: Floats, top: Floats, dt: float) -> Floats:
    """Return Ev, the share of the covered goods that arrive all the same, in [0, 1]."""
    speed = np.where(top > evasion, p.rise, p.fall)
    return evasion + -np.expm1(-speed * (dt / WEEKS_PER_YEAR)) * (top - evasion)


def goods_arriving(kept: Floats, evasion: Floats) -> Floats:
    """Return imports as a share of those before sanctions, in [0, 1].

    ``kept`` is the share of them that sanctions would stop without evasion: the sum over senders of
    weight, coverage and compliance.
    """
    return 1.0 - clip(kept, 0.0, 1.0) * (1.0 - evasion)
