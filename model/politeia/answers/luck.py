"""Answer: paired contrasts with common luck, and how much that luck is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from politeia.analysis import contrast, luck
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.answers.answer import Answer, note_of, numbers
from politeia.arms import BASELINE, OTHER_LUCK
from politeia.figures import style
from politeia.figures.worth import worth
from politeia.outcomes import BY_NAME

YEARS = (1.0, 5.0, 10.0)
GOAL, LARGEST = 5.0, 10_000.0


def answer(found: Lived) -> Answer:
    """Return the paired contrasts, and the ratio of unpaired to paired variance by outcome.

    Raises:
        CannotAnalyse: when there is no policy, or one draw or replicate.
    """
    found.need_policies()
    axes = found.cube.axes
    if min(len(axes.draws), len(axes.replicates)) < 2:
        raise CannotAnalyse(
            f"the study has {len(axes.draws)} draw(s) and {len(axes.replicates)} replicate(s), "
            f"and a variance within draws takes two of each"
        )
    table = pd.DataFrame(
        [row for years in _horizons(found) for row in _rows(found, years)], columns=COLUMNS
    )
    told = Answer("paired_contrasts", "Paired contrasts with common luck")
    told.tables = {"variance_ratio": table, "paired_contrasts": contrasts(found)}
    told.words = _words(table)
    if len(table):
        told.drawings.append(
            worth(_labelled(table), note_of(found), numbers(found), (GOAL, LARGEST))
        )
    return told


COLUMNS = ["outcome", "years", "median", "low", "high", "least", "contrasts", "below", "exact"]


def _horizons(found: Lived) -> tuple[float, ...]:
    """Return the horizons that are told: 1, 5 and 10 years where recorded, or what there is."""
    known = tuple(years for years in found.cube.horizons if years in YEARS)
    return known or found.cube.horizons


def _rows(found: Lived, years: float) -> list[tuple[object, ...]]:
    """Return the rows of the table at one horizon, an outcome each."""
    rows: list[tuple[object, ...]] = []
    cells = len(found.conditions) // len(found.cube.axes.draws)
    for name in found.outcomes:
        shape = (-1, cells, len(found.cube.axes.draws), len(found.cube.axes.replicates))
        base = found.runs(BASELINE, name, years)[:-1]
        arms = [found.runs(policy, name, years)[:-1] for policy in found.policies]
        policy = np.stack(arms).reshape(shape)
        baseline = np.broadcast_to(base, (len(arms), *base.shape)).reshape(shape)
        told = luck.worth(
            policy.reshape(-1, *shape[2:]), np.ascontiguousarray(baseline).reshape(-1, *shape[2:])
        )
        if told is not None:
            rows.append((name, years, *(getattr(told, column) for column in COLUMNS[2:])))
    return rows


def contrasts(found: Lived) -> pd.DataFrame:
    """Return the paired contrasts over all conditions, by outcome, horizon, policy and place."""
    rows = []
    for years in _horizons(found):
        for name in found.outcomes:
            base = found.runs(BASELINE, name, years)
            null = None
            if OTHER_LUCK in found.cube.axes.policies:
                null = found.difference(OTHER_LUCK, name, years)
            for policy in found.policies:
                told = contrast.paired(found.runs(policy, name, years), base, null)
                rows += [
                    {
                        "policy": policy,
                        "outcome": name,
                        "years": years,
                        "country": place,
                        "conditions": int(told.draws[at]),
                        "pairs": int(told.pairs[at]),
                        "mean": told.mean[at],
                        "q05": told.quantiles[0, at],
                        "q95": told.quantiles[-1, at],
                        "standard_error": told.error[at],
                        "monte_carlo_error": told.monte_carlo_error[at],
                        "unpaired_over_paired": 1.0 / told.variance_ratio[at]
                        if told.variance_ratio[at] > 0
                        else np.nan,
                        "verdict": str(told.verdict[at]),
                    }
                    for at, place in enumerate(found.places)
                ]
    return pd.DataFrame(rows)


def _labelled(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(label=[style.name(BY_NAME[name]) for name in table.outcome])


def _short(ratio: float) -> str:
    """Return a ratio; beyond ten thousand it matters no more how large it is."""
    return f"> {LARGEST:,.0f}".replace(",", " ") if ratio > LARGEST else style.number(ratio)


def _words(table: pd.DataFrame) -> list[str]:
    """Return the printed ratios, an outcome a line, and what they amount to."""
    if not len(table):
        return ["Every difference is exactly nothing, so there is no variance to compare."]
    lines = ["Variance of unpaired over paired differences (95 % interval), by outcome:"]
    for name, part in table.groupby("outcome", sort=False):
        told = "; ".join(
            f"{line.years:g} y {_short(line.median)} [{_short(line.low)}, {_short(line.high)}]"
            for line in style.records(part)
        )
        lines.append(f"  {style.name(BY_NAME[str(name)]):<32} {told}")
    below, all_of = int(table.below.sum()), int(table.contrasts.sum())
    first = table[table.years == table.years.min()]
    lines.append(
        f"Median over outcomes at {first.years.iloc[0]:g} y: "
        f"{_short(float(first['median'].median()))} (goal at 1 y: {GOAL:g}). "
        f"{below} of {all_of} contrasts lie below 1 beyond error"
        + ("." if below else ": common luck hurts nowhere.")
    )
    return lines
