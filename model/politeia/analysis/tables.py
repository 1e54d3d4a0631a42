"""The tables of a comparison, from a study's arrays: contrasts, fans, survival, pairs, ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis import contrast, cost, reading, survival
from politeia.arms import BASELINE, OTHER_LUCK, PLACEBO
from politeia.outcomes import BY_NAME, Outcome
from politeia.quantity import Bools, Floats

FOCUS = "focus"
ALL, SURVIVORS = "all pairs", "pairs where both survive"
MAIN_YEARS, COST_YEARS = 5.0, 3.0
CODES = frozenset({"breakdown_kind"})
DEFAULT_OUTCOMES = ("repression", "prisoners_true", "durability")
SURVIVAL = Outcome(
    "survival_years",
    "years",
    "years until the regime of the branch ends, within the years recorded",
    "regime ends of GWF",
)
FOCUS_COUNTRIES = 4
POINTS_SHOWN = 6
"""Points (with their cases) that have words and figures of their own; tables hold all."""


@dataclass(frozen=True)
class Tables:
    """Everything that words, figures and page are made of."""

    results: reading.Results
    axes: reading.Axes
    focus: tuple[str, ...]
    outcomes: tuple[str, ...]
    years: float
    horizons: tuple[float, ...]
    contrasts: pd.DataFrame
    fans: dict[str, pd.DataFrame]
    survival: pd.DataFrame
    pairs: pd.DataFrame
    gains: pd.DataFrame
    rankings: dict[str, cost.Ranking]
    placebo: reading.PlaceboCheck
    lived: frozenset[tuple[str, str]]
    has_null_arm: bool
    variance_ratio: float

    @property
    def policies(self) -> tuple[str, ...]:
        """Return the policies that are compared with the baseline, without placebo and null arm."""
        apart = (BASELINE, PLACEBO, OTHER_LUCK)
        return tuple(policy for policy in self.axes.policies if policy not in apart)

    def policies_in(self, case: str) -> tuple[str, ...]:
        """Return those of the policies that were lived in a case."""
        return tuple(policy for policy in self.policies if (policy, case) in self.lived)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the cases that words and figures show: the first few where there are points."""
        return self.axes.cases[:POINTS_SHOWN] if self.results.points else self.axes.cases

    def effects(
        self, outcome: str, *, case: str, years: float, pairs: str = ALL, country: str = ""
    ) -> pd.DataFrame:
        """Return the contrasts of the policies in one outcome, case and horizon."""
        table = self.contrasts
        chosen = (
            (table.outcome == outcome)
            & (table.case == case)
            & (table.years == years)
            & (table.pairs_among == pairs)
            & table.policy.isin(self.policies)
        )
        if country:
            chosen &= table.country == country
        return table[chosen]


def build(results: reading.Results, say: reading.Say) -> Tables:
    """Return the tables of a result folder.

    Raises:
        BadInput: when it has no rows or no baseline.
        MachineTrouble: when a file of rows is damaged.
    """
    wanted = tuple(dict.fromkeys(results.study.outcomes or DEFAULT_OUTCOMES))
    say(f"reading the rows of {results.study.name}")
    cube = reading.measure(results, "countries", wanted[:3], FOCUS_COUNTRIES)
    assert cube is not None
    actors = reading.measure(results, "actors")
    say("comparing each policy with the baseline, pair by pair")
    outcomes = tuple(name for name in wanted if name in cube.values) or tuple(cube.values)[:1]
    listed = [code for code in cube.axes.places if code in results.study.countries]
    focus = tuple(listed or cube.axes.places)[:FOCUS_COUNTRIES]
    years = MAIN_YEARS if MAIN_YEARS in cube.horizons else cube.horizons[-1]
    parts = list(_country_contrasts(cube, focus))
    if actors is not None:
        parts += list(_actor_contrasts(actors))
    lived = _lived(cube)
    contrasts = _only(pd.concat(parts, ignore_index=True), lived)
    say("checking that the placebo changes nothing")
    return Tables(
        results=results,
        axes=cube.axes,
        focus=focus,
        outcomes=outcomes,
        years=years,
        horizons=cube.horizons,
        contrasts=contrasts,
        fans={name: _only(_fan(cube, name), lived) for name in cube.fans},
        survival=_only(_survival(cube), lived),
        pairs=_only(_pairs(cube), lived),
        gains=_only(_gains(cube, actors, focus, years), lived),
        rankings=_rankings(cube, actors, focus, outcomes[0], results.study.budget),
        placebo=reading.check_placebo(results),
        lived=lived,
        has_null_arm=OTHER_LUCK in cube.axes.policies,
        variance_ratio=float(contrasts.variance_ratio[contrasts.outcome.isin(outcomes)].median()),
    )


