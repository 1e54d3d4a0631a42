"""A country: its actors side by side, so that each finds the others by name."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politeia.actors.base import Actor
    from politeia.actors.courts import Courts
    from politeia.actors.elite import Elite
    from politeia.actors.observers import Observers
    from politeia.actors.organisations import Organisations
    from politeia.actors.population import Population
    from politeia.actors.regime import Regime
    from politeia.actors.treasury import Treasury

CAST = ("regime", "people", "elite", "courts", "treasury", "organisations", "observers")
"""The parts that the actors of a country play, in the order of the week."""


@dataclass
class Country:
    """The actors of one country, or of several side by side as a chorus.

    ``places`` is the country's place in the order of the world, or the places of a chorus; what is
    kept by place, such as a sender's measures, is read with it. In a pool of the street only the
    first three actors stand for its histories.
    """

    regime: Regime
    people: Population
    elite: Elite
    courts: Courts
    treasury: Treasury
    organisations: Organisations
    observers: Observers
    codes: tuple[str, ...] = ()
    places: int | list[int] | slice = 0
    members: tuple[Country, ...] = ()

    def recast(self, actors: Iterable[Actor]) -> Country:
        """Return the same country played by other ``actors``, in the order of their parts."""
        other = copy.copy(self)
        for name, actor in zip(CAST, actors, strict=True):
            setattr(other, name, actor)
        return other

    def __iter__(self) -> Iterator[Actor]:
        for name in CAST:
            yield getattr(self, name)
