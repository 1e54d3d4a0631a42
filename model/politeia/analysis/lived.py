"""A study as its analyses see it: outcomes of every policy in every condition, run beside run.

    value    the mean of an outcome over the year that ends at a horizon
    level    the value of a policy's runs, mean over replicates
    effect   the paired difference to the baseline, mean over replicates, positive where higher
    gain     the effect turned so that more is better for the people who live there

A condition is a (case, point, draw). Places are the countries that the study shows first, and
their weighted mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from politeia.analysis import contrast, reading
from politeia.analysis.conditions import KEYS, conditions, varying
from politeia.analysis.tables import CODES, DEFAULT_OUTCOMES, FOCUS, FOCUS_COUNTRIES, MAIN_YEARS
from politeia.arms import BASELINE, OTHER_LUCK, PLACEBO
from politeia.errors import BadInput
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats, Integers
from politeia.scenario.words import meant

APART = (BASELINE, PLACEBO, OTHER_LUCK)


class CannotAnalyse(Exception):
    """A result does not hold what an analysis needs; the message is the sentence that says so.

    ``detail`` is what differs from one quantity to the next, so that the rest is said once.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True)
class Lived:
    """A study's arrays with the conditions of their rows.

    ``conditions`` has a row for each (case, point, draw), in the order of the arrays, and the
    columns that vary; ``main`` is the outcome that decides, ``years`` the horizon that is read.
    """

    results: reading.Results
    cube: reading.Cube
    actors: reading.Cube | None
    conditions: pd.DataFrame
    why_no_conditions: str
    focus: tuple[str, ...]
    weights: Floats
    outcomes: tuple[str, ...]
    main: str
    years: float
    chosen: Integers

    @property
    def policies(self) -> tuple[str, ...]:
        """Return the policies of the study, without baseline, placebo and null arm."""
        return tuple(name for name in self.cube.axes.policies if name not in APART)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the countries that are shown, and after them their weighted mean."""
        return (*self.focus, FOCUS)

    @property
    def wanted(self) -> int:
        """Return 1 where more of the main outcome is better for people, -1 where less is."""
        return 1 if BY_NAME[self.main].higher_is == "better" else -1

    @property
    def groups(self) -> Integers:
        """Return the group of each condition, from 0: its draw, or its point where those are more.

        Conditions of a group share what a validation must not see twice.
        """
        index = self.conditions.index
        more = index.get_level_values("point").nunique() > index.get_level_values("draw").nunique()
        return np.unique(index.get_level_values("point" if more else "draw"), return_inverse=True)[
            1
        ]

    def runs(self, policy: str, outcome: str, years: float | None = None) -> Floats:
        """Return the runs of a policy, shape (place, condition, replicate)."""
        at = self.cube.horizons.index(self.years if years is None else years)
        values = self.cube.values[outcome][at, self.cube.axes.policies.index(policy)]
        rows = [self.cube.axes.places.index(code) for code in self.focus]
        shown = np.moveaxis(values[:, rows].astype(np.float64), 1, 0)
        flat = shown.reshape(len(rows), -1, shown.shape[-1])[:, self.chosen]
        mean = np.einsum("p,pcr->cr", self.weights, flat)
        return np.concatenate([flat, mean[None]])

    def level(self, policy: str, outcome: str, years: float | None = None) -> Floats:
        """Return the level of a policy, shape (place, condition)."""
        return contrast.replicate_means(self.runs(policy, outcome, years))[0]

    def difference(self, policy: str, outcome: str, years: float | None = None) -> Floats:
        """Return the paired differences to the baseline, shape (place, condition, replicate)."""
        return self.runs(policy, outcome, years) - self.runs(BASELINE, outcome, years)

    def effect(self, policy: str, outcome: str, years: float | None = None) -> Floats:
        """Return the effect of a policy, shape (place, condition)."""
        return contrast.replicate_means(self.difference(policy, outcome, years))[0]

    def gains(self) -> Floats:
        """Return the gains of doing nothing and then of each policy, (policy, place, condition)."""
        effects = [self.wanted * self.effect(name, self.main) for name in self.policies]
        return np.stack([np.zeros((len(self.places), len(self.conditions))), *effects])

    def band(self, outcome: str) -> Floats:
        """Return how far luck alone moves the effect in a condition, 90th percentile, (place,)."""
        if OTHER_LUCK not in self.cube.axes.policies:
            return np.zeros(len(self.places))
        null = self.difference(OTHER_LUCK, outcome)
        return np.nan_to_num(contrast.null_bands(null, np.isfinite(null).sum(axis=(-2, -1)))[1])

    def monte_carlo_error(self, policy: str, outcome: str) -> Floats:
        """Return the Monte Carlo error of the effect in one condition, (place,), NaN if unknown."""
        difference = self.difference(policy, outcome)
        count = np.isfinite(difference).sum(axis=-1)
        if not (count > 1).any():
            return np.full(len(self.places), np.nan)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.nanvar(difference, axis=-1) * count / (count - 1) / count
        return np.asarray(np.sqrt(np.nanmean(np.where(count > 1, spread, np.nan), axis=-1)))

    def costs(self) -> Floats | None:
        """Return the discounted points of doing nothing and of each policy, (policy, condition)."""
        if self.actors is None or self.actors.cost is None:
            return None
        spent = self.actors.cost.mean(axis=-1).reshape(len(self.actors.axes.policies), -1)
        names = self.actors.axes.policies
        if spent.shape[-1] <= int(self.chosen.max()) or not set(self.policies) <= set(names):
            return None
        spent = spent[:, self.chosen] - spent[names.index(BASELINE), self.chosen]
        rows = [names.index(name) for name in (BASELINE, *self.policies)]
        return np.asarray(spent[rows], dtype=np.float64)

    def need_conditions(self) -> pd.DataFrame:
        """Return the conditions with what varies over them.

        Raises:
            CannotAnalyse: when there is one condition, or it is not known what they stand for.
        """
        if self.why_no_conditions:
            raise CannotAnalyse(self.why_no_conditions)
        if len(self.conditions) < 2 or not self.conditions.shape[1]:
            raise CannotAnalyse(
                "the study has one draw of one case, so that no assumption varies in it"
            )
        return self.conditions

    def need_policies(self, least: int = 1) -> tuple[str, ...]:
        """Return the policies.

        Raises:
            CannotAnalyse: when there are fewer than ``least``.
        """
        if len(self.policies) < least:
            asked = "no policy beside the baseline" if least == 1 else "fewer than two policies"
            raise CannotAnalyse(f"the study has {asked}")
        return self.policies


def lived(
    results: reading.Results,
    *,
    outcome: str | None = None,
    years: float | None = None,
    case: str | None = None,
    weights: Mapping[str, float] | None = None,
) -> Lived:
    """Return a study for analysis: of all cases or of ``case``, at ``years`` after the branch.

    Raises:
        BadInput: when an outcome, a horizon, a case or a country is not among the study's.
        MachineTrouble: when a file of rows is damaged.
    """
    cube = reading.measure(results, "countries")
    assert cube is not None
    wanted = tuple(dict.fromkeys(results.study.outcomes or DEFAULT_OUTCOMES))
    outcomes = tuple(name for name in wanted if name in cube.values and name not in CODES)
    focus = _focus(results, cube, weights)
    index, chosen = _index(results, cube, case)
    frame, why = _conditions(results, index)
    return Lived(
        results=results,
        cube=cube,
        actors=reading.measure(results, "actors"),
        conditions=frame,
        why_no_conditions=why,
        focus=focus,
        weights=_weights(focus, weights),
        outcomes=outcomes or tuple(cube.values)[:1],
        main=_main(outcomes, outcome, cube),
        years=_years(cube, years),
        chosen=chosen,
    )


def _focus(
    results: reading.Results, cube: reading.Cube, weights: Mapping[str, float] | None
) -> tuple[str, ...]:
    """Return the countries that are shown: those with a weight, or the study's first."""
    for code in weights or ():
        if code not in cube.axes.places:
            raise BadInput(f"{code} is no country of the study" + meant(code, cube.axes.places))
    listed = [code for code in cube.axes.places if code in results.study.countries]
    return tuple(weights or (listed or cube.axes.places)[:FOCUS_COUNTRIES])


