"""Who gains and who pays: every policy's effects on people, on the regime and on the senders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Column:
    """One column of the matrix: whose it is, its heading, and the direction that is better."""

    outcome: str
    heading: str
    group: str
    better: int


def gains(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    note: style.Note,
    *,
    years: float,
    where: str,
    name: str,
) -> style.Drawing:
    """Return the matrix of policies (rows) by outcomes (columns).

    ``frame`` has the columns policy, outcome, mean, standardised, verdict. Colour is the effect in
    standard deviations of the baseline's runs, green where it is better for the people concerned,
    brown where it is worse, purple and blue where better has no meaning.
    """
    order = list(dict.fromkeys(frame.policy))
    groups = list(dict.fromkeys(column.group for column in columns))
    with style.look():
        figure, axes = style.canvas(
            1,
            len(groups),
            (1.0, 0.6 + 0.255 * len(order)),
            left=style.LABELS,
            top=1.15,
            bottom=0.12,
            gap=(0.18, 0.3),
        )
        _widen(figure, axes[0], [sum(c.group == group for c in columns) for group in groups])
        for place, group in enumerate(groups):
            mine = [column for column in columns if column.group == group]
            _matrix(axes[0, place], frame, mine, order, note, named=place == 0)
        title = f"Who gains and who pays after {years:g} years, {where}"
        caption = (
            f"Mean paired difference to the baseline, {where}. Colour is its size in standard "
            f"deviations of the baseline's runs: green better and brown worse for the people "
            f"concerned; blue lower and purple higher where neither is better in itself. Grey "
            f"numbers on white: no detectable effect. {note.numbers}"
        )
        style.finish(figure, title, caption, note)
    alt = (
        f"Matrix of {len(order)} policies by {', '.join(column.heading for column in columns)}; "
        f"{int(frame.verdict.isin(['lower', 'higher']).sum())} of {len(frame)} cells show a "
        f"detectable effect. The numbers stand in the table of contrasts."
    )
    return style.Drawing(figure, name, title, caption, alt)


def _widen(figure: object, axes: Sequence[Axes], counts: Sequence[int]) -> None:
    """Give each group of columns the width of its number of columns, in inches."""
    from matplotlib.figure import Figure

    assert isinstance(figure, Figure)
    cell, gap, left = 0.94, 0.16, style.LABELS
    height = figure.get_size_inches()[1]
    width = left + cell * sum(counts) + gap * (len(counts) - 1) + 0.2
    figure.set_size_inches(width, height)
    figure.subplots_adjust(left=left / width, right=1 - 0.2 / width)
    grid = axes[0].get_gridspec()
    assert grid is not None
    grid.set_width_ratios(counts)
    figure.subplots_adjust(wspace=gap / (cell * sum(counts) / len(counts)))


def _matrix(
    panel: Axes,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    order: Sequence[str],
    note: style.Note,
    *,
    named: bool,
) -> None:
    """Draw the cells of one group of columns."""
    from matplotlib.colors import LinearSegmentedColormap

    names = [column.outcome for column in columns]
    mean, size, verdict = (
        frame.pivot(index="policy", columns="outcome", values=values)
        .reindex(list(order))
        .reindex(columns=names)
        for values in ("mean", "standardised", "verdict")
    )
    seen = verdict.isin(["lower", "higher"])
    judged = LinearSegmentedColormap.from_list("judged", [style.WORSE, "#FFFFFF", style.BETTER])
    plain = LinearSegmentedColormap.from_list("plain", ["#2166AC", "#FFFFFF", "#762A83"])
    for place, column in enumerate(columns):
        cells = size.iloc[:, [place]].where(seen.iloc[:, [place]], 0.0).fillna(0.0)
        shown = cells.mul(column.better or 1).reindex(columns=names).fillna(0.0)
        mask = np.ones(shown.shape, dtype=bool)
        mask[:, place] = False
        style.seaborn().heatmap(
            shown,
            mask=mask,
            cmap=judged if column.better else plain,
            vmin=-1,
            vmax=1,
            cbar=False,
            linewidths=1.2,
            linecolor="white",
            ax=panel,
        )
    _write_numbers(panel, mean, size, seen)
    _head(panel, columns, order, note, named=named)


def _write_numbers(panel: Axes, mean: pd.DataFrame, size: pd.DataFrame, seen: pd.DataFrame) -> None:
    """Write each effect into its cell, white on dark colours and grey where nothing is detected."""
    effects, sizes, detected = mean.to_numpy(float), size.to_numpy(float), seen.to_numpy(bool)
    for row, column in np.ndindex(effects.shape):
        strong = detected[row, column] and abs(sizes[row, column]) > 0.55
        colour = "white" if strong else style.INK if detected[row, column] else "#767676"
        text = style.number(float(effects[row, column]), signed=True)
        panel.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=8, color=colour)


def _head(
    panel: Axes,
    columns: Sequence[Column],
    order: Sequence[str],
    note: style.Note,
    *,
    named: bool,
) -> None:
    """Write headings above the columns and titles beside the rows."""
    panel.set_xlabel("")
    panel.set_ylabel("")
    panel.xaxis.tick_top()
    headings = [column.heading for column in columns]
    places = [place + 0.5 for place in range(len(columns))]
    panel.set_xticks(places, headings, rotation=0, size=8)
    titles = [style.shorten(note.title(policy), style.LABEL_LETTERS) for policy in order]
    rows = [row + 0.5 for row in range(len(order))]
    panel.set_yticks(rows, titles if named else [""] * len(order), rotation=0, size=8)
    if named:
        for text, policy in zip(panel.get_yticklabels(), order, strict=True):
            text.set_color(note.ink(policy))
    panel.tick_params(length=0)
    panel.grid(visible=False)
    panel.set_title(columns[0].group, size=9.5, weight="bold", pad=30)
