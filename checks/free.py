"""Free pasts and futures from the priors: nothing is conditioned on what really happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from living import Lot, Trace, at_priors, study_of

from politeia.actors.country import Country
from politeia.calendar import week_of
from politeia.quantity import Floats
from politeia.scenario import history as told
from politeia.shadow import Score, Shadow

STUDY = "world: eurasia\nmechanisms: {M14: true, M15: true, M22: true, M23: true}\n"
YEAR = 52
WEEKS = 52.1786
FUTURE = 260
LOOKS: dict[str, Callable[[Country], Floats]] = {
    "turnout": lambda c: c.people.turnout,
    "physical": lambda c: c.regime.repression_felt,
    "civic": lambda c: c.regime.repression_civic,
    "information": lambda c: c.regime.repression_information,
    "hazard": lambda c: c.elite.total_hazard,
    "autocracy": lambda c: c.elite.autocracy,
    "falls": lambda c: c.elite.falls,
    "detained": lambda c: c.regime.detained,
    "prisoners": lambda c: c.courts.prisoners,
    "recognised": lambda c: c.courts.recognised,
    "grievance": lambda c: c.people.grieved,
    "hardship": lambda c: c.treasury.hardship,
    "media": lambda c: c.regime.media_reach,
    "organisations": lambda c: c.organisations.open_share,
    "exile": lambda c: c.people.gone / c.regime.population,
    "gdp_log": lambda c: c.treasury.gdp_log,
    "watchlist": lambda c: c.regime.watchlist / c.regime.population * 1e6,
    "latent": lambda c: c.regime.latent_threat,
}
PARTS = ("physical", "civic", "information")


@dataclass
class Lived:
    """What some draws lived: traces by (country, name) of shape (week, run), and shadow scores."""

    first: int
    weeks_past: int
    rows: dict[tuple[str, str], Floats]
    told_falls: dict[str, list[int]]
    scores: list[Score] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """Return the countries."""
        return list(dict.fromkeys(code for code, _ in self.rows))

    def years(self, code: str, name: str) -> Floats:
        """Return means over spans of 52 weeks, (year, run)."""
        weeks = self.rows[code, name]
        whole = len(weeks) // YEAR * YEAR
        return np.asarray(weeks[:whole].reshape(-1, YEAR, weeks.shape[1]).mean(axis=1))


def live(draws: Sequence[int], seed: int, future: int = FUTURE) -> Lived:
    """Live the past and ``future`` weeks more of some draws, one history each."""
    study = study_of(STUDY)
    parameters, switches = at_priors(study, study.cases[0], draws, seed)
    first, branch = week_of(study.world.start), study.branch_week
    lot = Lot(study, parameters, switches, seed + int(draws[0]), branch, branch)
    model, trace = lot.model(), Trace(first)
    shadow = Shadow(model)

    def note() -> None:
        trace.note(model, LOOKS)
        shadow.note()

    while model.week < branch:
        model.step_until(note)
    scores = shadow.scores()
    model.hand_over()
    while model.week < branch + future:
        model.step_until(lambda: trace.note(model, LOOKS))
    rows = {key: np.stack(held) for key, held in trace.rows.items()}
    falls = {
        code: [
            week_of(e.date) - first
            for e in study.history.events
            if isinstance(e, told.Breakdown) and code in e.on
        ]
        for code in study.world.regimes
    }
    return Lived(first, branch - first, rows, falls, scores)


def joined(parts: Sequence[Lived]) -> Lived:
    """Return several lots as one; scores are means over lots."""
    one = parts[0]
    rows = {key: np.concatenate([p.rows[key] for p in parts], axis=1) for key in one.rows}
    scores = [
        Score(
            same[0].rule,
            same[0].measure,
            float(np.mean([s.value for s in same])),
            float(np.mean([s.baseline for s in same])),
            same[0].count,
            same[0].higher_is_better,
            same[0].note,
        )
        for same in zip(*(p.scores for p in parts), strict=True)
    ]
    return Lived(one.first, one.weeks_past, rows, one.told_falls, scores)


def hazards(lived: Lived) -> dict[str, dict[str, float]]:
    """Return integrated hazards and counted falls of autocracies, % a year, by country and all."""
    found: dict[str, dict[str, float]] = {}
    burnt, fallen, lived_years = 0.0, 0.0, 0.0
    for code in lived.codes:
        rules = lived.rows[code, "autocracy"] > 0.5
        hazard = lived.rows[code, "hazard"]
        falls = np.isin(lived.rows[code, "falls"], (1, 2, 3, 4))
        for week in lived.told_falls[code]:
            falls[week] = False
        before = np.concatenate([rules[:1], rules[:-1]])
        years = rules.sum() / WEEKS
        own = float((hazard * rules).sum() / WEEKS)
        count = float((falls & before).sum())
        found[code] = {
            "integrated": 100 * own / years,
            "counted": 100 * count / years,
            "broken_in_past": float(falls[: lived.weeks_past].any(axis=0).mean()),
        }
        burnt, fallen, lived_years = burnt + own, fallen + count, lived_years + years
    found["all"] = {"integrated": 100 * burnt / lived_years, "counted": 100 * fallen / lived_years}
    return found


def edges(lived: Lived) -> dict[str, dict[str, float]]:
    """Return the share of country-years in which each part lies below .01 or above .99."""
    found = {}
    for part in PARTS:
        years = np.concatenate([lived.years(code, part).ravel() for code in lived.codes])
        found[part] = {"below": float((years < 0.01).mean()), "above": float((years > 0.99).mean())}
    return found


def ignited(lived: Lived, code: str = "BLR", year: int = 2020) -> tuple[float, float]:
    """Return the share of draws in which a year's street peaks at 1 %, and the median peak, %."""
    start = week_of(date(year, 8, 3)) - lived.first
    peak = lived.rows[code, "turnout"][start : start + 30].max(axis=0)
    return float((peak >= 0.01).mean()), 100 * float(np.median(peak))


def kurtosis(lived: Lived) -> float:
    """Return the excess kurtosis of yearly changes of the physical part."""
    changes = [np.diff(lived.years(code, "physical"), axis=0).ravel() for code in lived.codes]
    pooled = np.concatenate(changes).astype(np.float64)
    spread = pooled - pooled.mean()
    return float((spread**4).mean() / (spread**2).mean() ** 2 - 3.0)


def medians(lived: Lived, dates: Sequence[date]) -> dict[str, dict[str, list[float]]]:
    """Return the medians of every outcome by country at some dates; detentions over the year."""
    found: dict[str, dict[str, list[float]]] = {}
    for (code, name), rows in lived.rows.items():
        if name in ("falls", "hazard", "autocracy", "turnout"):
            continue
        values: list[Any] = []
        for day in dates:
            week = week_of(day) - lived.first
            if name == "detained":
                values.append(np.median(rows[week - 51 : week + 1].sum(axis=0)))
            elif week < len(rows):
                values.append(np.median(rows[week]))
        found.setdefault(name, {})[code] = [float(f"{value:.3g}") for value in values]
    return found
