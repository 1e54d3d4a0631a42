"""A front: what is gained at each political cost, by what was run and by the best mixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from politeia.figures import style
from politeia.quantity import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 8


@dataclass(frozen=True)
class Marks:
    """The arms of one policy: cost, gain and standard error of each."""

    policy: str
    cost: Floats = field(repr=False)
    gain: Floats = field(repr=False)
    error: Floats = field(repr=False)


@dataclass(frozen=True)
class Curve:
    """The front: the gain of the best mix by its cost."""

    cost: Floats = field(repr=False)
    gain: Floats = field(repr=False)


def _label(marks: Sequence[Marks], place: int, note: style.Note) -> str | None:
    """Return how the legend calls a policy; of many one line stands for all."""
    if len(marks) > NAMED:
        return None if place else f"{len(marks)} mixes that were run"
    return style.shorten(note.title(marks[place].policy), 40)


def pareto(
    marks: Sequence[Marks],
    curve: Curve,
    checked: pd.DataFrame | None,
    note: style.Note,
    *,
    axes: tuple[str, str],
    title: str,
    caption: str,
) -> style.Drawing:
    """Return the front over the arms.

    ``checked`` has the columns real_cost, real_gain, standard_error of mixes that were lived.
    """
    from matplotlib.ticker import FuncFormatter

    with style.look():
        figure, panels = style.canvas(1, 1, (5.2, 3.6), left=1.0, bottom=0.65, top=0.55, right=3.0)
        panel: Any = panels[0, 0]
        panel.axhline(0.0, color=style.INK, lw=0.9)
        for place in range(len(marks)):
            _mark(panel, marks, place, note)
        panel.plot(
            curve.cost, curve.gain, color=style.INK, lw=1.8, label="best mix (emulated)", zorder=1
        )
        if checked is not None:
            _check(panel, checked)
        panel.set_xlabel(axes[0])
        panel.set_ylabel(axes[1])
        panel.xaxis.set_major_formatter(FuncFormatter(style.tick))
        panel.yaxis.set_major_formatter(FuncFormatter(style.tick))
        panel.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)
        style.seaborn().despine(ax=panel)
        style.finish(figure, title, caption, note)
    alt = (
        f"{title}. The front rises to {style.number(float(curve.gain.max()))} at "
        f"{style.number(float(curve.cost.max()))} points."
    )
    return style.Drawing(figure, "portfolio", title, caption, alt)


def _mark(panel: Axes, marks: Sequence[Marks], place: int, note: style.Note) -> None:
    """Draw the arms of one policy with one standard error."""
    given = marks[place]
    panel.errorbar(
        given.cost,
        given.gain,
        yerr=np.nan_to_num(given.error),
        fmt="o",
        ms=5,
        lw=0.9,
        color=note.colour(given.policy),
        label=_label(marks, place, note),
    )


def _check(panel: Axes, checked: pd.DataFrame) -> None:
    """Draw the mixes that were lived, with two standard errors."""
    panel.errorbar(
        checked.real_cost,
        checked.real_gain,
        yerr=2 * checked.standard_error.fillna(0.0),
        fmt="o",
        ms=9,
        mfc="none",
        color=style.INK,
        lw=1.2,
        label="mix lived in real runs",
    )
