"""M1 Sponsor support: credit, price subsidy, recognition, media, and what they cost the sponsor.

    wish' = wish + (1 - exp(-dt/tauw)) (Th al - wish)        need felt by the sponsor    [0, 1]
    offer = sa min(wish, 1) [wish > w0] Cap exp(n G)         credit offered    share of GDP/year
    taken = offer  if offer > qc conc, else 0                worth its price in sovereignty
    credit rises to taken with lag lc and falls with half-life Hc              share of GDP/year
    sub'  -> sb al need Cap       with half-life Hs          price subsidy     share of GDP/year
    gate  = sigma(k (al - a0))                               chance of recognition, readiness [0, 1]
    Cap'  -> exp(g rev - w war - e G - c out)  with half-life HC               sponsor's capacity
    comp  = [on] offset gate min(Cap, 1) (base + (1 - base) pledge)   share of a loss made good
    back  = max([troops], min(credit/full, 1))               visible backing             [0, 1]
    media = mm al min(wish, 1)                               friendly coverage           [0, 1]

Th is the threat to the client's ruler, al its alignment, G the pressure on the sponsor (sanctions
on it and for its client's sake), conc the concessions given. For ``window`` weeks after a sectoral
step against the client a counter-pledge rings at rate pr al. What sponsors pay is what clients
receive, and a sponsor's purse rations all its clients alike.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; support rises with the backer's own interest: von Soest (2015), European Journal
         of Political Research 54(4); aid that follows sanctions: Early (2015), Busted Sanctions;
         the Belarusian credit of 2020: facts F24, F25, F36
Holds    for an aligned client of a stronger neighbour; not for alliances with binding duties
Departs  the offer's sigma(k (al - a0)) is the product Th al with a threshold w0, which stands for
         the fixed cost c_s too; the wish is solved exactly over a step; Cap is a damped level,
         not a sum, so that it cannot drift below 0; a cost to the sponsor also moves its need of
         the client (n, sign free: claim C26); the value of an offer is its credit
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Support(Block):
    """Parameters of a sponsor's support."""

    mechanism = "M1"

    wish_memory = quantity(
        "memory of a client's need", unit="week", bounds=(0.5, 60), symbol="tauw"
    )
    wish_threshold = quantity(
        "need below which no credit is offered", unit="1", bounds=(0, 1), symbol="w0"
    )
    peak_credit = quantity(
        "credit offered at full need", unit="share of GDP/year", bounds=(0, 0.5), symbol="sa"
    )
    credit_lag = quantity("time from offer to payment", unit="week", bounds=(0.5, 60), symbol="lc")
    credit_half_life = quantity("half-life of credit", unit="week", bounds=(2, 300), symbol="Hc")
    full_backing = quantity(
        "credit that reads as full backing",
        unit="share of GDP/year",
        bounds=(1e-3, 0.2),
        symbol="full",
    )
    sovereignty_cost = quantity(
        "price of full concessions to the client",
        unit="share of GDP/year",
        bounds=(0, 0.5),
        symbol="qc",
    )
    need = quantity(
        "change of the offer by pressure on the sponsor", unit="1", bounds=(-3, 3), symbol="n"
    )
    alignment_slope = quantity("steepness in alignment", unit="1", bounds=(0.5, 40), symbol="k")
    alignment_middle = quantity("alignment of an even chance", unit="1", bounds=(0, 1), symbol="a0")
    subsidy_full = quantity(
        "price subsidy of a fully aligned buyer of energy",
        unit="share of GDP/year",
        bounds=(0, 0.4),
        symbol="sb",
    )
    subsidy_half_life = quantity(
        "time for prices to change", unit="year", bounds=(0.1, 20), symbol="Hs"
    )
    purse = quantity(
        "most that a sponsor can spend on clients", unit="share of GDP/year", bounds=(1e-4, 0.2)
    )
    capacity_half_life = quantity(
        "time for capacity to change", unit="year", bounds=(0.1, 20), symbol="HC"
    )
    revenue_weight = quantity(
        "capacity per unit of log revenue", unit="1", bounds=(0, 5), symbol="g"
    )
    war_weight = quantity(
        "capacity lost per share of GDP at war", unit="1", bounds=(0, 20), symbol="w"
    )
    sanction_weight = quantity(
        "capacity lost at full pressure", unit="1", bounds=(0, 5), symbol="e"
    )
    outlay_weight = quantity(
        "capacity lost per share of GDP given", unit="1", bounds=(0, 40), symbol="c"
    )
    pledge_rate = quantity(
        "counter-pledges after a step", unit="1/week", bounds=(0, 10), symbol="pr"
    )
    pledge_window = quantity(
        "weeks in which a step is answered", unit="week", bounds=(1, 52), symbol="window"
    )
    pledge_half_life = quantity("half-life of a pledge", unit="week", bounds=(2, 600))
    offset = quantity(
        "share of a loss by sanctions made good", unit="1", bounds=(0, 1), symbol="offset"
    )
    unpledged = quantity(
        "part of the offset without a pledge", unit="1", bounds=(0, 1), symbol="base"
    )
    media_weight = quantity("friendly coverage at full need", unit="1", bounds=(0, 1), symbol="mm")


