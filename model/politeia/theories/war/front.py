"""M18 War: budgets, aid, stocks and the front between an attacker and a defender.

    x   = ln((b_U + a + s_U) / (q b_R (1 - im (1 - sup)) + s_R + in))   log ratio of forces
    f'  = f + h al (x - drag f) + sf sqrt(h) eps             front, > 0 where the defender gains
    S'  = S exp(-rs h),   s = rs S                           stocks and what is drawn from them
    b   = share GDP,  share' -> top at rate mob              own budget, mobilised    bn EUR/year
    end : h0 + h1 |f| + h2 cost                              hazard of the war's end, per year

h is the step in years; b, a (military aid), s and in (arms and inputs from sponsors) are bn EUR a
year; q is the attacker's efficiency; sup is its supply of priority goods against the time before
sanctions (M4), im the share of its strength that hangs on them; cost is the larger share of GDP
that a side spends; eps is a standard normal. f lies in [-1, 1].

Source   own equations, set by eye on series of 2020-24 in a small prototype; own budgets 59 %
         (2023) and 43 % (2024) of the attacker's, 91 % with aid, cost shares 5.9-7.1 and 34-37 % of
         GDP: SIPRI (sipri2025), facts F3-F5
Holds    for a war of attrition between two budgets; not for manoeuvre or a nuclear threat
Departs  the front is solved exactly over a step, noise included; ``drag`` is a pull toward 0 in
         units of x; the supply of priority goods acts on strength (claim C12), without which
         enforcement has no path to the front; budgets climb to a ceiling of mobilisation
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity


class Front(Block):
    """Parameters of the war."""

    mechanism = "M18"

    efficiency = quantity("worth of a euro of the attacker", unit="1", bounds=(0.1, 3), symbol="q")
    imported = quantity(
        "attacker's strength on priority imports", unit="1", bounds=(0, 1), symbol="im"
    )
    speed = quantity(
        "movement of the front by the ratio of forces", unit="1/year", bounds=(1e-3, 5), symbol="al"
    )
    drag = quantity("log ratio that holds a whole front", unit="1", bounds=(0.1, 30), symbol="drag")
    noise = quantity(
        "movement of the front by chance", unit="1/sqrt(year)", bounds=(0, 1), symbol="sf"
    )
    end_base = quantity("end of a standing war", unit="1/year", bounds=(0, 3), symbol="h0")
    end_front = quantity("end by a moved front", unit="1/year", bounds=(0, 20), symbol="h1")
    end_cost = quantity("end by the cost of war", unit="1/year", bounds=(0, 20), symbol="h2")
    stock_attacker = quantity(
        "attacker's stocks at the start", unit="bn EUR", bounds=(0, 2e3), symbol="S_R"
    )
    stock_defender = quantity(
        "defender's stocks at the start", unit="bn EUR", bounds=(0, 2e3), symbol="S_U"
    )
    stock_rate = quantity("stocks drawn in a year", unit="1/year", bounds=(0.01, 10), symbol="rs")
    mobilisation = quantity(
        "speed of mobilising the budget", unit="1/year", bounds=(0, 20), symbol="mob"
    )
    top_attacker = quantity("attacker's highest war budget", unit="share of GDP", bounds=(0, 0.7))
    top_defender = quantity("defender's highest war budget", unit="share of GDP", bounds=(0, 0.7))


def force_ratio(
    p: Front,
    own_defender: Floats,
    aid: Floats,
    drawn_defender: Floats,
    own_attacker: Floats,
    drawn_attacker: Floats,
    inputs: Floats,
    supply: Floats,
) -> Floats:
    """Return x, the log ratio of the defender's means to the attacker's; all in bn EUR a year.

    ``supply`` of priority goods is 1 as before sanctions, in [0, 1].
    """
    short = 1.0 - p.imported * (1.0 - clip(supply, 0.0, 1.0))
    attacker = p.efficiency * own_attacker * short + drawn_attacker + inputs
    defender = own_defender + aid + drawn_defender
    return np.log(np.maximum(defender, 1e-6) / np.maximum(attacker, 1e-6))


def front_after(p: Front, front: Floats, ratio: Floats, normal: Floats, dt: float) -> Floats:
    """Return f after ``dt`` weeks, in [-1, 1]; ``normal`` a standard normal for the step."""
    pull = p.speed * p.drag
    years = dt / WEEKS_PER_YEAR
    spread = p.noise * np.sqrt(-np.expm1(-2.0 * pull * years) / (2.0 * pull))
    rest = ratio / p.drag
    return clip(rest + (front - rest) * np.exp(-pull * years) + spread * normal, -1.0, 1.0)


def drawn(p: Front, stock: Floats) -> Floats:
    """Return s, what is drawn from ``stock``, in bn EUR a year."""
    return p.stock_rate * stock


def stock_after(p: Front, stock: Floats, dt: float) -> Floats:
    """Return the stock left after ``dt`` weeks, in bn EUR."""
    return stock * np.exp(-p.stock_rate * dt / WEEKS_PER_YEAR)


def mobilised_after(p: Front, share: Floats, top: Floats, dt: float) -> Floats:
    """Return the share of GDP spent on the war after ``dt`` weeks, climbing to ``top``."""
    gap = np.maximum(top - share, 0.0)
    mobilised: Floats = share - np.expm1(-p.mobilisation * dt / WEEKS_PER_YEAR) * gap
    return mobilised


def end_hazard(p: Front, front: Floats, cost_attacker: Floats, cost_defender: Floats) -> Floats:
    """Return the rate at which the war ends, per year; costs in shares of GDP."""
    cost = np.maximum(cost_attacker, cost_defender)
    return p.end_base + p.end_front * np.abs(front) + p.end_cost * cost
