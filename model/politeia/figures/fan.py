"""Fans: how an outcome goes on over the years under each policy, beside the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from politeia.arms import BASELINE
from politeia.figures import style
from politeia.outcomes import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Groups = dict[Any, pd.DataFrame]


def fan(
    frame: pd.DataFrame,
    outcome: Outcome,
    note: style.Note,
    *,
    policies: Sequence[str],
    countries: Sequence[str],
    name: str,
    rule: str = "",
) -> style.Drawing:
    """Return a panel for each policy (row) and country (column), the baseline in grey behind.

    ``frame`` has the columns policy, country, year, q05, q25, q50, q75, q95, over all runs.
    """
    with style.look():
        figure, axes = style.canvas(
            len(policies),
            len(countries),
            (2.55, 1.05),
            left=0.95,
            top=1.2,
            gap=(0.5, 0.42),
            bottom=0.45,
        )
        groups: Groups = dict(iter(frame.groupby(["policy", "country"], observed=True)))
        for column, country in enumerate(countries):
            limits = _limits(frame[frame.country == country])
            for row, policy in enumerate(policies):
                panel = axes[row, column]
                _draw(panel, groups, BASELINE, country, style.BASELINE_COLOUR)
                _draw(panel, groups, policy, country, note.colour(policy))
                _frame(panel, frame.year, limits, row == len(policies) - 1)
            axes[0, column].text(
                0.5,
                1.33,
                country,
                transform=axes[0, column].transAxes,
                ha="center",
                size=11,
                weight="bold",
            )
        for row, policy in enumerate(policies):
            _name_row(axes[row, 0], note.title(policy), note.ink(policy))
        figure.supylabel(style.label(outcome), x=0.12 / figure.get_size_inches()[0], size=9)
        title = f"{style.name(outcome).capitalize()} over time, by policy and country"
        caption = (
            f"Each row is a policy (colour) over the baseline (grey): median of the runs (line), "
            f"middle half (dark band; the baseline has none) and middle 90 % (light band; "
            f"grey dashes for the baseline). {rule}{note.numbers}"
        )
        style.finish(figure, title, caption, note)
    alt = (
        f"Small multiples of {style.label(outcome)} from {frame.year.min():.0f} to "
        f"{frame.year.max():.0f} for {', '.join(map(note.title, policies))} in "
        f"{', '.join(countries)}, each beside the baseline."
    )
    return style.Drawing(figure, name, title, caption, alt)


def _limits(frame: pd.DataFrame) -> tuple[float, float]:
    """Return limits that hold every band of a country, with a little room."""
    low, high = float(frame.q05.min()), float(frame.q95.max())
    room = 0.06 * (high - low) or 0.05
    return low - room, high + room


def _draw(
    panel: Axes,
    groups: Groups,
    policy: str,
    country: str,
    colour: str,
) -> None:
    """Draw the bands and the median of one policy in one country."""
    part = groups.get((policy, country))
    if part is None:
        return
    if policy == BASELINE:
        for edge in (part.q05, part.q95):
            panel.plot(part.year, edge, color=colour, lw=0.8, ls=(0, (3, 2)), zorder=3)
        panel.plot(part.year, part.q50, color=colour, lw=1.6, zorder=4)
        return
    panel.fill_between(part.year, part.q05, part.q95, color=colour, alpha=0.18, lw=0, zorder=1)
    panel.fill_between(part.year, part.q25, part.q75, color=colour, alpha=0.32, lw=0, zorder=2)
    panel.plot(part.year, part.q50, color=colour, lw=1.8, zorder=5)


def _frame(panel: Axes, years: pd.Series[float], limits: tuple[float, float], last: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    panel.set_ylim(*limits)
    panel.yaxis.set_major_locator(MaxNLocator(4))
    panel.yaxis.set_major_formatter(FuncFormatter(style.tick))
    style.years_axis(panel, float(years.min()), float(years.max()))
    if not last:
        panel.tick_params(labelbottom=False)
    style.seaborn().despine(ax=panel)


def _name_row(panel: Axes, title: str, colour: str) -> None:
    panel.text(
        0.0,
        1.06,
        style.shorten(title, 70),
        transform=panel.transAxes,
        ha="left",
        va="bottom",
        size=9.5,
        weight="bold",
        color=colour,
    )
