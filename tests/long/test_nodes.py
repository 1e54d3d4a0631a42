"""The answer does not depend on how many communities stand for a country."""

from __future__ import annotations

from functools import cache
from tempfile import mkdtemp

import numpy as np
import pytest

from politeia import lives
from politeia.arms import BASELINE
from politeia.chance import Luck, key_of_life
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.outcomes import COUNTRIES
from politeia.quantity import Floats
from politeia.scenario.load import load_study
from politeia.scenario.study import Study

pytestmark = pytest.mark.long

NODES = 500
SIZE = {"draws": 24, "replicates": 2, "particles": 4, "horizon": 104}
EVENTS = {"broken", "breakdown_kind", "successor", "fragility"}
"""What happens or does not, or is asked for seldom: it has no median of its own."""
ALL_BUT = 0.05
MANY, FAR = 2.0, 4.0
ANEW = 400


@cache
def rows(nodes: int) -> dict[str, Floats]:
    """Return the mean over each year of every outcome, (run, place and year)."""
    study: Study = load_study("documents").sized(**SIZE, nodes=nodes)
    draws = tuple(range(study.draws))
    told = study.to_manifest()
    report = lives.live_pasts(PastJob(told, draws, study.seed, mkdtemp()))
    pasts = dict(zip(draws, report.paths, strict=True))
    case = study.cases[0].name
    units = tuple(
        Unit(draw, case, BASELINE, 0, replicate)
        for draw in draws
        for replicate in range(study.replicates)
    )
    found = lives.live_futures(FutureJob(told, units, study.seed, pasts, "")).countries
    codes = len(dict.fromkeys(found["country"].tolist()))
    spans = 52 // study.record_every
    shape = (study.draws * study.replicates, codes, -1, spans)
    names = [outcome.name for outcome in COUNTRIES if outcome.name not in EVENTS]
    return {
        name: found[name].astype(float).reshape(shape).mean(axis=-1).reshape(len(units), -1)
        for name in names
    }


@cache
def gaps() -> Floats:
    """Return how far doubling the nodes moves each recorded median, in Monte Carlo errors.

    All luck is a country's and none a node's, so histories are pairs; the error is that of the
    difference of two medians over draws drawn anew. A move below a thousandth is none.
    """
    few, many = rows(NODES), rows(2 * NODES)
    runs = SIZE["draws"] * SIZE["replicates"]
    luck = Luck(np.array([key_of_life(1, 0, number, "drawn anew") for number in range(runs)]))
    picks = np.floor(luck.uniforms("pair", 0, ANEW) * runs).astype(int)
    found = []
    for name, one in few.items():
        before, after = np.median(one, axis=0), np.median(many[name], axis=0)
        again = np.median(many[name][picks], axis=1) - np.median(one[picks], axis=1)
        smallest = 1e-3 * np.maximum(np.abs(before), 1e-6)
        found.append(np.abs(after - before) / np.maximum(again.std(axis=0), smallest))
    return np.concatenate(found)


def test_doubling_the_communities_moves_few_medians_beyond_two_errors() -> None:
    assert (gaps() > MANY).mean() <= ALL_BUT


def test_doubling_the_communities_moves_no_median_beyond_four_errors() -> None:
    assert gaps().max() <= FAR
