"""Answer: which policy does well enough whatever is true, and which one no one need choose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from politeia.analysis.conditions import moves_levers
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.analysis.robustness import Measures, dominated, measures
from politeia.analysis.tables import FOCUS
from politeia.answers.answer import Answer, amount, note_of, numbers, place_in_words
from politeia.figures import style
from politeia.figures.robustness import robustness
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

NOTHING, LISTED, NORMAL_95 = "baseline", 6, 1.96
KINDS = ("mean", "worst", "mean_regret", "regret_90", "largest_regret", "satisfied", "best_in")


def answer(found: Lived, enough: float = 0.0) -> Answer:
    """Return the measures of robustness of each policy and of doing nothing.

    Raises:
        CannotAnalyse: when there is no policy, one condition, or points move levers.
    """
    found.need_policies()
    if len(found.conditions) < 2:
        raise CannotAnalyse("the study has one draw of one case: there is nothing to be robust to")
    if moves_levers(found.results.manifest["study"]):
        raise CannotAnalyse("the design moves levers: each point is another policy")
    gains = found.gains()
    names = (NOTHING, *found.policies)
    table = pd.concat(
        [
            _table(measures(gains[:, at], enough), names).assign(country=place)
            for at, place in enumerate(found.places)
        ],
        ignore_index=True,
    )
    table = table.assign(
        dominated_by=[
            under.get(policy, "")
            for at in range(len(found.places))
            for under in [dominated(gains[:, at], names)]
            for policy in names
        ]
    )
    told = Answer("robustness", "Robustness")
    told.tables = {"robustness": table}
    told.words = [
        *_caution(found, gains[1:, -1]),
        *_words(found, table, enough),
        *_dominated(found, gains[:, -1], names),
    ]
    told.drawings.append(_drawing(found, table, enough))
    return told


def _table(told: Measures, names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"policy": names} | {kind: getattr(told, kind) for kind in KINDS})


def _caution(found: Lived, gains: Floats) -> list[str]:
    """Return a warning where no policy's mean gain (policy, condition) can be told from nothing."""
    by_group = np.stack(
        [gains[:, found.groups == each].mean(axis=1) for each in np.unique(found.groups)]
    )
    error = by_group.std(axis=0, ddof=1) / np.sqrt(len(by_group)) if len(by_group) > 1 else np.inf
    if (np.abs(np.nanmean(gains, axis=1)) > NORMAL_95 * error).any():
        return []
    return [
        "No policy's mean gain differs from doing nothing beyond its error, so what follows ranks "
        "differences that may be luck."
    ]


def _words(found: Lived, table: pd.DataFrame, enough: float) -> list[str]:
    """Return which policy each measure prefers."""
    here = table[table.country == FOCUS].set_index("policy")
    outcome = style.name(BY_NAME[found.main])
    where = place_in_words(found, FOCUS)
    states = len(found.conditions)
    least = str(here.regret_90.idxmin())
    lines = [
        f"On {outcome} after {found.years:g} years ({where}, {states} states: draws and cases), "
        f"the 90th percentile of regret is least for {_name(found, least)}: "
        f"{amount(found.main, here.regret_90[least])}; for doing nothing it is "
        f"{amount(found.main, here.regret_90[NOTHING])}.",
        f"The best worst case (maximin) is that of {_name(found, here.worst.idxmax())} "
        f"({_gain(found, here.worst.max())}), the best mean that of "
        f"{_name(found, here['mean'].idxmax())} ({_gain(found, here['mean'].max())}).",
    ]
    others = here.drop(index=NOTHING)
    best = str(others.satisfied.idxmax())
    asked = "at least as good as doing nothing" if enough == 0 else f"a gain of {enough:g} or more"
    lines.append(
        f"Satisficing ({asked}): {_name(found, best)} in {others.satisfied[best]:.0%} of states, "
        f"the most of all."
    )
    choices = {
        place: table[table.country == place].set_index("policy").regret_90.idxmin()
        for place in found.places
    }
    if len(set(choices.values())) > 1:
        lines.append(
            "Countries differ in the policy with the least regret: "
            + "; ".join(
                f"{place_in_words(found, place)}: {_name(found, policy)}"
                for place, policy in choices.items()
            )
            + "."
        )
    return lines


