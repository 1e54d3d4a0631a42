"""How the checks live histories: a study in one process, watched week by week or day by day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from politeia import street
from politeia.actors.country import Country
from politeia.actors.elite import Elite
from politeia.actors.population import DAYS
from politeia.chance import key_of_life
from politeia.evidence.draws import draw_parameters, names_of_uncertain
from politeia.lives import drawn, ledger
from politeia.model import Given, Politeia, Settings
from politeia.quantity import Floats, Integers
from politeia.scenario.load import load_study
from politeia.scenario.study import SWITCHES, Case, Study

MIDDLE = 0.5


def study_of(text: str, name: str = "check") -> Study:
    """Return the study that is written in ``text``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(f"kind: study\nname: {name}\n{text}", encoding="utf-8")
        return load_study(path)


def at_medians(study: Study, runs: int) -> dict[str, Floats]:
    """Return every parameter at the median of its prior, as the study's case changes it."""
    known = ledger()
    middle = np.full((1, len(names_of_uncertain(known))), MIDDLE)
    parameters = draw_parameters(known, middle, study, study.cases[0])
    return {name: np.repeat(rows, runs, axis=1) for name, rows in parameters.items()}


def at_priors(
    study: Study, case: Case, draws: Sequence[int], seed: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return parameters and switches of some draws from the priors, one history each."""
    return drawn(study, case, draws, seed)


def evenly_switched(runs: int) -> dict[str, Floats]:
    """Return every rival hypothesis at one half of the histories, in a fixed pattern."""
    number = np.arange(runs)
    return {name: ((number >> place) & 1).astype(float) for place, name in enumerate(SWITCHES)}


@dataclass(frozen=True)
class Lot:
    """What a batch is lived with."""

    study: Study
    parameters: dict[str, Floats]
    switches: dict[str, Floats]
    seed: int
    record_until: int
    chance_from: int
    off: frozenset[str] = frozenset()
    nodes: int = 500
    kind_of_life: str = "past"

    def model(self) -> Politeia:
        """Return a model of one history for each column of the parameters."""
        runs = next(iter(self.parameters.values())).shape[1]
        keys = [key_of_life(self.seed, run, 0, self.kind_of_life) for run in range(runs)]
        settings = Settings(
            nodes=self.nodes,
            seed=self.seed,
            record_until=self.record_until,
            chance_from=self.chance_from,
            off=self.off,
        )
        given = Given(
            parameters=self.parameters,
            switches=self.switches,
            keys=np.array(keys, dtype=np.uint64),
            history=self.study.history,
            settings=settings,
        )
        return Politeia(self.study.world, given)


@dataclass
class Trace:
    """What was noted of each country, (week, run) by country and name."""

    first: int
    rows: dict[tuple[str, str], list[Floats]] = field(default_factory=dict)

    def note(self, model: Politeia, read: dict[str, Callable[[Country], Floats]]) -> None:
        """Add the week that has just been lived."""
        for country in model.countries:
            for name, look in read.items():
                held = self.rows.setdefault((country.regime.code, name), [])
                held.append(np.array(look(country), dtype=np.float64))

    def of(self, code: str, name: str, start: int | None = None, end: int | None = None) -> Floats:
        """Return the weeks ``start`` (included) to ``end`` (not), each by its number."""
        rows = self.rows[code, name]
        low = 0 if start is None else start - self.first
        high = len(rows) if end is None else end - self.first
        return np.stack(rows[max(low, 0) : high])


@dataclass
class Days:
    """Turnout and requests by days, (day, run), of the countries that are watched."""

    model: Politeia
    codes: Sequence[str]
    turnout: dict[str, list[Floats]] = field(default_factory=dict)
    asked: dict[str, list[Floats]] = field(default_factory=dict)

    def begin(self) -> None:
        """Open a week: seven empty days."""
        for code in self.codes:
            country = self.model.countries[self.model.place[code]]
            for _ in range(DAYS):
                self.turnout.setdefault(code, []).append(country.people.turnout.copy())
                self.asked.setdefault(code, []).append(country.regime.asked_troops.copy())

    def note_week(self, country: Country) -> None:
        """Note a quiet week, all its days as its end; days that are lived are noted after it."""
        runs = self.model.runs
        crowd = country.people.turnout.reshape(-1, runs)
        asked = country.regime.asked_troops.reshape(-1, runs)
        for place, code in enumerate(country.codes):
            if code in self.codes:
                for day in range(1, DAYS + 1):
                    self.turnout[code][-day] = crowd[place].copy()
                    self.asked[code][-day] = asked[place].copy()

    def note(
        self, code: str, day: int, columns: Integers, country: Country, here: Integers
    ) -> None:
        """Note one lived day of the awake histories of a country."""
        rows = self.turnout[code]
        rows[len(rows) - DAYS + day][columns] = country.people.turnout[here]
        rows = self.asked[code]
        rows[len(rows) - DAYS + day][columns] = country.regime.asked_troops[here]


@contextmanager
def watched_by_days(model: Politeia, codes: Sequence[str]) -> Iterator[Days]:
    """Watch the street of some countries by days while the block lasts."""
    days = Days(model, codes)
    gather, step = street.gather, street.step
    held: dict[str, Any] = {}

    def gathering(country: Country, awake: Integers) -> Country:
        held["of"] = (country.codes, awake)
        return gather(country, awake)

    def stepping(country: Country, week: int, day: int | None) -> None:
        step(country, week, day)
        if day is None:
            days.note_week(country)
            return
        members, awake = held["of"]
        for place, code in enumerate(members):
            here = np.flatnonzero(awake // model.runs == place)
            if code in codes and len(here):
                days.note(code, day, awake[here] - place * model.runs, country, here)

    street.gather, street.step = gathering, stepping
    try:
        yield days
    finally:
        street.gather, street.step = gather, step


@contextmanager
def nobody_falls() -> Iterator[None]:
    """Let hazards of breakdown be integrated while no regime ends by them."""
    succeed = Elite.succeed
    setattr(Elite, "succeed", lambda _elite, _week: None)  # noqa: B010
    try:
        yield
    finally:
        setattr(Elite, "succeed", succeed)  # noqa: B010


def triple(values: Floats, factor: float = 1.0) -> tuple[float, float, float]:
    """Return the 5, 50 and 95 % quantiles of the finite values."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return (float("nan"),) * 3
    low, middle, high = factor * np.quantile(finite, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)
