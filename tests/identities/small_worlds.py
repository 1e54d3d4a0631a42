"""Small studies and how they are lived here: the shipped tutorial, and an invented lake."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

from politeia import lives, state
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.model import Politeia
from politeia.scenario.load import load_study
from politeia.scenario.study import Study

LAKELAND = Path(__file__).parents[1] / "studies" / "lakeland.yaml"
SMALL = {"draws": 2, "replicates": 2, "particles": 2}


@cache
def study(name: str) -> Study:
    """Return a small study: ``tutorial``, or ``lakeland`` with war, sponsor and senders."""
    if name == "tutorial":
        return load_study("tutorial").sized(**SMALL, nodes=64, horizon=30)
    return load_study(LAKELAND).sized(**SMALL, nodes=64, horizon=30)


@cache
def pasts(name: str) -> dict[int, str]:
    """Return the state file of each draw."""
    told = study(name)
    job = PastJob(told.to_manifest(), tuple(range(told.draws)), told.seed, mkdtemp())
    return dict(enumerate(lives.live_pasts(job).paths))


def units(name: str, policies: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units of some policies, all draws and replicates."""
    told = study(name)
    return tuple(
        Unit(draw, told.cases[0].name, policy, 0, replicate)
        for draw in range(told.draws)
        for policy in policies
        for replicate in range(told.replicates)
    )


def lived(name: str, chosen: Sequence[Unit]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of countries and of actors of some units lived in one batch."""
    told = study(name)
    job = FutureJob(told.to_manifest(), tuple(chosen), told.seed, pasts(name), "")
    rows = lives.live_futures(job)
    return pd.DataFrame(rows.countries), pd.DataFrame(rows.actors)


def at_branch(name: str, chosen: Sequence[Unit]) -> Politeia:
    """Return the model of some units at the branch."""
    told, files = study(name), pasts(name)
    states = {draw: state.read(Path(path)) for draw, path in files.items()}
    return lives.future(told, told.case(chosen[0].case), chosen, told.seed, states)


def everything(model: Politeia) -> dict[str, np.ndarray]:
    """Return the whole state of all histories of a model."""
    return state.of(model, np.arange(model.runs))
