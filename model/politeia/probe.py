"""Fragility by probe: what a shock would do now, on a copy of the country that changes nothing.

At a few dates the street of every country is copied onto a smaller network, five shocks of known
size fall on it with common luck, and eight weeks are lived by days. Fragility is the rate of such
shocks times the probability that the regime breaks, summed over the sizes.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np

from politeia import street
from politeia.actors.country import Country
from politeia.actors.population import DAYS
from politeia.network import Network, draw_network
from politeia.quantity import Floats

if TYPE_CHECKING:
    from politeia.model import Politeia

SIZES = (0.4, 0.6, 0.8, 1.0, 1.3)
"""Shocks in units of the reference (core.md 4)."""
RATES = (0.12, 0.08, 0.05, 0.03, 0.02)
"""Yearly rates of shocks of these sizes: log-normal about .35 with sd .6 at .35 a year, binned."""
WEEKS = 8
NODES = 500


def fragility(model: Politeia) -> Floats:
    """Return the fragility of each country, (place, run), 1/year; the model stays as it is."""
    if not model.plays("M8"):
        return np.zeros((len(model.countries), model.runs))
    found = np.zeros((len(model.countries), model.runs))
    for size, rate in zip(SIZES, RATES, strict=True):
        for country in model.together:
            everywhere = np.arange(len(country.codes) * model.runs)
            pool = shocked(model, street.gather(country, everywhere), size)
            for number in range(WEEKS * DAYS):
                street.step(pool, model.week + number // DAYS, number % DAYS)
            broken = -np.expm1(-burnt(pool)).reshape(len(country.members), model.runs)
            for member, share in zip(country.members, broken, strict=True):
                found[model.place[member.codes[0]]] += rate * share
    return found


def shocked(model: Politeia, pool: Country, size: float) -> Country:
    """Return the pool on a smaller network, with a shock that falls on its first day."""
    people, elite = pool.people, pool.elite
    people.network = small_network(model)
    nodes = people.network.sees.shape[0]
    people.active = np.repeat(people.turnout.astype(np.float32)[None, :], nodes, axis=0)
    people.ever_active = np.zeros_like(people.active)
    people.shock_size, people.shock_political, people.shock_day = size, 1.0, 0.0
    elite.hazard_coup, elite.hazard_uprising, elite.hazard_negotiated = 0.0, 0.0, 0.0
    return pool


def burnt(pool: Country) -> Floats:
    """Return the integrated hazard of a fall over the weeks of the probe."""
    elite = pool.elite
    return (elite.hazard_coup + elite.hazard_uprising + elite.hazard_negotiated) / 52.1786


def small_network(model: Politeia) -> Network:
    """Return the network of probes, the model's own where that is no larger."""
    if model.network.sees.shape[0] <= NODES:
        return copy.copy(model.network)
    given = model.world.network
    return draw_network(
        NODES, given.neighbours, model.settings.network, given.rewired, model.settings.seed
    )
