"""M16 Exit: who leaves, who returns, what the movement loses, and what the diaspora sends home.

    base  = e0 + e1 min(1, exc/2 + Th) + pulse               hazard, per year
    he    = base exp(e2 hard) route net (1 - ban T)          of leaving;  activists: ka times
    route = (rc + (1 - rc) open)/(rc + (1 - rc)/2)           1 at routes half open
    net   = (abroad/resident / .15)^e4                       pull of those who left before
    hr    = r0 (1 - min(1, exc/2 + Th))                      of returning, per year
    pulse'= pulse exp(-dt/tp), + jump at war or mobilisation                    per year
    leave ~ Binomial(resident, 1 - exp(-he dt)),  home ~ Binomial(abroad, 1 - exp(-hr dt))
    lost  = ka he vs [relieves]                              movement's infrastructure, per year
    voice = (v [strengthens] + s) exile media (1 - tnr W)    hope added                  [-1, 1]
    rem   = rem0 abroad/abroad0,  hard - wr (rem - rem0)     remittances, share of GDP; hardship

exc is the will to prosecute (M12), Th the threat, hard hardship, T the tool of exit bans (M14), W
the reach of watchlists abroad, exile the share of the people who left. People are whole counts:
resident + abroad + dead = the people of the start + births.

Source   own equations, set by eye on series of 2020-24 in a small prototype; destination matters:
         Miller and Peters (2020), British Journal of Political Science; 1.5-1.8 % of Belarus to the
         EU in 2021-22: BEROC (beroc2023); remittances as patronage: Ahmed (2012), or as funds of
         protest: Escriba-Folch, Meseguer and Wright (2018) (both from memory, unverified)
Holds    for a country at peace within its borders; not for flight from a front line
Departs  the pull of the network is relative to 15 % abroad, the share of Belarus (assumption);
         return is added, so that a quiet country keeps its people; remittances at most halve or
         double hardship and make none; each citizen's risk is that of two groups, activists and
         others; what hardship and remittances do to protest is M9's
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

REFERENCE_ABROAD = 0.15
"""Nationals abroad per resident at which the pull of the network is 1."""


class Exit(Block):
    """Parameters of exit, return and the diaspora's voice."""

    mechanism = "M16"

    base = quantity("leaving in quiet", unit="1/year", bounds=(0, 0.2), symbol="e0")
    repression = quantity("leaving at full repression", unit="1/year", bounds=(0, 0.5), symbol="e1")
    hardship = quantity("log rate of leaving by hardship", unit="1", bounds=(-5, 10), symbol="e2")
    route_closed = quantity("leaving over closed routes", unit="1", bounds=(0.01, 1), symbol="rc")
    network = quantity("pull of those abroad", unit="1", bounds=(0, 3), symbol="e4")
    ban = quantity("leaving stopped by exit bans", unit="1", bounds=(0, 1), symbol="ban")
    activists = quantity("how much more activists leave", unit="1", bounds=(1, 50), symbol="ka")
    pulse_size = quantity(
        "leaving after a war begins", unit="1/year", bounds=(0, 0.3), symbol="jump"
    )
    pulse_memory = quantity("time over which it fades", unit="year", bounds=(0.05, 10), symbol="tp")
    home = quantity("return to a quiet country", unit="1/year", bounds=(0, 1), symbol="r0")
    movement = quantity("movement lost with an activist", unit="1", bounds=(0, 3), symbol="vs")
    voice = quantity("hope by a diaspora that speaks", unit="1", bounds=(0, 20), symbol="v")
    destination = quantity("hope by a diaspora, sign free", unit="1", bounds=(-20, 20), symbol="s")
    repression_abroad = quantity("voice silenced abroad", unit="1", bounds=(0, 1), symbol="tnr")
    remittances = quantity(
        "hardship by remittances, sign free", unit="1", bounds=(-20, 20), symbol="wr"
    )


def pulse_after(p: Exit, pulse: Floats, shock: Floats, dt: float) -> Floats:
    """Return the pulse after ``dt`` weeks, per year; ``shock`` is the size of a war's beginning."""
    return pulse * np.exp(-dt / (p.pulse_memory * WEEKS_PER_YEAR)) + p.pulse_size * shock


def danger(will: Floats, threat: Floats) -> Floats:
    """Return how dangerous it is to stay, in [0, 1]."""
    return np.minimum(1.0, 0.5 * will + threat)


def route(p: Exit, routes_open: Floats) -> Floats:
    """Return by what the openness of routes multiplies leaving, 1 where they are half open."""
    way = p.route_closed + (1.0 - p.route_closed) * routes_open
    return way / (p.route_closed + 0.5 * (1.0 - p.route_closed))


def pull(p: Exit, resident: Floats, abroad: Floats) -> Floats:
    """Return by what those abroad multiply leaving."""
    relative = abroad / np.maximum(resident, 1.0) / REFERENCE_ABROAD
    return np.exp(p.network * np.log(clip(relative, 1e-3, 10.0)))


def exit_hazard(
    p: Exit,
    risk: Floats,
    pulse: Floats,
    hardship: Floats,
    routes: Floats,
    network: Floats,
    exit_ban: Floats,
) -> Floats:
    """Return he, the rate at which a resident leaves, per year.

    ``risk`` comes from ``danger``, ``routes`` from ``route``, ``network`` from ``pull``;
    ``exit_ban`` is the stock of that tool, in [0, 1].
    """
    wish = (p.base + p.repression * risk + pulse) * np.exp(clip(p.hardship * hardship, -5.0, 5.0))
    return wish * routes * network * (1.0 - p.ban * exit_ban)


def activist_exit_hazard(p: Exit, hazard: Floats) -> Floats:
    """Return the rate at which activists, and persons with a file, leave, per year."""
    return p.activists * hazard


def return_hazard(p: Exit, risk: Floats) -> Floats:
    """Return hr, the rate at which a national abroad comes home, per year."""
    return p.home * (1.0 - risk)


def moved(
    resident: Floats, abroad: Floats, leaving: Floats, returning: Floats
) -> tuple[Floats, Floats]:
    """Return residents and nationals abroad after whole persons left and came home."""
    return resident - leaving + returning, abroad + leaving - returning


def movement_loss(p: Exit, hazard: Floats, relieves: Floats) -> Floats:
    """Return the movement's infrastructure that leaves with its people, per year.

    ``relieves`` is the rival switch: 1 where exit relieves the ruler, 0 where it strengthens voice.
    """
    return p.activists * hazard * p.movement * relieves


def voice(p: Exit, exiled: Floats, media: Floats, watchlists: Floats, relieves: Floats) -> Floats:
    """Return what the diaspora adds to hope, in [-1, 1].

    ``exiled`` is the share of the people who left, ``media`` the reach of free media.
    """
    heard = exiled * media * (1.0 - p.repression_abroad * clip(watchlists, 0.0, 1.0))
    return clip((p.voice * (1.0 - relieves) + p.destination) * heard, -1.0, 1.0)


def remittances(at_start: Floats, abroad: Floats, abroad_at_start: Floats) -> Floats:
    """Return remittances received, in shares of GDP a year."""
    return at_start * abroad / np.maximum(abroad_at_start, 1.0)


def relief(p: Exit, received: Floats, at_start: Floats) -> Floats:
    """Return what remittances take from hardship, of either sign."""
    return p.remittances * (received - at_start)
