"""Politeia, the model: a world and its actors in many histories at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import mesa
import numpy as np

from politeia import chorus, founding, guard, week
from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.actors.democracy import Democracy
from politeia.actors.hub import Hub
from politeia.actors.market import Market
from politeia.actors.sponsor import Sponsor
from politeia.actors.theatre import Theatre
from politeia.calendar import monday
from politeia.chance import Luck
from politeia.chronicle import Chronicle
from politeia.errors import BrokenHistory
from politeia.levers import Levers
from politeia.network import Network, draw_network
from politeia.parameters import Parameters
from politeia.quantity import Columns, Floats, Integers, Keys, quantity
from politeia.record import observe
from politeia.scenario.history import History
from politeia.scenario.world import World
from politeia.theories.pressure import evasion


class Switches(Columns):
    """Rival hypotheses: 1 where a history holds that one is true, 0 where its rival is."""

    rally_dominates = quantity("sanctions rally rather than signal", unit="1", bounds=(0, 1))
    index_contagion = quantity("levels spread between neighbours", unit="1", bounds=(0, 1))
    patron_offset = quantity("patrons make good what sanctions cost", unit="1", bounds=(0, 1))
    engagement_opens = quantity("engagement makes openings likelier", unit="1", bounds=(0, 1))
    exit_relieves = quantity("exit relieves the ruler of voice", unit="1", bounds=(0, 1))


@dataclass(frozen=True)
class Settings:
    """What a batch is lived with: ``record_until`` is the week from which rules replace records.

    ``chance_from`` is the week from which shocks are drawn, since the history tells of none.
    """

    nodes: int = 2000
    seed: int = 1
    record_until: int = 0
    chance_from: int = 0
    off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Watched:
    """Regimes as one of them watches them: ties (place, run), tools (place, tool, run), threats
    (place, run), and changes of levels in a year, (part, place, run).
    """

    ties: Floats
    tools: Floats
    threats: Floats
    changes: Floats


@dataclass
class Given:
    """All that a model is founded from, beside the world."""

    parameters: Mapping[str, Floats]
    switches: Mapping[str, Floats]
    keys: Keys
    history: History = field(default_factory=lambda: History(name="none"))
    settings: Settings = field(default_factory=Settings)


class Politeia(mesa.Model):
    """A ``mesa.Model`` whose actors' attributes are vectors over the histories of a batch.

    ``step`` lives one week; with one history it is an ordinary Mesa model, and a copy made in any
    week goes on like the original, bit for bit.
    """

    def __init__(self, world: World, given: Given) -> None:
        super().__init__()
        self.world, self.settings = world, given.settings
        self.runs = len(given.keys)
        self.p = Parameters(given.parameters)
        self.switches = Switches()
        self.switches.found_rows(self.runs)
        for name, held in given.switches.items():
            setattr(self.switches, name, held)
        self.luck = Luck(given.keys)
        self.network = self._draw_network()
        self.chronicle = Chronicle(given.history, world)
        self.week = founding.first_week(world)
        self.levers = Levers(self.runs)
        self.countries: list[Country] = []
        self.sponsors: list[Sponsor] = []
        self.senders: list[Democracy] = []
        self.hubs: list[Hub] = []
        self.theatre: Theatre | None = None
        self.market = Market(self, "XWM", "the world market")
        founding.found(self)

    def _draw_network(self) -> Network:
        given, settings = self.world.network, self.settings
        return draw_network(
            settings.nodes, given.neighbours, given.kind, given.rewired, settings.seed
        )

    def step(self) -> None:
        """Live one week."""
        week.live(self)
        self.week += 1

    def step_until(self, note: Callable[[], None]) -> None:
        """Live one week and let somebody note it before the next begins."""
        week.live(self)
        note()
        self.week += 1

    @property
    def rules_decide(self) -> bool:
        """Return whether rules have replaced the record."""
        return self.week >= self.settings.record_until

    @property
    def chance_decides(self) -> bool:
        """Return whether chance brings what the record no longer tells: deaths, prices, votes."""
        return self.week >= self.settings.chance_from

    @property
    def war_may_end(self) -> bool:
        """Return whether the war may end: while the record speaks, it goes on as it did."""
        return self.rules_decide

    def plays(self, mechanism: str) -> bool:
        """Return whether a mechanism, such as M14, is switched on."""
        return mechanism not in self.settings.off

    @cached_property
    def place(self) -> dict[str, int]:
        """Return the place of each country in the order of the world."""
        return {country.regime.code: place for place, country in enumerate(self.countries)}

    @cached_property
    def deciders(self) -> list[tuple[Democracy, float]]:
        """Return the senders that decide for themselves or their members, by share of GDP."""
        own = [sender for sender in self.senders if sender.bloc is None]
        whole = sum(float(sender.gdp[0]) for sender in own)
        return [(sender, float(sender.gdp[0]) / whole) for sender in own]

    @property
    def assembly(self) -> list[Democracy]:
        """Return the senders of each cast side by side, as choruses."""
        if "_assembly" not in self.__dict__:
            self._assembly = chorus.convene(self)
        return self._assembly

    @property
    def deciding(self) -> list[Democracy]:
        """Return the senders that hold measures, as one chorus where they are of one cast."""
        if "_deciding" not in self.__dict__:
            self._deciding = chorus.deciding(self)
        return self._deciding

    @property
    def patrons(self) -> list[Sponsor]:
        """Return the sponsors, as one chorus where they and their clients are the model's own."""
        if "_patrons" not in self.__dict__:
            self._patrons = chorus.band(self)
        return self._patrons

    def exposure_shares(self, sender: Democracy) -> Floats:
        """Return the share of all arrivals that comes to a sender; none to an institution."""
        hosts = [other for other in self.senders if not other.members]
        pull = [host.arrivals_exposure * host.residents for host in hosts]
        whole = sum(pull, np.zeros(self.runs))
        codes = {host.code for host in hosts}
        takes = np.array([float(code in codes) for code in sender.codes])
        own = takes[:, None] if len(sender.codes) > 1 else takes
        return own * sender.arrivals_exposure * sender.residents / np.maximum(whole, 1e-9)

    @property
    def defender(self) -> str:
        """Return the code of the state that is attacked, or nothing."""
        return self.world.war.defender if self.world.war else ""

    @property
    def war_rages(self) -> Floats:
        """Return 1 where the war goes on."""
        return self.theatre.rages if self.theatre is not None else np.zeros(self.runs)

    def by_deciders(self, lever: str, country: Country) -> Floats:
        """Return a lever on a country, summed over deciding senders by their share of GDP."""
        return self._on_each(lever, country, self._by_deciders)

    def _by_deciders(self, lever: str, on: str) -> Floats:
        total = np.zeros(self.runs)
        for sender, weight in self.deciders:
            total = total + weight * sender.lever(lever, on)
        return total

    def money(self, lever: str, country: Country) -> Floats:
        """Return a lever in money on a country, the plain sum over all senders."""
        return self._on_each(lever, country, self._money)

    def _money(self, lever: str, on: str) -> Floats:
        total = np.zeros(self.runs)
        for sender in self.senders:
            total = total + self.levers.of(lever, sender.code, on)
        return total

    def by_anyone(self, lever: str, country: Country) -> Floats:
        """Return a lever on a country where senders or organisations of states move it."""
        return self._on_each(lever, country, self._by_anyone)

    def _by_anyone(self, lever: str, on: str) -> Floats:
        strongest = self._by_deciders(lever, on)
        for bloc in self.world.blocs:
            strongest = np.maximum(strongest, self.levers.of(lever, bloc, on))
        return strongest

    def _on_each(self, lever: str, country: Country, read: Callable[[str, str], Floats]) -> Floats:
        if not self.levers.moved(lever):
            return self.levers.rest
        if len(country.codes) == 1:
            return read(lever, country.codes[0])

        def all_of_them() -> Floats:
            return np.stack([read(lever, code) for code in country.codes])

        return self.levers.memo((read.__name__, country.codes), lever, all_of_them)

    def every(self, actor: str, name: str) -> Floats:
        """Return a quantity of every country's ``actor``, shape (place, run)."""
        if self.all_together:
            whole: Floats = getattr(getattr(self.together[0], actor), name)
            return whole
        return np.stack([getattr(getattr(country, actor), name) for country in self.countries])

    def highest(self, actor: str, name: str) -> Floats:
        """Return the highest of a quantity over all countries."""
        top: Floats = self.every(actor, name).max(axis=0)
        return top

    def trade_lost(self) -> Floats:
        """Return the rerouted trade that has left its hubs."""
        lost = np.zeros(self.runs)
        for hub in self.hubs:
            lost = lost + (hub.exposure_start - hub.exposure)
        return lost

    def routes_lost(self) -> Floats:
        """Return the share of routes closed and not yet replaced, in [0, 1]."""
        return evasion.routes_lost(self.trade_lost(), self.market.detour)

    def everyone(self) -> Iterator[Actor]:
        """Yield every actor of the model in the order of founding."""
        for agent in self.agents:
            if isinstance(agent, Actor):
                yield agent

    @property
    def together(self) -> list[Country]:
        """Return the countries of each cast side by side, as choruses that live the week at once.

        Built when first asked for and never copied with the model: a copy binds its own.
        """
        if "_together" not in self.__dict__:
            self._together = chorus.assemble(self)
        return self._together

    def __getstate__(self) -> dict[str, Any]:
        bound = ("_together", "_assembly", "_deciding", "_patrons")
        return {name: held for name, held in self.__dict__.items() if name not in bound}

    def watched_by(self, place: int) -> Watched:
        """Return all regimes as the one at ``place`` watches them, which has no tie to itself."""
        tools = self._of_regimes("tools").swapaxes(0, 1)
        threats, changes = self.every("regime", "threat_week"), self._of_regimes("year_changes")
        return Watched(self.ties[place], tools, threats, changes)

    def _of_regimes(self, name: str) -> Floats:
        """Return some rows of every regime, shape (row, place, run)."""
        if self.all_together:
            rows: Floats = getattr(self.together[0].regime, name)
            return rows
        return np.stack([getattr(country.regime, name) for country in self.countries], axis=1)

    @property
    def all_together(self) -> bool:
        """Return whether several countries live as one chorus, in the order of the world."""
        return len(self.together) == 1 and len(self.countries) > 1

    @cached_property
    def ties(self) -> Floats:
        """Return who watches whom, shape (watcher, watched, run), in [0, 1]."""
        return founding.ties(self)

    def look(self, outcome: str, code: str) -> Floats:
        """Return what an outcome of a code was last week, as conditions see it."""
        return observe(self, outcome, code)

    def check(self) -> None:
        """Raise where a quantity left its bounds or is no number.

        Raises:
            BrokenHistory: naming the quantity, the actor, the week and the histories.
        """
        blocks = [actor for country in self.together for actor in country]
        if all(guard.sound(actor) for actor in (*blocks, *self.outsiders())):
            return
        for actor in self.everyone():
            for wrong, runs in actor.faults():
                value = actor.rows[wrong.row][..., runs[0]]
                raise BrokenHistory(
                    f"{wrong.name} of {actor.place()} is {np.ravel(value)[0]} in the week of "
                    f"{monday(self.week)} (history {runs[0]} of {self.runs}): "
                    f"it must lie in {list(wrong.bounds)} {wrong.unit}"
                )

    def outsiders(self) -> Iterator[Actor]:
        """Yield every actor that is no part of a country under study."""
        yield from self.assembly
        yield from (bench.measures for bench in self.deciding if bench.measures is not None)
        yield from self.patrons
        yield from self.hubs
        yield self.market
        if self.theatre is not None:
            yield self.theatre

    def keep(self, code: str, ancestors: Integers) -> None:
        """Let the block of one country go on as copies of its ancestors (the filter)."""
        place = self.place[code]
        for actor in self.countries[place]:
            actor.keep(ancestors)
        for sender, _ in self.deciders:
            if sender.measures is not None:
                sender.measures.keep_target(place, ancestors)

    def hand_over(self) -> None:
        """Let rules replace records: they start from what was recorded last."""
        founding.hand_over(self)
