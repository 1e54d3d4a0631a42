"""Answer: which uncertainty, if it were resolved, would change the choice most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from politeia.analysis.conditions import moves_levers, points
from politeia.analysis.emulator import space
from politeia.analysis.information import Information, information
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.answers.answer import Answer, amount, in_words, label, note_of, numbers
from politeia.figures import style
from politeia.figures.bars import Look, bars
from politeia.outcomes import BY_NAME

SHOWN, LEAST_DRAWS = 12, 8


def answer(found: Lived) -> Answer:
    """Return what knowing each uncertainty would be worth before a policy is chosen.

    Raises:
        CannotAnalyse: when there is no policy, too few draws, or points move levers.
    """
    found.need_policies()
    here = space(found.need_conditions(), found.groups)
    study = found.results.manifest["study"]
    if moves_levers(study):
        raise CannotAnalyse("the design moves levers: each point is another policy")
    draws = len(np.unique(found.groups))
    if draws < LEAST_DRAWS and len(points(study)) < LEAST_DRAWS:
        raise CannotAnalyse(f"{draws} draws are too few for a regression; it takes {LEAST_DRAWS}")
    gains = found.gains()[:, -1]
    gains = gains[np.isfinite(gains).all(axis=1)]
    worth = information(here, gains)
    table = pd.DataFrame(
        {
            "uncertainty": here.names,
            "value": worth.value,
            "low": worth.low,
            "high": worth.high,
            "changes_choice_in": worth.changes,
            "band": worth.band,
            "detectable": worth.value > worth.band,
            "everything": worth.everything,
        }
    ).sort_values("value", ascending=False, kind="stable")
    told = Answer("value_of_information", "Value of information")
    told.tables = {"value_of_information": table}
    told.words = _words(found, table, worth)
    if worth.everything > 0:
        told.drawings.append(_drawing(found, table, worth))
    return told


def _words(found: Lived, table: pd.DataFrame, worth: Information) -> list[str]:
    """Return what is worth knowing, or that nothing detectable is."""
    outcome = style.name(BY_NAME[found.main])
    if worth.everything <= 0:
        return ["One choice is best in every condition: no information would change it."]
    said = [
        f"To know everything before choosing would gain {amount(found.main, worth.everything)} on "
        f"{outcome} after {found.years:g} years on average: the most that any study can be worth."
    ]
    known = table[table.detectable].head(3)
    if not len(known):
        best = table.iloc[0]
        said.append(
            f"No single uncertainty has a detectable value: the largest, "
            f"{in_words(best.uncertainty)} ({best.uncertainty}), is "
            f"{amount(found.main, best.value)}, and shuffled draws give up to "
            f"{amount(found.main, worth.band)}."
        )
    said += [
        f"Knowing {in_words(line.uncertainty)} ({line.uncertainty}) would gain "
        f"{amount(found.main, line.value)} [{style.number(line.low)}, {style.number(line.high)}] "
        f"and change the choice in {line.changes_choice_in:.0%} of conditions."
        for line in style.records(known)
    ]
    return said


def _drawing(found: Lived, table: pd.DataFrame, worth: Information) -> style.Drawing:
    """Return the largest values beside what shuffled draws give."""
    top = table.head(SHOWN)
    frame = pd.DataFrame(
        {
            "panel": "",
            "label": [label(name, 52) for name in top.uncertainty],
            "value": top.value,
            "low": top.low,
            "high": top.high,
        }
    )
    outcome = style.name(BY_NAME[found.main])
    detected = int(table.detectable.sum())
    caption = (
        f"Mean gain on {outcome} after {found.years:g} years from knowing an uncertainty before "
        f"choosing among the policies and doing nothing, with its middle 90 % over resampled "
        f"draws. Grey: what the largest of all would be in shuffled draws (95 %); {detected} of "
        f"{len(table)} lie beyond it, and a bar inside it is no detectable value. Everything "
        f"together: {amount(found.main, worth.everything)}. {numbers(found)}"
    )
    look = Look(
        "value_of_information",
        "What it would be worth to know before choosing",
        caption,
        f"mean gain: {'more' if found.wanted > 0 else 'less'} {style.label(BY_NAME[found.main])}",
        band=worth.band,
    )
    return bars(frame, note_of(found), look, panels_a_row=1)
