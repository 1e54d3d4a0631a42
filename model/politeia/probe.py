"""Fragility by probe: what a shock would do now, on a copy of the country that changes nothing.

At a few dates the street of every country is copied onto a smaller network, five shocks of known
size fall on it with common luck, and eight weeks are lived by days, once as it is and once with the
police at half capacity. Fragility is the rate of such
shocks times the probability that the regime breaks, summed over the sizes.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
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
"""Shocks in units of the reference."""
RATES = (0.12, 0.08, 0.05, 0.03, 0.02)
"""Yearly rates of shocks of these sizes: log-normal about .35 with sd .6 at .35 a year, binned."""
WEEKS = 8
LIT = 0.003
"""Turnout at which a street counts as ignited (.3 %)."""
BEYOND = 1.6
"""Size that is noted where no probed shock ignites; the largest probed is 1.3."""
NODES = 500


@dataclass(frozen=True)
class Found:
    """What a probe finds of each country, shape (place, run) each.

    ``fragility`` is the yearly rate of breakdowns under shocks; ``ignition`` the size of shock, in
    references, that brings ``LIT`` of the people out, now and with the police at half capacity;
    ``BEYOND`` where the largest size does not.
    """

    fragility: Floats
    ignition: Floats
    ignition_half: Floats


def look(model: Politeia) -> Found:
    """Return what shocks would do now; the model is not touched."""
    shape = (len(model.countries), model.runs)
    if not model.plays("M8"):
        return Found(np.zeros(shape), np.full(shape, BEYOND), np.full(shape, BEYOND))
    broken, peaks = struck(model, 1.0)
    _, peaks_half = struck(model, 0.5)
    risk = np.zeros(shape)
    for rate, share in zip(RATES, broken, strict=True):
        risk = risk + rate * share
    return Found(risk, ignition(peaks), ignition(peaks_half))


def struck(model: Politeia, capacity: float) -> tuple[list[Floats], list[Floats]]:
    """Return the probability of a fall and the peak turnout for each size, (place, run) each."""
    broken, peaks = [], []
    for size in SIZES:
        fallen = np.zeros((len(model.countries), model.runs))
        peak = np.zeros_like(fallen)
        for country in model.together:
            everywhere = np.arange(len(country.codes) * model.runs)
            pool = shocked(model, street.gather(country, everywhere), size)
            pool.regime.event_factor = pool.regime.event_factor * capacity
            highest = np.zeros(len(everywhere))
            for number in range(WEEKS * DAYS):
                street.step(pool, model.week + number // DAYS, number % DAYS)
                highest = np.maximum(highest, pool.people.turnout)
            rows = len(country.codes), model.runs
            fallen[country.places] = -np.expm1(-burnt(pool)).reshape(rows)
            peak[country.places] = highest.reshape(rows)
        broken.append(fallen)
        peaks.append(peak)
    return broken, peaks


def ignition(peaks: list[Floats]) -> Floats:
    """Return the size that ignites, between the last that does not and the first that does.

    What the smallest size ignites is noted at that size, and what none does at ``BEYOND``.
    """
    found = np.full(peaks[0].shape, BEYOND)
    for place in range(len(SIZES) - 1, 0, -1):
        last, size = peaks[place - 1], SIZES[place - 1]
        reach = np.clip((LIT - last) / np.maximum(peaks[place] - last, 1e-12), 0.0, 1.0)
        between = size + (SIZES[place] - size) * reach
        found = np.where(peaks[place] >= LIT, between, found)
    return np.where(peaks[0] >= LIT, SIZES[0], found)


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
    return draw_network(NODES, given.neighbours, given.kind, given.rewired, model.settings.seed)
