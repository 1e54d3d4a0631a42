"""A heat map: which uncertainty moves which outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def heat(
    table: pd.DataFrame,
    note: style.Note,
    *,
    name: str,
    title: str,
    caption: str,
    inks: dict[str, str] | None = None,
) -> style.Drawing:
    """Return a map of ``table`` (row label by column label), each cell from 0 to 1, NaN white.

    ``inks`` gives the colour of a row's label where it has one.
    """
    rows, columns = table.shape
    longest = max(len(str(column)) for column in table.columns)
    with style.look():
        figure, axes = style.canvas(
            1,
            1,
            (max(0.62 * columns, 3.6), 0.27 * rows + 0.1),
            left=style.LABELS,
            top=0.7 + 0.04 * longest,
            bottom=0.12,
            right=1.5,
        )
        panel: Any = axes[0, 0]
        _cells(panel, table)
        _head(panel, table, inks or {})
        style.finish(figure, title, caption, note)
    alt = f"{title}: a map of {rows} rows by {columns} columns; the numbers stand in its table."
    return style.Drawing(figure, name, title, caption, alt)


def _cells(panel: Axes, table: pd.DataFrame) -> None:
    """Draw the cells with their numbers."""
    from matplotlib.colors import LinearSegmentedColormap

    values = table.to_numpy(np.float64)
    style.seaborn().heatmap(
        pd.DataFrame(values, index=table.index, columns=table.columns).clip(0.0, 1.0),
        mask=~np.isfinite(values),
        cmap=LinearSegmentedColormap.from_list("plain", ["#FFFFFF", style.PALETTE[0]]),
        vmin=0.0,
        vmax=1.0,
        cbar=False,
        linewidths=1.2,
        linecolor="white",
        ax=panel,
    )
    for row, column in np.ndindex(values.shape):
        value = float(values[row, column])
        text = style.number(value) if np.isfinite(value) else "–"
        colour = "white" if value > 0.6 else style.INK
        panel.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=7.5, color=colour)


def _head(panel: Axes, table: pd.DataFrame, inks: dict[str, str]) -> None:
    """Write the names of columns above and of rows beside."""
    rows, columns = table.shape
    panel.xaxis.tick_top()
    panel.set_xticks(np.arange(columns) + 0.5, list(table.columns), rotation=40, ha="left", size=8)
    labels = [style.shorten(str(label), style.LABEL_LETTERS) for label in table.index]
    panel.set_yticks(np.arange(rows) + 0.5, labels, rotation=0, size=8)
    for text, label in zip(panel.get_yticklabels(), table.index, strict=True):
        text.set_color(inks.get(str(label), style.INK))
    panel.set_xlabel("")
    panel.set_ylabel("")
    panel.tick_params(length=0)
