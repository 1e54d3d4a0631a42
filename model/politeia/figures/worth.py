"""How many times fewer runs common luck needs: ratios of variances with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from politeia.figures import style


def worth(frame: pd.DataFrame, note: style.Note, numbers: str, goal: float) -> style.Drawing:
    """Return the ratios by outcome (rows) and horizon (columns), on a logarithmic axis.

    ``frame`` has the columns label, years, median, low, high, least.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    order = list(dict.fromkeys(frame.label))
    horizons = sorted(set(frame.years))
    with style.look():
        figure, axes = style.canvas(
            1, len(horizons), (2.6, 0.5 + 0.3 * len(order)), left=2.6, gap=(0.18, 0.3), bottom=0.65
        )
        for column, years in enumerate(horizons):
            panel, part = axes[0, column], frame[frame.years == years]
            panel.axvline(1.0, color=style.INK, lw=0.9)
            panel.axvline(goal, color=style.FAINT, lw=0.9, ls=":")
            for line in style.records(part):
                height = len(order) - 1 - order.index(line.label)
                panel.plot([line.low, line.high], [height] * 2, color=style.PALETTE[0], lw=2.2)
                panel.plot([line.median], [height], "o", ms=5.5, color=style.PALETTE[0])
                panel.plot([line.least], [height], "|", ms=9, mew=1.4, color=style.FAINT)
            panel.set_xscale("log")
            low, high = min(0.7, frame.least.min() / 1.2), frame.high.max() * 1.3
            panel.set_xlim(max(low, 1e-3), min(high, 1e6))
            panel.xaxis.set_major_locator(LogLocator(numticks=5))
            panel.xaxis.set_minor_locator(NullLocator())
            panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
            panel.set_yticks(range(len(order)), order[::-1] if column == 0 else [""] * len(order))
            panel.set_ylim(-0.6, len(order) - 0.4)
            panel.tick_params(axis="y", length=0)
            panel.set_title(f"after {years:g} year{'' if years == 1 else 's'}", weight="bold")
            style.seaborn().despine(ax=panel, left=True)
        figure.supxlabel(
            "variance of unpaired over paired differences",
            y=0.1 / figure.get_size_inches()[1],
            size=9,
        )
        title = "How many times fewer runs are needed because policies share their luck"
        caption = (
            f"Median over policies and countries (dot) with its 95 % interval over draws (line), "
            f"and the smallest single one (tick). Solid line at 1: common luck is worth nothing; "
            f"dotted: the goal of {goal:g} after one year. {numbers}"
        )
        style.finish(figure, title, caption, note)
    middle = float(np.median(frame["median"]))
    alt = (
        f"Ratios of variances for {len(order)} outcomes; the median is {style.number(middle)} and "
        f"the smallest single ratio {style.number(float(frame.least.min()))}."
    )
    return style.Drawing(figure, "variance_ratio", title, caption, alt)
