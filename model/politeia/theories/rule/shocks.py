"""M10 Shocks: elections, prices, levies and martyrs, which may or may not bring people out.

    political size = (claimed - believed vote share)/.5 ;  economic size = ge ln(price ratio)
    size of a recorded shock = coded size exp(sl eps)                   reference: Belarus 2020 = 1
    gap of an election = gl + (gh - gl) u                                                  [0, 1]
    x'    = x exp(-dt/tx) + sx sqrt(1 - exp(-2 dt/tx)) eps              world price          log
    h_eco = he exp(bP max(dp - p0, 0) fixed)                                               1/year
    h_pol = hp exp(bE fraud + bM levy + bX viral)                                          1/year
    viral = 1 - exp(-abuse media)                                                          [0, 1]
    size  = exp(ln m + s eps) (h/h0)^el                                                references

dp is the rise of the price over its memory of a year, fixed 1 where an exporter's state sets the
fuel price, fraud the gap of an election of the last month over the reference, levy how far people
are conscripted, h/h0 what the week's circumstances make of the rate. It emits sizes, never onsets:
whether a street fills is the citizens' affair (M9).

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; fuel riots in 41 countries 2005-2018: McCulloch et al. (2022), World Development
         157; von Uexkull, Rod and Svensson (2024), World Development 177; for x the price of Brent
         by month, 2000-2021; facts F1, F37, pattern SL30
Holds    for shocks that a whole country notices on one day
Departs  onsets are not drawn: h is the rate of shocks, and two rates, so that a shock knows whether
         it is political or economic; circumstances move size as well as rate, by the elasticity el.
         How a shock fades stands in M9 (trigger_after), how it marks the street and how demands
         turn political in M11 (marked_by_shock, politicised_after); the ruler's health is his age
         in M8, and his death comes here as a shock of its own size
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, quantity

REFERENCE_GAP = 0.5
"""Claimed minus believed vote share of the reference shock (Belarus 2020)."""
FRAUD_WEEKS = 4.35
"""How long an election is news: one month."""


class Shocks(Block):
    """Parameters of the shocks that follow the branch, and of the sizes of recorded ones."""

    mechanism = "M10"

    economic_gain = quantity(
        "size per log of price", unit="reference", bounds=(0.1, 10), symbol="ge"
    )
    latent_spread = quantity("spread of a recorded size", unit="log", bounds=(0, 1), symbol="sl")
    gap_low = quantity("smallest gap of a claimed result", unit="1", bounds=(0, 0.5), symbol="gl")
    gap_high = quantity("largest gap of a claimed result", unit="1", bounds=(0.05, 1), symbol="gh")
    price_memory = quantity("memory of the world price", unit="year", bounds=(0.2, 30), symbol="tx")
    price_spread = quantity("spread of the world price", unit="log", bounds=(0, 2), symbol="sx")
    price_habit = quantity("memory that prices are compared with", unit="year", bounds=(0.1, 5))
    economic_rate = quantity(
        "rate of economic shocks", unit="1/year", bounds=(1e-3, 3), symbol="he"
    )
    political_rate = quantity(
        "rate of political shocks", unit="1/year", bounds=(1e-3, 3), symbol="hp"
    )
    price = quantity("weight of a price rise", unit="1/log", bounds=(0, 15), symbol="bP")
    price_borne = quantity("price rise that is borne", unit="log", bounds=(0, 1.5), symbol="p0")
    fraud = quantity("weight of a stolen election", unit="1", bounds=(-1, 5), symbol="bE")
    levy = quantity("weight of conscription", unit="1", bounds=(-1, 5), symbol="bM")
    viral = quantity("weight of abuse that all have seen", unit="1", bounds=(-1, 5), symbol="bX")
    size_median = quantity("median size of a shock", unit="reference", bounds=(0.01, 3), symbol="m")
    size_spread = quantity("spread of sizes", unit="log", bounds=(0, 2), symbol="s")
    size_elasticity = quantity(
        "how far circumstances move size", unit="1", bounds=(0, 1), symbol="el"
    )
    succession_size = quantity("size of a ruler's death or fall", unit="reference", bounds=(0, 3))


def political_size(gap: Floats) -> Floats:
    """Return the size of an election with a claimed minus believed vote share of ``gap``."""
    return np.maximum(gap, 0.0) / REFERENCE_GAP


def economic_size(p: Shocks, price_ratio: Floats) -> Floats:
    """Return the size of a leap of prices to ``price_ratio`` times what they were."""
    return p.economic_gain * np.log(np.maximum(price_ratio, 1.0))


def latent_size(p: Shocks, size: Floats, normal: Floats) -> Floats:
    """Return a recorded shock's true size: the coded one, known up to the latent spread."""
    return size * np.exp(p.latent_spread * normal)


