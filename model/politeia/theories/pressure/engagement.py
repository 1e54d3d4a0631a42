"""M21 Engagement: talks, relief for releases, openings, and what they invite.

    En   -> 1 - (1 - rule (1 - refused)) (1 - lever)    rule = r0 exp(-Ab/Ab0)   engagement [0, 1]
            half-life Hup while it rises, Hdown while it falls
    off  = 1 - (1 - r1 En [listed]) (1 - lever)         relief on offer                     [0, 1]
    hdl  = hd off sigma((bv off Eff + bd Dep - ch (high + Th))/kd)               deals      1/year
    n    = min(2 n0 off luck, cap stock)                released at a deal                 persons
    rel' = 1 - (1 - rel)(1 - sh off) at a deal ; returns at hs (1 - exp(-Ab/Ab0))           [0, 1]
    intake x (1 - de En)(1 + hostage) for D weeks after a deal ; then x (1 + hostage)
    hostage' = hostage exp(-dt ln2/Hh) + hi off at a deal                                  any sign
    hop  = (h0 + |ge| En) (1 - Th)                      change of climate                   1/year
    W'   = W exp(-ln2 (1/HW + Th/HT) dt) +- size at a change           subtracted by M6      logit

An opening lowers M6's target for years and is gone within weeks of threat: engagement, if it works,
works by making openings more frequent. Whether it does (ge), whether a deal buys quiet (de) and
whether it invites the taking of hostages (hi) are open in sign.

Source   own equations, no prototype; releases of August 2015 and lifting on 170 persons in February
         2016: OSW (osw2016); oscillating lists of Azerbaijan as a currency (azerbaijanlists2021);
         rises of v2x_clphy: V-Dem v14
Holds    for bargains of democracies over prisoners; not for exchanges between intelligence services
Departs  a deal is a hazard and not a certainty once its condition holds, and the condition is a
         logistic of gain less cost, in the regime's own unit of loss; an opening is an event of its
         own beside M6's occasions, since ge is a chance a year; clemency outside deals stays with
         M12; relief returns to force as abuse returns, by the senders' rule
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Engagement(Block):
    """Parameters of engagement and bargaining over prisoners."""

    mechanism = "M21"

    habit = quantity(
        "engagement that senders' rule seeks with a quiet regime",
        unit="1",
        bounds=(0, 1),
        symbol="r0",
    )
    abuse_scale = quantity(
        "remembered abuse that ends 63 % of engagement",
        unit="detained/1,000",
        bounds=(1e-3, 1e2),
        symbol="Ab0",
    )
    rise_half_life = quantity(
        "half-life in which engagement grows", unit="week", bounds=(1, 1040), symbol="Hup"
    )
    fall_half_life = quantity(
        "half-life in which engagement ends", unit="week", bounds=(0.5, 520), symbol="Hdown"
    )
    offer_habit = quantity(
        "relief that senders' rule offers at full engagement", unit="1", bounds=(0, 1), symbol="r1"
    )
    deal_pace = quantity(
        "deals where relief is sure to be worth it", unit="1/year", bounds=(0, 52), symbol="hd"
    )
    relief_value = quantity(
        "worth of relief from a full bite", unit="1", bounds=(0, 50), symbol="bv"
    )
    diversification = quantity(
        "worth of relief to a regime that wholly depends on a sponsor",
        unit="1",
        bounds=(-5, 5),
        symbol="bd",
    )
    prisoner_cost = quantity(
        "political cost of giving up high-value prisoners", unit="1", bounds=(0, 50), symbol="ch"
    )
    deal_spread = quantity(
        "gain that turns an even chance into 73 %", unit="1", bounds=(0.01, 10), symbol="kd"
    )
    released = quantity(
        "mean number released at a deal with all relief on offer",
        unit="persons",
        bounds=(0, 1e3),
        symbol="n0",
    )
    released_cap = quantity(
        "largest share of the stock that a deal releases", unit="1", bounds=(0, 1), symbol="cap"
    )
    relief_share = quantity(
        "share of what is in force that a deal lifts with all relief on offer",
        unit="1",
        bounds=(0, 1),
        symbol="sh",
    )
    snapback = quantity(
        "speed at which relief ends under full abuse", unit="1/year", bounds=(0, 52), symbol="hs"
    )
    quiet_time = quantity(
        "weeks for which a deal changes intake", unit="week", bounds=(0, 520), symbol="D"
    )
    intake_cut = quantity(
        "fall of intake in that time at full engagement", unit="1", bounds=(-2, 0.99), symbol="de"
    )
    hostage_incentive = quantity(
        "rise of intake left by a deal with all relief on offer",
        unit="1",
        bounds=(-0.9, 3),
        symbol="hi",
    )
    hostage_half_life = quantity(
        "half-life of that incentive", unit="week", bounds=(1, 1040), symbol="Hh"
    )
    opening_rate = quantity(
        "openings of a regime that nobody engages", unit="1/year", bounds=(0, 1), symbol="h0"
    )
    opening_effect = quantity(
        "openings added by full engagement", unit="1/year", bounds=(-1, 1), symbol="ge"
    )
    opening_size = quantity(
        "fall of M6's target at an opening", unit="logit", bounds=(0, 5), symbol="size"
    )
    opening_half_life = quantity(
        "half-life of an opening without threat", unit="year", bounds=(0.1, 100), symbol="HW"
    )
    opening_loss = quantity(
        "half-life of an opening under full threat", unit="week", bounds=(0.5, 104), symbol="HT"
    )


def engagement_after(
    p: Engagement, engagement: Floats, abuse: Floats, refused: Floats, lever: Floats, dt: float
) -> Floats:
    """Return En in [0, 1].

    ``abuse`` is remembered abuse (M3): as it fades the senders' rule re-engages, which a policy may
    refuse in [0, 1]; ``lever`` in [0, 1] is a dialogue of the policy's own.
    """
    rule = p.habit * np.exp(-abuse / p.abuse_scale) * (1.0 - refused)
    target = 1.0 - (1.0 - rule) * (1.0 - lever)
    half_life = np.where(target > engagement, p.rise_half_life, p.fall_half_life)
    return target + (engagement - target) * np.exp(-dt * LN2 / half_life)


def relief_offered(
    p: Engagement, engagement: Floats, in_force: Floats, refused: Floats, lever: Floats
) -> Floats:
    """Return the relief on offer for releases, in [0, 1]: by rule where something is in force.

    ``in_force`` in [0, 1] tells how far there is something to lift: 1 - exp(-V/100) or coverage.
    """
    rule = p.offer_habit * engagement * in_force * (1.0 - refused)
    return 1.0 - (1.0 - rule) * (1.0 - lever)


def deal_hazard(
    p: Engagement,
    offer: Floats,
    effective: Floats,
    dependence: Floats,
    high_value: Floats,
    threat: Floats,
) -> Floats:
    """Return the hazard of a deal, per year: none without an offer.

    ``high_value`` is the share of prisoners whom the ruler fears, in [0, 1].
    """
    gain = p.relief_value * offer * effective + p.diversification * dependence
    cost = p.prisoner_cost * (high_value + threat)
    balance = clip((gain - cost) / p.deal_spread, -40.0, 40.0)
    return p.deal_pace * offer / (1.0 + np.exp(-balance))


def released(p: Engagement, offer: Floats, stock: Floats, luck: Floats) -> Floats:
    """Return the whole persons released at a deal; ``luck`` is uniform in [0, 1)."""
    wanted = 2.0 * p.released * offer * luck
    return np.floor(np.minimum(wanted, p.released_cap * stock))


def relief_after(
    p: Engagement, relief: Floats, deal: Bools, offer: Floats, abuse: Floats, dt: float
) -> Floats:
    """Return the share of sanctions suspended in return for releases, in [0, 1]."""
    alarm = p.snapback * -np.expm1(-abuse / p.abuse_scale)
    kept = relief * np.exp(-alarm * (dt / WEEKS_PER_YEAR))
    return kept + np.where(deal, p.relief_share * offer, 0.0) * (1.0 - kept)


def quiet_after(p: Engagement, quiet: Floats, deal: Bools, dt: float) -> Floats:
    """Return the weeks left in which a deal changes intake."""
    return np.where(deal, p.quiet_time, np.maximum(quiet - dt, 0.0))


def hostage_after(p: Engagement, hostage: Floats, deal: Bools, offer: Floats, dt: float) -> Floats:
    """Return the incentive to take hostages, as a relative rise of intake, above -1."""
    kept = hostage * np.exp(-dt * LN2 / p.hostage_half_life)
    return clip(kept + np.where(deal, p.hostage_incentive * offer, 0.0), -0.9, 5.0)


def intake_factor(p: Engagement, engagement: Floats, quiet: Floats, hostage: Floats) -> Floats:
    """Return the factor on the inflow of prisoners (M12), above 0."""
    bought = np.where(quiet > 0.0, p.intake_cut * engagement, 0.0)
    return (1.0 - bought) * (1.0 + hostage)


def opening_hazard(p: Engagement, engagement: Floats, threat: Floats) -> Floats:
    """Return the hazard of a change of climate, per year: an occasion for M6 to decide again."""
    return (p.opening_rate + np.abs(p.opening_effect) * engagement) * (1.0 - threat)


def opening_sign(p: Engagement, engagement: Floats, luck: Floats) -> Floats:
    """Return 1 where a change of climate opens, -1 where engagement has emboldened the ruler.

    ``luck`` is uniform in [0, 1); without engagement every change opens.
    """
    moved = np.abs(p.opening_effect) * engagement
    by_engagement = luck * (p.opening_rate + moved) >= p.opening_rate
    return np.where(by_engagement & (p.opening_effect < 0.0), -1.0, 1.0)


def opening_after(
    p: Engagement,
    opening: Floats,
    opens: Bools,
    sign: Floats,
    threat: Floats,
    luck: Floats,
    dt: float,
) -> Floats:
    """Return W, what an opening takes off M6's targets, logits; ``luck`` is uniform in [0, 1)."""
    speed = 1.0 / (p.opening_half_life * WEEKS_PER_YEAR) + threat / p.opening_loss
    fresh = np.where(opens, sign * 2.0 * p.opening_size * luck, 0.0)
    return np.clip(opening * np.exp(-dt * LN2 * speed) + fresh, -6.0, 6.0)
