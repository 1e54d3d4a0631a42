"""The ranking of policies at equal political cost, and how wrong a cost may be before it flips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from politeia.figures import style
from politeia.outcomes import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def equal_cost(
    frame: pd.DataFrame,
    outcome: Outcome,
    note: style.Note,
    *,
    budget: float,
    years: float,
    where: str,
    apart: str,
    name: str,
) -> style.Drawing:
    """Return what a budget buys (left) and what each policy costs (right), best first.

    ``frame`` has the columns policy, points, at_budget, low, high, flip_ratio, detectable, in the
    order of the ranking; ``apart`` names the policies without a cost.
    """
    order = list(frame.policy)
    with style.look():
        figure, axes = style.canvas(
            1,
            2,
            (3.3, 0.5 + 0.27 * len(order)),
            left=style.LABELS,
            right=0.35,
            bottom=0.72,
            gap=(1.15, 0.3),
        )
        _effects(axes[0, 0], frame, note)
        _costs(axes[0, 1], frame, note)
        axes[0, 0].set_xlabel(f"{style.label(outcome)},\ndifference to the baseline for the budget")
        axes[0, 0].set_title(f"what {budget:g} points buy", weight="bold")
        axes[0, 1].set_title("what the policy costs as written", weight="bold")
        axes[0, 1].set_xlabel(
            "points over 3 years, discounted at 3 %\n(0.01 % of GDP for one year)"
        )
        title = f"{style.name(outcome).capitalize()} at equal political cost"
        caption = (
            f"Each policy's mean effect after {years:g} years, {where}, scaled in proportion to "
            f"{budget:g} points (dot; hollow: no detectable effect; line: middle 90 % of the "
            f"draws, cut where it leaves the panel). A number between two rows is the flip ratio: "
            f"if the upper policy's cost relative to the lower one's is that many times what is "
            f"assumed, the two change places. {apart}{note.numbers}"
        )
        style.finish(figure, title, caption, note)
    best = frame.iloc[0] if len(frame) else None
    alt = f"Ranking of {len(order)} policies by their effect on {style.label(outcome)}."
    if best is not None:
        buys = style.number(float(best.at_budget), signed=True)
        alt += f" First stands {note.title(best.policy)}: {buys} for {budget:g} points."
    return style.Drawing(figure, name, title, caption, alt)


def _effects(panel: Axes, frame: pd.DataFrame, note: style.Note) -> None:
    """Draw the effect of the budget, and the flip ratio of each pair of neighbours at the right."""
    heights = np.arange(len(frame))[::-1]
    panel.axvline(0.0, color=style.INK, lw=0.9)
    low, high = _limits(frame)
    for height, line in zip(heights, style.records(frame), strict=True):
        colour = note.colour(line.policy)
        ends = np.clip([float(line.low), float(line.high)], low, high)
        panel.plot(ends, [height] * 2, color=colour, lw=1.6)
        panel.plot(
            [line.at_budget],
            [height],
            "o",
            ms=5.5,
            mec=colour,
            mfc=colour if line.detectable else "white",
            mew=1.2,
        )
        ratio = float(line.flip_ratio)
        if np.isfinite(ratio):
            text = f"× {style.number(ratio)}" if ratio < 100 else "× 100+"
            panel.text(
                1.04,
                height - 0.5,
                text,
                transform=panel.get_yaxis_transform(),
                size=7.5,
                va="center",
                ha="left",
                color=style.FAINT,
            )
    panel.set_xlim(low, high)
    panel.text(
        1.04, 1.005, "flips at", transform=panel.transAxes, size=7.5, color=style.FAINT, va="bottom"
    )
    _rows(panel, frame, note, named=True)


def _limits(frame: pd.DataFrame) -> tuple[float, float]:
    """Return limits that hold every mean and all but the widest intervals."""
    wide = np.concatenate([frame.low.to_numpy(), frame.high.to_numpy(), [0.0]])
    low, high = np.nanquantile(wide, [0.04, 0.96])
    low, high = min(low, frame.at_budget.min()), max(high, frame.at_budget.max())
    room = 0.06 * (high - low) or 1.0
    return float(low - room), float(high + room)


def _costs(panel: Axes, frame: pd.DataFrame, note: style.Note) -> None:
    """Draw each policy's cost on a logarithmic axis."""
    from matplotlib.ticker import LogLocator, NullLocator

    heights = np.arange(len(frame))[::-1]
    for height, line in zip(heights, style.records(frame), strict=True):
        colour, points = note.colour(line.policy), float(line.points)
        panel.plot([points], [height], "D", ms=5, color=colour)
        panel.annotate(
            style.number(points),
            (points, height),
            xytext=(7, 0),
            textcoords="offset points",
            size=7.5,
            va="center",
        )
    panel.set_xscale("log")
    panel.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    panel.xaxis.set_minor_locator(NullLocator())
    least, most = frame.points.min(), frame.points.max()
    panel.set_xlim(least / 2, most * 4)
    _rows(panel, frame, note, named=False)


def _rows(panel: Axes, frame: pd.DataFrame, note: style.Note, *, named: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    order = list(frame.policy)[::-1]
    titles = [style.shorten(note.title(policy), style.LABEL_LETTERS) for policy in order]
    panel.set_yticks(range(len(order)), titles if named else [""] * len(order))
    if named:
        for text, policy in zip(panel.get_yticklabels(), order, strict=True):
            text.set_color(note.ink(policy))
        panel.xaxis.set_major_locator(MaxNLocator(5))
    panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
    panel.set_ylim(-0.7, len(order) - 0.3)
    panel.tick_params(axis="y", length=0)
    style.seaborn().despine(ax=panel, left=True)
