"""Answer: how much each uncertainty moves each outcome, and what each policy changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from politeia.analysis import sensitivity
from politeia.analysis.conditions import points
from politeia.analysis.emulator import FLOOR, emulate, space
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.answers.answer import Answer, Refusals, in_words, label, note_of, numbers
from politeia.arms import BASELINE
from politeia.figures import style
from politeia.figures.bars import Look, bars
from politeia.figures.heat import heat
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

SHOWN, PANELS, COLUMNS, TRIFLE = 8, 6, 14, 0.01
MOSTLY = 0.5
Say = Callable[[str], None]


@dataclass(frozen=True)
class Series:
    """One quantity over the conditions: an outcome under the baseline, or a policy's effect."""

    policy: str
    outcome: str
    title: str
    values: Floats = field(repr=False)


def series(found: Lived) -> Iterator[Series]:
    """Yield the level of each outcome under the baseline, and each policy's effect on the main."""
    for outcome in found.outcomes:
        title = f"{style.name(BY_NAME[outcome])}, baseline"
        yield Series(BASELINE, outcome, title, found.level(BASELINE, outcome)[-1])
    note = note_of(found)
    for policy in found.policies:
        title = f"effect of {note.title(policy)}"
        yield Series(policy, found.main, title, found.effect(policy, found.main)[-1])


def answer(found: Lived, say: Say) -> Answer:
    """Return the sensitivities: of the design where it is one for them, else on emulators.

    Raises:
        CannotAnalyse: when no assumption varies.
    """
    study = found.results.manifest["study"]
    values = pd.DataFrame(points(study))
    design = sensitivity.design(study, values) if values.shape[1] else None
    if design is None:
        return _on_emulators(found, say)
    return _of_morris(found, design) if design.method == "morris" else _of_runs(found, design)


def _of_points(found: Lived, given: Series, number: int) -> Floats:
    """Return a series by point of the design, mean over draws and cases.

    Raises:
        CannotAnalyse: when it was not lived at every point.
    """
    by_point = pd.Series(given.values, index=found.conditions.index.get_level_values("point"))
    mean = by_point.groupby(level=0).mean().reindex(range(number))
    if mean.isna().any():
        raise CannotAnalyse(f"it was lived at {int(mean.notna().sum())} of {number} points")
    return np.asarray(mean, dtype=np.float64)


