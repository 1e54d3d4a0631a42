"""Citizens one by one: the week of a country's people as an ordinary Mesa model.

``theories/people/crowd.py`` lives all citizens of many histories in one compiled loop. Here the
same rule is played by objects that see, decide and act, and nothing is done for speed; additions,
products, divisions and comparisons are those of the kernel, in float32 and in its order, so that
both give the same bits. It is the page to read the rule on, to change it on and to watch it on::

    from politeia.citizens import CitizensModel, Dials
    from politeia.network import draw_network

    dials = Dials.of(inclination=-2.0, spread=1.5, pull=3.7, half=0.003, reach=0.4, mean=0.0,
                     most=0.06, switch=0.97, entry=3.5, ever=4.0)
    model = CitizensModel(draw_network(200), dials)
    for _ in range(10):
        model.step()
    print(model.turnout, model.agents.select(lambda c: c.active > 0.05).agg("leaning", max))

``citizens_of`` shows the citizens of a living country as Mesa agents, without a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self, cast

import mesa
import networkx as nx
import numpy as np
from mesa.agent import AgentSet

from politeia.actors.population import Population
from politeia.network import Network
from politeia.quantity import Floats
from politeia.theories.people import protest
from politeia.theories.people.crowd import C1, C2, C3, C4, C5, C6, FAR, ONE, ZERO

QUIET = np.float32(1e-6)
BLOCK = 16
"""Citizens whose shares are added in float32 before they join the float64 sum."""


class Dials(NamedTuple):
    """What a country tells all its citizens in one step: rows of ``crowd.DIALS``, in float32."""

    inclination: np.float32
    spread: np.float32
    pull: np.float32
    half: np.float32
    reach: np.float32
    mean: np.float32
    most: np.float32
    switch: np.float32
    entry: np.float32
    ever: np.float32

    @classmethod
    def of(cls, **values: float) -> Self:
        """Return the dials with each value rounded to float32."""
        return cls(**{name: np.float32(value) for name, value in values.items()})


def logistic(u: np.float32) -> np.float32:
    """Return sigma(u) in (0, 1) by the six-term series of exp(-|u|/64), squared six times."""
    far = min(abs(u), FAR)
    e = ONE - far * (C1 - far * (C2 - far * (C3 - far * (C4 - far * (C5 - far * C6)))))
    for _ in range(6):
        e = e * e
    return (e if u < ZERO else ONE) / (ONE + e)


class Citizen(mesa.Agent):
    """A community of people with a share active, a leaning, and others whom it sees."""

    model: CitizensModel
    active: np.float32
    ever: np.float32

    def __init__(self, model: CitizensModel, place: int, leaning: np.float32) -> None:
        super().__init__(model)
        self.place, self.leaning = place, leaning
        self.neighbours: Sequence[Citizen] = ()

    def perceive(self) -> np.float32:
        """Return the turnout that this citizen perceives: of those it sees, and through media."""
        dials = self.model.dials
        seen = self.neighbours[0].active
        for other in self.neighbours[1:]:
            seen = seen + other.active
        near = seen * (ONE / np.float32(len(self.neighbours)))
        return (ONE - dials.reach) * near + dials.reach * dials.mean

    def decide(self) -> None:
        """Decide, on yesterday's world, what share will be active and note who never was before."""
        dials, s = self.model.dials, self.perceive()
        u = dials.inclination + dials.spread * self.leaning + dials.pull * (s / (s + dials.half))
        p = dials.most * logistic(u)
        self.next_active = self.active + dials.switch * (p - self.active)
        self.next_ever = self.ever + dials.entry * p * (ONE - self.ever * dials.ever)

    def act(self) -> None:
        """Do what was decided."""
        self.active, self.ever = self.next_active, self.next_ever