def wish_after(p: Support, wish: Floats, threat: Floats, alignment: Floats, dt: float) -> Floats:
    """Return the sponsor's wish to help after ``dt`` weeks, in [0, 1]."""
    return wish - np.expm1(-dt / p.wish_memory) * (threat * alignment - wish)


def need_of_client(p: Support, pressure: Floats) -> Floats:
    """Return by what pressure on the sponsor multiplies what it gives: n may have either sign."""
    return np.exp(p.need * np.minimum(pressure, 3.0))


def offer(p: Support, wish: Floats, capacity: Floats, pressure: Floats, gives: Floats) -> Floats:
    """Return the credit offered, in shares of the client's GDP a year.

    ``pressure`` on the sponsor is its effective sanctions plus what is held against it for its
    client, >= 0; ``gives`` is 1 where the sponsor gives credit.
    """
    wanted = p.peak_credit * np.minimum(wish, 1.0) * (wish > p.wish_threshold)
    return gives * capacity * wanted * need_of_client(p, pressure)


def taken(p: Support, offered: Floats, concessions: Floats) -> Floats:
    """Return the offer that the client accepts: all of it, or none where it costs too much."""
    return np.where(offered > p.sovereignty_cost * concessions, offered, 0.0)


def credit_after(p: Support, credit: Floats, accepted: Floats, dt: float) -> Floats:
    """Return the credit after ``dt`` weeks: up to what was ``accepted``, down by its half-life."""
    risen = credit - np.expm1(-dt / p.credit_lag) * np.maximum(accepted - credit, 0.0)
    left: Floats = risen * np.exp(-LN2 * dt / p.credit_half_life)
    return left


def subsidy_wanted(p: Support, alignment: Floats, energy_need: Floats, capacity: Floats) -> Floats:
    """Return the price subsidy that alignment earns, in shares of the client's GDP a year.

    ``energy_need`` is 1 for a country that buys its energy and 0 for one that sells it.
    """
    return p.subsidy_full * alignment * energy_need * np.minimum(capacity, 1.0)


def subsidy_after(p: Support, subsidy: Floats, wanted: Floats, dt: float) -> Floats:
    """Return the price subsidy after ``dt`` weeks."""
    return subsidy - np.expm1(-LN2 * dt / (p.subsidy_half_life * WEEKS_PER_YEAR)) * (
        wanted - subsidy
    )