def _gathered(
    found: Lived, one: Callable[[Series], pd.DataFrame]
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of every series that can be analysed, and why the others cannot."""
    rows, refused = [], Refusals()
    for given in series(found):
        try:
            part = one(given)
        except CannotAnalyse as error:
            refused.add(f"“{given.title}”", error)
            continue
        rows.append(part.assign(series=given.title, policy=given.policy, outcome=given.outcome))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(), refused.words


def _of_morris(found: Lived, design: sensitivity.Design) -> Answer:
    """Return the answer of a Morris design."""
    table, refused = _gathered(
        found,
        lambda given: sensitivity.morris(design, _of_points(found, given, len(design.values))),
    )
    told = Answer("sensitivity", "Sensitivity (Morris screening of runs)")
    told.words = refused
    if not len(table):
        return told
    told.tables = {"morris": table}
    top = table.groupby("series", sort=False).mu_star.transform("max")
    table = table.assign(relative=(table.mu_star / top.where(top > 0)))
    frame = _frame(table, "mu_star", "half_width")
    most = frame.groupby("panel").value.transform("max").where(lambda value: value > 0)
    scaled = frame.assign(**{key: frame[key] / most for key in ("value", "low", "high")})
    caption = (
        f"Mean absolute elementary effect over the ranges of the design, with its 95 % bootstrap "
        f"interval; 1 is the largest of each panel. What stands near 0 can be left out of a closer "
        f"look. {numbers(found)}"
    )
    cells = "Mean absolute elementary effect (Morris), relative to the largest of its row."
    look = Look(
        "sensitivity_morris",
        "Which uncertainties matter at all (Morris screening)",
        caption,
        "mean absolute elementary effect, relative to the largest",
    )
    told.drawings = [bars(scaled, note_of(found), look), _heat(found, table, "relative", cells)]
    told.words = [*sentences(table, "mu_star", "half_width", "moved most by"), *told.words]
    return told


def _of_runs(found: Lived, design: sensitivity.Design) -> Answer:
    """Return the answer of a Saltelli design."""
    pairs: list[pd.DataFrame] = []

    def one(given: Series) -> pd.DataFrame:
        singles, second = sensitivity.sobol(design, _of_points(found, given, len(design.values)))
        pairs.append(second.assign(series=given.title))
        return singles

    table, refused = _gathered(found, one)
    told = Answer("sensitivity", "Sensitivity (Sobol indices of runs)")
    told.words = refused
    return _with_sobol(found, told, table, pairs, "of the runs of a Saltelli design")


def _on_emulators(found: Lived, say: Say) -> Answer:
    """Return the answer of an ordinary study, by an emulator of each series."""
    here = space(found.need_conditions(), found.groups)
    pairs: list[pd.DataFrame] = []

    def one(given: Series) -> pd.DataFrame:
        say(f"fitting an emulator: {given.title}")
        emulator = emulate(here, given.values)
        singles, second = sensitivity.on_emulator(here, given.values, emulator)
        pairs.append(second.assign(series=given.title))
        return singles.assign(emulator=emulator.kind, held_out_r2=emulator.r2)

    table, refused = _gathered(found, one)
    told = Answer("sensitivity", "Sensitivity (Sobol indices on emulators of the draws)")
    told.words = refused
    if len(table):
        fitted = table.groupby("series", sort=False)[["emulator", "held_out_r2"]].first()
        told.words += [
            f"“{name}”: {line.emulator}, held-out R² {line.held_out_r2:.2f}; indices share out "
            f"what it tells, not the rest."
            for name, line in fitted.iterrows()
        ]
    how = (
        f"on an emulator with a held-out R² of at least {FLOOR:g}, of the part of the variation "
        f"that it tells"
    )
    return _with_sobol(found, told, table, pairs, how)


def _with_sobol(
    found: Lived, told: Answer, table: pd.DataFrame, pairs: list[pd.DataFrame], how: str
) -> Answer:
    """Return the answer with tables, figures and sentences of Sobol indices."""
    if not len(table):
        return told
    second = pd.concat(pairs, ignore_index=True)
    told.tables = {"sobol": table, "sobol_pairs": second}
    caption = (
        f"Sobol indices {how}: dark, what an uncertainty makes alone; light, with all its "
        f"interactions; line: 95 % interval of the total. {numbers(found)}"
    )
    cells = f"Total Sobol indices {how}: what an uncertainty makes with all its interactions."
    look = Look(
        "sensitivity_sobol",
        "Which uncertainties make outcomes and effects vary",
        caption,
        "share of the variance",
        highest=1.05,
    )
    frame = _frame(table, "total", "total_half_width", "first")
    told.drawings = [bars(frame, note_of(found), look), _heat(found, table, "total", cells)]
    told.words = [
        *sentences(table, "total", "total_half_width", "varies most with"),
        *told.words,
        *_together(table),
        *_pairs(second),
    ]
    return told


def _frame(
    table: pd.DataFrame, value: str, half_width: str, inner: str | None = None
) -> pd.DataFrame:
    """Return the rows of the first series and their largest uncertainties for a figure of bars."""
    parts = []
    names = list(dict.fromkeys(table.series))
    for name in names[:PANELS]:
        part = table[table.series == name].sort_values(value, ascending=False, kind="stable")
        part = part[part[value] > TRIFLE * part[value].max()].head(SHOWN)
        columns = {
            "panel": name,
            "label": [label(each, 48) for each in part.uncertainty],
            "value": part[value],
            "low": (part[value] - part[half_width]).clip(lower=0.0),
            "high": part[value] + part[half_width],
        }
        parts.append(pd.DataFrame(columns | ({"inner": part[inner]} if inner else {})))
    return pd.concat(parts, ignore_index=True)


def _heat(found: Lived, table: pd.DataFrame, value: str, caption: str) -> style.Drawing:
    """Return the map of series by the uncertainties that matter most."""
    wide = table.pivot_table(index="series", columns="uncertainty", values=value, sort=False)
    order = wide.max().sort_values(ascending=False, kind="stable").index[:COLUMNS]
    shown = wide[order].rename(columns=lambda name: label(str(name), 36))
    note = note_of(found)
    inks = {f"effect of {note.title(policy)}": note.ink(policy) for policy in found.policies}
    return heat(
        shown,
        note,
        name="sensitivity_map",
        title=f"What moves what: outcomes and effects on {style.name(BY_NAME[found.main])} "
        f"by uncertainty",
        caption=f"{caption} A dash: tells nothing of that row. {numbers(found)}",
        inks=inks,
    )


def sentences(table: pd.DataFrame, value: str, error: str, verb: str) -> list[str]:
    """Return, for each series, the uncertainties that matter most, if any does beyond its error."""
    said = []
    for name, part in table.groupby("series", sort=False):
        beyond = part[part[value] > part[error]]
        best = beyond.sort_values(value, ascending=False, kind="stable").head(3)
        told = "; ".join(
            f"{in_words(line.uncertainty)} ({line.uncertainty}, {getattr(line, value):.2g})"
            for line in style.records(best)
        )
        nothing = f"Nothing moves “{name}” beyond the error of so few runs."
        said.append(f"“{name}” {verb}: {told}." if told else nothing)
    return said


def _together(table: pd.DataFrame) -> list[str]:
    """Return which series vary mostly by interactions, so that no uncertainty rules them alone."""
    alone = table.groupby("series", sort=False)["first"].sum()
    return [
        f"“{name}”: the uncertainties alone make {max(share, 0.0):.0%} of what is told, the rest "
        f"are interactions; which ones is less sure than that they are there."
        for name, share in alone.items()
        if share < MOSTLY
    ]


def _pairs(second: pd.DataFrame) -> list[str]:
    """Return the interactions that are larger than their error, in a sentence."""
    known = second[second.second > second.second_half_width]
    best = known.sort_values("second", ascending=False, kind="stable").head(3)
    if not len(best):
        return ["No interaction of any two uncertainties alone is detectable."]
    told = "; ".join(
        f"{in_words(line.uncertainty)} with {in_words(getattr(line, 'with_', line[1]))} "
        f"({style.number(float(line.second))}, {line.series})"
        for line in style.records(best.rename(columns={"with": "with_"}))
    )
    return [f"Largest interactions: {told}."]
