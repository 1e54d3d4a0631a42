"""Fragility by probe: what a shock would do now, on a copy of the country that changes nothing.

At a few dates the street of every country is copied onto a smaller network, five shocks of known
size fall on it with common luck, and eight weeks are lived by days, once as it is and once with the
police at half capacity. Fragility is the rate of such
shocks times the probability that the regime breaks, summed over the sizes.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

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
POLICE = (1.0, 0.5)
"""The police as it is, and at half capacity."""
Blow: TypeAlias = tuple[float, float]
"""A shock's size and the share of the police that is there to meet it."""
MOST = 1024
"""Histories that are lived together: a few are probed by all blows at once, many by one."""
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
    broken, highest = struck(model, [(size, able) for able in POLICE for size in SIZES])
    peaks, peaks_half = highest[: len(SIZES)], highest[len(SIZES) :]
    risk = np.zeros(shape)
    for rate, share in zip(RATES, broken[: len(SIZES)], strict=True):
        risk = risk + rate * share
    return Found(risk, ignition(peaks), ignition(peaks_half))


def struck(model: Politeia, blows: list[Blow]) -> tuple[list[Floats], list[Floats]]:
    """Return the probability of a fall and the peak turnout for each blow, (place, run) each."""
    shape = (len(blows), len(model.countries), model.runs)
    fallen, peak = np.zeros(shape), np.zeros(shape)
    for country in model.together:
        histories = len(country.codes) * model.runs
        together = max(1, MOST // histories)
        for first in range(0, len(blows), together):
            some = blows[first : first + together]
            pool = shocked(model, country, some)
            highest = lived(model, pool)
            here, rows = slice(first, first + len(some)), (len(country.codes), model.runs, -1)
            of_places = np.arange(len(model.countries))[country.places].reshape(-1)
            fell = -np.expm1(-burnt(pool))
            fallen[here, of_places] = np.moveaxis(fell.reshape(rows), -1, 0)
            peak[here, of_places] = np.moveaxis(highest.reshape(rows), -1, 0)
    return list(fallen), list(peak)


def lived(model: Politeia, pool: Country) -> Floats:
    """Return the highest turnout of the weeks that a pool then lives by days."""
    highest = np.zeros(pool.people.runs)
    for number in range(WEEKS * DAYS):
        street.step(pool, model.week + number // DAYS, number % DAYS)
        highest = np.maximum(highest, pool.people.turnout)
    return highest


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


def shocked(model: Politeia, country: Country, blows: list[Blow]) -> Country:
    """Return a pool of all histories on a smaller network, once for each blow on its first day."""
    histories = np.arange(len(country.codes) * model.runs)
    pool = street.gather(country, np.repeat(histories, len(blows)))
    people, elite = pool.people, pool.elite
    people.network = small_network(model)
    nodes = people.network.sees.shape[0]
    people.active = np.repeat(people.turnout.astype(np.float32)[None, :], nodes, axis=0)
    people.ever_active = np.zeros_like(people.active)
    sizes, able = (np.tile(column, len(histories)) for column in zip(*blows, strict=True))
    people.shock_size, people.shock_political, people.shock_day = sizes, 1.0, 0.0
    pool.regime.event_factor = pool.regime.event_factor * able
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