def _lived(cube: reading.Cube) -> frozenset[tuple[str, str]]:
    """Return each policy with each case in which it was lived."""
    axes = cube.axes
    return frozenset((axes.policies[p], axes.cases[c]) for p, c in np.argwhere(cube.lived))


def _only(frame: pd.DataFrame, lived: frozenset[tuple[str, str]]) -> pd.DataFrame:
    """Return the rows of policies in the cases in which they were lived."""
    if not len(frame):
        return frame
    there = [pair in lived for pair in zip(frame.policy, frame.case, strict=True)]
    return frame if all(there) else frame[there].reset_index(drop=True)


def _country_contrasts(cube: reading.Cube, focus: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the contrasts of each outcome and horizon, over all pairs and over the survivors'."""
    places = [cube.axes.places.index(code) for code in focus]
    for place, years in enumerate(cube.horizons):
        broken = cube.values["broken"][place] > 0 if "broken" in cube.values else None
        for name, values in cube.values.items():
            if name in CODES:
                continue
            yield _frame(cube.axes, values[place], BY_NAME[name], years, places, None)
            if broken is not None and name != "broken":
                yield _frame(cube.axes, values[place], BY_NAME[name], years, places, broken)
    if cube.records_alive is not None:
        lived = survival.survival_years(cube.records_alive, cube.years)
        years = round(float(cube.years[-1] - cube.years[0]), 1)
        yield _frame(cube.axes, lived, SURVIVAL, years, places, None)


def _actor_contrasts(cube: reading.Cube) -> Iterator[pd.DataFrame]:
    for place, years in enumerate(cube.horizons):
        for name, values in cube.values.items():
            if np.isfinite(values[place]).any():
                yield _frame(cube.axes, values[place], BY_NAME[name], years, [], None).dropna(
                    subset="mean"
                )


def _frame(
    axes: reading.Axes,
    values: Floats | reading.Singles,
    outcome: Outcome,
    years: float,
    focus: Sequence[int],
    broken: Bools | None,
) -> pd.DataFrame:
    """Return the contrasts of one outcome at one horizon as rows."""
    baseline_at = axes.policies.index(BASELINE)
    rows = [at for at, policy in enumerate(axes.policies) if policy not in _NOT_COMPARED]
    arms = np.asarray(values, dtype=np.float64)
    baseline = arms[baseline_at]
    if broken is not None:
        arms = np.where(broken | broken[baseline_at], np.nan, arms)
    null = None
    if OTHER_LUCK in axes.policies:
        null = _with_focus(arms[axes.policies.index(OTHER_LUCK)] - baseline, focus)
    policy = _with_focus(arms[rows], focus)
    base = _with_focus(baseline, focus)
    if broken is not None and focus:
        base = np.where(
            np.isfinite(policy), _with_focus(_masked(baseline, arms[rows]), focus), base
        )
    found = contrast.paired(policy, base, null, jump=contrast.jump_size(base, outcome.scale))
    scaled = contrast.scaled_means(policy, base, outcome)
    names = [axes.policies[at] for at in rows]
    places = [*axes.places, *([FOCUS] if len(focus) else [])]
    among = ALL if broken is None else SURVIVORS
    return _rows(found, scaled, outcome, years, among, (names, axes.cases, places), base)


_NOT_COMPARED = (BASELINE, OTHER_LUCK)


def _masked(baseline: Floats, arms: Floats) -> Floats:
    """Return the baseline of each pair, NaN where the pair does not count."""
    return np.where(np.isfinite(arms), baseline, np.nan)


def _with_focus(values: Floats, focus: Sequence[int]) -> Floats:
    """Return values (..., place, draw, replicate) with the mean of the focus as a last place."""
    if not len(focus):
        return values
    chosen = values[..., list(focus), :, :]
    sound = np.isfinite(chosen)
    count = sound.sum(axis=-3)
    total = np.where(sound, chosen, 0.0).sum(axis=-3)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.concatenate([values, mean[..., None, :, :]], axis=-3)


def _rows(
    found: contrast.Contrast,
    scaled: Floats,
    outcome: Outcome,
    years: float,
    among: str,
    names: tuple[Sequence[str], Sequence[str], Sequence[str]],
    base: Floats,
) -> pd.DataFrame:
    """Return contrasts of shape (policy, case, place) as a table."""
    index = pd.MultiIndex.from_product(names, names=["policy", "case", "country"])
    columns: dict[str, object] = {
        "outcome": outcome.name,
        "unit": outcome.unit,
        "years": years,
        "pairs_among": among,
        "draws": found.draws.ravel(),
        "pairs": found.pairs.ravel(),
        "mean": found.mean.ravel(),
    }
    for level, part in zip(contrast.LEVELS, found.quantiles, strict=True):
        columns[f"q{round(100 * level):02d}"] = part.ravel()
    columns |= {
        "standard_error": found.error.ravel(),
        "monte_carlo_error": found.monte_carlo_error.ravel(),
        "sd_between_draws": found.sd_between_draws.ravel(),
        "null_band": found.null_band.ravel(),
        "p_lowers": found.p_lowers.ravel(),
        "p_raises": found.p_raises.ravel(),
        "jump_size": np.broadcast_to(
            contrast.jump_size(base, outcome.scale), found.mean.shape
        ).ravel(),
        "p_jump_down": found.p_jump_down.ravel(),
        "p_jump_up": found.p_jump_up.ravel(),
        "scale": outcome.scale,
        "mean_on_scale": scaled.ravel(),
        "variance_ratio": found.variance_ratio.ravel(),
        "verdict": found.verdict.ravel(),
    }
    return pd.DataFrame(columns, index=index).reset_index()


def _fan(cube: reading.Cube, name: str) -> pd.DataFrame:
    """Return quantiles over all runs at the dates that a fan shows."""
    values = cube.fans[name].astype(np.float64)
    bands = contrast.quantiles(values.reshape(*values.shape[:4], -1), contrast.LEVELS)
    names: list[Any] = [cube.fan_years, cube.axes.policies, cube.axes.cases, cube.fan_places]
    index = pd.MultiIndex.from_product(names, names=["year", "policy", "case", "country"])
    columns = {
        f"q{round(100 * level):02d}": bands[at].ravel() for at, level in enumerate(contrast.LEVELS)
    }
    return pd.DataFrame(columns, index=index).reset_index().sort_values("year", kind="stable")


def _survival(cube: reading.Cube) -> pd.DataFrame:
    """Return survival curves with the columns policy, case, country, year, alive."""
    if cube.records_alive is None:
        return pd.DataFrame(columns=["policy", "case", "country", "year", "alive"])
    alive = survival.curves(cube.records_alive, len(cube.years))
    names = [cube.axes.policies, cube.axes.cases, cube.axes.places, cube.years]
    index = pd.MultiIndex.from_product(names, names=["policy", "case", "country", "year"])
    return pd.DataFrame({"alive": alive.ravel()}, index=index).reset_index()


def _pairs(cube: reading.Cube) -> pd.DataFrame:
    """Return the four cells of breakdown pairs at each horizon with their intervals."""
    parts = []
    for place, years in enumerate(cube.horizons if "broken" in cube.values else ()):
        broken = cube.values["broken"][place] > 0
        rows = [at for at, name in enumerate(cube.axes.policies) if name not in _NOT_COMPARED]
        found = survival.four_cells(broken[rows], broken[cube.axes.policies.index(BASELINE)])
        names = [survival.CELLS, [cube.axes.policies[at] for at in rows]]
        index = pd.MultiIndex.from_product(
            [*names, cube.axes.cases, cube.axes.places], names=["cell", "policy", "case", "country"]
        )
        columns = {"share": found.share, "low": found.low, "high": found.high}
        part = pd.DataFrame({key: value.ravel() for key, value in columns.items()}, index=index)
        parts.append(part.assign(years=years, pairs=found.pairs).reset_index())
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _gains(
    cube: reading.Cube, actors: reading.Cube | None, focus: Sequence[str], years: float
) -> pd.DataFrame:
    """Return the effects in sd of the baseline's runs, focus mean, and the political cost."""
    places = [cube.axes.places.index(code) for code in focus]
    at, base_at = cube.horizons.index(years), cube.axes.policies.index(BASELINE)
    parts = []
    for name, values in cube.values.items():
        if name in CODES:
            continue
        frame = _frame(cube.axes, values[at], BY_NAME[name], years, places, None)
        frame = frame[frame.country == FOCUS]
        baseline = _with_focus(values[at, base_at].astype(np.float64), places)[:, -1]
        spread = {case: _sd(baseline[place]) for place, case in enumerate(cube.axes.cases)}
        frame = frame.assign(standardised=frame["mean"] / frame.case.map(spread))
        parts.append(frame[["policy", "case", "outcome", "mean", "standardised", "verdict"]])
    cost_rows = _cost_rows(actors)
    return pd.concat([*parts, *([cost_rows] if cost_rows is not None else [])], ignore_index=True)


def _sd(values: Floats) -> float:
    spread = float(np.nanstd(values)) if np.isfinite(values).any() else 0.0
    return spread if spread > 0 else float("nan")


def _cost_rows(actors: reading.Cube | None) -> pd.DataFrame | None:
    """Return each policy's discounted points; ten points are one unit of colour."""
    if actors is None or actors.cost is None:
        return None
    points = (actors.cost - actors.cost[actors.axes.policies.index(BASELINE)]).mean(axis=(-2, -1))
    index = pd.MultiIndex.from_product(
        [actors.axes.policies, actors.axes.cases], names=["policy", "case"]
    )
    frame = pd.DataFrame({"mean": points.ravel()}, index=index).reset_index()
    verdict = np.where(frame["mean"] > 0, contrast.HIGHER, contrast.LOWER)
    verdict = np.where(frame["mean"] == 0, contrast.NOTHING, verdict)
    return frame[~frame.policy.isin(_NOT_COMPARED)].assign(
        outcome="political_cost",
        standardised=frame["mean"] / 10.0,
        verdict=pd.Series(verdict, index=frame.index),
    )


def _rankings(
    cube: reading.Cube,
    actors: reading.Cube | None,
    focus: Sequence[str],
    outcome: str,
    budget: float,
) -> dict[str, cost.Ranking]:
    """Return, for each case, the ranking of policies at equal cost in the leading outcome."""
    if actors is None or actors.cost is None:
        return {}
    years = ranking_years(cube.horizons)
    places = [cube.axes.places.index(code) for code in focus]
    values = cube.values[outcome][cube.horizons.index(years)]
    frame = _frame(cube.axes, values, BY_NAME[outcome], years, places, None)
    frame = frame[frame.country == FOCUS]
    arms = _with_focus(values.astype(np.float64), places)[:, :, -1]
    wanted = 1 if BY_NAME[outcome].higher_is == "better" else -1
    rankings = {}
    for at, case in enumerate(cube.axes.cases):
        effects, costs = _by_draw(cube.axes, actors, arms, at)
        seen = frame[frame.case == case].set_index("policy").verdict
        detectable = {name: seen[name] in (contrast.LOWER, contrast.HIGHER) for name in effects}
        rankings[case] = cost.rank(effects, costs, detectable, budget=budget, wanted=wanted)
    return rankings


def ranking_years(horizons: Sequence[float]) -> float:
    """Return the horizon of the ranking at equal cost: the years over which costs are counted."""
    return COST_YEARS if COST_YEARS in horizons else horizons[-1]


def _by_draw(
    axes: reading.Axes, actors: reading.Cube, arms: Floats, case: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return each policy's effect and discounted points, one value a draw."""
    assert actors.cost is not None
    baseline = axes.policies.index(BASELINE)
    spent = actors.cost[:, case].mean(axis=-1)
    spent = spent - spent[actors.axes.policies.index(BASELINE)]
    effects, costs = {}, {}
    for at, name in enumerate(axes.policies):
        if name in (*_NOT_COMPARED, PLACEBO) or name not in actors.axes.policies:
            continue
        if not actors.lived[actors.axes.policies.index(name), case]:
            continue
        effects[name] = contrast.replicate_means(arms[at, case] - arms[baseline, case])[0]
        paid = dict(zip(actors.axes.draws, spent[actors.axes.policies.index(name)], strict=True))
        costs[name] = np.array([paid.get(draw, np.nan) for draw in axes.draws])
    return effects, costs
