"""The filter of the pasts: particles of a draw, weighed by the record, country by country.

Until the branch all that crosses a border comes from the record, so countries are independent given
their parameters, and each country's block may be resampled by itself. The filter sees
nothing after the last record of its table; the sum of the logs of mean weights is the draw's
likelihood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from politeia.calendar import week_of
from politeia.quantity import Bools, Floats, Integers
from politeia.record import observe
from politeia.scenario.filter import Record

if TYPE_CHECKING:
    from politeia.model import Politeia

SUMMED = {"turnout_peak": "turnout", "detentions_sum": "detentions", "deaths_sum": "protest_deaths"}
CODED = {
    "repression_physical": "mean_physical",
    "repression_civic": "mean_civic",
    "repression_information": "mean_information",
}
"""Levels that are compared as the mean of the calendar year so far, as coders rate them."""
DEFAULT_SD = {"log": 0.25, "linear": 0.07, "logit": 0.3, "at_most": 0.25}
WORST = -50.0
"""Log weight of a particle that is nowhere near; keeps draws alive that cannot reach the record."""
ENOUGH = 0.5
"""Effective share of particles below which they are resampled."""
TINY = 1e-9


@dataclass
class Watch:
    """Running sums and peaks of what the records ask of spans of time, (run,) each."""

    records: Sequence[Record]
    values: dict[int, Floats] = field(default_factory=dict)

    def note(self, model: Politeia) -> None:
        """Add the week that has just been lived."""
        for number, record in enumerate(self.records):
            if record.since is None or record.observable not in SUMMED:
                continue
            if week_of(record.since) <= model.week <= week_of(record.date):
                now = observe(model, SUMMED[record.observable], record.country)
                before = self.values.get(number, np.zeros(model.runs))
                peak = record.observable == "turnout_peak"
                self.values[number] = np.maximum(before, now) if peak else before + now

    def keep(self, code: str, ancestors: Integers) -> None:
        """Let sums and peaks follow the resampled histories of a country."""
        for number, record in enumerate(self.records):
            if record.country == code and number in self.values:
                self.values[number] = self.values[number][ancestors]

    def seen(self, model: Politeia, number: int) -> Floats:
        """Return what a record is compared with."""
        record = self.records[number]
        if number in self.values:
            return self.values[number]
        if record.observable in CODED:
            country = model.countries[model.place[record.country]]
            mean: Floats = getattr(country.observers, CODED[record.observable])
            return mean
        return observe(model, record.observable, record.country)


def distance(record: Record, seen: Floats) -> Floats:
    """Return how far what is seen lies from the record, on its own scale, signed."""
    value = record.value
    if record.scale == "log":
        floor = max(abs(value) * 1e-3, TINY)
        return np.log(np.maximum(seen, floor) / max(value, floor))
    if record.scale == "logit":
        inside = np.clip(seen, 1e-3, 1 - 1e-3)
        told = float(np.clip(value, 1e-3, 1 - 1e-3))
        gap: Floats = np.log(inside / (1 - inside)) - np.log(told / (1 - told))
        return gap
    if record.scale == "at_most":
        return np.maximum(seen - value, 0.0) / max(abs(value), 0.5 if value == 0 else TINY)
    return seen - value


def log_weight(record: Record, seen: Floats) -> Floats:
    """Return the log of the weight of each particle by one record, at least ``WORST``."""
    sd = record.sd or DEFAULT_SD[record.scale]
    gap = distance(record, seen) / sd
    return np.maximum(-0.5 * gap * gap, WORST)


def systematic(weights: Floats, start: float) -> Integers:
    """Return ancestors by systematic resampling of a draw's ``weights``, sum 1, from ``start``."""
    points = (np.arange(len(weights)) + start) / len(weights)
    return np.minimum(np.searchsorted(np.cumsum(weights), points), len(weights) - 1)


class Filter:
    """Weighs and resamples the particles of several draws that live in one batch."""

    def __init__(self, model: Politeia, records: Sequence[Record], draws: int) -> None:
        self.model, self.draws = model, draws
        self.particles = model.runs // draws
        self.records = [r for r in records if week_of(r.date) >= model.week]
        self.watch = Watch(self.records)
        self.due: dict[int, list[int]] = defaultdict(list)
        for number, record in enumerate(self.records):
            self.due[week_of(record.date)].append(number)
        codes = [country.regime.code for country in model.countries]
        self.weights = {code: self._even() for code in codes}
        self.inside: dict[str, Bools] = {code: np.ones(model.runs, dtype=bool) for code in codes}
        self.log_likelihood = np.zeros(draws)
        self.effective = np.full(draws, float(self.particles))

    def _even(self) -> Floats:
        return np.full((self.draws, self.particles), 1.0 / self.particles)

    def note(self) -> None:
        """Note a week that has just been lived; weigh and resample where records are due."""
        model = self.model
        self.watch.note(model)
        due = self.due.get(model.week, [])
        for code in sorted({self.records[number].country for number in due}):
            self._weigh(code, [n for n in due if self.records[n].country == code])

    def _weigh(self, code: str, numbers: Sequence[int]) -> None:
        total = np.zeros(self.model.runs)
        for number in numbers:
            record, seen = self.records[number], self.watch.seen(self.model, number)
            total = total + log_weight(record, seen)
            within = record.tolerance or 2.0 * (record.sd or DEFAULT_SD[record.scale])
            self.inside[code] &= np.abs(distance(record, seen)) <= within
        logs = np.log(self.weights[code]) + total.reshape(self.draws, self.particles)
        top = logs.max(axis=1, keepdims=True)
        raw = np.exp(logs - top)
        summed = raw.sum(axis=1, keepdims=True)
        self.log_likelihood += (np.log(summed) + top)[:, 0]
        self.weights[code] = np.maximum(raw / summed, 1e-300)
        effective = 1.0 / np.square(self.weights[code]).sum(axis=1)
        self.effective = np.minimum(self.effective, effective)
        self.resample(code, effective < ENOUGH * self.particles)

    def resample(self, code: str, chosen: Bools) -> None:
        """Resample a country's particles within the draws that are ``chosen``."""
        if not chosen.any():
            return
        ancestors = np.arange(self.model.runs)
        country = self.model.countries[self.model.place[code]]
        starts = country.people.luck.uniform("resampling", self.model.week)
        for draw in np.flatnonzero(chosen):
            here = slice(draw * self.particles, (draw + 1) * self.particles)
            picked = systematic(self.weights[code][draw], float(starts[here.start]))
            ancestors[here] = here.start + picked
            self.weights[code][draw] = 1.0 / self.particles
        self.model.keep(code, ancestors)
        self.watch.keep(code, ancestors)
        self.inside[code] = self.inside[code][ancestors]
        moved = ancestors != np.arange(self.model.runs)
        country.people.shake(self.model.week, moved)
        touched = np.repeat(chosen, self.particles)
        for actor in country:
            actor.wind_clocks(touched)

    def end(self) -> None:
        """Resample every country once more, so that all particles weigh the same."""
        for code, weights in self.weights.items():
            self.resample(code, np.ptp(weights, axis=1) > 1e-12)

    def share_inside(self) -> Floats:
        """Return the share of (country, particle) inside all tolerances, of each draw."""
        held = [
            inside.reshape(self.draws, self.particles).mean(axis=1)
            for inside in self.inside.values()
        ]
        share: Floats = np.mean(held, axis=0)
        return share
