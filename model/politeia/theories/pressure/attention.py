"""M20 Democracies: what they notice, support and can agree on.

    vis  = abuse (1 - .7 viol) + wp inflow + ww war              visibility                  1/week
    dAt  = notice vis (1 - At) - At ln2/HA ; incident: 1 - (1 - At) exp(-size)   attention   [0, 1]
    dSu  = -(Su - S0) ln2/HS + k At - k2 cost ; incident: Su + kr (1 - exp(-size)) (1 - Su)  [0, 1]
    U    -> (u0 + us (Su - 1/2) - loss)(1 - Cap), effort closes part of the rest     unity   [0, 1]
    dCap = b energy (1 - Cap) ; at an exposure Cap (1 - x)       capture                     [0, 1]
    v_i  = (1 - (1 - veto_i)(1 - Cap_i)(1 - wv pop_i))(1 - ve effort)     chance of a veto   [0, 1]
    pass = 1 - max_i v_i                                         unanimity                   [0, 1]
    pace = U (1 - kc exp(-weeks to the election/tc))             readiness to decide         [0, 1]

Attention comes in bursts; support follows slowly, falls by its own fatigue and by cost, and comes
back at an escalation. An act of the Union passes if nobody vetoes it.

Source   own equations, set by eye on series of 2020-24 in a small prototype; Eurobarometer 2022-23
         (67 %, then 48-57 %); capture: the vote on the Strasser report, 23 January 2013 (claim C11)
Holds    for the public's support of costly action on a war and on regimes abroad; not for a war to
         which the sender is itself a party
Departs  attention is bounded, so shocks add with saturation; visibility drives support through
         attention alone and not a second time by itself; capture is a stock between bribes and
         events of exposure; the electoral calendar slows or hastens decisions with a sign left open
         and may bring a government that vetoes; M3's gate is the product pass pace, without a draw
         of its own, as a thinned hazard is one hazard; aid stands in its own file
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Attention(Block):
    """Parameters of attention, support, unity and capture."""

    mechanism = "M20"

    half_life = quantity("half-life of attention", unit="week", bounds=(1, 260), symbol="HA")
    notice = quantity(
        "attention gained per unit of visibility", unit="1", bounds=(0, 100), symbol="notice"
    )
    violence_discount = quantity(
        "share of abuse unseen where the street is violent", unit="1", bounds=(0, 1), symbol=".7"
    )
    prisoner_weight = quantity(
        "visibility of one new prisoner per million a week", unit="1", bounds=(0, 1), symbol="wp"
    )
    war_weight = quantity("visibility of a full war", unit="1/week", bounds=(0, 5), symbol="ww")
    support_half_life = quantity(
        "half-life of support above its floor", unit="year", bounds=(0.1, 50), symbol="HS"
    )
    support_floor = quantity("support that fatigue leaves", unit="1", bounds=(0, 1), symbol="S0")
    support_gain = quantity(
        "support won a year by full attention", unit="1/year", bounds=(0, 5), symbol="k"
    )
    support_rebound = quantity(
        "share of opponents won by an escalation", unit="1", bounds=(0, 1), symbol="kr"
    )
    support_cost = quantity(
        "support lost to a point of political cost", unit="1/point", bounds=(0, 0.1), symbol="k2"
    )
    unity_base = quantity(
        "members willing where half the public supports", unit="1", bounds=(0, 1), symbol="u0"
    )
    unity_support = quantity("members won by support", unit="1", bounds=(-1, 3), symbol="us")
    unity_half_life = quantity(
        "half-life in which governments follow", unit="week", bounds=(1, 520), symbol="HU"
    )
    unity_effort = quantity(
        "share of the unwilling that full effort brings round", unit="1", bounds=(0, 1), symbol="ue"
    )
    bribery = quantity(
        "capture made a year by full energy leverage", unit="1/year", bounds=(0, 2), symbol="b"
    )
    exposure = quantity("hazard of exposure", unit="1/year", bounds=(0, 5), symbol="x0")
    exposure_effort = quantity(
        "hazard of exposure added by full effort", unit="1/year", bounds=(0, 20), symbol="xe"
    )
    exposure_drop = quantity(
        "share of capture that ends with an exposure", unit="1", bounds=(0, 1), symbol="x"
    )
    populist_weight = quantity(
        "chance of a veto per vote share of populists", unit="1", bounds=(0, 1), symbol="wv"
    )
    veto_effort = quantity(
        "share of vetoes that full effort overcomes", unit="1", bounds=(0, 1), symbol="ve"
    )
    populist_entry = quantity(
        "chance of a vetoing government per vote share of populists",
        unit="1",
        bounds=(0, 3),
        symbol="ce",
    )
    populist_veto = quantity(
        "readiness of such a government to veto", unit="1", bounds=(0, 1), symbol="vp"
    )
    campaign_horizon = quantity(
        "time before an election in which it is felt", unit="week", bounds=(0.5, 104), symbol="tc"
    )
    campaign_effect = quantity(
        "share of decisions that a campaign holds up", unit="1", bounds=(-1, 1), symbol="kc"
    )


def visibility(p: Attention, abuse: Floats, violent: Floats, inflow: Floats, war: Floats) -> Floats:
    """Return how much of one target senders see, 1/week, for M3's memory and for attention.

    ``abuse`` is M11's, ``violent`` the violent share of the street, ``inflow`` new recognised
    prisoners per million a week, ``war`` the intensity of a war that it wages, in [0, 1].
    """
    seen = abuse * (1.0 - p.violence_discount * violent)
    return seen + p.prisoner_weight * inflow + p.war_weight * war


def attention_after(
    p: Attention, attention: Floats, visible: Floats, incident: Floats, dt: float
) -> Floats:
    """Return At in [0, 1]; ``visible`` is summed over targets, ``incident`` is a shock's size.

    News from elsewhere, an ``incident`` below 0, takes a share of what attention there is.
    """
    rise, fade = p.notice * visible, LN2 / p.half_life
    rest = rise / (rise + fade)
    calm = rest + (attention - rest) * np.exp(-(rise + fade) * dt)
    drawn = calm * np.exp(np.minimum(incident, 0.0))
    return 1.0 - (1.0 - drawn) * np.exp(-np.maximum(incident, 0.0))


def support_after(
    p: Attention, support: Floats, attention: Floats, cost: Floats, incident: Floats, dt: float
) -> Floats:
    """Return Su in [0, 1]; ``cost`` is in points a year, ``incident`` the size of an escalation."""
    fade = LN2 / p.support_half_life
    rest = p.support_floor + (p.support_gain * attention - p.support_cost * cost) / fade
    calm = rest + (support - rest) * np.exp(-fade * (dt / WEEKS_PER_YEAR))
    calm = clip(calm, 0.0, 1.0)
    return calm + p.support_rebound * -np.expm1(-np.maximum(incident, 0.0)) * (1.0 - calm)


def unity_after(
    p: Attention,
    unity: Floats,
    support: Floats,
    capture: Floats,
    loss: Floats,
    effort: Floats,
    dt: float,
) -> Floats:
    """Return U, the share of governments willing to act, in [0, 1]; ``loss`` is M23's."""
    willing = p.unity_base + p.unity_support * (support - 0.5) - loss
    willing = clip(willing, 0.0, 1.0) * (1.0 - capture)
    target = willing + p.unity_effort * effort * (1.0 - willing)
    return target + (unity - target) * np.exp(-dt * LN2 / p.unity_half_life)


