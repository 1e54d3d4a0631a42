"""What is observed of a model: outcomes by country and by actor, kept every few weeks.

A recorded level is the mean of the weeks since the last record; flows are means a week; what runs
over a year (durability, order, growth) looks back fifty-two weeks.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from politeia import outcomes
from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.calendar import WEEKS_PER_YEAR, monday, week_of
from politeia.quantity import Floats
from politeia.theories.observation import counters

if TYPE_CHECKING:
    from politeia.model import Politeia
    from politeia.probe import Found

Singles: TypeAlias = npt.NDArray[np.float32]
YEAR = 52
UNKNOWN = float("nan")

OF_COUNTRY: dict[str, Callable[[Country], Floats]] = {
    "repression": lambda c: counters.repression_index(
        c.regime.repression_felt, c.regime.repression_civic, c.regime.repression_information
    ),
    "repression_physical": lambda c: c.regime.repression_felt,
    "repression_civic": lambda c: c.regime.repression_civic,
    "repression_information": lambda c: c.regime.repression_information,
    "repression_physical_observed": lambda c: c.observers.coded_physical,
    "repression_civic_observed": lambda c: c.observers.coded_civic,
    "repression_information_observed": lambda c: c.observers.coded_information,
    "freedom_house": lambda c: c.observers.freedom_house,
    "terror_scale": lambda c: c.observers.terror_scale,
    "detentions_counted": lambda c: c.observers.detentions,
    "protest_events": lambda c: c.observers.events,
    "participants": lambda c: c.people.ever,
    "growth_official": lambda c: c.observers.growth,
    "prisoners_true": lambda c: c.courts.prisoners,
    "prisoners_recognised": lambda c: c.courts.recognised,
    "prisoner_inflow": lambda c: c.courts.inflow,
    "prisoner_outflow": lambda c: c.courts.outflow,
    "deaths_in_custody": lambda c: c.courts.died,
    "turnout": lambda c: c.people.turnout_peak,
    "person_days": lambda c: c.people.person_days * WEEKS_PER_YEAR,
    "detentions": lambda c: c.regime.detained,
    "protest_deaths": lambda c: c.regime.killed,
    "threat": lambda c: c.regime.threat_week,
    "hazard_coup": lambda c: c.elite.hazard_coup,
    "hazard_uprising": lambda c: c.elite.hazard_uprising,
    "hazard_negotiated": lambda c: c.elite.hazard_negotiated,
    "hazard_death": lambda c: c.elite.hazard_death,
    "hazard_reversal": lambda c: c.elite.hazard_reversal,
    "autocracy": lambda c: c.elite.autocracy + c.elite.conflict,
    "organisations": lambda c: c.organisations.open,
    "media_reach": lambda c: c.regime.media_reach,
    "campaign_infrastructure": lambda c: c.regime.campaign_infrastructure,
    "exile": lambda c: np.maximum(c.people.gone, 0.0),
    "sponsor_support": lambda c: c.treasury.credit + c.treasury.subsidy,
    "dependence": lambda c: c.treasury.dependence,
    "concessions_security": lambda c: c.treasury.security_conceded,
    "concessions_institutional": lambda c: c.treasury.institutional_conceded,
    "sanction_coverage": lambda c: c.treasury.covered,
    "sanction_listings": lambda c: c.regime.listings,
    "enforcement": lambda c: c.treasury.enforced,
    "effective_sanctions": lambda c: c.treasury.effective,
    "evasion": lambda c: c.treasury.evasion,
    "gdp": lambda c: np.exp(c.treasury.gdp_log),
    "hardship": lambda c: c.treasury.hardship,
    "tools": lambda c: c.regime.tools_stock,
    "watchlist": lambda c: c.regime.watchlist_reach,
}
"""Outcomes that are read off the mean of the weeks since the last record."""

AT_END: dict[str, Callable[[Country], Floats]] = {
    "broken": lambda c: c.elite.broken,
    "breakdown_kind": lambda c: c.elite.breakdown_kind,
    "successor": lambda c: c.elite.broken,
}
"""Outcomes that are read off the last week itself."""

LAST_WEEK: dict[str, Callable[[Country], Floats]] = {
    **OF_COUNTRY,
    **AT_END,
    "durability": lambda c: np.exp(-c.elite.total_hazard),
    "order": lambda c: -np.log1p(c.people.person_days * WEEKS_PER_YEAR),
}
"""Outcomes as a condition sees them: what runs over a year is read at the rate of last week."""

OF_ACTOR: dict[str, str] = {
    "attention": "attention",
    "support": "support",
    "unity": "unity",
    "capture": "capture",
    "populists": "populists",
    "arrivals": "arriving",
    "political_cost": "political_cost",
    "sponsor_capacity": "capacity",
    "force_ratio": "ratio_log",
    "front": "front",
}
"""Outcomes of senders, sponsors and the war, by the attribute that holds each."""


def observe(model: Politeia, outcome: str, code: str) -> Floats:
    """Return what an outcome of a code is in this week; week, year and the like have no code."""
    if not code:
        years = monday(model.week).year + 0.0
        told = {"week": float(model.week), "year": years}
        since_start = float(model.week - week_of(model.world.start))
        return np.full(model.runs, told.get(outcome, since_start))
    if code in model.place and outcome in LAST_WEEK:
        return LAST_WEEK[outcome](model.countries[model.place[code]])
    for actor in (*model.senders, *model.sponsors, *([model.theatre] if model.theatre else [])):
        if actor.code == code and hasattr(actor, OF_ACTOR.get(outcome, "?")):
            return actor_value(actor, outcome)
    return np.full(model.runs, UNKNOWN)


def actor_value(actor: Actor, outcome: str) -> Floats:
    """Return an outcome of a sender, a sponsor or the war; not a number where it has none."""
    name = OF_ACTOR[outcome]
    if not hasattr(actor, name):
        return np.full(actor.runs, UNKNOWN)
    value: Floats = getattr(actor, name)
    return np.exp(value) if outcome == "force_ratio" else value


class Record:
    """The rows of a batch, (date, place, run) for each outcome, filled as the weeks are lived."""

    def __init__(self, model: Politeia, first: int, weeks: int, every: int) -> None:
        self.every, self.first = every, first
        self.dates = [first + every * number for number in range(weeks // every)]
        places, runs = len(model.countries), model.runs
        shape = (len(self.dates), places, runs)
        names = [outcome.name for outcome in outcomes.COUNTRIES]
        self.countries = {name: np.full(shape, UNKNOWN, dtype=np.float32) for name in names}
        self.others: list[Actor] = [*model.senders, *model.sponsors]
        if model.theatre is not None:
            self.others.append(model.theatre)
        shape = (len(self.dates), len(self.others), runs)
        names = [outcome.name for outcome in outcomes.ACTORS]
        self.actors = {name: np.full(shape, UNKNOWN, dtype=np.float32) for name in names}
        self.sums: dict[Actor, Floats] = {}
        self.lived = 0
        self.year = max(YEAR // every, 1)
        self.hazards = np.zeros((self.year, places, runs))
        self.protest = np.zeros((self.year, places, runs))
        self.outputs = np.zeros((self.year, places, runs))
        self.remember(model)

    def remember(self, model: Politeia) -> None:
        """Let the year before the first record be as the moment of founding."""
        for place, country in enumerate(model.countries):
            self.outputs[:, place] = country.treasury.gdp_log
            self.hazards[:, place] = country.elite.total_hazard

    def note(self, model: Politeia) -> None:
        """Add a week that has just been lived; at the end of a span, take a row."""
        for country in model.together:
            for actor in country:
                self._add(actor)
        for actor in self.others:
            self._add(actor)
        self.lived += 1
        if self.lived % self.every == 0 and self.lived // self.every <= len(self.dates):
            self._take(model, self.lived // self.every - 1)
            self.sums.clear()

    def _add(self, actor: Actor) -> None:
        if actor in self.sums:
            self.sums[actor] += actor.rows
        else:
            self.sums[actor] = actor.rows.copy()

    def _mean(self, actor: Actor) -> Actor:
        seen = copy.copy(actor)
        seen.rows = self.sums[actor] / self.every
        return seen

    def _take(self, model: Politeia, row: int) -> None:
        for country in model.together:
            seen = country.recast(self._mean(actor) for actor in country)
            for name, read in OF_COUNTRY.items():
                self.countries[name][row, country.places] = read(seen)
            for name, read in AT_END.items():
                self.countries[name][row, country.places] = read(country)
            self._look_back(seen, country, row)
        for place, actor in enumerate(self.others):
            for name in self.actors:
                self.actors[name][row, place] = actor_value(self._mean(actor), name)

    def _look_back(self, seen: Country, country: Country, row: int) -> None:
        slot, places = row % self.year, country.places
        before = self.outputs[slot, places].copy()
        self.outputs[slot, places] = country.treasury.gdp_log
        self.hazards[slot, places] = seen.elite.total_hazard
        self.protest[slot, places] = seen.people.person_days * YEAR
        years = self.every * self.year / WEEKS_PER_YEAR
        rows = self.countries
        rows["growth"][row, places] = (country.treasury.gdp_log - before) / years
        rows["durability"][row, places] = np.exp(-_mean_of(self.hazards[:, places]))
        rows["order"][row, places] = -np.log1p(_mean_of(self.protest[:, places]))

    def probe(self, row: int, found: Found) -> None:
        """Note what a probe has found of each country."""
        if 0 <= row < len(self.dates):
            self.countries["fragility"][row] = found.fragility
            self.countries["ignition_size"][row] = found.ignition
            self.countries["ignition_size_half"][row] = found.ignition_half


def _mean_of(rows: Floats) -> Floats:
    """Return the mean of rows, row by row, so that a history's number never depends on others."""
    total: Floats = rows[0]
    for row in rows[1:]:
        total = total + row
    return total / len(rows)
