"""How every figure looks: one colour a policy, one place for title, caption and digest.

A study of at most eight policies gives each its own colour, in the order of the study; a larger
one gives a colour to each family (the stance of its policies) and names policies by labels. The
colours are those of Okabe and Ito, which people with any of the common colour deficiencies can
tell apart; the two too pale for thin lines on white are replaced by darker ones.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.arms import BASELINE, PLACEBO
from politeia.errors import MachineTrouble
from politeia.outcomes import Outcome

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#B3508E",
    "#C58A00",
    "#3A9BD1",
    "#6A3D9A",
    "#7A5C1E",
)
BASELINE_COLOUR, PLACEBO_COLOUR, INK, FAINT = "#4D4D4D", "#8A8A8A", "#222222", "#5A5A5A"
NULL_COLOUR = "#D9D9D9"
BETTER, WORSE = "#01665E", "#8C510A"
MOST_COLOURS = 8
LETTERS_AN_INCH = 15.2
DPI = 150
LABELS = 3.5
"""Inches for the names of policies at the left of a figure."""
LABEL_LETTERS = 53
NAMES = {
    "prisoners_true": "political prisoners",
    "prisoners_recognised": "recognised political prisoners",
}


@dataclass(frozen=True)
class Note:
    """What every figure of a study says of it: digest, numbers, colours and names."""

    digest: str
    preview: bool
    draws: int
    replicates: int
    titles: Mapping[str, str]
    colours: Mapping[str, str]
    families: Mapping[str, str] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """Return the runs of one policy in one case."""
        return self.draws * self.replicates

    @property
    def numbers(self) -> str:
        """Return the sentence on draws and runs that ends a caption."""
        return f"{self.draws} draws of the parameters, {self.replicates} runs of each."

    def title(self, policy: str) -> str:
        """Return how a policy is called."""
        return self.titles.get(policy, policy.replace("_", " "))

    def colour(self, policy: str) -> str:
        """Return the colour of a policy, the same in every figure."""
        return self.colours.get(policy, FAINT)

    def ink(self, policy: str) -> str:
        """Return the policy's colour made dark enough for letters on white."""
        colour = self.colour(policy)
        parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return "#" + "".join(f"{round(0.68 * part):02x}" for part in parts)


@dataclass(frozen=True)
class Drawing:
    """A finished figure: its file name, its caption, and what it shows in words."""

    figure: Figure
    name: str
    title: str
    caption: str
    alt: str


