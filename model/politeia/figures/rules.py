"""Rules of scenario discovery: conditions as marks, and the box in which a policy does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.figures import style
from politeia.quantity import Bools, Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Panel:
    """One question: conditions by two uncertainties, and the rule's limits on them.

    The second name is empty where the rule asks of one uncertainty only.
    """

    title: str
    policy: str
    x: Floats = field(repr=False)
    y: Floats = field(repr=False)
    interest: Bools = field(repr=False)
    axes: tuple[str, str]
    boxes: tuple[tuple[float, float], tuple[float, float]]
    told: str


def rules(panels: Sequence[Panel], note: style.Note, numbers: str) -> style.Drawing:
    """Return the conditions and the best rule of each question, two panels a row."""
    import textwrap

    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    with style.look():
        figure, axes = style.canvas(
            rows, columns, (4.2, 2.6), left=0.8, bottom=0.75, gap=(0.9, 1.15), top=1.1
        )
        for place, panel in enumerate(panels):
            part: Any = axes.flat[place]
            _draw(part, panel, note)
            heading = "\n".join(textwrap.wrap(panel.title, 58)[:2])
            part.set_title(f"{heading}\n{panel.told}", size=8.5, loc="left")
        for place in range(len(panels), axes.size):
            spare: Any = axes.flat[place]
            spare.set_axis_off()
        title = "Under which conditions a policy harms, or beats its rival"
        caption = (
            f"Each mark is a condition: filled where the heading is true of it. Shaded: the best "
            f"rule of a tree, by the first two uncertainties that it asks of (a rule of one leaves "
            f"the height without meaning). Only rules that shuffled cases do not give as well are "
            f"shown. {numbers}"
        )
        style.finish(figure, title, caption, note)
    told = "; ".join(f"{panel.title}: {panel.told}" for panel in panels)
    return style.Drawing(figure, "discovery", title, caption, f"Rules. {told}.")


def _draw(axes: Axes, panel: Panel, note: style.Note) -> None:
    """Draw one question."""
    colour = note.colour(panel.policy)
    limits = []
    for values, box in zip((panel.x, panel.y), panel.boxes, strict=True):
        room = 0.06 * float(np.ptp(values)) or 0.5
        low, high = float(values.min()) - room, float(values.max()) + room
        limits.append(((low, high), (max(low, box[0]), min(high, box[1]))))
    (x_all, x_box), (y_all, y_box) = limits
    axes.fill_between(x_box, *y_box, color=colour, alpha=0.14, lw=0)
    for inside, face in ((~panel.interest, "white"), (panel.interest, colour)):
        axes.plot(
            panel.x[inside],
            panel.y[inside],
            "o",
            ms=4.2,
            mec=colour if face != "white" else style.FAINT,
            mfc=face,
            mew=0.8,
            ls="",
        )
    axes.set_xlim(*x_all)
    axes.set_ylim(*y_all)
    axes.set_xlabel(panel.axes[0])
    axes.set_ylabel(panel.axes[1])
    if not panel.axes[1]:
        axes.set_yticks([])
    style.seaborn().despine(ax=axes)
