"""M7 Retaliation: a step of sanctions rallies some, gives hope to others, and is answered.

    Ra'  = max(Ra exp(-ln2 dt/Hr) + r r1 dZ state_media - r2 N dt, 0)         rally     share
    H'   = H exp(-ln2 dt/Hh) + r' h1 (dZ + dV/100) m free_media + told dt       hope    [-1, 1]
    St'  = St exp(-ln2 dt/Hs) + dZ                                   memory of steps    [0, 1]
    h    = lR [St > z0] exp(l1 (St - z0) + l2 (back - 1/2) + spoken)      retaliation    1/year
    menu : recall an envoy | travel ban | leave a programme | migrant route | hostages

dt in years in these lines, in weeks in the code; told and spoken are what speech and exiles add. dZ
is the coverage and dV the persons that fall this step: impulses, added once. m is how far sanctions
are tied to rights, N hardship (M5); r and r' come from the switch of rivals: 1 rally alone,
0 signal alone, 1/2 both. Of the rally a share is for show (Hale) and changes no mind.

Source   own equations, set by eye on series of 2020-24 in a small prototype; rally and media:
         Hellmeier (2021), European Journal of International Relations 27(2), 450-477; insincere
         ralliers: Hale (2022), American Political Science Review; threats tied to rights raise
         protest: Grauvogel, Licht and von Soest (2017), International Studies Quarterly 61(1),
         86-97; pins: facts F21-F23, F36, option P20
Holds    for steps of sectors and of names, by senders whom state media can name
Departs  the probability of retaliation is a hazard that lasts while the step is remembered, so that
         a weekly threshold on dZ does not give one chance alone; hope has a half-life; a rally does
         not fall below 0; P(retaliate) reads a threshold z0 for l0. What speech (M20) and exiles
         (M16) tell moves hope and retaliation by the signs that they have there
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, Integers, clip, quantity

LN2 = float(np.log(2.0))
SD_PER_SHARE = float(np.sqrt(2.0 * np.pi))
"""Shift of a normal opinion, in sd, that moves a hundredth of the people per hundredth, at half."""
RECALL, TRAVEL_BAN, LEAVE_PROGRAMME, MIGRANT_ROUTE, HOSTAGES = range(5)
"""What a regime may answer with."""


class Retaliation(Block):
    """Parameters of rally, hope and retaliation."""

    mechanism = "M7"

    rally = quantity(
        "rally per unit of coverage", unit="share of people", bounds=(0, 0.5), symbol="r1"
    )
    rally_half_life = quantity("half-life of a rally", unit="week", bounds=(1, 100), symbol="Hr")
    rally_hardship = quantity(
        "rally lost to hardship", unit="share of people/log/year", bounds=(0, 5), symbol="r2"
    )
    insincere = quantity(
        "share of a rally that is for show", unit="1", bounds=(0, 1), symbol="iota"
    )
    hope = quantity("hope per step tied to rights", unit="1", bounds=(0, 0.5), symbol="h1")
    hope_half_life = quantity("half-life of hope", unit="week", bounds=(1, 200), symbol="Hh")
    memory_half_life = quantity("half-life of a step", unit="week", bounds=(1, 60), symbol="Hs")
    threshold = quantity("step that is answered", unit="1", bounds=(0.01, 0.6), symbol="z0")
    rate = quantity(
        "rate of retaliation after a step", unit="1/year", bounds=(0.1, 200), symbol="lR"
    )
    rate_step = quantity("weight of the size of a step", unit="1", bounds=(-5, 15), symbol="l1")
    rate_backing = quantity("weight of a sponsor's backing", unit="1", bounds=(-5, 5), symbol="l2")
    weight_recall = quantity("weight of recalling an envoy", unit="1", bounds=(0.01, 10))
    weight_ban = quantity("weight of a travel ban", unit="1", bounds=(0.01, 10))
    weight_leave = quantity("weight of leaving a programme", unit="1", bounds=(0.01, 10))
    weight_route = quantity("weight of a migrant route", unit="1", bounds=(0.01, 10))
    weight_hostages = quantity("weight of hostages", unit="1", bounds=(0.01, 10))


def rally_weight(switch: Floats) -> Floats:
    """Return r, how far a step rallies: 1 at a switch of 1/2 or more, 0 at 0."""
    return np.minimum(2.0 * switch, 1.0)


def signal_weight(switch: Floats) -> Floats:
    """Return r', how far a step gives hope: 1 at a switch of 1/2 or less, 0 at 1."""
    return np.minimum(2.0 * (1.0 - switch), 1.0)