def _weights(focus: tuple[str, ...], weights: Mapping[str, float] | None) -> Floats:
    """Return the weights of the countries that are shown; they add up to one."""
    given = np.array([(weights or {}).get(code, 1.0) for code in focus], dtype=np.float64)
    if not (given >= 0).all() or given.sum() <= 0:
        raise BadInput("the weights of countries must be above 0")
    shares: Floats = given / given.sum()
    return shares


def _index(
    results: reading.Results, cube: reading.Cube, case: str | None
) -> tuple[pd.MultiIndex, Integers]:
    """Return the conditions of the arrays' rows in order, and which of the rows are asked for."""
    labels = [label.rpartition(" @ ") for label in cube.axes.cases]
    rows = [
        (found or alone, int(alone) if found else 0, draw)
        for found, _, alone in labels
        for draw in cube.axes.draws
    ]
    cases = sorted({row[0] for row in rows})
    if case is not None and case not in cases:
        raise BadInput(f"{case} is no case of {results.study.name}" + meant(case, cases))
    chosen = [place for place, row in enumerate(rows) if case in (None, row[0])]
    index = pd.MultiIndex.from_tuples([rows[place] for place in chosen], names=KEYS)
    return index, np.array(chosen, dtype=np.int64)


def _conditions(results: reading.Results, index: pd.MultiIndex) -> tuple[pd.DataFrame, str]:
    """Return what varies over conditions, or why that is not known."""
    try:
        found = conditions(results)
    except BadInput as error:
        return pd.DataFrame(index=index), str(error)
    missing = ~index.isin(found.index)
    if missing.any():
        lacking = ", ".join(map(str, index[missing][0]))
        return pd.DataFrame(index=index), f"the stored uncertainties lack ({lacking})"
    return varying(found.loc[index]), ""


def _main(outcomes: tuple[str, ...], asked: str | None, cube: reading.Cube) -> str:
    """Return the outcome that decides: the one asked for, or the first that is good or bad."""
    if asked is None:
        judged = [name for name in outcomes if BY_NAME[name].higher_is != "neutral"]
        return (judged or ["repression"])[0]
    if asked not in cube.values:
        raise BadInput(f"{asked} is no recorded outcome" + meant(asked, list(cube.values)))
    if BY_NAME[asked].higher_is == "neutral":
        raise BadInput(
            f"{asked} is neither better nor worse for people when it is higher, so no policy can "
            f"be called better by it; --outcome takes one that is, such as repression"
        )
    return asked


def _years(cube: reading.Cube, asked: float | None) -> float:
    """Return the horizon that is read."""
    if asked is None:
        return MAIN_YEARS if MAIN_YEARS in cube.horizons else cube.horizons[-1]
    if asked not in cube.horizons:
        told = ", ".join(f"{years:g}" for years in cube.horizons)
        raise BadInput(f"the study records no horizon of {asked:g} years; it has {told}")
    return asked
