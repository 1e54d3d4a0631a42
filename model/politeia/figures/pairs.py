"""Pairs of histories with the same luck: which of the two regimes breaks down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELLS = {
    "only the baseline breaks": "#6A3D9A",
    "only the policy's run breaks": "#C58A00",
    "both break": "#6B6B6B",
    "both survive": "#E3E3E3",
}


def pairs(
    frame: pd.DataFrame,
    note: style.Note,
    *,
    countries: Sequence[str],
    years: float,
    name: str,
) -> style.Drawing:
    """Return a bar for each policy (row) and country (column), in four parts that sum to all pairs.

    ``frame`` has the columns policy, country, cell, share, low, high.
    """
    order = _order(frame)
    with style.look():
        figure, axes = style.canvas(
            1,
            len(countries),
            (2.3, 0.4 + 0.25 * len(order)),
            left=style.LABELS,
            top=1.4,
            bottom=0.55,
            gap=(0.36, 0.3),
        )
        for column, country in enumerate(countries):
            part = frame[frame.country == country]
            table = part.pivot(index="policy", columns="cell", values="share").reindex(order)
            _bars(axes[0, column], table)
            axes[0, column].set_title(country, weight="bold", size=11)
            _rows(axes[0, column], order, note, named=column == 0)
        _legend(figure)
        figure.supxlabel("share of pairs (%)", y=0.1 / figure.get_size_inches()[1], size=9)
        title = f"Which regimes break down within {years:g} years, pair by pair"
        caption = (
            f"A pair is one run with the policy and one without, with the same parameters, past "
            f"and luck. Numbers are percent, where there is room; intervals stand in the table of "
            f"pairs. Only the purple and ochre parts differ between the two. {note.numbers}"
        )
        style.finish(figure, title, caption, note)
    mean = frame.groupby("cell").share.mean()
    parts = ", ".join(f"{cell} {float(mean[cell]):.0%}" for cell in CELLS if cell in mean)
    alt = f"Stacked bars of {len(order)} policies in {', '.join(countries)}. On average: {parts}."
    return style.Drawing(figure, name, title, caption, alt)


def _order(frame: pd.DataFrame) -> list[str]:
    """Return policies by how many more breakdowns they bring than they avert, least first."""
    table = frame.pivot_table(index="policy", columns="cell", values="share", observed=True)
    change = table["only the policy's run breaks"] - table["only the baseline breaks"]
    return [str(policy) for policy in change.sort_values(kind="stable").index]


def _bars(panel: Axes, table: pd.DataFrame) -> None:
    """Draw the four parts of each policy's bar, the first policy at the top."""
    heights = list(range(len(table)))[::-1]
    left = pd.Series(0.0, index=table.index)
    for cell, colour in CELLS.items():
        width = table[cell]
        panel.barh(heights, width, left=left, color=colour, height=0.74, lw=0)
        for height, start, share in zip(heights, left, width, strict=True):
            if share >= 0.085:
                dark = cell == "both survive"
                panel.text(
                    start + share / 2,
                    height - 0.02,
                    f"{100 * share:.0f}",
                    ha="center",
                    va="center",
                    size=7.5,
                    color=style.INK if dark or cell.startswith("only the policy") else "white",
                )
        left = left + width


def _rows(panel: Axes, order: Sequence[str], note: style.Note, *, named: bool) -> None:
    titles = [style.shorten(note.title(policy), style.LABEL_LETTERS) for policy in reversed(order)]
    panel.set_yticks(range(len(order)), titles if named else [""] * len(order))
    if named:
        for text, policy in zip(panel.get_yticklabels(), reversed(order), strict=True):
            text.set_color(note.ink(policy))
    panel.set_xlim(0, 1)
    panel.set_ylim(-0.6, len(order) - 0.4)
    panel.set_xticks([0, 0.5, 1.0], ["0", "50", "100"])
    panel.grid(visible=False)
    panel.tick_params(axis="y", length=0)
    style.seaborn().despine(ax=panel, left=True)


def _legend(figure: object) -> None:
    """Name the four parts above the panels."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    assert isinstance(figure, Figure)
    width, height = figure.get_size_inches()
    handles = [Patch(color=colour, label=cell) for cell, colour in CELLS.items()]
    figure.axes[0].legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.15 / width, 1 - 0.78 / height),
        bbox_transform=figure.transFigure,
        ncols=4 if width > 8 else 2,
        frameon=False,
        borderaxespad=0,
    )
