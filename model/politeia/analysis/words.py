"""The answer in words: three sentences a case, with their uncertainty, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from politeia.analysis import contrast, tables
from politeia.arms import PLACEBO
from politeia.figures import style
from politeia.outcomes import BY_NAME

LISTED = 3


def answer(found: tables.Tables, case: str) -> list[str]:
    """Return the answer of a study in one case: what works, what does not, and who pays."""
    outcome = found.outcomes[0]
    effects = found.effects(outcome, case=case, years=found.years, country=tables.FOCUS)
    if not len(effects):
        return ["The study has no policy beside the baseline, so there is nothing to compare."]
    best = _best(effects, outcome)
    return [_first(found, effects, best, outcome), _second(found, effects, outcome)] + (
        [_third(found, best, case)] if best is not None else [_nobody()]
    )


def case(found: tables.Tables, label: str) -> str:
    """Return the name of a case, with what its point moves where the study has a design."""
    moved = found.results.point(label)
    return f"{label}: {moved}" if moved else label


def caveats(found: tables.Tables) -> list[str]:
    """Return what must be said beside the answer: preview, priors, placebo, null arm."""
    results = found.results
    said = []
    if not results.finished:
        said.append("The run is not finished: this compares what is there so far.")
    if results.preview:
        said.append("This is a preview: too few draws or replicates for a result.")
    if results.parameters == "prior":
        said.append("Parameters are draws from their priors, not fitted to the record.")
    hidden = len(found.axes.cases) - len(found.shown)
    if hidden:
        said.append(
            f"Words and figures show the first {len(found.shown)} points; the other {hidden} stand "
            "in tables/contrasts.csv beside tables/points.csv."
        )
    said.append(placebo(found))
    if not found.has_null_arm:
        said.append("There is no null arm (the baseline with other luck) to judge effects by.")
    return said


def placebo(found: tables.Tables) -> str:
    """Return whether the placebo differs from the baseline by exactly nothing."""
    check = found.placebo
    if not check.present:
        return "The study has no placebo."
    if check.exact:
        return "The placebo differs from the baseline by exactly nothing: yes."
    names = ", ".join(check.differing[:LISTED]) + (" …" if len(check.differing) > LISTED else "")
    return f"The placebo differs from the baseline by exactly nothing: NO, it differs in {names}."


def table(found: tables.Tables, case: str) -> str:
    """Return the policies and their effect on the leading outcome as lines for a terminal."""
    outcome = found.outcomes[0]
    effects = found.effects(outcome, case=case, years=found.years, country=tables.FOCUS)
    titles = _titles(found)
    head = (
        f"{_name(outcome)}, {where(found)}, after {found.years:g} years; {case}: "
        "mean [5 %, 95 % of draws], probability that it lowers / raises"
    )
    lines = [
        f"  {titles[line.policy][:44]:<44} {_signed(line.mean):>8} "
        f"[{_signed(line.q05)}, {_signed(line.q95)}]  "
        f"{line.p_lowers:.0%} / {line.p_raises:.0%}  {line.verdict}"
        for line in _lines(effects.sort_values("mean"))
    ]
    return "\n".join([head, *lines])


def where(found: tables.Tables) -> str:
    """Return the countries that a mean is over."""
    if len(found.focus) == 1:
        return f"in {found.focus[0]}"
    return f"mean of {', '.join(found.focus)}"


def _best(effects: pd.DataFrame, outcome: str) -> Any:
    """Return the policy with the largest detectable effect for the better, or none."""
    wanted = contrast.HIGHER if BY_NAME[outcome].higher_is == "better" else contrast.LOWER
    good = effects[effects.verdict == wanted].sort_values("mean", kind="stable")
    if not len(good):
        return None
    return good.iloc[0 if wanted == contrast.LOWER else -1]


def _first(found: tables.Tables, effects: pd.DataFrame, best: Any, outcome: str) -> str:
    """Return the sentence on the policy that does most."""
    name, draws = _name(outcome), len(found.axes.draws)
    verb = "raises" if BY_NAME[outcome].higher_is == "better" else "lowers"
    if best is None:
        return (
            f"In the model, none of the {len(effects)} policies {verb} {name} detectably after "
            f"{found.years:g} years ({where(found)}, {draws} draws)."
        )
    span = f"{_signed(best.q05)} to {_signed(best.q95)}"
    probability = best.p_lowers if verb == "lowers" else best.p_raises
    return (
        f"In the model, “{_titles(found)[best.policy]}” {verb} {name} most: by "
        f"{_plain(abs(best['mean']))} {_unit(outcome)} after {found.years:g} years "
        f"({where(found)}; "
        f"middle 90 % of {draws} draws {span}), and it {verb} "
        f"it in {probability:.0%} of the draws."
    )


def _second(found: tables.Tables, effects: pd.DataFrame, outcome: str) -> str:
    """Return the sentence that counts verdicts."""
    name, titles = _name(outcome), _titles(found)
    groups = {
        verdict: [titles[policy] for policy in effects.policy[effects.verdict == verdict]]
        for verdict in (contrast.LOWER, contrast.HIGHER)
    }
    none = len(effects) - sum(map(len, groups.values()))
    raised = f" ({_few(groups[contrast.HIGHER])})" if groups[contrast.HIGHER] else ""
    return (
        f"Of {len(effects)} policies {len(groups[contrast.LOWER])} lower {name}, "
        f"{len(groups[contrast.HIGHER])} raise it{raised}, and {none} have no detectable effect, "
        f"which means no more than luck alone would make."
    )


def _third(found: tables.Tables, best: Any, case: str) -> str:
    """Return the sentence on what the first policy does to people, regime and senders."""
    gains = found.gains[(found.gains.policy == best.policy) & (found.gains.case == case)]
    rows = {line.outcome: line for line in _lines(gains)}
    parts = [
        f"{name} {_effect(rows[outcome])}"
        for outcome, name in (
            ("prisoners_true", "political prisoners"),
            ("exile", "people in exile"),
            ("growth", "growth"),
            ("durability", "the regime's durability"),
        )
        if outcome in rows
    ]
    paid = rows.get("political_cost")
    price = (
        f"; it costs the democracies {_plain(paid.mean)} points over three years" if paid else ""
    )
    return f"Who gains and who pays by it, in the same years: {', '.join(parts)}{price}."


def _nobody() -> str:
    return (
        "That an effect cannot be told from luck is itself an answer: the figures show for each "
        "policy which effects on people, regimes and senders the draws leave open."
    )


def _effect(line: Any) -> str:
    """Return an effect in words, with its unit."""
    if line.verdict not in (contrast.LOWER, contrast.HIGHER):
        return "no detectable effect"
    return f"{_signed(line.mean)} {_unit(line.outcome)}".strip()


def _unit(outcome: str) -> str:
    unit = BY_NAME[outcome].unit
    if unit == "1/year":
        return "a year"
    return (
        "on its scale from 0 to 1"
        if BY_NAME[outcome].scale == "logit"
        else ""
        if unit == "1"
        else unit
    )


def _name(outcome: str) -> str:
    return style.name(BY_NAME[outcome])


def _titles(found: tables.Tables) -> dict[str, str]:
    titles = {line.name: line.title for line in found.results.study.policies}
    return {name: titles.get(name, name.replace("_", " ")) for name in found.axes.policies}


def _few(titles: Sequence[str]) -> str:
    """Return the first titles of a list and how many more there are."""
    more = f" and {len(titles) - LISTED} more" if len(titles) > LISTED else ""
    return ", ".join(f"“{title}”" for title in titles[:LISTED]) + more


def _lines(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def _plain(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _signed(value: float) -> str:
    return f"{value:+,.3g}" if abs(value) < 1000 else f"{value:+,.0f}"


def two_studies(first: tables.Tables, second: tables.Tables) -> tuple[pd.DataFrame, list[str]]:
    """Return the effects that two studies share, side by side, and what they say together.

    Two effects differ when they are more than 1.96 of their joint standard errors apart; studies
    of one seed share their draws, which makes that rule cautious.
    """
    keys = ["policy", "country", "outcome", "years", "pairs_among", "case"]
    left, right = (
        found.contrasts[[*keys, "mean", "q05", "q95", "standard_error", "verdict"]]
        for found in (first, second)
    )
    if not set(first.axes.cases) & set(second.axes.cases):
        right = right.assign(
            case=right.case.replace(dict(zip(second.axes.cases, first.axes.cases, strict=False)))
        )
    both = left.merge(right, on=keys, suffixes=("_a", "_b"))
    joint = (both.standard_error_a**2 + both.standard_error_b**2) ** 0.5
    both["difference"] = both.mean_b - both.mean_a
    both["differ"] = both.difference.abs() > contrast.NORMAL_95 * joint
    return both, _say_both(first, second, both)


def _say_both(first: tables.Tables, second: tables.Tables, both: pd.DataFrame) -> list[str]:
    """Return the sentences on what two studies share in the first's leading outcome."""
    outcome, names = first.outcomes[0], (first.results.study.title, second.results.study.title)
    shown = both[
        (both.outcome == outcome)
        & (both.country == tables.FOCUS)
        & (both.pairs_among == tables.ALL)
        & (both.years == first.years)
        & (both.policy != PLACEBO)
    ]
    if not len(shown):
        return [f"“{names[0]}” and “{names[1]}” share no policy and year to compare."]
    apart = shown[shown.differ]
    agree = int((shown.verdict_a == shown.verdict_b).sum())
    titles = _titles(first)
    sentences = [
        f"“{names[0]}” (A) and “{names[1]}” (B) share {len(shown)} policies; on "
        f"{_name(outcome)} after {first.years:g} years they give the same verdict on "
        f"{agree} of them, and {len(apart)} effects differ by more than their errors."
    ]
    sentences += [
        f"“{titles[line.policy]}”: A {_signed(line.mean_a)} ({line.verdict_a}), "
        f"B {_signed(line.mean_b)} ({line.verdict_b})."
        for line in _lines(apart.sort_values("difference"))
    ]
    return sentences
