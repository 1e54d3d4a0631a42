"""Global sensitivity: how much of an outcome's variation each uncertainty makes.

    Morris   mu* = mean |elementary effect|, sigma = their standard deviation   screening
    Sobol    S1 = V(E[y | x_k]) / V(y), ST = 1 - V(E[y | all but x_k]) / V(y), S2 of pairs

Where the study's points are a Morris or a Saltelli design, indices are of the runs. On an ordinary
study, whose draws come from the prior, they are of an emulator and share out the part of the
variation that it tells: its held-out R^2 stands beside them. Intervals hold 95 %: of SALib's
bootstrap over a design; of refits to bootstraps of the draws and of the Sobol sample together on
an emulator.

Source   Morris (1991), Technometrics 33, 161-174; Saltelli and others (2010), Computer Physics
         Communications 181, 259-270 (both from memory, unverified); SALib
Holds    where uncertainties are independent, which they are in the prior
Departs  cases of one study are pooled with equal weights; what they set together is not independent
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis.emulator import Emulator, Space, refitted
from politeia.analysis.lived import CannotAnalyse
from politeia.quantity import Floats

SAMPLE, REFITS, NORMAL_95 = 512, 16, 1.96
MORRIS, SALTELLI = "morris", "saltelli"


@dataclass(frozen=True)
class Design:
    """A design for sensitivity as a study records it: ``values`` has the shape (point, name)."""

    method: str
    names: tuple[str, ...]
    values: Floats
    bounds: Floats

    @property
    def step(self) -> int:
        """Return the number of points of a trajectory or of a base point; 0 if they do not fit."""
        number, names = self.values.shape
        if self.method == MORRIS:
            return names + 1 if number and number % (names + 1) == 0 else 0
        return _saltelli_step(self.values)

    @property
    def problem(self) -> dict[str, Any]:
        """Return the design as SALib names its parts."""
        return {
            "num_vars": len(self.names),
            "names": list(self.names),
            "bounds": self.bounds.tolist(),
        }


def design(study: Mapping[str, Any], values: pd.DataFrame) -> Design | None:
    """Return the sensitivity design of a study, or nothing where its points are no such design.

    ``values`` has a row for each point in order and a column for each name; where the study keeps
    its points in the unit cube, those are taken.

    Raises:
        CannotAnalyse: when the number of points is not that of its method.
    """
    told = study.get("design") or {}
    method = str(told.get("method", ""))
    if method not in (MORRIS, SALTELLI):
        return None
    moved = [str(one["name"]) for one in told.get("moved") or ()]
    names = tuple(moved or map(str, told.get("names") or values.columns))
    unit = np.array(told.get("unit") or np.empty((0, 0)), dtype=np.float64)
    whole = unit.shape == (len(values), len(names))
    table = unit if whole else values[list(names)].to_numpy(np.float64)
    found = Design(method, names, table, np.stack([table.min(axis=0), table.max(axis=0)], axis=-1))
    if found.step == 0:
        raise CannotAnalyse(
            f"{len(table)} points are no {method} design of {len(names)} uncertainties: some of "
            f"it is missing"
        )
    return found


def _saltelli_step(values: Floats) -> int:
    """Return how many points a base point of a Saltelli design has; 0 where they do not fit.

    A block begins with a row of which each of the next ones changes one column. The number of
    points alone does not tell a design with pairs from one without.
    """
    number, names = values.shape
    for step in (2 * names + 2, names + 2):
        if number and number % step == 0:
            blocks = values.reshape(-1, step, names)
            changed = blocks[:, 1 : names + 1] != blocks[:, :1]
            if not changed[:, ~np.eye(names, dtype=bool)].any():
                return int(step)
    return 0


def morris(found: Design, y: Floats) -> pd.DataFrame:
    """Return Morris's measures of an outcome (point,): mu, mu_star with its interval, sigma."""
    from SALib.analyze import morris as analysis

    levels = max(len(np.unique(column.round(9))) for column in found.values.T)
    told = analysis.analyze(
        found.problem, found.values, y, num_levels=max(4, levels + levels % 2), seed=1
    )
    return pd.DataFrame(
        {
            "uncertainty": found.names,
            "mu": np.asarray(told["mu"], float),
            "mu_star": np.asarray(told["mu_star"], float),
            "half_width": np.asarray(told["mu_star_conf"], float),
            "sigma": np.asarray(told["sigma"], float),
        }
    )


def sobol(found: Design, y: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return first and total order of an outcome (point,) by uncertainty, and second by pair."""
    second = found.step == 2 * len(found.names) + 2
    return _indices(found.problem, y, second=second, resamples=100)


def _indices(
    problem: Mapping[str, Any], y: Floats, *, second: bool, resamples: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from SALib.analyze import sobol as analysis

    spread = y.std() or 1.0
    told = analysis.analyze(
        problem,
        (y - y.mean()) / spread,
        calc_second_order=second,
        num_resamples=resamples,
        seed=1,
    )
    singles = pd.DataFrame(
        {
            "uncertainty": list(problem["names"]),
            "first": told["S1"],
            "first_half_width": told["S1_conf"],
            "total": told["ST"],
            "total_half_width": told["ST_conf"],
        }
    )
    return singles, _pairs(problem["names"], told) if second else pd.DataFrame(columns=PAIRS)


PAIRS = ["uncertainty", "with", "second", "second_half_width"]


def _pairs(names: Sequence[str], told: Mapping[str, Any]) -> pd.DataFrame:
    """Return the second order of each pair as rows."""
    rows = [
        (names[one], names[two], told["S2"][one, two], told["S2_conf"][one, two])
        for one in range(len(names))
        for two in range(one + 1, len(names))
    ]
    return pd.DataFrame(rows, columns=PAIRS)


def on_emulator(
    found: Space, y: Floats, emulator: Emulator, refits: int = REFITS
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return Sobol indices of an emulator of an outcome (condition,); other columns have none."""
    singles, pairs = _of_emulator(found, emulator, second=True, resamples=50)
    again = [
        _of_emulator(found, other, second=False, resamples=2)[0].set_index("uncertainty")
        for other in refitted(found, y, emulator, refits)
    ]
    for kind in ("first", "total"):
        spread = [
            np.std([table[kind].get(name, 0.0) for table in again], ddof=1)
            if len(again) > 1
            else 0.0
            for name in singles.uncertainty
        ]
        both = np.hypot(NORMAL_95 * np.array(spread), singles[f"{kind}_half_width"])
        singles[f"{kind}_half_width"] = both
    return singles, pairs


def _of_emulator(
    found: Space, emulator: Emulator, *, second: bool, resamples: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the indices of one emulator over the places of its own columns."""
    from SALib.sample import sobol as sample

    names = [found.names[column] for column in emulator.columns]
    if len(names) == 1:
        return _alone(names[0]), pd.DataFrame(columns=PAIRS)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    u = sample.sample(problem, SAMPLE, calc_second_order=second, seed=1)
    y = emulator(found.snapped(np.asarray(u, np.float64), emulator.columns))
    return _indices(problem, y, second=second, resamples=resamples)


def _alone(name: str) -> pd.DataFrame:
    """Return the indices where one uncertainty makes all of the variation that is told."""
    return pd.DataFrame(
        {
            "uncertainty": [name],
            "first": [1.0],
            "first_half_width": [0.0],
            "total": [1.0],
            "total_half_width": [0.0],
        }
    )
