"""Those who watch a country: coders of indices, counters of events, the statistical office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.calendar import monday
from politeia.quantity import ANY, INFINITY, Floats, quantity
from politeia.theories.observation import counters

if TYPE_CHECKING:
    from politeia.actors.country import Country

PARTS = ("physical", "civic", "information")
YEAR = 52.1786
LISTED = 6
"""Standard normals that observers draw in a year: three parts, two scales, growth."""


class Observers(Actor):
    """What the public record says of a country in the calendar year, and of last year."""

    weeks = quantity("weeks of this calendar year", unit="week", bounds=(0, 54))
    mean_physical = quantity("physical repression this year", unit="1", bounds=(0, 1), start=0.5)
    mean_civic = quantity("civic repression this year", unit="1", bounds=(0, 1), start=0.5)
    mean_information = quantity(
        "repression of information this year", unit="1", bounds=(0, 1), start=0.5
    )
    coded_physical = quantity("physical repression as coded", unit="1", bounds=(0, 1), start=0.5)
    coded_civic = quantity("civic repression as coded", unit="1", bounds=(0, 1), start=0.5)
    coded_information = quantity(
        "repression of information as coded", unit="1", bounds=(0, 1), start=0.5
    )
    error_physical = quantity("coders' error, physical part", unit="1", bounds=ANY)
    error_civic = quantity("coders' error, civic part", unit="1", bounds=ANY)
    error_information = quantity("coders' error, information", unit="1", bounds=ANY)
    freedom_house = quantity("Freedom House total", unit="points", bounds=(0, 100), start=30.0)
    terror_scale = quantity("Political Terror Scale", unit="1", bounds=(1, 5), start=3.0)
    output_before = quantity("log of output when the year began", unit="log", bounds=ANY)
    growth = quantity("growth of last year as published", unit="1/year", bounds=ANY)
    events = quantity("protest events reported this week", unit="events", bounds=(0, INFINITY))
    detentions = quantity("detentions counted this week", unit="persons", bounds=(0, INFINITY))
    persons = quantity("persons among them", unit="persons", bounds=(0, INFINITY))
    deaths = quantity("deaths at protests reported", unit="persons", bounds=(0, INFINITY))

    country: Country

    def watch(self, week: int) -> None:
        """Note this week, and publish the year that has just ended (M24)."""
        if not self.model.plays("M24"):
            return
        if monday(week).year != monday(week - 1).year:
            self.publish(monday(week - 1).year)
        regime, p = self.country.regime, self.p.counters
        seen = (regime.repression_felt, regime.repression_civic, regime.repression_information)
        for part, value in zip(PARTS, seen, strict=True):
            mean = getattr(self, f"mean_{part}")
            after = counters.year_mean_after(mean, self.weeks, value, 1.0)
            setattr(self, f"mean_{part}", np.minimum(after, 1.0))
        self.weeks = self.weeks + 1.0
        self.count(p, week)

    def count(self, p: counters.Counters, week: int) -> None:
        """Count detentions, deaths and events as the press and monitors do."""
        regime, people = self.country.regime, self.country.people
        whole = np.floor(regime.detained)
        self.detentions = self.luck.binomial("counted", week, whole, p.detentions_seen)
        self.persons = counters.persons_detained(p, self.detentions)
        reported = counters.deaths_reported_share(p)
        self.deaths = self.luck.binomial("deaths reported", week, regime.killed, reported)
        lived = people.person_days * people.resident / 1e3
        self.events = counters.protest_events(p, lived)

    def publish(self, year: int) -> None:
        """Publish the indices of ``year``: by coders, scales and the statistical office."""
        p, output = self.p.counters, self.country.treasury.gdp_log
        normals = self.luck.normals("year", year, LISTED)
        for part, normal in zip(PARTS, normals[:3], strict=True):
            error = counters.error_after(p, getattr(self, f"error_{part}"), normal)
            setattr(self, f"error_{part}", error)
            setattr(self, f"coded_{part}", counters.coded(p, getattr(self, f"mean_{part}"), error))
        self.freedom_house = counters.freedom_house(
            p, self.mean_civic, self.mean_information, normals[3]
        )
        self.terror_scale = counters.terror_scale(p, self.mean_physical, normals[4])
        grown = (output - self.output_before) * YEAR / np.maximum(self.weeks, 1.0)
        self.growth = counters.official_growth(p, grown, normals[5])
        self.output_before, self.weeks = output, 0.0

    def found_record(self, levels: tuple[Floats, Floats, Floats]) -> None:
        """Let the record begin with the levels of the start."""
        for part, level in zip(PARTS, levels, strict=True):
            setattr(self, f"mean_{part}", level)
            setattr(self, f"coded_{part}", level)
