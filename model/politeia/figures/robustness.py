"""The matrix of robustness: policies by measures of what they risk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from politeia.figures import style
from politeia.quantity import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TRIFLE = 0.00095
"""Below this a number is written as about nothing."""


def robustness(
    frame: pd.DataFrame,
    more_is_better: Sequence[bool],
    note: style.Note,
    *,
    title: str,
    caption: str,
    nothing: str,
    noise: float = 0.0,
) -> style.Drawing:
    """Return the matrix of ``frame``: policies (rows) by (group, measure), the best cell darkest.

    ``nothing`` is the row of doing nothing; a column of amounts whose cells differ by less than
    ``noise`` is left white.
    """
    rows, columns = frame.shape
    with style.look():
        figure, axes = style.canvas(
            1, 1, (0.86 * columns, 0.3 * rows), left=style.LABELS, top=1.3, bottom=0.15, right=0.25
        )
        panel: Any = axes[0, 0]
        heads = [(str(column[0]), str(column[1])) for column in frame.columns]
        shares = [name.startswith("share") for _, name in heads]
        least = np.where(shares, 0.0, noise)
        shade = _shades(frame.to_numpy(np.float64), more_is_better, least)
        # What reads as about nothing in every cell has no best one that a reader could see.
        shade[:, (np.abs(frame.to_numpy(np.float64)) < TRIFLE).all(axis=0)] = 0.0
        _cells(panel, frame.to_numpy(np.float64), shade, shares)
        _head(panel, heads, list(map(str, frame.index)), note, nothing)
        style.finish(figure, title, caption, note)
    best = {
        str(column[1]).replace("\n", " "): note.title(
            str(frame.index[int(np.argmax(shade[:, at]))])
        )
        for at, column in enumerate(frame.columns)
    }
    alt = "Best choice by measure: " + "; ".join(f"{key}: {who}" for key, who in best.items())
    return style.Drawing(figure, "robustness", title, caption, alt)


def _cells(panel: Axes, values: Floats, shade: Floats, shares: Sequence[bool]) -> None:
    """Draw the cells with their numbers, shares in per cent."""
    from matplotlib.colors import LinearSegmentedColormap

    style.seaborn().heatmap(
        pd.DataFrame(shade),
        cmap=LinearSegmentedColormap.from_list("plain", ["#FFFFFF", style.PALETTE[0]]),
        vmin=0.0,
        vmax=1.25,
        cbar=False,
        linewidths=1.2,
        linecolor="white",
        ax=panel,
    )
    for row, column in np.ndindex(values.shape):
        value = float(values[row, column])
        text = f"{value:.0%}" if shares[column] else style.number(value)
        colour = "white" if shade[row, column] > 0.62 else style.INK
        panel.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=8, color=colour)


def _shades(values: Floats, more_is_better: Sequence[bool], least: Floats) -> Floats:
    """Return each column from 0, its worst cell, to 1, its best; 0 where all are alike."""
    turned = values * np.where(np.array(more_is_better), 1.0, -1.0)
    low, spread = np.nanmin(turned, axis=0), np.ptp(turned, axis=0)
    return np.asarray(
        np.where(spread > least, (turned - low) / np.where(spread > 0, spread, 1.0), 0.0)
    )


def _head(
    panel: Axes,
    heads: Sequence[tuple[str, str]],
    policies: Sequence[str],
    note: style.Note,
    nothing: str,
) -> None:
    """Write headings, the groups above them, and titles beside the rows."""
    panel.xaxis.tick_top()
    panel.set_xticks(np.arange(len(heads)) + 0.5, [name for _, name in heads], size=8)
    titles = [
        "Doing nothing (baseline)" if policy == nothing else note.title(policy)
        for policy in policies
    ]
    panel.set_yticks(
        np.arange(len(titles)) + 0.5,
        [style.shorten(title, style.LABEL_LETTERS) for title in titles],
        rotation=0,
        size=8,
    )
    for text, policy in zip(panel.get_yticklabels(), policies, strict=True):
        text.set_color(note.ink(policy))
    groups = [group for group, _ in heads]
    for group in dict.fromkeys(groups):
        places = [at for at, name in enumerate(groups) if name == group]
        panel.annotate(
            group,
            ((places[0] + places[-1] + 1) / 2, 0.0),
            xytext=(0, 34),
            textcoords="offset points",
            ha="center",
            size=9,
            weight="bold",
            annotation_clip=False,
        )
        if places[0]:
            panel.axvline(places[0], color=style.INK, lw=1.2)
    panel.tick_params(length=0)
