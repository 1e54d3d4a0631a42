"""Scenario discovery: under which conditions does a policy harm, or beat its rival?

A classification tree of at most three questions is grown on the conditions; each leaf that holds
more cases of interest than the study as a whole is a rule, a box in the space of assumptions.

    coverage = cases of interest inside the rule / all cases of interest
    density  = cases of interest inside the rule / conditions inside the rule
    base     = cases of interest / conditions

With hundreds of uncertainties some question always separates a hundred draws. So the whole search
is repeated on shuffled cases, draws kept whole: ``p`` is the share of shuffles in which trees
predict held-out draws as well (balanced accuracy). Above ``ENOUGH`` there is no detectable rule.

Source   Breiman and others (1984), Classification and Regression Trees; coverage and density after
         Bryant and Lempert (2010), Technological Forecasting and Social Change 77, 34-49 (both from
         memory, unverified)
Holds    inside the conditions of the study
Departs  significance is by permutation of the whole search, not of one box
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from politeia.analysis.emulator import Space
from politeia.analysis.lived import CannotAnalyse
from politeia.analysis.resample import shuffles
from politeia.analysis.survival import share_with_interval
from politeia.quantity import Bools, Floats, Integers

DEPTH, LEAST_LEAF, LEAST_CASES = 3, 0.05, 5
SHUFFLES, ENOUGH, FOLDS = 39, 0.05, 5


@dataclass(frozen=True)
class Limit:
    """What a rule asks of one uncertainty: to lie between two values, either may be missing."""

    name: str
    low: float = -np.inf
    high: float = np.inf

    def holds(self, values: Floats) -> Bools:
        """Return where the values lie inside."""
        return (values > self.low) & (values <= self.high)


@dataclass(frozen=True)
class Rule:
    """A box in the space of assumptions, with its coverage and its density."""

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    density_low: float
    density_high: float
    inside: int
    base: float

    def holds(self, found: Space) -> Bools:
        """Return the conditions inside the rule."""
        inside = np.ones(len(found.u), dtype=bool)
        for limit in self.limits:
            inside &= limit.holds(found.values[:, found.names.index(limit.name)])
        return inside


@dataclass(frozen=True)
class Discovery:
    """The rules of one question, best first, and how likely shuffled cases give as good ones."""

    rules: tuple[Rule, ...]
    p: float
    accuracy: float
    base: float
    cases: int

    @property
    def detectable(self) -> bool:
        """Return whether the rules are better than what a search finds in shuffled cases."""
        return self.p <= ENOUGH and bool(self.rules)


def discover(found: Space, interest: Bools) -> Discovery:
    """Return the rules of a tree for the conditions (condition,) that are of interest.

    Raises:
        CannotAnalyse: when the cases of interest, or the others, are fewer than five.
    """
    check(interest)
    accuracy = _accuracy(found, interest)
    groups = np.unique(found.groups, return_inverse=True)[1]
    orders = shuffles(SHUFFLES, int(groups.max()) + 1, "discovery")
    others = [_accuracy(found, _shuffled(interest, groups, order)) for order in orders]
    p = (1 + sum(other >= accuracy for other in others)) / (1 + len(others))
    tree = _tree(len(interest)).fit(found.values, interest)
    return Discovery(
        rules=tuple(_rules(found, interest, tree)),
        p=p,
        accuracy=accuracy,
        base=float(interest.mean()),
        cases=int(interest.sum()),
    )


def check(interest: Bools) -> None:
    """Raise where there is nothing to separate.

    Raises:
        CannotAnalyse: when the cases of interest, or the others, are fewer than five.
    """
    cases = int(interest.sum())
    if min(cases, len(interest) - cases) < LEAST_CASES:
        raise CannotAnalyse(
            f"{cases} of {len(interest)} conditions are such a case, and a rule takes at least "
            f"{LEAST_CASES} that are and {LEAST_CASES} that are not"
        )


def _tree(rows: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    leaf = max(LEAST_CASES, round(LEAST_LEAF * rows))
    return DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=leaf, class_weight="balanced", random_state=0
    )


def _accuracy(found: Space, interest: Bools) -> float:
    """Return the balanced accuracy of trees for draws that they have not seen."""
    from sklearn.model_selection import GroupKFold

    said = np.zeros(len(interest), dtype=bool)
    folds = min(FOLDS, len(np.unique(found.groups)))
    for train, test in GroupKFold(folds).split(found.values, interest, found.groups):
        if interest[train].all() or not interest[train].any():
            said[test] = interest[train][0]
        else:
            said[test] = (
                _tree(len(train))
                .fit(found.values[train], interest[train])
                .predict(found.values[test])
            )
    return 0.5 * float(said[interest].mean() + (~said[~interest]).mean())


def _shuffled(interest: Bools, groups: Integers, order: Integers) -> Bools:
    """Return the cases with whole draws in each other's place."""
    from politeia.analysis.information import moved

    return np.asarray(interest[moved(groups, order)])


