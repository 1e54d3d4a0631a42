"""M24 Observation: what lists, indices and statistics see of what happened.

    d     = sigma(d0 + do open + dx exile)                   share of prisoners recognised
    seen'-> stock  with lag lk;   recognised = Binomial(seen, d), one luck a country for ever
    mean  = mean over a calendar year of m + (1 - m) e       what coders rate            [0, 1]
    z'    = mc z + sqrt(1 - mc^2) eps                        how far coders are off, a year on
    coded = sigma(logit mean + sc z)                         an index such as V-Dem's
    RI    = .4 phys + .4 civ + .2 info                       repression index            [0, 1]
    FH    = 3 + 54 (1 - (civ + info)/2) + sf eps             Freedom House total       [0, 100]
    PTS   = 1 + round(4 (phys + st eps))                     Political Terror Scale      1 to 5
    det   = Binomial(detentions, dd),  persons = detentions/rep
    dead  = Binomial(deaths, 1 - und)                        deaths reported
    g     = growth + bias eps                                official growth, per year
    pd    = A pop days dt,   events = pd/size                person-days and events of protest

m is a level of repression, e the episodic effort; ``open`` the share of organisations still open,
``exile`` the strength of networks abroad; eps are standard normals, one a calendar year. Violent
cases have a share of their own, dv, since nobody counts a rioter as a prisoner of conscience.

Source   own equations; lists of prisoners as Viasna keeps them (viasna2023); calendar years as
         V-Dem rates them; Freedom House fitted to the initial values of eight countries in 2019
Holds    for public records; not for what secret services know
Departs  d falls with closures and rises with exile on the logit scale, so that it stays in (0, 1);
         coders are off by what they were off last year but for a little (mc near 1), since the same
         ones rate on; they begin without error, since levels start at what they published
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Floats, clip, quantity


class Counters(Block):
    """Parameters of the observation of the model."""

    mechanism = "M24"

    detection = quantity(
        "recognition with nobody to count", unit="logit", bounds=(-8, 8), symbol="d0"
    )
    detection_open = quantity(
        "recognition by organisations", unit="logit", bounds=(-8, 8), symbol="do"
    )
    detection_exile = quantity(
        "recognition by exile networks", unit="logit", bounds=(-8, 8), symbol="dx"
    )
    detection_violent = quantity(
        "recognition of violent cases", unit="1", bounds=(0, 1), symbol="dv"
    )
    recognition_lag = quantity(
        "time until a prisoner is listed", unit="week", bounds=(0.5, 104), symbol="lk"
    )
    coder_spread = quantity("spread of coders", unit="logit", bounds=(0, 3), symbol="sc")
    coder_memory = quantity(
        "what of coders' error stays a year", unit="1", bounds=(0, 1), symbol="mc"
    )
    house_spread = quantity(
        "spread of the Freedom House total", unit="points", bounds=(0, 40), symbol="sf"
    )
    terror_spread = quantity("spread of the terror scale", unit="1", bounds=(0, 1), symbol="st")
    detentions_seen = quantity("detentions counted", unit="1", bounds=(0, 1), symbol="dd")
    repeats = quantity("detentions of one person", unit="1", bounds=(1, 10), symbol="rep")
    deaths_hidden = quantity("deaths not reported", unit="1", bounds=(0, 1), symbol="und")
    growth_error = quantity(
        "error of official growth", unit="1/year", bounds=(0, 0.1), symbol="bias"
    )
    days = quantity(
        "days on the street in an active week", unit="days/week", bounds=(0.2, 7), symbol="days"
    )
    event_size = quantity(
        "person-days of one reported event", unit="persons", bounds=(5, 1e5), symbol="size"
    )


HOUSE_FLOOR, HOUSE_SLOPE = 3.0, 54.0
"""Freedom House total of a country without civic freedom, and its rise to full freedom."""


def recognition_share(p: Counters, open_share: Floats, exile: Floats) -> Floats:
    """Return d, the share of political prisoners that lists recognise, in (0, 1)."""
    drive = p.detection + p.detection_open * open_share + p.detection_exile * exile
    return 1.0 / (1.0 + np.exp(-clip(drive, -40.0, 40.0)))


def mixed_share(p: Counters, share: Floats, stock: Floats, violent: Floats) -> Floats:
    """Return the share recognised of a ``stock`` with ``violent`` cases in it, both in persons."""
    part = clip(violent / np.maximum(stock, 1.0), 0.0, 1.0)
    return share + part * (p.detection_violent - share)


def seen_after(p: Counters, seen: Floats, stock: Floats, dt: float) -> Floats:
    """Return the stock that lists could know of after ``dt`` weeks, in persons."""
    return seen - p.once("recognition", dt, lambda: np.expm1(-dt / p.recognition_lag)) * (
        stock - seen
    )


def rated(level: Floats, effort: Floats) -> Floats:
    """Return what a coder sees of a week: the level and the effort on top of it, in [0, 1]."""
    return level + (1.0 - level) * effort


def year_mean_after(mean: Floats, weeks: Floats, value: Floats, dt: float) -> Floats:
    """Return the mean of the calendar year after ``dt`` more weeks; ``weeks`` were lived before."""
    return mean + (value - mean) * dt / (weeks + dt)


def error_after(p: Counters, error: Floats, normal: Floats) -> Floats:
    """Return how far coders are off in the next year, in units of their spread."""
    return p.coder_memory * error + np.sqrt(1.0 - p.coder_memory**2) * normal


def coded(p: Counters, mean: Floats, error: Floats) -> Floats:
    """Return the index that coders publish of a year's ``mean``, in (0, 1)."""
    inside = clip(mean, 1e-4, 1.0 - 1e-4)
    drive = np.log(inside / (1.0 - inside)) + p.coder_spread * error
    return 1.0 / (1.0 + np.exp(-drive))


