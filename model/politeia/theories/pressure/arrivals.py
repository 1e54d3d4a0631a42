"""M23 Arrivals: refugees, how hosts take them in, and the politics that follows.

    flow  = sh left + iw flag                                        arrivals           persons/year
    Sal'  = Sal exp(-dt/tS) + flow/residents 1e3 dt/52.2         salience              per 1,000
    pop   = pop0 + exposure Sal (m1 - m2 integration)            populists        share of votes
            pop' follows with half-life Hp, and returns as salience fades
    loss  = m3 (pop - pop0)                                      unity lost (M20)      [-1, 1]
    hcon  = hc flag Sal/(Sal + Sal0)                             concessions           1/year

A regime may open a route to press a sender (``flag``, M7). The shock to politics is transient; with
integration it may vanish or turn round.

Source   Dinas, Matakos, Xefteris and Hangartner (2019), Political Analysis 27(2), 244-254: +2
         points (44 %) after transient exposure; sustained contact can reduce it: Steinmayr (2021),
         Review of Economics and Statistics 103(2) (from memory, unverified); coercers got part of
         their demands in about three quarters of cases: Greenhill (2010), Weapons of Mass Migration
         (from memory, unverified)
Holds    for sharp arrivals on a few routes; not for labour migration
Departs  the shock is salience, a stock that fades, so that the change of populists is transient and
         does not depend on the step; unity loses by the rise over the country's own base, so that
         it does not fall without salience; a concession is a hazard
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Arrivals(Block):
    """Parameters of arrivals and the politics of hosts."""

    mechanism = "M23"

    instrumented = quantity(
        "arrivals over a route that a regime opens to press",
        unit="persons/year",
        bounds=(0, 1e6),
        symbol="iw",
    )
    share_here = quantity(
        "share of those who leave that arrives at senders", unit="1", bounds=(0, 1), symbol="sh"
    )
    salience_memory = quantity(
        "time after which arrivals cease to be an issue", unit="week", bounds=(1, 520), symbol="tS"
    )
    populist_gain = quantity(
        "vote share won per arrival per 1,000 residents at full exposure",
        unit="1",
        bounds=(-0.5, 0.5),
        symbol="m1",
    )
    integration_loss = quantity(
        "vote share that full integration takes back", unit="1", bounds=(-0.5, 0.5), symbol="m2"
    )
    vote_half_life = quantity(
        "half-life in which votes follow", unit="week", bounds=(1, 520), symbol="Hp"
    )
    unity_effect = quantity(
        "unity lost per vote share won by populists", unit="1", bounds=(-2, 10), symbol="m3"
    )
    concession_pace = quantity(
        "concessions to a regime that presses by arrivals",
        unit="1/year",
        bounds=(0, 10),
        symbol="hc",
    )
    concession_scale = quantity(
        "salience at which half the pressure is felt",
        unit="persons/1,000",
        bounds=(1e-3, 100),
        symbol="Sal0",
    )


def flow(p: Arrivals, left: Floats, instrumented: Floats) -> Floats:
    """Return arrivals, persons a year, of ``left`` who set out toward a host in a year.

    ``instrumented`` is 1 while a regime opens the route.
    """
    return p.share_here * left + p.instrumented * instrumented


def salience_after(
    p: Arrivals, salience: Floats, arriving: Floats, residents: Floats, dt: float
) -> Floats:
    """Return Sal, remembered arrivals per 1,000 ``residents``; ``arriving`` is persons a year."""
    weekly = arriving / np.maximum(residents, 1.0) * 1e3 / WEEKS_PER_YEAR
    kept = p.once("salience kept", dt, lambda: np.exp(-dt / p.salience_memory))
    return salience * kept + weekly * p.salience_memory * (1.0 - kept)


def populists_after(
    p: Arrivals,
    populists: Floats,
    at_start: Floats,
    exposure: Floats,
    salience: Floats,
    integration: Floats,
    dt: float,
) -> Floats:
    """Return the vote share of parties that oppose costly action, in [0, 1]."""
    pull = exposure * salience * (p.populist_gain - p.integration_loss * integration)
    target = clip(at_start + pull, 0.0, 1.0)
    return target + (populists - target) * p.once(
        "vote kept", dt, lambda: np.exp(-dt * LN2 / p.vote_half_life)
    )


def unity_loss(p: Arrivals, populists: Floats, at_start: Floats) -> Floats:
    """Return the unity that M20 loses to the rise of populists; negative where they fall."""
    return clip(p.unity_effect * (populists - at_start), -1.0, 1.0)


def concession_hazard(p: Arrivals, salience: Floats, instrumented: Floats) -> Floats:
    """Return the hazard that a sender concedes part of what a pressing regime asks, per year."""
    return p.concession_pace * instrumented * salience / (salience + p.concession_scale)
