"""Claims about who sees whom."""

from __future__ import annotations

import numpy as np
import pytest

from politeia.network import KINDS, draw_network


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_sees_as_many_others_as_are_asked_for(kind: str) -> None:
    sees = draw_network(200, 8, kind).sees
    assert sees.shape == (200, 8)
    assert sees.min() >= 0
    assert sees.max() < 200


@pytest.mark.parametrize("kind", KINDS)
def test_leanings_have_mean_nought_and_spread_one(kind: str) -> None:
    leaning = draw_network(2000, 8, kind).leaning
    assert leaning.mean() == pytest.approx(0.0, abs=1e-5)
    assert leaning.std() == pytest.approx(1.0, abs=1e-5)


def test_neighbours_lean_alike() -> None:
    network = draw_network(2000, 8, "lattice")
    near = network.leaning[network.sees].mean(axis=1)
    assert np.corrcoef(network.leaning, near)[0, 1] > 0.3


def test_a_lattice_is_a_ring_and_a_small_world_is_rewired_by_its_share() -> None:
    ring = draw_network(1000, 8, "lattice").sees
    gaps = np.abs(ring - np.arange(1000)[:, None])
    assert np.minimum(gaps, 1000 - gaps).max() == 4
    assert (draw_network(1000, 8, rewired=0.0).sees == ring).all()
    assert (draw_network(1000, 8, rewired=0.3).sees != ring).mean() == pytest.approx(0.3, abs=0.03)


def test_some_are_seen_by_many_where_ties_go_to_the_known() -> None:
    seen = np.bincount(draw_network(1000, 8, "scale_free").sees.ravel(), minlength=1000)
    assert seen.max() > 5 * np.median(seen)


def test_a_seed_draws_one_network_and_another_another() -> None:
    one, same, other = (draw_network(100, 8, seed=seed) for seed in (1, 1, 2))
    assert (one.sees == same.sees).all()
    assert (one.leaning == same.leaning).all()
    assert (one.leaning != other.leaning).any()


@pytest.mark.parametrize(("kind", "neighbours"), [("cobweb", 8), ("lattice", 0), ("lattice", 100)])
def test_a_network_that_cannot_be_is_refused(kind: str, neighbours: int) -> None:
    with pytest.raises(ValueError, match="no network"):
        draw_network(100, neighbours, kind)