def _rules(found: Space, interest: Bools, tree: Any) -> list[Rule]:
    """Return the leaves that hold more cases of interest than the study does, best first.

    Best is the largest product of coverage and density.
    """
    leaf = tree.apply(found.values)
    rules = []
    for node, limits in _leaves(tree.tree_, found.names):
        inside = leaf == node
        rule = _rule(limits, inside, interest, found.groups)
        if rule.density > rule.base:
            rules.append(simplified(rule, found, interest))
    return _apart(found, sorted(rules, key=lambda rule: -rule.coverage * rule.density))


def _apart(found: Space, rules: list[Rule]) -> list[Rule]:
    """Return the rules of which at least half lies outside all better ones."""
    kept: list[Rule] = []
    covered = np.zeros(len(found.u), dtype=bool)
    for rule in rules:
        inside = rule.holds(found)
        if (inside & ~covered).sum() >= 0.5 * inside.sum():
            kept.append(rule)
            covered |= inside
    return kept


def _leaves(tree: Any, names: tuple[str, ...]) -> list[tuple[int, dict[str, Limit]]]:
    """Return each leaf of a tree with the limits on the way to it."""
    found: list[tuple[int, dict[str, Limit]]] = []

    def descend(node: int, limits: dict[str, Limit]) -> None:
        if tree.children_left[node] < 0:
            found.append((node, limits))
            return
        name, value = names[tree.feature[node]], float(tree.threshold[node])
        limit = limits.get(name, Limit(name))
        below, above = replace(limit, high=value), replace(limit, low=value)
        descend(tree.children_left[node], {**limits, name: below})
        descend(tree.children_right[node], {**limits, name: above})

    descend(0, {})
    return found


def _rule(limits: dict[str, Limit], inside: Bools, interest: Bools, groups: Integers) -> Rule:
    """Return a rule with its measures; the interval of the density takes draws as clusters."""
    hits = interest & inside
    density = float(hits.sum() / max(1, inside.sum()))
    low, high = _interval(interest[inside], groups[inside])
    return Rule(
        limits=tuple(limits.values()),
        coverage=float(hits.sum() / interest.sum()),
        density=density,
        density_low=low,
        density_high=high,
        inside=int(inside.sum()),
        base=float(interest.mean()),
    )


def _interval(hits: Bools, groups: Integers) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, one count a draw."""
    if not len(hits):
        return 0.0, 1.0
    by_draw = np.array([hits[groups == group].mean() for group in np.unique(groups)])
    _, low, high = share_with_interval(by_draw[None, :] > 0.5)
    share = float(hits.mean())
    return min(float(low), share), max(float(high), share)


def simplified(rule: Rule, found: Space, interest: Bools) -> Rule:
    """Return a rule without the limits that hardly raise its density."""
    current = rule
    for limit in rule.limits:
        rest = {kept.name: kept for kept in current.limits if kept.name != limit.name}
        if not rest:
            break
        inside = Rule(tuple(rest.values()), 0, 0, 0, 0, 0, 0).holds(found)
        shorter = _rule(rest, inside, interest, found.groups)
        if shorter.density >= current.density - 0.02:
            current = shorter
    return current


def boxed(limits: dict[str, Limit], found: Space, interest: Bools) -> Rule:
    """Return the rule of given limits with its measures over the conditions."""
    inside = Rule(tuple(limits.values()), 0, 0, 0, 0, 0, 0).holds(found)
    return _rule(limits, inside, interest, found.groups)