def gate(p: Support, alignment: Floats) -> Floats:
    """Return how ready the sponsor is to stand by a client of this alignment, in (0, 1).

    It is the chance that a claimed victory is recognised, and M17's readiness to send troops.
    """
    drive = p.alignment_slope * (alignment - p.alignment_middle)
    return 1.0 / (1.0 + np.exp(-clip(drive, -40.0, 40.0)))


def recognises(p: Support, alignment: Floats, luck: Floats) -> Floats:
    """Return 1 where the sponsor recognises a claimed victory, else 0; ``luck`` uniform."""
    return (luck < gate(p, alignment)).astype(np.float64)


def media_support(p: Support, alignment: Floats, wish: Floats) -> Floats:
    """Return the coverage that the sponsor's media lend to the client's ruler, in [0, 1]."""
    return p.media_weight * alignment * np.minimum(wish, 1.0)


def capacity_after(
    p: Support,
    capacity: Floats,
    revenue: Floats,
    war_cost: Floats,
    pressure: Floats,
    outlay: Floats,
    dt: float,
) -> Floats:
    """Return Cap after ``dt`` weeks, 1 as at the start, in [0, 3].

    ``revenue`` is the logarithm of the sponsor's revenue against the start, ``war_cost`` and
    ``outlay`` are shares of its own GDP a year above those of the start.
    """
    drain = p.war_weight * war_cost + p.sanction_weight * pressure + p.outlay_weight * outlay
    rest = np.exp(clip(p.revenue_weight * revenue - drain, -7.0, 1.09))
    return capacity - np.expm1(-LN2 * dt / (p.capacity_half_life * WEEKS_PER_YEAR)) * (
        rest - capacity
    )


def window_after(p: Support, weeks_left: Floats, step: Floats, dt: float) -> Floats:
    """Return the weeks left in which a sectoral step is answered; ``step`` > 0 opens them anew."""
    return np.where(step > 0.0, p.pledge_window, np.maximum(weeks_left - dt, 0.0))


def counter_pledge_hazard(p: Support, weeks_left: Floats, alignment: Floats) -> Floats:
    """Return the rate of public counter-pledges, per year."""
    return p.pledge_rate * WEEKS_PER_YEAR * alignment * (weeks_left > 0.0)


def pledge_after(p: Support, pledge: Floats, rang: Floats, dt: float) -> Floats:
    """Return the pledge in force after ``dt`` weeks, in [0, 1]; ``rang`` is 1 at a new one."""
    return np.maximum(pledge * np.exp(-LN2 * dt / p.pledge_half_life), rang)


def compensated(
    p: Support, offset_on: Floats, alignment: Floats, capacity: Floats, pledge: Floats
) -> Floats:
    """Return the share of a loss by sanctions that the sponsor makes good, in [0, 1].

    ``offset_on`` is the rival switch *patron offset*: 1 where patrons offset, 0 where they do not.
    """
    given = p.unpledged + (1.0 - p.unpledged) * pledge
    return offset_on * p.offset * gate(p, alignment) * np.minimum(capacity, 1.0) * given


def backing(p: Support, credit: Floats, troops: Floats) -> Floats:
    """Return back, the sponsor's visible backing, in [0, 1]; ``troops`` in weeks left."""
    return np.maximum((troops > 0.0).astype(np.float64), np.minimum(credit / p.full_backing, 1.0))


def asked(credit: Floats, subsidy: Floats, gdp: Floats) -> Floats:
    """Return what a client would receive, in bn USD a year; ``gdp`` is the client's, in bn USD."""
    return (credit + subsidy) * gdp


def ration(p: Support, total: Floats, capacity: Floats, gdp: Floats) -> Floats:
    """Return the share of the ``total`` asked that the sponsor can pay, in [0, 1], for all alike.

    ``total`` is in bn USD a year, ``gdp`` the sponsor's. Client by client, ``asked * ration`` is
    both the outlay of the sponsor and the receipt of the client.
    """
    return np.minimum(1.0, p.purse * capacity * gdp / np.maximum(total, 1e-12))