class CitizensModel(mesa.Model):
    """The people of one country in one history: ``step`` is one step of the street.

    ``dials`` may be set anew before each step; the turnout that citizens hear of is the model's own
    of the step before, but in the first, where it is the one that ``dials`` names.
    """

    kind: type[Citizen] = Citizen

    def __init__(self, network: Network, dials: Dials) -> None:
        super().__init__(seed=0)
        self.network, self.dials = network, dials
        self.citizens = [
            self.kind(self, place, leaning) for place, leaning in enumerate(network.leaning)
        ]
        for citizen, sees in zip(self.citizens, network.sees, strict=True):
            citizen.neighbours = [self.citizens[other] for other in sees]
        self.begin()
        self.turnout = float(dials.mean)

    def begin(self) -> None:
        """Let nearly nobody be active, and nobody have been so."""
        for citizen in self.citizens:
            citizen.active, citizen.ever = QUIET, ZERO

    @classmethod
    def of(cls, population: Population, history: int = 0, dt: float = 1.0) -> Self:
        """Return a copy of a living country's people in one history, ready for a step of ``dt``."""
        model = cls(population.network, dials_of(population, history, dt))
        for citizen in model.citizens:
            citizen.active = population.active[citizen.place, history]
            citizen.ever = population.ever_active[citizen.place, history]
        model.turnout = float(population.turnout[history])
        return model

    def step(self) -> None:
        """Let all citizens decide on the same yesterday, then act; count who is in the street."""
        self.agents.do("decide")
        self.agents.do("act")
        self.turnout = self._mean_active()
        self.dials = self.dials._replace(mean=np.float32(self.turnout))

    def _mean_active(self) -> float:
        """Return the mean share active: float32 sums of blocks, added up in float64."""
        total = np.float64(0.0)
        for first in range(0, len(self.citizens), BLOCK):
            block = ZERO
            for citizen in self.citizens[first : first + BLOCK]:
                block = block + citizen.active
            total += np.float64(block)
        return float(total / len(self.citizens))

    @property
    def ever(self) -> float:
        """Return the mean share that has ever been active."""
        total = np.float64(0.0)
        for citizen in self.citizens:
            total += np.float64(citizen.ever)
        return float(total / len(self.citizens))

    @property
    def graph(self) -> nx.DiGraph:
        """Return who sees whom, a node a citizen by its place, an edge to each that it sees."""
        return graph_of(self.network)


class View(Citizen):
    """A citizen of a living country: what it is now is read from the country's own arrays."""

    model: Views

    @property
    def active(self) -> np.float32:  # type: ignore[override]
        """Return the share that is active now."""
        return cast(np.float32, self.model.population.active[self.place, self.model.history])

    @property
    def ever(self) -> np.float32:  # type: ignore[override]
        """Return the share that has ever been active."""
        return cast(np.float32, self.model.population.ever_active[self.place, self.model.history])


class Views(CitizensModel):
    """The citizens of one living country and history, to be looked at; the country steps them."""

    kind = View

    def __init__(self, population: Population, history: int) -> None:
        self.population, self.history = population, history
        super().__init__(population.network, dials_of(population, history))

    def begin(self) -> None:
        """Change nothing: the country has begun long ago."""

    def step(self) -> None:
        """Refuse to step.

        Raises:
            TypeError: always, since these citizens live when their country does.
        """
        raise TypeError("these are views: step the country's model, or take CitizensModel.of(...)")


def citizens_of(population: Population, history: int = 0) -> AgentSet:
    """Return the citizens of a living country in one history as Mesa agents, made on demand.

    Their ``active`` and ``ever`` follow the country as it lives; ``leaning``, ``place`` and
    ``neighbours`` stay. An ``AgentSet`` holds its agents weakly, so the population keeps them.
    """
    kept: dict[int, Views] = vars(population).setdefault("views", {})
    if history not in kept or kept[history].population is not population:
        kept[history] = Views(population, history)
    return kept[history].agents


def graph_of(network: Network) -> nx.DiGraph:
    """Return who sees whom; a citizen drawn twice as a neighbour is one edge of weight 2."""
    graph: Any = nx.DiGraph()
    graph.add_nodes_from((place, {"leaning": float(x)}) for place, x in enumerate(network.leaning))
    for place, sees in enumerate(network.sees):
        others, times = np.unique(sees, return_counts=True)
        graph.add_weighted_edges_from(
            (place, int(other), int(count)) for other, count in zip(others, times, strict=True)
        )
    return graph


def dials_of(population: Population, history: int = 0, dt: float = 1.0) -> Dials:
    """Return what a living country would tell its citizens now, for a step of ``dt`` weeks."""
    people, regime = population, population.country.regime
    expected, _ = regime.face_street()
    inclined = protest.inclination(
        people.p.protest,
        people.trigger,
        people.mood,
        people.grievance,
        people.indignation,
        people.fear,
        expected,
        regime.fear_of_troops,
        people.hope,
    )
    rows: Floats = protest.dials(people.p.protest, inclined, regime.media_reach, people.turnout, dt)
    return Dials(*rows[:, history].astype(np.float32))
