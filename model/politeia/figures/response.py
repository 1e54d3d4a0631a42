"""How the effect of each policy depends on what a sweep moves: a panel a moved quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from politeia.figures import style
from politeia.outcomes import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PANELS = 4


def response(
    frame: pd.DataFrame,
    outcome: Outcome,
    note: style.Note,
    *,
    moved: Mapping[str, str],
    policies: Sequence[str],
    where: str,
    years: float,
    name: str,
) -> style.Drawing:
    """Return effects by policy (colour) along each moved quantity (panel).

    ``frame`` has a row a policy and point with the columns policy, mean, q05, q95, null_band,
    verdict, and one a moved quantity; ``moved`` names those in words, the first four are drawn.
    """
    shown = list(moved)[:MOST_PANELS]
    with style.look():
        figure, axes = style.canvas(
            1,
            len(shown),
            (max(3.6, 6.4 / len(shown)), 2.9),
            left=0.95,
            bottom=0.55,
            top=0.75 + 0.2 * len(policies),
            gap=(0.55, 0.3),
        )
        for panel, quantity in zip(axes[0], shown, strict=True):
            _panel(panel, frame, quantity, policies, note)
            panel.set_xlabel(moved[quantity])
        axes[0, 0].set_ylabel(f"difference in {style.label(outcome)}")
        axes[0, 0].legend(loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, ncols=1)
        title = f"How effects on {style.name(outcome)} depend on what the sweep moves"
        caption = (
            f"Paired difference to the baseline at the same point after {years:g} years, {where}: "
            f"mean (dot; hollow: no detectable effect) and middle 90 % of the draws' means (line) "
            f"at each point; the line joins the means over the points with one value. "
            f"{_left_out(moved)}{note.numbers}"
        )
        style.finish(figure, title, caption, note)
    return style.Drawing(figure, name, title, caption, _alt(frame, shown, moved, policies, note))


def _panel(
    panel: Axes, frame: pd.DataFrame, quantity: str, policies: Sequence[str], note: style.Note
) -> None:
    """Draw one moved quantity; policies stand a little apart, so that none hides another."""
    panel.axhline(0, color=style.FAINT, lw=0.8)
    values = sorted(frame[quantity].unique())
    gap = 0.018 * (values[-1] - values[0])
    for place, policy in enumerate(policies):
        part = frame[frame.policy == policy].sort_values(quantity)
        aside = (place - (len(policies) - 1) / 2) * gap
        colour = note.colour(policy)
        along = part.groupby(quantity)["mean"].mean()
        panel.plot(along.index + aside, along, color=colour, lw=1.3, label=note.title(policy))
        panel.vlines(part[quantity] + aside, part.q05, part.q95, color=colour, lw=1.0, alpha=0.6)
        seen = part.verdict.isin(["lower", "higher"])
        panel.scatter(
            part[quantity] + aside,
            part["mean"],
            s=26,
            facecolor=[colour if one else "white" for one in seen],
            edgecolor=colour,
            zorder=3,
        )
    panel.locator_params(axis="y", nbins=5)


def _left_out(moved: Mapping[str, str]) -> str:
    rest = list(moved.values())[MOST_PANELS:]
    return f"Not drawn, but in the table of points: {', '.join(rest)}. " if rest else ""


def _alt(
    frame: pd.DataFrame,
    shown: Sequence[str],
    moved: Mapping[str, str],
    policies: Sequence[str],
    note: style.Note,
) -> str:
    """Return in words how each policy's mean effect goes along the first moved quantity."""
    first = shown[0]
    told = []
    for policy, part in frame[frame.policy.isin(policies)].groupby("policy", sort=False):
        along = part.groupby(first)["mean"].mean()
        ends = (f"{style.number(along[at], signed=True)} at {at:g}" for at in along.index[[0, -1]])
        told.append(f"{note.title(str(policy))} {' and '.join(ends)}")
    return f"Mean effects along {moved[first]}: {'; '.join(told)}."
