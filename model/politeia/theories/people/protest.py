"""M9 Citizens: hidden grievance, perceived size, and what inclines a country to the street.

    u    = -c0 + bT T + mood + bI I - bF F - bR s q - troops + bH H + bg G     logit
    mood = AR(1) in days, sd noise, memory tauN                                        logit
    T'   = T exp(-dt/tauT), and at a shock T += size                                   references
    G'   = G + (1 - exp(-chi dt)) (G0 + gh N + moved - G)      grievance                  sd
    x    : leaning of the citizens, normal, correlated along ties, sd 1                sd

A citizen's own step stands in ``crowd.py``; here is what is common to a country, and the dials.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; preference falsification and cascades: Kuran (1991), World Politics 44(1), 7-48;
         Lohmann (1994), World Politics 47(1), 42-101 (from memory, unverified)
Holds    for protest by communities of thousands; not for a party of ten
Departs  grievance G is a country's mean that moves with hardship N (M5), rally (M7), propaganda
         (M15) and what foreign troops leave (M17), summed in ``moved``; private support and
         falsification are read off it, not simulated apart: theta, c and the mean of G are one
         number. Hope H (M7) has weight bH
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, quantity


class Protest(Block):
    """Parameters of the citizens."""

    mechanism = "M9"

    quiet = quantity("reluctance of the average person", unit="logit", bounds=(4, 15), symbol="c0")
    spread = quantity("spread of grievance", unit="logit/sd", bounds=(0.2, 4), symbol="bg")
    trigger = quantity("weight of a shock", unit="logit/reference", bounds=(0, 15), symbol="bT")
    trigger_memory = quantity("memory of a shock", unit="week", bounds=(1, 150), symbol="tauT")
    pull = quantity("pull of perceived turnout", unit="logit", bounds=(0, 10), symbol="bS")
    half_pull = quantity(
        "perceived turnout at half pull", unit="1", bounds=(1e-4, 0.05), symbol="sh"
    )
    most = quantity("people who could turn out in a week", unit="1", bounds=(0.01, 1), symbol="mu")
    reserve = quantity(
        "people who could ever turn out, per most", unit="1", bounds=(1, 10), symbol="R"
    )
    switching = quantity(
        "speed of joining and leaving", unit="1/week", bounds=(0.1, 20), symbol="k"
    )
    newcomers = quantity("share of newcomers among joiners", unit="1", bounds=(0, 1), symbol="nu")
    deterrence = quantity(
        "weight of severity times risk", unit="logit", bounds=(0, 40), symbol="bR"
    )
    indignation = quantity("weight of indignation", unit="logit", bounds=(0, 10), symbol="bI")
    fear = quantity("weight of fear", unit="logit", bounds=(0, 10), symbol="bF")
    hope = quantity("weight of hope", unit="logit", bounds=(-5, 5), symbol="bH")
    hardship = quantity("grievance by hardship", unit="sd/log", bounds=(-2, 10), symbol="gh")
    persuasion = quantity(
        "speed of private opinion", unit="1/year", bounds=(0.05, 50), symbol="chi"
    )
    noise = quantity("spread of the country's mood", unit="logit", bounds=(0, 2), symbol="noise")
    noise_memory = quantity("memory of the mood", unit="week", bounds=(0.5, 60), symbol="tauN")


def inclination(
    p: Protest,
    trigger: Floats,
    mood: Floats,
    grievance: Floats,
    indignation: Floats,
    fear: Floats,
    severity_risk: Floats,
    troops: Floats,
    hope: Floats,
) -> Floats:
    """Return u, what inclines the average citizen to the street, in logits.

    ``severity_risk`` is s q of M11, ``grievance`` in sd, ``trigger`` in
    reference shocks, ``troops`` the fear of foreign troops of M17, in logits.
    """
    drive = p.trigger * trigger + p.indignation * indignation + p.hope * hope + mood
    brake = p.fear * fear + p.deterrence * severity_risk + troops
    return -p.quiet + drive - brake + p.spread * grievance


def dials(p: Protest, inclined: Floats, media_reach: Floats, turnout: Floats, dt: float) -> Floats:
    """Return what the citizens' kernel reads, shape (10, run), in the order of ``crowd.DIALS``."""
    return np.stack(
        [
            inclined,
            p.spread,
            p.pull,
            p.half_pull,
            media_reach,
            turnout,
            p.most,
            -np.expm1(-p.switching * dt),
            p.newcomers * p.switching * dt,
            1.0 / (p.reserve * p.most),
        ]
    )


def mood_after(p: Protest, mood: Floats, innovations: Floats) -> Floats:
    """Return the mood after as many days as ``innovations``, (day, run), has standard normals.

    A quiet week passes seven at once, an active one a day at a time; both end at the same mood.
    """
    keep = np.exp(-1.0 / (7.0 * p.noise_memory))
    kick = p.noise * np.sqrt(-np.expm1(-2.0 / (7.0 * p.noise_memory)))
    for innovation in innovations:
        mood = keep * mood + kick * innovation
    return mood


def trigger_after(p: Protest, trigger: Floats, dt: float) -> Floats:
    """Return what is left of a shock after ``dt`` weeks, in reference shocks."""
    return trigger * np.exp(-dt / p.trigger_memory)


def grievance_after(
    p: Protest, grievance: Floats, at_start: Floats, hardship: Floats, moved: Floats, dt: float
) -> Floats:
    """Return G after ``dt`` weeks, in sd; ``moved`` is what other pages add to it."""
    target = at_start + p.hardship * hardship + moved
    return grievance - np.expm1(-p.persuasion * dt / WEEKS_PER_YEAR) * (target - grievance)
