"""A forest of paired effects: every policy's difference to the baseline, beside what luck does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from politeia.figures import style
from politeia.outcomes import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def forest(
    frame: pd.DataFrame,
    outcome: Outcome,
    note: style.Note,
    *,
    countries: Sequence[str],
    years: float,
    name: str,
    pairs: str = "all pairs",
) -> style.Drawing:
    """Return effects by policy (rows, sorted by their mean) and country (columns).

    ``frame`` has the columns policy, country, mean, q05, q25, q75, q95, null_band, verdict.
    """
    order = list(frame.groupby("policy", observed=True)["mean"].mean().sort_values().index)
    with style.look():
        figure, axes = style.canvas(
            1,
            len(countries),
            (2.3, 0.5 + 0.235 * len(order)),
            left=style.LABELS,
            gap=(0.18, 0.3),
            bottom=0.65,
        )
        for column, country in enumerate(countries):
            panel = axes[0, column]
            _column(panel, frame[frame.country == country], order, note)
            panel.set_title(country, weight="bold", size=11)
            _rows(panel, order, note, named=column == 0)
        figure.supxlabel(
            f"difference to the baseline in {style.label(outcome)}",
            y=0.1 / figure.get_size_inches()[1],
            size=9,
        )
        title = f"What each policy changes in {style.name(outcome)} after {_years(years)}"
        caption = (
            f"Paired differences to the baseline in the year that ends {_years(years)} after the "
            f"branch, {pairs}: mean (dot), middle half (thick) and middle 90 % (thin) of the "
            f"draws' means. A hollow dot means no detectable effect; the grey band is the range "
            f"in which the mean would lie if only luck differed. {note.numbers}"
        )
        style.finish(figure, title, caption, note)
    return style.Drawing(figure, name, title, caption, _alt(frame, outcome, note, order, years))


def _years(years: float) -> str:
    return f"{years:g} year" + ("" if years == 1 else "s")


def _column(panel: Axes, part: pd.DataFrame, order: Sequence[str], note: style.Note) -> None:
    """Draw the effects in one country."""
    heights = {policy: row for row, policy in enumerate(reversed(order))}
    band = float(np.nanmax(part.null_band)) if len(part) and part.null_band.notna().any() else 0.0
    if band > 0:
        panel.axvspan(-band, band, color=style.NULL_COLOUR, lw=0, zorder=0)
    panel.axvline(0.0, color=style.INK, lw=0.9, zorder=1)
    for line in style.records(part):
        height, colour = heights[line.policy], note.colour(line.policy)
        panel.plot([line.q05, line.q95], [height] * 2, color=colour, lw=1.1, zorder=2)
        panel.plot([line.q25, line.q75], [height] * 2, color=colour, lw=3.4, zorder=3, alpha=0.85)
        detected = line.verdict in ("lower", "higher")
        panel.plot(
            [line.mean],
            [height],
            "o",
            ms=5.2,
            mec=colour,
            mfc=colour if detected else "white",
            mew=1.2,
            zorder=4,
        )


def _rows(panel: Axes, order: Sequence[str], note: style.Note, *, named: bool) -> None:
    """Name the rows on the left panel and keep the grid faint."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    panel.set_ylim(-0.7, len(order) - 0.3)
    titles = [style.shorten(note.title(policy), style.LABEL_LETTERS) for policy in reversed(order)]
    panel.set_yticks(range(len(order)), titles if named else [""] * len(order))
    if named:
        for text, policy in zip(panel.get_yticklabels(), reversed(order), strict=True):
            text.set_color(note.ink(policy))
    panel.xaxis.set_major_locator(MaxNLocator(4, symmetric=False))
    panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
    panel.tick_params(axis="y", length=0)
    style.seaborn().despine(ax=panel, left=True)


def _alt(
    frame: pd.DataFrame, outcome: Outcome, note: style.Note, order: Sequence[str], years: float
) -> str:
    """Return the extremes of the figure in words."""
    low, high = order[0], order[-1]
    means = frame.groupby("policy", observed=True)["mean"].mean()
    detected = frame.verdict.isin(["lower", "higher"]).sum()
    return (
        f"Effects of {len(order)} policies on {style.label(outcome)} after {_years(years)}: from "
        f"{style.number(float(means[low]), signed=True)} ({note.title(low)}) to "
        f"{style.number(float(means[high]), signed=True)} ({note.title(high)}) on average over "
        f"the countries shown; {detected} of {len(frame)} effects are detectable."
    )
