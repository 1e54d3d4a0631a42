"""The patient rule: boxes peeled off the conditions by EMA Workbench, beside the rules of a tree.

Source   Friedman and Fisher (1999), Statistics and Computing 9, 123-143 (from memory, unverified);
         EMA Workbench
Holds    where the extra ``discovery`` is installed
Departs  of a peeling only the box with the best product of coverage and density is told
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis.discovery import Limit, Rule, boxed, check
from politeia.analysis.emulator import MOST_COLUMNS, Space, screened
from politeia.analysis.lived import CannotAnalyse
from politeia.quantity import Bools

PEEL, MASS = 0.1, 0.1


def peeled(found: Space, interest: Bools) -> Rule:
    """Return the box of the patient rule for the conditions that are of interest.

    Raises:
        CannotAnalyse: when EMA Workbench is not installed, or there is nothing to separate.
    """
    check(interest)
    # Among hundreds of uncertainties some box is always pure: it peels those that tell most.
    columns = screened(found.u, interest.astype(float), MOST_COLUMNS)
    names = [found.names[column] for column in columns]
    box = _prim()(
        pd.DataFrame(found.values[:, columns], columns=names),
        interest.astype(float),
        threshold=float(interest.mean()),
        peel_alpha=PEEL,
        mass_min=MASS,
    ).find_box()
    if box is None:
        raise CannotAnalyse("peeling finds no box that is denser than the whole")
    path = box.peeling_trajectory
    best = int((path["coverage"] * path["density"]).to_numpy().argmax())
    return boxed(_limits(box, best, found, names), found, interest)


def _prim() -> Any:
    import warnings

    try:
        with warnings.catch_warnings():
            # It warns of ways to run a model that are not installed and not needed here.
            warnings.simplefilter("ignore")
            from ema_workbench.analysis.prim import Prim
    except ImportError:
        raise CannotAnalyse(
            "peeling takes EMA Workbench, which is not installed; the extra discovery brings it"
        ) from None
    return Prim


def _limits(box: Any, step: int, found: Space, names: list[str]) -> dict[str, Limit]:
    """Return the limits of one step of a peeling that cut off any condition."""
    lims = box.box_lims[step]
    limits = {}
    for name in names:
        values = found.values[:, found.names.index(name)]
        low, high = float(lims[name].iloc[0]), float(lims[name].iloc[1])
        cut = (values < low).any(), (values > high).any()
        if any(cut):
            # A limit of ours leaves its lower end out, one of a peeled box holds it.
            below = float(np.nextafter(low, -np.inf)) if cut[0] else -np.inf
            limits[name] = Limit(name, below, high if cut[1] else np.inf)
    return limits