def coder_sd(p: Counters, mean: Floats) -> Floats:
    """Return the spread of coders on the scale of the index, largest in its middle."""
    return p.coder_spread * mean * (1.0 - mean)


def repression_index(physical: Floats, civic: Floats, information: Floats) -> Floats:
    """Return RI, the weighted repression of the three parts, in [0, 1]."""
    return 0.4 * physical + 0.4 * civic + 0.2 * information


def freedom_house(p: Counters, civic: Floats, information: Floats, normal: Floats) -> Floats:
    """Return the Freedom House total, 0 to 100."""
    free = 1.0 - 0.5 * (civic + information)
    return clip(HOUSE_FLOOR + HOUSE_SLOPE * free + p.house_spread * normal, 0.0, 100.0)


def terror_scale(p: Counters, physical: Floats, normal: Floats) -> Floats:
    """Return the Political Terror Scale, a whole number from 1 to 5."""
    return 1.0 + np.rint(4.0 * clip(physical + p.terror_spread * normal, 0.0, 1.0))


def persons_detained(p: Counters, detentions: Floats) -> Floats:
    """Return the persons behind ``detentions``: lists count detentions, not persons."""
    return detentions / p.repeats


def deaths_reported_share(p: Counters) -> Floats:
    """Return the share of deaths that is reported, in [0, 1]."""
    return 1.0 - p.deaths_hidden


def official_growth(p: Counters, growth: Floats, normal: Floats) -> Floats:
    """Return growth as the statistical office says it, per year."""
    return growth + p.growth_error * normal


def person_days(p: Counters, turnout: Floats, people: Floats, dt: float) -> Floats:
    """Return the person-days of protest in ``dt`` weeks; ``turnout`` is a share of ``people``."""
    return turnout * people * p.days * dt


def protest_events(p: Counters, lived: Floats) -> Floats:
    """Return the events that a press would report of ``lived`` person-days."""
    return lived / p.event_size
