"""What an analysis hands back: words, tables and figures, or one sentence why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from politeia.analysis.conditions import LEVERS, MECHANISMS, SWITCHES
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.analysis.tables import FOCUS
from politeia.figures import style
from politeia.outcomes import BY_NAME

HYPOTHESES = {
    "rally_dominates": "pressure from outside rallies people to the regime",
    "index_contagion": "regimes copy each other's repression",
    "patron_offset": "the sponsor makes losses good",
    "engagement_opens": "engagement opens regimes",
    "exit_relieves": "exit relieves pressure at home",
}
"""Rival hypotheses in words."""


@dataclass
class Answer:
    """The answer of one analysis; ``words`` are sentences, ``tables`` have the name of a file."""

    name: str
    title: str
    words: list[str] = field(default_factory=list)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    drawings: list[style.Drawing] = field(default_factory=list)


@cache
def meanings() -> dict[str, str]:
    """Return what each parameter means, by its dotted name."""
    from politeia.evidence.ledger import load_ledger

    return {name: parameter.meaning for name, parameter in load_ledger().parameters.items()}


@cache
def units() -> dict[str, str]:
    """Return the unit of each parameter, by its dotted name."""
    from politeia.evidence.ledger import load_ledger

    return {name: parameter.unit for name, parameter in load_ledger().parameters.items()}


def in_words(name: str) -> str:
    """Return what a column of the conditions means; its dotted name where nothing tells more."""
    if name.startswith(SWITCHES):
        return HYPOTHESES.get(name.removeprefix(SWITCHES), name)
    if name.startswith(MECHANISMS):
        return f"mechanism {name.removeprefix(MECHANISMS)} acts"
    if name.startswith(LEVERS):
        policy, place, what = name.removeprefix(LEVERS).rsplit(".", 2)
        return f"{'intensity' if what == 'to' else what} of move {place} of {policy}"
    return meanings().get(name, name)


def label(name: str, letters: int = 52) -> str:
    """Return a column of the conditions as a figure names it."""
    return style.shorten(in_words(name), letters)


def with_unit(name: str, value: float) -> str:
    """Return a value of a column with its unit."""
    unit = units().get(name, "1")
    return style.number(value) + ("" if unit == "1" else f" {unit}")


def note_of(found: Lived) -> style.Note:
    """Return what every figure of a study says of it, with the colours of the comparison."""
    study = found.results.study
    families = {line.name: line.family for line in study.policies}
    axes = found.cube.axes
    return style.Note(
        digest=found.results.digest,
        preview=found.results.preview,
        draws=len(axes.draws),
        replicates=len(axes.replicates),
        titles={line.name: line.title for line in study.policies},
        colours=style.colours([(name, families.get(name, "")) for name in axes.policies]),
        families=families,
    )


def numbers(found: Lived, policies: Sequence[str] = (), outcome: str = "") -> str:
    """Return the sentences of a caption on runs and draws, and on the Monte Carlo error."""
    index, axes = found.conditions.index, found.cube.axes
    parts = [f"{len(axes.draws)} draws"]
    for key, what in (("case", "cases"), ("point", "points of the design")):
        count = index.get_level_values(key).nunique()
        parts += [f"{count} {what}"] if count > 1 else []
    runs = len(index) * len(axes.replicates)
    said = (
        f"{' × '.join(parts)} × {len(axes.replicates)} runs of each: {runs:,} runs a policy."
    ).replace(",", " ")
    return f"{said} {error_in_words(found, policies or found.policies, outcome or found.main)}"


def error_in_words(found: Lived, policies: Sequence[str], outcome: str) -> str:
    """Return the Monte Carlo error of an effect in a condition and in the mean, in a sentence."""
    errors = [found.monte_carlo_error(policy, outcome)[-1] for policy in policies]
    if not errors or not np.isfinite(errors).any():
        return "With one run of each its Monte Carlo error is not known."
    largest = float(np.nanmax(errors))
    mean = largest / np.sqrt(len(found.conditions))
    return (
        f"Monte Carlo error of an effect on {style.name(BY_NAME[outcome])}: up to "
        f"{style.number(largest)} in one condition, {style.number(mean)} in the mean."
    )


def place_in_words(found: Lived, place: str) -> str:
    """Return a country, or the mean of those shown, as a caption names it."""
    if place != FOCUS:
        return place
    if len(found.focus) == 1:
        return found.focus[0]
    equal = np.allclose(found.weights, found.weights[0])
    named = (
        found.focus
        if equal
        else [
            f"{code} {weight:.0%}" for code, weight in zip(found.focus, found.weights, strict=True)
        ]
    )
    return f"{'mean' if equal else 'weighted mean'} of {', '.join(named)}"


def amount(outcome: str, value: float, *, signed: bool = False) -> str:
    """Return an amount of an outcome with its unit."""
    known = BY_NAME[outcome]
    unit = {"1": "", "1/year": " a year", "0/1": ""}.get(known.unit, f" {known.unit}")
    return style.number(value, signed=signed) + unit


@dataclass
class Refusals:
    """Why some quantities of an analysis cannot be told; those with one reason in one sentence."""

    reasons: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, error: CannotAnalyse) -> None:
        """Note why one quantity cannot be told."""
        named = f"{name} ({error.detail})" if error.detail else name
        self.reasons.setdefault(str(error), []).append(named)

    @property
    def words(self) -> list[str]:
        """Return the sentences."""
        return [f"Not told: {why}: {'; '.join(names)}." for why, names in self.reasons.items()]


def verb(outcome: str, *, better: bool) -> str:
    """Return whether what is better, or worse, for people lowers or raises an outcome."""
    return "raises" if (BY_NAME[outcome].higher_is == "better") == better else "lowers"
