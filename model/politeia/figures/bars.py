"""Bars with intervals: what matters most, in panels side by side, the largest at the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Look:
    """What a figure of bars says around them; ``band`` is what luck alone would give."""

    name: str
    title: str
    caption: str
    axis: str
    band: float = 0.0
    lowest: float | None = 0.0
    highest: float | None = None


def bars(frame: pd.DataFrame, note: style.Note, look: Look, panels_a_row: int = 2) -> style.Drawing:
    """Return bars by label (rows) and panel.

    ``frame`` has the columns panel, label, value, low, high, and may have inner (a darker bar
    inside) and policy (its colour); rows are in the order in which they are to stand.
    """
    panels = list(dict.fromkeys(frame.panel))
    columns = min(panels_a_row, len(panels))
    rows = -(-len(panels) // columns)
    most = max(int((frame.panel == panel).sum()) for panel in panels)
    left = 3.9
    with style.look():
        figure, axes = style.canvas(
            rows,
            columns,
            (2.3, 0.3 + 0.235 * most),
            left=left,
            bottom=0.65,
            gap=(left + 0.1, 0.55),
            right=0.4,
        )
        for place, panel in enumerate(panels):
            part: Any = axes.flat[place]
            _panel(part, frame[frame.panel == panel], most, note, look)
            part.set_title(style.shorten(panel, 70), weight="bold", loc="right")
        for place in range(len(panels), axes.size):
            spare: Any = axes.flat[place]
            spare.set_axis_off()
        figure.supxlabel(look.axis, y=0.1 / figure.get_size_inches()[1], size=9)
        style.finish(figure, look.title, look.caption, note)
    return style.Drawing(figure, look.name, look.title, look.caption, _alt(frame, panels, look))


def _panel(panel: Axes, part: pd.DataFrame, most: int, note: style.Note, look: Look) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if look.band > 0:
        panel.axvspan(0.0, look.band, color=style.NULL_COLOUR, lw=0, zorder=0)
    for height, line in zip(range(most - 1, -1, -1), style.records(part), strict=False):
        colour = note.colour(line.policy) if hasattr(line, "policy") else style.PALETTE[0]
        # A bar that luck alone could make is hollow, as every undetectable effect is.
        face = "white" if line.value <= look.band else colour
        panel.barh(
            height, line.value, height=0.62, color=face, ec=colour, lw=1.0, alpha=0.55, zorder=2
        )
        if hasattr(line, "inner"):
            panel.barh(height, max(line.inner, 0.0), height=0.62, color=colour, zorder=3)
        panel.plot([line.low, line.high], [height] * 2, color=style.INK, lw=1.1, zorder=4)
    labels = [str(label) for label in part.label]
    panel.set_yticks(range(most - 1, most - 1 - len(labels), -1), labels)
    panel.set_ylim(-0.6, most - 0.4)
    panel.set_xlim(look.lowest, look.highest)
    panel.xaxis.set_major_locator(MaxNLocator(4))
    panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
    panel.tick_params(axis="y", length=0)
    panel.grid(visible=False, axis="y")
    style.seaborn().despine(ax=panel, left=True)


def _alt(frame: pd.DataFrame, panels: Sequence[str], look: Look) -> str:
    """Return the largest bar of each panel in words."""
    told = []
    for panel in panels:
        line = next(style.records(frame[frame.panel == panel]))
        told.append(f"{panel}: {line.label} ({style.number(float(line.value))})")
    return f"{look.title}. Largest, by panel: {'; '.join(told)}."
