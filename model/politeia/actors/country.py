"""A country: its actors side by side, so that each finds the others by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politeia.actors.base import Actor
    from politeia.actors.courts import Courts
    from politeia.actors.elite import Elite
    from politeia.actors.organisations import Organisations
    from politeia.actors.population import Population
    from politeia.actors.regime import Regime
    from politeia.actors.treasury import Treasury


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
    codes: tuple[str, ...] = ()
    places: int | list[int] = 0
    members: tuple[Country, ...] = ()

    def __iter__(self) -> Iterator[Actor]:
        yield self.regime
        yield self.people
        yield self.elite
        yield self.courts
        yield self.treasury
        yield self.organisations
