"""Rules in the shadow of the record: what a score says, and that watching changes nothing."""

from __future__ import annotations

import living
import numpy as np
import pytest

from politeia import shadow
from politeia.calendar import week_of
from politeia.model import Politeia
from politeia.shadow import Score, Shadow

WEEKS = 30


def young(runs: int = 2) -> Politeia:
    study = living.study_of("world: eurasia\nnodes: 32\n")
    parameters = living.at_medians(study, runs)
    first = week_of(study.world.start)
    switches = living.evenly_switched(runs)
    lot = living.Lot(study, parameters, switches, 3, first + 10**6, 10**6, nodes=32)
    return lot.model()


@pytest.fixture(scope="module")
def watched() -> tuple[Politeia, Shadow]:
    model = young()
    seen = Shadow(model)
    for _ in range(WEEKS):
        model.step_until(seen.note)
    return model, seen


def test_a_watched_past_is_the_same_as_an_unwatched_one(watched: tuple[Politeia, Shadow]) -> None:
    alone = young()
    for _ in range(WEEKS):
        alone.step()
    for one, other in zip(alone.everyone(), watched[0].everyone(), strict=True):
        np.testing.assert_array_equal(one.rows, other.rows)


def test_every_sender_that_decides_is_noted_for_every_target(
    watched: tuple[Politeia, Shadow],
) -> None:
    model, seen = watched
    deciders = [sender for sender, _ in model.deciders if sender.measures is not None]
    assert len(seen.packages) == len(deciders) * len(model.countries)


def test_every_rule_is_scored_beside_a_baseline(watched: tuple[Politeia, Shadow]) -> None:
    for score in watched[1].scores():
        assert score.rule
        assert score.measure
        assert score.baseline == score.baseline or score.count == 0


def test_a_rule_that_knows_the_weeks_beats_one_that_knows_the_rate() -> None:
    happened = np.zeros(100)
    happened[[20, 60]] = 1.0
    sharp = np.where(happened > 0.5, 0.9, 0.001)
    even = np.full(100, 0.02)
    assert shadow._log_score(sharp, happened).sum() > shadow._log_score(even, happened).sum()


def test_rank_correlation_knows_order_and_not_size() -> None:
    assert shadow._rank([1.0, 2.0, 30.0], [5.0, 6.0, 7.0]) == pytest.approx(1.0)
    assert shadow._rank([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]) == pytest.approx(-1.0)
    assert shadow._rank([1.0, 1.0, 1.0], [3.0, 2.0, 1.0]) == 0.0


def test_a_lower_score_is_better_where_less_is_better() -> None:
    assert Score("r", "m", 0.1, 0.2, 3, higher_is_better=False).better is True
    assert Score("r", "m", 0.1, 0.2, 3).better is False
    assert Score("r", "m", float("nan"), 0.2, 0).better is None
