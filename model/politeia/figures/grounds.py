"""What the parameters of each mechanism rest on: documents, data, research or assumption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNRUN = style.Note(digest="", preview=False, draws=0, replicates=0, titles={}, colours={})
"""The ledger is no run: the figure has neither draws nor a digest of a study."""
COLOURS = {
    "documents": style.PALETTE[1],
    "data": style.PALETTE[0],
    "research": style.PALETTE[5],
    "assumption": style.NULL_COLOUR,
}


def grounds(frame: pd.DataFrame, order: Sequence[str], source: str) -> style.Drawing:
    """Return a bar a mechanism: its parameters by ground.

    ``frame`` has the columns mechanism, title and ground, a row a parameter; ``order`` names the
    grounds from left to right, ``source`` says where the numbers stand.
    """
    counts = pd.crosstab(frame.title, frame.ground).reindex(columns=list(order), fill_value=0)
    counts = counts.loc[list(dict.fromkeys(frame.title))]
    with style.look():
        figure, panels = style.canvas(
            1, 1, (6.2, 0.9 + 0.27 * len(counts)), left=style.LABELS, top=1.0, bottom=0.55
        )
        _bars(panels[0, 0], counts)
        shares = ", ".join(f"{name} {share:.0%}" for name, share in _shares(frame, order))
        title = f"What {len(frame)} parameters rest on"
        caption = (
            f"Parameters of each mechanism by what they rest on ({shares}). A parameter that "
            f"names several sources counts where the first of {', '.join(order)} is met. {source}"
        )
        style.finish(figure, title, caption, UNRUN)
    return style.Drawing(figure, "grounds", title, caption, f"Bars: {shares}.")


def _shares(frame: pd.DataFrame, order: Sequence[str]) -> list[tuple[str, float]]:
    return [(name, float((frame.ground == name).mean())) for name in order]


def _bars(panel: Axes, counts: pd.DataFrame) -> None:
    """Draw stacked bars, the first mechanism at the top, each part with its number."""
    start = pd.Series(0, index=counts.index)
    for ground in counts.columns:
        width = counts[ground]
        panel.barh(counts.index, width, left=start, color=COLOURS[ground], label=ground, height=0.7)
        for row, (left, size) in enumerate(zip(start, width, strict=True)):
            if size:
                ink = "white" if ground in ("documents", "data") else style.INK
                panel.text(left + size / 2, row, str(size), ha="center", va="center", color=ink)
        start = start + width
    panel.set_ylim(len(counts) - 0.4, -0.6)
    panel.grid(visible=False, axis="y")
    panel.set_xlabel("parameters (number)")
    panel.spines[["top", "right"]].set_visible(False)
    panel.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(counts.columns), frameon=False)
