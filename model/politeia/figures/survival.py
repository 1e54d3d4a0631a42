"""Survival curves: the share of runs in which the regime of the branch still rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from politeia.arms import BASELINE
from politeia.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    (0, (5, 2)),
    (0, (2, 1)),
    (0, (6, 2, 1, 2)),
    (0, (1, 1)),
    (0, (8, 3)),
    (0, (3, 1, 1, 1)),
)


def survival(
    frame: pd.DataFrame,
    note: style.Note,
    *,
    policies: Sequence[str],
    countries: Sequence[str],
    name: str,
    rule: str = "",
) -> style.Drawing:
    """Return a panel for each country with a curve for each policy and the baseline.

    ``frame`` has the columns policy, country, year, alive (share of runs).
    """
    columns = min(2, len(countries))
    rows = -(-len(countries) // columns)
    with style.look():
        figure, axes = style.canvas(
            rows, columns, (3.0, 2.3), left=0.9, right=2.55, bottom=0.45, gap=(3.25, 0.6)
        )
        panels: list[Any] = list(axes.flat)
        for panel in panels[len(countries) :]:
            panel.set_visible(False)
        dashes = _dashes(policies, note)
        for panel, country in zip(panels, countries, strict=False):
            _curves(panel, frame[frame.country == country], policies, dashes, note)
            panel.set_title(country, weight="bold", size=11)
            panel.set_ylabel("regime still rules\n(% of runs)", labelpad=4)
        title = "How long the regime of the branch goes on ruling"
        caption = (
            f"Share of runs in which the ruling group of the branch has not lost control, in the "
            f"model; labels stand at the curves' ends, or beside them with a line. {rule}"
            f"{note.numbers}"
        )
        style.finish(figure, title, caption, note)
    last = frame[(frame.year == frame.year.max()) & (frame.policy == BASELINE)]
    ends = "; ".join(f"{line.country} {float(line.alive):.0%}" for line in style.records(last))
    alt = f"Survival curves by country. At the end the baseline's regimes still rule in: {ends}."
    return style.Drawing(figure, name, title, caption, alt)


def _dashes(policies: Sequence[str], note: style.Note) -> dict[str, Any]:
    """Return a line style for each policy, different for policies of one colour."""
    seen: dict[str, int] = {}
    found: dict[str, Any] = {}
    for policy in policies:
        place = seen.get(note.colour(policy), 0)
        found[policy] = DASHES[place % len(DASHES)]
        seen[note.colour(policy)] = place + 1
    return found


def _curves(
    panel: Axes,
    part: pd.DataFrame,
    policies: Sequence[str],
    dashes: dict[str, Any],
    note: style.Note,
) -> None:
    """Draw one country's curves and name each at its end."""
    from matplotlib.ticker import PercentFormatter

    lines = {policy: part[part.policy == policy] for policy in (BASELINE, *policies)}
    ends = {}
    for policy, line in lines.items():
        if not len(line):
            continue
        panel.plot(
            line.year,
            line.alive,
            color=note.colour(policy),
            ls=dashes.get(policy, "-"),
            lw=2.2 if policy == BASELINE else 1.5,
            drawstyle="steps-post",
        )
        ends[policy] = float(line.alive.iloc[-1])
    low = float(part[part.policy.isin(lines)].alive.min())
    panel.set_ylim(max(0.0, low - 0.08), 1.02)
    panel.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
    style.years_axis(panel, float(part.year.min()), float(part.year.max()))
    style.seaborn().despine(ax=panel)
    _name_ends(panel, ends, dashes, note, float(part.year.max()))


def _name_ends(
    panel: Axes, ends: dict[str, float], dashes: dict[str, Any], note: style.Note, last: float
) -> None:
    """Write each policy's name at the right of its curve, moved apart where they would touch."""
    low, high = panel.get_ylim()
    room = (high - low) / 12.5
    order = sorted(ends, key=lambda policy: ends[policy])
    heights = spread([ends[policy] for policy in order], room, low, high)
    first = panel.get_xlim()[0]
    step = (last - first) * 0.09
    for policy, height in zip(order, heights, strict=True):
        panel.plot(
            [last, last + step],
            [ends[policy], height],
            color=note.colour(policy),
            ls=dashes.get(policy, "-"),
            lw=1.0,
            clip_on=False,
        )
        panel.text(
            last + 1.25 * step,
            height,
            style.shorten(note.title(policy), 34),
            color=note.ink(policy),
            size=7.5,
            va="center",
            weight="bold" if policy == BASELINE else "normal",
        )


def spread(heights: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Return ascending heights at least ``room`` apart, near the given ones, inside the limits."""
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + room) if places else max(height, low))
    excess = places[-1] - high if places else 0.0
    if excess > 0:
        places[-1] -= excess
        for place in range(len(places) - 2, -1, -1):
            places[place] = min(places[place], places[place + 1] - room)
    return places
