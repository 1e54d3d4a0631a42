"""Emulators: an outcome as a smooth function of the conditions, or a sentence why there is none.

Conditions are read as their places in order, u in (0, 1), so that a long-tailed prior and a short
one weigh alike. A study has hundreds of uncertainties and often a hundred draws, so the columns
that tell most are chosen first (squared correlation with u, and with (u - 1/2)^2), inside every
fold of the validation: R^2 is that of draws which neither chose the columns nor fitted anything.

    R^2 = 1 - sum (y - fitted by others)^2 / sum (y - mean of y)^2       five folds, whole draws

A quadratic ridge is tried first; where it reaches less than 0.8, a Gaussian process (few
conditions) and boosted trees are tried too and the best is taken. Below ``FLOOR`` there is no
emulator: what it would say is less than what it leaves out.

Source   held-out choice of emulators as in any textbook of machine learning; scikit-learn
Holds    within the conditions of the study, never beyond them
Departs  cases of a study weigh alike, as if each were as likely
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis.lived import CannotAnalyse
from politeia.analysis.resample import bootstraps, rows_of
from politeia.quantity import Floats, Integers

FLOOR, GOOD = 0.5, 0.8
FOLDS, MOST_COLUMNS, GAUSSIAN_ROWS = 5, 8, 400
DRAWS_A_COLUMN = 8
LEAST_DRAWS = 10
PROCESS_STEPS = 30
NEARLY = 0.03


@dataclass(frozen=True)
class Space:
    """Conditions as places in order: ``u`` has the shape (condition, column), in (0, 1)."""

    names: tuple[str, ...]
    u: Floats
    groups: Integers
    values: Floats = field(repr=False)

    def places(self, values: Floats) -> Floats:
        """Return the places u of values (row, column) of the same columns."""
        columns = [
            _place(np.sort(self.values[:, at]), values[:, at]) for at in range(len(self.names))
        ]
        return np.stack(columns, axis=-1)

    def value(self, name: str, u: float) -> float:
        """Return the value of a column at the place ``u`` of its conditions."""
        ordered = np.sort(self.values[:, self.names.index(name)])
        if self.is_coarse(name):
            return float(ordered[min(int(u * len(ordered)), len(ordered) - 1)])
        return float(np.quantile(ordered, np.clip(u, 0.0, 1.0)))

    def is_coarse(self, name: str) -> bool:
        """Return whether a column takes few values, as a switch and what a case sets do."""
        return len(self.steps(name)) <= 6

    def steps(self, name: str) -> Floats:
        """Return the distinct places of a column, in order."""
        return np.unique(self.u[:, self.names.index(name)])

    def snapped(self, u: Floats, columns: Integers) -> Floats:
        """Return places (row, column) with the coarse columns moved to a place that they have."""
        snapped = u.copy()
        for at, column in enumerate(columns):
            if self.is_coarse(self.names[column]):
                ordered = np.sort(self.u[:, column])
                rank = np.minimum((u[:, at] * len(ordered)).astype(int), len(ordered) - 1)
                snapped[:, at] = ordered[rank]
        return snapped


def space(conditions: pd.DataFrame, groups: Integers) -> Space:
    """Return the space of conditions; rows of one group are never apart in a validation."""
    values = conditions.to_numpy(np.float64)
    ranked = [_place(np.sort(column), column) for column in values.T]
    u = np.stack(ranked, axis=-1) if ranked else np.zeros((len(values), 0))
    return Space(tuple(map(str, conditions.columns)), u, groups, values)


def _place(ordered: Floats, values: Floats) -> Floats:
    """Return the share of ``ordered`` that lies below each value, its equals by half."""
    below = np.searchsorted(ordered, values, side="left")
    upto = np.searchsorted(ordered, values, side="right")
    return np.asarray((below + upto) / (2.0 * len(ordered)))


@dataclass(frozen=True)
class Emulator:
    """A fitted function of some columns of a space; ``r2`` is held out."""

    kind: str
    r2: float
    columns: Integers
    model: Any
    scale: tuple[float, float]

    def __call__(self, u: Floats) -> Floats:
        """Return the outcome at places of its own columns, (row, own column)."""
        mean, spread = self.scale
        return np.asarray(mean + spread * self.model.predict(u), dtype=np.float64)


Maker = Callable[[], Any]


def _ridge() -> Any:
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    penalties = np.logspace(-3, 3, 13)
    return make_pipeline(
        StandardScaler(),
        PolynomialFeatures(2, include_bias=False),
        StandardScaler(),
        RidgeCV(penalties),
    )


def _gaussian() -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    class Arranged(GaussianProcessRegressor):  # type: ignore[misc]
        """A process with a length for each column, whose number is known when it is fitted."""

        def fit(self, X: Floats, y: Floats) -> Any:
            if getattr(self, "kernel", None) is None:
                # Long lengths to begin with end in taking everything for noise.
                lengths = RBF(np.full(X.shape[1], 0.4), (0.15, 50.0))
                noise = WhiteKernel(0.02, (1e-6, 2.0))
                self.kernel = ConstantKernel(1.0, (1e-2, 1e3)) * lengths + noise
            return super().fit(X, y)

    return Arranged(normalize_y=False, optimizer=_few_steps)


def _few_steps(loss: Any, start: Floats, bounds: Floats) -> tuple[Floats, float]:
    """Return the parameters of a kernel after at most thirty steps, and the loss there."""
    from scipy import optimize

    told = optimize.minimize(
        loss, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": PROCESS_STEPS}
    )
    return np.asarray(told.x), float(told.fun)


def _trees() -> Any:
    from sklearn.ensemble import GradientBoostingRegressor

    return GradientBoostingRegressor(
        n_estimators=150, max_depth=3, learning_rate=0.06, subsample=0.7, random_state=0
    )


KINDS: Mapping[str, Maker] = {
    "quadratic ridge": _ridge,
    "boosted trees": _trees,
    "Gaussian process": _gaussian,
}
"""Emulators by name, the plainest first."""


def screened(u: Floats, y: Floats, most: int) -> Integers:
    """Return the columns that tell most of ``y``, at most ``most``, in order of the columns."""
    centred = y - y.mean()
    score = np.maximum(_squared(u, centred), _squared((u - 0.5) ** 2, centred))
    best = np.argsort(-score, kind="stable")[:most]
    return np.sort(best[score[best] > 0])


def _squared(columns: Floats, centred: Floats) -> Floats:
    """Return the squared correlation of each column with a centred outcome."""
    apart = columns - columns.mean(axis=0)
    scale = (apart**2).sum(axis=0) * (centred**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(scale > 1e-12, (centred @ apart) ** 2 / scale, 0.0)


def most_columns(found: Space) -> int:
    """Return how many columns an emulator of this space may have: one for eight draws."""
    draws = len(np.unique(found.groups))
    return max(2, min(MOST_COLUMNS, draws // DRAWS_A_COLUMN, len(found.names)))


def held_out_r2(found: Space, y: Floats, make: Maker, most: int) -> float:
    """Return R^2 over five folds of whole draws, columns being chosen anew in each."""
    from sklearn.model_selection import GroupKFold

    folds = min(FOLDS, len(np.unique(found.groups)))
    fitted = np.full(len(y), np.nan)
    for train, test in GroupKFold(folds).split(found.u, y, found.groups):
        made = _fitted("", make, found.u[train], y[train], most)
        if made is None:
            fitted[test] = y[train].mean()
        else:
            fitted[test] = made(found.u[test][:, made.columns])
    return 1.0 - float(((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def _fitted(
    kind: str, make: Maker, u: Floats, y: Floats, most: int, r2: float = 0.0
) -> Emulator | None:
    """Return an emulator of the columns that tell most, or None where none tells anything."""
    import warnings

    from threadpoolctl import threadpool_limits

    columns = screened(u, y, most)
    spread = float(y.std())
    if not len(columns) or spread <= 0.0:
        return None
    model = make()
    # On a machine that others use, threads that wait for each other cost more than they give.
    with warnings.catch_warnings(), threadpool_limits(1):
        # A length at its bound is a column that tells nothing: no news for who reads the result.
        warnings.simplefilter("ignore")
        model.fit(u[:, columns], (y - y.mean()) / spread)
    return Emulator(kind, r2, columns, model, (float(y.mean()), spread))


def emulate(found: Space, y: Floats, floor: float = FLOOR) -> Emulator:
    """Return the emulator of an outcome (condition,) with the best held-out R^2.

    Raises:
        CannotAnalyse: when conditions are too few, the outcome never varies, or R^2 is under
            ``floor``.
    """
    draws = len(np.unique(found.groups))
    if draws < LEAST_DRAWS:
        raise CannotAnalyse(
            f"{draws} draws or points are too few for an emulator; it takes {LEAST_DRAWS}"
        )
    if not np.isfinite(y).all():
        raise CannotAnalyse("some conditions have no runs that count")
    if y.std() <= 1e-12 * (1.0 + np.abs(y).max()):
        raise CannotAnalyse("it is the same in every condition")
    kind, r2 = best_kind(found, y)
    made = _fitted(kind, KINDS[kind], found.u, y, most_columns(found), r2) if r2 >= floor else None
    if made is None:
        raise CannotAnalyse(
            f"no emulator tells enough with {draws} draws or points; a held-out R² of {floor:g} is "
            f"the least that is used",
            f"R² {max(r2, -9.99):.2f}",
        )
    return made


def best_kind(found: Space, y: Floats) -> tuple[str, float]:
    """Return the kind of emulator with the best held-out R^2, and that R^2."""
    most = most_columns(found)
    tried = {"quadratic ridge": held_out_r2(found, y, _ridge, most)}
    if tried["quadratic ridge"] < GOOD:
        tried["boosted trees"] = held_out_r2(found, y, _trees, most)
        # A process costs most: it is tried where the cheap ones see that there is something.
        if len(y) <= GAUSSIAN_ROWS and max(tried.values()) > 0.1:
            tried["Gaussian process"] = held_out_r2(found, y, _gaussian, most)
    # Of kinds that tell nearly the same the plainer one is taken: it invents fewer interactions.
    best = max(tried.values())
    kind = next(name for name in KINDS if tried.get(name, -np.inf) >= best - NEARLY)
    return kind, tried[kind]


def refitted(found: Space, y: Floats, like: Emulator, times: int) -> list[Emulator]:
    """Return emulators of the same kind fitted to bootstraps of the draws.

    A Gaussian process keeps the lengths that it has learnt.
    """
    from sklearn.base import clone

    groups = np.unique(found.groups, return_inverse=True)[1]
    made = []
    for chosen in bootstraps(times, int(groups.max()) + 1):
        rows = rows_of(groups, chosen)
        if like.kind == "Gaussian process":
            model = clone(like.model).set_params(kernel=like.model.kernel_, optimizer=None)
            model.fit(found.u[rows][:, like.columns], (y[rows] - like.scale[0]) / like.scale[1])
            made.append(Emulator(like.kind, like.r2, like.columns, model, like.scale))
            continue
        again = _fitted(like.kind, KINDS[like.kind], found.u[rows], y[rows], len(like.columns))
        made += [again] if again is not None else []
    return made