def _name(found: Lived, policy: object) -> str:
    """Return how a choice is called in a sentence."""
    return "doing nothing" if policy == NOTHING else f"“{note_of(found).title(str(policy))}”"


def _gain(found: Lived, gain: float) -> str:
    """Return a gain as what it does to the outcome."""
    if gain == 0.0:
        return "no change"
    return f"{amount(found.main, found.wanted * gain, signed=True)}"


def _dominated(found: Lived, gains: Floats, names: Sequence[str]) -> list[str]:
    """Return which policies another one dominates, also where cost counts."""
    under = dominated(gains, names)
    under.pop(NOTHING, None)
    said = [
        f"{_name(found, policy)} is dominated by {_name(found, by)}, which gains at least as much "
        f"in every state."
        for policy, by in list(under.items())[:LISTED]
    ]
    if len(under) > LISTED:
        said.append(f"So are {len(under) - LISTED} more, in the table.")
    said = said or ["No policy is dominated: each is better than every other one in some state."]
    costs = found.costs()
    if costs is None:
        return said
    points = np.nanmean(costs, axis=1)
    mean = gains[:, np.isfinite(gains).all(axis=0)].mean(axis=1)
    for at in [at for at in range(1, len(names)) if names[at] not in under][:LISTED]:
        better = [
            other
            for other in range(len(names))
            if mean[other] > mean[at] and points[other] <= points[at] + 1e-9
        ]
        if better:
            best = max(better, key=lambda other: float(mean[other]))
            said.append(
                f"{_name(found, names[at])} costs {style.number(points[at])} points and gains less "
                f"on average than {_name(found, names[best])} "
                f"({style.number(points[best])} points)."
            )
    return said


def _drawing(found: Lived, table: pd.DataFrame, enough: float) -> style.Drawing:
    """Return the matrix of policies by measures and by the regret in each country."""
    note = note_of(found)
    here = table[table.country == FOCUS].set_index("policy")
    outcome = style.name(BY_NAME[found.main])
    columns = {
        ("weighted", "mean\ngain"): (here["mean"], True),
        ("weighted", "worst\ngain"): (here.worst, True),
        ("weighted", "mean\nregret"): (here.mean_regret, False),
        ("weighted", "90th pct.\nregret"): (here.regret_90, False),
        ("weighted", "largest\nregret"): (here.largest_regret, False),
        ("weighted", "share\nsatisfied"): (here.satisfied, True),
        ("weighted", "share in\nwhich best"): (here.best_in, True),
    }
    if len(found.focus) > 1:
        for place in found.focus:
            own = table[table.country == place].set_index("policy")
            columns[("90th pct. regret", place)] = (own.regret_90, False)
    share = "no harm" if enough == 0 else f"a gain of at least {enough:g}"
    caption = (
        f"A gain is the paired change of {outcome} against doing nothing after {found.years:g} "
        f"years, turned so that more is better for people; regret is what the best choice of each "
        f"state would have gained more. Satisfied: {share}. Weighted: "
        f"{place_in_words(found, FOCUS)}. In each column the darkest cell is the best choice; "
        f"a column whose cells differ by less than the Monte Carlo error of a mean, or are all "
        f"about nothing, is white. "
        f"Regret contains a little luck, since the best of noisy means is sought. {numbers(found)}"
    )
    frame = pd.DataFrame({key: values for key, (values, _) in columns.items()})
    errors = [found.monte_carlo_error(policy, found.main)[-1] for policy in found.policies]
    noise = float(np.nan_to_num(np.nanmax(np.nan_to_num(errors))))
    return robustness(
        frame,
        [better for _, better in columns.values()],
        note,
        title=f"What each policy risks on {outcome}, whatever is true",
        caption=caption,
        nothing=NOTHING,
        noise=noise / np.sqrt(len(found.conditions)),
    )
