"""Claims about fragility by probe: it asks what a shock would do, and does nothing."""

from __future__ import annotations

import copy

import numpy as np
import pytest

import lakes
from politeia import probe, state
from politeia.arms import BASELINE
from politeia.model import Politeia


@pytest.fixture(scope="module")
def model() -> Politeia:
    """The lake half a year after the branch."""
    found = lakes.at_branch(lakes.study(), lakes.units([BASELINE, "sectors"]))
    for _ in range(26):
        found.step()
    return found


def test_a_probe_leaves_everything_as_it_was(model: Politeia) -> None:
    every = np.arange(model.runs)
    before, week = copy.deepcopy(state.of(model, every)), model.week
    probe.look(model)
    assert model.week == week
    for name, held in state.of(model, every).items():
        np.testing.assert_array_equal(held, before[name], err_msg=name)


def test_a_model_that_was_probed_goes_on_as_one_that_was_not(model: Politeia) -> None:
    probed, other = copy.deepcopy(model), copy.deepcopy(model)
    probe.look(probed)
    for _ in range(4):
        probed.step()
        other.step()
    every = np.arange(model.runs)
    told = state.of(other, every)
    for name, held in state.of(probed, every).items():
        np.testing.assert_array_equal(held, told[name], err_msg=name)


def test_fragility_is_a_rate_no_higher_than_that_of_the_shocks(model: Politeia) -> None:
    found = probe.look(model).fragility
    assert found.shape == (len(model.countries), model.runs)
    assert (found >= 0.0).all()
    assert (found <= sum(probe.RATES) + 1e-9).all()
    assert found.max() > 0.0


def test_the_same_probe_twice_finds_the_same(model: Politeia) -> None:
    np.testing.assert_array_equal(probe.look(model).fragility, probe.look(model).fragility)


def test_a_split_elite_is_more_fragile(model: Politeia) -> None:
    divided = copy.deepcopy(model)
    for country in divided.countries:
        country.elite.split_now = np.minimum(country.elite.split_now + 0.4, 1.0)
    assert (probe.look(divided).fragility >= probe.look(model).fragility).all()
    assert probe.look(divided).fragility.sum() > probe.look(model).fragility.sum()


def test_where_rule_cannot_break_nothing_is_fragile() -> None:
    told = lakes.study()
    solid = lakes.at_branch(told, lakes.units([BASELINE], f"{lakes.WITHOUT}M8"))
    assert not probe.look(solid).fragility.any()


def test_a_street_with_half_the_police_needs_no_larger_shock(model: Politeia) -> None:
    found = probe.look(model)
    assert (found.ignition_half <= found.ignition + 1e-3).all()
    assert ((found.ignition > 0.0) & (found.ignition <= probe.BEYOND)).all()


def test_the_size_that_ignites_lies_between_the_last_that_does_not_and_the_first_that_does() -> (
    None
):
    peaks = [np.array([[0.0, 0.01, 0.0]]), np.array([[0.006, 0.02, 0.0]])]
    peaks += [np.array([[0.02, 0.03, 0.0]])] * 3
    assert probe.ignition(peaks)[0] == pytest.approx([0.5, 0.4, probe.BEYOND])
