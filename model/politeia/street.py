"""A country's week in the street: one step where it is quiet, seven days where it is awake.

The awake histories of all countries are gathered into one compact pool, lived by days and put back;
the others take their one weekly step. A country's own actors act in both.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
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
        awake = [np.flatnonzero(member.people.awake()) for member in country.members]
        lively = sum(map(len, awake))
        pool = gather(country.members, awake) if lively else None
        if lively < len(awake) * model.runs:
            step(country, model.week, None)
        if pool is not None:
            for day in range(DAYS):
                step(pool, model.week, day)
            spread(pool, country.members, awake)


def gather(countries: Sequence[Country], awake: Sequence[Integers]) -> Country:
    """Return one country that lives the awake histories of all."""
    regimes = [country.regime for country in countries]
    people = [country.people for country in countries]
    elites = [country.elite for country in countries]
    pool = copy.copy(countries[0])
    pool.regime = type(regimes[0]).pooled(regimes, awake)
    pool.people = type(people[0]).pooled(people, awake)
    pool.elite = type(elites[0]).pooled(elites, awake)
    for actor in (pool.regime, pool.people, pool.elite):
        actor.country = pool
        actor.p = pool.regime.p
    return pool


def spread(pool: Country, countries: Sequence[Country], awake: Sequence[Integers]) -> None:
    """Put the histories of the pool back into their countries."""
    pool.regime.spread([country.regime for country in countries], awake)
    pool.people.spread([country.people for country in countries], awake)
    pool.elite.spread([country.elite for country in countries], awake)


def step(country: Country, week: int, day: int | None) -> None:
    """Live one day of the street, or a whole quiet week where ``day`` is None."""
    dt = 1.0 if day is None else DAY
    people, regime = country.people, country.regime
    number = week * DAYS + (day or 0)
    people.feel_shock(day, dt)
    people.change_mood(week, day)
    expected, capacity = regime.face_street()
    people.turn_out(expected, regime.foreign_troops, regime.media_reach, dt)
    regime.police(capacity, number, dt)
    regime.ask_for_troops(dt)
    regime.decide_levels(dt)
    country.elite.face_fall(dt)
