"""Answer: under which conditions a policy harms, or beats its rival."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from politeia.analysis.conditions import MECHANISMS, SWITCHES, moves_levers
from politeia.analysis.discovery import Discovery, Limit, Rule, discover
from politeia.analysis.emulator import Space, space
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.analysis.prim import peeled
from politeia.answers.answer import (
    Answer,
    in_words,
    label,
    note_of,
    numbers,
    place_in_words,
    with_unit,
)
from politeia.figures import style
from politeia.figures.rules import Panel, rules
from politeia.outcomes import BY_NAME
from politeia.quantity import Bools, Floats

Say = Callable[[str], None]
PANELS = 6


def answer(found: Lived, say: Say, *, peel: bool = False) -> Answer:
    """Return the rules for each policy: where it harms, and where it beats the best other one.

    Raises:
        CannotAnalyse: when there is no policy, no assumption varies, or points move levers.
    """
    policies, here = found.need_policies(), space(found.need_conditions(), found.groups)
    if moves_levers(found.results.manifest["study"]):
        raise CannotAnalyse("the design moves levers: each point is another policy")
    told = Answer("discovery", "Scenario discovery")
    rows: list[dict[str, object]] = []
    panels: list[Panel] = []
    for title, policy, interest in questions(found):
        say(f"looking for rules: {title}")
        try:
            discovered = discover(here, interest)
        except CannotAnalyse as error:
            told.words.append(f"{title}: {error}.")
            continue
        told.words += sentences(here, title, discovered)
        rows += [_row(title, policy, "tree", rule, discovered.p) for rule in discovered.rules]
        if discovered.detectable and len(panels) < PANELS:
            panels.append(_panel(here, title, policy, interest, discovered.rules[0]))
        if peel:
            rows += _peeled(told, here, title, policy, interest)
    told.tables = {"rules": pd.DataFrame(rows)} if rows else {}
    if panels:
        told.drawings.append(rules(panels, note_of(found), numbers(found, policies)))
    return told


def questions(found: Lived) -> list[tuple[str, str, Bools]]:
    """Return what is asked: a title, the policy, and the conditions (condition,) where it is so.

    A policy harms where it does worse than nothing by more than one Monte Carlo error. Its rival
    is the policy with the best mean gain, for that one the second best.
    """
    gains, note = found.gains()[:, -1], note_of(found)
    where = place_in_words(found, found.places[-1])
    name = style.name(BY_NAME[found.main])
    worse = "raises" if found.wanted < 0 else "lowers"
    order = np.argsort(-np.nan_to_num(gains[1:].mean(axis=1), nan=-np.inf), kind="stable")
    asked: list[tuple[str, str, Bools]] = []
    fought: set[frozenset[int]] = set()
    for at, policy in enumerate(found.policies):
        error = float(np.nan_to_num(found.monte_carlo_error(policy, found.main)[-1]))
        title = f"“{note.title(policy)}” {worse} {name} ({where})"
        asked.append((title, policy, gains[1 + at] < -max(error, 1e-12)))
        rivals = [other for other in order if other != at]
        # The duel of the two best is one question, whoever asks it.
        if rivals and frozenset((at, int(rivals[0]))) not in fought:
            fought.add(frozenset((at, int(rivals[0]))))
            title = f"“{note.title(policy)}” beats “{note.title(found.policies[rivals[0]])}”"
            asked.append((title, policy, gains[1 + at] > gains[1 + rivals[0]] + 1e-12))
    return asked


def sentences(here: Space, title: str, told: Discovery) -> list[str]:
    """Return what the rules of one question say, or that there is no detectable one."""
    base = f"{title} in {told.base:.0%} of conditions"
    if not told.detectable:
        return [
            f"{base}; no detectable rule says when (shuffled cases give rules as good in "
            f"{told.p:.0%} of tries)."
        ]
    lines = [f"{base}, and above all:"]
    lines += [f"  - {rule_in_words(here, rule)}" for rule in told.rules[:3]]
    return lines


def rule_in_words(here: Space, rule: Rule) -> str:
    """Return a rule with its density and coverage as a sentence."""
    asked = " and ".join(limit_in_words(here, limit) for limit in rule.limits)
    return (
        f"where {asked}: it is so in {rule.density:.0%} of such conditions "
        f"[{rule.density_low:.0%}, {rule.density_high:.0%}], which covers {rule.coverage:.0%} of "
        f"all cases ({rule.inside} conditions)"
    )


def limit_in_words(here: Space, limit: Limit) -> str:
    """Return what a rule asks of one uncertainty."""
    name = limit.name
    if name.startswith((SWITCHES, MECHANISMS)):
        holds = limit.low > -np.inf
        return f"{in_words(name)} ({name})" if holds else f"not: {in_words(name)} ({name})"
    values = here.values[:, here.names.index(name)]
    parts = []
    if np.isfinite(limit.low):
        parts.append(f"above {with_unit(name, limit.low)} (as in {_share(values > limit.low)})")
    if np.isfinite(limit.high):
        parts.append(
            f"at most {with_unit(name, limit.high)} (as in {_share(values <= limit.high)})"
        )
    return f"{in_words(name)} ({name}) is {' and '.join(parts)}"


def _share(inside: Bools) -> str:
    return f"{inside.mean():.0%} of conditions"


def _row(title: str, policy: str, method: str, rule: Rule, p: float) -> dict[str, object]:
    """Return a rule as a row of its table."""
    return {
        "question": title,
        "policy": policy,
        "method": method,
        "rule": " and ".join(
            f"{limit.low:.6g} < {limit.name} <= {limit.high:.6g}" for limit in rule.limits
        ),
        "coverage": rule.coverage,
        "density": rule.density,
        "density_low": rule.density_low,
        "density_high": rule.density_high,
        "inside": rule.inside,
        "base": rule.base,
        "p_of_shuffles": p,
    }


def _peeled(
    told: Answer, here: Space, title: str, policy: str, interest: Bools
) -> list[dict[str, object]]:
    """Return the row of the patient rule, and add its sentence."""
    try:
        rule = peeled(here, interest)
    except CannotAnalyse as error:
        sentence = f"{error}."
        told.words += [sentence[0].upper() + sentence[1:]] if sentence not in told.words else []
        return []
    told.words.append(f"  - by peeling, unchecked by shuffles: {rule_in_words(here, rule)}")
    return [_row(title, policy, "peeling", rule, float("nan"))]


def _panel(here: Space, title: str, policy: str, interest: Bools, rule: Rule) -> Panel:
    """Return what a figure shows of a rule: the conditions over its first two uncertainties."""
    limits = list(rule.limits[:2])
    columns = [here.values[:, here.names.index(limit.name)] for limit in limits]
    axes = [label(limit.name, 40) for limit in limits]
    boxes = [(limit.low, limit.high) for limit in limits]
    if len(limits) == 1:
        columns.append(_spread(len(interest)))
        axes.append("")
        boxes.append((-np.inf, np.inf))
    return Panel(
        title=title,
        policy=policy,
        x=columns[0],
        y=columns[1],
        interest=interest,
        axes=(axes[0], axes[1]),
        boxes=(boxes[0], boxes[1]),
        told=f"density {rule.density:.0%} (all: {rule.base:.0%}), coverage {rule.coverage:.0%}",
    )


def _spread(number: int) -> Floats:
    """Return heights that keep the marks of a rule of one uncertainty apart."""
    return np.asarray((np.arange(number) * 0.618034) % 1.0)