def colours(policies: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the colour of each policy from (name, family) in the order of the study."""
    found = {BASELINE: BASELINE_COLOUR, PLACEBO: PLACEBO_COLOUR}
    coloured = [(name, family) for name, family in policies if name not in found]
    if len(coloured) <= MOST_COLOURS:
        keys = {name: place for place, (name, _) in enumerate(coloured)}
        return found | {name: PALETTE[keys[name]] for name, _ in coloured}
    families = list(dict.fromkeys(family for _, family in coloured))
    places = {family: place for place, family in enumerate(families)}
    shade = {
        family: PALETTE[place] if place < len(PALETTE) else FAINT
        for family, place in places.items()
    }
    return found | {name: shade[family] for name, family in coloured}


def seaborn() -> Any:
    """Return seaborn, which ships no types; imported when the first figure is drawn."""
    import seaborn as module

    return module


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame, each with its columns as attributes."""
    return frame.itertuples(index=False)


@contextmanager
def look() -> Iterator[None]:
    """Set fonts, grid and vector text while a figure is drawn or saved."""
    import matplotlib as mpl

    settings: Any = {
        **seaborn().axes_style("whitegrid"),
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.titlesize": 9.5,
        "axes.labelsize": 9,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "legend.fontsize": 8,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.edgecolor": "#9A9A9A",
        "grid.color": "#E6E6E6",
        "grid.linewidth": 0.6,
        "svg.hashsalt": "politeia",
        "axes.unicode_minus": True,
    }
    with mpl.rc_context(settings):
        yield


def canvas(
    rows: int,
    columns: int,
    panel: tuple[float, float],
    *,
    left: float = 0.8,
    right: float = 0.25,
    top: float = 0.75,
    bottom: float = 1.0,
    gap: tuple[float, float] = (0.2, 0.35),
) -> tuple[Figure, npt.NDArray[np.object_]]:
    """Return a figure with panels of ``panel`` inches, and margins in inches that nothing overlaps.

    ``bottom`` leaves room for axis labels; the caption's lines are added by ``finish``.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width = left + columns * panel[0] + (columns - 1) * gap[0] + right
    height = top + rows * panel[1] + (rows - 1) * gap[1] + bottom
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    figure.subplots_adjust(
        left=left / width,
        right=1 - right / width,
        top=1 - top / height,
        bottom=bottom / height,
        wspace=gap[0] / panel[0],
        hspace=gap[1] / panel[1],
    )
    return figure, figure.subplots(rows, columns, squeeze=False)


def finish(figure: Figure, title: str, caption: str, note: Note) -> None:
    """Add title, caption, digest and, for a preview, the word across the figure."""
    width, height = figure.get_size_inches()
    size = 8.5
    letters = int((width - 0.4) * LETTERS_AN_INCH)
    lines = textwrap.wrap(caption, letters)
    heading = textwrap.wrap(title, int((width - 0.4) * 9.6))
    _grow(figure, 0.17 * len(lines) + 0.25, 0.24 * (len(heading) - 1))
    height = figure.get_size_inches()[1]
    inset = 0.15 / width
    figure.text(
        inset, 1 - 0.12 / height, "\n".join(heading), size=12, weight="bold", va="top", ha="left"
    )
    figure.text(
        inset, 0.28 / height, "\n".join(lines), size=size, va="bottom", ha="left", color=INK
    )
    figure.text(
        1 - inset,
        0.08 / height,
        f"study {note.digest}" if note.digest else "",
        size=7,
        va="bottom",
        ha="right",
        color=FAINT,
        family="DejaVu Sans Mono",
    )
    if note.preview:
        _write_across(figure)


def _grow(figure: Figure, below: float, above: float) -> None:
    """Make the figure taller by inches below and above, with its panels where they were."""
    width, height = figure.get_size_inches()
    taller = height + below + above
    pars = figure.subplotpars
    figure.set_size_inches(width, taller)
    figure.subplots_adjust(
        top=(pars.top * height + below) / taller, bottom=(pars.bottom * height + below) / taller
    )
    for text in figure.texts:
        x, y = text.get_position()
        text.set_position((x, (y * height + below) / taller))


def _write_across(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    figure.text(
        0.5,
        0.5,
        "preview",
        size=min(110.0, 15 * width, 18 * height),
        rotation=25,
        ha="center",
        va="center",
        color="#B00020",
        alpha=0.13,
        weight="bold",
        zorder=100,
    )


def save(drawing: Drawing, folder: Path) -> tuple[Path, Path]:
    """Write a figure as PNG and SVG and return their paths.

    Raises:
        MachineTrouble: when the folder cannot be written in.
    """
    png, svg = folder / f"{drawing.name}.png", folder / f"{drawing.name}.svg"
    try:
        with look():
            _save_png(drawing.figure, png)
            drawing.figure.savefig(svg, metadata={"Date": None, "Creator": "Politeia"})
    except OSError as error:
        raise MachineTrouble(f"cannot write figures in {folder}: {error.strerror}") from error
    return png, svg


def _save_png(figure: Figure, path: Path) -> None:
    """Write a PNG of 256 colours, which is a quarter of the size and looks the same."""
    from io import BytesIO

    from PIL import Image

    full = BytesIO()
    figure.savefig(full, format="png", dpi=DPI)
    picture = Image.open(full).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True, dpi=(DPI, DPI))


def label(outcome: Outcome) -> str:
    """Return an outcome's name and unit for an axis."""
    return f"{name(outcome)} ({unit(outcome)})"


def name(outcome: Outcome) -> str:
    """Return an outcome's name in plain words."""
    return NAMES.get(outcome.name, outcome.name.replace("_", " "))


def unit(outcome: Outcome) -> str:
    """Return an outcome's unit in plain words."""
    if outcome.meaning.startswith("probability"):
        return "probability"
    if outcome.unit == "1":
        return "from 0 to 1" if outcome.scale == "logit" else "no unit"
    return {"1/year": "per year", "0/1": "share of runs"}.get(outcome.unit, outcome.unit)


def number(value: float, *, signed: bool = False) -> str:
    """Return a number in two or three digits that a person can read."""
    if value != value:
        return "–"
    size = abs(value)
    if size >= 999.5:
        text = f"{round(size, 3 - len(str(int(size)))):,.0f}".replace(",", " ")
    elif size >= 99.5:
        text = f"{size:.0f}"
    elif size >= 9.95:
        text = f"{size:.1f}"
    elif size >= 0.095:
        text = f"{size:.2f}"
    elif size >= 0.00095:
        text = f"{size:.3f}" if size >= 0.0095 else f"{size:.4f}"
    else:
        return "0" if size == 0.0 else "≈0"
    return (_sign(value) if signed else ("−" if value < 0 else "")) + text


def _sign(value: float) -> str:
    return "+" if value > 0 else ("−" if value < 0 else "")


def tick(value: float, _: float) -> str:
    """Return the label of a mark on an axis."""
    text = f"{abs(value):,.10g}".replace(",", " ")
    return "−" + text if value < 0 else text


def shorten(text: str, letters: int) -> str:
    """Return a text of at most ``letters`` letters, cut at a word."""
    return textwrap.shorten(text, letters, placeholder=" …") if len(text) > letters else text


def years_axis(axes: Axes, first: float, last: float, most: int = 6) -> None:
    """Mark whole years on the horizontal axis, at most ``most`` of them."""
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= most)
    start = -(-int(first // step * step) // 1)
    ticks = [year for year in range(start, int(last) + 1, step) if first - 0.5 <= year <= last]
    axes.set_xticks(ticks, [str(year) for year in ticks])
    axes.set_xlim(first, last)
