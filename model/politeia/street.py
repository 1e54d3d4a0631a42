"""A country's week in the street: one step where it is quiet, seven days where it is awake.

The awake histories of all countries are gathered into one compact pool, lived by days and put back;
the others take their one weekly step. A country's own actors act in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.population import DAYS, Population
from politeia.actors.regime import Regime
from politeia.quantity import Integers

if TYPE_CHECKING:
    from politeia.model import Politeia

DAY = 1.0 / DAYS


def live_streets(model: Politeia) -> None:
    """Live one week of every country's street."""
    for regimes in model.regimes_by_kind():
        people = [regime.people for regime in regimes]
        awake = [np.flatnonzero(population.awake()) for population in people]
        pool = gather(regimes, people, awake) if any(map(len, awake)) else None
        for regime, busy in zip(regimes, awake, strict=True):
            if len(busy) < regime.runs:
                step(regime, model.week, None)
        if pool is not None:
            for day in range(DAYS):
                step(pool, model.week, day)
            pool.people.spread(people, awake)
            pool.spread(regimes, awake)


def gather(regimes: Sequence[Regime], people: Sequence[Population], awake: Sequence[Integers]) -> Regime:
    """Return one regime with its people that lives the awake histories of all."""
    kind = type(regimes[0])
    pool = kind.pooled(regimes, awake)
    pool.people = type(people[0]).pooled(people, awake)
    pool.people.p = pool.p
    return pool


def step(regime: Regime, week: int, day: int | None) -> None:
    """Live one day of the street, or a whole quiet week where ``day`` is None."""
    dt = 1.0 if day is None else DAY
    people = regime.people
    people.feel_shock(day, dt)
    people.change_mood(week, day)
    expected, capacity = regime.face_street()
    people.turn_out(expected, regime.foreign_troops, regime.media_reach, dt)
    regime.police(capacity, week * DAYS + (day or 0), dt)
    regime.decide_levels(dt)