def election_gap(p: Shocks, autocracy: Floats, uniform: Floats) -> Floats:
    """Return the gap of an election that no poll accompanies; a democracy claims what it counts."""
    return autocracy * (p.gap_low + (p.gap_high - p.gap_low) * uniform)


def next_election(weeks_left: Floats, interval: Floats, dt: float) -> tuple[Bools, Floats]:
    """Return whether an election falls in these ``dt`` weeks, and the weeks then left to the next.

    ``interval`` is in years; 0 means that there are no elections.
    """
    held = interval > 0.0
    due = held & (weeks_left < dt)
    ahead = np.where(held, weeks_left - dt, weeks_left)
    return due, np.where(due, ahead + interval * WEEKS_PER_YEAR, ahead)


def price_after(p: Shocks, price: Floats, normal: Floats, dt: float) -> Floats:
    """Return the world price of fuel and food after ``dt`` weeks, in logs from its mean."""
    passed = dt / (p.price_memory * WEEKS_PER_YEAR)
    return price * np.exp(-passed) + p.price_spread * np.sqrt(-np.expm1(-2.0 * passed)) * normal


def price_habit_after(p: Shocks, habit: Floats, price: Floats, dt: float) -> Floats:
    """Return the price that people are used to after ``dt`` weeks, in logs."""
    return habit - np.expm1(-dt / (p.price_habit * WEEKS_PER_YEAR)) * (price - habit)


def price_pressure(p: Shocks, price_rise: Floats, fixed_price: Floats) -> Floats:
    """Return what prices make of the rate of economic shocks, a factor >= 1."""
    return np.exp(p.price * np.maximum(price_rise - p.price_borne, 0.0) * fixed_price)


def viral_abuse(abuse: Floats, media: Floats) -> Floats:
    """Return how far abuse (M11) has been seen by all, in [0, 1]."""
    return -np.expm1(-np.maximum(abuse * media, 0.0))


def fraud_felt(gap: Floats, weeks_since: Floats) -> Floats:
    """Return the last election's gap over the reference, while it is news."""
    return np.where(weeks_since < FRAUD_WEEKS, political_size(gap), 0.0)


def politics_pressure(p: Shocks, fraud: Floats, levy: Floats, viral: Floats) -> Floats:
    """Return what the week makes of the rate of political shocks, a factor."""
    return np.exp(p.fraud * fraud + p.levy * levy + p.viral * viral)


def economic_hazard(p: Shocks, pressure: Floats) -> Floats:
    """Return h_eco, the rate of economic shocks, per year."""
    return p.economic_rate * pressure


def political_hazard(p: Shocks, pressure: Floats) -> Floats:
    """Return h_pol, the rate of political shocks outside elections, per year."""
    return p.political_rate * pressure


def drawn_size(p: Shocks, pressure: Floats, normal: Floats) -> Floats:
    """Return the size of a shock drawn under ``pressure``, in references."""
    moved = p.size_elasticity * np.log(np.maximum(pressure, 1e-9))
    return p.size_median * np.exp(p.size_spread * normal + moved)


def succession_shock(p: Shocks, normal: Floats) -> Floats:
    """Return the size of the shock when a ruler dies or falls: political."""
    return p.succession_size * np.exp(p.latent_spread * normal)