def exposure_hazard(p: Attention, effort: Floats) -> Floats:
    """Return the hazard that bribery is exposed, per year; ``effort`` in [0, 1] is a policy's."""
    return p.exposure + p.exposure_effort * effort


def capture_after(
    p: Attention, capture: Floats, energy: Floats, exposed: Bools, dt: float
) -> Floats:
    """Return Cap in [0, 1]; ``energy`` is the strongest leverage among the regimes, in [0, 1]."""
    bribed = 1.0 - (1.0 - capture) * np.exp(-p.bribery * energy * (dt / WEEKS_PER_YEAR))
    return bribed * (1.0 - np.where(exposed, p.exposure_drop, 0.0))


def veto_chance(
    p: Attention, veto: Floats, capture: Floats, populists: Floats, effort: Floats
) -> Floats:
    """Return v, the chance that one member vetoes an act, in [0, 1]."""
    lets_pass = (1.0 - veto) * (1.0 - capture) * (1.0 - p.populist_weight * populists)
    return (1.0 - lets_pass) * (1.0 - p.veto_effort * effort)


def passes(chances: Sequence[Floats] | Floats) -> Floats:
    """Return the chance that an act passes, in [0, 1]: the most reluctant member decides.

    ``chances`` has one row a member. Members veto the same acts: a second reluctant member adds
    nothing to the first, as their vetoes are counted 1-3 of 27.
    """
    most = chances[0]
    for chance in chances[1:]:
        most = np.maximum(most, chance)
    return np.asarray(1.0 - most, dtype=np.float64)


def decision_pace(p: Attention, unity: Floats, weeks_to_election: Floats) -> Floats:
    """Return how readily a sender decides, in [0, 1]; infinity where no election comes."""
    campaign = np.exp(-np.maximum(weeks_to_election, 0.0) / p.campaign_horizon)
    return clip(unity * (1.0 - p.campaign_effect * campaign), 0.0, 1.0)


def veto_elected(p: Attention, at_start: Floats, populists: Floats, luck: Floats) -> Floats:
    """Return the veto readiness of the government that an election brings, in [0, 1].

    ``at_start`` is the country's own habit, ``luck`` uniform in [0, 1).
    """
    vetoing = luck < p.populist_entry * populists
    return np.where(vetoing, np.maximum(at_start, p.populist_veto), at_start)
