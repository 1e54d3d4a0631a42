"""Answer: what a mix of levers gives at equal political cost, and whether real runs confirm it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis import reading
from politeia.analysis.check import mixed_study
from politeia.analysis.conditions import points
from politeia.analysis.lived import CannotAnalyse, Lived, lived
from politeia.analysis.portfolio import BUDGETS, Arms, Mix, Surface, arms, best, front, surface
from politeia.answers.answer import Answer, amount, note_of, numbers, verb
from politeia.figures import style
from politeia.figures.front import Curve, Marks, pareto
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

SINGLE_STEPS = 41


@dataclass(frozen=True)
class Found:
    """The arms of a study, what each gives and costs, and the front over their levers."""

    arms: Arms
    gain: Floats
    cost: Floats
    error: Floats
    of_gain: Surface
    of_cost: Surface
    mixes: tuple[Mix, ...]
    at_budget: Mix


def portfolio(found: Lived) -> Found:
    """Return the front of a study over the intensities of its levers.

    Raises:
        CannotAnalyse: when costs are not recorded, the study is no sweep over levers, levers are
            not ones to be chosen, or no emulator holds.
    """
    names = ("baseline", *found.need_policies())
    costs = found.costs()
    if costs is None:
        raise CannotAnalyse("political cost is not recorded for the same policies and conditions")
    told = arms(found.results.manifest["study"], names, points(found.results.manifest["study"]))
    gain, error = _by_arm(found, found.gains()[:, -1], names, told)
    cost, _ = _by_arm(found, costs, names, told)
    lived_here = np.isfinite(gain) & np.isfinite(cost)
    told = replace(
        told,
        names=tuple(name for name, sound in zip(told.names, lived_here, strict=True) if sound),
        intensity=told.intensity[lived_here],
    )
    gain, cost, error = gain[lived_here], cost[lived_here], error[lived_here]
    of_gain = surface(told.intensity, gain, f"the gain on {style.name(BY_NAME[found.main])}")
    moved = told.intensity.any(axis=1)
    of_cost = surface(told.intensity[moved], cost[moved], "the political cost", through_zero=False)
    levers, most = len(told.dimensions), float(cost.max())
    if most <= 0:
        raise CannotAnalyse("no mix of the study costs anything, so that none is dear or cheap")
    least = max(float(cost[moved].min()), 0.0)
    budget = float(np.clip(found.results.study.budget, least, most))
    steps = list(map(float, np.linspace(max(least, most / BUDGETS), most, BUDGETS)))
    return Found(
        arms=told,
        gain=gain,
        cost=cost,
        error=error,
        of_gain=of_gain,
        of_cost=of_cost,
        mixes=tuple(front(of_gain, of_cost, levers, steps)),
        at_budget=best(of_gain, of_cost, levers, budget),
    )


def _by_arm(
    found: Lived, values: Floats, names: tuple[str, ...], told: Arms
) -> tuple[Floats, Floats]:
    """Return the mean over conditions of each arm, and its standard error over draws."""
    point = found.conditions.index.get_level_values("point").to_numpy()
    means, errors = [], []
    for name, number in told.names:
        row = values[names.index(name), point == number]
        known = row[np.isfinite(row)]
        means.append(known.mean() if len(known) else np.nan)
        errors.append(known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else np.nan)
    return np.array(means), np.array(errors)


def answer(found: Lived, *, check: int = 0, workers: int | None = 1) -> Answer:
    """Return the front, the best mix for the study's budget, and ``check`` mixes on real runs.

    Raises:
        CannotAnalyse: as ``portfolio`` does.
        MachineTrouble: when the runs that check cannot be lived.
    """
    here = portfolio(found)
    told = Answer("portfolio", "Mixed portfolios at equal political cost")
    told.tables = {"portfolio_front": _front_table(here), "portfolio_arms": _arm_table(here)}
    told.words = _words(found, here)
    checked = None
    if check > 0:
        checked = _checked(found, here, check, workers)
        told.tables["portfolio_checked"] = checked
        told.words += _check_words(found, checked)
    else:
        told.words.append(
            "These mixes are what an emulator promises; --check 3 lives three of them in real runs."
        )
    told.drawings.append(_drawing(found, here, checked))
    return told


def _front_table(here: Found) -> pd.DataFrame:
    rows = []
    for mix in here.mixes:
        row: dict[str, Any] = {"budget": mix.budget, "gain": mix.gain, "cost": mix.cost}
        for dimension, share in zip(here.arms.dimensions, mix.intensity, strict=True):
            row[dimension.name] = share * dimension.most[0]
        rows.append(row)
    return pd.DataFrame(rows)


def _arm_table(here: Found) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "policy": [name for name, _ in here.arms.names],
        "point": [number for _, number in here.arms.names],
        "gain": here.gain,
        "standard_error": here.error,
        "cost": here.cost,
    }
    for at, dimension in enumerate(here.arms.dimensions):
        columns[dimension.name] = here.arms.intensity[:, at] * dimension.most[0]
    return pd.DataFrame(columns)


def single(here: Found, budget: float) -> tuple[str, float]:
    """Return the lever that alone gains most within a budget, and that gain, as emulated."""
    best_name, best_gain = "none", 0.0
    for at, dimension in enumerate(here.arms.dimensions):
        x = np.zeros((SINGLE_STEPS, len(here.arms.dimensions)))
        x[:, at] = np.linspace(0.0, 1.0, SINGLE_STEPS)
        within = here.of_cost(x) <= budget
        if within.any() and here.of_gain(x)[within].max() > best_gain:
            best_name, best_gain = dimension.name, float(here.of_gain(x)[within].max())
    return best_name, best_gain


def _words(found: Lived, here: Found) -> list[str]:
    """Return what the budget buys as a mix, and beside it the best single lever."""
    outcome, mix = style.name(BY_NAME[found.main]), here.at_budget
    levers = ", ".join(
        f"{dimension.name} {style.number(share * dimension.most[0])}"
        for dimension, share in zip(here.arms.dimensions, mix.intensity, strict=True)
        if share > 0
    )
    alone, gain = single(here, mix.budget)
    error = float(np.nanmedian(np.nan_to_num(here.error)))
    said = [
        f"Emulators of {len(here.arms.names)} mixes of {len(here.arms.dimensions)} levers: gain "
        f"{here.of_gain.kind}, held-out R² {here.of_gain.r2:.2f}; cost {here.of_cost.kind}, "
        f"{here.of_cost.r2:.2f}."
    ]
    if mix.gain <= 2 * error:
        said.append(
            f"For {mix.budget:.3g} points no mix has a detectable gain on {outcome}: the best is "
            f"promised {amount(found.main, mix.gain)}, and the standard error of a mix is "
            f"{amount(found.main, error)}."
        )
        return said
    said.append(
        f"For {mix.budget:.3g} points the best mix {verb(found.main, better=True)} {outcome} by "
        f"{amount(found.main, mix.gain)} (standard error of a mix {style.number(error)}): "
        f"{levers}. The best single lever, {alone}, gives {amount(found.main, gain)}."
    )
    return said


def _checked(found: Lived, here: Found, check: int, workers: int | None) -> pd.DataFrame:
    """Return what real runs say of the mix at the budget and of others along the front."""
    from politeia.experiment.order import cores
    from politeia.experiment.run import Wishes, run

    mixes = chosen(here, check)
    study = mixed_study(found.results.manifest["study"], here.arms, mixes)
    folder = run(
        study,
        found.results.folder / "mixes",
        Wishes(workers=workers or cores(), fresh=True, quiet=True, command="politeia analyse"),
    )
    return compared(found, mixes, folder)


def chosen(here: Found, number: int) -> list[Mix]:
    """Return the mix at the budget, and others spread along the front."""
    others = [mix for mix in here.mixes if any(mix.intensity)]
    if number == 1 or len(others) < 2:
        return [here.at_budget]
    places = np.unique(np.linspace(0, len(others) - 1, number - 1).round().astype(int))
    return [here.at_budget, *(others[place] for place in places)]


def compared(found: Lived, mixes: list[Mix], folder: Path) -> pd.DataFrame:
    """Return emulated and real gain and cost of mixes that were lived in ``folder``."""
    weights = dict(zip(found.focus, map(float, found.weights), strict=True))
    real = lived(
        reading.open_results(folder), outcome=found.main, years=found.years, weights=weights
    )
    gains, costs = real.gains()[:, -1], real.costs()
    rows = []
    for place, mix in enumerate(mixes, 1):
        at = 1 + real.policies.index(f"mix_{place}")
        known = gains[at][np.isfinite(gains[at])]
        error = float(known.std(ddof=1) / np.sqrt(len(known))) if len(known) > 1 else np.nan
        paid = float(np.nanmean(costs[at])) if costs is not None else np.nan
        rows.append(
            {
                "mix": f"mix_{place}",
                "budget": mix.budget,
                "emulated_gain": mix.gain,
                "real_gain": float(known.mean()),
                "standard_error": error,
                "emulated_cost": mix.cost,
                "real_cost": paid,
                "holds": _holds(mix, float(known.mean()), error, paid),
            }
        )
    return pd.DataFrame(rows)


def _holds(mix: Mix, gain: float, error: float, cost: float) -> bool:
    """Return whether runs bear out a mix: its gain within two errors, its cost within 15 %."""
    near = abs(gain - mix.gain) <= 2 * error or not np.isfinite(error)
    return bool(near and abs(cost - mix.cost) <= 0.15 * abs(mix.cost))


def _check_words(found: Lived, checked: pd.DataFrame) -> list[str]:
    """Return whether the runs bear out what the emulator promised."""
    return [
        f"Lived in real runs, the mix for {line.budget:.3g} points gains "
        f"{amount(found.main, line.real_gain)} ± {style.number(2 * line.standard_error)} and "
        f"costs {style.number(line.real_cost)} points (promised: "
        f"{amount(found.main, line.emulated_gain)} "
        f"for {style.number(line.emulated_cost)})"
        + (
            "."
            if line.holds
            else "; the emulator is not borne out, so this mix is not to be relied on."
        )
        for line in style.records(checked)
    ]


def _drawing(found: Lived, here: Found, checked: pd.DataFrame | None) -> style.Drawing:
    """Return gain against cost: the arms, the front and the checked mixes."""
    marks = [
        Marks(policy, *_of_policy(here, policy))
        for policy in dict.fromkeys(name for name, _ in here.arms.names)
        if policy != "baseline"
    ]
    line = Curve(
        np.array([mix.cost for mix in here.mixes]),
        np.array([mix.gain for mix in here.mixes]),
    )
    outcome = BY_NAME[found.main]
    caption = (
        f"Marks: what the study has run, each a mix of levers, mean over its conditions "
        f"with one standard error. Line: the best mix of each cost, as promised by "
        f"emulators (held-out R² {here.of_gain.r2:.2f} of gain and {here.of_cost.r2:.2f} of cost). "
        + (
            "Rings: mixes lived in real runs, with two standard errors. "
            if checked is not None
            else "No mix of the line has been lived yet. "
        )
        + numbers(found)
    )
    return pareto(
        marks,
        line,
        checked,
        note_of(found),
        axes=(
            "political cost (points over 3 years, discounted)",
            f"gain: {'more' if found.wanted > 0 else 'less'} {style.label(outcome)}",
        ),
        title=f"What a mix of levers buys: {style.name(outcome)} at equal political cost",
        caption=caption,
    )


def _of_policy(here: Found, policy: str) -> tuple[Floats, Floats, Floats]:
    """Return cost, gain and error of a policy's arms."""
    rows = [at for at, (name, _) in enumerate(here.arms.names) if name == policy]
    return here.cost[rows], here.gain[rows], here.error[rows]
