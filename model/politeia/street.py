"""A country's week in the street: one step where it is quiet, seven days where it is awake.

The awake histories of all countries are gathered into one compact pool, lived by days and put back;
the others take their one weekly step. A country's own actors act in both.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.country import Country
from politeia.actors.population import DAYS
from politeia.quantity import Integers

if TYPE_CHECKING:
    from politeia.model import Politeia

DAY = 1.0 / DAYS


def live_streets(model: Politeia) -> None:
    """Live one week of every country's street."""
    for country in model.together:
        awake = np.flatnonzero(country.people.awake().reshape(-1))
        pool = gather(country, awake) if len(awake) else None
        if len(awake) < len(country.codes) * model.runs:
            step(country, model.week, None)
        if pool is not None:
            for day in range(DAYS):
                step(pool, model.week, day)
            spread(pool, country, awake)


def gather(country: Country, awake: Integers) -> Country:
    """Return one country that lives the awake histories of a chorus, flat over (country, run)."""
    pool = copy.copy(country)
    pool.regime = country.regime.chosen(awake)
    pool.people = country.people.chosen(awake)
    pool.elite = country.elite.chosen(awake)
    p = country.regime.model.p.take(awake % country.regime.runs)
    for actor in (pool.regime, pool.people, pool.elite):
        actor.country = pool
        actor.p = p
    return pool


def spread(pool: Country, country: Country, awake: Integers) -> None:
    """Put the histories of the pool back into their countries."""
    country.regime.take_back(pool.regime, awake)
    country.people.take_back(pool.people, awake)
    country.elite.take_back(pool.elite, awake)


def step(country: Country, week: int, day: int | None) -> None:
    """Live one day of the street, or a whole quiet week where ``day`` is None."""
    dt = 1.0 if day is None else DAY
    people, regime = country.people, country.regime
    number = week * DAYS + (day or 0)
    people.feel_shock(day, dt)
    people.change_mood(week, day)
    regime.receive_troops(day)
    expected, capacity = regime.face_street()
    people.turn_out(expected, regime.fear_of_troops, regime.media_reach, dt)
    regime.police(capacity, number, dt)
    regime.ask_for_troops(dt)
    regime.decide_levels(dt)
    country.elite.face_fall(dt)
