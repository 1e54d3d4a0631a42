"""Portfolios: what a mix of levers gives at equal political cost.

    x        intensities of levers in [0, 1], 1 being the highest that the study has run
    gain(x)  mean gain over all conditions, cost(x) mean discounted points: emulators of both
    front    for each budget b: the x with the largest gain(x) among cost(x) <= b

The emulators are fitted to the arms of the study: every policy at every point of its design is one
mix of intensities. Levers that always move together are one. Only what democracies, organisations
and civil society can do is ever chosen, and only for what is better for the people concerned:
levers of others, and attacks on courts, are refused.

Source   the constraint method for fronts, as in Haimes and others (1971), IEEE Transactions on
         Systems, Man, and Cybernetics 1, 296-297 (from memory, unverified); scipy's differential
         evolution
Holds    inside the intensities that were run; chosen mixes are to be checked on runs
Departs  nothing is promised below the least cost that was run; what is
         robust is asked of checked mixes, as of any policy
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from politeia.analysis.lived import CannotAnalyse
from politeia.levers_table import LEVERS
from politeia.quantity import Floats

FLOOR, GOOD, FOLDS = 0.5, 0.8, 5
BUDGETS = 12
NEVER_CHOSEN = frozenset({"courts.undermined"})
"""Levers of democracies that an optimiser is not to look for."""
MAY_ACT = frozenset({"democracies", "organisations", "civil_society", "none"})
Key = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """Levers that move together: their keys, and the intensity of each at its highest."""

    keys: tuple[Key, ...]
    most: tuple[float, ...]

    @property
    def name(self) -> str:
        """Return the levers in words."""
        told = [
            f"{key[0]} on {key[2].replace(',', ', ')}" if key[2] else key[0] for key in self.keys
        ]
        more = f" and {len(told) - 2} more" if len(told) > 2 else ""
        return " + ".join(told[:2]) + more


@dataclass(frozen=True)
class Arms:
    """The mixes that a study has run: ``intensity`` (arm, dimension) in [0, 1]."""

    names: tuple[tuple[str, int], ...]
    dimensions: tuple[Dimension, ...]
    intensity: Floats


def arms(study: Mapping[str, Any], names: Sequence[str], points: Sequence[Any]) -> Arms:
    """Return the arms of a study: each named policy at each point of the design.

    Raises:
        CannotAnalyse: when a lever is not one to be chosen, or the design moves dates.
    """
    policies = {str(line["name"]): line for line in study["policies"]}
    permit(study, [policies[name] for name in names if name in policies])
    found: list[tuple[tuple[str, int], dict[Key, float]]] = []
    for name in names:
        for number, point in enumerate(points):
            found.append(((name, number), _moves(policies.get(name, {}), name, point)))
    keys = sorted({key for _, moves in found for key in moves})
    table = np.array([[moves.get(key, 0.0) for key in keys] for _, moves in found])
    dimensions, columns = _dimensions(keys, table.reshape(len(found), len(keys)))
    return Arms(tuple(name for name, _ in found), dimensions, columns)


def permit(study: Mapping[str, Any], policies: Sequence[Mapping[str, Any]]) -> None:
    """Let a search go on only among levers of democracies, organisations and civil society.

    Raises:
        CannotAnalyse: with the levers that are not theirs.
    """
    world = study.get("world") or {}
    senders = {*(world.get("senders") or {}), *(world.get("blocs") or {})}
    wrong = set()
    for policy in policies:
        if str(policy.get("acts", "democracies")) not in MAY_ACT:
            wrong.add(f"{policy['name']} (an act of {policy['acts']})")
        for move in policy.get("levers") or ():
            lever = str(move["moves"])
            others = set(move["by"]) - senders
            if lever not in KNOWN or lever in NEVER_CHOSEN or others:
                wrong.add(f"{lever} of {policy['name']}")
    if wrong:
        raise CannotAnalyse(
            f"no mix is looked for with {', '.join(sorted(wrong))}: only levers of democracies, "
            f"organisations and civil society are ever chosen"
        )


KNOWN = frozenset(lever.name for lever in LEVERS)


def key_of(move: Mapping[str, Any]) -> Key:
    """Return what tells one move from another: all but its intensity."""
    words = [",".join(map(str, move.get(name) or ())) for name in ("by", "on")]
    rest = [str(move.get(name)) for name in ("start", "over", "until", "when")]
    return (str(move["moves"]), *words, *rest)


def _moves(policy: Mapping[str, Any], name: str, point: Mapping[str, Any]) -> dict[Key, float]:
    """Return the intensity of each move of a policy at a point of the design."""
    found: dict[Key, float] = {}
    for place, move in enumerate(policy.get("levers") or ()):
        if f"levers.{name}.{place}.start" in point:
            raise CannotAnalyse("the design moves dates of levers, and mixes are of intensities")
        to = float(point.get(f"levers.{name}.{place}.to", move["to"]))
        found[key_of(move)] = max(to, found.get(key_of(move), 0.0))
    return found


def _dimensions(keys: Sequence[Key], table: Floats) -> tuple[tuple[Dimension, ...], Floats]:
    """Return the levers that move apart from each other, and their intensities."""
    most = table.max(axis=0) if len(table) else np.zeros(len(keys))
    groups: dict[bytes, list[int]] = {}
    for at in np.flatnonzero(most > 0):
        share = np.round(table[:, at] / most[at], 6)
        groups.setdefault(share.tobytes(), []).append(int(at))
    dimensions = tuple(
        Dimension(tuple(keys[at] for at in members), tuple(float(most[at]) for at in members))
        for members in groups.values()
    )
    columns = [table[:, members[0]] / most[members[0]] for members in groups.values()]
    return dimensions, np.stack(columns, axis=-1) if columns else np.zeros((len(table), 0))


@dataclass(frozen=True)
class Surface:
    """A fitted function of intensities; ``r2`` is held out."""

    kind: str
    r2: float
    model: Any
    spread: float

    def __call__(self, x: Floats) -> Floats:
        """Return the value at intensities (row, dimension)."""
        return np.asarray(self.spread * self.model.predict(x), dtype=np.float64)


def surface(x: Floats, y: Floats, what: str, *, through_zero: bool = True) -> Surface:
    """Return the emulator of what arms of intensities (arm, dimension) give.

    A cost does not go through zero: the first step of a lever has a price of its own.

    Raises:
        CannotAnalyse: when arms are too few or no emulator reaches the floor.
    """
    distinct, levers = len(np.unique(x.round(6), axis=0)), x.shape[1]
    needed = 2 * levers + 4
    if levers < 2 or distinct < needed:
        raise CannotAnalyse(
            f"a mix takes a sweep over intensities of levers: the study has {distinct} mixes of "
            f"{levers} levers that move apart, and it takes two levers and {max(needed, 8)} mixes"
        )
    spread = float(y.std()) or 1.0
    quadratic = partial(_quadratic, through_zero)
    tried = {"quadratic": _held_out(quadratic, x, y / spread)}
    if tried["quadratic"] < GOOD:
        tried["Gaussian process"] = _held_out(_process, x, y / spread)
    kind = max(tried, key=lambda name: tried[name])
    if tried[kind] < FLOOR:
        raise CannotAnalyse(
            f"no emulator of {what} over the levers holds: the best ({kind}) has a held-out R² of "
            f"{max(tried[kind], -9.99):.2f}, and {FLOOR:g} is the least that is used"
        )
    make = quadratic if kind == "quadratic" else _process
    made = make().fit(x, y / spread)
    return Surface(kind, tried[kind], made, spread)


def _quadratic(through_zero: bool) -> Any:
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures

    return make_pipeline(
        PolynomialFeatures(2, include_bias=False),
        RidgeCV(np.logspace(-6, 1, 15), fit_intercept=not through_zero),
    )


def _process() -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel(1.0) * RBF(1.0, (0.1, 20.0)) + WhiteKernel(0.05, (1e-6, 1.0))
    return GaussianProcessRegressor(kernel)


def _held_out(make: Any, x: Floats, y: Floats) -> float:
    """Return R^2 over five folds of arms."""
    from sklearn.model_selection import KFold

    fitted = np.empty(len(y))
    for train, test in KFold(min(FOLDS, len(y)), shuffle=True, random_state=0).split(x):
        fitted[test] = make().fit(x[train], y[train]).predict(x[test])
    return 1.0 - float(((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum())


@dataclass(frozen=True)
class Mix:
    """A mix on the front: its budget, intensities in [0, 1], and what emulators say of it."""

    budget: float
    intensity: tuple[float, ...]
    gain: float
    cost: float


def front(gain: Surface, cost: Surface, levers: int, budgets: Sequence[float]) -> list[Mix]:
    """Return the best mix of each budget, without those that a cheaper one equals."""
    found: list[Mix] = []
    for budget in budgets:
        mix = best(gain, cost, levers, budget)
        if not found or mix.gain > found[-1].gain + 1e-3 * abs(found[-1].gain):
            found.append(mix)
    return found


def best(gain: Surface, cost: Surface, levers: int, budget: float) -> Mix:
    """Return the mix with the largest gain whose cost is at most ``budget``."""
    from scipy import optimize

    def loss(x: Floats) -> Floats:
        mixes = np.atleast_2d(x.T)
        over = np.maximum(cost(mixes) - budget, 0.0) / max(budget, 1e-9)
        return np.asarray(-gain(mixes) / gain.spread + 100.0 * over)

    told = optimize.differential_evolution(
        loss,
        [(0.0, 1.0)] * levers,
        vectorized=True,
        updating="deferred",
        polish=False,
        popsize=20,
        maxiter=120,
        tol=1e-6,
        rng=1,
        x0=np.zeros(levers),
    )
    x = _without_trifles(np.asarray(told.x), gain)
    row = x[None]
    return Mix(budget, tuple(map(float, x)), float(gain(row)[0]), float(cost(row)[0]))


def _without_trifles(x: Floats, gain: Surface) -> Floats:
    """Return a mix without the levers that add less than a hundredth of its gain."""
    whole = gain(x[None])[0]
    kept = x.copy()
    for at in np.argsort(x):
        less = kept.copy()
        less[at] = 0.0
        if gain(less[None])[0] >= whole - 0.01 * abs(whole):
            kept = less
    return kept
