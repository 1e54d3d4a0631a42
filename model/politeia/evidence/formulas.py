"""Formulas over facts: what a prior or a computed fact says of the figures of the documents.

    median: "F24 / 62.0"

The grammar is that of the conditions of levers; names are facts that have a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from politeia.scenario.conditions import ConditionError, names_in, parse_formula
from politeia.scenario.words import meant

Figures = Mapping[str, float | None]
"""The number of each fact by its id; None where a document gives a word for it."""


class FormulaError(ConditionError):
    """A formula has no value."""


def facts_in(text: str, figures: Figures) -> tuple[str, ...]:
    """Return the facts that a formula uses, each once, in the order of its text.

    Raises:
        ConditionError: when the formula cannot be read or uses an unknown fact.
    """
    return tuple(dict.fromkeys(names_in(parse_formula(text, figures))))


def value_of(text: str, figures: Figures) -> float:
    """Return what a formula comes to.

    Raises:
        ConditionError: when it cannot be read, uses an unknown fact or one without a number, or
            has no finite value.
    """
    tree = parse_formula(text, figures)
    for name in names_in(tree):
        if figures[name] is None:
            numbered = [fact for fact, figure in figures.items() if figure is not None]
            told = f"{name} has no number, only a word" + meant(name, numbered, most=0)
            raise FormulaError(told, text.find(name) + 1, "formula")
    value = float(tree.evaluate(lambda name, _code: figures[name] or 0.0))
    if not math.isfinite(value):
        raise FormulaError("has no finite value", 1, "formula")
    return value