def rally_after(
    p: Retaliation,
    rally: Floats,
    step: Floats,
    state_media: Floats,
    hardship: Floats,
    switch: Floats,
    dt: float,
) -> Floats:
    """Return Ra, the share of people who rally, after ``dt`` weeks with a ``step`` of coverage."""
    kept = rally * np.exp(-LN2 * dt / p.rally_half_life)
    gained = rally_weight(switch) * p.rally * step * state_media
    worn = p.rally_hardship * hardship * dt / WEEKS_PER_YEAR
    return clip(kept + gained - worn, 0.0, 1.0)


def rally_shift(p: Retaliation, rally: Floats) -> Floats:
    """Return the grievance that a rally takes away, in sd: its sincere part alone."""
    return -SD_PER_SHARE * (1.0 - p.insincere) * rally


def hope_after(
    p: Retaliation,
    hope: Floats,
    step: Floats,
    listed: Floats,
    conditionality: Floats,
    free_media: Floats,
    told: Floats,
    switch: Floats,
    dt: float,
) -> Floats:
    """Return H after ``dt`` weeks in which ``listed`` persons were named, in [-1, 1].

    ``told`` is the hope that speech (M20) and exiles (M16) make, 1/week.
    """
    kept = hope * np.exp(-LN2 * dt / p.hope_half_life)
    signal = (step + listed / 100.0) * conditionality * free_media
    return clip(kept + signal_weight(switch) * p.hope * signal + told * dt, -1.0, 1.0)


def sting_after(p: Retaliation, sting: Floats, step: Floats, dt: float) -> Floats:
    """Return St, the steps that a ruler has not forgotten, after ``dt`` weeks."""
    return np.minimum(sting * np.exp(-LN2 * dt / p.memory_half_life) + np.maximum(step, 0.0), 1.0)


def retaliation_hazard(p: Retaliation, sting: Floats, backing: Floats, spoken: Floats) -> Floats:
    """Return the rate of retaliation per year; a step below the threshold is let pass.

    ``spoken`` is what speech (M20) adds to the logarithm of the rate, of either sign.
    """
    over = sting - p.threshold
    drive = p.rate_step * over + p.rate_backing * (backing - 0.5) + spoken
    return np.where(over > 0.0, p.rate * np.exp(clip(drive, -20.0, 20.0)), 0.0)


def retaliation_choice(
    p: Retaliation, border: Floats, bargaining: Floats, uniform: Floats
) -> Integers:
    """Return what is chosen from the menu, drawn with ``uniform``.

    ``border`` is how far migrants can be sent to a sender, in [0, 1]; ``bargaining`` how far
    prisoners have bought relief before (M21), in [0, 1].
    """
    weights = [p.weight_recall, p.weight_ban, p.weight_leave]
    weights += [p.weight_route * border, p.weight_hostages * (0.5 + 0.5 * bargaining)]
    edges = [weights[0]]
    for weight in weights[1:]:
        edges.append(edges[-1] + weight)
    mark = uniform * edges[-1]
    return np.select([mark < edge for edge in edges[:-1]], range(4), HOSTAGES).astype(np.int64)


def chosen(choice: Integers, rang: Bools, item: int) -> Bools:
    """Return where a regime answers now, and with ``item``."""
    answered: Bools = rang & (choice == item)
    return answered
