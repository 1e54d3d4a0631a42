"""How many times fewer runs common luck needs: ratios of variances with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def worth(
    frame: pd.DataFrame, note: style.Note, numbers: str, limits: tuple[float, float]
) -> style.Drawing:
    """Return the ratios by outcome (rows) and horizon (columns), on a logarithmic axis.

    ``frame`` has the columns label, years, median, low, high, least; ``limits`` are the goal and
    the largest ratio that is drawn, beyond which an arrow stands.
    """
    goal, largest = limits
    smallest = max(1e-2, min(0.7, float(frame.low.min()) / 1.3))
    order = list(dict.fromkeys(frame.label))
    horizons = sorted(set(frame.years))
    with style.look():
        figure, axes = style.canvas(
            1, len(horizons), (2.6, 0.5 + 0.3 * len(order)), left=2.6, gap=(0.18, 0.3), bottom=0.65
        )
        for column, years in enumerate(horizons):
            panel: Any = axes[0, column]
            _panel(panel, frame[frame.years == years], order, (smallest, goal, largest))
            panel.set_yticks(range(len(order)), order[::-1] if column == 0 else [""] * len(order))
            panel.set_title(f"after {years:g} year{'' if years == 1 else 's'}", weight="bold")
        figure.supxlabel(
            "variance of unpaired over paired differences",
            y=0.1 / figure.get_size_inches()[1],
            size=9,
        )
        title = "How many times fewer runs are needed because policies share their luck"
        caption = (
            f"Median over policies and countries (dot) with its 95 % interval over draws (line), "
            f"and the smallest single one (tick). Solid line at 1: common luck is worth nothing; "
            f"dotted: the goal of {goal:g} after one year; an arrow: beyond "
            f"{style.number(largest)}. {numbers}"
        )
        style.finish(figure, title, caption, note)
    middle = float(np.median(frame["median"]))
    alt = (
        f"Ratios of variances for {len(order)} outcomes; the median is {style.number(middle)} and "
        f"the smallest single ratio {style.number(float(frame.least.min()))}."
    )
    return style.Drawing(figure, "variance_ratio", title, caption, alt)


def _panel(
    panel: Axes, part: pd.DataFrame, order: Sequence[str], limits: tuple[float, float, float]
) -> None:
    """Draw the ratios at one horizon between the smallest and the largest that are shown."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    smallest, goal, largest = limits
    panel.axvline(1.0, color=style.INK, lw=0.9)
    panel.axvline(goal, color=style.FAINT, lw=0.9, ls=":")
    for line in style.records(part):
        height = len(order) - 1 - order.index(line.label)
        ends = [line.low, line.median, line.high, line.least]
        low, middle, high, least = np.clip(ends, smallest, largest)
        panel.plot([low, high], [height] * 2, color=style.PALETTE[0], lw=2.2)
        mark = ">" if line.median > largest else "o"
        panel.plot([middle], [height], mark, ms=6, color=style.PALETTE[0], clip_on=False)
        panel.plot([least], [height], "|", ms=9, mew=1.4, color=style.FAINT)
    panel.set_xscale("log")
    panel.set_xlim(smallest, largest)
    panel.xaxis.set_major_locator(FixedLocator([0.1, 1.0, 10.0, 100.0, 1000.0]))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
    panel.set_ylim(-0.6, len(order) - 0.4)
    panel.tick_params(axis="y", length=0)
    style.seaborn().despine(ax=panel, left=True)
